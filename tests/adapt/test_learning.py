"""Learning a projection: what shares a target comes nearer, by a gradient that is the loss's own."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from snc_assistant.adapt import learning
from snc_assistant.adapt.learning import Recipe, _gradient, _without_some, learn_projection, whitening
from snc_assistant.retrieval.encoder import Vectors
from snc_assistant.retrieval.projection import project

DIMENSION, TARGETS = 8, 12
NOISE = np.linspace(0.05, 1.5, DIMENSION)  # how much each direction says of nothing


def unit(vectors: NDArray[np.float64]) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def scattered(each: int, seed: int) -> tuple[Vectors, NDArray[np.int64]]:
    """Texts around the same centres, each direction as noisy as the constant says."""
    centres = np.random.default_rng(0).normal(size=(TARGETS, DIMENSION))
    targets = np.repeat(np.arange(TARGETS), each)
    noise = np.random.default_rng(seed).normal(size=(len(targets), DIMENSION)) * NOISE
    return unit(centres[targets] + noise), targets


def within(vectors: Vectors, targets: NDArray[np.int64]) -> NDArray[np.float64]:
    """The covariance of what differs among the texts of a target."""
    apart = np.concatenate([v - v.mean(axis=0) for v in (vectors[targets == t] for t in np.unique(targets))])
    return np.asarray(apart.T @ apart / len(vectors), dtype=np.float64)


def right(known: Vectors, of: NDArray[np.int64], asked: Vectors, wanted: NDArray[np.int64]) -> float:
    """The share of questions whose nearest text is of the same target."""
    return float((of[np.argmax(asked @ known.T, axis=1)] == wanted).mean())


def learnt(vectors: Vectors, targets: NDArray[np.int64], **recipe: float) -> Vectors:
    texts = [f"text {i}" for i in range(len(vectors))]
    given = Recipe(epochs=20, **recipe)  # type: ignore[arg-type] # a rate or a seed
    return learn_projection(vectors, targets, texts, lambda _: vectors, given)


def test_unseen_texts_find_their_target_more_often() -> None:
    known, of = scattered(20, seed=1)
    asked, wanted = scattered(20, seed=2)
    before = right(known, of, asked, wanted)
    projection = learnt(known, of, rate=1e-2)
    after = right(project(known, projection), of, project(asked, projection), wanted)
    assert after > before + 0.03


def test_whitening_makes_all_directions_equally_noisy() -> None:
    vectors, targets = scattered(50, seed=1)
    mapped = vectors @ whitening(vectors, targets)
    means = np.stack([mapped[targets == t].mean(axis=0) for t in range(TARGETS)])
    variances = np.linalg.eigvalsh(np.cov((mapped - means[targets]).T))
    plain_means = np.stack([vectors[targets == t].mean(axis=0) for t in range(TARGETS)])
    plain = np.linalg.eigvalsh(np.cov((vectors - plain_means[targets]).T))
    assert variances[-1] / variances[0] < plain[-1] / plain[0] / 5


def test_whitening_shrinks_what_is_left_of_each_variance_by_the_mean() -> None:
    vectors, targets = scattered(50, seed=1)
    variances = np.linalg.eigvalsh(within(vectors, targets))
    mapped = within(vectors @ whitening(vectors, targets), targets)
    expected = variances / (variances + 0.3 * variances.mean())
    np.testing.assert_allclose(np.linalg.eigvalsh(mapped), expected, rtol=1e-3)


def test_whitening_without_shrinkage_leaves_a_multiple_of_the_identity(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(learning, "_SHRINKAGE", 0.0)
    vectors, targets = scattered(50, seed=1)
    mapped = within(vectors @ whitening(vectors, targets), targets)
    np.testing.assert_allclose(mapped, np.eye(DIMENSION), atol=1e-3)


def test_texts_that_are_alike_within_each_target_are_no_reason_to_fail() -> None:
    vectors = np.repeat(np.eye(DIMENSION, dtype=np.float32), 2, axis=0)
    assert np.isfinite(learnt(vectors, np.repeat(np.arange(DIMENSION), 2))).all()


def test_text_alone_in_its_target_pulls_nothing() -> None:
    vectors, targets = scattered(3, seed=1)
    targets[11] = TARGETS  # nothing else is about this
    weights = whitening(vectors, targets)
    with_it, without = np.array([0, 5, 11]), np.array([0, 5])
    expected = _gradient(weights, vectors, vectors[without], without, targets, 0.5)
    found = _gradient(weights, vectors, vectors[with_it], with_it, targets, 0.5)
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_gradient_is_that_of_the_loss() -> None:
    vectors, targets = scattered(3, seed=1)
    asked, _ = scattered(3, seed=2)
    batch, temperature = np.array([0, 5, 11]), 0.5
    weights = np.random.default_rng(3).normal(size=(DIMENSION, DIMENSION))

    def loss(weights: NDArray[np.float64]) -> float:
        texts, queries = vectors @ weights, asked[batch] @ weights
        texts /= np.linalg.norm(texts, axis=1, keepdims=True)
        queries /= np.linalg.norm(queries, axis=1, keepdims=True)
        powers = np.exp(queries @ texts.T / temperature)
        powers[np.arange(len(batch)), batch] = 0.0
        same = targets[batch][:, None] == targets[None, :]
        return float(-np.log((powers * same).sum(axis=1) / powers.sum(axis=1)).mean())

    found = _gradient(weights.astype(np.float32), vectors, asked[batch], batch, targets, temperature)
    step = 1e-5
    for row, column in [(0, 0), (2, 5), (7, 1)]:
        moved = np.zeros_like(weights)
        moved[row, column] = step
        expected = (loss(weights + moved) - loss(weights - moved)) / (2 * step)
        assert found[row, column] == pytest.approx(expected, abs=1e-4)


def test_same_seed_gives_the_same_projection_and_another_one_another() -> None:
    vectors, targets = scattered(60, seed=1)
    np.testing.assert_array_equal(learnt(vectors, targets, seed=1), learnt(vectors, targets, seed=1))
    assert not np.array_equal(learnt(vectors, targets, seed=1), learnt(vectors, targets, seed=2))


def test_texts_of_different_targets_teach_nothing() -> None:
    vectors, targets = scattered(1, seed=1)
    with pytest.raises(ValueError, match="no two texts"):
        learnt(vectors, targets)


def test_progress_counts_texts() -> None:
    vectors, targets = scattered(50, seed=1)
    seen: list[tuple[int, int]] = []
    texts = [""] * len(vectors)
    learn_projection(
        vectors, targets, texts, lambda _: vectors, Recipe(runs=2), lambda d, t: seen.append((d, t))
    )
    assert seen == [(512, 1200), (600, 1200), (1112, 1200), (1200, 1200)]


def test_maps_of_several_seeds_are_averaged() -> None:
    vectors, targets = scattered(20, seed=1)
    texts = ["les clés restent au coffre"] * len(vectors)

    orders = [
        learn_projection(vectors, targets, texts, lambda _: vectors, Recipe(seed=s, runs=1)) for s in (0, 1)
    ]
    both = learn_projection(vectors, targets, texts, lambda _: vectors, Recipe(runs=2))
    np.testing.assert_allclose(both, np.mean(orders, axis=0), rtol=1e-5, atol=1e-6)


def test_texts_are_encoded_anew_without_some_words_in_each_epoch() -> None:
    vectors, targets = scattered(2, seed=1)
    texts = ["les clés restent au coffre", "the keys stay in the safe"] * TARGETS
    seen: list[list[str]] = []

    def encode(shortened: Sequence[str]) -> Vectors:
        seen.append(list(shortened))
        return vectors

    learn_projection(vectors, targets, texts, encode, Recipe(epochs=2, runs=1))
    learn_projection(vectors, targets, texts, encode, Recipe(dropped=0.0, runs=1))
    first, second, whole = seen
    assert all(set(s.split()) < set(t.split()) or s == t for s, t in zip(first, texts, strict=True))
    assert first != second
    assert texts not in (first, second)
    assert whole == texts


@pytest.mark.parametrize("text", ["qui est qualifié en PaaS ?", "who is qualified for PaaS?", "PaaS"])
def test_words_are_left_out_but_never_all(text: str) -> None:
    rng = np.random.default_rng(0)
    shortened = {_without_some(text, 0.4, rng) for _ in range(200)}
    assert all(set(s.split()) <= set(text.split()) and s for s in shortened)
    assert len(shortened) > 3 or text == "PaaS"
    assert _without_some(text, 1.0, rng) == text
