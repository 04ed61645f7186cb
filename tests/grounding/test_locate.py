"""Spans become citations whose quote is cut from the document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snc_assistant.grounding.locate import Locator
from snc_assistant.types import Span
from tests.documents import markdown, split


@given(markdown.filter(bool), st.data())
def test_quote_is_the_text_of_its_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    citation = Locator({"doc": split(text)}).cite(Span("doc", start, end))
    assert text[citation.start : citation.end] == citation.quote != ""


@pytest.mark.parametrize(
    ("start", "end"), [(0, 99), (-1, 2), (3, 3), (4, 2)], ids=["beyond", "before", "empty", "reversed"]
)
def test_span_outside_its_document_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="lies outside doc"):
        Locator({"doc": split("Cinq.")}).cite(Span("doc", start, end))


def test_document_of_another_snapshot_is_refused() -> None:
    with pytest.raises(KeyError):
        Locator({}).cite(Span("doc", 0, 1))


def test_citation_knows_edition_language_and_headings() -> None:
    citation = Locator({"doc": split("# Titre\n\nÉté 😀 fini.\n")}).cite(Span("doc", 9, 20))
    assert citation.quote == "Été 😀 fini."
    assert (citation.edition, citation.language, citation.heading_path) == ("2026-04", "en", ("Titre",))
