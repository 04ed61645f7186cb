"""What each part of retrieval is worth: the same questions without it.

`python -m snc_assistant.evaluation.variants --out FILE.json` measures the dev questions;
`--with-test` adds the blind ones, for the record and never to choose by.
"""

import argparse
import json
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence, Set
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from snc_assistant.answering import Answerer
from snc_assistant.build import build_index, encode_entries
from snc_assistant.evaluation.bench import weights_mb
from snc_assistant.evaluation.dataset import Case, locate_cases, read_questions, select
from snc_assistant.evaluation.metrics import covered_groups
from snc_assistant.opening import BUNDLED, open_encoder
from snc_assistant.retrieval.classifier import NO_CLASSIFIER
from snc_assistant.retrieval.encoder import Encoder
from snc_assistant.retrieval.entries import EntryKind, index_entries
from snc_assistant.retrieval.projection import NO_PROJECTION
from snc_assistant.retrieval.retriever import Arms, Retriever, Scored, best_positions
from snc_assistant.retrieval.snapshot import SnapshotData, read_snapshot
from snc_assistant.settings import default_corpus
from snc_assistant.types import Hit, Language, Question

_DEPTH = 10
_SEARCHED = 20  # as `Assistant.search`: hits without a place in the documents are left out
_ALL_KINDS: frozenset[EntryKind] = frozenset(("passage", "statement", "question"))
_PASSAGES: frozenset[EntryKind] = frozenset(("passage",))
Search = Callable[[Question], list[Hit]]


class EncoderAlone(Retriever):
    """By cosine only; targets rank by their best entry."""

    def _order(self, arms: Arms, k: int) -> list[Scored]:
        return [self._score(t, 0.0, arms) for t in best_positions(arms.own, -1.0)]


class WordsAlone(Retriever):
    """By BM25 only, the question in its language and translated word by word; targets rank by their best entry."""

    def _order(self, arms: Arms, k: int) -> list[Scored]:
        return [self._score(t, 0.0, arms) for t in best_positions(self._best(arms.sparse, 0.0), 0.0)]


class FusedOrder(Retriever):
    """The fused candidates in the order of their fused rank score."""

    def _score(self, target: int, fused: float, arms: Arms) -> Scored:
        return replace(super()._score(target, fused, arms), relevance=fused)


class WithoutSections(Retriever):
    """A bare passage counts by itself, whatever it stands among."""

    def _ask_arms(self, query: str, language: Language) -> Arms:
        arms = super()._ask_arms(query, language)
        return replace(arms, near=arms.own)


class WithoutClassifier(Retriever):
    """The candidates in an order that the classifier has no part in."""

    def _ask_arms(self, query: str, language: Language) -> Arms:
        arms = super()._ask_arms(query, language)
        return replace(arms, taught=np.full_like(arms.own, np.nan))


@dataclass(frozen=True, slots=True)
class Variant:
    """A way to retrieve: which entries, which ranking, with or without the rule on names."""

    name: str
    encoder: str
    kinds: Set[EntryKind]
    retriever: type[Retriever]
    has_name_rule: bool
    is_adapted: bool = True


VARIANTS = (
    Variant("BM25 alone, passages", "", _PASSAGES, WordsAlone, False),
    Variant("BM25 alone, with statements and questions", "", _ALL_KINDS, WordsAlone, False),
    Variant("bundled encoder alone, passages", BUNDLED, _PASSAGES, EncoderAlone, False),
    Variant("bundled encoder alone, with statements and questions", BUNDLED, _ALL_KINDS, EncoderAlone, False),
    Variant("MiniLM alone, passages", "minilm", _PASSAGES, EncoderAlone, False),
    Variant("MiniLM alone, with statements and questions", "minilm", _ALL_KINDS, EncoderAlone, False),
    Variant("full", BUNDLED, _ALL_KINDS, Retriever, True),
    Variant("full, in the order of the fused ranks", BUNDLED, _ALL_KINDS, FusedOrder, True),
    Variant("full without the classifier", BUNDLED, _ALL_KINDS, WithoutClassifier, True),
    Variant("full, nothing learnt", BUNDLED, _ALL_KINDS, Retriever, True, is_adapted=False),
    Variant("full without sections", BUNDLED, _ALL_KINDS, WithoutSections, True),
    Variant("full without questions", BUNDLED, _ALL_KINDS - {"question"}, Retriever, True),
    Variant("full without statements", BUNDLED, _ALL_KINDS - {"statement"}, Retriever, True),
    Variant("full without the contradiction rule", BUNDLED, _ALL_KINDS, Retriever, False),
    Variant("full with MiniLM as encoder", "minilm", _ALL_KINDS, Retriever, True),
)


@dataclass(frozen=True, slots=True)
class Success:
    """Shares of n questions with a right hit among the first k, with standard errors, and MRR."""

    n: int
    at_1: float
    at_3: float
    at_5: float
    mrr: float
    error_1: float
    error_3: float


@dataclass(frozen=True, slots=True)
class Row:
    """One variant: success by split and group, milliseconds of processor a question, megabytes."""

    name: str
    splits: dict[str, dict[str, Success]]
    milliseconds: float
    megabytes: float


def measure_variants(corpus: Path, questions: Path, splits: Sequence[str]) -> list[Row]:
    """A row for each variant, on snapshots of its own."""
    encoders = {name: open_encoder(name) for name in (BUNDLED, "minilm")}
    data = {name: _built(corpus, encoder) for name, encoder in encoders.items()}
    documents = {s.document.doc_id: s.document for s in data[BUNDLED].structures}
    cases = [c for c in locate_cases(read_questions(questions), documents) if c.evidence]
    rows = []
    for variant in VARIANTS:
        name = variant.encoder or BUNDLED
        rows.append(_measure(variant, data[name], encoders[name], cases, splits))
        sys.stderr.write(f"{variant.name}\n")
    return rows


def _built(corpus: Path, encoder: Encoder) -> SnapshotData:
    with tempfile.TemporaryDirectory() as folder:
        build_index(corpus, Path(folder), encoder)
        return read_snapshot(Path(folder))[1]


def _measure(
    variant: Variant, data: SnapshotData, encoder: Encoder, cases: Sequence[Case], splits: Sequence[str]
) -> Row:
    if not variant.is_adapted:
        vectors = encode_entries(encoder, data.entries, lambda *_: None)
        data = replace(data, vectors=vectors, projection=NO_PROJECTION, classifier=NO_CLASSIFIER)
    retriever = variant.retriever(only(data, variant.kinds), encoder)
    answerer = Answerer(data, retriever)
    search = _search(answerer, retriever, variant.has_name_rule)
    found: dict[str, dict[str, Success]] = {}
    milliseconds: list[float] = []
    for split in splits:
        chosen = select(cases, "test" if split == "test" else "dev")
        ranks = [_timed_rank(answerer, search, c, milliseconds) for c in chosen]
        found[split] = by_group(chosen, ranks)
    size = weights_mb(variant.encoder) if variant.encoder else 0.0
    return Row(variant.name, found, round(statistics.median(milliseconds), 2), size)


def only(data: SnapshotData, kinds: Set[EntryKind]) -> SnapshotData:
    """The snapshot with the entries of these kinds alone."""
    kept = [i for i, e in enumerate(data.entries) if e.kind in kinds]
    entries = tuple(data.entries[i] for i in kept)
    taught = data.classifier if "question" in kinds else NO_CLASSIFIER
    postings = index_entries(entries)
    return replace(data, entries=entries, vectors=data.vectors[kept], postings=postings, classifier=taught)


def _search(answerer: Answerer, retriever: Retriever, has_name_rule: bool) -> Search:
    if has_name_rule:
        return lambda question: answerer.search(question, _SEARCHED)
    return lambda question: retriever.search(question.standalone, question.language, _SEARCHED)


def _timed_rank(answerer: Answerer, search: Search, case: Case, milliseconds: list[float]) -> int:
    """The rank of the first hit that covers a piece of evidence, 0 if there is none."""
    question = answerer.understand(case.question.question, history=case.question.turns)
    started = time.process_time()
    hits = search(question)
    milliseconds.append(1000 * (time.process_time() - started))
    placed = [h for h in hits if h.spans][:_DEPTH]
    right = (rank for rank, h in enumerate(placed, start=1) if covered_groups(case.evidence, h.spans))
    return next(right, 0)


def by_group(cases: Sequence[Case], ranks: Sequence[int]) -> dict[str, Success]:
    """Success of all questions, of each language, and of those whose evidence is in the other one."""
    groups: dict[str, Callable[[Case], bool]] = {
        "all": lambda c: True,
        "fr": lambda c: c.question.language == "fr",
        "en": lambda c: c.question.language == "en",
        "across": lambda c: c.crosses_languages,
    }
    members = {
        name: [r for c, r in zip(cases, ranks, strict=True) if belongs(c)] for name, belongs in groups.items()
    }
    return {name: success(found) for name, found in members.items() if found}


def success(ranks: Sequence[int]) -> Success:
    """Figures of 1-based ranks; 0 means not found."""
    n = len(ranks)
    at = {k: sum(0 < r <= k for r in ranks) / n for k in (1, 3, 5)}
    mrr = sum(1 / r for r in ranks if r) / n
    error = {k: math.sqrt(p * (1 - p) / n) for k, p in at.items()}
    figures = (at[1], at[3], at[5], mrr, error[1], error[3])
    return Success(n, *(round(f, 4) for f in figures))


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=default_corpus())
    parser.add_argument("--questions", type=Path, default=Path("eval/questions"))
    parser.add_argument("--with-test", action="store_true", help="the blind questions too")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    splits = ("dev", "test") if arguments.with_test else ("dev",)
    rows = measure_variants(arguments.corpus, arguments.questions, splits)
    arguments.out.write_text(json.dumps([asdict(r) for r in rows], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
