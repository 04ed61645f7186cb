"""Snapshots: read back as written, refused when altered, never half there."""

import hashlib
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from snc_assistant.errors import IndexUnavailable, SnapshotDamaged
from snc_assistant.retrieval import snapshot as module
from snc_assistant.retrieval.snapshot import (
    SnapshotData,
    read_manifest,
    read_snapshot,
    snapshot_id,
    write_snapshot,
)
from snc_assistant.retrieval.sparse import index_terms
from snc_assistant.types import LANGUAGES
from tests.conftest import Built

FILES = [
    *(f"{name}.json" for name in ("structures", "facts", "gaps", "names", "entries")),
    *(f"{name}.json" for name in ("learnt", "calibration", "terms")),
    *(f"{lang}-{name}.npy" for lang in ("fr", "en") for name in ("starts", "entries", "weights")),
    "translations.json",
    "projection.npy",
    "look_ups_of_anyone.npy",
    "gaps_of_anyone.npy",
    "vectors.npy",
    *(f"classifier-{name}.npy" for name in ("targets", "buckets", "units", "vector", "bias")),
]


@pytest.fixture
def copy(snapshot: Built, tmp_path: Path) -> Path:
    """A copy of the built index, to be damaged."""
    return Path(shutil.copytree(snapshot.index, tmp_path / "index"))


def home(index: Path) -> Path:
    """The folder of the current snapshot."""
    return index / (index / "CURRENT").read_text().strip()


def test_snapshot_is_read_back_as_it_was_written(snapshot: Built, tmp_path: Path) -> None:
    written = write_snapshot(tmp_path, snapshot.manifest.inputs, snapshot.data)
    manifest, data = read_snapshot(tmp_path)
    assert manifest == written
    for array in ("vectors", "projection", "look_ups_of_anyone", "gaps_of_anyone"):
        np.testing.assert_array_equal(getattr(data, array), getattr(snapshot.data, array))
    for part in ("structures", "facts", "gaps", "names", "entries", "learnt", "calibration", "translations"):
        assert getattr(data, part) == getattr(snapshot.data, part)
    for lang in LANGUAGES:
        read, before = data.postings[lang], snapshot.data.postings[lang]
        assert (read.terms, read.size) == (before.terms, before.size)
        for array in ("starts", "entries", "weights"):
            np.testing.assert_array_equal(getattr(read, array), getattr(before, array))


def test_projection_is_read_back_as_it_was_written(snapshot: Built, tmp_path: Path) -> None:
    projection = np.random.default_rng(1).normal(size=(3, 3)).astype(np.float32)
    write_snapshot(tmp_path, {}, replace(snapshot.data, projection=projection))
    read = read_snapshot(tmp_path)[1].projection
    assert read.dtype == np.float32
    np.testing.assert_array_equal(read, projection)


def test_manifest_describes_every_file(snapshot: Built) -> None:
    assert sorted(snapshot.manifest.files) == sorted(FILES)
    assert sorted(p.name for p in home(snapshot.index).iterdir()) == sorted([*FILES, "manifest.json"])


def test_snapshot_is_named_by_its_inputs(snapshot: Built) -> None:
    assert snapshot.manifest.snapshot_id == snapshot_id(snapshot.manifest.inputs, snapshot.manifest.files)
    assert snapshot_id({"a": "1", "b": "2"}, {}) == snapshot_id({"b": "2", "a": "1"}, {})
    assert snapshot_id({"a": "1"}, {}) != snapshot_id({"a": "2"}, {})
    assert snapshot_id({"a": "1"}, {"f": "x"}) != snapshot_id({"a": "1"}, {"f": "y"})


@pytest.mark.parametrize("name", FILES)
def test_one_flipped_byte_is_refused_by_the_name_of_its_file(copy: Path, name: str) -> None:
    path = home(copy) / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(SnapshotDamaged) as refused:
        read_snapshot(copy)
    assert str(refused.value) == f"{path} was altered; run `snc-assistant index`"


@pytest.mark.parametrize("name", FILES)
def test_missing_file_is_refused_by_its_name(copy: Path, name: str) -> None:
    (home(copy) / name).unlink()
    with pytest.raises(SnapshotDamaged, match=rf"{name} is missing; run `snc-assistant index`"):
        read_snapshot(copy)


def edited(**changes: object) -> Callable[[Path], None]:
    """An edit of manifest fields."""

    def edit(path: Path) -> None:
        path.write_text(json.dumps(json.loads(path.read_text()) | changes))

    return edit


MANIFESTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (Path.unlink, "missing or unreadable"),
    "cut": (lambda p: p.write_bytes(p.read_bytes()[:40]), "missing or unreadable"),
    "other inputs": (edited(inputs={"encoder": "other"}), "does not describe its folder"),
    "other name": (edited(snapshot_id="0123"), "does not describe its folder"),
    "other format": (edited(format=99), "has format 99"),
    "no files": (edited(files={}), "does not describe its folder"),
}


@pytest.mark.parametrize(("damage", "message"), MANIFESTS.values(), ids=MANIFESTS)
def test_damaged_manifest_is_refused(copy: Path, damage: Callable[[Path], object], message: str) -> None:
    damage(home(copy) / "manifest.json")
    with pytest.raises(SnapshotDamaged, match=message) as refused:
        read_snapshot(copy)
    assert "run `snc-assistant index`" in str(refused.value)


def test_manifest_cannot_name_files_elsewhere(copy: Path, tmp_path: Path) -> None:
    (copy / "CURRENT").write_text("../elsewhere\n")
    with pytest.raises(SnapshotDamaged):
        read_manifest(copy)


def test_folder_without_a_snapshot_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match=r"there is no index in .*; run `snc-assistant index`"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("step", ["_serialise", "_sync_folder", "_point_to", "_write_synced"])
def test_killed_write_leaves_the_old_snapshot(
    copy: Path, snapshot: Built, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, step, killed)
    with pytest.raises(KeyboardInterrupt):
        write_snapshot(copy, {"encoder": "new"}, snapshot.data)
    manifest, data = read_snapshot(copy)
    assert manifest == snapshot.manifest
    assert data.facts == snapshot.data.facts


@pytest.mark.parametrize("written", range(len(FILES) + 2))
def test_write_killed_between_two_files_leaves_the_old_snapshot(
    copy: Path, snapshot: Built, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    left, write = [written], module._write_synced

    def die_after(path: Path, content: bytes) -> None:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        write(path, content)

    monkeypatch.setattr(module, "_write_synced", die_after)
    with pytest.raises(KeyboardInterrupt):
        write_snapshot(copy, {"encoder": "new"}, snapshot.data)
    assert read_manifest(copy) == snapshot.manifest


def test_next_build_clears_what_a_killed_one_left(tmp_path: Path, snapshot: Built) -> None:
    (tmp_path / ".abandoned.123").mkdir()
    write_snapshot(tmp_path, {"encoder": "new"}, snapshot.data)
    assert not (tmp_path / ".abandoned.123").exists()


def test_second_builder_is_refused_while_the_first_writes(tmp_path: Path, snapshot: Built) -> None:
    with FileLock(tmp_path / ".lock"), pytest.raises(IndexUnavailable, match="another build is writing"):
        write_snapshot(tmp_path, {"encoder": "new"}, snapshot.data)
    assert not (tmp_path / "CURRENT").exists()


def test_newest_two_snapshots_are_kept(tmp_path: Path, snapshot: Built) -> None:
    names = [write_snapshot(tmp_path, {"encoder": str(i)}, snapshot.data).snapshot_id for i in range(3)]
    kept = {p.name for p in tmp_path.iterdir() if p.is_dir()}
    assert kept == set(names[1:])


def test_reader_keeps_its_snapshot_through_the_next_build(copy: Path, snapshot: Built) -> None:
    manifest = read_manifest(copy)
    write_snapshot(copy, {"encoder": "new"}, snapshot.data)
    assert (copy / manifest.snapshot_id / "vectors.npy").exists()


def test_folder_that_cannot_be_made_is_refused(tmp_path: Path, snapshot: Built) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexUnavailable, match="cannot write the index"):
        write_snapshot(tmp_path / "file" / "index", {}, snapshot.data)


def replaced(index: Path, name: str, array: np.ndarray) -> None:
    """Put another array into the current snapshot, as someone would who knows about the hashes."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=True)
    (home(index) / name).write_bytes(buffer.getvalue())
    manifest = home(index) / "manifest.json"
    content = json.loads(manifest.read_text())
    content["files"][name] = hashlib.sha256(buffer.getvalue()).hexdigest()
    content["snapshot_id"] = snapshot_id(content["inputs"], content["files"])
    manifest.write_text(json.dumps(content))
    home(index).rename(index / content["snapshot_id"])
    (index / "CURRENT").write_text(content["snapshot_id"])


@pytest.mark.parametrize("name", [n for n in FILES if n.endswith(".npy")])
def test_arrays_are_loaded_without_pickle(copy: Path, name: str) -> None:
    replaced(copy, name, np.array([{"a": 1}], dtype=object))
    with pytest.raises(SnapshotDamaged, match="lacks a part or holds a wrong one"):
        read_snapshot(copy)


def test_postings_that_name_an_entry_too_far_are_refused(copy: Path) -> None:
    before = np.load(home(copy) / "fr-entries.npy")
    replaced(copy, "fr-entries.npy", before + before.max() + 1)
    with pytest.raises(SnapshotDamaged, match="lacks a part or holds a wrong one"):
        read_snapshot(copy)


def test_counts_say_how_much_there_is(snapshot: Built) -> None:
    counts = snapshot.manifest.counts
    assert (counts["documents"], counts["dimension"]) == (2, 512)
    assert counts["entries"] == len(snapshot.data.entries) == len(snapshot.data.vectors)
    nothing = {lang: index_terms([]) for lang in LANGUAGES}
    empty = SnapshotData((), (), (), snapshot.data.names, (), np.zeros((0, 0), dtype=np.float32), nothing)
    assert empty.counts()["entries"] == empty.counts()["dimension"] == 0
