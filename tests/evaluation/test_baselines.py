"""Baselines rank real stretches of the documents, and pay for every word that they show."""

import pytest

from snc_assistant.evaluation.baselines import (
    PassageBM25,
    PlainLlamaIndex,
    ShowContext,
    encode_questions,
)
from snc_assistant.evaluation.context import compare_context, within_budget
from snc_assistant.evaluation.dataset import locate_cases
from snc_assistant.evaluation.others import measure_systems
from snc_assistant.types import Document, Passage, Span

from .conftest import EN, FR, question
from .encoders import BagOfWordsEncoder

Documents = dict[str, Document]
CAPITAL, AUDITS, BACKUPS = Span("en", 0, 26), Span("en", 27, 46), Span("fr", 33, 67)


def passage(span: Span, language: str) -> Passage:
    text = (EN if span.doc_id == "en" else FR)[span.start : span.end]
    return Passage(text, span.doc_id, language, (), text, span.start, span.end, "sentence")  # type: ignore[arg-type]


@pytest.fixture
def bm25() -> PassageBM25:
    spans = [(CAPITAL, "en"), (AUDITS, "en"), (BACKUPS, "fr")]
    return PassageBM25([passage(s, language) for s, language in spans])


@pytest.mark.parametrize(
    ("text", "best"),
    [("where are audits done?", AUDITS), ("à quand les sauvegardes quotidiennes ?", BACKUPS)],
    ids=["en", "fr"],
)
def test_bm25_ranks_by_words_and_drops_what_shares_none(bm25: PassageBM25, text: str, best: Span) -> None:
    assert bm25.rank(question(question=text), 10) == [best]


def test_llama_index_chunks_stand_where_they_say(documents: Documents) -> None:
    cases = locate_cases([question(question="sauvegardes quotidiennes")], documents)
    encoder = BagOfWordsEncoder()
    plain = PlainLlamaIndex(documents, encoder, encode_questions(encoder, cases), 1024)
    ranked = plain.rank(cases[0].question, 10)
    assert ranked == [Span("fr", 0, len(FR)), Span("en", 0, len(EN))]


def test_budget_cuts_after_a_word_and_shows_nothing_beyond(documents: Documents) -> None:
    shown = within_budget([CAPITAL, AUDITS, BACKUPS], documents, 5)
    assert [EN[s.start : s.end] for s in shown] == ["Capital: 24% individually.", "Audits are"]


def test_evidence_shown_by_words_of_context(documents: Documents, bm25: PassageBM25) -> None:
    asked = question(
        question="audits of capital",
        evidence=[[{"doc": "en", "quote": "24%"}], [{"doc": "en", "quote": "site"}]],
    )
    rows = compare_context([bm25], locate_cases([asked], documents), documents)
    assert [(r.retriever, r.words, r.shown.value) for r in rows] == [
        ("bm25-passages", budget, 1.0) for budget in (150, 300, 600, 1000)
    ]


def test_context_shown_as_an_answer_cites_itself(documents: Documents, bm25: PassageBM25) -> None:
    cases = locate_cases([question(question="individually held capital")], documents)
    row = measure_systems([ShowContext(bm25, documents, 1)], cases, documents)[0]
    assert row.system == "bm25-passages-top1"
    values = {name: e.value for name, e in row.figures.items()}
    assert (values["strict"], values["citation_precision"], values["quotes_verbatim"]) == (1, 1, 1)
    assert values["words"] == 3
