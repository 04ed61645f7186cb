"""A run, alone or against another, as one self-contained HTML page: no script, nothing loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from snc_assistant.evaluation import charts
from snc_assistant.evaluation.answers import SystemAnswer
from snc_assistant.evaluation.compare import Comparison
from snc_assistant.evaluation.dataset import CATEGORIES, Case
from snc_assistant.evaluation.figures import METRIC, METRICS, slice_label
from snc_assistant.evaluation.gates import Verdict
from snc_assistant.evaluation.results import ContextRow, Run
from snc_assistant.evaluation.scorers import Fault, Scored
from snc_assistant.evaluation.statistics import Estimate
from snc_assistant.types import Document

_WORST_SHOWN = 60
_HEADLINES = (
    "strict", "fact_recall", "citation_support_recall", "citation_support_precision", "quotes_verbatim",
    "abstention_recall", "not_refused", "language_match", "recall@5",
)  # fmt: skip
_COLUMNS = (
    "strict", "fact_recall", "forbidden_free", "outcome_accuracy", "language_match",
    "citation_support_recall", "citation_support_precision", "citation_recall", "citation_precision",
    "evidence_cited", "recall@1", "recall@5", "recall@10", "success@5", "ndcg@10", "rr", "words",
)  # fmt: skip
_OTHERS_COLUMNS = (
    "strict", "fact_recall", "truthfulness", "abstention_recall", "not_refused",
    "citation_support_recall", "citation_support_precision", "language_match", "recall@5", "ndcg@10", "words",
)  # fmt: skip
_FAULT_TEXT = {
    Fault.NOT_RETRIEVED: "not retrieved",
    Fault.REFUSED: "retrieved, but refused",
    Fault.WRONG_LANGUAGE: "wrong language",
    Fault.USED_WRONGLY: "used wrongly",
    Fault.NOT_USED: "retrieved, but not used",
    Fault.WRONG_OUTCOME: "right words, wrong outcome",
    Fault.ANSWERED_UNANSWERABLE: "answered the unanswerable",
}
_GRAVITY = (
    Fault.ANSWERED_UNANSWERABLE, Fault.USED_WRONGLY, Fault.WRONG_LANGUAGE, Fault.NOT_USED,
    Fault.NOT_RETRIEVED, Fault.REFUSED, Fault.WRONG_OUTCOME,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch of a document, named."""

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class WorstAnswer:
    """A wrong answer beside what it should have rested on."""

    case: Case
    answer: SystemAnswer
    scored: Scored
    fault: str
    cited: Sequence[Quoted]
    evidence: Sequence[Quoted]


def render_report(
    run: Run,
    cases: Sequence[Case],
    documents: Mapping[str, Document],
    *,
    verdicts: Sequence[Verdict] = (),
    comparison: Comparison | None = None,
    show_test: bool = False,
) -> str:
    """The page.

    :param show_test: whether wrong answers of the blind split are shown too; off, as who has
        seen them can no longer tune blindly.
    """
    page = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).from_string(_resource("report.html.j2"))
    wrong = _worst(run, cases, documents)
    shown = [w for w in wrong if show_test or w.case.question.split == "dev"]
    return page.render(
        run=run,
        summary=run.summary,
        style=_resource("report.css"),
        charts=charts,
        metric=METRIC,
        metrics=METRICS,
        headlines=_HEADLINES,
        categories=[f"category:{c}" for c in CATEGORIES],
        columns=_COLUMNS,
        others_columns=_OTHERS_COLUMNS,
        systems=_systems(run),
        faults={_FAULT_TEXT[Fault(k)]: n for k, n in run.summary.faults.items() if n},
        own_point=_own_point(run.summary.figures["all"]),
        context=_context_series(run.summary.context),
        verdicts=verdicts,
        comparison=comparison,
        questions={c.question.id: c.question for c in cases},
        worst=shown[:_WORST_SHOWN],
        wrong=len(wrong),
        hidden=len(wrong) - len(shown),
        signed=_signed,
        label=slice_label,
        figure=_figure,
    )


def _resource(name: str) -> str:
    return (files("snc_assistant.evaluation") / name).read_text(encoding="utf-8")


def _worst(run: Run, cases: Sequence[Case], documents: Mapping[str, Document]) -> list[WorstAnswer]:
    """The wrong answers, gravest faults first, then those that name the fewest facts."""
    found = []
    for case in cases:
        scored = run.scored.get(case.question.id)
        answer = run.answers.get(case.question.id)
        if scored is None or answer is None or scored.fault is None:
            continue
        cited = [Quoted(_named(c.doc_id, documents), c.quote) for cl in answer.claims for c in cl.citations]
        evidence = [_first_place(case, number, documents) for number in range(len(case.evidence))]
        fault = _FAULT_TEXT[scored.fault]
        found.append(WorstAnswer(case, answer, scored, fault, list(dict.fromkeys(cited)), evidence))
    return sorted(found, key=_gravity)


def _gravity(worst: WorstAnswer) -> tuple[int, float, str]:
    fault = worst.scored.fault or Fault.WRONG_OUTCOME
    recall = worst.scored.scores.get("fact_recall")
    return _GRAVITY.index(fault), 0.0 if recall is None else recall, worst.scored.question_id


def _first_place(case: Case, number: int, documents: Mapping[str, Document]) -> Quoted:
    span = case.evidence[number][0]
    return Quoted(_named(span.doc_id, documents), documents[span.doc_id].text[span.start : span.end])


def _named(doc_id: str, documents: Mapping[str, Document]) -> str:
    document = documents.get(doc_id)
    return f"{document.edition}, {document.language}" if document else doc_id


def _systems(run: Run) -> list[tuple[str, Mapping[str, Estimate]]]:
    ours = (run.summary.identity.system, run.summary.figures["all"])
    return [ours, *((row.system, row.figures) for row in run.summary.systems)]


def _own_point(figures: Mapping[str, Estimate]) -> tuple[float, float] | None:
    """Shares of the unanswerable and of the answerable that the system answered."""
    abstained, answered = figures.get("abstention_recall"), figures.get("not_refused")
    return (1 - abstained.value, answered.value) if abstained and answered else None


def _context_series(rows: Sequence[ContextRow]) -> dict[str, list[tuple[int, float]]]:
    series: dict[str, list[tuple[int, float]]] = {}
    for row in rows:
        series.setdefault(row.retriever, []).append((row.words, row.shown.value))
    return series


def _signed(value: float, neutral: bool) -> str:
    return f"{value:+.1f}" if neutral else f"{100 * value:+.1f}"


def _figure(found: Estimate | None, neutral: bool = False) -> str:
    if found is None:
        return "-"
    return f"{found.value:.0f}" if neutral else f"{100 * found.value:.1f}"
