"""A client that leaves frees the model: while it is silent, while it speaks, streamed or not."""

import json
import socket
import time

import httpx
import pytest
from fastapi import FastAPI

from tests.generation.fake_ollama import FOREVER, FakeOllama
from tests.web.server import LiveServer

QUESTION = "Quelles sont les limites de détention du capital par des entités hors UE ?"
FREED_WITHIN_S = 1.0
# The stream is looked at by the second event loop of a busy machine: the rest is measuring slack.
SLACK_S = 1.0
PREFILL = (FOREVER,)
SPEAKING = (FakeOllama.line("La détention"), *[s for _ in range(400) for s in (FakeOllama.line(" du"), 0.05)])


@pytest.mark.parametrize("steps", [PREFILL, SPEAKING], ids=["silent", "speaking"])
@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
def test_a_client_that_leaves_frees_the_model(
    phrased_app: FastAPI, ollama: FakeOllama, path: str, steps: tuple[object, ...]
) -> None:
    ollama.play(*steps)
    with LiveServer(phrased_app) as server:
        with _request(server, path):
            _wait_until(lambda: ollama.chats)
            time.sleep(0.3)
            assert not ollama.client_left(0)
        left = time.monotonic()
        assert ollama.client_left(10)
        freed = time.monotonic() - left
        assert freed < FREED_WITHIN_S + SLACK_S
        assert _is_free(server, ollama)


def test_a_client_that_stops_reading_frees_the_model_too(
    phrased_app: FastAPI, ollama: FakeOllama, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("snc_assistant.web.events.WRITE_DEADLINE_S", 0.5)
    monkeypatch.setattr("snc_assistant.web.events._format", lambda name, data: "x" * 20_000_000)
    ollama.play(FOREVER)
    with LiveServer(phrased_app) as server, _request(server, "/api/ask/stream"):
        time.sleep(3)
        assert ollama.chats == []


def test_the_turn_passes_on_when_one_who_waits_for_it_leaves(
    phrased_app: FastAPI, ollama: FakeOllama
) -> None:
    ollama.play(FOREVER)
    with LiveServer(phrased_app) as server:
        engines = phrased_app.state.assistant.engines
        with _request(server, "/api/ask/stream"):
            _wait_until(lambda: ollama.chats)
            with _request(server, "/api/ask/stream"):
                _wait_until(lambda: engines.waiting == 1)
            _wait_until(lambda: engines.waiting == 0)
        assert ollama.client_left(10)
        assert _is_free(server, ollama)


def _request(server: LiveServer, path: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    body = json.dumps({"question": QUESTION}).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Type: application/json\r\n"
    connection.sendall(head.encode() + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
    return connection


def _is_free(server: LiveServer, ollama: FakeOllama) -> bool:
    """Whether the next question gets the model's turn."""
    ollama.refuse(500, "busy no more")
    asked = len(ollama.chats)
    httpx.post(f"{server.url}/api/ask", json={"question": QUESTION}, timeout=60)
    return len(ollama.chats) == asked + 1


def _wait_until(happened: object, within_s: float = 20) -> None:
    end = time.monotonic() + within_s
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)
