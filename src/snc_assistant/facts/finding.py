"""What a look-up found, before it is worded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from snc_assistant.types import Fact, Outcome

Layout = Literal["each", "by_provider"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence to be worded in the reader's language: its key and what fills it."""

    key: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What answers a question: facts in reading order, and how they are introduced.

    `doc_id` restricts the citations to one edition; None cites every edition.
    """

    facts: tuple[Fact, ...]
    outcome: Outcome = Outcome.ANSWERED
    lead: Phrase | None = None
    layout: Layout = "each"
    doc_id: str | None = None
    nearest: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Editions:
    """The corpus's editions: edition name → document id, oldest first."""

    documents: Mapping[str, str]

    @property
    def latest(self) -> str:
        """The newest edition's name."""
        return max(self.documents) if self.documents else ""
