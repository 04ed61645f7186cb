"""What each part of a question led to, and one evidence made of the parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from snc_assistant.facts.finding import Phrase
from snc_assistant.generation.wording import word
from snc_assistant.types import DraftClaim, Evidence, Hit, Outcome, Question, Source


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of a question led to."""

    outcome: Outcome
    lead: str | None
    notes: tuple[str, ...]
    sources: tuple[Source, ...]
    drafts: tuple[DraftClaim, ...]
    hits: tuple[Hit, ...]
    confidence: float


def merge(question: Question, parts: Sequence[Part], texts: Sequence[str] = ()) -> Evidence:
    """One evidence from the parts; what a part lacks is named in a note.

    :param texts: the wording of each part, needed only where there are several.
    """
    answered = [p for p in parts if not p.outcome.abstains]
    if not answered:
        answered = [next((p for p in parts if p.outcome is Outcome.NOT_IN_SOURCES), parts[0])]
        outcome = answered[0].outcome
    elif len(answered) < len(parts) or any(p.outcome is Outcome.PARTIAL for p in answered):
        outcome = Outcome.PARTIAL
    elif any(p.outcome is Outcome.CONFLICT for p in answered):
        outcome = Outcome.CONFLICT
    else:
        outcome = Outcome.ANSWERED
    notes = [n for p in answered for n in p.notes]
    if len(texts) == len(parts) and outcome is Outcome.PARTIAL:
        notes += [_missing(p, t, question) for p, t in zip(parts, texts, strict=True) if p.outcome.abstains]
    leads = dict.fromkeys(p.lead for p in answered if p.lead)
    sources = {s.source_id: s for p in answered for s in p.sources}
    return Evidence(
        question=question,
        outcome=outcome,
        sources=tuple(sources.values()),
        drafts=tuple(dict.fromkeys(d for p in answered for d in p.drafts)),
        hits=_unique([h for p in parts for h in p.hits]),
        lead=" ".join(leads) or None,
        notes=tuple(dict.fromkeys(notes)),
        confidence=min((p.confidence for p in answered), default=0.0),
    )


def _missing(part: Part, text: str, question: Question) -> str:
    """Why a part has no answer: the known gap if there is one."""
    if part.outcome is Outcome.NOT_IN_SOURCES and part.lead and part.sources:
        return part.lead
    return word(Phrase("missing", {"part": text}), question.language)


def _unique(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    seen: dict[str, Hit] = {}
    for hit in hits:
        seen.setdefault(hit.target_id, hit)
    return tuple(seen.values())
