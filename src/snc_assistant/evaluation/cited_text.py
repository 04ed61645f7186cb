"""What a citation says, read on its own: the words of its quote and of the headings above it.

Knows the documents, how they are divided and how names are written; knows no fact, no source of
a claim, and nothing of how the assistant checks its claims.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from snc_assistant.evaluation.answers import CitedQuote
from snc_assistant.grounding.facets import FacetReader, Facets, merge, of_edition
from snc_assistant.grounding.status import statuses_of
from snc_assistant.ingest.passages import Structure
from snc_assistant.language import fold
from snc_assistant.retrieval.analyzer import stem, words
from snc_assistant.types import Language

MAX_CITED_WORDS = 150
_NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|cannot|without|nothing|none|false|untrue|wrong"
    r"|ne|pas|jamais|ni|sans|aucun\w*|non(?!-)|faux|fausse)\b|n't\b|\bn'"
)
_SENTENCE_END = re.compile(r"[.!?;](?=\s|$)|\n")
_WORD = re.compile(r"\S*\w\S*")


def count_words(text: str) -> int:
    """The number of words, as white space separates them; bare punctuation is none."""
    return len(_WORD.findall(text))


def denies(text: str) -> bool:
    """Whether a text has a word that denies; "non-EU" has none."""
    return bool(_NEGATION.search(fold(text)))


@dataclass(frozen=True, slots=True)
class CitedText:
    """A citation as a reader of it alone would read it.

    `facets`: values of the quote, its headings and its edition; of the headings, the innermost
    that states a status states it. `stems` of quote and headings, `quoted` of the quote alone.
    `places`: each name of the quote with each service model and status that it stands under.
    `printed`: the names of the quote, repeats included; `values`: those and its other values.
    `denies`: whether the quote has a negation; `affirms`: whether a sentence of it has none.
    """

    doc_id: str
    language: Language
    quote: str
    facets: Facets
    stems: frozenset[str]
    quoted: frozenset[str]
    places: frozenset[tuple[str, str]]
    printed: tuple[str, ...]
    values: frozenset[str]
    denies: bool
    affirms: bool


class CitedTextReader:
    """Reads citations in the documents that they name."""

    def __init__(self, structures: Mapping[str, Structure], facets: FacetReader) -> None:
        self._structures = structures
        self._facets = facets
        self._read: dict[CitedQuote, CitedText | None] = {}

    def read(self, citation: CitedQuote) -> CitedText | None:
        """What a citation says; None if it is not verbatim, or too long for a reader to check.

        Too long is more than 150 words: a whole document proves nothing.
        """
        if citation not in self._read:
            self._read[citation] = self._cited_text(citation)
        return self._read[citation]

    def _cited_text(self, citation: CitedQuote) -> CitedText | None:
        structure = self._structures.get(citation.doc_id)
        if structure is None or not is_verbatim(citation, structure.document.text):
            return None
        if count_words(citation.quote) > MAX_CITED_WORDS:
            return None
        language, headings = structure.document.language, structure.heading_path(citation.span)
        text = " . ".join([*headings, citation.quote])
        own = self._facets.names.find(citation.quote)
        said = replace(self._facets.read(text), statuses=_statuses(citation.quote, headings))
        return CitedText(
            doc_id=citation.doc_id,
            language=language,
            quote=citation.quote,
            facets=merge([said, of_edition(structure.document.edition, language)]),
            stems=stems_of(text, language),
            quoted=stems_of(citation.quote, language),
            places=frozenset((name, label) for name in own.names for label in said.models | said.statuses),
            printed=tuple(m.name for m in own.mentions),
            values=printable_values(self._facets.read(citation.quote)),
            denies=denies(citation.quote),
            affirms=any(not denies(s) for s in _SENTENCE_END.split(citation.quote) if s.strip()),
        )


def is_verbatim(citation: CitedQuote, text: str) -> bool:
    """Whether the quote stands in the document's text exactly where the citation says."""
    if not 0 <= citation.start < citation.end <= len(text):
        return False
    return text[citation.start : citation.end] == citation.quote


def printable_values(facets: Facets) -> frozenset[str]:
    """The names, numbers, dates, stages and service models of a text."""
    return facets.names | facets.numbers | facets.dates | facets.stages | facets.models


def stems_of(text: str, language: Language) -> frozenset[str]:
    """The index terms of a text."""
    return frozenset(stem(w, language) for w in words(text, language))


def _statuses(quote: str, headings: tuple[str, ...]) -> frozenset[str]:
    """The statuses of the quote, else of the innermost heading that states one."""
    for text in (quote, *reversed(headings)):
        if found := statuses_of(fold(text)):
            return found
    return frozenset()
