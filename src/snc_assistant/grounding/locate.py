"""Spans → citations. The only place where a `Citation` is made.

Invariant: `document.text[c.start:c.end] == c.quote`.
"""

from collections.abc import Mapping

from snc_assistant.ingest.passages import Structure
from snc_assistant.types import Citation, Span


class Locator:
    """Makes citations from spans of one snapshot's documents."""

    def __init__(self, structures: Mapping[str, Structure]) -> None:
        self._structures = structures

    def cite(self, span: Span) -> Citation:
        """The citation of a span: the quote is cut from the document, never passed in.

        :raises KeyError: if the span's document is not in the snapshot.
        :raises ValueError: if the span lies outside the document or is empty.
        """
        structure = self._structures[span.doc_id]
        document = structure.document
        if not 0 <= span.start < span.end <= len(document.text):
            raise ValueError(f"span {span.start}-{span.end} lies outside {span.doc_id}")
        return Citation(
            doc_id=document.doc_id,
            edition=document.edition,
            language=document.language,
            start=span.start,
            end=span.end,
            quote=document.text[span.start : span.end],
            heading_path=structure.heading_path(span),
        )
