"""One question computes at a time; what waits for a model waits beside."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import pytest

from snc_assistant.assistant import Assistant
from snc_assistant.events import Event, Waiting
from snc_assistant.types import Hit
from snc_assistant.web.metrics import Metrics
from snc_assistant.web.questions import Asked, Questions


class _Watched(Assistant):
    """Notes how many questions compute, and how many wait for a model, at the same time."""

    def __init__(self) -> None:
        self.computing = self.waiting = 0
        self.most_computing = self.most_waiting = 0

    async def stream(self, text: str, **_: Any) -> AsyncGenerator[Event, None]:
        for _step in range(2):
            self.computing += 1
            self.most_computing = max(self.most_computing, self.computing)
            await asyncio.sleep(0)
            self.computing -= 1
            yield Waiting("queued")
        self.waiting += 1
        self.most_waiting = max(self.most_waiting, self.waiting)
        await asyncio.sleep(0.05)
        self.waiting -= 1
        yield Waiting("queued")

    def search(self, text: str, **_: Any) -> list[Hit]:
        return []


def test_questions_compute_one_by_one_and_wait_for_models_together() -> None:
    async def run() -> Sequence[int]:
        watched = _Watched()
        questions = Questions(watched, Metrics())

        async def ask() -> int:
            return len([event async for event in questions.stream(Asked("J1 ?"))])

        counts = await asyncio.gather(*(ask() for _ in range(5)), questions.search("J1", None, 3))
        assert counts[:5] == [3] * 5
        return watched.most_computing, watched.most_waiting

    assert asyncio.run(run()) == (1, 5)


@pytest.mark.parametrize("question", ["Que signifie J1 ?", "What does J1 mean?"], ids=["fr", "en"])
def test_others_are_served_between_two_questions(assistant: Assistant, question: str) -> None:
    async def run() -> int:
        questions = Questions(assistant, Metrics())
        asked = [asyncio.ensure_future(questions.ask(Asked(question))) for _ in range(10)]
        served = 0
        while not all(a.done() for a in asked):
            await asyncio.sleep(0)
            served += 1
        assert {a.result().outcome.value for a in asked} == {"conflict"}
        return served

    assert asyncio.run(run()) >= 20


def test_a_question_given_up_passes_its_turn_on() -> None:
    async def run() -> None:
        questions = Questions(_Watched(), Metrics())
        events = questions.stream(Asked("J1 ?"))
        await anext(events)
        waiting = asyncio.ensure_future(anext(events))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await events.aclose()
        assert await questions.search("J1", None, 3) == []

    asyncio.run(run())
