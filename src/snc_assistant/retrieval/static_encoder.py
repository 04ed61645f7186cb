"""Texts → unit vectors by looking up and averaging token vectors; no network is run.

Knows nothing about training; needs `tokenizers` and numpy alone, neither torch nor transformers.
"""

import hashlib
import json
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from snc_assistant.errors import DependencyMissing
from snc_assistant.retrieval.encoder import Vectors

WEIGHTS = "weights.safetensors"
TOKENIZER = "tokenizer.json"
BUNDLED = Path(__file__).parent.parent / "models" / "bilingual-static"
_BATCH = 512  # texts at a time: keeps the gathered token vectors within the processor's cache
_DTYPES = {"I8": np.int8, "F16": np.float16, "F32": np.float32}


class StaticEncoder:
    """The bundled bilingual encoder, or another one in the same form.

    The vector of a text is the mean of its tokens' vectors, normalised; each token's vector is an
    int8 row times a float32 scale. A text without tokens has the zero vector.

    :raises DependencyMissing: if the folder does not hold such a model.
    """

    def __init__(self, folder: Path = BUNDLED) -> None:
        try:
            weights = (folder / WEIGHTS).read_bytes()
            tokenizer = (folder / TOKENIZER).read_bytes()
            arrays = read_safetensors(weights)
            self._rows, self._scales = arrays["rows"], arrays["scales"].astype(np.float32)
            self._tokenizer = Tokenizer.from_buffer(tokenizer)
        except (OSError, KeyError, ValueError, struct.error) as exc:
            raise DependencyMissing(
                f"no static encoder in {folder}: {exc}; it needs {WEIGHTS} and {TOKENIZER}"
            ) from exc
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        digest = hashlib.sha256(weights + tokenizer).hexdigest()[:12]
        self.identity = f"{folder.name}@{digest}"
        self.dimension = int(self._rows.shape[1])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions; a static encoder has no prefix."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, of any length: nothing is cut off."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            vectors[start : start + len(batch)] = self._sums(batch)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.maximum(norms, 1e-12)
        return vectors

    def _sums(self, texts: list[str]) -> Vectors:
        """The sum of the token vectors of each text; its direction is that of the mean."""
        encodings = self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        ids = [np.array(e.ids, dtype=np.int64) for e in encodings]
        return np.stack([self._scales[i] @ self._rows[i].astype(np.float32) for i in ids])


def read_safetensors(data: bytes) -> dict[str, NDArray[np.generic]]:
    """The arrays of a safetensors file, as views of its bytes.

    :raises ValueError: if the header is not that of the format.
    """
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    body = memoryview(data)[8 + length :]
    arrays = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            array = np.frombuffer(body[start:end], dtype=_DTYPES[entry["dtype"]])
            arrays[name] = array.reshape(entry["shape"])
    return arrays
