"""Exact cosine search."""

import numpy as np
import pytest

from snc_assistant.retrieval.dense import DenseIndex


def test_scores_are_the_cosines_in_the_order_of_the_vectors() -> None:
    vectors = np.array([[1, 0], [0, 1], [0.6, 0.8], [-1, 0]], dtype=np.float32)
    scores = DenseIndex(vectors).scores(np.array([1, 0], dtype=np.float32))
    np.testing.assert_allclose(scores, [1.0, 0.0, 0.6, -1.0], atol=1e-6)


def test_scores_equal_a_plain_matrix_product() -> None:
    random = np.random.default_rng(7)
    vectors = random.normal(size=(300, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    np.testing.assert_allclose(DenseIndex(vectors).scores(vectors[3]), vectors @ vectors[3], atol=1e-5)


def test_vectors_must_be_rows() -> None:
    with pytest.raises(ValueError, match=r"shape \(n, dimension\), not \(3,\)"):
        DenseIndex(np.zeros(3, dtype=np.float32))


def test_query_of_another_dimension_is_refused() -> None:
    index = DenseIndex(np.eye(3, dtype=np.float32))
    with pytest.raises(ValueError, match="shape"):
        index.scores(np.ones(2, dtype=np.float32))
