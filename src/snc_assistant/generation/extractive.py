"""The embedded engine: facts and source sentences composed into draft claims. Never invents."""

import re
from collections.abc import Sequence

from snc_assistant.facts.finding import Finding, Phrase
from snc_assistant.generation.wording import language_name, status_name, word
from snc_assistant.ingest.tables import clean
from snc_assistant.types import (
    Bilingual,
    Document,
    DraftClaim,
    Fact,
    Language,
    Passage,
    Source,
)

_LINK = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")  # of Markdown
_QUOTES: dict[Language, tuple[str, str]] = {"fr": ("« ", " »"), "en": ("“", "”")}


def fact_source(fact: Fact, doc_id: str | None = None) -> Source:
    """A fact as something to cite; with `doc_id`, from that edition only if it states it."""
    spans = tuple(s for s in fact.spans if doc_id in (None, s.doc_id)) or fact.spans
    note = fact.note if fact.certainty == "uncertain" else None
    return Source(fact.fact_id, fact.statement, spans, note, fact)


def passage_source(passage: Passage) -> Source:
    """A bare passage as something to cite; its text is the same for every reader."""
    text = clean(passage.text.replace("**", ""))
    return Source(passage.passage_id, Bilingual(text, text), (passage.span,))


def compose(finding: Finding, language: Language) -> tuple[DraftClaim, ...]:
    """The draft claims of a finding, in reading order."""
    if finding.layout == "by_provider":
        status = finding.lead.values.get("status") if finding.lead else ""
        is_told = finding.lead is None or {f.fields.get("status") for f in finding.facts} == {status}
        return _by_provider(finding.facts, language, is_told=is_told)
    return tuple(DraftClaim(_statement(f, language), (f.fact_id,)) for f in finding.facts)


def compose_passage(
    passage: Passage, document: Document, language: Language, *, is_labelled: bool = False
) -> DraftClaim:
    """A claim that shows a passage: as it stands, or as a labelled extract.

    In the other language it is labelled always; no link or image mark stays in either.
    """
    text = _LINK.sub(r"\1", clean(passage.text.replace("**", "")))
    if passage.language == language and passage.kind == "sentence" and not is_labelled:
        return DraftClaim(text, (passage.passage_id,))
    values: dict[str, str | int] = {
        "quote": text,
        "edition": document.edition,
        "language": language_name(passage.language, language),
    }
    return DraftClaim(word(Phrase("extract", values), language), (passage.passage_id,))


def _statement(fact: Fact, language: Language) -> str:
    text = fact.statement[language]
    if fact.certainty == "uncertain" and fact.kind == "offer":
        return f"{text.rstrip('.')} ({word(Phrase('uncertain'), language)})."
    return text


def _by_provider(offers: Sequence[Fact], language: Language, *, is_told: bool) -> tuple[DraftClaim, ...]:
    """One claim a provider name: its offers with their service models, and statuses.

    :param is_told: whether the lead tells the one status of all offers.
    """
    groups: dict[str, list[Fact]] = {}
    loose: list[DraftClaim] = []
    for offer in offers:
        if offer.fields.get("offer"):
            groups.setdefault(offer.fields["provider_name"], []).append(offer)
        else:
            loose.append(DraftClaim(_statement(offer, language), (offer.fact_id,)))
    mixed = not is_told or len({f.fields["status"] for f in offers}) > 1
    drafts = [
        DraftClaim(_group_text(name, group, mixed, language), tuple(f.fact_id for f in group))
        for name, group in groups.items()
    ]
    return (*drafts, *loose)


def _group_text(name: str, offers: Sequence[Fact], mixed: bool, language: Language) -> str:
    opening, closing = _QUOTES[language]
    parts: dict[tuple[str, str, bool], list[str]] = {}
    for offer in offers:
        key = (offer.fields["offer"], offer.fields["status"], offer.certainty == "uncertain")
        parts.setdefault(key, []).append(offer.fields["service_model"])
    shown = []
    for (title, status, uncertain), models in parts.items():
        details = ", ".join([", ".join(models), *([status_name(status, language)] if mixed else [])])
        doubt = f", {word(Phrase('uncertain'), language)}" if uncertain else ""
        shown.append(f"{opening}{title}{closing} ({details}{doubt})")
    colon = " : " if language == "fr" else ": "
    return f"{name}{colon}{', '.join(shown)}"
