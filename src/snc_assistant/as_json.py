"""Answers, citations and hits as the JSON objects that clients rely on (see docs/api.md)."""

from typing import Any

from snc_assistant.types import Answer, Citation, Claim, Hit, Question

Json = dict[str, Any]


def citation_json(citation: Citation) -> Json:
    """A citation: where the quote stands, and the quote."""
    return {
        "doc_id": citation.doc_id,
        "edition": citation.edition,
        "language": citation.language,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "heading_path": list(citation.heading_path),
    }


def claim_json(claim: Claim) -> Json:
    """A claim with its citations."""
    return {
        "text": claim.text,
        "uncertain": claim.uncertain,
        "engine": claim.engine,
        "citations": [citation_json(c) for c in claim.citations],
    }


def hit_json(hit: Hit, citation: Citation) -> Json:
    """A hit: its passage as a citation, its rank and its scores."""
    return {
        "passage_id": hit.passage.passage_id,
        "target_id": hit.target_id,
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "dense_score": round(hit.dense_score, 4),
        "sparse_score": round(hit.sparse_score, 4),
        **citation_json(citation),
    }


def question_json(question: Question) -> Json:
    """How a question was understood."""
    return {
        "language": question.language,
        "standalone": question.standalone,
        "entities": [{"kind": e.kind, "value": e.value, "surface": e.surface} for e in question.entities],
        "intent": question.intent,
    }


def answer_json(answer: Answer) -> Json:
    """A whole answer."""
    return {
        "question": answer.question.text,
        "outcome": answer.outcome.value,
        "language": answer.question.language,
        "engine": answer.engine,
        "engine_note": answer.engine_note,
        "text": answer.text,
        "lead": answer.lead,
        "claims": [claim_json(c) for c in answer.claims],
        "notes": list(answer.notes),
        "nearest": [citation_json(c) for c in answer.nearest],
        "understood": question_json(answer.question),
        "timings_ms": dict(answer.timings_ms),
    }
