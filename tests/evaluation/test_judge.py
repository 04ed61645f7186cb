"""A second opinion is asked of answers with claims only, and its agreement with ours is told."""

import sys
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata

from snc_assistant.errors import DependencyMissing, ModelBroken
from snc_assistant.evaluation.dataset import locate_cases
from snc_assistant.evaluation.identity import RunIdentity
from snc_assistant.evaluation.judge import ask_judge, open_judge
from snc_assistant.evaluation.results import Run
from snc_assistant.evaluation.runner import measure
from snc_assistant.types import Document

from .conftest import answer, cite, question


class FakeJudge(CustomLLM):
    """Gives every answer the same mark; both evaluators read it."""

    reply: str = "5.0\nYES"

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="fake-judge")

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        if self.reply == "break":
            raise OSError("connection lost")
        return CompletionResponse(text=self.reply)

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
        raise NotImplementedError


@pytest.fixture
def run(documents: dict[str, Document]) -> Run:
    cases = locate_cases([question(id="a"), question(id="b"), question(id="c")], documents)
    claim = cite("24 %", "24%")
    answers = {"a": answer("24 %", claim), "b": answer("none", claim), "c": answer("no claims")}
    measured = measure(RunIdentity("x", "", "", "", "", "", ""), cases, answers, documents)
    scored = {s.question_id: s for s in measured.scored}
    return Run(Path("x"), measured.summary, answers, scored, {}, [])


def test_agreement_is_with_our_strict_score(run: Run, documents: dict[str, Document]) -> None:
    cases = locate_cases([question(id=k) for k in "abc"], documents)
    opinion = ask_judge(FakeJudge(), run, cases)
    assert opinion is not None
    assert (opinion.judge, opinion.faithful.n) == ("fake-judge", 2)
    assert (opinion.faithful.value, opinion.correct.value) == (1.0, 1.0)
    assert opinion.agreement.value == 0.5


def test_broken_judge_names_the_question(run: Run, documents: dict[str, Document]) -> None:
    cases = locate_cases([question(id="a")], documents)
    with pytest.raises(ModelBroken, match="judge failed on question a"):
        ask_judge(FakeJudge(reply="break"), run, cases)


def test_answers_without_claims_are_not_judged(run: Run, documents: dict[str, Document]) -> None:
    assert ask_judge(FakeJudge(), run, locate_cases([question(id="c")], documents)) is None


def test_missing_client_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "llama_index.llms.openai_like", None)
    with pytest.raises(DependencyMissing, match="pip install llama-index-llms-openai-like"):
        open_judge("http://localhost/v1", "m")
