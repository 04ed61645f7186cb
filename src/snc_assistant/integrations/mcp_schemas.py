"""What the MCP tools take and give back: the schemas that a client's model reads.

Knows nothing about MCP; the limits are those of the web API.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from snc_assistant.types import Language, Turn

MAX_QUESTION = 4000
MAX_TURN = 20_000
MAX_TURNS = 40
MAX_HITS = 50
MAX_SOURCE = 20_000  # characters of a document in one result
Text = Annotated[str, Field(min_length=1, max_length=MAX_QUESTION)]


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EarlierTurn(_Arguments):
    """One earlier message of the conversation."""

    role: Literal["user", "assistant"]
    content: Annotated[str, Field(max_length=MAX_TURN)]

    def turn(self) -> Turn:
        """The message as the assistant takes it."""
        return Turn(self.role, self.content)


class AskArguments(_Arguments):
    """A question, with the conversation that the client keeps."""

    question: Annotated[
        Text, Field(description="The question, in French or in English, as the user typed it.")
    ]
    history: Annotated[
        tuple[EarlierTurn, ...],
        Field(
            max_length=MAX_TURNS,
            description="Earlier messages, oldest first; makes a short follow-up complete.",
        ),
    ] = ()
    language: Annotated[
        Language | None, Field(description="Decides the answer's language where the question's words do not.")
    ] = None
    engine: Annotated[
        Literal["auto", "extractive", "ollama", "openai"] | None,
        Field(description="Who phrases the claims; extractive needs no language model."),
    ] = None


class SearchArguments(_Arguments):
    """A query for passages."""

    query: Annotated[Text, Field(description="What to look for, in French or in English.")]
    k: Annotated[int, Field(ge=1, le=MAX_HITS, description="How many passages at most.")] = 5
    language: Annotated[
        Language | None, Field(description="Of the query, where its words leave it open.")
    ] = None


class SourceArguments(_Arguments):
    """A stretch of a document."""

    doc_id: Annotated[str, Field(max_length=200, description="The document, as citations name it.")]
    start: Annotated[
        int, Field(ge=0, description="First character, in Unicode code points, as in a citation.")
    ] = 0
    end: Annotated[
        int | None, Field(ge=0, description=f"Past the last character; at most {MAX_SOURCE} come at once.")
    ] = None
    language: Annotated[Language | None, Field(description="Of error messages.")] = None


class CitationOut(BaseModel):
    """A verbatim quote: the document's text from start to end, in Unicode code points."""

    doc_id: str
    edition: str
    language: Annotated[Language, Field(description="Of the quote; it is never translated.")]
    heading_path: list[str]
    start: int
    end: int
    quote: str
    link: Annotated[str, Field(description="Opens the source at the quote, where the web page is served.")]


class ClaimOut(BaseModel):
    """A checked sentence with the quotes that prove it."""

    text: str
    uncertain: bool
    citations: list[CitationOut]


class AskOut(BaseModel):
    """An answer as verified spans."""

    outcome: Literal["answered", "partial", "conflict", "not_in_sources", "out_of_scope"]
    language: Language
    engine: str
    engine_note: str | None
    lead: str | None
    claims: Annotated[list[ClaimOut], Field(description="Empty on an abstention.")]
    notes: list[str]
    nearest: Annotated[list[CitationOut], Field(description="On an abstention: passages offered instead.")]


class HitOut(CitationOut):
    """A passage found."""

    rank: int
    confidence: Annotated[float, Field(description="Probability that the passage answers, 0 to 1.")]


class SearchOut(BaseModel):
    """The passages nearest to a query, best first."""

    hits: list[HitOut]


class SourceOut(BaseModel):
    """A stretch of a document, verbatim."""

    doc_id: str
    title: str
    edition: str
    language: Language
    publisher: str
    length: Annotated[int, Field(description="Of the whole document, in Unicode code points.")]
    start: int
    end: int
    text: str
    next_start: Annotated[int | None, Field(description="Where to go on; null at the end.")]
    heading_path: Annotated[list[str], Field(description="Above the stretch.")]
    link: str
