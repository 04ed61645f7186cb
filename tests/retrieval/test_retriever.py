"""Search: the best targets, with calibrated scores and a place to show."""

from pathlib import Path

import pytest

from snc_assistant.build import build_index, open_snapshot
from snc_assistant.retrieval.entries import index_entries
from snc_assistant.retrieval.retriever import Retriever
from snc_assistant.retrieval.snapshot import SnapshotData
from snc_assistant.types import Language
from tests.conftest import Built
from tests.corpora import write_corpus
from tests.fakes import BagOfWordsEncoder

ENCODER = BagOfWordsEncoder()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """Over the corpus of two pages."""
    folder: Path = tmp_path_factory.mktemp("small")
    build_index(write_corpus(folder / "corpus"), folder / "index", ENCODER)
    return Retriever(open_snapshot(folder / "corpus", folder / "index", ENCODER.identity)[1], ENCODER)


@pytest.fixture(scope="module")
def real(snapshot: Built) -> Retriever:
    """Over the real corpus."""
    return Retriever(snapshot.data, ENCODER)


@pytest.mark.parametrize(
    ("query", "language", "target"),
    [
        ("à quel rythme sauvegarder ?", "fr", "criterion.technical.backup"),
        ("how often to back up?", "en", "criterion.technical.backup"),
        ("sauvegarde quotidienne", "fr", "criterion.technical.backup"),
        ("combien ça coûte ?", "fr", "gap.price"),
        ("how much does it cost?", "en", "gap.price"),
    ],
)
def test_target_is_found_by_its_questions_statement_or_passage(
    small: Retriever, query: str, language: Language, target: str
) -> None:
    assert small.search(query, language)[0].target_id == target


def test_passage_without_a_fact_is_its_own_target(small: Retriever) -> None:
    hit = small.search("Guests sign the book", "en")[0]
    assert hit.target_id == hit.passage.passage_id
    assert hit.passage.text == "Guests sign the book."
    assert hit.spans == (hit.passage.span,)


def test_exact_question_has_full_scores(small: Retriever) -> None:
    hit = small.search("how much does it cost?", "en")[0]
    assert hit.dense_score == pytest.approx(1.0, abs=1e-5)
    assert hit.sparse_score == pytest.approx(1.0)
    assert hit.matched == "how much does it cost?"


def test_hits_are_ranked_from_one_best_first(real: Retriever) -> None:
    hits = real.search("chiffrement des données", "fr", k=10)
    assert [h.rank for h in hits] == list(range(1, 11))
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert len({h.target_id for h in hits}) == 10


@pytest.mark.parametrize("query", ["", "?", "zzzz", "😀"])
def test_query_that_says_nothing_is_answered_without_failing(real: Retriever, query: str) -> None:
    hits = real.search(query, "fr", k=3)
    assert all(0.0 <= h.sparse_score <= 1.0 and -1.0001 <= h.dense_score <= 1.0001 for h in hits)


def test_same_query_gives_the_same_hits(real: Retriever) -> None:
    assert real.search("limites du capital", "fr") == real.search("limites du capital", "fr")


@pytest.mark.parametrize(
    ("language", "document"), [("fr", "observatory-2026-04-fr"), ("en", "observatory-2026-02-en")]
)
def test_passage_is_shown_in_the_readers_language(real: Retriever, language: Language, document: str) -> None:
    hits = real.search("RGPD GDPR compliance respect principes", language)
    gdpr = next(h for h in hits if h.target_id == "criterion.legal.gdpr")
    assert gdpr.passage.doc_id == document


def test_shown_passage_states_its_target(real: Retriever, snapshot: Built) -> None:
    for hit in real.search("sauvegarde quotidienne des données", "fr"):
        if hit.target_id in snapshot.facts:
            assert any(s.overlaps(hit.passage.span) for s in hit.spans)


def test_empty_snapshot_has_no_hits(snapshot: Built) -> None:
    empty = SnapshotData((), (), (), snapshot.data.names, (), snapshot.data.vectors[:0], index_entries(()))
    assert Retriever(empty, ENCODER).search("cloud", "fr") == []
