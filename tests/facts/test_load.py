"""Fact files: quotes become spans, and whatever is wrong is refused with file, line and field."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snc_assistant.errors import CorpusError, QuoteNotFound
from snc_assistant.facts.load import load_facts
from snc_assistant.types import Fact, Language, Span
from tests.documents import document

TEXT = "Deux pommes. Une poire. Deux pommes. Cellule : pommes poires."
HEAD = """\
facts:
  - id: fruit.one
    kind: criterion
    label: {fr: L, en: L}
    statement: {fr: "Des fruits.", en: "Fruit."}
    gloss: [en]
"""


def load(folder: Path, tail: str, head: str = HEAD, language: Language = "fr") -> list[Fact]:
    """The facts of one file over one document."""
    (folder / "fruit.yaml").write_text(head + tail, encoding="utf-8")
    return load_facts(folder, {"doc": document(TEXT, language=language)})


def test_quote_becomes_the_span_where_it_stands(tmp_path: Path) -> None:
    [fact] = load(tmp_path, '    sources: [{doc: doc, quote: "Une poire."}]\n')
    assert fact.spans == (Span("doc", 13, 23),)
    assert fact.gloss == {"en"}


def test_all_occurrences_are_all_cited(tmp_path: Path) -> None:
    [fact] = load(tmp_path, "    sources: [{doc: doc, quote: Deux pommes., occurrence: all}]\n")
    assert fact.spans == (Span("doc", 0, 12), Span("doc", 24, 36))


def test_numbered_occurrence_is_that_one(tmp_path: Path) -> None:
    [fact] = load(tmp_path, "    sources: [{doc: doc, quote: Deux pommes., occurrence: 2}]\n")
    assert fact.spans == (Span("doc", 24, 36),)


def test_quote_within_a_scope_is_searched_there_only(tmp_path: Path) -> None:
    scope = 'scopes:\n  cell: {doc: doc, quote: "Cellule : pommes poires"}\n'
    [fact] = load(tmp_path, "    sources: [{in: cell, quote: pommes}]\n", scope + HEAD)
    assert fact.spans == (Span("doc", 47, 53),)
    assert TEXT[47:53] == "pommes"


WRONG = {
    "absent quote": (
        "sources: [{doc: doc, quote: Trois}]",
        r":7: fruit\.one: sources\[0\]\.quote: not in doc: 'Trois'",
    ),
    "other typography": ("sources: [{doc: doc, quote: 'Une  poire.'}]", r"not in doc: 'Une  poire\.'"),
    "ambiguous quote": (
        "sources: [{doc: doc, quote: Deux}]",
        r"stands 2 times in doc; say which `occurrence`",
    ),
    "no such occurrence": ("sources: [{doc: doc, quote: Deux, occurrence: 3}]", "occurrence 3 of only 2"),
}


@pytest.mark.parametrize(("sources", "message"), WRONG.values(), ids=WRONG)
def test_quote_that_is_not_found_once_is_refused_with_its_place(
    tmp_path: Path, sources: str, message: str
) -> None:
    with pytest.raises(QuoteNotFound, match=message) as refused:
        load(tmp_path, f"    {sources}\n")
    assert str(refused.value).startswith(f"{tmp_path / 'fruit.yaml'}:7: fruit.one: sources[0].quote")


def test_refusal_names_the_line_of_the_source(tmp_path: Path) -> None:
    with pytest.raises(QuoteNotFound, match=r"fruit\.yaml:9: fruit\.one: sources\[1\]\.quote"):
        load(
            tmp_path,
            "    sources:\n      - {doc: doc, quote: Une poire.}\n      - {doc: doc, quote: Nulle part.}\n",
        )


FIELDS = {
    "unknown document": ("sources: [{doc: other, quote: x}]", "unknown document other"),
    "unknown scope": ("sources: [{in: cell, quote: x}]", "unknown scope cell"),
    "doc and in": ("sources: [{doc: doc, in: cell, quote: x}]", "give either `doc` or `in`"),
    "empty quote": ("sources: [{doc: doc, quote: ''}]", r"facts\.0\.sources\.0\.quote"),
    "no source": ("sources: []", "needs `sources`, `members`, `select` or `compute`"),
    "typing error": ("source: [{doc: doc, quote: x}]", r"facts\.0\.source: Extra inputs"),
    "unknown member": (
        "sources: [{doc: doc, quote: Une}]\n    members: [nobody]",
        "member nobody does not exist",
    ),
    "doubt without a note": ("sources: [{doc: doc, quote: Une}]\n    certainty: uncertain", "needs a `note`"),
    "key given twice": ("sources: [{doc: doc, quote: Une, quote: Deux}]", "line 7: key given twice: quote"),
    "not YAML": ("sources: [", "cannot be read"),
}


@pytest.mark.parametrize(("field", "message"), FIELDS.values(), ids=FIELDS)
def test_wrong_field_is_refused(tmp_path: Path, field: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        load(tmp_path, f"    {field}\n")


def test_wrong_field_is_refused_with_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as refused:
        load(tmp_path, "    kinds: x\n    sources: [{doc: doc, quote: Une}]\n")
    assert str(refused.value).startswith(f"{tmp_path / 'fruit.yaml'}:2: facts.0.kinds: ")


@pytest.mark.parametrize(("language", "gloss"), [("fr", "[fr]"), ("fr", "[]"), ("en", "[en]")])
def test_translation_must_be_marked_where_no_source_has_the_language(
    tmp_path: Path, language: Language, gloss: str
) -> None:
    with pytest.raises(CorpusError, match=r"fruit\.one: gloss must be \['(en|fr)'\]"):
        load(tmp_path, "    sources: [{doc: doc, quote: Une}]\n", HEAD.replace("[en]", gloss), language)


def test_same_id_in_two_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "again.yaml").write_text(HEAD + "    sources: [{doc: doc, quote: Une}]\n")
    with pytest.raises(CorpusError, match=r"fruit\.yaml:2: fact id used twice: fruit\.one"):
        load(tmp_path, "    sources: [{doc: doc, quote: Une}]\n")


@given(st.text("ab \n", min_size=1), st.data())
def test_any_quote_cut_from_a_document_is_located(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : data.draw(st.integers(start + 1, len(text)))]
    folder = tmp_path_factory.mktemp("facts")
    escaped = quote.replace("\n", "\\n")
    source = f'    sources: [{{doc: doc, quote: "{escaped}", occurrence: all}}]\n'
    (folder / "f.yaml").write_text(HEAD + source)
    [fact] = load_facts(folder, {"doc": document(text, language="fr")})
    assert Span("doc", start, start + len(quote)) in fact.spans
    assert {text[s.start : s.end] for s in fact.spans} == {quote}
