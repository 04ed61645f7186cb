"""Puts questions to the assistant; counts the answers.

Understanding and retrieving are computation, which holds up the event loop: one question computes at
a time, so that between two of them the loop serves everybody else. (Threads would not help: they
share one interpreter lock, and the encoders and stemmers are not all made for it.)
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from snc_assistant.assistant import Assistant
from snc_assistant.events import Done, Event
from snc_assistant.types import Answer, Hit, Language, Turn
from snc_assistant.web.metrics import Metrics

logger = logging.getLogger(__name__)
_COMPUTED = 2  # the first events of a stream: understood, and evidence


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its conversation, oldest message first."""

    text: str
    history: Sequence[Turn] = ()
    language: Language | None = None
    engine: str | None = None


class Questions:
    """The assistant of one application, asked in turn."""

    def __init__(self, assistant: Assistant, metrics: Metrics, *, log_text: bool = False) -> None:
        """Keep the parts.

        :param log_text: whether questions are written to the log.
        """
        self.assistant = assistant
        self._metrics = metrics
        self._log_text = log_text
        self._turn = asyncio.Lock()

    async def stream(self, asked: Asked) -> AsyncGenerator[Event, None]:
        """The events of an answer, as `Assistant.stream` gives them, and its errors."""
        self._log(asked.text)
        events = self.assistant.stream(
            asked.text, history=asked.history, language=asked.language, engine=asked.engine
        )
        async with aclosing(events):
            for _ in range(_COMPUTED):
                async with self._turn:
                    event = await anext(events)
                yield event
            async for event in events:
                if isinstance(event, Done):
                    self._metrics.answered_question(event.answer)
                yield event

    async def ask(self, asked: Asked) -> Answer:
        """The whole answer; errors as `stream`."""
        async with aclosing(self.stream(asked)) as events:
            async for event in events:
                if isinstance(event, Done):
                    return event.answer
        raise AssertionError("a stream ends with Done")

    async def search(self, text: str, language: Language | None, k: int) -> list[Hit]:
        """The best hits, as `Assistant.search`, and its errors."""
        self._log(text)
        async with self._turn:
            return self.assistant.search(text, language=language, k=k)

    def _log(self, text: str) -> None:
        if self._log_text:
            logger.info("asked: %s", text, extra={"question": text})
