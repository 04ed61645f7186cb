"""The figures of a run: which there are, and their values with intervals by slice.

A slice is a part of the questions: all, one language, one category, one direction, one split.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from snc_assistant.evaluation.dataset import CATEGORIES, Case
from snc_assistant.evaluation.scorers import Scored
from snc_assistant.evaluation.statistics import Estimate, Kind, estimate

DIRECTIONS = ("fr-fr", "fr-en", "en-fr", "en-en")
ALL = "all"
_LANGUAGE_NAMES = {"fr": "French", "en": "English"}


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure's label, kind and meaning. Higher is better unless `neutral`."""

    name: str
    label: str
    kind: Kind
    meaning: str
    neutral: bool = False


METRICS: tuple[Metric, ...] = (
    Metric(
        "strict",
        "Strictly right",
        "rate",
        "all facts named, no forbidden statement, acceptable outcome",
    ),
    Metric("fact_recall", "Fact recall", "mean", "share of the required facts that the answer names"),
    Metric("truthfulness", "Truthfulness", "mean", "+1 strictly right, 0 abstained, -1 wrong (CRAG)"),
    Metric(
        "forbidden_free",
        "Nothing forbidden",
        "rate",
        "no statement that a right answer must not make",
    ),
    Metric("outcome_accuracy", "Outcome", "rate", "the outcome is an acceptable one"),
    Metric(
        "abstention_recall",
        "Abstention recall",
        "rate",
        "of the questions without an answer in the sources, abstained",
    ),
    Metric("abstention_precision", "Abstention precision", "rate", "of the abstentions, rightly so"),
    Metric(
        "not_refused",
        "Not refused",
        "rate",
        "of the questions with an answer in the sources, not abstained",
    ),
    Metric(
        "citation_support_recall",
        "Claims supported",
        "mean",
        "share of claims that their cited text bears out (citation recall of ALCE)",
    ),
    Metric(
        "citation_support_precision",
        "Citations supporting",
        "mean",
        "share of citations without which their claim would be borne out less (citation precision of ALCE)",
    ),
    Metric(
        "citation_recall",
        "Claims on labelled evidence",
        "mean",
        "share of claims with a citation on the question's labelled evidence",
    ),
    Metric(
        "citation_precision",
        "Citations on labelled evidence",
        "mean",
        "share of citations on the question's labelled evidence",
    ),
    Metric(
        "evidence_cited",
        "Evidence cited",
        "mean",
        "share of the question's labelled pieces of evidence that are cited",
    ),
    Metric(
        "quotes_verbatim",
        "Quotes verbatim",
        "rate",
        "every quote stands in its document exactly where cited",
    ),
    Metric(
        "language_match",
        "Answer language",
        "rate",
        "the answer's own words are in the question's language",
    ),
    Metric("recall@1", "Recall@1", "mean", "share of the pieces of evidence covered by the first hit"),
    Metric(
        "recall@5",
        "Recall@5",
        "mean",
        "share of the pieces of evidence covered by the first 5 hits",
    ),
    Metric(
        "recall@10",
        "Recall@10",
        "mean",
        "share of the pieces of evidence covered by the first 10 hits",
    ),
    Metric("success@1", "Success@1", "rate", "the first hit covers some evidence"),
    Metric("success@5", "Success@5", "rate", "some of the first 5 hits covers evidence"),
    Metric("success@10", "Success@10", "rate", "some of the first 10 hits covers evidence"),
    Metric("ndcg@10", "nDCG@10", "mean", "normalised discounted cumulative gain over 10 places"),
    Metric("rr", "MRR", "mean", "mean of 1 / rank of the first hit that covers evidence"),
    Metric("words", "Words", "mean", "length of the answer", neutral=True),
)
METRIC = {m.name: m for m in METRICS}

Figures = dict[str, dict[str, Estimate]]


def compute_figures(cases: Sequence[Case], scored: Sequence[Scored], only: str | None = None) -> Figures:
    """For each slice that has questions (or `only` one), each metric that applies to some."""
    by_id = {s.question_id: s for s in scored}
    figures: Figures = {}
    for name, members in slices(cases):
        if only not in (None, name):
            continue
        found = _slice_figures([by_id[c.question.id].scores for c in members])
        if found:
            figures[name] = found
    return figures


def slices(cases: Sequence[Case]) -> Iterator[tuple[str, list[Case]]]:
    """The named parts of the questions, in the order in which they are shown."""
    yield ALL, list(cases)
    for split in ("dev", "test"):
        yield f"split:{split}", [c for c in cases if c.question.split == split]
    for language in ("fr", "en"):
        yield f"language:{language}", [c for c in cases if c.question.language == language]
    for direction in DIRECTIONS:
        yield f"direction:{direction}", [c for c in cases if c.direction == direction]
    yield "answerable", [c for c in cases if c.question.answerable]
    yield "unanswerable", [c for c in cases if not c.question.answerable]
    for category in CATEGORIES:
        yield f"category:{category}", [c for c in cases if c.question.category == category]


def slice_label(name: str) -> str:
    """A slice as a reader sees it; other names unchanged but for underscores."""
    kind, _, value = name.partition(":")
    if kind == "language":
        return _LANGUAGE_NAMES[value]
    if kind == "direction":
        return " → ".join(_LANGUAGE_NAMES[part] for part in value.split("-"))
    return (value or kind).replace("_", " ")


def _slice_figures(scores: Sequence[Mapping[str, float | None]]) -> dict[str, Estimate]:
    figures = {}
    for metric in METRICS:
        values = [v for s in scores if (v := s.get(metric.name)) is not None]
        if values:
            figures[metric.name] = estimate(values, metric.kind)
    return figures
