"""The offline path: load → split → locate facts → encode → snapshot."""

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from snc_assistant.answering.learned import asked_of_anyone, is_look_up, learn
from snc_assistant.errors import CorpusError, IndexUnavailable, SnapshotStale
from snc_assistant.facts.anchors import locate_questions
from snc_assistant.facts.base import FactBase
from snc_assistant.facts.load import load_facts
from snc_assistant.facts.names import load_names
from snc_assistant.facts.questions import OFF_TOPIC, Questions, load_questions
from snc_assistant.ingest.passages import SPLITTER_VERSION, split_document
from snc_assistant.ingest.sources import load_sources
from snc_assistant.retrieval.analyzer import ANALYZER_VERSION
from snc_assistant.retrieval.calibration import CALIBRATION_FILE, UNFITTED, Calibration, read_fits
from snc_assistant.retrieval.classifier import CLASSIFIER_FILE, read_classifier
from snc_assistant.retrieval.encoder import Encoder, Vectors
from snc_assistant.retrieval.entries import Entry, build_entries, index_entries
from snc_assistant.retrieval.projection import PROJECTION_FILE, project, read_projection
from snc_assistant.retrieval.snapshot import (
    REBUILD,
    Manifest,
    SnapshotData,
    read_manifest,
    read_snapshot,
    write_snapshot,
)
from snc_assistant.retrieval.translations import of_corpus, read_translations, table_identity

Progress = Callable[[int, int], None]
_BATCH = 256


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made, and how long each stage took in milliseconds."""

    manifest: Manifest
    timings_ms: Mapping[str, float]
    rebuilt: bool


def corpus_inputs(corpus: Path, encoder_identity: str) -> dict[str, str]:
    """Everything that a snapshot depends on, as short strings.

    :raises CorpusError: if the corpus has no sources.toml.
    """
    if not (corpus / "sources.toml").is_file():
        raise CorpusError(f"{corpus} is not a corpus folder: it has no sources.toml")
    inputs = {
        "encoder": encoder_identity,
        "splitter": str(SPLITTER_VERSION),
        "analyzer": str(ANALYZER_VERSION),
        "translations": table_identity(),
    }
    learnt = (CALIBRATION_FILE, PROJECTION_FILE, CLASSIFIER_FILE)
    for part in ("sources.toml", "documents", "facts", "questions", *learnt):
        inputs[part] = _digest(corpus / part)
    return inputs


def build_index(
    corpus: Path,
    index: Path,
    encoder: Encoder,
    *,
    force: bool = False,
    progress: Progress = lambda done, total: None,
) -> BuildReport:
    """Build the snapshot of a corpus, unless the current one is of the very same inputs.

    :param progress: called with entries encoded so far and in all.
    :raises CorpusError: if a source, fact or question is wrong; the old snapshot stays.
    :raises IndexUnavailable: if the snapshot cannot be written.
    """
    inputs = corpus_inputs(corpus, encoder.identity)
    if not force and (manifest := _current(index, inputs)):
        return BuildReport(manifest, {}, rebuilt=False)
    clock = _Clock()
    data = read_corpus(corpus, clock.lap)
    projection = read_projection(corpus, encoder.identity)
    vectors = encode_entries(encoder, data.entries, progress)
    look_ups = {f.fact_id for f in data.facts if is_look_up(f)}
    gaps = {g.gap_id for g in data.gaps}
    clock.lap("encode")
    fitted = replace(
        data,
        vectors=project(vectors, projection),
        projection=projection,
        classifier=read_classifier(corpus, encoder.identity),
        calibration=_calibration(corpus, encoder),
        look_ups_of_anyone=project(_of_anyone(encoder, data, look_ups), projection),
        gaps_of_anyone=project(_of_anyone(encoder, data, gaps), projection),
    )
    manifest = write_snapshot(index, inputs, fitted)
    clock.lap("write")
    return BuildReport(manifest, clock.laps, rebuilt=True)


def _of_anyone(encoder: Encoder, data: SnapshotData, targets: Set[str]) -> Vectors:
    """Unit vectors, shape (n, dimension), of the targets' questions that name somebody, without the names."""
    texts = asked_of_anyone(data.entries, targets, data.names)
    return encoder.encode_queries(texts) if texts else np.zeros((0, encoder.dimension), dtype=np.float32)


def _calibration(corpus: Path, encoder: Encoder) -> Calibration:
    """What was fitted for this corpus and encoder, else the defaults."""
    fit = read_fits(corpus).get(encoder.identity)
    return fit.calibration if fit else UNFITTED


def open_snapshot(corpus: Path, index: Path, encoder_identity: str) -> tuple[Manifest, SnapshotData]:
    """The current snapshot, if it is of today's corpus and encoder.

    :raises IndexUnavailable: if there is none, or it is stale or damaged.
    """
    manifest = read_manifest(index)
    wanted = corpus_inputs(corpus, encoder_identity)
    changed = [k for k in wanted if manifest.inputs.get(k) != wanted[k]]
    if changed:
        raise SnapshotStale(f"the index was built from other {', '.join(changed)}; {REBUILD}")
    return read_snapshot(index)


def read_corpus(corpus: Path, lap: Callable[[str], None] = lambda stage: None) -> SnapshotData:
    """All that a snapshot holds but its vectors.

    :param lap: called with the name of each stage once it is over.
    :raises CorpusError: if a source, fact or question is wrong.
    """
    sources = load_sources(corpus)
    structures = tuple(split_document(s.document, s.structure) for s in sources)
    lap("split")
    documents = {s.document.doc_id: s.document for s in sources}
    facts = tuple(load_facts(corpus / "facts", documents))
    names = load_names(corpus / "facts")
    questions = locate_questions(load_questions(corpus / "questions"), structures)
    _check_targets(facts_base := FactBase(facts), questions)
    lap("facts")
    passages = [p for s in structures for p in s.passages]
    entries = tuple(build_entries(passages, facts_base.all(), questions))
    postings = index_entries(entries)
    translations = of_corpus(read_translations(), {lang: p.terms for lang, p in postings.items()})
    learnt = learn(entries, facts, names)
    lap("entries")
    return SnapshotData(
        structures=structures,
        facts=facts,
        gaps=questions.gaps,
        names=names,
        entries=entries,
        vectors=np.zeros((0, 0), dtype=np.float32),
        postings=postings,
        learnt=learnt,
        translations=translations,
    )


def _check_targets(facts: FactBase, questions: Questions) -> None:
    """Refuse questions and gaps that lead to facts which do not exist."""
    for gap in questions.gaps:
        missing = [n for n in gap.nearest if n not in facts]
        if missing:
            raise CorpusError(f"gap {gap.gap_id}: nearest fact does not exist: {missing[0]}")
    known = {g.gap_id for g in questions.gaps}
    for target in questions.targets:
        aside = target.anchor or target.target_id in known or target.target_id.startswith(OFF_TOPIC)
        if target.target_id not in facts and not aside:
            raise CorpusError(f"questions name a fact that does not exist: {target.target_id}")


def encode_entries(encoder: Encoder, entries: Sequence[Entry], progress: Progress) -> Vectors:
    """Unit vectors, shape (entries, dimension); questions are encoded as questions."""
    vectors = np.zeros((len(entries), encoder.dimension), dtype=np.float32)
    kinds = [e.kind == "question" for e in entries]
    done = 0
    progress(done, len(entries))
    for as_question in (False, True):
        positions = [i for i, q in enumerate(kinds) if q == as_question]
        for start in range(0, len(positions), _BATCH):
            batch = positions[start : start + _BATCH]
            texts = [entries[i].text for i in batch]
            encode = encoder.encode_queries if as_question else encoder.encode_passages
            vectors[batch] = encode(texts)
            done += len(batch)
            progress(done, len(entries))
    return vectors


def _current(index: Path, inputs: Mapping[str, str]) -> Manifest | None:
    """The manifest of the current snapshot if it is whole and of these inputs."""
    try:
        manifest = read_manifest(index)
        if manifest.inputs == inputs:
            read_snapshot(index)
            return manifest
    except IndexUnavailable:
        return None  # nothing to reuse: the build that follows is the cure
    return None


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    for file in files:
        if file.is_file():
            digest.update(f"{file.name}:{file.stat().st_size};".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


class _Clock:
    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.laps[stage] = round((now - self._last) * 1000, 1)
        self._last = now
