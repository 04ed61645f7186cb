"""Stand-ins that compute rather than pretend: an encoder without a model, a scripted chat model."""

import zlib
from collections.abc import AsyncGenerator, Sequence

import numpy as np

from snc_assistant.errors import ModelError
from snc_assistant.generation.chat import Message, ModelLoading
from snc_assistant.language import words
from snc_assistant.retrieval.encoder import Vectors


class BagOfWordsEncoder:
    """Hashes words and their character trigrams into unit vectors: texts that share words are near."""

    def __init__(self, dimension: int = 512, identity: str = "bag-of-words") -> None:
        self.identity = identity
        self.dimension = dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension)."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for feature, weight in _features(text):
                vectors[row, zlib.crc32(feature.encode()) % self.dimension] += weight
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)


def _features(text: str) -> list[tuple[str, float]]:
    found = []
    for word in words(text):
        padded = f" {word} "
        found.append((word, 1.0))
        found += [(f"#{padded[i : i + 3]}", 0.3) for i in range(len(padded) - 2)]
    return found


class ScriptedModel:
    """A chat model that says what it was told to, and keeps the prompts that it received."""

    def __init__(self, name: str = "scripted") -> None:
        self.name = name
        self.prompts: list[str] = []
        self.closed = 0
        self._script: list[tuple[str | ModelLoading, ...]] = []
        self._problem: ModelError | None = None
        self._unavailable: ModelError | None = None

    def enqueue(self, *pieces: str | ModelLoading, problem: ModelError | None = None) -> None:
        """Say these pieces at the next question, then break with `problem` if there is one."""
        self._script.append(pieces)
        self._problem = problem

    def go_away(self, problem: ModelError) -> None:
        """Refuse every check from now on."""
        self._unavailable = problem

    async def check(self) -> None:
        """Return if the model can be asked."""
        if self._unavailable:
            raise self._unavailable

    async def stream(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[str | ModelLoading, None]:
        """The next enqueued pieces."""
        self.prompts.append("\n".join(m.content for m in messages))
        try:
            for piece in self._script.pop(0):
                yield piece
            if self._problem:
                raise self._problem
        finally:
            self.closed += 1
