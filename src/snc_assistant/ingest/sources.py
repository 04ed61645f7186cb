"""The documents named by sources.toml, refused when their bytes changed.

Knows nothing about what the documents say.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from snc_assistant.errors import CorpusError, SourceChanged
from snc_assistant.types import LANGUAGES, Document

_REQUIRED = ("id", "title", "edition", "language", "publisher", "file", "sha256", "rights")


@dataclass(frozen=True, slots=True)
class LoadedSource:
    """A document and the name of the splitter that knows its structure."""

    document: Document
    structure: str


def load_sources(corpus: Path) -> list[LoadedSource]:
    """The documents of a corpus folder, in the order of its sources.toml.

    :raises CorpusError: if sources.toml is missing or wrong, or a file is missing or not UTF-8.
    :raises SourceChanged: if a file's SHA-256 is not the one in sources.toml.
    """
    path = corpus / "sources.toml"
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("document", [])
    except FileNotFoundError as exc:
        raise CorpusError(f"{path} is missing; every corpus folder needs one") from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise CorpusError(f"{path} cannot be read: {exc}") from exc
    if not entries:
        raise CorpusError(f"{path} names no document; add a [[document]] entry")
    loaded = [_load(corpus, path, entry) for entry in entries]
    _refuse_duplicates(path, [s.document.doc_id for s in loaded])
    return loaded


def _load(corpus: Path, toml: Path, entry: Mapping[str, object]) -> LoadedSource:
    missing = [k for k in _REQUIRED if not isinstance(entry.get(k), str) or not entry[k]]
    if missing:
        raise CorpusError(f"{toml}: document {entry.get('id', '?')}: missing {', '.join(missing)}")
    fields = {k: str(entry[k]) for k in _REQUIRED}
    if fields["language"] not in LANGUAGES:
        raise CorpusError(f"{toml}: document {fields['id']}: language must be fr or en")
    file = _inside(corpus / "documents", fields["file"], toml)
    text = _read(file, fields["id"], fields["sha256"], toml)
    document = Document(
        doc_id=fields["id"],
        title=fields["title"],
        edition=fields["edition"],
        language="fr" if fields["language"] == "fr" else "en",
        publisher=fields["publisher"],
        file=fields["file"],
        sha256=fields["sha256"],
        rights=fields["rights"],
        text=text,
    )
    return LoadedSource(document, str(entry.get("structure", "outline")))


def _inside(folder: Path, name: str, toml: Path) -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise CorpusError(f"{toml}: file {name!r} lies outside {folder}")
    return path


def _read(file: Path, doc_id: str, sha256: str, toml: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as exc:
        raise CorpusError(f"{toml}: document {doc_id}: cannot read {file}: {exc.strerror}") from exc
    actual = hashlib.sha256(data).hexdigest()
    if actual != sha256:
        raise SourceChanged(
            f"{file} changed since it was reviewed (document {doc_id}); review it, then accept it "
            f'with this line in {toml}: sha256 = "{actual}"'
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise CorpusError(f"{file} is not UTF-8 (byte {exc.start}); convert it first") from exc


def _refuse_duplicates(toml: Path, ids: list[str]) -> None:
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        raise CorpusError(f"{toml}: document id used twice: {', '.join(twice)}")
