"""Two runs of the same questions: which is better, on what, and is it beyond chance?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from snc_assistant.errors import UsageError
from snc_assistant.evaluation.dataset import Case
from snc_assistant.evaluation.figures import ALL, METRIC, METRICS, Metric, slice_label, slices
from snc_assistant.evaluation.results import Run
from snc_assistant.evaluation.scorers import Scored
from snc_assistant.evaluation.statistics import adjust_for_many, paired_p_value

Direction = Literal["better", "worse", "same", "unclear"]
_LEVEL = 0.05
_HEADLINE = "strict"


@dataclass(frozen=True, slots=True)
class Change:
    """One metric in both runs, over the questions that both were asked.

    `p` is of a paired test, adjusted for the number of metrics compared. `direction` is that of
    the second run: better or worse only if p < 0.05, unclear if different but within chance.
    """

    metric: Metric
    n: int
    first: float
    second: float
    won: int
    lost: int
    p: float
    direction: Direction


@dataclass(frozen=True, slots=True)
class PartChange:
    """Strictly right answers in one part of the questions."""

    part: str
    change: Change


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes, the parts where they are, the questions that turned, and what it comes to."""

    first: str
    second: str
    shared: int
    changes: Sequence[Change]
    parts: Sequence[PartChange]
    gained: Sequence[str]
    lost: Sequence[str]
    verdict: str


def compare_runs(first: Run, second: Run, cases: Sequence[Case]) -> Comparison:
    """What changed from the first run to the second.

    :param cases: the questions, of which those in both runs are compared.
    :raises UsageError: if they have no question in common.
    """
    both = [c for c in cases if c.question.id in first.scored and c.question.id in second.scored]
    shared = [c.question.id for c in both]
    if not shared:
        raise UsageError("the two runs have no question in common")
    changes = _changes(first.scored, second.scored, shared)
    parts = _parts(first.scored, second.scored, both)
    turned = {k: (first.scored[k].fault, second.scored[k].fault) for k in shared}
    return Comparison(
        first=first.folder.name,
        second=second.folder.name,
        shared=len(shared),
        changes=changes,
        parts=parts,
        gained=[k for k, (a, b) in turned.items() if a and not b],
        lost=[k for k, (a, b) in turned.items() if b and not a],
        verdict=_verdict(changes, parts),
    )


def _changes(
    first: Mapping[str, Scored], second: Mapping[str, Scored], shared: Sequence[str]
) -> list[Change]:
    compared: list[tuple[Metric, list[float], list[float]]] = []
    for metric in METRICS:
        pairs = [(first[k].scores.get(metric.name), second[k].scores.get(metric.name)) for k in shared]
        both = [(a, b) for a, b in pairs if a is not None and b is not None]
        if both:
            compared.append((metric, [a for a, _ in both], [b for _, b in both]))
    adjusted = adjust_for_many([paired_p_value(a, b, m.kind) for m, a, b in compared])
    return [_change(m, a, b, p) for (m, a, b), p in zip(compared, adjusted, strict=True)]


def _parts(
    first: Mapping[str, Scored], second: Mapping[str, Scored], cases: Sequence[Case]
) -> list[PartChange]:
    """The headline figure in each part; p is adjusted for the number of parts."""
    parts = [(name, members) for name, members in slices(cases) if members and name != ALL]
    pairs = [[_headline_pair(first, second, c) for c in members] for _, members in parts]
    p_values = [paired_p_value([a for a, _ in p], [b for _, b in p], "rate") for p in pairs]
    return [
        PartChange(name, _change(METRIC[_HEADLINE], [a for a, _ in pair], [b for _, b in pair], p))
        for (name, _), pair, p in zip(parts, pairs, adjust_for_many(p_values), strict=True)
    ]


def _headline_pair(
    first: Mapping[str, Scored], second: Mapping[str, Scored], case: Case
) -> tuple[float, float]:
    key = case.question.id
    return float(first[key].fault is None), float(second[key].fault is None)


def _change(metric: Metric, first: Sequence[float], second: Sequence[float], p: float) -> Change:
    means = sum(first) / len(first), sum(second) / len(second)
    won = sum(b > a for a, b in zip(first, second, strict=True))
    lost = sum(b < a for a, b in zip(first, second, strict=True))
    return Change(metric, len(first), *means, won, lost, p, _direction(metric, won, lost, means, p))


def _direction(metric: Metric, won: int, lost: int, means: tuple[float, float], p: float) -> Direction:
    if not won and not lost:
        return "same"
    if p >= _LEVEL or metric.neutral:
        return "unclear"
    return "better" if means[1] > means[0] else "worse"


def _verdict(changes: Sequence[Change], parts: Sequence[PartChange]) -> str:
    headline = next(c for c in changes if c.metric.name == _HEADLINE)
    points = 100 * (headline.second - headline.first)
    counted = f"{headline.won} questions gained, {headline.lost} lost, p = {headline.p:.3g}"
    if headline.direction == "same":
        main = "Neither run is better: the same questions are strictly right in both."
    elif headline.direction == "unclear":
        main = f"Neither run is better beyond chance: strictly right {points:+.1f} points ({counted})."
    else:
        run = "second" if headline.direction == "better" else "first"
        main = f"The {run} run is better: strictly right {points:+.1f} points ({counted})."
    return " ".join([main, *_others(changes, parts)])


def _others(changes: Sequence[Change], parts: Sequence[PartChange]) -> list[str]:
    """What else changed beyond chance: other figures, then categories and languages."""
    turned = [(c.metric.label, c) for c in changes if c.metric.name != _HEADLINE]
    named = [p for p in parts if p.part.startswith(("category:", "language:"))]
    turned += [(f"strictly right in “{slice_label(p.part)}”", p.change) for p in named]
    better = [label for label, c in turned if c.direction == "better"]
    worse = [label for label, c in turned if c.direction == "worse"]
    sentences = [("The second is better beyond chance on", better), ("It is worse on", worse)]
    return [f"{lead}: {', '.join(labels)}." for lead, labels in sentences if labels]
