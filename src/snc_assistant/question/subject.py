"""Do the words around the names ask who is listed and how, or for something else?

"What has Cloud Temple got that is qualified?" and "Who audited Cloud Temple?" name the same
provider; the words that are neither name nor frame decide. Learnt from the corpus's own
questions: naive Bayes with add-half smoothing (Manning, Raghavan & Schütze 2008, chapter 13), and,
where a provider or an offer is named, a linear classifier of the vector of the question without the name: ridge
regression on the class (Hastie, Tibshirani & Friedman 2009, chapter 4.2).
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from snc_assistant.language import words
from snc_assistant.retrieval.learnt import Learnt
from snc_assistant.types import Language, Question

_HALF = 0.002  # smoothing, as a share of the texts
_UNKNOWN = -0.5  # a word never seen speaks a little against a look-up
_MOST_UNKNOWN = -1.0  # as a story around a question has many of them
_RIDGE = 5.0
_SHORTEST = 2  # letters that are no name to look for
_WEIGHT = 3.0  # of the classifier's margin beside the log odds of the words
_ANYONE: Mapping[Language, str] = {"fr": "un prestataire", "en": "a provider"}

Encode = Callable[[str], NDArray[np.float32]]


class LookUpOdds:
    """Scores words by how much more often look-ups use them than other questions do."""

    def __init__(self, learnt: Learnt, encode: Encode) -> None:
        """:param encode: gives the vector of a text."""
        self._odds = learnt.look_up_odds
        self._weights = np.array(learnt.look_up_weights, dtype=np.float32)
        self._encode = encode

    def of(self, subject: Sequence[str], question: Question) -> float:
        """The log odds that a question with these words beside its names is a look-up; 0 for no words."""
        unknown = sum(w not in self._odds for w in subject)
        of_words = sum(self._odds.get(w, 0.0) for w in subject) + max(_UNKNOWN * unknown, _MOST_UNKNOWN)
        return of_words + (_WEIGHT * self._margin(question) if subject else 0.0)

    def _margin(self, question: Question) -> float:
        """What the classifier says, about from -1 to 1; 0 where nobody is named or nothing was learnt."""
        asked = without_names(question)
        if asked == question.standalone or not self._weights.size:
            return 0.0
        return float(self._encode(asked) @ self._weights[:-1] + self._weights[-1])


def without_names(question: Question) -> str:
    """The question with "a provider" in place of each name: what is asked, of whomever."""
    text = question.standalone
    for entity in question.entities:
        if entity.kind in ("provider", "offer", "unlisted") and entity.surface:
            text = text.replace(entity.surface, _ANYONE[question.language])
    return text


def name_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """What finds any of some names in a text, whatever their case, the longest first."""
    longest_first = sorted({n for n in names if len(n) > _SHORTEST}, key=lambda n: (-len(n), n))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def without_any(text: str, names: re.Pattern[str], language: Language) -> str:
    """A text with "a provider" in place of each name."""
    return names.sub(_ANYONE[language], text)


def look_up_weights(vectors: NDArray[np.float32], are_lookups: NDArray[np.bool_]) -> tuple[float, ...]:
    """The weights of a vector, and a constant, whose sum is near 1 for a look-up and near -1 for another question.

    :param vectors: of questions without the names in them, shape (n, dimension).
    :param are_lookups: shape (n,); none is learnt from a single class.
    """
    share = float(are_lookups.mean()) if len(are_lookups) else 0.0
    if not 0 < share < 1:
        return ()
    extended = np.hstack([vectors, np.ones((len(vectors), 1))])
    balanced = np.where(are_lookups, 0.5 / share, 0.5 / (1 - share))[:, None]
    covariance = (extended * balanced).T @ extended + _RIDGE * np.eye(extended.shape[1])
    found = np.linalg.solve(covariance, (extended * balanced).T @ (2.0 * are_lookups - 1.0))
    return tuple(round(float(w), 5) for w in found)


def look_up_odds(lookups: Iterable[str], others: Iterable[str]) -> dict[str, float]:
    """The log odds that a question with each word is a look-up."""
    inside, outside = _share(lookups), _share(others)
    return {
        w: math.log((inside.get(w, 0.0) + _HALF) / (outside.get(w, 0.0) + _HALF))
        for w in sorted(inside.keys() | outside.keys())
    }


def _share(texts: Iterable[str]) -> dict[str, float]:
    """The share of the texts that use each word."""
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        counts.update(set(words(text)))
        total += 1
    return {word: count / total for word, count in counts.items()}
