"""Milliseconds by stage. Kept apart from the figures, which are the same on every machine."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class StageLatency:
    """Percentiles of one stage, in milliseconds."""

    n: int
    p50: float
    p95: float
    p99: float
    longest: float


def summarise_latency(timings_ms: Sequence[Mapping[str, float]]) -> dict[str, StageLatency]:
    """Percentiles of every stage that some answer timed, in the order first met."""
    by_stage: dict[str, list[float]] = defaultdict(list)
    for timing in timings_ms:
        for stage, value in timing.items():
            by_stage[stage].append(value)
    return {stage: _percentiles(values) for stage, values in by_stage.items()}


def _percentiles(values: Sequence[float]) -> StageLatency:
    p50, p95, p99 = (round(float(p), 2) for p in np.percentile(values, [50, 95, 99]))
    return StageLatency(len(values), p50, p95, p99, round(max(values), 2))
