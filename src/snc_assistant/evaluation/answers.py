"""What a system under evaluation returns, whichever system it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from snc_assistant.evaluation.dataset import EvalQuestion
from snc_assistant.types import Outcome, Span


@dataclass(frozen=True, slots=True)
class CitedQuote:
    """A citation as returned; nothing about it is trusted."""

    doc_id: str
    start: int
    end: int
    quote: str

    @property
    def span(self) -> Span:
        """Where it says it stands."""
        return Span(self.doc_id, self.start, self.end)


@dataclass(frozen=True, slots=True)
class CitedClaim:
    """A sentence of an answer with its citations."""

    text: str
    citations: tuple[CitedQuote, ...]


@dataclass(frozen=True, slots=True)
class RetrievedHit:
    """A hit, in rank order, with the places that it covers."""

    target_id: str
    spans: tuple[Span, ...]
    dense_score: float
    sparse_score: float


@dataclass(frozen=True, slots=True)
class SystemAnswer:
    """One answer of one system.

    `outcome` is None if the system states none: it is then inferred from the text.
    `hits` is None if the system does not say what it retrieved. `engine` and `note` say who
    answered and why, as a model may have fallen back.
    """

    text: str
    outcome: Outcome | None = None
    claims: tuple[CitedClaim, ...] = ()
    hits: tuple[RetrievedHit, ...] | None = None
    engine: str = ""
    note: str | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)


class System(Protocol):
    """Anything that answers a question of the set."""

    name: str

    async def answer(self, question: EvalQuestion) -> SystemAnswer:
        """The system's answer; raises SncError if it cannot be reached at all."""
