"""Slices, consistency, the abstention curve and latency, by hand-made scores."""

import pytest

from snc_assistant.evaluation.abstention import CurvePoint, abstention_curve
from snc_assistant.evaluation.answers import RetrievedHit, SystemAnswer
from snc_assistant.evaluation.consistency import ACROSS, REWORDED, measure_consistency
from snc_assistant.evaluation.dataset import EvalQuestion, locate_cases
from snc_assistant.evaluation.figures import METRIC, compute_figures, slice_label
from snc_assistant.evaluation.latency import summarise_latency
from snc_assistant.evaluation.scorers import score
from snc_assistant.types import Document, Outcome, Span

from .conftest import answer, cite, question, unanswerable
from .supporting import JUDGE

Documents = dict[str, Document]


def test_figures_are_means_over_the_questions_that_they_are_about(documents: Documents) -> None:
    asked = [question(id="a"), question(id="b", category="stages"), unanswerable(id="c")]
    cases = locate_cases(asked, documents)
    texts = ["24 %", "no idea", "some"]
    scored = [score(c, answer(t), documents) for c, t in zip(cases, texts, strict=True)]
    figures = compute_figures(cases, scored)
    assert (figures["all"]["fact_recall"].value, figures["all"]["fact_recall"].n) == (0.5, 2)
    assert figures["all"]["strict"].value == pytest.approx(1 / 3)
    assert figures["category:stages"]["strict"].value == 0.0
    assert "split:test" not in figures
    assert "recall@5" not in figures["all"]


def test_every_figure_has_a_metric_that_explains_it(documents: Documents) -> None:
    case = locate_cases([question()], documents)[0]
    given = answer("24 %", cite("24 %", "24%"), hits=[Span("en", 0, 9)])
    found = score(case, given, documents, JUDGE)
    assert {"citation_support_recall", "citation_support_precision"} <= set(found.scores) <= set(METRIC)


def test_only_the_figures_of_support_are_said_to_be_those_of_alce() -> None:
    named = {m.name for m in METRIC.values() if "ALCE" in m.label + m.meaning}
    assert named == {"citation_support_recall", "citation_support_precision"}
    assert "labelled evidence" in METRIC["citation_precision"].label


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("language:fr", "French"),
        ("direction:fr-en", "French → English"),
        ("category:not_in_sources", "not in sources"),
        ("all", "all"),
    ],
)
def test_slices_have_readable_names(name: str, label: str) -> None:
    assert slice_label(name) == label


def consistency(asked: list[EvalQuestion], texts: list[str], documents: Documents) -> dict[str, float]:
    cases = locate_cases(asked, documents)
    scored = [score(c, answer(t), documents) for c, t in zip(cases, texts, strict=True)]
    return {kind: e.value for kind, e in measure_consistency(cases, scored).items()}


def test_pairs_are_alike_if_they_name_the_same_facts(documents: Documents) -> None:
    two = {"facts": [["24"], ["39"]], "pair": "p"}
    asked = [
        question(id="en1", **two),
        question(id="en2", **two),
        question(id="fr1", language="fr", **two),
    ]
    found = consistency(asked, ["24", "24", "39"], documents)
    assert found == {REWORDED: 1.0, ACROSS: 0.0}


def test_questions_without_a_pair_are_not_compared(documents: Documents) -> None:
    assert consistency([question(id="a"), question(id="b")], ["24", ""], documents) == {}


def test_abstention_curve_runs_from_answering_all_to_none(documents: Documents) -> None:
    cases = locate_cases([question(id="a"), unanswerable(id="b")], documents)

    def found(score: float) -> SystemAnswer:
        return SystemAnswer("", Outcome.ANSWERED, (), (RetrievedHit("t", (), score, score),))

    curve = abstention_curve(cases, {"a": found(0.9), "b": found(0.4)})
    assert curve == [
        CurvePoint(0.4, 1.0, 1.0),
        CurvePoint(0.9, 1.0, 0.0),
        CurvePoint(pytest.approx(0.91), 0.0, 0.0),
    ]


def test_there_is_no_curve_without_hits(documents: Documents) -> None:
    cases = locate_cases([question(id="a"), unanswerable(id="b")], documents)
    assert abstention_curve(cases, {"a": answer(""), "b": answer("")}) == []


def test_latency_is_by_stage() -> None:
    timings = [{"search": float(i), "total": 10.0} for i in range(1, 101)]
    found = summarise_latency(timings)
    assert (found["search"].p50, found["search"].p95, found["search"].longest) == (50.5, 95.05, 100)
    assert found["total"].p99 == 10.0
