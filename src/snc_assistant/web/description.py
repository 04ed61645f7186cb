"""The OpenAPI document: what FastAPI derives from the routes, with errors under their own media type."""

from typing import Any

from fastapi import FastAPI

from snc_assistant.web.responses import event_schemas

_PROBLEM = "application/problem+json"


class DescribedApi(FastAPI):
    """An application whose OpenAPI document says that errors are problem details (RFC 9457)."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document, made once."""
        if self.openapi_schema is None:
            document = super().openapi()
            document["components"]["schemas"] = event_schemas() | document["components"]["schemas"]
            for path in document["paths"].values():
                for operation in path.values():
                    _name_problems(operation["responses"])
                    _describe_events(operation["responses"]["200"]["content"])
            self.openapi_schema = document
        return self.openapi_schema


# FastAPI files the model of every response under the media type of the route's answer.
def _name_problems(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        content = response.get("content", {})
        if status.startswith(("4", "5")):
            schemas = [c["schema"] for c in content.values() if c.get("schema")]
            response["content"] = {_PROBLEM: {"schema": schemas[0]}}


# FastAPI says that every stream is a string; ours is a sequence of events.
def _describe_events(content: dict[str, Any]) -> None:
    stream = content.get("text/event-stream")
    if stream:
        stream["schema"].pop("type")
