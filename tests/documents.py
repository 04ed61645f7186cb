"""Documents for tests: literal ones, and generated ones for property tests."""

from hypothesis import strategies as st

from snc_assistant.ingest.passages import Structure, split_document
from snc_assistant.types import Document, Language


def document(text: str, doc_id: str = "doc", language: Language = "en", edition: str = "2026-04") -> Document:
    """A document that says only its text."""
    return Document(
        doc_id, "Title", edition, language, "Publisher", f"{doc_id}.txt", "0" * 64, "rights", text
    )


def split(text: str, structure: str = "outline", doc_id: str = "doc") -> Structure:
    """The structure of a literal text."""
    return split_document(document(text, doc_id), structure)


_WORDS = st.text("abcé’ÉZ 0129.!?;:,«»“”()&<>*_-\u00a0\u202f\t😀", min_size=1, max_size=40)
_LINES = st.one_of(
    _WORDS,
    st.sampled_from(["", "---", "IaaS", "Critères Techniques", "SecNumCloud c'est quoi ?", "J0", "12 candidats"]),
    st.builds("{} {}".format, st.sampled_from(["#", "##", "######"]), _WORDS),
    st.builds("{}{}".format, st.sampled_from(["- ", "  - ", "> ", "- > ", "* ", "1. ", "- 2 ", "- **J1** ", "- J2** "]), _WORDS),
    st.builds("\t".join, st.lists(_WORDS, min_size=2, max_size=4)),
    st.builds("<https://example.org/{}>".format, st.text("ab/", max_size=5)),
    st.builds("a\t<p>{}</p><ul><li>&gt; {}</li></ul>".format, _WORDS, _WORDS),
)  # fmt: skip
_ENDS = st.sampled_from(["\n", "\r\n", "\n\n", "\n \n"])

markdown = st.lists(st.tuples(_LINES, _ENDS), max_size=14).map(lambda ls: "".join(a + b for a, b in ls))
"""Texts that look like Markdown, like plain text, like tables, or like nothing on earth."""
