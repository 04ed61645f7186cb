"""Questions are read strictly, their quotes located at every place, their subsets stable."""

import json
from pathlib import Path

import pytest

from snc_assistant.errors import CorpusError, QuoteNotFound
from snc_assistant.evaluation.dataset import locate_cases, read_questions, select, set_digest
from snc_assistant.types import Document, Span

from .conftest import question, unanswerable

Documents = dict[str, Document]


def test_quote_is_located_at_every_place(documents: Documents) -> None:
    asked = question(evidence=[[{"doc": "en", "quote": "24% individually"}]])
    assert locate_cases([asked], documents)[0].evidence == ((Span("en", 9, 25), Span("en", 56, 72)),)


def test_missing_quote_names_the_question(documents: Documents) -> None:
    asked = question(evidence=[[{"doc": "en", "quote": "25%"}]])
    with pytest.raises(QuoteNotFound, match=r"question q1: evidence 0: not in en: '25%'"):
        locate_cases([asked], documents)


@pytest.mark.parametrize(
    ("language", "doc", "quote", "direction", "crosses"),
    [
        ("fr", "fr", "24 %", "fr-fr", False),
        ("fr", "en", "24%", "fr-en", True),
        ("en", "en", "24%", "en-en", False),
        ("en", "fr", "24 %", "en-fr", True),
    ],
)
def test_direction_is_question_language_and_needed_evidence_language(
    documents: Documents, language: str, doc: str, quote: str, direction: str, crosses: bool
) -> None:
    asked = question(language=language, evidence=[[{"doc": doc, "quote": quote}]])
    case = locate_cases([asked], documents)[0]
    assert (case.direction, case.crosses_languages) == (direction, crosses)


def test_evidence_in_both_languages_does_not_cross(documents: Documents) -> None:
    assert locate_cases([question()], documents)[0].direction == "en-en"


def test_question_without_evidence_has_no_direction(documents: Documents) -> None:
    case = locate_cases([unanswerable()], documents)[0]
    assert (case.direction, case.crosses_languages) == ("", False)


def test_wrong_line_is_named_with_file_line_and_field(tmp_path: Path) -> None:
    good = question().model_dump(mode="json")
    lines = [json.dumps(good), json.dumps(good | {"category": "weather"})]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"a\.jsonl:2: category"):
        read_questions(tmp_path)


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="holds no question file"):
        read_questions(tmp_path)


def test_digest_depends_on_content_and_not_on_order() -> None:
    one, other = question(), unanswerable()
    assert set_digest([one, other]) == set_digest([other, one])
    assert set_digest([one]) != set_digest([question(forbidden=[])])


def test_subset_is_the_same_every_time_and_keeps_order(documents: Documents) -> None:
    cases = locate_cases([question(id=f"q{i:02}") for i in range(30)], documents)
    first = [c.question.id for c in select(cases, "all", 5)]
    assert first == [c.question.id for c in select(cases, "all", 5)] == sorted(first)
    assert len(first) == 5


def test_split_selects(documents: Documents) -> None:
    cases = locate_cases([question(), question(id="t", split="test")], documents)
    assert [c.question.id for c in select(cases, "test")] == ["t"]
