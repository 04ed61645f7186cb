"""A model is loaded before anyone asks, and again after a failure."""

import asyncio
import logging
from collections.abc import Sequence

import pytest

from snc_assistant.errors import ModelBroken, ModelError, ModelUnavailable
from snc_assistant.generation.chat import Message
from snc_assistant.generation.engines import Engines
from snc_assistant.generation.prompt import rules
from snc_assistant.generation.warming import warm_up
from tests.fakes import ScriptedModel


class Warmed(ScriptedModel):
    """Fails as often as it has problems, then keeps what it read."""

    def __init__(self, *problems: ModelError) -> None:
        super().__init__("small")
        self.read: list[Sequence[Message]] = []
        self._problems = list(problems)

    async def warm_up(self, messages: Sequence[Message]) -> None:
        """Fail, or read."""
        if self._problems:
            raise self._problems.pop(0)
        self.read.append(messages)


def test_model_reads_the_prefix_once() -> None:
    model = Warmed()
    asyncio.run(warm_up(model, [rules("fr")]))
    assert model.read == [[rules("fr")]]


def test_failure_is_logged_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    model = Warmed(ModelUnavailable("no server"), ModelBroken("boom"))
    with caplog.at_level(logging.INFO):
        asyncio.run(warm_up(model, [rules("en")], pause_s=0.001))
    assert len(model.read) == 1
    assert [(r.levelname, r.getMessage()) for r in caplog.records if "not warm" in r.getMessage()] == [
        ("INFO", "small is not warm, next try in 0 s: no server"),
        ("WARNING", "small is not warm, next try in 0 s: boom"),
    ]


@pytest.mark.parametrize(
    ("default", "warmed"), [("auto", 1), ("ollama", 1), ("openai", 0), ("extractive", 0)]
)
def test_only_what_answers_by_default_is_warmed(default: str, warmed: int) -> None:
    engines = Engines({"ollama": Warmed(), "openai": ScriptedModel()}, default)
    assert len(engines.warmable()) == warmed
