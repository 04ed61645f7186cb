"""Which of two runs is better is said only beyond chance, and plainly."""

from pathlib import Path

import pytest

from snc_assistant.errors import UsageError
from snc_assistant.evaluation.answers import SystemAnswer
from snc_assistant.evaluation.compare import compare_runs
from snc_assistant.evaluation.dataset import Case, locate_cases
from snc_assistant.evaluation.identity import RunIdentity
from snc_assistant.evaluation.results import Run
from snc_assistant.evaluation.runner import measure
from snc_assistant.evaluation.table import render_comparison
from snc_assistant.types import Document

from .conftest import answer, question

Documents = dict[str, Document]


def run(name: str, texts: dict[str, str], documents: Documents) -> Run:
    cases = locate_cases([question(id=k) for k in texts], documents)
    answers: dict[str, SystemAnswer] = {k: answer(t) for k, t in texts.items()}
    identity = RunIdentity(name, "e", "s", "q", "all", "c", "")
    measured = measure(identity, cases, answers, documents)
    scored = {s.question_id: s for s in measured.scored}
    return Run(Path(name), measured.summary, answers, scored, {}, [])


def cases(asked: dict[str, str], documents: Documents) -> list[Case]:
    return locate_cases([question(id=k) for k in asked], documents)


def texts(right: int, n: int = 20) -> dict[str, str]:
    return {f"q{i:02}": "24 %" if i < right else "none" for i in range(n)}


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (5, 15, "The second run is better: strictly right +50.0 points (10 questions gained"),
        (15, 5, "The first run is better: strictly right -50.0 points (0 questions gained"),
        (5, 7, "Neither run is better beyond chance: strictly right +10.0 points"),
        (5, 5, "Neither run is better: the same questions are strictly right in both."),
    ],
    ids=["better", "worse", "chance", "same"],
)  # fmt: skip
def test_verdict(documents: Documents, before: int, after: int, verdict: str) -> None:
    first, second = run("a", texts(before), documents), run("b", texts(after), documents)
    found = compare_runs(first, second, cases(texts(0), documents))
    assert found.verdict.startswith(verdict)


def test_questions_that_turned_are_named(documents: Documents) -> None:
    first = run("a", {"x": "24 %", "y": "none", "z": "24 %"}, documents)
    second = run("b", {"x": "none", "y": "24 %", "z": "24 %"}, documents)
    found = compare_runs(first, second, cases(dict.fromkeys("xyz", ""), documents))
    assert (found.gained, found.lost, found.shared) == (["y"], ["x"], 3)
    assert "gained: y\nlost: x" in render_comparison(found)


def test_only_shared_questions_are_compared(documents: Documents) -> None:
    first = run("a", texts(20, 20), documents)
    asked = cases(texts(20), documents)
    assert compare_runs(first, run("b", texts(2, 2), documents), asked).shared == 2
    with pytest.raises(UsageError, match="no question in common"):
        compare_runs(first, run("b", {"other": ""}, documents), asked)


def test_length_is_neither_better_nor_worse(documents: Documents) -> None:
    long = {k: t + " and so on" * 9 for k, t in texts(20).items()}
    first, second = run("a", texts(20), documents), run("b", long, documents)
    found = compare_runs(first, second, cases(long, documents))
    assert {c.direction for c in found.changes if c.metric.name == "words"} == {"unclear"}


def test_parts_say_where_it_changed(documents: Documents) -> None:
    first, second = run("a", texts(5), documents), run("b", texts(15), documents)
    found = compare_runs(first, second, cases(texts(0), documents))
    parts = {p.part: (p.change.won, p.change.direction) for p in found.parts}
    assert parts["category:criteria"] == parts["direction:en-en"] == (10, "better")
    assert "language:fr" not in parts
