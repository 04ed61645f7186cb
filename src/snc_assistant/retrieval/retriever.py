"""Question → hits. Every arm ranks targets by their best entry; the ranks are fused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from snc_assistant.facts.base import FactBase
from snc_assistant.ingest.passages import Structure
from snc_assistant.retrieval.analyzer import terms
from snc_assistant.retrieval.dense import DenseIndex
from snc_assistant.retrieval.encoder import Encoder
from snc_assistant.retrieval.entries import Entry
from snc_assistant.retrieval.fusion import fuse, relevance
from snc_assistant.retrieval.snapshot import SnapshotData
from snc_assistant.retrieval.sparse import SparseIndex
from snc_assistant.types import LANGUAGES, Hit, Language, Passage, Span

_DEPTH = 50  # ranks of each arm that take part in the fusion
_CANDIDATES = 20  # fused targets that are ordered anew by how well they match
_LEXICAL = 3  # entries of a target whose words are compared with the question's
_OTHER_LANGUAGE = 0.5  # a question shares names and figures, not words, with the other language


class Retriever:
    """Searches one snapshot with the encoder that built it."""

    def __init__(self, data: SnapshotData, encoder: Encoder) -> None:
        self._encoder = encoder
        self._entries = data.entries
        self._targets = list(dict.fromkeys(e.target_id for e in data.entries))
        position = {t: i for i, t in enumerate(self._targets)}
        self._target_of = np.array([position[e.target_id] for e in data.entries], dtype=np.int64)
        self._own = {t: np.flatnonzero(self._target_of == i) for i, t in enumerate(self._targets)}
        self._dense = DenseIndex(data.vectors)
        self._members = {lang: _members(data.entries, lang) for lang in LANGUAGES}
        self._sparse = {lang: _sparse(data.entries, lang) for lang in LANGUAGES}
        self._places = _Places(data)

    def search(self, query: str, language: Language, k: int = 10) -> list[Hit]:
        """The best k targets for a query, best first.

        :param language: of the query; prefers passages in that language for display.
        """
        if not self._entries:
            return []
        dense = self._dense.scores(self._encoder.encode_queries([query])[0])
        analysed = {lang: terms(query, lang) for lang in LANGUAGES}
        sparse = self._sparse_scores(analysed)
        rankings = [self._ranking(dense)]
        weights = [1.0]
        for lang in LANGUAGES:
            rankings.append(self._ranking(np.where(self._in(lang), sparse, 0.0), floor=0.0))
            weights.append(1.0 if lang == language else _OTHER_LANGUAGE)
        fused = fuse(rankings, weights)
        candidates = sorted(fused, key=lambda t: (-fused[t], t))[: max(k, _CANDIDATES)]
        scored = [self._score(t, fused[t], dense, sparse, analysed) for t in candidates]
        scored.sort(key=lambda s: (-s.relevance, s.target))
        return [self._hit(s, rank, language) for rank, s in enumerate(scored[:k], start=1)]

    def _in(self, language: Language) -> NDArray[np.bool_]:
        mask = np.zeros(len(self._entries), dtype=bool)
        mask[self._members[language]] = True
        return mask

    def _sparse_scores(self, analysed: Mapping[Language, Sequence[str]]) -> NDArray[np.float32]:
        scores = np.zeros(len(self._entries), dtype=np.float32)
        for lang in LANGUAGES:
            scores[self._members[lang]] = self._sparse[lang].scores(analysed[lang])
        return scores

    def _ranking(self, scores: NDArray[np.float32], floor: float = -1.0) -> list[str]:
        best = np.full(len(self._targets), floor, dtype=np.float32)
        np.maximum.at(best, self._target_of, scores)
        order = np.argsort(-best, kind="stable")[:_DEPTH]
        return [self._targets[i] for i in order if best[i] > floor]

    def _score(
        self,
        target: str,
        fused: float,
        dense: NDArray[np.float32],
        sparse: NDArray[np.float32],
        analysed: Mapping[Language, Sequence[str]],
    ) -> "_Scored":
        own = self._own[target]
        nearest = int(own[np.argmax(dense[own])])
        lexical = own[np.argsort(-sparse[own], kind="stable")[:_LEXICAL]]
        coverage = max(self._coverage(int(entry), analysed) for entry in lexical)
        cosine = float(dense[nearest])
        return _Scored(target, fused, cosine, coverage, relevance(cosine, coverage, fused), nearest)

    def _coverage(self, entry: int, analysed: Mapping[Language, Sequence[str]]) -> float:
        """The share of the question's words in an entry, in the entry's language."""
        lang = self._entries[entry].language
        return self._sparse[lang].coverage(analysed[lang], int(np.searchsorted(self._members[lang], entry)))

    def _hit(self, scored: "_Scored", rank: int, language: Language) -> Hit:
        return Hit(
            target_id=scored.target,
            passage=self._places.passage(scored.target, language),
            rank=rank,
            score=scored.relevance,
            dense_score=scored.dense,
            sparse_score=scored.sparse,
            spans=self._places.spans(scored.target),
            matched=self._entries[scored.nearest].text,
        )


@dataclass(frozen=True, slots=True)
class _Scored:
    target: str
    fused: float
    dense: float
    sparse: float
    relevance: float
    nearest: int


def _members(entries: Sequence[Entry], language: Language) -> NDArray[np.int64]:
    return np.array([i for i, e in enumerate(entries) if e.language == language], dtype=np.int64)


def _sparse(entries: Sequence[Entry], language: Language) -> SparseIndex:
    return SparseIndex([terms(e.text, language) for e in entries if e.language == language])


class _Places:
    """Where each target stands in the documents."""

    def __init__(self, data: SnapshotData) -> None:
        self._structures: dict[str, Structure] = {s.document.doc_id: s for s in data.structures}
        self._passages = {p.passage_id: p for s in data.structures for p in s.passages}
        self._facts = FactBase(data.facts)
        self._gaps = {g.gap_id: g for g in data.gaps}
        self._known_spans: dict[str, tuple[Span, ...]] = {}
        self._known_passages: dict[tuple[str, Language], Passage] = {}

    def spans(self, target: str) -> tuple[Span, ...]:
        """All spans that state a target; none for a gap."""
        if target not in self._known_spans:
            self._known_spans[target] = self._find_spans(target)
        return self._known_spans[target]

    def _find_spans(self, target: str) -> tuple[Span, ...]:
        if target in self._passages:
            return (self._passages[target].span,)
        if target not in self._facts:
            return ()
        fact = self._facts[target]
        return fact.spans + tuple(s for m in self._facts.members(fact) for s in m.spans)

    def passage(self, target: str, language: Language) -> Passage:
        """The passage to show for a target: in the reader's language if one states it."""
        key = (target, language)
        if key not in self._known_passages:
            self._known_passages[key] = self._find_passage(target, language)
        return self._known_passages[key]

    def _find_passage(self, target: str, language: Language) -> Passage:
        if target in self._passages:
            return self._passages[target]
        spans = self.spans(target)
        if target in self._gaps:
            spans = tuple(s for n in self._gaps[target].nearest for s in self.spans(n))
        holding = [p for p in self._passages.values() if any(s.overlaps(p.span) for s in spans)]
        if not holding:
            return next(iter(self._passages.values()))
        newest = max(self._structures[p.doc_id].document.edition for p in holding)
        return min(
            holding,
            key=lambda p: (
                p.language != language,
                self._structures[p.doc_id].document.edition != newest,
                min((spans.index(s) for s in spans if s.overlaps(p.span)), default=0),
                p.start,
            ),
        )
