"""Exact inner-product search over unit vectors. The only module that imports faiss."""

import faiss
import numpy as np

from snc_assistant.retrieval.encoder import Vectors


class DenseIndex:
    """A flat FAISS index; cosine similarity, as the vectors are normalised.

    :raises ValueError: if the vectors are not a two-dimensional array.
    """

    def __init__(self, vectors: Vectors) -> None:
        if vectors.ndim != 2:
            raise ValueError(f"vectors must have shape (n, dimension), not {vectors.shape}")
        faiss.omp_set_num_threads(1)  # one query at a time: more threads only contend
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def scores(self, query: Vectors) -> Vectors:
        """The cosine of the query, shape (dimension,), with every vector, shape (n,)."""
        total = self._index.ntotal  # all of them: every arm ranks targets by their best entry
        values, ids = self._index.search(np.ascontiguousarray(query.reshape(1, -1)), total)
        scores = np.empty(total, dtype=np.float32)
        scores[ids[0]] = values[0]
        return scores
