"""Learns the projection of an encoder's vectors from texts that are known to mean the same.

Start: whitening of the differences within a target (Hatch, Kajarekar & Stolcke, 2006, "Within-class covariance
normalization"). Then descent on a contrastive loss (van den Oord et al., 2018, InfoNCE; with several positives
as Miech et al., 2020, MIL-NCE): a text that lost some of its words is to be nearer to any other text of its
target than to those of other targets. The targets of new questions are found by the same cosine.
The maps that several seeds lead to are averaged (Wortsman et al., 2022, "Model soups").
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from snc_assistant.retrieval.encoder import Vectors

Progress = Callable[[int, int], None]
Encode = Callable[[Sequence[str]], Vectors]
_SHRINKAGE = 0.3  # of the mean variance, added to every direction
_LEAST_VARIANCE = 1e-12  # where all texts of each target are alike
_BATCH = 512
_FAR = -1e4


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to learn: chosen on the development questions (docs/retrieval.md)."""

    epochs: int = 1
    rate: float = 1e-3
    temperature: float = 0.05
    dropped: float = 0.4  # probability of a word of a text to be left out
    seed: int = 0
    runs: int = 3  # each with a seed of its own, one after the other


def learn_projection(
    vectors: Vectors,
    targets: NDArray[np.int64],
    texts: Sequence[str],
    encode: Encode,
    recipe: Recipe = Recipe(),
    progress: Progress = lambda done, total: None,
) -> Vectors:
    """A projection, shape (dimension, dimension), learnt from n texts.

    :param vectors: of the texts, unit, shape (n, dimension).
    :param targets: what each text is about, shape (n,).
    :param encode: gives the unit vectors of texts that lack words.
    :raises ValueError: if no two texts share a target.
    """
    if len(np.unique(targets)) == len(targets):
        raise ValueError("no two texts share a target")
    start = whitening(vectors, targets)
    start /= np.linalg.norm(vectors @ start, axis=1).mean()
    each = recipe.epochs * len(texts)
    learnt = []
    for run in range(recipe.runs):

        def advance(done: int, before: int = run * each) -> None:
            progress(before + done, recipe.runs * each)

        learnt.append(_descend(start, vectors, targets, texts, encode, recipe, recipe.seed + run, advance))
    return np.asarray(np.mean(learnt, axis=0), dtype=np.float32)


def _descend(
    weights: Vectors,
    vectors: Vectors,
    targets: NDArray[np.int64],
    texts: Sequence[str],
    encode: Encode,
    recipe: Recipe,
    seed: int,
    advance: Callable[[int], None],
) -> Vectors:
    """The weights after the recipe's epochs in the order, and without the words, that a seed draws."""
    rng = np.random.default_rng(seed)
    step = _Adam(weights.shape, recipe.rate)
    for epoch in range(recipe.epochs):
        shortened = encode([_without_some(t, recipe.dropped, rng) for t in texts])
        order = rng.permutation(len(texts))
        for first in range(0, len(texts), _BATCH):
            batch = order[first : first + _BATCH]
            gradient = _gradient(weights, vectors, shortened[batch], batch, targets, recipe.temperature)
            weights = weights - step(gradient)
            advance(epoch * len(texts) + first + len(batch))
    return weights


def whitening(vectors: Vectors, targets: NDArray[np.int64]) -> Vectors:
    """The inverse square root of the covariance within targets, shrunk towards a multiple of one."""
    sums = np.zeros((int(targets.max()) + 1, vectors.shape[1]))
    np.add.at(sums, targets, vectors)
    means = sums / np.maximum(np.bincount(targets), 1)[:, None]
    apart = vectors - means[targets]
    variances, directions = np.linalg.eigh(apart.T @ apart / len(vectors))
    scale = (variances + max(_SHRINKAGE * variances.mean(), _LEAST_VARIANCE)) ** -0.5
    return np.asarray((directions * scale) @ directions.T, dtype=np.float32)


def _gradient(
    weights: Vectors,
    vectors: Vectors,
    asked: Vectors,
    batch: NDArray[np.int64],
    targets: NDArray[np.int64],
    temperature: float,
) -> Vectors:
    """The gradient of the mean loss of a batch: −log of the share of probability on texts of the same target."""
    texts, text_norms = _mapped(vectors, weights)
    queries, query_norms = _mapped(asked, weights)
    scores = queries @ texts.T / temperature
    rows = np.arange(len(batch))
    scores[rows, batch] = _FAR  # a text is not its own answer
    same = targets[batch][:, None] == targets[None, :]
    same[rows, batch] = False
    has_same = same.any(axis=1)
    wanted = _softmax(np.where(same, scores, _FAR))
    error = (_softmax(scores) - wanted) * (has_same / (max(int(has_same.sum()), 1) * temperature))[:, None]
    by_queries = _through_norm(error @ texts, queries, query_norms)
    by_texts = _through_norm(error.T @ queries, texts, text_norms)
    return np.asarray(asked.T @ by_queries + vectors.T @ by_texts, dtype=np.float32)


def _mapped(vectors: Vectors, weights: Vectors) -> tuple[Vectors, Vectors]:
    mapped = vectors @ weights
    norms = np.maximum(np.linalg.norm(mapped, axis=1, keepdims=True), 1e-12)
    return mapped / norms, norms


def _through_norm(gradient: Vectors, unit: Vectors, norms: Vectors) -> Vectors:
    """The gradient before the normalisation of a gradient after it."""
    return np.asarray(
        (gradient - (gradient * unit).sum(axis=1, keepdims=True) * unit) / norms, dtype=np.float32
    )


def _softmax(scores: Vectors) -> Vectors:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


def _without_some(text: str, share: float, rng: np.random.Generator) -> str:
    words = text.split()
    kept = [w for w, drawn in zip(words, rng.random(len(words)), strict=True) if drawn >= share]
    return " ".join(kept or words)


class _Adam:
    """Kingma & Ba (2015), with the constants of the paper."""

    def __init__(self, shape: tuple[int, ...], rate: float) -> None:
        self._rate = rate
        self._mean = np.zeros(shape, dtype=np.float32)
        self._square = np.zeros(shape, dtype=np.float32)
        self._steps = 0

    def __call__(self, gradient: Vectors) -> Vectors:
        self._steps += 1
        self._mean = 0.9 * self._mean + 0.1 * gradient
        self._square = 0.999 * self._square + 0.001 * gradient**2
        mean = self._mean / (1 - 0.9**self._steps)
        square = self._square / (1 - 0.999**self._steps)
        return np.asarray(self._rate * mean / (np.sqrt(square) + 1e-8), dtype=np.float32)
