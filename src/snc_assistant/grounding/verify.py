"""Draft claims → claims. A draft that its sources do not bear out is rejected, with the reason.

Each check has a module: values (`facets`), which value of what (`bindings`), rows of the tables
(`rows`), negations and opposites (`polarity`), quantities (`opposites`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from snc_assistant.grounding.attribution import of_another_source
from snc_assistant.grounding.bindings import misplaced, named_twice
from snc_assistant.grounding.choose import CitationChooser
from snc_assistant.grounding.facets import FacetReader, Facets, merge, of_edition
from snc_assistant.grounding.locate import Locator
from snc_assistant.grounding.numerals import in_digits, without_limits
from snc_assistant.grounding.opposites import overstates, quantity
from snc_assistant.grounding.polarity import disagreement
from snc_assistant.grounding.reading import all_terms, folded, term_set, word_set
from snc_assistant.grounding.rows import denies, row_objection
from snc_assistant.types import LANGUAGES, Citation, Claim, DraftClaim, Fact, Language, Source

_SHARED = 0.4  # of a claim's words: right paraphrases share 0.6, sentences about something else 0.3


@dataclass(frozen=True, slots=True)
class Rejected:
    """A draft that must not be shown, and why."""

    draft: DraftClaim
    reason: str


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a claim may rest on: its sources, the citations chosen, what both bear out."""

    sources: Sequence[Source]
    citations: Sequence[Citation]
    support: Facets

    @property
    def offers(self) -> list[Fact]:
        """The cited rows of the tables."""
        return [s.fact for s in self.sources if s.fact is not None and s.fact.kind == "offer"]

    @property
    def only_offers(self) -> bool:
        """Whether nothing but rows is cited."""
        return len(self.offers) == len(self.sources)

    def texts(self, language: Language) -> list[str]:
        """The statements and quotes in one language, folded; those of a single language always."""
        said = [s.text[language] for s in self.sources]
        quotes = [c.quote for c in self.citations if c.language == language]
        return [folded(t) for t in dict.fromkeys([*said, *quotes])]

    def language(self, asked: Language) -> Language:
        """The language to compare words in: the claim's, unless only the other one is there."""
        alone = all(s.text.fr == s.text.en for s in self.sources)
        return self.citations[0].language if alone and self.citations else asked


class Verifier:
    """Checks drafts against the sources that they name."""

    def __init__(self, locator: Locator, reader: FacetReader) -> None:
        self._reader = reader
        self._chooser = CitationChooser(locator, reader)

    def verify(
        self, draft: DraftClaim, sources: Mapping[str, Source], language: Language
    ) -> Claim | Rejected:
        """The claim with its citations, or why it is rejected.

        Every number, date, stage, service model, name and party of the draft must stand in a
        cited span, in its headings, or in the reviewed statement that the span proves, said of
        the same thing; statuses, negations, opposites and quantities must agree; and enough of
        its words must be the sources'.
        """
        named = [sources[i] for i in draft.source_ids if i in sources]
        if not named:
            return Rejected(draft, "no known source")
        claimed = self._reader.read(draft.text)
        ground = self._ground(named, claimed, language)
        if not ground.citations:
            return Rejected(draft, "no span of a document to cite")
        reason = self._objection(draft.text, claimed, ground, language)
        if reason:
            return Rejected(draft, reason)
        return Claim(draft.text, tuple(ground.citations), any(s.uncertain for s in named))

    def _ground(self, named: Sequence[Source], claimed: Facets, language: Language) -> _Ground:
        chosen = [c for s in named for c in self._chooser.choose(s, claimed, language)]
        citations = _once(chosen)
        parts = [self._chooser.cited(c) for c in citations]
        parts += [self._reader.read(s.text[lang]) for s in named for lang in LANGUAGES]
        parts += [of_edition(c.edition, c.language) for c in citations]
        support = merge(parts)
        if any(s.fact is not None and s.fact.kind == "offer" for s in named):
            support = replace(support, roles=support.roles | {"provider"})
        return _Ground(named, citations, support)

    def _objection(self, text: str, claimed: Facets, ground: _Ground, language: Language) -> str | None:
        """The first thing that is wrong with a claim, if anything."""
        missing = claimed.missing_from(ground.support)
        if missing:
            return f"not in the cited spans: {', '.join(missing)}"
        if ground.offers and (objection := row_objection(text, ground.offers, self._reader.names)):
            return objection
        if (
            ground.only_offers
            and denies(text, self._reader.names)
            and _denial_is_strange(text, ground, language)
        ):
            return "the claim denies what its rows say"
        if not ground.offers and (objection := _status_objection(claimed, ground.support)):
            return objection
        if not ground.only_offers and (objection := _meaning_objection(text, ground, self._reader, language)):
            return objection
        said = _said(ground)
        strange = claimed.strangers - frozenset[str]().union(*(word_set(t) for t in said))
        if strange:
            return f"unknown names: {', '.join(sorted(strange))}"
        if _shared_words(text, said, language) < _SHARED:
            return "too few of its words stand in the cited sources"
        return None


def _once(citations: Sequence[Citation]) -> list[Citation]:
    """The citations without those that say the same at the same place: a name printed for each offer."""
    kept: dict[tuple[str, tuple[str, ...], str], Citation] = {}
    for citation in citations:
        kept.setdefault((citation.doc_id, citation.heading_path, citation.quote), citation)
    return list(kept.values())


def _status_objection(claimed: Facets, support: Facets) -> str | None:
    """A status that sources other than rows do not state; "the candidate" alone is a party."""
    strange = claimed.statuses - support.statuses
    if strange and (support.statuses or claimed.names):
        return f"status not in the cited spans: {', '.join(sorted(strange))}"
    return None


def _meaning_objection(text: str, ground: _Ground, reader: FacetReader, language: Language) -> str | None:
    """A value said of the wrong thing, a quantity or a negation that the sources do not have."""
    compared = ground.language(language)
    claim, stated = folded(text), ground.texts(compared)
    if twice := named_twice(claim, stated):
        return f"named twice, not in the source: {twice}"
    if kind := misplaced(claim, stated, compared):
        return f"said of another {kind} in the source"
    twins = ground.texts("en" if compared == "fr" else "fr")
    if value := of_another_source(text, ground.sources, reader, compared):
        return f"not in the source of what it says: {value}"
    if objection := overstates(
        quantity(without_limits(in_digits(claim))[0]), [quantity(t) for t in (*stated, *twins)]
    ):
        return objection
    if _denial_is_strange(text, ground, language):
        return "the claim and its source disagree on a negation"
    return None


def _denial_is_strange(text: str, ground: _Ground, language: Language) -> bool:
    compared = ground.language(language)
    unlimited, _ = without_limits(in_digits(folded(text)))
    twins = ground.texts("en" if compared == "fr" else "fr")
    return disagreement(unlimited, ground.texts(compared), twins, compared)


def _said(ground: _Ground) -> list[str]:
    """All that the sources say, in both languages, under their headings."""
    statements = [s.text[lang] for s in ground.sources for lang in LANGUAGES]
    return [*statements, *(t for c in ground.citations for t in (c.quote, *c.heading_path))]


def _shared_words(text: str, said: Sequence[str], language: Language) -> float:
    """The share of a text's terms that its sources use, in either language; 1 without terms."""
    own = term_set(in_digits(folded(text)), language)
    theirs = frozenset[str]().union(*(all_terms(t) for t in said))
    return len(own & theirs) / len(own) if own else 1.0
