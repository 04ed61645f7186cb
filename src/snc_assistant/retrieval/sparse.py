"""BM25 over analysed terms. The only module that imports bm25s.

BM25 as in Robertson & Zaragoza (2009), Lucene's variant (Kamphuis et al. 2020).
"""

import logging
import math
from collections import Counter
from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it logs every index at DEBUG

Scores = NDArray[np.float32]


class SparseIndex:
    """A BM25 index over lists of terms, one list an entry."""

    def __init__(self, entries: Sequence[Sequence[str]]) -> None:
        self._terms = [frozenset(e) for e in entries]
        self._frequency = Counter(t for e in self._terms for t in e)
        self._bm25 = bm25s.BM25(k1=1.2, b=0.75, method="lucene") if entries else None
        if self._bm25 is not None:
            self._bm25.index([list(e) or [""] for e in entries], show_progress=False)

    def scores(self, query: Sequence[str]) -> Scores:
        """The BM25 score of every entry, shape (n,)."""
        known = [t for t in query if t in self._frequency]
        if self._bm25 is None or not known:
            return np.zeros(len(self._terms), dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)

    def coverage(self, query: Sequence[str], entry: int) -> float:
        """The share of the query's term weight that an entry contains, in [0, 1].

        Terms weigh by inverse document frequency; a term that no entry has weighs most.
        """
        weights = {t: self._weight(t) for t in query}
        total = sum(weights.values())
        if not total:
            return 0.0
        return sum(w for t, w in weights.items() if t in self._terms[entry]) / total

    def _weight(self, term: str) -> float:
        count, n = self._frequency.get(term, 0), len(self._terms)
        return math.log(1 + (n - count + 0.5) / (count + 0.5))
