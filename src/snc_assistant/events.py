"""What a reader is told while an answer comes, in the order in which it happens."""

from dataclasses import dataclass

from snc_assistant.types import Answer, Claim, Evidence, Outcome, Question


@dataclass(frozen=True, slots=True)
class Understood:
    """How the question was read."""

    question: Question


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """What was found, and which engine is going to phrase it."""

    evidence: Evidence
    engine: str
    engine_note: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Why nothing comes yet: `model_loading` for so many seconds, or `queued` at a 1-based position."""

    kind: str
    seconds: float = 0.0
    position: int = 0


@dataclass(frozen=True, slots=True)
class ClaimReady:
    """A checked claim."""

    index: int
    claim: Claim
    engine: str


@dataclass(frozen=True, slots=True)
class Reset:
    """The introduction and the claims so far are replaced by those that follow."""

    reason: str


@dataclass(frozen=True, slots=True)
class OutcomeReached:
    """The outcome with its introduction and notes."""

    outcome: Outcome
    lead: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The whole answer."""

    answer: Answer


Event = Understood | EvidenceFound | Waiting | ClaimReady | Reset | OutcomeReached | Done
