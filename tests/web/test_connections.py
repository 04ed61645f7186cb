"""Clients that send or read too slowly lose their connection; the others do not notice."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import httpx
import pytest
from fastapi import FastAPI
from starlette.responses import Response

from snc_assistant.assistant import Assistant
from snc_assistant.web import connections
from snc_assistant.web.app import create_app
from snc_assistant.web.connections import BoundedProtocol
from snc_assistant.web.protection import HEADERS
from tests.web.server import LiveServer

HEAD = b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"


@pytest.fixture
def live(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveServer]:
    """A server that is less patient than usual, with a long page to read."""
    monkeypatch.setattr(BoundedProtocol, "receive_s", 0.5)
    monkeypatch.setattr(BoundedProtocol, "send_s", 0.5)
    app = create_app(assistant)
    _add_long_page(app)
    with LiveServer(app) as server:
        yield server


def _add_long_page(app: FastAPI) -> None:
    @app.get("/static-long", include_in_schema=False)
    async def long_page() -> Response:
        return Response(b"x" * 30_000_000)

    app.router.routes.insert(0, app.router.routes.pop())


def _connect(server: LiveServer) -> closing[socket.socket]:
    return closing(socket.create_connection(("127.0.0.1", server.port), timeout=20))


def _is_closed_by_server(connection: socket.socket) -> bool:
    """Wait for the server to hang up."""
    with suppress(ConnectionResetError):
        while connection.recv(65536):
            pass
    return True


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"G",
        HEAD,
        HEAD + b"Content-Length: 100\r\n\r\n{",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{",
    ],
    ids=["nothing", "one byte", "half a head", "half a body", "half a chunk"],
)
def test_who_stops_sending_is_cut_off(live: LiveServer, sent: bytes) -> None:
    with _connect(live) as connection:
        connection.sendall(sent)
        assert _is_closed_by_server(connection)


def test_who_sends_byte_by_byte_is_cut_off(live: LiveServer) -> None:
    with _connect(live) as connection, pytest.raises(ConnectionError):
        _drip(connection)


def _drip(connection: socket.socket) -> None:
    for _ in range(200):
        connection.sendall(b"G")
        time.sleep(0.05)


def test_the_second_request_of_a_connection_is_timed_too(live: LiveServer) -> None:
    with _connect(live) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")
        connection.sendall(b"GET /healthz HT")
        assert _is_closed_by_server(connection)


def test_who_does_not_read_is_cut_off(live: LiveServer) -> None:
    with _connect(live) as connection:
        connection.sendall(b"GET /static-long HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        time.sleep(2)
        received = 0
        with suppress(ConnectionResetError):
            while piece := connection.recv(1 << 20):
                received += len(piece)
        assert received < 30_000_000


def test_slow_clients_do_not_disturb_the_others(live: LiveServer) -> None:
    slow = [socket.create_connection(("127.0.0.1", live.port), timeout=20) for _ in range(50)]
    for connection in slow:
        connection.sendall(HEAD)
    answer = httpx.post(f"{live.url}/api/ask", json={"question": "Que signifie J1 ?"}, timeout=20)
    for connection in slow:
        connection.close()
    assert answer.json()["outcome"] == "conflict"


def test_an_answer_that_takes_its_time_is_not_cut_off(live: LiveServer, assistant: Assistant) -> None:
    with httpx.Client(timeout=20) as client:
        for _ in range(2):
            assert client.get(f"{live.url}/healthz").status_code == 200
            time.sleep(0.2)


def test_one_connection_too_many_is_told_so(live: LiveServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BoundedProtocol, "most", 1)
    with _connect(live) as first:
        first.sendall(b"G")
        time.sleep(0.1)
        with _connect(live) as second:
            told = b"".join(iter(lambda: second.recv(65536), b""))
    head, _, body = told.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 503 ")
    for name, value in {**HEADERS, "retry-after": "5"}.items():
        assert f"{name}: {value}".encode() in head
    assert set(json.loads(body)) == {"type", "title", "status", "detail"}


def test_the_deadlines_are_those_that_are_documented() -> None:
    assert BoundedProtocol.receive_s + connections._CHECK_S < 15
    assert BoundedProtocol.send_s == 20
