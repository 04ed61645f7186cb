"""Question → hits. Every arm ranks targets by their best entry; the ranks are fused."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from snc_assistant.retrieval.analyzer import terms
from snc_assistant.retrieval.calibration import LEAST_TAUGHT
from snc_assistant.retrieval.classifier import Classifier
from snc_assistant.retrieval.dense import DenseIndex
from snc_assistant.retrieval.encoder import Encoder, Vectors
from snc_assistant.retrieval.fusion import fuse, relevance
from snc_assistant.retrieval.places import Places
from snc_assistant.retrieval.projection import project
from snc_assistant.retrieval.sections import Sections
from snc_assistant.retrieval.snapshot import SnapshotData
from snc_assistant.retrieval.sparse import SparseIndex, as_words
from snc_assistant.retrieval.translations import OTHER, translate
from snc_assistant.types import LANGUAGES, Hit, Language

_DEPTH = 50  # ranks of each arm that take part in the fusion
_CANDIDATES = 20  # fused targets that are ordered anew by how well they match
_LEXICAL = 3  # entries of a target whose words are compared with the question's
_OTHER_LANGUAGE = 0.75  # a translated word says less than the word itself

Scores = NDArray[np.float32]
Entries = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Arms:
    """What each arm says of one query in a language.

    Of each entry: `dense`, its cosine; `sparse`, its BM25 score; `covered`, the share of the query's
    words that it has, translated where it is in the other language. Of each target: `own`, its best
    cosine; `near`, the mean of that and of the cosine of its section; `taught`, the logarithm of how probable
    the classifier makes it, NaN where it was not taught.
    """

    language: Language
    dense: Scores
    sparse: Scores
    covered: NDArray[np.float64]
    own: Scores
    near: Scores
    taught: Scores


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate, a position among the targets, and the scores that it is ordered by."""

    target: int
    cosine: float
    coverage: float
    relevance: float
    nearest: int
    taught: float | None


class Retriever:
    """Searches one snapshot with the encoder that built it."""

    def __init__(self, data: SnapshotData, encoder: Encoder) -> None:
        self._encoder = encoder
        self._entries = data.entries
        languages = np.array([e.language for e in data.entries])
        self._targets = list(dict.fromkeys(e.target_id for e in data.entries))
        position = {t: i for i, t in enumerate(self._targets)}
        target_of = np.array([position[e.target_id] for e in data.entries], dtype=np.int64)
        self._by_target = np.argsort(target_of, kind="stable")
        counts = np.bincount(target_of, minlength=len(self._targets))
        self._starts = np.cumsum(counts) - counts
        self._own = np.split(self._by_target, self._starts[1:]) if self._targets else []
        self._compared = {
            lang: [_compared(own, languages[own] == lang) for own in self._own] for lang in LANGUAGES
        }
        self._dense = DenseIndex(data.vectors)
        self._projection = data.projection
        self._sections = Sections(data, self._targets)
        self._members = {lang: np.flatnonzero(languages == lang) for lang in LANGUAGES}
        self._sparse = {lang: SparseIndex(data.postings[lang]) for lang in LANGUAGES}
        self._translations = data.translations
        self._places = Places(data)
        self._classifier = data.classifier
        self._taught = _positions(data.classifier, self._targets)

    def search(self, query: str, language: Language, k: int = 10) -> list[Hit]:
        """The best k targets for a query, best first.

        :param language: of the query; prefers passages in that language for display.
        """
        if not self._entries:
            return []
        ordered = self._order(self._ask_arms(query, language), k)
        return [self._hit(s, rank, language) for rank, s in enumerate(ordered[:k], start=1)]

    def encode(self, query: str) -> Vectors:
        """The vector of a question, projected, unit, shape (dimension,)."""
        vectors: Vectors = project(self._encoder.encode_queries([query]), self._projection)
        return np.asarray(vectors[0], dtype=np.float32)

    def nearest(self, query: Vectors, *groups: Set[str]) -> list[float]:
        """The cosine of a query's vector with the nearest entry of each group of targets; -1 if it has none."""
        own = self._best(self._dense.scores(query), -1.0)
        near = [[float(s) for s, t in zip(own, self._targets, strict=True) if t in group] for group in groups]
        return [max(scores, default=-1.0) for scores in near]

    def likelier(self, query: str, group: Set[str]) -> float | None:
        """The log odds, by what the corpus's questions taught, that a query is about one of a group of targets.

        None where nothing was taught of the group or of the others.
        """
        known = np.array([t in group for t in self._classifier.targets], dtype=bool)
        if not known.any() or known.all():
            return None
        found = self._classifier.log_probabilities(query, self.encode(query))
        return float(np.logaddexp.reduce(found[known]) - np.logaddexp.reduce(found[~known]))

    def _ask_arms(self, query: str, language: Language) -> Arms:
        vector = self.encode(query)
        asked = {
            language: as_words(terms(query, language)),
            OTHER[language]: translate(query, language, self._translations),
        }
        dense = self._dense.scores(vector)
        sparse = np.zeros(len(self._entries), dtype=np.float32)
        covered = np.zeros(len(self._entries))
        for lang in LANGUAGES:
            sparse[self._members[lang]] = self._sparse[lang].scores(asked[lang])
            covered[self._members[lang]] = self._sparse[lang].coverage(asked[lang])
        own = self._best(dense, -1.0)
        near = np.asarray((own + self._sections.around(vector, own)) / 2, dtype=np.float32)
        return Arms(language, dense, sparse, covered, own, near, self._probable(query, vector))

    def _probable(self, query: str, vector: Vectors) -> Scores:
        """The logarithm of how probable each target is, the most probable 0, shape (targets,); NaN where not taught."""
        probable = np.full(len(self._targets), np.nan, dtype=np.float32)
        if self._classifier.targets:
            found = self._classifier.log_probabilities(query, vector)
            known = self._taught >= 0
            probable[known] = np.maximum(found[self._taught[known]] - found.max(), LEAST_TAUGHT)
        return probable

    def _order(self, arms: Arms, k: int) -> list[Scored]:
        """The candidates of the fused arms, best first."""
        rankings = [best_positions(arms.near, -1.0)]
        weights = [1.0]
        for lang in LANGUAGES:
            found = np.zeros_like(arms.sparse)
            found[self._members[lang]] = arms.sparse[self._members[lang]]
            rankings.append(best_positions(self._best(found, 0.0), 0.0))
            weights.append(1.0 if lang == arms.language else _OTHER_LANGUAGE)
        fused = fuse(rankings, weights)
        candidates = sorted(fused, key=lambda t: (-fused[t], self._targets[t]))[: max(k, _CANDIDATES)]
        scored = [self._score(t, fused[t], arms) for t in candidates]
        return sorted(scored, key=lambda s: (-s.relevance, self._targets[s.target]))

    def _best(self, scores: Scores, floor: float) -> Scores:
        """The best score of each target's entries, shape (targets,)."""
        best = np.maximum.reduceat(scores[self._by_target], self._starts)
        return np.asarray(np.maximum(best, floor), dtype=np.float32)

    def _score(self, target: int, fused: float, arms: Arms) -> Scored:
        own = self._own[target]
        nearest = int(own[np.argmax(arms.dense[own])])
        compared = self._compared[arms.language][target]
        lexical = compared[np.argsort(-arms.sparse[compared], kind="stable")[:_LEXICAL]]
        coverage = float(arms.covered[lexical].max())
        # One that was not taught is not put behind those that were.
        taught = None if np.isnan(arms.taught[target]) else float(arms.taught[target])
        order = relevance(float(arms.near[target]), coverage, fused, taught or 0.0)
        return Scored(target, float(arms.own[target]), coverage, order, nearest, taught)

    def _hit(self, scored: Scored, rank: int, language: Language) -> Hit:
        target = self._targets[scored.target]
        return Hit(
            target_id=target,
            passage=self._places.passage(target, language),
            rank=rank,
            score=scored.relevance,
            dense_score=scored.cosine,
            sparse_score=scored.coverage,
            spans=self._places.spans(target),
            matched=self._entries[scored.nearest].text,
            taught=scored.taught,
        )


def _compared(own: Entries, in_language: NDArray[np.bool_]) -> Entries:
    """The entries of a target whose words are compared: those in the question's language, if it has any."""
    return own[in_language] if in_language.any() else own


def _positions(classifier: Classifier, targets: Sequence[str]) -> Entries:
    """Where the classifier has each target, -1 where it was not taught."""
    place = {t: i for i, t in enumerate(classifier.targets)}
    return np.array([place.get(t, -1) for t in targets], dtype=np.int64)


def best_positions(scores: Scores, floor: float) -> list[int]:
    """The first positions by score, best first, of those above the floor."""
    order = np.argsort(-scores, kind="stable")[:_DEPTH]
    return [int(i) for i in order if scores[i] > floor]
