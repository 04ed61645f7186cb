"""OpenAI's chat protocol as far as it is spoken here, checked at the border.

Parameters that only tune a model are ignored; those that ask for another form of answer are refused.
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from snc_assistant.types import Language
from snc_assistant.web.schemas import MAX_TURN, CitationOut, Outcome

MAX_MESSAGES = 200
_Nothing = Annotated[list[Any], Field(max_length=0)]


def _must_be_false(value: bool) -> bool:
    if value:
        raise ValueError("not supported")
    return value


class _In(BaseModel):
    """Clients send more and more fields: what is not named here is ignored."""

    model_config = ConfigDict(extra="ignore", strict=True)


class TextPart(_In):
    """A piece of a message; images, sound and files are not read."""

    type: Literal["text"]
    text: Annotated[str, Field(max_length=MAX_TURN)]


class MessageIn(_In):
    """One message. Those of `system`, `developer` and `tool` are accepted and not followed."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[str, Field(max_length=MAX_TURN)] | list[TextPart] | None = None

    @property
    def text(self) -> str:
        """All that the message says."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(_In):
    """What a stream ends with."""

    include_usage: bool | None = None


class ResponseFormat(_In):
    """Text is the only form of an answer."""

    type: Literal["text"]


class ChatBody(_In):
    """A conversation, whose last message is the question."""

    model: Annotated[str, Field(min_length=1, max_length=200, examples=["snc-assistant"])]
    messages: Annotated[
        list[MessageIn],
        Field(
            min_length=1,
            max_length=MAX_MESSAGES,
            examples=[[{"role": "user", "content": "Que signifie J1 ?"}]],
        ),
    ]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: Annotated[int, Field(ge=1, le=1)] | None = None
    tools: _Nothing | None = None
    functions: _Nothing | None = None
    response_format: ResponseFormat | None = None
    logprobs: Annotated[bool, AfterValidator(_must_be_false)] | None = None
    modalities: list[Literal["text"]] | None = None
    audio: None = None


class NumberedCitation(CitationOut):
    """A citation with its number in the text, its document's title, and its address in the page."""

    number: int
    title: str
    link: str


class SourceOut(BaseModel):
    """A document that is cited, and the numbers of its citations."""

    doc_id: str
    title: str
    edition: str
    language: Language
    publisher: str
    numbers: list[int]


class MessageOut(BaseModel):
    """The answer: text with numbered markers and footnotes, and what plain clients ignore."""

    role: Literal["assistant"]
    content: str
    refusal: None
    outcome: Outcome
    engine: str
    engine_note: str | None
    citations: list[NumberedCitation]
    sources: list[SourceOut]


class ChoiceOut(BaseModel):
    """The only choice."""

    index: Literal[0]
    message: MessageOut
    logprobs: None
    finish_reason: Literal["stop"]


class UsageOut(BaseModel):
    """Words, not tokens: nothing is billed here."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class CompletionOut(BaseModel):
    """A whole answer in OpenAI's shape."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[ChoiceOut]
    usage: UsageOut


class DeltaOut(BaseModel):
    """What a chunk adds; the last one carries the fields of the whole message beside its text."""

    role: Literal["assistant"] | None = None
    content: str | None = None
    outcome: Outcome | None = None
    engine: str | None = None
    engine_note: str | None = None
    citations: list[NumberedCitation] | None = None
    sources: list[SourceOut] | None = None


class ChunkChoiceOut(BaseModel):
    """The only choice of a chunk."""

    index: Literal[0]
    delta: DeltaOut
    logprobs: None
    finish_reason: Literal["stop"] | None


class ChunkOut(BaseModel):
    """One chunk of a streamed answer; `choices` is empty in the one that tells the usage."""

    id: str
    object: Literal["chat.completion.chunk"]
    created: int
    model: str
    choices: list[ChunkChoiceOut]
    usage: UsageOut | None = None


class ModelOut(BaseModel):
    """A model: one of the engines."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelsOut(BaseModel):
    """The models that can be asked for."""

    object: Literal["list"]
    data: list[ModelOut]


class OpenAIErrorDetail(BaseModel):
    """What went wrong, and what to do."""

    message: str
    type: str
    param: str | None
    code: str | None
    request_id: str


class OpenAIErrorOut(BaseModel):
    """An error in OpenAI's shape."""

    error: OpenAIErrorDetail
