"""What every response carries, and who is refused."""

import socket
from contextlib import suppress

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from snc_assistant.web.app import create_app
from snc_assistant.web.files import STATIC
from snc_assistant.web.protection import CONTENT_SECURITY_POLICY
from tests.web.conftest import OWN
from tests.web.server import LiveServer

HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
FILES = [f"/static/{p.relative_to(STATIC)}" for p in sorted(STATIC.rglob("*")) if p.is_file()]
ROUTES = [
    ("GET", "/"),
    ("HEAD", "/"),
    ("GET", "/docs"),
    ("GET", "/openapi.json"),
    ("GET", "/api/health"),
    ("GET", "/api/documents"),
    ("GET", "/api/documents/observatory-2026-02-en"),
    ("GET", "/api/documents/observatory-2026-02-en/text"),
    ("GET", "/v1/models"),
    ("GET", "/v1/models/none"),
    ("POST", "/v1/chat/completions"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("GET", "/problems/key-required"),
    ("GET", "/nowhere"),
    ("PUT", "/api/ask"),
    ("POST", "/api/ask"),
    *[("GET", f) for f in FILES],
]


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=[f"{m} {p}" for m, p in ROUTES])
def test_every_route_carries_the_headers(client: TestClient, method: str, path: str) -> None:
    assert_protected(client.request(method, path, follow_redirects=False))


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
def test_an_answer_carries_the_headers(client: TestClient, path: str) -> None:
    assert_protected(client.post(path, json={"question": "Que signifie J1 ?"}))


@pytest.mark.parametrize("path", ["/api/health", "/v1/models"])
def test_an_unexpected_error_carries_the_headers(app: FastAPI, path: str) -> None:
    broken = create_app(app.state.assistant)
    broken.state.questions = "every use of it is a bug"
    with TestClient(broken, OWN) as client:
        response = client.get(path)
    assert response.status_code == 500
    assert_protected(response)
    assert "Traceback" not in response.text


def assert_protected(response: object) -> None:
    assert {k: v for k, v in response.headers.items() if k in HEADERS} == HEADERS
    assert response.headers["cache-control"] in ("no-cache", "no-store")
    assert "server" not in response.headers
    assert response.headers["x-request-id"]


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    policy = dict(p.strip().split(" ", 1) for p in CONTENT_SECURITY_POLICY.split(";"))
    assert policy["default-src"] == "'none'"
    assert {v for k, v in policy.items() if k.endswith("-src")} == {"'none'", "'self'"}
    assert (policy["base-uri"], policy["frame-ancestors"]) == ("'none'", "'none'")


@pytest.mark.parametrize("page", ["index.html", "docs.html"])
def test_a_page_has_no_inline_script_or_style_and_no_address_elsewhere(page: str) -> None:
    text = (STATIC / page).read_text()
    assert "<style" not in text and " style=" not in text and " onclick" not in text
    assert text.count("<script") == text.count("<script src=") + text.count('<script type="module" src=')
    assert "//" not in text


def test_no_file_of_the_page_names_another_server() -> None:
    for file in (STATIC / f.removeprefix("/static/") for f in FILES):
        text = file.read_text().replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text and "https://" not in text, file


HOSTS = ["localhost", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST:1", "[::1]", "assistant.example:443"]
FOREIGN_HOSTS = [
    "evil.example",
    "localhost.evil.example",
    "",
    "127.0.0.1.nip.io",
    "::1",
    "[::1",
    "user@localhost",
    "testserver",
]


@pytest.fixture
def named(app: FastAPI) -> TestClient:
    """A client of a server that is also known as assistant.example."""
    return TestClient(create_app(app.state.assistant, hosts=["assistant.example"]), OWN)


@pytest.mark.parametrize("host", HOSTS)
def test_its_own_names_are_served(named: TestClient, host: str) -> None:
    assert named.get("/api/documents", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
@pytest.mark.parametrize(("language", "word"), [("fr", "hôte"), ("en", "Host")])
def test_a_foreign_host_is_refused(named: TestClient, host: str, language: str, word: str) -> None:
    response = named.get("/", headers={"Host": host, "Accept-Language": language})
    assert response.status_code == 400
    assert word in response.json()["detail"]
    assert_protected(response)


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("127.0.0.1:8000", "http://127.0.0.1:8000", 200),
        ("localhost", "http://localhost", 200),
        ("localhost", "http://localhost:80", 200),
        ("[::1]:8000", "http://[::1]:8000", 200),
        ("assistant.example", "https://assistant.example", 200),
        ("127.0.0.1:8000", "https://assistant.example", 200),
        ("127.0.0.1:8000", "http://127.0.0.1:3000", 400),
        ("127.0.0.1:8000", "http://localhost:8000", 400),
        ("localhost:8000", "https://evil.example", 400),
        ("localhost:8000", "https://localhost.evil.example:8000", 400),
        ("localhost:8000", "null", 400),
        ("localhost:8000", "", 400),
    ],
)
def test_only_its_own_pages_may_ask(named: TestClient, host: str, origin: str, status: int) -> None:
    response = named.get("/api/documents", headers={"Host": host, "Origin": origin})
    assert response.status_code == status


RAW = {
    "no host": b"GET / HTTP/1.0\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
    "garbage": b"\x16\x03\x01\x02\x00\r\n\r\n",
    "huge header": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    "bad chunks": b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "two lengths": b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "negative length": b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
    "length and chunks": b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n"
    b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "absolute target": b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    "unknown method": b"BREW / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    + b"".join(b"X-%d: 1\r\n" % i for i in range(1000))
    + b"\r\n",
}


@pytest.fixture(scope="module")
def live(app: FastAPI) -> LiveServer:
    """The application on a real server."""
    with LiveServer(app) as server:
        yield server


@pytest.mark.parametrize("request_", RAW.values(), ids=RAW)
def test_a_malformed_request_harms_nobody(live: LiveServer, request_: bytes) -> None:
    with socket.create_connection(("127.0.0.1", live.port), timeout=20) as connection:
        answer = b""
        with suppress(OSError):  # the server may hang up before it has read all
            connection.sendall(request_)
            connection.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert b"Traceback" not in answer
    assert not answer or answer.split(b" ")[1][:1] in (b"2", b"4")
