"""Errors: RFC 9457 problem details in the reader's language, with what to do and nothing of the inside."""

import json
import os

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from snc_assistant.errors import DependencyMissing, ModelUnavailable
from snc_assistant.web.bodies import MAX_BODY
from snc_assistant.web.problems import reader_language
from tests.conftest import Built
from tests.web.conftest import OWN, MakeApp

EXAMPLES = int(os.environ.get("SNC_TEST_EXAMPLES", "100"))
JSON = {"Content-Type": "application/json"}
LANGUAGES = ["fr", "en"]


def refused(
    client: TestClient, method: str, path: str, language: str, **request: object
) -> dict[str, object]:
    headers = {**request.pop("headers", {}), "Accept-Language": language}
    response = client.request(method, path, headers=headers, **request)
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["content-language"] == language
    problem = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "request_id"}
    assert problem["request_id"] == response.headers["x-request-id"]
    assert problem["status"] == response.status_code
    assert problem["detail"]
    return problem


CASES = {
    "broken JSON": ("POST", "/api/ask", {"content": "{", "headers": JSON}, 400),
    "deep nesting": ("POST", "/api/ask", {"content": "[" * 100_000, "headers": JSON}, 400),
    "not UTF-8": ("POST", "/api/ask", {"content": b'{"question": "\xff"}', "headers": JSON}, 400),
    "no such page": ("GET", "/nowhere", {}, 404),
    "no such document": ("GET", "/api/documents/none", {}, 404),
    "path out of static": ("GET", "/static/..%2f..%2fapp.py", {}, 404),
    "zero byte in a path": ("GET", "/static/%00", {}, 404),
    "long path": ("GET", "/static/" + "a" * 5000, {}, 404),
    "wrong method": ("PUT", "/api/ask", {}, 405),
    "wrong method of a page": ("POST", "/", {}, 405),
    "wrong method of a file": ("DELETE", "/static/app.css", {}, 405),
    "large body": ("POST", "/api/ask", {"content": b"x" * (MAX_BODY + 1), "headers": JSON}, 413),
    "no question": ("POST", "/api/ask", {"json": {}}, 422),
    "no object": ("POST", "/api/ask", {"json": [1]}, 422),
    "no body": ("POST", "/api/ask", {}, 422),
    "form": ("POST", "/api/ask", {"data": {"question": "x"}}, 422),
    "empty question": ("POST", "/api/ask", {"json": {"question": " ?!"}}, 422),
    "empty question, streamed": ("POST", "/api/ask/stream", {"json": {"question": " ?!"}}, 422),
    "empty query": ("POST", "/api/search", {"json": {"query": "…"}}, 422),
    "long question": ("POST", "/api/ask", {"json": {"question": "a" * 4001}}, 422),
    "unknown field": ("POST", "/api/ask", {"json": {"question": "J1 ?", "model": "x"}}, 422),
    "unknown engine": ("POST", "/api/ask", {"json": {"question": "J1 ?", "engine": "gpt"}}, 422),
    "engine not set up": ("POST", "/api/ask", {"json": {"question": "J1 ?", "engine": "openai"}}, 422),
    "truth for a number": ("POST", "/api/search", {"json": {"query": "J1", "k": True}}, 422),
    "lone surrogate": ("POST", "/api/ask", {"content": b'{"question": "a\\ud800"}', "headers": JSON}, 422),
    "not a number": ("GET", "/api/documents/observatory-2026-04-fr/text?start=a", {}, 422),
    "negative number": ("GET", "/api/documents/observatory-2026-04-fr/text?start=-1", {}, 422),
    "huge number": ("GET", f"/api/documents/observatory-2026-04-fr/text?end={10**30}", {}, 422),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("method", "path", "request_", "status"), CASES.values(), ids=CASES)
def test_a_refusal_has_its_status_and_speaks_the_readers_language(
    client: TestClient, method: str, path: str, request_: dict[str, object], status: int, language: str
) -> None:
    problem = refused(client, method, path, language, **request_)
    assert problem["status"] == status


@pytest.mark.parametrize(
    ("body", "language", "detail"),
    [
        ({}, "fr", "question: ce champ est obligatoire"),
        ({}, "en", "question: this field is required"),
        ({"question": "a", "k": 1}, "fr", "k: ce champ n'existe pas"),
        ({"question": "a" * 4001}, "en", "question: at most 4000 characters"),
        ({"question": "a", "language": "de"}, "fr", "language: valeurs possibles : 'fr' ou 'en'"),
        ({"question": 1}, "en", "question: a text is expected"),
        (
            {"question": "a", "history": [{"role": "system", "content": "x"}]},
            "en",
            "history.0.role: possible values: 'user' or 'assistant'",
        ),
        (
            {"question": "J1 ?", "engine": "openai"},
            "fr",
            "engine: ce moteur n'est pas configuré sur ce serveur ; disponibles : auto, extractive",
        ),
    ],
)
def test_the_detail_names_the_field_and_the_cure(
    client: TestClient, body: object, language: str, detail: str
) -> None:
    assert refused(client, "POST", "/api/ask", language, json=body)["detail"] == detail


def test_a_chunked_body_is_measured_too(client: TestClient) -> None:
    problem = refused(client, "POST", "/api/ask", "en", content=iter([b"x" * 600_000] * 2))
    assert problem["status"] == 413


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream", "/api/search"])
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (DependencyMissing("/secret/model"), 503),
        (ModelUnavailable("/secret"), 503),
        (ValueError("/secret"), 500),
    ],
    ids=["dependency", "model", "bug"],
)
def test_what_breaks_inside_is_told_without_its_words(
    make_app: MakeApp, path: str, language: str, error: Exception, status: int
) -> None:
    app = make_app()

    def broken(*_: object, **__: object) -> None:
        raise error

    app.state.assistant.understand = broken
    asked = "query" if path == "/api/search" else "question"
    with TestClient(app, OWN) as client:
        problem = refused(client, "POST", path, language, json={asked: "J1 ?"})
    assert problem["status"] == status
    assert "secret" not in json.dumps(problem)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_breaks_inside_a_stream_is_its_last_event(make_app: MakeApp, language: str) -> None:
    app = make_app()

    def broken(*_: object) -> None:
        raise ValueError("/secret")

    app.state.assistant._answerer.evidence = broken
    with TestClient(app, OWN, headers={"Accept-Language": language}) as client:
        text = client.post("/api/ask/stream", json={"question": "J1 ?"}).text
    last = text.strip().split("\n\n")[-1]
    assert last.startswith("event: error\n")
    assert json.loads(last.split("data: ")[1])["status"] == 500
    assert "secret" not in text


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "fr"),
        ("en", "en"),
        ("fr-CH, en;q=0.9", "fr"),
        ("fr;q=0.4, en-GB;q=0.5", "en"),
        ("de, en;q=0.7, fr;q=0.3", "en"),
        ("*", "fr"),
        ("en;q=nonsense", "fr"),
        ("agenda", "fr"),
    ],
)
def test_the_reader_s_language_is_the_one_preferred(header: str, language: str) -> None:
    assert reader_language(Headers({"accept-language": header})) == language


_ODD = st.sampled_from(
    ["\x00", "\u202e", "\u200b", "\U000e0041", "\ufeff", "e" + "\u0301" * 50, "🏴‍☠️", "\ud800", "𝔘", "\uffff"]
)
_QUESTIONS = st.lists(_ODD | st.text(max_size=20), max_size=12).map("".join)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(question=_QUESTIONS, path=st.sampled_from(["/api/ask", "/api/ask/stream"]))
def test_any_text_is_answered_or_refused(app: FastAPI, question: str, path: str) -> None:
    with TestClient(app, OWN) as client:
        response = client.post(path, content=json.dumps({"question": question}), headers=JSON)
    assert response.status_code in (200, 422)
    assert "Traceback" not in response.text
    assert "event: error" not in response.text
    if response.status_code == 422:
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "question",
    ["a" + "\u0301" * 3999, "qualifié " * 444, "?" * 3999 + "a", "𝕏" * 4000, "(" * 2000 + "J1" + ")" * 1900],
    ids=["combining marks", "words", "marks", "astral", "brackets"],
)
def test_a_question_at_the_limit_is_answered(client: TestClient, snapshot: Built, question: str) -> None:
    assert client.post("/api/ask", json={"question": question}).status_code == 200
