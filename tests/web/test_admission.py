"""Who may ask, how often, how many at once; what each is told, in both languages."""

import asyncio
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from snc_assistant.assistant import Assistant
from snc_assistant.web.admission import Limits, Room
from snc_assistant.web.app import create_app
from snc_assistant.web.keys import KeyRing, create_key, revoke_key
from snc_assistant.web.metrics import Metrics
from snc_assistant.web.problems import Refusal
from tests.web.conftest import OWN

LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])
OPEN = ["/", "/docs", "/static/app.css", "/openapi.json", "/healthz", "/readyz", "/problems/key-required"]
CLOSED = ["/api/health", "/api/documents", "/api/offers", "/v1/models", "/metrics", "/nowhere", "/api"]


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """A file with keys."""
    return tmp_path / "keys.json"


@pytest.fixture
def ask_key(keys: Path) -> str:
    """A key that may ask."""
    return create_key(keys, "reader", ["ask"])


@pytest.fixture
def admin_key(keys: Path) -> str:
    """A key that may read the figures."""
    return create_key(keys, "prometheus", ["admin"])


@pytest.fixture
def closed(assistant: Assistant, keys: Path, ask_key: str, admin_key: str) -> TestClient:
    """A client of an application that asks for keys."""
    return TestClient(create_app(assistant, limits=Limits(KeyRing(keys))), OWN)


def bearer(key: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}", **more}


@pytest.mark.parametrize("path", OPEN)
def test_what_the_page_and_the_probes_need_is_open(closed: TestClient, path: str) -> None:
    assert closed.get(path).status_code == 200


@LANGUAGES
@pytest.mark.parametrize("path", CLOSED)
def test_everything_else_asks_for_a_key(closed: TestClient, path: str, language: str) -> None:
    response = closed.get(path, headers={"Accept-Language": language})
    assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")
    if path.startswith("/v1"):
        error = response.json()["error"]
        assert error["code"] == "invalid_api_key"
        said = error["message"]
    else:
        assert response.json()["type"] == "/problems/key-required"
        said = response.json()["detail"]
    assert {"fr": "Il faut une clé", "en": "A valid API key is needed"}[language] in said
    assert "snc-assistant keys create" in said


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer snc_wrong", "Basic {key}", "{key}", "Bearer {key}x"]
)
def test_a_wrong_key_opens_nothing(closed: TestClient, ask_key: str, header: str) -> None:
    sent = {"Authorization": header.format(key=ask_key)}
    assert closed.get("/api/documents", headers=sent).status_code == 401


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_the_right_key_opens_what_it_is_for(closed: TestClient, ask_key: str, scheme: str) -> None:
    sent = {"Authorization": f"{scheme} {ask_key}"}
    assert closed.post("/api/ask", json={"question": "J1 ?"}, headers=sent).status_code == 200


@LANGUAGES
def test_a_scope_opens_its_own_and_nothing_else(
    closed: TestClient, ask_key: str, admin_key: str, language: str
) -> None:
    assert closed.get("/metrics", headers=bearer(admin_key)).status_code == 200
    assert closed.get("/api/documents", headers=bearer(ask_key)).status_code == 200
    for path, key, scope in (("/metrics", ask_key, "admin"), ("/api/documents", admin_key, "ask")):
        response = closed.get(path, headers=bearer(key, **{"Accept-Language": language}))
        assert response.status_code == 403
        assert response.json()["type"] == "/problems/key-insufficient"
        assert f"--scope {scope}" in response.json()["detail"]


def test_a_revoked_key_is_refused_at_once(closed: TestClient, keys: Path, ask_key: str) -> None:
    assert closed.get("/api/documents", headers=bearer(ask_key)).status_code == 200
    revoke_key(keys, "reader")
    assert closed.get("/api/documents", headers=bearer(ask_key)).status_code == 401


def test_nobody_who_is_refused_is_listened_to(closed: TestClient) -> None:
    def body() -> object:
        raise AssertionError("the body of a request without a key is not read")
        yield b""

    response = closed.post("/api/ask", content=body(), headers={"Content-Length": "10"})
    assert response.status_code == 401


def test_without_keys_any_authorization_is_ignored(client: TestClient) -> None:
    assert client.get("/api/documents", headers=bearer("sk-whatever")).status_code == 200


@LANGUAGES
def test_who_asks_too_often_is_told_when_to_come_back(assistant: Assistant, language: str) -> None:
    limited = TestClient(create_app(assistant, limits=Limits(rate_per_minute=2)), OWN)
    sent = {"Accept-Language": language}
    statuses = [limited.get("/api/documents", headers=sent).status_code for _ in range(3)]
    refused = limited.get("/api/documents", headers=sent)
    assert statuses == [200, 200, 429]
    assert refused.headers["retry-after"] == "30"
    assert refused.json()["type"] == "/problems/too-many-requests"
    assert {"fr": "réessayez dans 30 s", "en": "try again in 30 s"}[language] in refused.json()["detail"]
    assert limited.get("/", headers=sent).status_code == 200


def test_keys_have_rates_of_their_own(assistant: Assistant, keys: Path) -> None:
    one, two = create_key(keys, "one", ["ask"]), create_key(keys, "two", ["ask"])
    limited = TestClient(create_app(assistant, limits=Limits(KeyRing(keys), rate_per_minute=1)), OWN)
    asked = [limited.get("/api/documents", headers=bearer(k)).status_code for k in (one, two, one)]
    assert asked == [200, 200, 429]


@pytest.mark.parametrize(
    ("clients", "statuses"),
    [
        (["192.0.2.1", "192.0.2.1", "192.0.2.2"], [200, 429, 200]),
        (["2001:db8::1", "2001:db8::2", "2001:db8:1::1"], [200, 429, 200]),
        (["::ffff:192.0.2.1", "192.0.2.1"], [200, 429]),
        (["127.0.0.1"] * 3, [200] * 3),
        (["::1"] * 3, [200] * 3),
        (["::ffff:127.0.0.1"] * 3, [200] * 3),
    ],
    ids=["IPv4", "one network of IPv6", "IPv4 in IPv6", "local", "local IPv6", "local in IPv6"],
)
def test_clients_count_by_address_except_those_of_this_machine(
    assistant: Assistant, clients: list[str], statuses: list[int]
) -> None:
    app = create_app(assistant, limits=Limits(rate_per_minute=1))
    asked = [TestClient(app, OWN, client=(c, 1)).get("/api/documents").status_code for c in clients]
    assert asked == statuses


class _Slow:
    """An application that answers when it is told to."""

    def __init__(self) -> None:
        self.started = 0
        self.go = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.started += 1
        await self.go.wait()


def test_questions_beyond_the_room_are_refused_and_leave_room_when_done() -> None:
    async def run() -> None:
        inner, metrics = _Slow(), Metrics()
        room = Room(inner, Limits(answers=2), metrics)
        under_way = [asyncio.ensure_future(_call(room, "/api/ask")) for _ in range(2)]
        await asyncio.sleep(0)
        assert metrics.registry.get_sample_value("snc_answers_in_progress") == 2
        with pytest.raises(Refusal) as refusal:
            await _call(room, "/v1/chat/completions")
        assert (refusal.value.status, refusal.value.headers) == (429, {"Retry-After": "2"})
        under_way[0].cancel()
        await asyncio.sleep(0)
        elsewhere = asyncio.ensure_future(_call(room, "/api/documents"))
        again = asyncio.ensure_future(_call(room, "/api/search"))
        await asyncio.sleep(0)
        inner.go.set()
        await asyncio.gather(under_way[1], elsewhere, again)
        assert inner.started == 4
        assert metrics.registry.get_sample_value("snc_answers_in_progress") == 0

    asyncio.run(run())


async def _call(app: Room, path: str) -> None:
    async def nothing(*_: Message) -> Message:
        raise AssertionError("nothing is sent or received here")

    await app({"type": "http", "path": path}, nothing, nothing)


@LANGUAGES
def test_a_full_house_is_told_as_a_problem(assistant: Assistant, language: str) -> None:
    full = TestClient(create_app(assistant, limits=Limits(answers=0)), OWN)
    response = full.post("/api/ask", json={"question": "J1 ?"}, headers={"Accept-Language": language})
    assert (response.status_code, response.headers["retry-after"]) == (429, "2")
    assert response.json()["type"] == "/problems/too-busy"
    assert {"fr": "Trop de questions à la fois", "en": "Too many questions at once"}[language] in (
        response.json()["detail"]
    )


def test_every_route_but_the_open_ones_is_closed(app: FastAPI, closed: TestClient) -> None:
    for path, operations in app.openapi()["paths"].items():
        for method in operations:
            status = closed.request(method, path.replace("{", "").replace("}", "")).status_code
            assert status == (200 if path in ("/healthz", "/readyz") else 401), path
