"""`snc-assistant models …` against a scripted Ollama server: exit codes and exact output."""

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result

from snc_assistant.cli import main
from snc_assistant.model_commands import RECOMMENDED
from snc_assistant.settings import Settings
from tests.generation.fake_ollama import CUT, FakeOllama, Received, Reply, refused_url


@pytest.fixture
def ollama(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOllama]:
    """A server with two models, one of which is set."""
    with FakeOllama("ministral-3:8b", "gemma4:e4b") as server:
        monkeypatch.setenv("SNC_OLLAMA_URL", server.url)
        yield server


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["models", *arguments])


def test_list_marks_the_model_that_answers(ollama: FakeOllama) -> None:
    result = call("list")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "   model           parameters  quantization  size",
        "   gemma4:e4b      8.9B        Q4_K_M        6.0 GB",
        "*  ministral-3:8b  8.9B        Q4_K_M        6.0 GB",
    ]


def test_list_as_json(ollama: FakeOllama) -> None:
    listed = json.loads(call("list", "--json").stdout)
    assert (listed["server"], listed["configured"]) == (ollama.url, "ministral-3:8b")
    assert [(m["name"], m["size_bytes"], m["configured"]) for m in listed["models"]] == [
        ("gemma4:e4b", 6_000_000_000, False),
        ("ministral-3:8b", 6_000_000_000, True),
    ]


def test_a_name_without_tag_means_the_latest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNC_OLLAMA_MODEL", "ministral-3")
    with FakeOllama("ministral-3:latest") as server:
        result = call("list", "--url", server.url)
    assert result.stdout.splitlines()[1].startswith("*  ministral-3:latest")
    assert result.stderr == ""


def test_list_says_how_to_get_the_model_that_is_set(
    ollama: FakeOllama, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SNC_OLLAMA_MODEL", "granite4.1:8b")
    result = call("list")
    assert result.exit_code == 0
    assert "pull it with `snc-assistant models pull granite4.1:8b`" in result.stderr


@pytest.mark.parametrize("command", [("list",), ("list", "--json"), ("pull", "gemma4:e4b")])
def test_without_a_server_the_error_says_how_to_start_one(command: tuple[str, ...]) -> None:
    url = refused_url()
    result = call(*command, "--url", url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"snc-assistant: no Ollama server at {url}; start it with `ollama serve`\n"


def test_a_wrong_address_is_a_usage_error() -> None:
    result = call("list", "--url", "localhost:11434")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "write http://host:11434" in result.stderr


def test_pull_shows_how_far_it_is_and_how_to_use_the_model(ollama: FakeOllama) -> None:
    result = call("pull", "qwen3.5:4b")
    assert result.exit_code == 0
    assert result.stdout == f"qwen3.5:4b is on the Ollama server at {ollama.url}\n"
    assert "pulling: 100%" in result.stderr
    assert "100/100" in result.stderr
    assert "SNC_OLLAMA_MODEL=qwen3.5:4b" in result.stderr


def test_pull_without_a_name_pulls_the_model_that_is_set() -> None:
    with FakeOllama("gemma4:e4b") as server:
        result = call("pull", "--url", server.url)
    assert result.stdout == f"ministral-3:8b is on the Ollama server at {server.url}\n"
    assert "SNC_OLLAMA_MODEL" not in result.stderr


def test_pull_of_an_unknown_model_says_what_to_check(ollama: FakeOllama) -> None:
    result = call("pull", "nonsense")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "file does not exist; check its name, and that the server may download" in result.stderr


class Downloads(FakeOllama):
    """Answers a download with these lines, or breaks off."""

    def __init__(self, *steps: object, model: str = "ministral-3:8b") -> None:
        super().__init__(model)
        self.steps = steps

    def other(self, request: Received) -> Reply:
        """As Ollama, but for downloads."""
        return Reply(self.steps) if request.path == "/api/pull" else super().other(request)


def test_each_layer_has_its_bar_and_each_other_step_its_line() -> None:
    lines = (
        b'{"status": "pulling manifest"}\n',
        b'{"status": "pulling aaa"}\n{"status": "pulling aaa", "total": 2000}\n',
        b'{"status": "pulling aaa", "completed": 2000, "total": 2000}\n',
        b'{"status": "pulling bbb", "completed": 30, "total": 30}\n',
        b'{"status": "verifying sha256 digest"}\n{"status": "success"}\n',
    )
    with Downloads(*lines, model="gemma4:e4b") as server:
        result = call("pull", "gemma4:e4b", "--url", server.url)
    assert result.exit_code == 0
    shown = result.stderr.replace("\r", "\n").splitlines()
    assert [s for s in shown if s and "|" not in s][:4] == [
        "pulling manifest", "pulling aaa", "verifying sha256 digest", "success",
    ]  # fmt: skip
    assert any(s.startswith("pulling aaa: 100%") and "2.00k/2.00k" in s for s in shown)
    assert any(s.startswith("pulling bbb: 100%") for s in shown)


@pytest.mark.parametrize(
    ("end", "said"),
    [((), "stopped early; pull again, it goes on from there"), ((CUT,), "broke")],
    ids=["ends", "breaks"],
)
def test_a_download_that_breaks_off_is_not_a_success(end: tuple[object, ...], said: str) -> None:
    with Downloads(b'{"status": "pulling abc", "completed": 5, "total": 100}\n', *end) as server:
        result = call("pull", "gemma4:e4b", "--url", server.url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr


def test_recommend_marks_what_is_installed(ollama: FakeOllama) -> None:
    result = call("recommend")
    assert (result.exit_code, result.stderr) == (0, "")
    marked = [line.split()[1] for line in result.stdout.splitlines() if line.startswith("✓")]
    assert marked == ["ministral-3:8b", "gemma4:e4b"]
    line = next(row for row in result.stdout.splitlines() if "ministral-3:8b" in row)
    assert line.split()[2:5] == ["16", "GB", "Apache-2.0"]


def test_recommend_needs_no_server() -> None:
    url = refused_url()
    result = call("recommend", "--json", "--url", url)
    assert result.exit_code == 0
    assert {m["installed"] for m in json.loads(result.stdout)["models"]} == {None}
    assert result.stderr == (
        f"what is installed is not known: no Ollama server at {url}; start it with `ollama serve`\n"
    )


def test_the_default_model_is_recommended_and_the_table_is_by_memory() -> None:
    assert Settings().ollama_model in {r.name for r in RECOMMENDED}
    assert [r.memory_gb for r in RECOMMENDED] == sorted(r.memory_gb for r in RECOMMENDED)
    assert len({r.name for r in RECOMMENDED}) == len(RECOMMENDED)
