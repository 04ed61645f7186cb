"""What a chat model is here, and the reading of its stream that every one of them shares.

Knows nothing about HTTP, servers or prompts; sees messages, pieces of text and clocks.
"""

import asyncio
import math
import re
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Protocol, Self, runtime_checkable

from snc_assistant.errors import ModelBroken, ModelTimeout, PromptTooLong
from snc_assistant.generation.failures import in_french, overflow, silent

Role = Literal["system", "user", "assistant"]

_TICK_S = 1.0
_BYTES_PER_TOKEN = 2.5  # low on purpose: French and English need 3.5 to 4.5 bytes a token
_TOKENS_PER_MESSAGE = 8  # what a chat template puts around a message
_MOST_CHARACTERS_PER_TOKEN = 6  # no French or English prompt averages more
_BABBLE_CHARACTERS_PER_TOKEN = 16
_LONGEST_LINE = 1 << 20
_THOUGHTS = {"<think>": "</think>", "<thinking>": "</thinking>", "[think]": "[/think]"}
_TAGS = (*_THOUGHTS, *_THOUGHTS.values())
_ANY_TAG = re.compile("|".join(map(re.escape, _TAGS)), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the prompt."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class ModelLoading:
    """The model has not said its first word yet; `seconds` since it was asked."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait, in seconds; the first token is slow because the model may be loading."""

    connect_s: float = 3.0
    first_token_s: float = 180.0
    idle_s: float = 30.0
    total_s: float = 300.0


DEFAULT_TIMEOUTS = Timeouts()


class ChatModel(Protocol):
    """A language model behind a server."""

    name: str

    async def check(self) -> str | None:
        """Return if the model can be asked now: the digest of its weights, where the server tells it.

        :raises ModelUnavailable: if not, with the cure.
        """

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[str | ModelLoading, None]:
        """The answer, piece by piece, without the model's thinking.

        Leaving early: `async with aclosing(model.stream(…))` closes the connection at once, which
        frees the model. An error may come after some pieces: what was said before it is void.

        :raises ModelError: if the server cannot be reached, is too slow, breaks off, or cut the
            prompt.
        """


@runtime_checkable
class WarmsUp(Protocol):
    """A model that can be loaded before it is asked."""

    name: str

    async def warm_up(self, messages: Sequence[Message]) -> None:
        """Load the model and let it read the messages, the prefix of the prompts to come.

        :raises ModelError: as `ChatModel.stream`.
        """


def estimate_tokens(messages: Sequence[Message]) -> int:
    """A number of tokens that the messages will hardly exceed, whatever the tokenizer."""
    size = sum(len(m.content.encode()) for m in messages)
    return math.ceil(size / _BYTES_PER_TOKEN) + _TOKENS_PER_MESSAGE * len(messages)


def refuse_long_prompt(messages: Sequence[Message], max_tokens: int, window: int) -> None:
    """Return if prompt and answer fit the window together.

    :raises PromptTooLong: if they may not.
    """
    needed = estimate_tokens(messages)
    if needed + max_tokens > window:
        raise overflow(
            f"the prompt may take {needed} tokens and the answer {max_tokens}, but the model's window is {window}",
            f"l'invite peut prendre {needed} jetons et la réponse {max_tokens}, mais la fenêtre du modèle est de {window}",
        )


def refuse_cut_prompt(
    messages: Sequence[Message], counted: int | None, *, written: int | None, max_tokens: int,
    stopped_by_length: bool,
) -> None:  # fmt: skip
    """Return if the server seems to have read all of the messages.

    `counted` is the number of prompt tokens that the server says it read. Two signs of a smaller
    window than the one that was asked for: too few tokens for that much text, or an answer that
    was stopped before its own limit. A count of zero or none proves nothing: old
    servers left cached prompts out (ollama/ollama#2068). Ollama 0.30, until PR 16428, counted
    only the tokens that were not in its cache, so a repeated prompt is refused there although it
    was whole: an answer lost is better than an answer from half a prompt.

    :raises PromptTooLong: if not.
    """
    characters = sum(len(m.content) for m in messages)
    if counted and counted < characters / _MOST_CHARACTERS_PER_TOKEN:
        raise PromptTooLong(
            f"the model server read only {counted} tokens of a prompt of {characters} characters; "
            "give the model a larger window, or update the server",
            f"le serveur de modèles n'a lu que {counted} jetons d'une invite de {characters} caractères ; "
            "donnez au modèle une fenêtre plus grande, ou mettez le serveur à jour",
        )
    if stopped_by_length and written is not None and written < max_tokens:
        raise PromptTooLong(
            f"the model's window was full after {written} of {max_tokens} tokens of answer; "
            "give the model a larger window",
            f"la fenêtre du modèle était pleine après {written} jetons de réponse sur {max_tokens} ; "
            "donnez au modèle une fenêtre plus grande",
        )


async def lines_of(chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """The lines of a byte stream, without their ends and without blank ones.

    Only a line feed ends a line: JSON text may hold U+2028 or U+0085, where `str.splitlines`
    would tear it apart.

    :raises ModelBroken: if a line is longer than a mebibyte.
    """
    rest = b""
    async for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            if line.strip():
                yield line.strip()
        if len(rest) > _LONGEST_LINE:
            raise ModelBroken(
                "the model server sent a line without end; is it a model server?",
                "le serveur de modèles a envoyé une ligne sans fin ; est-ce bien un serveur de modèles ?",
            )
    if rest.strip():
        yield rest.strip()


class ThoughtStripper:
    """Removes what stands between thinking tags, however the stream tears them."""

    def __init__(self) -> None:
        """Start outside any thought."""
        self._held = ""
        self._closing: str | None = None

    def feed(self, piece: str) -> str:
        """What can be shown of all that came so far and was not shown yet."""
        self._held += piece
        shown = ""
        while tag := self._next_tag():
            if self._closing is None:
                shown += self._held[: tag.start()]
            self._closing = _THOUGHTS.get(tag[0].lower())
            self._held = self._held[tag.end() :]
        keep = _begun_tag(self._held)
        ready = self._held[: len(self._held) - keep]
        self._held = self._held[len(self._held) - keep :]
        return shown if self._closing else shown + ready

    def close(self) -> str:
        """What was held back as the possible beginning of a tag."""
        held, self._held = self._held, ""
        return "" if self._closing else held

    def _next_tag(self) -> re.Match[str] | None:
        if self._closing is None:
            return _ANY_TAG.search(self._held)
        return re.compile(re.escape(self._closing), re.IGNORECASE).search(self._held)


def _begun_tag(text: str) -> int:
    """The length of the end of the text that may become a tag."""
    longest = max(map(len, _TAGS)) - 1
    for size in range(min(longest, len(text)), 0, -1):
        if any(tag.startswith(text[-size:].lower()) for tag in _TAGS):
            return size
    return 0


async def spoken(
    pieces: AsyncGenerator[str, None], timeouts: Timeouts, *, max_tokens: int, who: str
) -> AsyncGenerator[str | ModelLoading, None]:
    """The pieces in time and without thinking; silence and babble are errors.

    :raises ModelTimeout: see `paced`.
    :raises ModelBroken: if nothing was said, or far more than was asked for.
    """
    thoughts = ThoughtStripper()
    heard, said = 0, False
    async with aclosing(paced(pieces, timeouts, who=who)) as events:
        async for event in events:
            if isinstance(event, ModelLoading):
                yield event
                continue
            heard += len(event)
            if heard > _BABBLE_CHARACTERS_PER_TOKEN * max_tokens:
                raise ModelBroken(
                    f"{who} does not stop after {max_tokens} tokens; ask again",
                    f"{in_french(who)} ne s'arrête pas après {max_tokens} jetons ; redemandez",
                )
            if text := thoughts.feed(event):
                said = said or not text.isspace()
                yield text
    if rest := thoughts.close():
        said = True
        yield rest
    if not said:
        raise ModelBroken(
            f"{who} answered nothing; use another model, one that does not think",
            f"{in_french(who)} n'a rien répondu ; prenez un autre modèle, qui ne raisonne pas à part",
        )


async def paced(
    pieces: AsyncGenerator[str, None], timeouts: Timeouts, *, who: str
) -> AsyncGenerator[str | ModelLoading, None]:
    """The pieces as they come, and a `ModelLoading` every second before the first.

    An empty piece shows that the model is at work, and is not passed on.

    :raises ModelTimeout: if the first piece, the next one or the last one comes too late.
    """
    clock = asyncio.get_running_loop().time
    started = waiting_since = clock()
    patience, is_begun = timeouts.first_token_s, False
    async with _Ahead(pieces) as ahead:
        while True:
            end = min(waiting_since + patience, started + timeouts.total_s)
            if await ahead.ready(min(_TICK_S, end - clock())):
                piece = ahead.take()
                if piece is None:
                    return
                patience, is_begun = timeouts.idle_s, True
                if piece:
                    yield piece
                waiting_since = clock()
            elif clock() >= started + timeouts.total_s:
                raise ModelTimeout(
                    f"{who} did not finish within {timeouts.total_s:g} s; use a smaller model",
                    f"{in_french(who)} n'a pas fini en {timeouts.total_s:g} s ; prenez un modèle plus petit",
                )
            elif clock() >= end:
                raise silent(who, patience, is_begun)
            elif not is_begun:
                yield ModelLoading(round(clock() - started, 1))


class _Ahead:
    """Waits for the next piece in a task of its own, so that a tick does not interrupt it."""

    def __init__(self, pieces: AsyncGenerator[str, None]) -> None:
        self._pieces = pieces
        self._task: asyncio.Task[str | None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._pieces.aclose()

    async def ready(self, within_s: float) -> bool:
        """Whether the next piece came within that time."""
        if self._task is None:
            self._task = asyncio.ensure_future(self._next())
        done, _ = await asyncio.wait({self._task}, timeout=max(0.0, within_s))
        return bool(done)

    def take(self) -> str | None:
        """The piece that is ready; none at the end of the stream."""
        task, self._task = self._task, None
        return task.result() if task else None

    async def _next(self) -> str | None:
        return await anext(self._pieces, None)
