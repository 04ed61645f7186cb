"""What the OpenAPI document says about the responses. Knows nothing about how they come about."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

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
    404: "There is no such document",
    408: "The request did not arrive in time",
    413: "The request is too large",
    422: "The request is not acceptable",
    503: "The assistant cannot answer",
}


def _problems(*statuses: int) -> Responses:
    return {status: {"model": ProblemOut, "description": _SAID[status]} for status in statuses}


PROBLEMS = _problems(400, 408, 413, 422, 503)
NO_DOCUMENT = _problems(400, 404, 408, 413, 422)
UNREADABLE = _problems(400, 408, 413)


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


def event_schemas() -> dict[str, Any]:
    """The schemas that only events use, by name."""
    _, made = models_json_schema(
        [(m, "serialization") for m in EVENT_MODELS.values()], ref_template="#/components/schemas/{model}"
    )
    return dict(made["$defs"])


def in_french(summary: str, description: str) -> dict[str, Any]:
    """An operation's French wording, which the page at /docs shows to French readers."""
    return {"x-fr": {"summary": summary, "description": description}}
