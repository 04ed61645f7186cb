"""A tiny corpus with two editions, and makers of questions and answers about it."""

import pytest

from snc_assistant.evaluation.answers import CitedClaim, CitedQuote, RetrievedHit, SystemAnswer
from snc_assistant.evaluation.dataset import EvalQuestion
from snc_assistant.types import Document, Outcome, Span

EN = "Capital: 24% individually. Audits are on site. Capital: 24% individually."
FR = "Capital : 24 % individuellement. Les sauvegardes sont quotidiennes."


def document(doc_id: str, text: str, language: str) -> Document:
    return Document(doc_id, doc_id, "2026", language, "P", f"{doc_id}.txt", "0", "", text)  # type: ignore[arg-type]


@pytest.fixture
def documents() -> dict[str, Document]:
    return {"en": document("en", EN, "en"), "fr": document("fr", FR, "fr")}


def question(**changes: object) -> EvalQuestion:
    """An answerable English question about capital; `changes` replace its fields."""
    values = {
        "id": "q1", "split": "dev", "language": "en", "category": "criteria",
        "question": "how much capital?", "outcome": ["answered"],
        "facts": [["24 ?%"]], "forbidden": ["49 ?%"],
        "evidence": [[{"doc": "en", "quote": "24% individually"},
                      {"doc": "fr", "quote": "24 % individuellement"}]],
        "reference": "At most 24% individually.", "wrong": ["49%."],
    } | changes  # fmt: skip
    return EvalQuestion.model_validate(values)


def unanswerable(**changes: object) -> EvalQuestion:
    """A question that no document answers."""
    nothing = {"facts": [], "evidence": [], "wrong": ["It costs 300 k€."], "forbidden": ["€"]}
    asked = {"id": "q2", "question": "what does it cost?", "category": "not_in_sources"}
    reference = {"outcome": ["not_in_sources"], "reference": "The documents do not say."}
    return question(**(nothing | asked | reference | changes))


def cite(text: str, quote: str, doc_id: str = "en") -> CitedClaim:
    """A claim that cites the first place of a quote."""
    start = (EN if doc_id == "en" else FR).index(quote)
    return CitedClaim(text, (CitedQuote(doc_id, start, start + len(quote), quote),))


def answer(text: str, *claims: CitedClaim, hits: list[Span] | None = None) -> SystemAnswer:
    """An answer with the outcome `answered`; each hit covers one span."""
    found = None if hits is None else tuple(RetrievedHit("t", (s,), 0.5, 0.5) for s in hits)
    return SystemAnswer(text, Outcome.ANSWERED, claims, found, engine="fake")
