"""Exact inner-product search over unit vectors. The only module that imports faiss."""

from typing import Any

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
        self._index: Any = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        self._all = np.arange(len(vectors), dtype=np.int64)

    def scores(self, query: Vectors) -> Vectors:
        """The cosine of the query, shape (dimension,), with every vector, shape (n,).

        Every arm ranks targets by their best entry, so all are wanted and none need sorting.

        :raises ValueError: if the query has another dimension.
        """
        wanted = np.ascontiguousarray(query, dtype=np.float32)
        if wanted.shape != (self._index.d,):
            raise ValueError(f"the query must have shape ({self._index.d},), not {wanted.shape}")
        scores = np.empty(len(self._all), dtype=np.float32)
        pointers = [faiss.swig_ptr(a) for a in (wanted, scores, self._all)]
        self._index.compute_distance_subset(1, pointers[0], len(scores), pointers[1], pointers[2])
        return scores
