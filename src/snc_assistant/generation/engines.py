"""Which engine answers: the one asked for if it can, else the embedded one, and why."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass

from snc_assistant.errors import EngineUnknown, ModelError
from snc_assistant.generation.chat import ChatModel, WarmsUp
from snc_assistant.generation.turns import Turns
from snc_assistant.types import Language

EXTRACTIVE = "extractive"
AUTO = "auto"
LONGEST_LINE = 16
_FRESH_S = 10.0  # how long the outcome of a check holds, so that questions need not wait for it
_CHECK_S = 2.0
_EMBEDDED: Mapping[Language, str] = {"fr": "intégré", "en": "embedded"}
_COLON: Mapping[Language, str] = {"fr": " : ", "en": ": "}


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """Whether an engine can answer now, and what is wrong if not, in each language."""

    name: str
    available: bool
    detail: Mapping[Language, str]
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The engine that answers; without a model it is the embedded one. `note` says why.

    `digest` names the model's weights; it is empty where the server does not tell.
    """

    name: str
    model: ChatModel | None = None
    note: str | None = None
    digest: str = ""


class Engines:
    """The engines of one process, and whose turn it is with each."""

    def __init__(
        self,
        models: Mapping[str, ChatModel],
        default: str = AUTO,
        *,
        at_once: Mapping[str, int] | None = None,
        longest_line: int = LONGEST_LINE,
    ) -> None:
        """Keep the models; none is asked yet.

        :param at_once: how many answers an engine may generate at the same time; one where unsaid.
        :param longest_line: how many questions may wait for an engine.
        """
        self._models = dict(models)
        self.default = default
        self._checked: dict[str, tuple[float, EngineStatus]] = {}
        counts = at_once or {}
        self._turns = {name: Turns(counts.get(name, 1), longest_line) for name in self._models}

    @property
    def names(self) -> tuple[str, ...]:
        """All engines, the embedded one first."""
        return (EXTRACTIVE, *self._models)

    @property
    def waiting(self) -> int:
        """How many questions wait for their turn with any engine."""
        return sum(t.waiting for t in self._turns.values())

    def turns(self, name: str) -> Turns:
        """Whose turn it is with an engine that has a model."""
        return self._turns[name]

    def warmable(self) -> list[WarmsUp]:
        """The models that answer by default and can be loaded before they are asked."""
        names = {AUTO: tuple(self._models), EXTRACTIVE: ()}.get(self.default, (self.default,))
        return [m for n in names if isinstance(m := self._models[n], WarmsUp)]

    async def status(self, name: str) -> EngineStatus:
        """Whether an engine can answer; a recent outcome is reused."""
        if name == EXTRACTIVE:
            return EngineStatus(name, True, _EMBEDDED)
        known = self._checked.get(name)
        if known and time.monotonic() - known[0] < _FRESH_S:
            return known[1]
        model = self._models[name]
        try:
            digest = await asyncio.wait_for(model.check(), _CHECK_S)
            status = EngineStatus(name, True, {"fr": model.name, "en": model.name}, digest or "")
        except ModelError as exc:
            status = EngineStatus(name, False, {"fr": exc.said("fr"), "en": exc.said("en")})
        except TimeoutError:
            status = EngineStatus(
                name,
                False,
                {
                    "fr": f"{model.name} n'a pas répondu en {_CHECK_S:.0f} s",
                    "en": f"{model.name} did not answer within {_CHECK_S:.0f} s",
                },
            )
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
        for candidate in self._candidates(name):
            status = await self.status(candidate)
            if status.available:
                return Choice(candidate, self._models[candidate], digest=status.digest)
            reasons.append(f"{candidate}{_COLON[language]}{status.detail[language]}")
        return Choice(EXTRACTIVE, note=_fallback(reasons, language) if reasons else None)

    def expected(self, asked: str | None) -> str:
        """The engine that answers if its check goes well."""
        return next(iter(self._candidates(asked or self.default)), EXTRACTIVE)

    def _candidates(self, name: str) -> tuple[str, ...]:
        return tuple(self._models) if name == AUTO else (name,)

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
    separator = " ; " if language == "fr" else "; "
    return f"{start} ({separator.join(reasons)})"
