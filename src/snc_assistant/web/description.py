"""The OpenAPI document: what FastAPI derives from the routes, with errors under their own media type."""

from typing import Any

from fastapi import FastAPI

from snc_assistant.web.admission import OPEN
from snc_assistant.web.responses import KEPT_OUT, event_schemas

_PROBLEM = "application/problem+json"
_KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": "An API key; needed as soon as the server listens beyond its own machine",
}


class DescribedApi(FastAPI):
    """An application whose OpenAPI document says that errors are problem details (RFC 9457)."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document, made once."""
        if self.openapi_schema is None:
            document = super().openapi()
            document["components"]["schemas"] = event_schemas() | document["components"]["schemas"]
            document["components"]["securitySchemes"] = {"key": _KEY}
            for address, path in document["paths"].items():
                for operation in path.values():
                    _describe(address, operation)
            for unused in ("HTTPValidationError", "ValidationError"):
                document["components"]["schemas"].pop(unused, None)
            self.openapi_schema = document
        return self.openapi_schema


def _describe(address: str, operation: dict[str, Any]) -> None:
    if address not in OPEN:
        operation["security"] = [{}, {"key": []}]
        operation["responses"] = _with_keys_needed(operation["responses"])
    if address.startswith("/v1/"):
        operation["responses"].pop("422", None)  # FastAPI's own: there it is a 400
    else:
        _name_problems(operation["responses"])
    _describe_events(operation["responses"]["200"]["content"])


def _with_keys_needed(responses: dict[str, Any]) -> dict[str, Any]:
    problem = {_PROBLEM: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}
    added = {
        str(status): {"description": said["description"], "content": dict(problem)}
        for status, said in KEPT_OUT.items()
    }
    return dict(sorted((added | responses).items()))


# FastAPI files the model of every response under the media type of the route's answer.
def _name_problems(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        content = response.get("content", {})
        if status.startswith(("4", "5")):
            schemas = [c["schema"] for c in content.values() if c.get("schema")]
            examples = {k: v for c in content.values() for k, v in c.get("examples", {}).items()}
            named = {"schema": schemas[0], "examples": examples} if examples else {"schema": schemas[0]}
            response["content"] = {_PROBLEM: named}


# FastAPI says that every stream is a string; ours is a sequence of events.
def _describe_events(content: dict[str, Any]) -> None:
    stream = content.get("text/event-stream")
    if stream:
        stream["schema"].pop("type", None)
