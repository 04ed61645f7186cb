"""Which passages have no questions yet."""

from pathlib import Path

import pytest

from snc_assistant.build import read_corpus
from snc_assistant.enrich.needs import find_needs
from tests.corpora import GUIDE, write_corpus


def lacking(corpus: Path) -> list[tuple[str, int | None]]:
    return [(n.passage.text, n.occurrence) for n in find_needs(read_corpus(corpus))]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of two pages, one of whose five passages states a fact with questions."""
    return write_corpus(tmp_path / "corpus")


def test_passages_that_neither_questions_nor_facts_with_questions_lead_to(corpus: Path) -> None:
    assert lacking(corpus) == [
        ("Comptes nominatifs", None),
        ("Le siège est dans l'Union.", None),
        ("The keys stay in the safe.", None),
        ("Guests sign the book.", None),
    ]


def test_a_passage_with_questions_of_its_own_lacks_none(corpus: Path) -> None:
    line = '{"doc": "guide", "quote": "Comptes nominatifs", "fr": ["qui ?"], "en": []}\n'
    (corpus / "questions" / "guide.jsonl").write_text(line)
    assert ("Comptes nominatifs", None) not in lacking(corpus)


def test_a_passage_whose_fact_has_no_questions_needs_some(corpus: Path) -> None:
    (corpus / "questions" / "q.jsonl").write_text("")
    assert lacking(corpus)[0] == ("Sauvegarde quotidienne des données", None)


def test_words_that_stand_twice_say_which(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", guide=GUIDE + "\n## Suite\n\n- Comptes nominatifs\n")
    assert [n for n in lacking(corpus) if n[0] == "Comptes nominatifs"] == [
        ("Comptes nominatifs", 1),
        ("Comptes nominatifs", 2),
    ]


def test_offers_are_covered_by_the_questions_of_their_lists() -> None:
    from tests.conftest import CORPUS

    kinds = {n.passage.kind for n in find_needs(read_corpus(CORPUS))}
    assert "row" not in kinds
    assert "link" not in kinds
