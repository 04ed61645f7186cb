"""Which of a source's spans a claim cites: one an edition, and more only where they add something."""

from collections.abc import Sequence

from snc_assistant.grounding.facets import FacetReader, Facets, merge
from snc_assistant.grounding.locate import Locator
from snc_assistant.grounding.reading import folded, term_set
from snc_assistant.types import Citation, Fact, Language, Source


class CitationChooser:
    """Chooses the citations of claims."""

    def __init__(self, locator: Locator, reader: FacetReader) -> None:
        self._locator = locator
        self._reader = reader

    def choose(self, source: Source, claimed: Facets, language: Language) -> list[Citation]:
        """The citations of one source for a claim, those in the reader's language first.

        A statement that stands in several places is cited once an edition.
        """
        by_doc: dict[str, list[Citation]] = {}
        for span in source.spans:
            citation = self._locator.cite(span)
            by_doc.setdefault(citation.doc_id, []).append(citation)
        chosen: list[Citation] = []
        for citations in sorted(by_doc.values(), key=lambda cs: (cs[0].language != language, cs[0].doc_id)):
            told = source.text[citations[0].language]
            chosen += self._needed(citations, claimed, told, whole=_needs_all(source.fact))
        return chosen

    def cited(self, citation: Citation) -> Facets:
        """What a quote says, read under its headings."""
        return self._reader.read(" . ".join([*citation.heading_path, citation.quote]))

    def _needed(
        self, citations: Sequence[Citation], claimed: Facets, told: str, whole: bool
    ) -> list[Citation]:
        """The fullest quote of one edition, then those that add to it, in reading order.

        A quote adds a value of the claim, or a word of what the source tells in the quote's language.
        """
        if whole:
            return list({c.quote: c for c in citations}.values())
        kept: list[Citation] = []
        wanted = term_set(folded(told), citations[0].language)
        for citation in sorted(citations, key=lambda c: -len(c.quote)):
            missing = claimed.missing_from(merge([self.cited(c) for c in kept])) if kept else None
            adds = missing is None or set(missing) - set(claimed.missing_from(self.cited(citation)))
            if adds or wanted & _terms_of(citation):
                kept.append(citation)
                wanted -= _terms_of(citation) | _terms_above(citation)
        return sorted(kept, key=lambda c: c.start)


def _terms_of(citation: Citation) -> frozenset[str]:
    return term_set(folded(citation.quote), citation.language)


def _terms_above(citation: Citation) -> frozenset[str]:
    return term_set(folded(" . ".join(citation.heading_path)), citation.language)


def _needs_all(fact: Fact | None) -> bool:
    """An offer is proven by two cells together: the provider's and the offer's."""
    return fact is not None and fact.kind == "offer"
