"""Risk and coverage: what a threshold on retrieval confidence would answer and refuse.

After El-Yaniv & Wiener (JMLR 2010). The system's own decisions are one point; the curve shows
what its best hit's score alone could have done, so the distance between the two is what the
judgement of evidence adds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from snc_assistant.evaluation.answers import SystemAnswer
from snc_assistant.evaluation.dataset import Case

_POINTS = 60


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """With this threshold: shares of the answerable and of the unanswerable that are answered."""

    threshold: float
    answerable: float
    unanswerable: float


def abstention_curve(cases: Sequence[Case], answers: Mapping[str, SystemAnswer]) -> list[CurvePoint]:
    """The curve from answering all to answering none; empty if there are no hits to judge by."""
    judged = [c for c in cases if len({o.abstains for o in c.question.outcome}) == 1]
    confident = {c.question.id: confidence(answers[c.question.id]) for c in judged}
    yes = [confident[c.question.id] for c in judged if c.question.answerable]
    no = [confident[c.question.id] for c in judged if not c.question.answerable]
    levels = sorted({v for v in confident.values() if v is not None})
    if not yes or not no or not levels:
        return []
    step = max(1, len(levels) // _POINTS)
    thresholds = [*levels[::step], levels[-1] + 0.01]
    return [CurvePoint(t, _share(yes, t), _share(no, t)) for t in thresholds]


def confidence(answer: SystemAnswer) -> float | None:
    """The mean of the best dense and the best sparse score among the hits."""
    if not answer.hits:
        return None
    dense = max(h.dense_score for h in answer.hits)
    return (dense + max(h.sparse_score for h in answer.hits)) / 2


def _share(values: Sequence[float | None], threshold: float) -> float:
    return sum(v is not None and v >= threshold for v in values) / len(values)
