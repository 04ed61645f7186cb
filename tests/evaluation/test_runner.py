"""Runs are resumable and deterministic; what the clock says is kept apart."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from snc_assistant.errors import CorpusError, ModelUnavailable
from snc_assistant.evaluation.answers import SystemAnswer
from snc_assistant.evaluation.dataset import Case, EvalQuestion, locate_cases
from snc_assistant.evaluation.identity import RunIdentity, commit_id
from snc_assistant.evaluation.latency import summarise_latency
from snc_assistant.evaluation.results import RunFolder, latest_run, read_run
from snc_assistant.evaluation.runner import ask_all, ask_into_folder, measure
from snc_assistant.types import Document

from .conftest import answer, question, unanswerable

Documents = dict[str, Document]
IDENTITY = RunIdentity("fake", "minilm@1", "snap", "set", "all", "code", "abcdef0123")


class FakeSystem:
    """Names 24 % each time, and remembers what it was asked; stops at `fails_at`."""

    name = "fake"

    def __init__(self, fails_at: str = "") -> None:
        self.asked: list[str] = []
        self._fails_at = fails_at

    async def answer(self, question: EvalQuestion) -> SystemAnswer:
        if question.id == self._fails_at:
            raise ModelUnavailable("gone")
        self.asked.append(question.id)
        return replace(answer("It is 24 %."), timings_ms={"search": float(len(self.asked))})


@pytest.fixture
def cases(documents: Documents) -> list[Case]:
    return locate_cases([question(id="a"), question(id="b"), unanswerable(id="c")], documents)


def test_interrupted_run_goes_on_where_it_was(cases: list[Case], tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable):
        ask_into_folder(RunFolder(tmp_path, IDENTITY), FakeSystem("b"), cases, show_progress=False)
    system = FakeSystem()
    answers = ask_into_folder(RunFolder(tmp_path, IDENTITY), system, cases, show_progress=False)
    assert "b" in system.asked
    assert "a" not in system.asked
    assert list(answers) == ["a", "b", "c"]


def test_half_written_answer_is_asked_again(cases: list[Case], tmp_path: Path) -> None:
    folder = RunFolder(tmp_path, IDENTITY)
    ask_into_folder(folder, FakeSystem(), cases, show_progress=False)
    written = (folder.path / "answers.jsonl").read_bytes()
    (folder.path / "answers.jsonl").write_bytes(written[:-20])
    system = FakeSystem()
    ask_into_folder(RunFolder(tmp_path, IDENTITY), system, cases, show_progress=False)
    assert system.asked == ["c"]
    assert len((folder.path / "answers.jsonl").read_bytes().splitlines()) == 3


@pytest.mark.parametrize("change", ["code", "snapshot", "questions"])
def test_run_of_another_tree_is_not_reused(cases: list[Case], tmp_path: Path, change: str) -> None:
    ask_into_folder(RunFolder(tmp_path, IDENTITY), FakeSystem(), cases, show_progress=False)
    other = replace(IDENTITY, **{change: "another"})
    system = FakeSystem()
    ask_into_folder(RunFolder(tmp_path, other), system, cases, show_progress=False)
    assert system.asked == ["a", "b", "c"]


def test_fresh_run_asks_all_again(cases: list[Case], tmp_path: Path) -> None:
    ask_into_folder(RunFolder(tmp_path, IDENTITY), FakeSystem(), cases, show_progress=False)
    system = FakeSystem()
    fresh = RunFolder(tmp_path, IDENTITY, fresh=True)
    ask_into_folder(fresh, system, cases, show_progress=False)
    assert system.asked == ["a", "b", "c"]


@pytest.mark.parametrize("parallel", [1, 3])
def test_answers_come_in_question_order_however_parallel(cases: list[Case], parallel: int) -> None:
    answers = asyncio.run(ask_all(FakeSystem(), cases, parallel=parallel, show_progress=False))
    assert list(answers) == ["a", "b", "c"]


def finished(cases: list[Case], home: Path, documents: Documents) -> Path:
    folder = RunFolder(home, IDENTITY)
    answers = ask_into_folder(folder, FakeSystem(), cases, show_progress=False)
    measured = measure(IDENTITY, cases, answers, documents)
    latency = summarise_latency([a.timings_ms for a in answers.values()])
    folder.finish(answers, measured.scored, measured.summary, latency)
    return folder.path


def test_two_runs_write_the_same_bytes_but_for_the_clock(
    cases: list[Case], documents: Documents, tmp_path: Path
) -> None:
    first = finished(cases, tmp_path / "1", documents)
    second = finished(cases, tmp_path / "2", documents)
    for name in ("answers.jsonl", "scores.jsonl", "summary.json", "run.json"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_run_is_read_back(cases: list[Case], documents: Documents, tmp_path: Path) -> None:
    run = read_run(finished(cases, tmp_path, documents))
    assert run.folder.name == "abcdef01-code-fake-minilm-set"
    assert latest_run(tmp_path) == run.folder
    assert run.summary.figures["all"]["strict"].value == pytest.approx(2 / 3)
    assert run.summary.faults["answered_unanswerable"] == 1
    assert run.latency["search"].p50 == 2.0
    assert (len(run.answers), len(run.scored), len(run.totals_ms)) == (3, 3, 3)


def test_folder_without_a_finished_run_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="snc-assistant eval run"):
        read_run(tmp_path)
    with pytest.raises(CorpusError, match="snc-assistant eval run"):
        latest_run(tmp_path)


def test_commit_is_read_from_loose_packed_and_detached_heads(tmp_path: Path) -> None:
    git = tmp_path / ".git"
    (git / "refs" / "heads").mkdir(parents=True)
    assert commit_id(tmp_path) == ""
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    (git / "packed-refs").write_text("# pack-refs\n1111 refs/heads/main\n")
    assert commit_id(tmp_path) == "1111"
    (git / "refs" / "heads" / "main").write_text("2222\n")
    assert commit_id(tmp_path) == "2222"
    (git / "HEAD").write_text("3333\n")
    assert commit_id(tmp_path) == "3333"
