"""A linear map of an encoder's vectors that is learnt for one corpus, and kept with it.

An encoder's cosine says how alike two texts are; the map makes it say how likely they are to be about
the same fact of this corpus (`snc_assistant.adapt`). A corpus without one is searched as it is.
"""

import io
import zipfile
from pathlib import Path

import numpy as np

from snc_assistant.errors import CorpusError
from snc_assistant.retrieval.encoder import Vectors

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
    if not path.is_file():
        return NO_PROJECTION
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
            identity, matrix = str(arrays["encoder"]), np.asarray(arrays["matrix"], dtype=np.float32)
    except (OSError, EOFError, KeyError, RuntimeError, TypeError, ValueError, zipfile.BadZipFile) as exc:
        raise CorpusError(f"{path} is wrong; run `snc-assistant adapt`, or delete it") from exc
    if identity != encoder_identity:
        return NO_PROJECTION
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not np.isfinite(matrix).all():
        raise CorpusError(f"{path} holds no square matrix; run `snc-assistant adapt`, or delete it")
    return matrix


def write_projection(corpus: Path, encoder_identity: str, projection: Vectors) -> Path:
    """Keep a projection with its corpus, in half precision; the file's path.

    :raises CorpusError: if it cannot be written.
    """
    path = corpus / PROJECTION_FILE
    try:
        with path.open("wb") as file:
            np.savez(file, encoder=np.array(encoder_identity), matrix=projection.astype(np.float16))
    except OSError as exc:
        raise CorpusError(
            f"{path} cannot be written: {exc.strerror}; copy the corpus and give --corpus"
        ) from exc
    return path
