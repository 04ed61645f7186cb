"""Draft claims → claims. A draft that its sources do not bear out is rejected, with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from snc_assistant.grounding.facets import FacetReader, Facets, merge
from snc_assistant.grounding.locate import Locator
from snc_assistant.language import words
from snc_assistant.retrieval.analyzer import terms
from snc_assistant.types import LANGUAGES, Citation, Claim, DraftClaim, Fact, Language, Source

_SENTENCE_WORDS = 4  # shorter quotes (headings, labels) are cited only for what they add
_SAME_WORDS = 0.5
_SHARED = 0.4  # of a claim's words: right paraphrases share 0.6, sentences about something else 0.3


@dataclass(frozen=True, slots=True)
class Rejected:
    """A draft that must not be shown, and why."""

    draft: DraftClaim
    reason: str


class Verifier:
    """Checks drafts against the sources that they name."""

    def __init__(self, locator: Locator, reader: FacetReader) -> None:
        self._locator = locator
        self._reader = reader

    def verify(
        self, draft: DraftClaim, sources: Mapping[str, Source], language: Language
    ) -> Claim | Rejected:
        """The claim with its citations, or why it is rejected.

        Every number, date, stage, service model and name of the draft must stand in a cited span,
        in its headings, or in the reviewed statement that the span proves; statuses and negations
        must agree; and enough of its words must be the sources'.
        """
        named = [sources[i] for i in draft.source_ids if i in sources]
        if not named:
            return Rejected(draft, "no known source")
        claimed = self._reader.read(draft.text)
        chosen = [(s, self._choose(s, claimed, language)) for s in named]
        citations = list(dict.fromkeys(c for _, cs in chosen for c in cs))
        support = merge([self._support(s, cs) for s, cs in chosen])
        reason = self._objection(claimed, support, named)
        if not reason and _shared_words(draft.text, named, citations, language) < _SHARED:
            reason = "too few of its words stand in the cited sources"
        if reason:
            return Rejected(draft, reason)
        return Claim(draft.text, tuple(citations), any(s.uncertain for s in named))

    def _choose(self, source: Source, claimed: Facets, language: Language) -> list[Citation]:
        """One citation an edition, and more only where they add what the claim says.

        A statement that stands in several places is cited once an edition, in the reader's
        language first.
        """
        by_doc: dict[str, list[Citation]] = {}
        for span in source.spans:
            citation = self._locator.cite(span)
            by_doc.setdefault(citation.doc_id, []).append(citation)
        chosen: list[Citation] = []
        for citations in sorted(by_doc.values(), key=lambda cs: (cs[0].language != language, cs[0].doc_id)):
            chosen += self._needed(citations, claimed, whole=_needs_all(source.fact))
        return chosen

    def _needed(self, citations: Sequence[Citation], claimed: Facets, whole: bool) -> list[Citation]:
        """The fullest quote of one edition, then those that say something else, in reading order."""
        if whole:
            return list({c.quote: c for c in citations}.values())
        kept: list[Citation] = []
        for citation in sorted(citations, key=lambda c: -len(c.quote)):
            missing = claimed.missing_from(merge([self._cited(c) for c in kept])) if kept else None
            adds = missing is None or set(missing) - set(claimed.missing_from(self._cited(citation)))
            if adds or (len(words(citation.quote)) >= _SENTENCE_WORDS and not _repeats(citation, kept)):
                kept.append(citation)
        return sorted(kept, key=lambda c: c.start)

    def _cited(self, citation: Citation) -> Facets:
        return self._reader.read(" . ".join([*citation.heading_path, citation.quote]))

    def _support(self, source: Source, citations: Sequence[Citation]) -> Facets:
        """What a source bears out: its spans, their headings and edition, and its statements."""
        parts = [self._cited(c) for c in citations]
        texts = [source.text.fr, source.text.en]
        parts += [self._reader.read(t) for t in texts]
        editions = frozenset(c.edition for c in citations)
        years = frozenset(e[:4] for e in editions)
        support = merge(parts)
        return Facets(
            numbers=support.numbers | years,
            stages=support.stages,
            models=support.models,
            dates=support.dates | editions,
            names=support.names,
            statuses=support.statuses | _status(source.fact),
            negated=any(self._reader.read(t).negated for t in [*texts, *(c.quote for c in citations)]),
        )

    def _objection(self, claimed: Facets, support: Facets, named: Sequence[Source]) -> str | None:
        missing = claimed.missing_from(support)
        if missing:
            return f"not in the cited spans: {', '.join(missing)}"
        offers = [s for s in named if s.fact is not None and s.fact.kind == "offer"]
        stated = frozenset().union(*(_status(s.fact) for s in offers))
        if offers and claimed.statuses - stated:
            return f"status not in the cited rows: {', '.join(sorted(claimed.statuses - stated))}"
        if offers and claimed.negated and "in_progress" not in stated:
            return "the claim denies what its rows say"
        if not offers and claimed.negated != support.negated:
            agreeing = any(self._reader.read(s.text.fr).negated == claimed.negated for s in named)
            if not agreeing:
                return "the claim and its source disagree on a negation"
        return None


def _status(fact: Fact | None) -> frozenset[str]:
    status = fact.fields.get("status") if fact is not None and fact.kind == "offer" else None
    return frozenset({status}) if status else frozenset()


def _needs_all(fact: Fact | None) -> bool:
    """An offer is proven by two cells together: the provider's and the offer's."""
    return fact is not None and fact.kind == "offer"


def _shared_words(
    text: str, sources: Sequence[Source], citations: Sequence[Citation], language: Language
) -> float:
    """The share of a text's terms that its sources use, in either language; 1 without terms."""
    own = set(terms(text, language))
    said = [s.text[lang] for s in sources for lang in LANGUAGES] + [c.quote for c in citations]
    theirs = {t for text in said for lang in LANGUAGES for t in terms(text, lang)}
    return len(own & theirs) / len(own) if own else 1.0


def _repeats(citation: Citation, kept: Sequence[Citation]) -> bool:
    """Whether a quote says again what a kept one says, or is a heading above it."""
    own = set(words(citation.quote))
    if any(own == set(words(heading)) for k in kept for heading in k.heading_path):
        return True
    return any(len(own & set(words(k.quote))) >= _SAME_WORDS * len(own) for k in kept)
