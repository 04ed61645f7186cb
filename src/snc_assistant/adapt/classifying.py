"""Learns which target a question is about: the maximum a posteriori of a multinomial logistic regression.

The loss is convex and has no draw in it, so the same texts always teach the same. Descent by L-BFGS
(Liu & Nocedal 1989), which stops early: the last digits of the loss add nothing (docs/retrieval.md). How many
questions a corpus has of a target says nothing of how often people ask for it, so the share of each is taken
out of its bias (Menon et al. 2021, "Long-tail learning via logit adjustment").
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from snc_assistant.retrieval.classifier import BUCKETS, VECTOR_WEIGHT, Classifier, bucketed, rounded
from snc_assistant.retrieval.encoder import Vectors

Progress = Callable[[int, int], None]
_PENALTY = 1e-6  # of the squared weights, beside the mean loss of a text
_STEPS = 40
_MEMORY = 8  # steps whose gradients L-BFGS keeps


def learn_classifier(
    texts: Sequence[str],
    targets: Sequence[str],
    vectors: Vectors,
    progress: Progress = lambda done, total: None,
) -> Classifier:
    """The classifier of n texts by what each is about.

    :param targets: what each text is about, n names.
    :param vectors: of the texts, projected, unit, shape (n, dimension).
    """
    names, wanted = np.unique(np.array(targets, dtype=np.str_), return_inverse=True)
    hashed = hashed_texts(texts)
    turned = hashed.T.tocsr()
    dense = np.asarray(VECTOR_WEIGHT * vectors, dtype=np.float32)
    shape = (BUCKETS + dense.shape[1] + 1, len(names))
    rows = np.arange(len(texts))
    done = 0

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.astype(np.float32).reshape(shape)
        scores = hashed @ weights[:BUCKETS] + dense @ weights[BUCKETS:-1] + weights[-1]
        scores -= scores.max(axis=1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        cost = -float(scores[rows, wanted].mean()) + _PENALTY / 2 * float((weights**2).sum())
        error = np.exp(scores)
        error[rows, wanted] -= 1
        error /= len(rows)
        slope = (
            np.concatenate([turned @ error, dense.T @ error, error.sum(axis=0)[None]]) + _PENALTY * weights
        )
        return cost, slope.astype(np.float64).ravel()

    def advance(_: NDArray[np.float64]) -> None:
        nonlocal done
        done += 1
        progress(done, _STEPS)

    found = minimize(
        loss,
        np.zeros(shape[0] * shape[1]),
        jac=True,
        method="L-BFGS-B",
        callback=advance,
        options={"maxiter": _STEPS, "maxcor": _MEMORY},
    )
    weights = found.x.astype(np.float32).reshape(shape)
    weights[-1] -= np.log(np.bincount(wanted) / len(wanted))
    return rounded(tuple(str(n) for n in names), weights[:BUCKETS], weights[BUCKETS:-1], weights[-1])


def hashed_texts(texts: Sequence[str]) -> "csr_array[np.float32]":
    """The buckets of texts, shape (n, BUCKETS)."""
    found = [bucketed(t) for t in texts]
    ends = np.cumsum([0, *(len(places) for places, _ in found)])
    places = np.concatenate([places for places, _ in found])
    weights = np.concatenate([weights for _, weights in found])
    return csr_array((weights, places, ends), shape=(len(texts), BUCKETS), dtype=np.float32)
