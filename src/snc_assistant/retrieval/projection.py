"""A linear map of an encoder's vectors that is learnt for one corpus, and kept with it.

An encoder's cosine says how alike two texts are; the map makes it say how likely they are to be about
the same fact of this corpus (`snc_assistant.adapt`). A corpus without one is searched as it is.
"""

from pathlib import Path

import numpy as np

from snc_assistant.retrieval.encoder import Vectors
from snc_assistant.retrieval.learnt_arrays import read_arrays, write_arrays, wrong

PROJECTION_FILE = "projection.npz"
NO_PROJECTION: Vectors = np.zeros((0, 0), dtype=np.float32)


def project(vectors: Vectors, projection: Vectors) -> Vectors:
    """Unit vectors, shape (n, dimension), mapped by a (dimension, dimension) array; as they are by an empty one."""
    if not projection.size:
        return vectors
    mapped = vectors @ projection
    norms = np.linalg.norm(mapped, axis=1, keepdims=True)
    return np.asarray(mapped / np.maximum(norms, 1e-12), dtype=np.float32)


def read_projection(corpus: Path, encoder_identity: str) -> Vectors:
    """The projection that was learnt for a corpus and an encoder, `NO_PROJECTION` if none was.

    :raises CorpusError: if the file is there and wrong.
    """
    path = corpus / PROJECTION_FILE
    arrays = read_arrays(path, encoder_identity)
    if arrays is None:
        return NO_PROJECTION
    try:
        matrix = np.asarray(arrays["matrix"], dtype=np.float32)
    except (KeyError, TypeError, ValueError) as exc:
        raise wrong(path) from exc
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not np.isfinite(matrix).all():
        raise wrong(path)
    return matrix


def write_projection(corpus: Path, encoder_identity: str, projection: Vectors) -> Path:
    """Keep a projection with its corpus, in half precision; the file's path.

    :raises CorpusError: if it cannot be written.
    """
    return write_arrays(corpus / PROJECTION_FILE, encoder_identity, {"matrix": projection.astype(np.float16)})
