"""`snc-assistant enrich` against scripted Ollama and OpenAI servers: asks, goes on, shows, writes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from snc_assistant.build import build_index, read_corpus
from snc_assistant.cli import main
from tests.corpora import write_corpus
from tests.fakes import BagOfWordsEncoder
from tests.generation.fake_ollama import CUT, FOREVER, FakeOllama, FakeOpenAI, refused_url

# In reading order, what is said for each passage: in French, then in English.
SAID = {
    "Comptes nominatifs": (
        "1. Les comptes sont-ils nominatifs ?\n2. comptes nominatifs",
        "Are accounts personal?",
    ),
    "Le siège est dans l'Union.": ("- Où est le siège ?", "Where is the head office in the Union?"),
    "The keys stay in the safe.": (
        "Où sont les clés ?",
        "Where do the keys stay?\nIs there a safe for keys?",
    ),
    "Guests sign the book.": ("Qui signe le livre ?", "Who signs the book?"),
}
ANSWERS = [text for pair in SAID.values() for text in pair]
WRITTEN = sum(text.count("\n") + 1 for text in ANSWERS)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A French page and an English one: four passages without questions."""
    return write_corpus(tmp_path / "corpus")


@pytest.fixture
def ollama(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOllama]:
    """A scripted Ollama server, which the settings name."""
    with FakeOllama() as server:
        monkeypatch.setenv("SNC_OLLAMA_URL", server.url)
        yield server


@pytest.fixture
def openai(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    """A scripted OpenAI-compatible server, which the settings name; no Ollama."""
    with FakeOpenAI() as server:
        monkeypatch.setenv("SNC_OLLAMA_URL", refused_url())
        monkeypatch.setenv("SNC_OPENAI_URL", server.base_url)
        monkeypatch.setenv("SNC_OPENAI_MODEL", "ministral")
        yield server


def enrich(corpus: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["enrich", "--corpus", str(corpus), *options])


def added(diff: str) -> list[dict[str, object]]:
    return [json.loads(line[1:]) for line in diff.splitlines() if line.startswith("+{")]


def questions_of(corpus: Path) -> set[str]:
    return {e.text for e in read_corpus(corpus).entries if e.kind == "question"}


@pytest.mark.parametrize("server", ["ollama", "openai"])
def test_questions_are_asked_shown_and_then_written(
    corpus: Path, server: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    model = request.getfixturevalue(server)
    for text in ANSWERS:
        model.say(text)
    before = questions_of(corpus)
    shown = enrich(corpus)
    assert shown.exit_code == 0, shown.stderr
    assert questions_of(corpus) == before
    lines = added(shown.stdout)
    assert [line["quote"] for line in lines] == list(SAID)
    assert lines[0]["fr"] == ["Les comptes sont-ils nominatifs ?", "comptes nominatifs"]
    assert lines[0]["en"] == ["Are accounts personal?"]
    assert f"4 of them get {WRITTEN} questions" in shown.stderr
    assert "snc-assistant enrich --write" in shown.stderr

    written = enrich(corpus, "--write")
    assert (written.exit_code, written.stdout) == (0, "")
    assert len(model.chats) == len(ANSWERS)
    assert len(questions_of(corpus) - before) == WRITTEN
    build_index(corpus, tmp_path / "index", BagOfWordsEncoder(64))
    again = enrich(corpus)
    assert (again.exit_code, again.stdout) == (0, "")
    assert "0 passages without questions" in again.stderr


def test_each_language_is_asked_for_in_its_language(corpus: Path, ollama: FakeOllama) -> None:
    for text in ANSWERS:
        ollama.say(text)
    enrich(corpus, "--count", "5")
    french, english = (chat["messages"] for chat in ollama.chats[:2])
    assert "Écris 5 questions" in french[0]["content"]
    assert "Write 5 different questions" in english[0]["content"]
    for messages in (french, english):
        assert "Comptes nominatifs" in messages[1]["content"]


def test_nothing_is_written_that_was_not_shown(corpus: Path, ollama: FakeOllama) -> None:
    for text in ANSWERS:
        ollama.say(text)
    refused = enrich(corpus, "--write")
    assert refused.exit_code == 2
    assert "nothing to write" in refused.stderr
    assert enrich(corpus, "--limit", "1").exit_code == 0
    journal = corpus / "enrich.jsonl"
    unseen = journal.read_text().splitlines()[0].replace("nominatifs ?", "nominatifs en 2026 ?")
    journal.write_text(journal.read_text() + unseen + "\n")
    refused = enrich(corpus, "--write")
    assert refused.exit_code == 2
    assert "is not what was last shown" in refused.stderr
    assert sorted(p.name for p in (corpus / "questions").iterdir()) == ["gaps.yaml", "q.jsonl"]
    assert "en 2026 ?" in enrich(corpus, "--limit", "0").stdout
    assert enrich(corpus, "--write").exit_code == 0
    assert "Les comptes sont-ils nominatifs en 2026 ?" in questions_of(corpus)


def test_junk_and_refusals_are_dropped_and_counted(corpus: Path, ollama: FakeOllama) -> None:
    ollama.say(
        "Voici les questions :\n**Qui ?**\nVoir http://x.fr ?\nWho has an account here?\nLes comptes ?"
    )
    ollama.say("I'm sorry, but I can't help with that.")
    result = enrich(corpus, "--limit", "1", "--json")
    assert result.exit_code == 0, result.stderr
    report = json.loads(result.stdout)
    assert report["lines_dropped"] == {"no question": 2, "markup": 1, "address": 1}
    assert list(report["kept"].values()) == [{"fr": ["Les comptes ?"], "en": []}]
    assert [(d["language"], d["question"], d["reason"]) for d in report["dropped"]] == [
        ("fr", "Who has an account here?", "other language")
    ]
    assert added(report["diff"])[0]["quote"] == "Comptes nominatifs"


def test_a_model_without_an_answer_is_not_asked_again_another_one_is(
    corpus: Path, ollama: FakeOllama, monkeypatch: pytest.MonkeyPatch
) -> None:
    ollama.models = ("ministral-3:8b", "gemma4:e4b")
    for _ in range(2):
        ollama.say("I'm sorry, but I can't help with that.")
    passage = f"guide:{(corpus / 'documents' / 'guide.md').read_text().index('Comptes')}-"
    passage += str(int(passage[6:-1]) + len("Comptes nominatifs"))
    assert enrich(corpus, "--passage", passage).exit_code == 0
    assert enrich(corpus, "--passage", passage).exit_code == 0
    assert len(ollama.chats) == 2
    planned = enrich(corpus, "--dry-run", "--limit", "1").stdout
    assert "Le siège est dans l'Union." in planned
    monkeypatch.setenv("SNC_OLLAMA_MODEL", "gemma4:e4b")
    for text in ANSWERS[:2]:
        ollama.say(text)
    assert len(added(enrich(corpus, "--passage", passage).stdout)) == 1
    assert len(ollama.chats) == 4


def test_a_server_that_goes_away_keeps_what_was_said_and_the_next_run_goes_on(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeOllama() as server:
        monkeypatch.setenv("SNC_OLLAMA_URL", server.url)
        for text in ANSWERS[:3]:
            server.say(text)
        server.refuse(404, "model 'ministral-3:8b' not found")
        stopped = enrich(corpus)
        assert (stopped.exit_code, stopped.stdout) == (1, "")
        assert "3 answers are kept in" in stopped.stderr
        for text in ANSWERS[3:]:
            server.say(text)
        finished = enrich(corpus)
        assert finished.exit_code == 0, finished.stderr
        assert len(added(finished.stdout)) == 4
        assert len(server.chats) == len(ANSWERS) + 1


def test_an_answer_that_breaks_off_is_left_out_and_asked_for_in_the_next_run(
    corpus: Path, ollama: FakeOllama
) -> None:
    ollama.play(ollama.line("Les comptes sont"), CUT)
    for text in ANSWERS[1:]:
        ollama.say(text)
    first = enrich(corpus)
    assert first.exit_code == 0, first.stderr
    assert "failed: guide:" in first.stderr
    assert added(first.stdout)[0]["fr"] == []
    ollama.say(ANSWERS[0])
    assert added(enrich(corpus).stdout)[0]["fr"] == [
        "Les comptes sont-ils nominatifs ?",
        "comptes nominatifs",
    ]
    assert len(ollama.chats) == len(ANSWERS) + 1


def test_a_server_that_only_breaks_is_given_up(corpus: Path, ollama: FakeOllama) -> None:
    for _ in range(4):
        ollama.play(ollama.line("Les comptes sont"), CUT)
    result = enrich(corpus)
    assert result.exit_code == 1
    assert len(ollama.chats) == 3


def test_ctrl_c_loses_the_passage_in_work_only(corpus: Path, ollama: FakeOllama) -> None:
    for text in ANSWERS[:2]:
        ollama.say(text)
    ollama.play(ollama.line("Où"), FOREVER)
    command = [sys.executable, "-m", "snc_assistant", "enrich", "--corpus", str(corpus)]
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ
    ) as running:
        try:
            while len(ollama.chats) < 3 and running.poll() is None:
                time.sleep(0.05)
            running.send_signal(signal.SIGINT)
            stdout, stderr = running.communicate(timeout=30)
        finally:
            running.kill()
    assert (running.returncode, stdout) == (130, "")
    assert "interrupted; 2 answers are kept in" in stderr
    assert "Traceback" not in stderr
    assert ollama.client_left(5)
    for text in ANSWERS[2:]:
        ollama.say(text)
    assert len(added(enrich(corpus).stdout)) == 4


def test_without_any_model_the_error_says_what_to_do(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNC_OLLAMA_URL", refused_url())
    result = enrich(corpus)
    assert result.exit_code == 1
    assert "start it with `ollama serve`" in result.stderr
    assert "openai: not set up; set SNC_OPENAI_URL" in result.stderr
    assert not (corpus / "enrich.jsonl").exists()


def test_the_extractive_engine_writes_nothing(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNC_ENGINE", "extractive")
    result = enrich(corpus)
    assert result.exit_code == 2
    assert "choose --engine" in result.stderr


def test_a_dry_run_asks_nobody(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNC_OLLAMA_URL", refused_url())
    result = enrich(corpus, "--dry-run", "--limit", "2")
    assert result.exit_code == 0
    assert [line.partition("  ")[2] for line in result.stdout.splitlines()] == list(SAID)[:2]
    assert "4 passages without questions; 2 would be asked for" in result.stderr
    listed = json.loads(enrich(corpus, "--dry-run", "--json").stdout)
    assert [p["text"] for p in listed["would_ask"]] == list(SAID)
    assert listed["would_ask"][0]["heading_path"] == ["Guide"]


@pytest.mark.parametrize(
    ("options", "message"),
    [(["--dry-run", "--write"], "exclude each other"), (["--passage", "guide:1-2"], "no passage without questions: guide:1-2")],
)  # fmt: skip
def test_options_that_make_no_sense_are_refused(corpus: Path, options: list[str], message: str) -> None:
    result = enrich(corpus, *options)
    assert result.exit_code == 2
    assert message in result.stderr
