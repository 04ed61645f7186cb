"""Request numbers, log lines and figures; nothing of a question in any of them unless asked for."""

import json
import logging
import re
import sys

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from snc_assistant.assistant import Assistant
from snc_assistant.web.app import create_app
from snc_assistant.web.logs import log_as
from tests.conftest import Built
from tests.web.conftest import OWN

QUESTION = {"fr": "Que signifie J1 ?", "en": "What does J1 mean?"}


@pytest.mark.parametrize("given", ["abc", "a.b-c_1", "x" * 64])
def test_a_sane_number_of_the_clients_is_kept(client: TestClient, given: str) -> None:
    response = client.get("/api/nowhere", headers={"X-Request-ID": given})
    assert response.headers["x-request-id"] == given
    assert response.json()["request_id"] == given


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "a;b", "<script>"])
def test_another_number_is_replaced(client: TestClient, given: str) -> None:
    number = client.get("/healthz", headers={"X-Request-ID": given}).headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", number)


def test_a_refused_host_gets_a_number_too(client: TestClient) -> None:
    response = client.get("/", headers={"Host": "evil.example"})
    assert response.json()["request_id"] == response.headers["x-request-id"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_request_is_logged_without_the_question(
    client: TestClient, caplog: pytest.LogCaptureFixture, language: str
) -> None:
    caplog.set_level(logging.DEBUG)
    client.post("/api/ask", json={"question": QUESTION[language]})
    (line,) = [r for r in caplog.records if r.name == "snc_assistant.web.tracing"]
    assert (line.method, line.route, line.status) == ("POST", "/api/ask", 200)
    ours = [r.getMessage() + str(vars(r)) for r in caplog.records if r.name.startswith("snc_assistant")]
    assert not any(QUESTION[language] in text for text in ours)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream", "/v1/chat/completions"])
def test_questions_are_logged_where_that_was_asked_for(
    assistant: Assistant, caplog: pytest.LogCaptureFixture, path: str, language: str
) -> None:
    caplog.set_level(logging.INFO)
    body = {"question": QUESTION[language]}
    if path.startswith("/v1"):
        body = {"model": "snc-assistant", "messages": [{"role": "user", "content": QUESTION[language]}]}
    with TestClient(create_app(assistant, log_questions=True), OWN) as client:
        client.post(path, json=body)
    assert [r.question for r in caplog.records if hasattr(r, "question")] == [QUESTION[language]]


@pytest.fixture
def root() -> logging.Logger:
    """The root logger, put back as it was."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    root.setLevel(logging.INFO)
    yield root
    root.handlers[:] = handlers
    root.setLevel(level)


def test_json_lines_carry_the_number_and_the_fields(
    client: TestClient, capsys: pytest.CaptureFixture[str], root: logging.Logger
) -> None:
    log_as("json")
    client.get("/healthz", headers={"X-Request-ID": "seven"})
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (line,) = [entry for entry in lines if entry["logger"] == "snc_assistant.web.tracing"]
    assert (line["request_id"], line["level"], line["method"]) == ("seven", "INFO", "GET")
    assert (line["route"], line["status"], line["key"]) == ("/healthz", 200, "")
    assert line["time"].endswith("+00:00")


def test_a_json_line_holds_its_exception(capsys: pytest.CaptureFixture[str], root: logging.Logger) -> None:
    log_as("json")
    try:
        raise ValueError("broken\nin two")
    except ValueError:
        logging.getLogger("a").error("it broke", exc_info=sys.exc_info())
    (line,) = capsys.readouterr().err.splitlines()
    assert "ValueError: broken\nin two" in json.loads(line)["exception"]


def test_text_lines_carry_the_number(
    client: TestClient, capsys: pytest.CaptureFixture[str], root: logging.Logger
) -> None:
    log_as("text")
    client.get("/healthz", headers={"X-Request-ID": "seven"})
    assert "INFO snc_assistant.web.tracing [seven]: GET /healthz 200 " in capsys.readouterr().err


def figures(client: TestClient) -> dict[tuple[str, frozenset[str]], float]:
    """The figures by name and label values."""
    response = client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(response.text)
    return {(s.name, frozenset(s.labels.values())): s.value for f in families for s in f.samples}


def test_the_figures_count_requests_and_answers(assistant: Assistant, snapshot: Built) -> None:
    with TestClient(create_app(assistant), OWN) as client:
        client.post("/api/ask", json={"question": QUESTION["en"]})
        client.post("/api/ask/stream", json={"question": QUESTION["fr"]})
        client.get("/api/documents/none")
        client.get("/static/app.css")
        client.get("/a/b")
        client.request("BREW", "/a")
        found = figures(client)
    for labels in (
        {"/api/ask", "POST", "200"},
        {"/api/ask/stream", "POST", "200"},
        {"/api/documents/{doc_id}", "GET", "404"},
        {"/static", "GET", "200"},
        {"none", "GET", "404"},
        {"none", "other", "404"},
    ):
        assert found["snc_requests_total", frozenset(labels)] == 1, labels
    for language in ("fr", "en"):
        assert found["snc_answers_total", frozenset({"conflict", "extractive", language})] == 1
    assert found["snc_answer_seconds_count", frozenset({"extractive"})] == 2
    assert found["snc_request_seconds_count", frozenset({"/api/ask"})] == 1
    assert found["snc_answers_in_progress", frozenset()] == 0
    assert found["snc_model_waiting", frozenset()] == 0
    assert found["snc_snapshot_items", frozenset({"passages"})] == snapshot.manifest.counts["passages"]
    assert any(n == "snc_snapshot_info" and snapshot.manifest.snapshot_id in v for n, v in found)
    assert found["process_resident_memory_bytes", frozenset()] > 1e6


def test_a_probe_tells_life_from_readiness(assistant: Assistant, snapshot: Built) -> None:
    for loaded, ready in ((assistant, 200), (None, 503)):
        with TestClient(create_app(loaded), OWN) as client:
            assert client.get("/healthz").json() == {"status": "ok"}
            assert client.get("/readyz").status_code == ready
    with TestClient(create_app(assistant), OWN) as client:
        assert client.get("/readyz").json() == {"status": "ready", "snapshot": snapshot.manifest.snapshot_id}


@pytest.mark.parametrize(("language", "word"), [("fr", "doctor"), ("en", "doctor")])
def test_nothing_is_answered_before_the_snapshot_is_loaded(language: str, word: str) -> None:
    with TestClient(create_app(None), OWN, headers={"Accept-Language": language}) as client:
        response = client.post("/api/ask", json={"question": "J1 ?"})
    assert response.status_code == 503
    assert word in response.json()["detail"]
