"""A question whose own checks are wrong is found before any answer is scored."""

from pathlib import Path

import pytest

from snc_assistant.evaluation.dataset import read_questions
from snc_assistant.evaluation.validate import Requirements, find_problems, find_shortfalls
from snc_assistant.ingest.sources import load_sources
from snc_assistant.types import Document

from .conftest import question, unanswerable

ROOT = Path(__file__).parents[2]
Documents = dict[str, Document]


def test_sound_questions_have_no_problems(documents: Documents) -> None:
    assert find_problems([question(), unanswerable()], documents) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"facts": [["("]]}, "does not compile"),
        ({"facts": [["qualifié"]]}, "can never match a folded answer"),
        ({"facts": [[]]}, "a fact without alternatives"),
        ({"facts": []}, "needs facts"),
        ({"evidence": []}, "needs evidence"),
        ({"evidence": [[{"doc": "en", "quote": "nowhere"}]]}, "evidence 0: not in en"),
        ({"evidence": [[{"doc": "de", "quote": "24%"}]]}, "evidence 0: no document 'de'"),
        ({"reference": "Some."}, "its reference answer fails: missing (('24 ?%',),)"),
        ({"reference": "24%, or 49%."}, "its reference answer fails"),
        ({"wrong": ["It is 24%."]}, "a wrong answer passes: 'It is 24%.'"),
        ({"wrong": []}, "needs a wrong answer"),
    ],
)
def test_problem_is_found(documents: Documents, changes: dict[str, object], problem: str) -> None:
    found = find_problems([question(**changes)], documents)
    assert [p for p in found if p.startswith("q1: ") and problem in p]


def test_repeated_id_and_repeated_text_are_found(documents: Documents) -> None:
    twice = [question(), question(question="How much  CAPITAL?")]
    assert find_problems(twice, documents) == [
        "q1: id used 2 times",
        "asked 2 times: 'how much capital?'",
    ]


def test_small_and_lopsided_set_falls_short(documents: Documents) -> None:
    wanted = Requirements(3, 1, 1, per_category=0, language_share=0.5, test_share=0.5)
    assert find_shortfalls([question(), unanswerable()], documents, wanted) == [
        "questions: 2, needs 3",
        "across languages: 0, needs 1",
        "in the test split: 0, needs 1",
        "questions in fr: 0, needs 1",
    ]


def test_our_questions_are_sound() -> None:
    documents = {s.document.doc_id: s.document for s in load_sources(ROOT / "corpus")}
    assert find_problems(read_questions(ROOT / "eval" / "questions"), documents) == []
