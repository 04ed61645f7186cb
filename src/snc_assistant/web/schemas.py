"""What clients send and receive, checked at the border."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from snc_assistant.types import Language, Turn

Outcome = Literal["answered", "partial", "conflict", "not_in_sources", "out_of_scope"]
MAX_QUESTION = 4000
MAX_TURN = 20_000


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class HistoryTurn(_Body):
    """One earlier message of the conversation."""

    role: Literal["user", "assistant"]
    content: Annotated[str, Field(max_length=MAX_TURN)]

    def turn(self) -> Turn:
        """The message as the assistant takes it."""
        return Turn(self.role, self.content)


class AskBody(_Body):
    """A question, with the conversation that the client keeps."""

    question: Annotated[str, Field(min_length=1, max_length=MAX_QUESTION, examples=["Que signifie J1 ?"])]
    history: Annotated[list[HistoryTurn], Field(max_length=40)] = []
    language: Annotated[Language | None, Field(examples=["fr"])] = None
    engine: Literal["auto", "extractive", "ollama", "openai"] | None = None


class SearchBody(_Body):
    """A query for passages."""

    query: Annotated[str, Field(min_length=1, max_length=MAX_QUESTION, examples=["chiffrement IaaS"])]
    k: Annotated[int, Field(ge=1, le=50, examples=[5])] = 5
    language: Language | None = None


class CitationOut(BaseModel):
    """A verbatim quote: `document.text[start:end] == quote`, in Unicode code points."""

    doc_id: str
    edition: str
    language: Language
    start: int
    end: int
    quote: str
    heading_path: list[str]


class ClaimOut(BaseModel):
    """A checked sentence with its citations."""

    text: str
    uncertain: bool
    engine: str = Field(description="who phrased it")
    citations: list[CitationOut]


class EntityOut(BaseModel):
    """A name recognised in the question."""

    kind: str
    value: str
    surface: str


class UnderstoodOut(BaseModel):
    """How the question was read."""

    language: Language
    standalone: str
    entities: list[EntityOut]
    intent: str


class AnswerOut(BaseModel):
    """A whole answer."""

    question: str
    outcome: Outcome
    language: Language
    engine: str
    engine_note: str | None
    text: str
    lead: str | None
    claims: list[ClaimOut]
    notes: list[str]
    nearest: list[CitationOut]
    understood: UnderstoodOut
    timings_ms: dict[str, float]


class HitOut(CitationOut):
    """A passage found, with its rank and scores."""

    passage_id: str
    target_id: str
    rank: int
    score: float
    dense_score: float
    sparse_score: float


class SearchOut(BaseModel):
    """The passages nearest to a query."""

    query: str
    hits: list[HitOut]


class SectionOut(BaseModel):
    """A heading, or a labelled table cell, and its extent."""

    heading_path: list[str]
    start: int
    end: int


class DocumentOut(BaseModel):
    """A document without its text."""

    doc_id: str
    title: str
    edition: str
    language: Language
    publisher: str
    length: int


class DocumentDetailOut(DocumentOut):
    """A document with its structure and its origin."""

    file: str
    sha256: str
    rights: str
    sections: list[SectionOut]


class DocumentsOut(BaseModel):
    """The documents that answers come from."""

    documents: list[DocumentOut]


class TextOut(BaseModel):
    """A stretch of a document's text."""

    doc_id: str
    start: int
    end: int
    text: str


class EngineOut(BaseModel):
    """An engine and whether it can answer now."""

    name: str
    available: bool
    detail: str


class IndexOut(BaseModel):
    """The snapshot that is served."""

    snapshot: str
    passages: int
    facts: int
    encoder: str


class HealthOut(BaseModel):
    """Whether the service works."""

    status: Literal["ok"]
    version: str
    engines: list[EngineOut]
    default_engine: str
    index: IndexOut


class AliveOut(BaseModel):
    """The process responds."""

    status: Literal["ok"]


class ReadyOut(BaseModel):
    """The snapshot that answers come from."""

    status: Literal["ready"]
    snapshot: str


class ProblemOut(BaseModel):
    """An error as RFC 9457 problem details, in the language that Accept-Language prefers."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str


class EvidenceEvent(BaseModel):
    """What was found, and the engine that is going to phrase it."""

    engine: str
    engine_note: str | None
    hits: list[HitOut]


class StatusEvent(BaseModel):
    """Why nothing comes yet."""

    kind: Literal["model_loading", "queued"]
    seconds: float
    position: int


class OutcomeEvent(BaseModel):
    """What kind of answer this is, with its introduction and notes."""

    outcome: Outcome
    lead: str | None
    notes: list[str]


class ClaimEvent(ClaimOut):
    """A checked sentence, at its place in the answer."""

    index: int
    engine: str


class ResetEvent(BaseModel):
    """The claims so far are withdrawn; those that follow replace them."""

    reason: Literal["phrased", "failed"]
