"""Answers as text with numbered markers and footnotes, for clients that show nothing but text."""

import re
from collections.abc import Sequence

from snc_assistant.as_json import Json, citation_json
from snc_assistant.ingest.passages import Structure
from snc_assistant.types import Answer, Citation, Claim, Document, Language
from snc_assistant.web.facts.rows import deep_link

_LONGEST_QUOTE = 240
_CITED: dict[Language, str] = {"fr": "**Sources**", "en": "**Sources**"}
_NEAREST: dict[Language, str] = {"fr": "**Passages les plus proches**", "en": "**Nearest passages**"}
_FOOTNOTE: dict[Language, str] = {"fr": "{place} : « {quote} »", "en": "{place}: “{quote}”"}
# What a client that renders Markdown or HTML would turn into a link, an image, code or an element.
_MARKUP = re.compile(r"([\\`*\[\]<])")


class Numbered:
    """Gives each citation of an answer its number, in order of appearance."""

    def __init__(self, structures: Sequence[Structure]) -> None:
        """Start at 1.

        :param structures: of the documents that may be cited.
        """
        self._documents = {s.document.doc_id: s.document for s in structures}
        self._numbers: dict[Citation, int] = {}

    def claim_line(self, claim: Claim, *, is_item: bool) -> str:
        """A claim with the markers of its citations, as a line."""
        marks = "".join(f"[{self._number(c)}]" for c in claim.citations)
        return f"{'- ' if is_item else ''}{_escaped(claim.text)} {marks}"

    def footnotes(self, answer: Answer) -> str:
        """The list of what is cited, or of the nearest passages; empty if there is neither."""
        language = answer.question.language
        title = _CITED[language] if answer.claims else _NEAREST[language]
        for citation in answer.nearest:
            self._number(citation)
        notes = [f"- [{number}] {self._footnote(c, language)}" for c, number in self._numbers.items()]
        return "\n".join([title, "", *notes]) if notes else ""

    def citations_json(self) -> list[Json]:
        """The citations, each with its number, its document's title and its place in the page."""
        return [
            {
                "number": n,
                "title": self._documents[c.doc_id].title,
                **citation_json(c),
                "link": deep_link(c),
            }
            for c, n in self._numbers.items()
        ]

    def sources_json(self) -> list[Json]:
        """The documents cited, each with the numbers of its citations."""
        numbers: dict[str, list[int]] = {}
        for citation, number in self._numbers.items():
            numbers.setdefault(citation.doc_id, []).append(number)
        return [_source_json(self._documents[doc_id], found) for doc_id, found in numbers.items()]

    def _number(self, citation: Citation) -> int:
        return self._numbers.setdefault(citation, len(self._numbers) + 1)

    def _footnote(self, citation: Citation, language: Language) -> str:
        document = self._documents[citation.doc_id]
        place = " › ".join((f"{document.title} ({document.edition})", *citation.heading_path))
        quote = " ".join(citation.quote.replace("**", "").split())
        if len(quote) > _LONGEST_QUOTE:
            quote = quote[: _LONGEST_QUOTE - 1] + "…"
        return _FOOTNOTE[language].format(place=_escaped(place), quote=_escaped(quote))


def text_pieces(answer: Answer, numbered: Numbered) -> list[str]:
    """The answer's text in pieces that make sense one by one; joined they are the whole."""
    is_list = len(answer.claims) > 1
    blocks = [
        [_escaped(answer.lead)] if answer.lead else [],
        [numbered.claim_line(c, is_item=is_list) for c in answer.claims],
        [_escaped(note) for note in answer.notes],
        [note] if (note := numbered.footnotes(answer)) else [],
    ]
    pieces: list[str] = []
    for block in filter(None, blocks):
        for place, line in enumerate(block):
            gap = "\n" if place else "\n\n" if pieces else ""
            pieces.append(gap + line)
    return pieces


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


def _source_json(document: Document, numbers: list[int]) -> Json:
    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "edition": document.edition,
        "language": document.language,
        "publisher": document.publisher,
        "numbers": numbers,
    }
