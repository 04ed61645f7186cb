"""Compares encoders: GDPR titles → articles, this corpus's questions → evidence, speed, size.

`python -m training.measure --gdpr FILE --model FOLDER [--reference FOLDER] [--json FILE]`
"""

import argparse
import json
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from snc_assistant.build import build_index
from snc_assistant.facts.base import FactBase
from snc_assistant.language import normalise
from snc_assistant.retrieval.encoder import Encoder, SentenceTransformerEncoder
from snc_assistant.retrieval.snapshot import SnapshotData, read_snapshot
from snc_assistant.retrieval.static_encoder import StaticEncoder
from snc_assistant.types import Span

_ROOT = Path(__file__).parent.parent
_LANGS = ("fr", "en")
_DIRECTIONS = (("fr", "en"), ("en", "fr"), ("en", "en"), ("fr", "fr"))
_DEPTHS = (1, 3, 5)
Figures = dict[str, float]


def gdpr_success(encoder: Encoder, path: Path) -> Figures:
    """The share of the titles whose article comes first, and among the first five of all."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [r for r in rows if r["en_title"]]
    titles = {lang: encoder.encode_queries([r[f"{lang}_title"] for r in rows]) for lang in _LANGS}
    texts = {lang: encoder.encode_passages([r[lang] for r in rows]) for lang in _LANGS}
    figures = {}
    for asked, found in _DIRECTIONS:
        scores = titles[asked] @ texts[found].T
        ranks = (scores > np.diag(scores)[:, None]).sum(axis=1)
        for k in (1, 5):
            figures[f"gdpr {asked}->{found} @{k}"] = float((ranks < k).mean())
    return figures


@dataclass(frozen=True, slots=True)
class Judged:
    """A question of the development set and the spans of which any answers it."""

    text: str
    language: str
    spans: tuple[Span, ...]
    is_cross: bool


def dev_success(encoder: Encoder, corpus: Path, questions: Sequence[Path]) -> Figures:
    """Success at 1, 3 and 5 of the dense arm alone, questions of the corpus included."""
    with tempfile.TemporaryDirectory() as folder:
        build_index(corpus, Path(folder), encoder)
        _, data = read_snapshot(Path(folder))
    judged = read_judged(questions, data)
    targets = list(dict.fromkeys(e.target_id for e in data.entries))
    spans = target_spans(data)
    position = {t: i for i, t in enumerate(targets)}
    owner = np.array([position[e.target_id] for e in data.entries])
    vectors = encoder.encode_queries([normalise(q.text) for q in judged])
    ranks = [
        _first_right(v @ data.vectors.T, owner, [_hits(spans.get(t, ()), q.spans) for t in targets])
        for v, q in zip(vectors, judged, strict=True)
    ]
    return _by_group(judged, np.array(ranks))


def _first_right(scores: NDArray[np.float32], owner: NDArray[np.int64], right: Sequence[bool]) -> int:
    """The 0-based rank of the first right target; targets rank by their best entry."""
    best = np.full(len(right), -1.0, dtype=np.float32)
    np.maximum.at(best, owner, scores)
    found = np.flatnonzero(np.array(right)[np.argsort(-best, kind="stable")])
    return int(found[0]) if len(found) else len(right)


def _by_group(judged: Sequence[Judged], ranks: NDArray[np.int64]) -> Figures:
    groups = {
        "all": [True] * len(judged),
        "fr": [q.language == "fr" for q in judged],
        "en": [q.language == "en" for q in judged],
        "cross": [q.is_cross for q in judged],
    }
    figures: Figures = {}
    for name, members in groups.items():
        chosen = ranks[np.array(members)]
        figures |= {f"dev {name} @{k}": float((chosen < k).mean()) for k in _DEPTHS}
        figures[f"dev {name} n"] = float(len(chosen))
    return figures


def read_judged(paths: Sequence[Path], data: SnapshotData) -> list[Judged]:
    """The questions that have evidence and no history."""
    texts = {s.document.doc_id: s.document.text for s in data.structures}
    languages = {s.document.doc_id: s.document.language for s in data.structures}
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    judged = []
    for row in map(json.loads, lines):
        quotes = [q for group in row["evidence"] for q in group]
        spans = tuple(s for q in quotes for s in _find(q["doc"], q["quote"], texts))
        if spans and not row["history"]:
            cross = all(languages[s.doc_id] != row["language"] for s in spans)
            judged.append(Judged(row["question"], row["language"], spans, cross))
    return judged


def _find(doc_id: str, quote: str, texts: Mapping[str, str]) -> list[Span]:
    spans, start = [], texts[doc_id].find(quote)
    while start >= 0:
        spans.append(Span(doc_id, start, start + len(quote)))
        start = texts[doc_id].find(quote, start + 1)
    return spans


def target_spans(data: SnapshotData) -> dict[str, tuple[Span, ...]]:
    """Where each fact and passage of a snapshot is stated; gaps are stated nowhere."""
    facts = FactBase(data.facts)
    spans: dict[str, tuple[Span, ...]] = {
        p.passage_id: (p.span,) for s in data.structures for p in s.passages
    }
    for fact in data.facts:
        members = tuple(s for m in facts.members(fact) for s in m.spans)
        spans[fact.fact_id] = fact.spans + members
    return spans


def _hits(found: Sequence[Span], wanted: Sequence[Span]) -> bool:
    return any(f.overlaps(w) for f in found for w in wanted)


def passages_per_second(encoder: Encoder, gdpr: Path) -> Figures:
    """How many passages of 25 words are encoded in a second of processor time, so on one core."""
    rows = [json.loads(line) for line in gdpr.read_text(encoding="utf-8").splitlines()]
    words = " ".join(r[lang] for r in rows for lang in _LANGS).split()
    passages = [" ".join(words[i : i + 25]) for i in range(0, len(words), 25)]
    if isinstance(encoder, StaticEncoder):
        passages *= 5
    encoder.encode_passages(passages[:64])
    start = time.process_time()
    encoder.encode_passages(passages)
    return {"passages per second": len(passages) / (time.process_time() - start)}


def _megabytes(folder: Path) -> Figures:
    return {"megabytes": sum(f.stat().st_size for f in folder.iterdir() if f.is_file()) / 1e6}


def _fidelity(model: StaticEncoder, reference: Path, gdpr: Path) -> Figures:
    """The mean and least cosine between the bundled int8 vectors and the float32 ones."""
    rows = [json.loads(line) for line in gdpr.read_text(encoding="utf-8").splitlines()]
    texts = [r[key] for r in rows for key in ("en", "fr", "en_title", "fr_title") if r[key]]
    full = SentenceTransformerEncoder(str(reference)).encode_passages(texts)
    cosines = (full * model.encode_passages(texts)).sum(axis=1)
    return {"int8 cosine, mean": float(cosines.mean()), "int8 cosine, least": float(cosines.min())}


def measure(encoder: Encoder, gdpr: Path, corpus: Path = _ROOT / "corpus") -> Figures:
    """All figures that every encoder has."""
    questions = sorted((_ROOT / "eval" / "questions").glob("dev_*.jsonl"))
    return {
        **gdpr_success(encoder, gdpr),
        **dev_success(encoder, corpus, questions),
        **passages_per_second(encoder, gdpr),
    }


def table(columns: Mapping[str, Figures]) -> str:
    """A Markdown table, one column per encoder."""
    names = list(dict.fromkeys(n for figures in columns.values() for n in figures))
    lines = [f"| figure | {' | '.join(columns)} |", "|---|" + "---|" * len(columns)]
    for name in names:
        cells = [f"{f[name]:,.4g}" if name in f else "-" for f in columns.values()]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table of the bundled model beside MiniLM."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gdpr", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="the bundled folder")
    parser.add_argument("--reference", type=Path, help="the float32 StaticEmbedding folder")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    arguments = parser.parse_args()
    ours = StaticEncoder(arguments.model)
    minilm = SentenceTransformerEncoder("minilm")
    columns = {"MiniLM": measure(minilm, arguments.gdpr), "ours": measure(ours, arguments.gdpr)}
    columns["ours"] |= _megabytes(arguments.model)
    if arguments.reference:
        columns["ours"] |= _fidelity(ours, arguments.reference, arguments.gdpr)
    print(table(columns))
    if arguments.json:
        arguments.json.write_text(json.dumps(columns, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
