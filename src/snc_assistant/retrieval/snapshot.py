"""An immutable snapshot of everything that answering needs, in one folder named by its inputs.

Layout: `index/<id>/{structures,facts,gaps,names,entries,learnt,calibration,translations,terms}.json`, an array
a file in `*.npy`, `manifest.json`, and `index/CURRENT`, a file with one id. Written aside, synced, renamed whole, manifest last; a reader
checks every hash before it parses a byte. No pickle; FAISS is rebuilt from the vectors, so that
its deserialiser never sees a file.
"""

import hashlib
import io
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from snc_assistant.errors import IndexUnavailable, SnapshotDamaged
from snc_assistant.facts.names import Names
from snc_assistant.facts.questions import OFF_TOPIC
from snc_assistant.ingest.passages import Structure
from snc_assistant.retrieval.calibration import UNFITTED, Calibration
from snc_assistant.retrieval.classifier import NO_CLASSIFIER, Classifier, arrays_of, from_arrays
from snc_assistant.retrieval.encoder import Vectors
from snc_assistant.retrieval.entries import Entry
from snc_assistant.retrieval.learnt import Learnt
from snc_assistant.retrieval.projection import NO_PROJECTION
from snc_assistant.retrieval.sparse import Postings
from snc_assistant.retrieval.translations import NONE, Translations
from snc_assistant.types import LANGUAGES, Fact, Gap, Language

FORMAT = 5
REBUILD = "run `snc-assistant index`"
_KEPT = 2  # snapshots that stay after a build: the current one and the one that readers may still hold


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot was built from and what its files must hash to."""

    snapshot_id: str
    format: int
    inputs: Mapping[str, str]
    counts: Mapping[str, int]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SnapshotData:
    """The contents of a snapshot.

    `vectors` are projected already; a query is projected before it is compared with them.
    `look_ups_of_anyone` and `gaps_of_anyone` are those of the questions that name a provider or an offer, without
    the names: those that ask who is listed and how, and those without an answer here.
    """

    structures: tuple[Structure, ...]
    facts: tuple[Fact, ...]
    gaps: tuple[Gap, ...]
    names: Names
    entries: tuple[Entry, ...]
    vectors: Vectors
    postings: Mapping[Language, Postings]
    learnt: Learnt = field(default_factory=Learnt)
    calibration: Calibration = UNFITTED
    projection: Vectors = field(default_factory=lambda: NO_PROJECTION)
    look_ups_of_anyone: Vectors = field(default_factory=lambda: NO_PROJECTION)
    gaps_of_anyone: Vectors = field(default_factory=lambda: NO_PROJECTION)
    classifier: Classifier = NO_CLASSIFIER
    translations: Translations = field(default_factory=lambda: NONE)

    @property
    def unanswered(self) -> frozenset[str]:
        """The targets that stand for questions without an answer here: gaps and other subjects."""
        aside = (e.target_id for e in self.entries if e.target_id.startswith(OFF_TOPIC))
        return frozenset(aside) | {g.gap_id for g in self.gaps}

    def counts(self) -> dict[str, int]:
        """How many of each thing there are."""
        return {
            "documents": len(self.structures),
            "sections": sum(len(s.sections) for s in self.structures),
            "passages": sum(len(s.passages) for s in self.structures),
            "facts": len(self.facts),
            "gaps": len(self.gaps),
            "questions": sum(e.kind == "question" for e in self.entries),
            "entries": len(self.entries),
            "dimension": int(self.vectors.shape[1]) if self.vectors.size else 0,
        }


_PARTS: dict[str, TypeAdapter[object]] = {
    "structures": TypeAdapter(tuple[Structure, ...]),
    "facts": TypeAdapter(tuple[Fact, ...]),
    "gaps": TypeAdapter(tuple[Gap, ...]),
    "names": TypeAdapter(Names),
    "entries": TypeAdapter(tuple[Entry, ...]),
    "learnt": TypeAdapter(Learnt),
    "calibration": TypeAdapter(Calibration),
    "translations": TypeAdapter(Translations),
}
_TERMS: TypeAdapter[dict[Language, tuple[str, ...]]] = TypeAdapter(dict[Language, tuple[str, ...]])
_VECTORS = ("vectors", "projection", "look_ups_of_anyone", "gaps_of_anyone")
_CLASSIFIER = ("targets", "buckets", "units", "vector", "bias")
_ARRAYS = ("starts", "entries", "weights")  # of the postings of a language
_MANIFEST: TypeAdapter[Manifest] = TypeAdapter(Manifest)


def inputs_id(inputs: Mapping[str, str]) -> str:
    """The first half of the name of every snapshot that these inputs give."""
    return hashlib.sha256(json.dumps(dict(inputs), sort_keys=True).encode()).hexdigest()[:12]


def snapshot_id(inputs: Mapping[str, str], files: Mapping[str, str]) -> str:
    """A snapshot's name: by its inputs and by its contents, so that no other one can be in its way."""
    contents = hashlib.sha256(json.dumps(dict(files), sort_keys=True).encode()).hexdigest()[:6]
    return f"{inputs_id(inputs)}-{contents}"


def write_snapshot(folder: Path, inputs: Mapping[str, str], data: SnapshotData) -> Manifest:
    """Write a snapshot and make it the current one; a crash at any point leaves the old one.

    :raises IndexUnavailable: if another build holds the folder or it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock", timeout=0):
            manifest = _write_aside(folder, inputs, data)
            _point_to(folder, manifest.snapshot_id)
            _prune(folder, manifest.snapshot_id)
    except Timeout as exc:
        raise IndexUnavailable(f"another build is writing to {folder}; wait for it to end") from exc
    except OSError as exc:
        raise IndexUnavailable(f"cannot write the index to {folder}: {exc.strerror}") from exc
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the current snapshot.

    :raises IndexUnavailable: if there is no snapshot.
    :raises SnapshotDamaged: if the manifest cannot be read.
    """
    try:
        name = (folder / "CURRENT").read_text(encoding="utf-8").strip()
    except FileNotFoundError as exc:
        raise IndexUnavailable(f"there is no index in {folder}; {REBUILD}") from exc
    except (OSError, UnicodeDecodeError) as exc:
        raise SnapshotDamaged(f"{folder / 'CURRENT'} cannot be read; {REBUILD}") from exc
    path = folder / name / "manifest.json"
    try:
        manifest = _MANIFEST.validate_json(path.read_bytes())
    except (OSError, ValidationError) as exc:
        raise SnapshotDamaged(f"{path} is missing or unreadable; {REBUILD}") from exc
    if manifest.snapshot_id != name or snapshot_id(manifest.inputs, manifest.files) != name:
        raise SnapshotDamaged(f"{path} does not describe its folder; {REBUILD}")
    if manifest.format != FORMAT:
        raise SnapshotDamaged(f"{path} has format {manifest.format}, not {FORMAT}; {REBUILD}")
    return manifest


def read_snapshot(folder: Path) -> tuple[Manifest, SnapshotData]:
    """The current snapshot, every file checked against its hash first.

    :raises IndexUnavailable: if there is none.
    :raises SnapshotDamaged: if a file is missing or altered; the message names it.
    """
    manifest = read_manifest(folder)
    home = folder / manifest.snapshot_id
    content = {name: _checked(home / name, digest) for name, digest in manifest.files.items()}
    try:
        parts = {k: adapter.validate_json(content[f"{k}.json"]) for k, adapter in _PARTS.items()}
        arrays = {name: _array(content[f"{name}.npy"]) for name in _VECTORS}
        classifier = from_arrays({name: _array(content[f"classifier-{name}.npy"]) for name in _CLASSIFIER})
        postings = _read_postings(content, [e.language for e in cast("tuple[Entry, ...]", parts["entries"])])
    except (KeyError, ValueError) as exc:
        raise SnapshotDamaged(f"{home} lacks a part or holds a wrong one; {REBUILD}") from exc
    return manifest, SnapshotData(postings=postings, classifier=classifier, **arrays, **parts)  # type: ignore[arg-type] # each part was validated by its adapter


def _read_postings(content: Mapping[str, bytes], languages: Sequence[Language]) -> dict[Language, Postings]:
    """The postings of each language.

    :raises ValueError: if they do not fit the entries.
    """
    terms = _TERMS.validate_json(content["terms.json"])
    return {
        lang: Postings(
            terms[lang],
            _array(content[f"{lang}-starts.npy"]),
            _array(content[f"{lang}-entries.npy"]),
            _array(content[f"{lang}-weights.npy"]),
            languages.count(lang),
        )
        for lang in LANGUAGES
    }


def _array(content: bytes) -> NDArray[Any]:
    array: NDArray[Any] = np.load(io.BytesIO(content), allow_pickle=False)
    return array


def _checked(path: Path, digest: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise SnapshotDamaged(f"{path} is missing; {REBUILD}") from exc
    if hashlib.sha256(data).hexdigest() != digest:
        raise SnapshotDamaged(f"{path} was altered; {REBUILD}")
    return data


def _write_aside(folder: Path, inputs: Mapping[str, str], data: SnapshotData) -> Manifest:
    contents = _serialise(data)
    files = {file: hashlib.sha256(content).hexdigest() for file, content in contents.items()}
    manifest = Manifest(snapshot_id(inputs, files), FORMAT, dict(inputs), data.counts(), files)
    home = folder / manifest.snapshot_id
    if _is_whole(home, files):
        return manifest
    aside = folder / f".{manifest.snapshot_id}.{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    for file, content in contents.items():
        _write_synced(aside / file, content)
    _write_synced(aside / "manifest.json", _MANIFEST.dump_json(manifest, indent=1))
    _sync_folder(aside)
    shutil.rmtree(home, ignore_errors=True)  # only what is damaged can be there
    os.rename(aside, home)
    _sync_folder(folder)
    return manifest


def _is_whole(home: Path, files: Mapping[str, str]) -> bool:
    """Whether a snapshot is there already, to the last byte."""
    try:
        _MANIFEST.validate_json((home / "manifest.json").read_bytes())
        for name, digest in files.items():
            _checked(home / name, digest)
    except (OSError, ValidationError, SnapshotDamaged):
        return False
    return True


def _serialise(data: SnapshotData) -> dict[str, bytes]:
    files = {f"{k}.json": adapter.dump_json(getattr(data, k)) for k, adapter in _PARTS.items()}
    files |= {f"{name}.npy": _array_bytes(getattr(data, name)) for name in _VECTORS}
    files |= {f"classifier-{k}.npy": _array_bytes(a) for k, a in arrays_of(data.classifier).items()}
    files["terms.json"] = _TERMS.dump_json({lang: data.postings[lang].terms for lang in LANGUAGES})
    for lang in LANGUAGES:
        for name in _ARRAYS:
            files[f"{lang}-{name}.npy"] = _array_bytes(getattr(data.postings[lang], name))
    return files


def _array_bytes(array: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _point_to(folder: Path, name: str) -> None:
    _write_synced(folder / ".CURRENT", f"{name}\n".encode())
    os.replace(folder / ".CURRENT", folder / "CURRENT")
    _sync_folder(folder)


def _prune(folder: Path, current: str) -> None:
    """Remove what crashed builds left, and all but the newest snapshots."""
    snapshots: Sequence[Path] = [p for p in folder.iterdir() if p.is_dir()]
    for path in snapshots:
        if path.name.startswith("."):
            shutil.rmtree(path, ignore_errors=True)
    whole = [p for p in snapshots if not p.name.startswith(".") and p.name != current]
    for path in sorted(whole, key=lambda p: p.stat().st_mtime, reverse=True)[_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
