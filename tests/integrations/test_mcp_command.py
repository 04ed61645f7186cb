"""`snc-assistant mcp` with the official client: over a subprocess's pipes, and over HTTP."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from mcp import Client, StdioServerParameters

from snc_assistant.assistant import Assistant
from snc_assistant.cli import main
from snc_assistant.integrations.mcp_server import create_server
from snc_assistant.web.admission import Limits
from snc_assistant.web.keys import KeyRing, create_key
from snc_assistant.web.mcp_http import create_mcp_app
from tests.corpora import write_corpus
from tests.web.server import LiveServer

FRENCH = "À quel rythme les données sont-elles sauvegardées ?"
ENGLISH = "How often is data backed up?"
CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
JSON = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command over a small corpus with a built index."""
    folder = tmp_path_factory.mktemp("mcp")
    places = ["--corpus", str(write_corpus(folder / "corpus")), "--index", str(folder / "index")]
    assert CliRunner().invoke(main, ["index", *places]).exit_code == 0
    return ["-m", "snc_assistant", "mcp", *places, "--engine", "extractive"]


def environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("SNC_")}


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_over_pipes_the_official_client_asks_in_both_languages(command: list[str], mode: str) -> None:
    server = StdioServerParameters(command=sys.executable, args=command, env=environment())

    async def converse() -> list[Any]:
        async with Client(server, mode=mode, read_timeout_seconds=60) as client:
            tools = [t.name for t in (await client.list_tools()).tools]
            french = await client.call_tool("ask", {"question": FRENCH})
            english = await client.call_tool("ask", {"question": ENGLISH})
            source = await client.call_tool("get_source", {"doc_id": "guide"})
            return [tools, french, english, source]

    tools, french, english, source = asyncio.run(converse())
    assert tools == ["ask", "search", "get_source"]
    for result, language, claim in (
        (french, "fr", "Les données sont sauvegardées chaque jour."),
        (english, "en", "Data is backed up every day."),
    ):
        answer = result.structured_content
        assert (answer["outcome"], answer["language"]) == ("answered", language)
        assert [c["text"] for c in answer["claims"]] == [claim]
        [citation] = answer["claims"][0]["citations"]
        text = source.structured_content["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["link"].startswith("http://127.0.0.1:8000/#/source/guide/")


def test_over_pipes_standard_output_holds_nothing_but_the_protocol(
    command: list[str], tmp_path: Path
) -> None:
    at = command.index("--index") + 1
    command = [*command[:at], str(tmp_path / "new"), *command[at + 1 :]]
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    asked = {"name": "ask", "arguments": {"question": FRENCH}}
    sent = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": asked},
    ]
    with subprocess.Popen(
        [sys.executable, "-m", "snc_assistant", "-vv", *command[2:]], env=environment(),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    ) as running:  # fmt: skip
        assert running.stdin and running.stdout and running.stderr
        received = []
        for message in sent:
            running.stdin.write(json.dumps(message) + "\n")
            running.stdin.flush()
            if "id" in message:
                received.append(json.loads(running.stdout.readline()))
        running.stdin.close()
        assert running.stdout.read() == ""
        logged = running.stderr.read()
        assert running.wait(30) == 0
    assert [r["id"] for r in received] == [1, 2]
    assert received[0]["result"]["serverInfo"]["name"] == "snc-assistant"
    assert "no index in" in logged


@pytest.fixture(scope="module")
def live(assistant: Assistant) -> Iterator[LiveServer]:
    """The MCP server over HTTP on a free port of this machine."""
    with LiveServer(create_mcp_app(create_server(assistant, page="http://127.0.0.1:8000"))) as server:
        yield server


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_over_http_the_official_client_asks_in_both_languages(live: LiveServer, mode: str) -> None:
    async def converse() -> list[Any]:
        async with Client(f"{live.url}/mcp", mode=mode, read_timeout_seconds=60) as client:
            return [
                await client.call_tool("ask", {"question": q})
                for q in ("Que signifie CaaS ?", "What does CaaS mean?")
            ]

    for result, language in zip(asyncio.run(converse()), ("fr", "en"), strict=True):
        answer = result.structured_content
        assert (answer["outcome"], answer["language"]) == ("answered", language)
        assert answer["claims"][0]["citations"]


def test_over_http_several_clients_ask_at_once(live: LiveServer) -> None:
    async def one(number: int) -> str:
        async with Client(f"{live.url}/mcp", read_timeout_seconds=60) as client:
            result = await client.call_tool("search", {"query": f"sauvegarde {number}", "k": 1})
            return str(result.structured_content["hits"][0]["quote"])

    async def all_() -> list[str]:
        return await asyncio.gather(*(one(n) for n in range(12)))

    assert len(asyncio.run(all_())) == 12


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ({"Host": "evil.example"}, "does not answer for that Host"),
        ({"Origin": "http://evil.example"}, "Requests from other sites are refused"),
    ],
)
def test_over_http_other_hosts_and_sites_are_refused(
    live: LiveServer, headers: dict[str, str], message: str
) -> None:
    response = httpx.post(f"{live.url}/mcp", json=CALL, headers=JSON | {"Accept-Language": "en"} | headers)
    assert response.status_code == 400
    assert message in response.json()["detail"]


def test_over_http_a_huge_message_is_refused(live: LiveServer) -> None:
    response = httpx.post(f"{live.url}/mcp", content=b" " * 1_000_001, headers=JSON)
    assert response.status_code == 413


def test_with_keys_only_their_holders_get_in(assistant: Assistant, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    secret = create_key(keys, "desk", ["ask"])
    app = create_mcp_app(create_server(assistant, page="http://x/"), limits=Limits(KeyRing(keys)))
    with LiveServer(app) as live:
        url = f"{live.url}/mcp"
        refused = httpx.post(url, json=CALL, headers=JSON)
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
        let_in = httpx.post(url, json=CALL, headers=JSON | {"Authorization": f"Bearer {secret}"})
        assert let_in.status_code == 200
        assert [t["name"] for t in let_in.json()["result"]["tools"]] == ["ask", "search", "get_source"]


def test_beyond_this_machine_a_key_is_needed(command: list[str], tmp_path: Path) -> None:
    options = [*command[3:], "--http", "--host", "0.0.0.0", "--port", "0"]
    result = CliRunner().invoke(main, ["mcp", *options], env={"SNC_KEYS": str(tmp_path / "keys.json")})
    assert result.exit_code == 2
    assert "refusing to listen on 0.0.0.0 without an API key" in result.stderr


def test_without_http_nothing_listens(command: list[str]) -> None:
    result = CliRunner().invoke(main, ["mcp", *command[3:], "--port", "8001"])
    assert result.exit_code == 2
    assert "--host and --port are for --http" in result.stderr


def test_the_command_serves_http(command: list[str]) -> None:
    arguments = [sys.executable, *command, "--http", "--port", "0", "--page", "https://snc.example/qui"]
    with subprocess.Popen(arguments, env=environment(), stderr=subprocess.PIPE, text=True) as running:
        try:
            assert running.stderr
            ready = next(line for line in running.stderr if "is ready" in line)
            url = ready.split()[-1]

            async def once() -> Any:
                async with Client(url, read_timeout_seconds=60) as client:
                    return await client.call_tool("search", {"query": "sauvegarde", "k": 1})

            [hit] = asyncio.run(once()).structured_content["hits"]
            assert hit["link"].startswith("https://snc.example/qui/#/source/")
        finally:
            running.terminate()
