"""Is a confidence what it says? Figures and a table of stated against found."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BINS = 10
_LEAST = 1e-6  # of a probability, so that one sure mistake does not make the log loss infinite


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose confidence lies in [low, high): how many, stated and found on average."""

    low: float
    high: float
    n: int
    stated: float
    found: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """How well confidences foretell what is right.

    - `brier`: mean squared error (Brier 1950), lower is better;
    - `log_loss`: mean of −log of the probability given to what was, lower is better;
    - `auc`: the chance that a right one has the higher confidence of two, higher is better;
    - `error`: expected calibration error over ten bins (Naeini et al. 2015), lower is better.
    """

    n: int
    brier: float
    log_loss: float
    auc: float
    error: float
    bins: tuple[Bin, ...]


def measure_reliability(confidences: Sequence[float], right: Sequence[bool]) -> Reliability:
    """The figures of some confidences, at least one of something right and one of something wrong."""
    stated = np.asarray(confidences, dtype=np.float64)
    found = np.asarray(right, dtype=np.float64)
    bins = _bins(stated, found)
    sure = np.clip(stated, _LEAST, 1 - _LEAST)
    return Reliability(
        n=len(stated),
        brier=float(np.mean((stated - found) ** 2)),
        log_loss=float(-np.mean(found * np.log(sure) + (1 - found) * np.log(1 - sure))),
        auc=_auc(stated[found == 1], stated[found == 0]),
        error=sum(b.n * abs(b.stated - b.found) for b in bins) / len(stated),
        bins=bins,
    )


def _bins(stated: NDArray[np.float64], found: NDArray[np.float64]) -> tuple[Bin, ...]:
    at = np.minimum((stated * _BINS).astype(int), _BINS - 1)
    return tuple(
        Bin(
            i / _BINS, (i + 1) / _BINS, int(mask.sum()), float(stated[mask].mean()), float(found[mask].mean())
        )
        for i in range(_BINS)
        if (mask := at == i).any()
    )


def _auc(right: NDArray[np.float64], wrong: NDArray[np.float64]) -> float:
    pairs = right[:, None] - wrong[None, :]
    return float(np.mean((pairs > 0) + 0.5 * (pairs == 0)))


def render_figures(rows: Sequence[tuple[str, Reliability]]) -> str:
    """A Markdown table of the figures."""
    lines = ["| | n | Brier | log loss | AUC | calibration error |", "|---|---:|---:|---:|---:|---:|"]
    lines += [
        f"| {name} | {r.n} | {r.brier:.4f} | {r.log_loss:.4f} | {r.auc:.3f} | {r.error:.3f} |"
        for name, r in rows
    ]
    return "\n".join(lines)


def render_bins(found: Reliability) -> str:
    """A Markdown table of stated against found."""
    lines = ["| confidence | n | stated | found |", "|---|---:|---:|---:|"]
    lines += [f"| {b.low:.1f}-{b.high:.1f} | {b.n} | {b.stated:.2f} | {b.found:.2f} |" for b in found.bins]
    return "\n".join(lines)
