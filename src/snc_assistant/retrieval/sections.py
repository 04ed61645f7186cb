"""What a bare passage stands among: a title or a broad question matches a section as a whole better
than any sentence of it (Callan, SIGIR 1994, on passages within documents).

Facts and gaps are whole statements: they stand for themselves.
"""

from collections.abc import Sequence

import numpy as np

from snc_assistant.retrieval.encoder import Vectors
from snc_assistant.retrieval.snapshot import SnapshotData


class Sections:
    """The bare passages under each heading, or of each document without headings, as one vector."""

    def __init__(self, data: SnapshotData, targets: Sequence[str]) -> None:
        passages = {p.passage_id: p for s in data.structures for p in s.passages}
        bare = [passages.get(t) for t in targets]
        keys = list(dict.fromkeys((p.doc_id, p.heading_path) for p in bare if p))
        number = {key: i for i, key in enumerate(keys)}
        self._of = np.array([number[p.doc_id, p.heading_path] if p else -1 for p in bare], dtype=np.int64)
        section = dict(zip(targets, self._of.tolist(), strict=True))
        sums = np.zeros((len(keys), data.vectors.shape[1]), dtype=np.float32)
        for entry, vector in zip(data.entries, data.vectors, strict=True):
            if section[entry.target_id] >= 0:
                sums[section[entry.target_id]] += vector
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        self._vectors: Vectors = sums / np.maximum(norms, 1e-12)

    def around(self, query: Vectors, own: Vectors) -> Vectors:
        """The cosine of the query with each target's section, shape (targets,).

        :param own: each target's own cosine, which stands where there is no section.
        """
        if not len(self._vectors):
            return own
        return np.where(self._of >= 0, (self._vectors @ query)[self._of], own)
