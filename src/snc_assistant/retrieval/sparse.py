"""BM25 over analysed terms. The only module that imports bm25s, and only to build.

BM25 as in Robertson & Zaragoza (2009), Lucene's variant (Kamphuis et al. 2020). As the weight of
a term in an entry depends on the corpus alone, the weights are kept, and a search adds them up.
"""

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

# A word of a query: the terms that it may stand as in the entries, and how probable each is.
Word = tuple[tuple[str, float], ...]


def as_words(terms: Sequence[str]) -> list[Word]:
    """Words that each stand as one term for certain."""
    return [((term, 1.0),) for term in terms]


@dataclass(frozen=True, slots=True)
class Postings:
    """The BM25 weights of `size` entries by term: compressed sparse columns.

    Term `i` stands in the entries `entries[starts[i]:starts[i + 1]]`, with the `weights` at the
    same places.

    :raises ValueError: if the arrays do not fit together.
    """

    terms: tuple[str, ...]
    starts: NDArray[np.int64]
    entries: NDArray[np.int32]
    weights: Scores
    size: int

    def __post_init__(self) -> None:
        fits = self.starts.shape == (len(self.terms) + 1,) and self.entries.shape == self.weights.shape
        if not fits or self.starts[-1] != len(self.entries) or np.any(np.diff(self.starts) < 0):
            raise ValueError("the arrays of the postings do not fit together")
        if len(self.entries) and not 0 <= self.entries.min() <= self.entries.max() < self.size:
            raise ValueError("a posting names an entry that is not there")


def index_terms(entries: Sequence[Sequence[str]]) -> Postings:
    """The postings of lists of terms, one list an entry."""
    if not entries:
        return Postings((), np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32), 0)
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it logs every index at DEBUG
    filled = [list(e) or [""] for e in entries]  # BM25 divides by the length of an entry
    terms = tuple(sorted({t for e in filled for t in e}))
    number = {t: i for i, t in enumerate(terms)}
    index = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
    index.index(([[number[t] for t in e] for e in filled], number), show_progress=False)
    found = index.scores
    return Postings(
        terms,
        found["indptr"].astype(np.int64),
        found["indices"].astype(np.int32),
        found["data"].astype(np.float32),
        len(entries),
    )


class SparseIndex:
    """BM25 scores, and the share of a query's words that an entry has."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._term = {t: i for i, t in enumerate(postings.terms) if t}

    def scores(self, query: Sequence[Word]) -> Scores:
        """The BM25 score of every entry, shape (n,).

        A word counts with the expected frequency of its terms, in an entry and in the corpus
        (Darwish & Oard, SIGIR 2003); the weights are saturated term by term, as they are kept.
        """
        scores = np.zeros(self._postings.size, dtype=np.float32)
        for word in query:
            places = [(self._place(term), probability) for term, probability in word]
            rarity = self._weight(sum(p * _count(place) for place, p in places))
            for place, p in places:
                factor = np.float32(p * rarity / self._weight(_count(place)))
                scores[self._postings.entries[place]] += factor * self._postings.weights[place]
        return scores

    def coverage(self, query: Sequence[Word]) -> NDArray[np.float64]:
        """The share of the query's word weight that each entry contains, in [0, 1], shape (n,).

        An entry contains a word by any of its terms. Words weigh by inverse document frequency;
        one that no entry has weighs most.
        """
        covered = np.zeros(self._postings.size)
        total = 0.0
        for word in dict.fromkeys(query):  # in order: sums of floats must not depend on the hash seed
            having = self._having(word)
            weight = self._weight(len(having))
            covered[having] += weight
            total += weight
        return covered / total if total else covered

    def _having(self, word: Word) -> NDArray[np.int32]:
        """The entries that have a term of the word, each once."""
        places = [self._place(term) for term, _ in word]
        if len(places) == 1:
            return self._postings.entries[places[0]]
        return np.unique(np.concatenate([self._postings.entries[p] for p in places]))

    def _place(self, term: str) -> slice:
        at = self._term.get(term)
        if at is None:
            return slice(0, 0)
        starts = self._postings.starts
        return slice(int(starts[at]), int(starts[at + 1]))

    def _weight(self, count: float) -> float:
        return math.log(1 + (self._postings.size - count + 0.5) / (count + 0.5))


def _count(place: slice) -> int:
    return int(place.stop - place.start)
