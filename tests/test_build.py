"""The offline path: one command, one whole snapshot, or the old one and a reason."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from snc_assistant import build as module
from snc_assistant.build import build_index, open_snapshot
from snc_assistant.errors import CorpusError, IndexUnavailable, QuoteNotFound, SnapshotStale, SourceChanged
from snc_assistant.retrieval import snapshot as snapshots
from snc_assistant.retrieval.projection import write_projection
from snc_assistant.retrieval.retriever import Retriever
from snc_assistant.retrieval.snapshot import read_snapshot
from tests.corpora import GUIDE, write_corpus
from tests.fakes import BagOfWordsEncoder

ENCODER = BagOfWordsEncoder(64)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of two pages."""
    return write_corpus(tmp_path / "corpus")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A folder for snapshots, not there yet."""
    return tmp_path / "index"


def append(path: Path, text: str) -> None:
    """Add text to a file."""
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_build_counts_what_the_corpus_holds(corpus: Path, index: Path) -> None:
    report = build_index(corpus, index, ENCODER)
    counts = dict(report.manifest.counts)
    assert report.rebuilt
    assert {k: counts[k] for k in ("documents", "passages", "facts", "gaps", "questions", "dimension")} == {
        "documents": 2, "passages": 5, "facts": 1, "gaps": 1, "questions": 4, "dimension": 64,
    }  # fmt: skip
    assert set(report.timings_ms) == {"split", "facts", "entries", "encode", "write"}


def test_a_passage_is_found_by_its_questions_in_either_language(corpus: Path, index: Path) -> None:
    line = '{"doc": "manual", "quote": "Guests sign the book.", "fr": ["qui émarge ?"], "en": ["who registers?"]}\n'
    (corpus / "questions" / "manual.jsonl").write_text(line, encoding="utf-8")
    build_index(corpus, index, ENCODER)
    _, data = open_snapshot(corpus, index, ENCODER.identity)
    retriever = Retriever(data, ENCODER)
    for question, language in (("qui émarge", "fr"), ("who registers", "en")):
        assert retriever.search(question, language)[0].passage.text == "Guests sign the book."


def test_question_about_a_passage_that_is_gone_is_refused(corpus: Path, index: Path) -> None:
    (corpus / "questions" / "manual.jsonl").write_text(
        '{"doc": "manual", "quote": "Gone.", "fr": [], "en": []}\n'
    )
    with pytest.raises(QuoteNotFound, match=r"manual\.jsonl:1: not in manual: 'Gone\.'"):
        build_index(corpus, index, ENCODER)


def test_vectors_stand_in_the_order_of_the_entries(corpus: Path, index: Path) -> None:
    build_index(corpus, index, ENCODER)
    _, data = open_snapshot(corpus, index, ENCODER.identity)
    np.testing.assert_array_equal(data.vectors, ENCODER.encode_passages([e.text for e in data.entries]))


def test_progress_runs_to_the_number_of_entries(corpus: Path, index: Path) -> None:
    seen: list[tuple[int, int]] = []
    report = build_index(corpus, index, ENCODER, progress=lambda done, total: seen.append((done, total)))
    total = report.manifest.counts["entries"]
    assert seen[0] == (0, total)
    assert seen[-1] == (total, total)


def test_second_build_of_the_same_inputs_does_nothing(corpus: Path, index: Path) -> None:
    first = build_index(corpus, index, ENCODER)
    second = build_index(corpus, index, ENCODER)
    assert (second.rebuilt, second.manifest) == (False, first.manifest)
    assert build_index(corpus, index, ENCODER, force=True).rebuilt


def test_damaged_snapshot_is_built_anew(corpus: Path, index: Path) -> None:
    manifest = build_index(corpus, index, ENCODER).manifest
    (index / manifest.snapshot_id / "facts.json").write_bytes(b"[]")
    assert build_index(corpus, index, ENCODER).rebuilt
    assert read_snapshot(index)[0] == manifest


def changed_guide(corpus: Path) -> None:
    """Review a new text of the guide."""
    write_corpus(corpus, guide=GUIDE + "\nUne phrase de plus.\n")


def adapted(corpus: Path) -> None:
    """Keep a projection that turns the vectors round."""
    write_projection(corpus, ENCODER.identity, np.eye(ENCODER.dimension, dtype=np.float32)[::-1])


CHANGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "documents": (changed_guide, "sources.toml, documents"),
    "facts": (lambda c: append(c / "facts" / "f.yaml", "# seen\n"), "facts"),
    "questions": (lambda c: append(c / "questions" / "gaps.yaml", "# seen\n"), "questions"),
    "sources": (lambda c: append(c / "sources.toml", "# seen\n"), "sources.toml"),
    "projection": (adapted, "projection.npz"),
}


@pytest.mark.parametrize(("change", "named"), CHANGES.values(), ids=CHANGES)
def test_stale_snapshot_is_refused_with_what_changed_and_the_command(
    corpus: Path, index: Path, change: Callable[[Path], None], named: str
) -> None:
    build_index(corpus, index, ENCODER)
    change(corpus)
    with pytest.raises(SnapshotStale) as refused:
        open_snapshot(corpus, index, ENCODER.identity)
    assert str(refused.value) == f"the index was built from other {named}; run `snc-assistant index`"


@pytest.mark.parametrize("change", [c for c, _ in CHANGES.values()], ids=CHANGES)
def test_command_that_a_stale_snapshot_names_mends_it(
    corpus: Path, index: Path, change: Callable[[Path], None]
) -> None:
    build_index(corpus, index, ENCODER)
    change(corpus)
    assert build_index(corpus, index, ENCODER).rebuilt
    assert open_snapshot(corpus, index, ENCODER.identity)[0].counts["facts"] == 1


def test_snapshot_of_another_encoder_is_refused(corpus: Path, index: Path) -> None:
    build_index(corpus, index, ENCODER)
    with pytest.raises(SnapshotStale, match="from other encoder; run"):
        open_snapshot(corpus, index, "another")


@pytest.mark.parametrize("version", ["SPLITTER_VERSION", "ANALYZER_VERSION"])
def test_snapshot_of_another_version_of_the_code_is_refused(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    build_index(corpus, index, ENCODER)
    monkeypatch.setattr(module, version, 999)
    with pytest.raises(SnapshotStale, match=f"from other {version.split('_')[0].lower()}; run"):
        open_snapshot(corpus, index, ENCODER.identity)


def test_snapshot_of_another_translation_table_is_refused_and_built_anew(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index(corpus, index, ENCODER)
    monkeypatch.setattr(module, "table_identity", lambda: "another")
    with pytest.raises(SnapshotStale, match="from other translations; run"):
        open_snapshot(corpus, index, ENCODER.identity)
    assert build_index(corpus, index, ENCODER).rebuilt


def test_renamed_document_makes_the_snapshot_stale(corpus: Path, index: Path) -> None:
    build_index(corpus, index, ENCODER)
    (corpus / "facts" / "f.yaml").rename(corpus / "facts" / "g.yaml")
    with pytest.raises(SnapshotStale, match="facts"):
        open_snapshot(corpus, index, ENCODER.identity)


def test_index_without_a_snapshot_says_how_to_build_one(corpus: Path, index: Path) -> None:
    with pytest.raises(IndexUnavailable, match=r"there is no index in .*; run `snc-assistant index`"):
        open_snapshot(corpus, index, ENCODER.identity)


def unreviewed(corpus: Path) -> None:
    """Change a document behind the back of sources.toml."""
    append(corpus / "documents" / "guide.md", "Ajout.\n")


WRONG: dict[str, tuple[Callable[[Path], object], type[CorpusError], str]] = {
    "changed document": (unreviewed, SourceChanged, "sha256 = "),
    "quote not found": (lambda c: write_corpus(c, guide="# Guide\n\nAutre.\n"), QuoteNotFound, r"f\.yaml:6: criterion"),
    "not a corpus": (lambda c: (c / "sources.toml").unlink(), CorpusError, r"it has no sources\.toml"),
    "question of no fact": (lambda c: append(c / "questions" / "q.jsonl", '{"fact": "x", "fr": [], "en": []}'), CorpusError, "does not exist: x"),
    "broken question": (lambda c: append(c / "questions" / "q.jsonl", '{"fact": "x"}'), CorpusError, r"q\.jsonl:2: needs fact, fr and en"),
    "gap near nothing": (lambda c: (c / "questions" / "gaps.yaml").write_text('gaps: [{id: g, statement: {fr: a, en: a}, nearest: [x], questions: {fr: [], en: []}}]'), CorpusError, "gap g: nearest fact does not exist: x"),
    "gap without words": (lambda c: (c / "questions" / "gaps.yaml").write_text("gaps: [{id: g}]"), CorpusError, r"gaps\.yaml"),
    "damaged projection": (lambda c: (c / "projection.npz").write_bytes(b"PK"), CorpusError, "projection.npz is wrong; run `snc-assistant adapt`"),
    "unknown structure": (lambda c: append(c / "sources.toml", 'structure = "pdf"\n'), CorpusError, "unknown structure 'pdf'"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "error", "message"), WRONG.values(), ids=WRONG)
def test_wrong_corpus_is_refused_and_the_old_snapshot_stays(
    corpus: Path, index: Path, spoil: Callable[[Path], object], error: type[CorpusError], message: str
) -> None:
    manifest = build_index(corpus, index, ENCODER).manifest
    spoil(corpus)
    with pytest.raises(error, match=message):
        build_index(corpus, index, ENCODER)
    assert read_snapshot(index)[0] == manifest


@pytest.mark.parametrize("step", ["_point_to", "_sync_folder", "_serialise"])
def test_killed_build_leaves_the_old_snapshot(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    manifest = build_index(corpus, index, ENCODER).manifest
    changed_guide(corpus)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(snapshots, step, killed)
        with pytest.raises(KeyboardInterrupt):
            build_index(corpus, index, ENCODER)
    assert read_snapshot(index)[0] == manifest
    assert build_index(corpus, index, ENCODER).rebuilt


@pytest.mark.parametrize("step", ["_point_to", "_sync_folder"])
def test_killed_rebuild_of_the_same_inputs_leaves_a_whole_snapshot(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    manifest = build_index(corpus, index, ENCODER).manifest

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(snapshots, step, killed)
    with pytest.raises(KeyboardInterrupt):
        build_index(corpus, index, ENCODER, force=True)
    assert read_snapshot(index)[0] == manifest


def test_rebuild_of_the_same_inputs_leaves_the_whole_snapshot_alone(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = build_index(corpus, index, ENCODER).manifest

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(snapshots.os, "rename", killed)
    assert build_index(corpus, index, ENCODER, force=True).manifest == manifest
    assert read_snapshot(index)[0] == manifest


def test_full_disk_is_told_and_leaves_the_old_snapshot(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = build_index(corpus, index, ENCODER).manifest

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshots, "_write_synced", full)
    with pytest.raises(IndexUnavailable, match=r"cannot write the index to .*: No space left on device"):
        build_index(corpus, index, ENCODER, force=True)
    assert read_snapshot(index)[0] == manifest


def test_corpus_without_facts_or_questions_can_be_built(corpus: Path, index: Path) -> None:
    (corpus / "questions" / "q.jsonl").unlink()
    (corpus / "questions" / "gaps.yaml").unlink()
    (corpus / "facts" / "f.yaml").unlink()
    counts = build_index(corpus, index, ENCODER).manifest.counts
    assert (counts["facts"], counts["entries"]) == (0, 5)
