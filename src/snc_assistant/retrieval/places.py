"""Where each target stands in the documents, and which of its passages to show."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from snc_assistant.facts.base import FactBase
from snc_assistant.ingest.passages import Structure
from snc_assistant.retrieval.snapshot import SnapshotData
from snc_assistant.types import Language, Passage, Span


class Places:
    """Where each target stands in the documents."""

    def __init__(self, data: SnapshotData) -> None:
        self._structures: dict[str, Structure] = {s.document.doc_id: s for s in data.structures}
        self._passages = {p.passage_id: p for s in data.structures for p in s.passages}
        self._extents = {s.document.doc_id: _extents(s.passages) for s in data.structures}
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
        holding = list(dict.fromkeys(p for s in spans for p in self._overlapping(s)))
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

    def _overlapping(self, span: Span) -> list[Passage]:
        """The passages that share a character with a span, in reading order."""
        starts, ends = self._extents[span.doc_id]
        passages = self._structures[span.doc_id].passages
        return [passages[i] for i in np.flatnonzero((starts < span.end) & (ends > span.start))]


def _extents(passages: Sequence[Passage]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each passage starts and ends."""
    starts = np.array([p.start for p in passages], dtype=np.int64)
    return starts, np.array([p.end for p in passages], dtype=np.int64)
