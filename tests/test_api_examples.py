"""The examples of docs/api.md run against a served application and print what the page says.

An example's output stands in the block after it; a failing test shows what the program says today.
"""

import asyncio
import importlib.util
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from mcp import Client, StdioServerParameters

from snc_assistant.build import build_index
from snc_assistant.integrations.mcp_server import create_server
from snc_assistant.opening import open_assistant, open_encoder
from snc_assistant.settings import Settings
from snc_assistant.web.app import create_app
from snc_assistant.web.mcp_http import create_mcp_app
from tests.conftest import CORPUS, ROOT
from tests.examples import DOCS, Block, blocks_of, run
from tests.web.server import LiveServer

PAGE = DOCS / "api.md"
WEB = "http://127.0.0.1:8000"
MCP = "http://127.0.0.1:8001"
NOBODY = "http://127.0.0.1:9"
BLOCKS = blocks_of(PAGE)
# What differs from one run, machine or version to the next.
_VOLATILE = {
    "timings_ms",
    "score",
    "dense_score",
    "sparse_score",
    "confidence",
    "detail",
    "version",
    "index",
    "snapshot",
    "request_id",
    "id",
    "created",
}
# Every section with examples, and in what they are written.
WRITTEN_IN = {
    "POST /api/ask": {"bash", "python", "javascript"},
    "POST /api/ask/stream": {"bash", "python", "javascript"},
    "POST /api/search": {"bash", "python", "javascript"},
    "GET /api/documents": {"bash", "python", "javascript"},
    "Facts as data": {"bash", "python", "javascript"},
    "GET /api/health": {"bash", "python", "javascript"},
    "OpenAI's protocol": {"bash", "python", "javascript"},
    "MCP": {"bash", "python", "javascript", "json"},
    "llama-index": {"python"},
}


class Served(NamedTuple):
    """The addresses of the servers, and a folder with their index, where commands are run."""

    web: str
    mcp: str
    folder: Path

    def at_home(self, code: str) -> str:
        """An example that asks these servers."""
        return code.replace(WEB, self.web).replace(MCP, self.mcp)

    @property
    def environment(self) -> dict[str, str]:
        """Finds `snc-assistant`, installed or not, and no model."""
        paths = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return {"PATH": paths, "PYTHONPATH": str(ROOT / "src"), "SNC_OLLAMA_URL": NOBODY}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Real servers over the real corpus with the real encoder, without a language model."""
    folder = tmp_path_factory.mktemp("served")
    build_index(CORPUS, folder / "index", open_encoder("bundled"))
    program = folder / "bin" / "snc-assistant"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT / "src"} exec {sys.executable} -m snc_assistant "$@"\n')
    program.chmod(0o755)
    settings = Settings(corpus=CORPUS, index=folder / "index", engine="extractive", ollama_url=NOBODY)
    assistant = open_assistant(settings)
    mcp = create_mcp_app(create_server(assistant, page=WEB))
    with LiveServer(create_app(assistant)) as web, LiveServer(mcp) as over_http:
        yield Served(web.url, over_http.url, folder)


def examples(language: str, start: str = "") -> list[Any]:
    """The blocks in a language, as parameters of a test."""
    found = [b for b in BLOCKS if b.language == language and b.code.startswith(start)]
    return [pytest.param(b, id=f"{b.heading}-{n}") for n, b in enumerate(found, start=1)]


def steady(value: object) -> object:
    """A JSON value with what varies left out, its presence kept."""
    if isinstance(value, Mapping):
        return {k: "…" if _varies(k, v) else steady(v) for k, v in value.items()}
    return [steady(v) for v in value] if isinstance(value, list) else value


def _varies(key: str, value: object) -> bool:
    """Whether a field may differ; MCP repeats its whole result as the text of a `content` list."""
    return key in _VOLATILE or (key == "content" and isinstance(value, list))


def event_names(text: str) -> list[str]:
    """The names of the events of a stream, in order."""
    return re.findall(r"^event: (\w+)$", text, re.MULTILINE)


@pytest.mark.parametrize("heading", WRITTEN_IN)
def test_every_section_has_its_examples(heading: str) -> None:
    assert WRITTEN_IN[heading] <= {b.language for b in BLOCKS if b.heading == heading}


@pytest.mark.parametrize("block", examples("python"))
def test_python_example_prints_what_the_page_says(block: Block, served: Served) -> None:
    for package in re.findall(r"^(?:from|import) (\w+)", block.code, re.MULTILINE):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed: its example was not run")
    code = served.at_home(block.code)
    printed = run([sys.executable, "-c", code], folder=served.folder, more=served.environment)
    assert block.output is not None
    assert printed == block.output.code


@pytest.mark.parametrize("block", examples("javascript"))
def test_javascript_example_prints_what_the_page_says(block: Block, served: Served) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the JavaScript examples were not run")
    major = int(run([node, "--version"]).lstrip("v").partition(".")[0])
    if major < 18:
        pytest.skip(f"node {major} has no fetch: the JavaScript examples were not run")
    printed = run([node, "--input-type=module"], stdin=served.at_home(block.code))
    assert block.output is not None
    assert printed == block.output.code


@pytest.mark.parametrize("block", examples("bash", "curl "))
def test_curl_example_answers_what_the_page_says(block: Block, served: Served) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed: the curl examples were not run")
    printed = run(["bash", "-c", served.at_home(block.code)])
    if block.output is None:
        assert "sections" in json.loads(printed)
    elif block.output.language == "json":
        assert steady(json.loads(printed)) == steady(json.loads(block.output.code))
    elif event_names(block.output.code):
        assert event_names(printed) == event_names(block.output.code)
        assert printed.splitlines()[:2] == block.output.code.splitlines()[:2]
    else:
        assert printed.replace("\r\n", "\n") == block.output.code


def test_the_configuration_of_mcp_clients_starts_the_server(served: Served) -> None:
    [block] = [b for b in BLOCKS if b.heading == "MCP" and b.language == "json" and "mcpServers" in b.code]
    [configured] = json.loads(block.code)["mcpServers"].values()
    server = StdioServerParameters(**configured, env=served.environment, cwd=served.folder)

    async def listed() -> list[str]:
        async with Client(server, read_timeout_seconds=60) as client:
            return [t.name for t in (await client.list_tools()).tools]

    assert asyncio.run(listed()) == ["ask", "search", "get_source"]
