"""The command line: results on stdout, the rest on stderr, exit 0, 1 or 2."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from snc_assistant import __version__, opening
from snc_assistant.cli import main
from tests.corpora import write_corpus
from tests.fakes import BagOfWordsEncoder


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Options for a small corpus and an index folder of its own; the encoder is the fast fake."""
    monkeypatch.setattr(opening, "open_encoder", lambda _: BagOfWordsEncoder())
    write_corpus(tmp_path / "corpus")
    return ["--corpus", str(tmp_path / "corpus"), "--index", str(tmp_path / "index")]


def run(*arguments: str) -> Result:
    """The result of one command."""
    return CliRunner().invoke(main, list(arguments))


def test_version_is_told() -> None:
    assert run("--version").output == f"snc-assistant, version {__version__}\n"


def test_every_command_is_in_the_help() -> None:
    listed = run("--help").output
    assert all(f"  {name} " in listed for name in ("ask", "doctor", "eval", "index", "search", "serve"))


def test_index_says_what_it_built_then_that_it_is_up_to_date(places: list[str]) -> None:
    first, second = run("index", *places), run("index", *places)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout.endswith("built: 2 documents, 5 passages, 1 facts, 4 questions\n")
    assert second.stdout.endswith("is up to date: 2 documents, 5 passages, 1 facts, 4 questions\n")
    assert second.stderr == ""


def test_index_reports_counts_inputs_and_timings_as_json(places: list[str]) -> None:
    report = json.loads(run("index", "--json", *places).stdout)
    assert report["rebuilt"] is True
    assert report["counts"]["facts"] == 1
    assert set(report["inputs"]) >= {"encoder", "documents", "facts", "questions"}
    assert set(report["timings_ms"]) == {"split", "facts", "entries", "encode", "write"}


def test_index_can_be_forced(places: list[str]) -> None:
    run("index", *places)
    assert json.loads(run("index", "--json", "--force", *places).stdout)["rebuilt"] is True


def test_changed_document_fails_with_the_line_to_paste(places: list[str]) -> None:
    guide = Path(places[1]) / "documents" / "guide.md"
    guide.write_text("# Autre\n")
    result = run("index", *places)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[-1].startswith(f"snc-assistant: {guide} changed since it was reviewed")
    assert 'sha256 = "' in result.stderr


ANSWERS = [
    ("à quel rythme sauvegarder ?", "Les données sont sauvegardées chaque jour. [1]"),
    ("how often to back up?", "Data is backed up every day. [1]"),
]


@pytest.mark.parametrize(("question", "line"), ANSWERS, ids=["fr", "en"])
def test_answer_is_printed_with_its_citation(places: list[str], question: str, line: str) -> None:
    result = run("ask", question, "--engine", "extractive", *places)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        line,
        "",
        "[1] guide 11-45  “Sauvegarde quotidienne des données”  (Guide)",
    ]
    assert result.stderr.splitlines()[-1] == "answered · extractive"


def test_answer_as_json_has_the_names_that_clients_rely_on(places: list[str]) -> None:
    answer = json.loads(
        run("ask", "how often to back up?", "--json", "--engine", "extractive", *places).stdout
    )
    assert {"outcome", "language", "engine", "text", "claims", "nearest", "understood", "timings_ms"} <= set(
        answer
    )
    [claim] = answer["claims"]
    assert claim["citations"] == [
        {
            "doc_id": "guide", "edition": "2026-04", "language": "fr", "start": 11, "end": 45,
            "quote": "Sauvegarde quotidienne des données", "heading_path": ["Guide"],
        }
    ]  # fmt: skip


def test_abstention_is_an_answer_not_a_failure(places: list[str]) -> None:
    result = run("ask", "how much does it cost?", "--engine", "extractive", *places)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "No price is given."
    assert result.stderr.splitlines()[-1] == "not_in_sources · extractive"


def test_first_question_builds_the_index_and_says_so_on_stderr(places: list[str]) -> None:
    result = run("ask", "how often to back up?", "--engine", "extractive", *places)
    assert f"no index in {places[3]}: building it" in result.stderr
    assert "building" not in result.stdout


def test_stale_index_is_not_mended_behind_ones_back(places: list[str]) -> None:
    run("index", *places)
    path = Path(places[1]) / "facts" / "f.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# seen\n", encoding="utf-8")
    result = run("ask", "how often to back up?", *places)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "snc-assistant: the index was built from other facts; run `snc-assistant index`\n"


def test_search_prints_the_passages_best_first(places: list[str]) -> None:
    result = run("search", "guests sign the book", "-k", "1", *places)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [" 1. manual 37-58  Manual", "    Guests sign the book."]


def test_search_as_json_has_scores(places: list[str]) -> None:
    found = json.loads(run("search", "sauvegarde", "--json", "-k", "2", *places).stdout)
    assert found["query"] == "sauvegarde"
    assert [h["rank"] for h in found["hits"]] == [1, 2]
    assert found["hits"][0]["target_id"] == "criterion.technical.backup"
    assert 0 < found["hits"][0]["dense_score"] <= 1


USAGE = {
    "empty question": (["ask", "  "], "the question is empty"),
    "unknown engine": (["ask", "x", "--engine", "gpt"], "gpt"),
    "engine not set up": (["ask", "qui ?", "--engine", "openai"], "engine 'openai' is not set up"),
    "unknown language": (["ask", "x", "--language", "de"], "de"),
    "no question": (["ask"], "Missing argument"),
    "too many hits": (["search", "x", "-k", "51"], "51"),
    "empty query": (["search", "?"], "the question is empty"),
    "bad port": (["serve", "--port", "70000"], "port"),
    "unknown command": (["answer"], "No such command"),
}


@pytest.mark.parametrize(("arguments", "message"), USAGE.values(), ids=USAGE)
def test_unacceptable_use_exits_with_two_and_says_why(
    places: list[str], arguments: list[str], message: str
) -> None:
    options = places if arguments[0] in ("ask", "search", "serve") else []
    result = run(*arguments, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_folder_that_is_no_corpus_fails_with_the_reason(places: list[str], tmp_path: Path) -> None:
    result = run("ask", "qui ?", "--corpus", str(tmp_path), *places[2:])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "is not a corpus folder: it has no sources.toml" in result.stderr


def test_doctor_fails_where_something_is_broken_and_prints_the_cure(
    places: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SNC_OLLAMA_URL", "http://127.0.0.1:9")
    result = run("doctor", *places)
    assert result.exit_code == 1
    assert "✗ index: there is no index" in result.stdout
    assert "    → snc-assistant index" in result.stdout


def test_doctor_reports_as_json(places: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNC_OLLAMA_URL", "http://127.0.0.1:9")
    checks = json.loads(run("doctor", "--json", *places).stdout)["checks"]
    assert {"name", "state", "detail", "cure"} == set(checks[0])
    assert checks[0]["name"] == "python"


def test_no_error_shows_a_traceback(places: list[str]) -> None:
    (Path(places[1]) / "sources.toml").write_text("[[document")
    result = run("index", *places)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert isinstance(result.exception, SystemExit)
