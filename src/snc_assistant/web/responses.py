"""What the OpenAPI document says about the responses. Knows nothing about how they come about."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from snc_assistant.web.openai.schemas import ChunkOut, CompletionOut, OpenAIErrorOut
from snc_assistant.web.schemas import (
    AnswerOut,
    ClaimEvent,
    EvidenceEvent,
    OutcomeEvent,
    ProblemOut,
    ResetEvent,
    StatusEvent,
    UnderstoodOut,
)

Responses = dict[int | str, dict[str, Any]]
EVENT_MODELS: dict[str, type[BaseModel]] = {
    "understood": UnderstoodOut,
    "evidence": EvidenceEvent,
    "outcome": OutcomeEvent,
    "claim": ClaimEvent,
    "status": StatusEvent,
    "reset": ResetEvent,
    "done": AnswerOut,
    "error": ProblemOut,
}
_SAID = {
    400: "The request cannot be read, or comes from another site",
    401: "An API key is needed",
    403: "The API key does not open this address",
    404: "There is no such document",
    408: "The request did not arrive in time",
    413: "The request is too large",
    422: "The request is not acceptable",
    429: "Too many requests, or too many at once; `Retry-After` says when to try again",
    503: "The assistant cannot answer",
}


def _problems(*statuses: int) -> Responses:
    return {status: {"model": ProblemOut, "description": _SAID[status]} for status in statuses}


PROBLEMS = _problems(400, 408, 413, 422, 503)
NO_DOCUMENT = _problems(400, 404, 408, 413, 422)
UNREADABLE = _problems(400, 408, 413)
NOT_READY = _problems(400, 408, 413, 503)
KEPT_OUT = _problems(401, 403, 429)


def _openai_errors(*statuses: int) -> Responses:
    said = {**_SAID, 400: "The request is not acceptable", 404: "There is no such model"}
    return {status: {"model": OpenAIErrorOut, "description": said[status]} for status in statuses}


OPENAI_ERRORS = _openai_errors(400, 401, 403, 404, 408, 413, 429, 503)
OPENAI_NO_MODEL = _openai_errors(400, 401, 403, 404, 408, 413, 429, 503)
OPENAI_UNREADABLE = _openai_errors(400, 401, 403, 408, 413, 429, 503)


def _event_schema(name: str, model: type[BaseModel]) -> dict[str, Any]:
    data = {
        "type": "string",
        "contentMediaType": "application/json",
        "contentSchema": {"$ref": f"#/components/schemas/{model.__name__}"},
    }
    return {
        "type": "object",
        "properties": {"event": {"const": name}, "data": data},
        "required": ["event", "data"],
    }


# The schema of one event, as OpenAPI 3.2 has it for streams.
EVENTS: dict[str, Any] = {
    "description": "Typed events",
    "content": {
        "text/event-stream": {"schema": {"oneOf": [_event_schema(n, m) for n, m in EVENT_MODELS.items()]}}
    },
}


def _data_of(model: type[BaseModel]) -> dict[str, Any]:
    data = {
        "type": "string",
        "contentMediaType": "application/json",
        "contentSchema": {"$ref": f"#/components/schemas/{model.__name__}"},
    }
    return {"type": "object", "properties": {"data": data}, "required": ["data"]}


# The text after the last chunk is no JSON: a schema for each keeps the two apart.
_LAST = {"type": "object", "properties": {"data": {"const": "[DONE]"}}, "required": ["data"]}
COMPLETION: dict[str, Any] = {
    "description": "The answer; with `stream`, in chunks that end with `data: [DONE]`",
    "model": CompletionOut,
    "content": {"text/event-stream": {"schema": {"oneOf": [_LAST, _data_of(ChunkOut)]}}},
}


def event_schemas() -> dict[str, Any]:
    """The schemas that only events use, by name."""
    models: list[type[BaseModel]] = [*EVENT_MODELS.values(), ChunkOut]
    _, made = models_json_schema(
        [(model, "serialization") for model in models], ref_template="#/components/schemas/{model}"
    )
    return dict(made["$defs"])


def in_french(summary: str, description: str) -> dict[str, Any]:
    """An operation's French wording, which the page at /docs shows to French readers."""
    return {"x-fr": {"summary": summary, "description": description}}
