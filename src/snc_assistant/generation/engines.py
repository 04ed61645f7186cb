"""Which engine answers: the one asked for if it can, else the embedded one, and why."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass

from snc_assistant.errors import EngineUnknown, ModelError
from snc_assistant.generation.chat import ChatModel
from snc_assistant.types import Language

EXTRACTIVE = "extractive"
AUTO = "auto"
_FRESH_S = 10.0  # how long the outcome of a check holds, so that questions need not wait for it
_CHECK_S = 2.0


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """Whether an engine can answer now, and what is wrong if not."""

    name: str
    available: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The engine that answers; without a model it is the embedded one. `note` says why."""

    name: str
    model: ChatModel | None = None
    note: str | None = None


class Engines:
    """The engines of one process. One generation runs at a time."""

    def __init__(self, models: Mapping[str, ChatModel], default: str = AUTO) -> None:
        self._models = dict(models)
        self.default = default
        self._checked: dict[str, tuple[float, EngineStatus]] = {}
        self._turn = asyncio.Lock()
        self.waiting = 0

    @property
    def names(self) -> tuple[str, ...]:
        """All engines, the embedded one first."""
        return (EXTRACTIVE, *self._models)

    @property
    def turn(self) -> asyncio.Lock:
        """Held while a model generates."""
        return self._turn

    async def status(self, name: str) -> EngineStatus:
        """Whether an engine can answer; a recent outcome is reused."""
        if name == EXTRACTIVE:
            return EngineStatus(name, True, "embedded")
        known = self._checked.get(name)
        if known and time.monotonic() - known[0] < _FRESH_S:
            return known[1]
        model = self._models[name]
        try:
            await asyncio.wait_for(model.check(), _CHECK_S)
            status = EngineStatus(name, True, model.name)
        except ModelError as exc:
            status = EngineStatus(name, False, str(exc))
        except TimeoutError:
            status = EngineStatus(name, False, f"{model.name} did not answer within {_CHECK_S:.0f} s")
        self._checked[name] = (time.monotonic(), status)
        return status

    async def choose(self, asked: str | None, language: Language) -> Choice:
        """The engine for a question.

        :raises EngineUnknown: if the engine asked for does not exist or is not set up.
        """
        name = asked or self.default
        self.require(name)
        if name == EXTRACTIVE:
            return Choice(EXTRACTIVE)
        reasons = []
        for candidate in self._models if name == AUTO else (name,):
            status = await self.status(candidate)
            if status.available:
                return Choice(candidate, self._models[candidate])
            reasons.append(f"{candidate}: {status.detail}")
        return Choice(EXTRACTIVE, note=_fallback(reasons, language) if reasons else None)

    def require(self, name: str) -> None:
        """Return if an engine is set up, whether or not its server answers.

        :raises EngineUnknown: if it is not.
        """
        if name in (AUTO, *self.names):
            return
        available = ", ".join((AUTO, *self.names))
        raise EngineUnknown(
            f"engine {name!r} is not set up; available: {available} (`openai` needs SNC_OPENAI_URL)"
        )

    def forget(self, name: str) -> None:
        """Check an engine anew at the next question."""
        self._checked.pop(name, None)


def _fallback(reasons: list[str], language: Language) -> str:
    start = (
        "Réponse extractive, sans modèle de langue"
        if language == "fr"
        else "Extractive answer, no language model"
    )
    return f"{start} ({'; '.join(reasons)})"
