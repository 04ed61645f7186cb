"""Stand-ins that compute rather than pretend: an encoder without a model, a scripted chat model."""

import asyncio
import copy
import zlib
from collections.abc import AsyncGenerator, Mapping, Sequence

import numpy as np

from snc_assistant.answer_cache import AnswerCache
from snc_assistant.assistant import Assistant
from snc_assistant.errors import ModelError
from snc_assistant.events import Event
from snc_assistant.generation.chat import ChatModel, Message, ModelLoading
from snc_assistant.generation.engines import Engines
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


class HeldModel(ScriptedModel):
    """A scripted model that speaks once for each release of `let_go`; `started` counts who asked it."""

    def __init__(self, name: str = "held") -> None:
        super().__init__(name)
        self.let_go = asyncio.Semaphore(0)
        self.started = 0

    async def stream(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[str | ModelLoading, None]:
        """The next enqueued pieces, once it is let go."""
        self.started += 1
        await self.let_go.acquire()
        async for piece in super().stream(messages, max_tokens=max_tokens):
            yield piece


def with_models(
    assistant: Assistant,
    *,
    at_once: Mapping[str, int] | None = None,
    longest_line: int = 16,
    cached: int = 0,
    **models: ChatModel,
) -> Assistant:
    """The same assistant with these models by name; building another one takes a second."""
    other = copy.copy(assistant)
    other.engines = Engines(models, at_once=at_once, longest_line=longest_line)
    other._cache = AnswerCache(cached)
    return other


def events(assistant: Assistant, text: str) -> list[Event]:
    """All events of one question."""

    async def collect() -> list[Event]:
        return [event async for event in assistant.stream(text)]

    return asyncio.run(collect())
