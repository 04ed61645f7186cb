"""Which target a question is about, as the corpus's own questions taught it.

The nearest entry decides what a cosine finds; a classifier weighs all questions of a target at once, and
each word by what it tells targets apart. Multinomial logistic regression over words, pairs of neighbours
and pieces of words, hashed into a fixed number of buckets (Weinberger et al. 2009, "Feature hashing";
Joulin et al. 2017, "Bag of tricks"), and over the projected vector. Learnt by `snc_assistant.adapt`;
a corpus without one is searched without.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from snc_assistant.language import fold
from snc_assistant.retrieval.encoder import Vectors
from snc_assistant.retrieval.learnt_arrays import Arrays, read_arrays, write_arrays, wrong

CLASSIFIER_FILE = "classifier.npz"
BUCKETS = 8192
VECTOR_WEIGHT = 2.0  # of the vector beside the buckets, both of unit length
_PIECES = (3, 4, 5)  # characters
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Classifier:
    """The weights of k targets.

    `buckets` holds whole numbers, shape (BUCKETS, k), of which one counts as `units` says, shape (BUCKETS,);
    `vector` has shape (dimension, k) and `bias` (k,).
    """

    targets: tuple[str, ...]
    buckets: NDArray[np.int8]
    units: Vectors
    vector: Vectors
    bias: Vectors

    def log_probabilities(self, text: str, vector: Vectors) -> Vectors:
        """How probable it is that a question is about each target, as logarithms, shape (k,).

        :param vector: of the question, projected, unit, shape (dimension,).
        """
        places, weights = bucketed(text)
        scores = (weights * self.units[places]) @ self.buckets[places].astype(np.float32)
        scores = scores + VECTOR_WEIGHT * (vector @ self.vector) + self.bias
        scores = scores - scores.max()
        return np.asarray(scores - np.log(np.exp(scores).sum()), dtype=np.float32)


NO_CLASSIFIER = Classifier(
    targets=(),
    buckets=np.zeros((BUCKETS, 0), dtype=np.int8),
    units=np.zeros(BUCKETS, dtype=np.float32),
    vector=np.zeros((0, 0), dtype=np.float32),
    bias=np.zeros(0, dtype=np.float32),
)


def bucketed(text: str) -> tuple[NDArray[np.int64], Vectors]:
    """The buckets of a text, each once, and how much each weighs; the weights have unit length.

    Words, pairs and pieces each share their kind's weight, so that a long question does not outweigh a short one.
    """
    found: dict[int, float] = {}
    words = _WORD.findall(fold(text))
    for kind in (_words(words), _pairs(words), _pieces(words)):
        features = list(kind)
        for feature in features:
            place = zlib.crc32(feature.encode()) % BUCKETS
            found[place] = found.get(place, 0.0) + 1 / len(features) ** 0.5
    places = np.fromiter(found, dtype=np.int64, count=len(found))
    weights = np.fromiter(found.values(), dtype=np.float32, count=len(found))
    return places, weights / max(float(np.linalg.norm(weights)), 1e-12)


def _words(words: list[str]) -> Iterator[str]:
    return (f"w{w}" for w in words)


def _pairs(words: list[str]) -> Iterator[str]:
    return (f"b{a} {b}" for a, b in zip(["^", *words], [*words, "$"], strict=True))


def _pieces(words: list[str]) -> Iterator[str]:
    for word in words:
        marked = f"<{word}>"
        for size in _PIECES:
            for start in range(len(marked) - size + 1):
                yield f"c{marked[start : start + size]}"


def rounded(targets: tuple[str, ...], buckets: Vectors, vector: Vectors, bias: Vectors) -> Classifier:
    """A classifier with the weights of its buckets rounded to a byte each, the largest of a row to 127."""
    units = np.abs(buckets).max(axis=1, initial=0.0).astype(np.float32) / 127
    whole = np.rint(buckets / np.maximum(units, 1e-12)[:, None]).astype(np.int8)
    return Classifier(targets, whole, units, vector.astype(np.float32), bias.astype(np.float32))


def arrays_of(classifier: Classifier) -> dict[str, NDArray[Any]]:
    """The arrays that a classifier consists of, by name."""
    return {
        "targets": np.array(classifier.targets, dtype=np.str_),
        "buckets": classifier.buckets,
        "units": classifier.units,
        "vector": classifier.vector,
        "bias": classifier.bias,
    }


def from_arrays(arrays: Arrays) -> Classifier:
    """The classifier that some arrays make.

    :raises KeyError: if one is missing.
    :raises ValueError: if they do not fit each other.
    """
    found = Classifier(
        targets=tuple(str(t) for t in arrays["targets"]),
        buckets=np.asarray(arrays["buckets"]),
        units=np.asarray(arrays["units"], dtype=np.float32),
        vector=np.asarray(arrays["vector"], dtype=np.float32),
        bias=np.asarray(arrays["bias"], dtype=np.float32),
    )
    k = len(found.targets)
    fits = found.buckets.shape == (BUCKETS, k) and found.buckets.dtype == np.int8
    fits = fits and found.units.shape == (BUCKETS,) and found.bias.shape == (k,)
    fits = fits and found.vector.ndim == 2 and found.vector.shape[1] == k
    if not fits or not all(np.isfinite(a).all() for a in (found.units, found.vector, found.bias)):
        raise ValueError("the arrays of the classifier do not fit each other")
    return found


def read_classifier(corpus: Path, encoder_identity: str) -> Classifier:
    """The classifier that was learnt for a corpus and an encoder, `NO_CLASSIFIER` if none was.

    :raises CorpusError: if the file is there and wrong.
    """
    path = corpus / CLASSIFIER_FILE
    arrays = read_arrays(path, encoder_identity)
    if arrays is None:
        return NO_CLASSIFIER
    try:
        return from_arrays(arrays)
    except (KeyError, TypeError, ValueError) as exc:
        raise wrong(path) from exc


def write_classifier(corpus: Path, encoder_identity: str, classifier: Classifier) -> Path:
    """Keep a classifier with its corpus; the file's path.

    :raises CorpusError: if it cannot be written.
    """
    return write_arrays(corpus / CLASSIFIER_FILE, encoder_identity, arrays_of(classifier))
