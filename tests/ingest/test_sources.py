"""sources.toml and the documents that it names."""

import hashlib
from pathlib import Path

import pytest

from snc_assistant.errors import CorpusError, SourceChanged
from snc_assistant.ingest.sources import load_sources

TEXT = "L’offre est qualifiée — déjà.\r\n"
SHA = hashlib.sha256(TEXT.encode()).hexdigest()


def entry(**changes: str) -> str:
    """A [[document]] entry, with some fields changed or left out."""
    fields = {
        "id": "brochure", "title": "T", "edition": "2026-04", "language": "fr",
        "publisher": "P", "file": "b.txt", "sha256": SHA, "rights": "R",
    } | changes  # fmt: skip
    return "[[document]]\n" + "\n".join(f'{k} = "{v}"' for k, v in fields.items() if v != "(none)") + "\n"


def corpus(folder: Path, toml: str, data: bytes = TEXT.encode()) -> Path:
    """A corpus folder with one file."""
    (folder / "documents").mkdir()
    (folder / "documents" / "b.txt").write_bytes(data)
    (folder / "sources.toml").write_text(toml)
    return folder


def test_document_is_loaded_byte_for_byte(tmp_path: Path) -> None:
    [source] = load_sources(corpus(tmp_path, entry(structure="observatory")))
    assert source.document.text == TEXT
    assert (source.document.doc_id, source.document.edition, source.structure) == (
        "brochure",
        "2026-04",
        "observatory",
    )


def test_structure_is_outline_unless_named(tmp_path: Path) -> None:
    assert load_sources(corpus(tmp_path, entry()))[0].structure == "outline"


def test_changed_file_is_refused_with_the_line_that_accepts_it(tmp_path: Path) -> None:
    changed = b"something else"
    with pytest.raises(SourceChanged) as refused:
        load_sources(corpus(tmp_path, entry(), changed))
    line = f'sha256 = "{hashlib.sha256(changed).hexdigest()}"'
    assert str(refused.value).endswith(line)
    assert str(tmp_path / "documents" / "b.txt") in str(refused.value)


def test_line_that_a_refusal_prints_makes_the_file_accepted(tmp_path: Path) -> None:
    with pytest.raises(SourceChanged) as refused:
        load_sources(corpus(tmp_path, entry(), b"something else"))
    line = str(refused.value).rpartition(": ")[2]
    (tmp_path / "sources.toml").write_text(entry().replace(f'sha256 = "{SHA}"', line))
    assert load_sources(tmp_path)[0].document.text == "something else"


def test_one_different_line_end_is_a_change(tmp_path: Path) -> None:
    with pytest.raises(SourceChanged):
        load_sources(corpus(tmp_path, entry(), TEXT.replace("\r\n", "\n").encode()))


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("", "names no document"),
        ("[[document", "cannot be read"),
        (entry(title="(none)"), "document brochure: missing title"),
        (entry(title="", rights="(none)"), "missing title, rights"),
        (entry(language="de"), "document brochure: language must be fr or en"),
        (entry(file="../sources.toml"), "lies outside"),
        (entry(file="/etc/hostname"), "lies outside"),
        (entry(file="absent.txt"), "cannot read"),
        (entry() + entry(), "document id used twice: brochure"),
    ],
    ids=[
        "empty",
        "not TOML",
        "missing",
        "two missing",
        "language",
        "parent folder",
        "absolute",
        "absent",
        "twice",
    ],
)
def test_wrong_entry_is_refused_by_name(tmp_path: Path, toml: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message) as refused:
        load_sources(corpus(tmp_path, toml))
    assert str(tmp_path / "sources.toml") in str(refused.value)


def test_folder_without_sources_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"sources\.toml is missing"):
        load_sources(tmp_path)


def test_file_that_is_not_utf8_is_refused_with_the_byte(tmp_path: Path) -> None:
    data = "abcé".encode("latin-1")
    with pytest.raises(CorpusError, match=r"not UTF-8 \(byte 3\)"):
        load_sources(corpus(tmp_path, entry(sha256=hashlib.sha256(data).hexdigest()), data))
