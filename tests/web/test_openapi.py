"""The OpenAPI document: schemathesis holds the application to it; the page at /docs shows it in two languages."""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from starlette.testclient import TestClient

from snc_assistant.web.app import create_app
from snc_assistant.web.responses import EVENT_MODELS
from tests.web.conftest import OWN
from tests.web.server import LiveServer

# About a thousand by default over all operations; SNC_TEST_EXAMPLES=2000 is the long run.
EXAMPLES = int(os.environ.get("SNC_TEST_EXAMPLES", "50"))


# The document needs no assistant; the plugin collects one test an operation from it.
schema = schemathesis.openapi.from_dict(create_app(None).openapi())


@pytest.fixture(scope="module")
def live(app: FastAPI) -> Iterator[LiveServer]:
    """The application on a real server."""
    with LiveServer(app) as server:
        yield server


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_request_gets_a_documented_answer(case: Any, live: LiveServer) -> None:
    # A schema cannot say "some letter or digit", nor which engines a server has: those are refused too.
    excluded = [positive_data_acceptance]
    response = case.call(base_url=live.url)
    if response.status_code == 413:  # a refusal as well, which schemathesis does not count as one
        excluded.append(negative_data_rejection)
    case.validate_response(response, excluded_checks=excluded)
    assert "Traceback" not in response.text


@pytest.fixture(scope="module")
def document(app: FastAPI) -> dict[str, Any]:
    with TestClient(app, OWN) as client:
        return dict(client.get("/openapi.json").json())


def test_every_error_is_a_problem(document: dict[str, Any]) -> None:
    for address, path in document["paths"].items():
        shape = "application/json" if address.startswith("/v1/") else "application/problem+json"
        for operation in path.values():
            for status, response in operation["responses"].items():
                assert status < "400" or list(response["content"]) == [shape]


def test_every_operation_that_needs_a_key_says_so(document: dict[str, Any]) -> None:
    opened = {a for a, path in document["paths"].items() for o in path.values() if "security" not in o}
    assert opened == {"/healthz", "/readyz"}
    for address in set(document["paths"]) - opened:
        for operation in document["paths"][address].values():
            assert {"401", "403", "429"} <= set(operation["responses"])


def test_every_operation_is_worded_in_both_languages(document: dict[str, Any]) -> None:
    operations = [o for path in document["paths"].values() for o in path.values()]
    assert operations
    for operation in operations:
        assert operation["summary"] and operation["description"]
        assert set(operation["x-fr"]) == {"summary", "description"}


def test_every_event_of_the_stream_has_a_schema(document: dict[str, Any]) -> None:
    response = document["paths"]["/api/ask/stream"]["post"]["responses"]["200"]
    kinds = [k["properties"] for k in response["content"]["text/event-stream"]["schema"]["oneOf"]]
    named = {k["event"]["const"]: k["data"]["contentSchema"]["$ref"].rpartition("/")[2] for k in kinds}
    assert named == {name: model.__name__ for name, model in EVENT_MODELS.items()}
    assert set(named.values()) <= set(document["components"]["schemas"])


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    named = {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert named <= set(document["components"]["schemas"])
    assert "HTTPValidationError" not in document["components"]["schemas"]
