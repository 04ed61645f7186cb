"""How often the judge errs: the rates, on a sample of the real questions."""

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from snc_assistant.assistant import Assistant
from snc_assistant.evaluation.answers import CitedClaim, CitedQuote
from snc_assistant.evaluation.dataset import read_questions
from snc_assistant.evaluation.evaluate import ground_of
from snc_assistant.evaluation.statistics import Estimate
from snc_assistant.evaluation.support import Support
from snc_assistant.evaluation.support_check import (
    ADDED,
    ANYWHERE,
    MUTANT,
    NEARBY,
    REFUSED,
    Sample,
    Trial,
    check_judge,
    error_rates,
    render_errors,
    sample_claims,
)
from snc_assistant.evaluation.support_command import support_command
from snc_assistant.types import Language

from .supporting import JUDGE, NAMES, STRUCTURES, claim, quote

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def rates(assistant: Assistant) -> dict[str, Estimate]:
    asked = [q for q in read_questions(ROOT / "eval" / "questions") if q.split == "dev"][::6]
    samples = asyncio.run(sample_claims(assistant, asked))
    assert {s.language for s in samples} == {"fr", "en"}
    snapshot = assistant.snapshot
    judge = ground_of(assistant).judge
    return error_rates(check_judge(judge, samples, snapshot.structures, snapshot.names))


@pytest.mark.parametrize(
    ("kind", "at_most"), [(REFUSED, 0.06), (ANYWHERE, 0.005), (NEARBY, 0.02), (ADDED, 0.07), (MUTANT, 0.08)]
)
def test_judge_errs_as_rarely_as_documented(rates: dict[str, Estimate], kind: str, at_most: float) -> None:
    assert rates[kind].n > 50
    assert rates[kind].value <= at_most


@pytest.mark.parametrize("kind", ["name", "service model", "date", "percentage"])
def test_judge_sees_changed_values(rates: dict[str, Estimate], kind: str) -> None:
    assert rates[f"  {kind}"].value <= 0.02


def test_every_passage_supports_itself(assistant: Assistant) -> None:
    judge = ground_of(assistant).judge
    passages = [p for s in assistant.snapshot.structures for p in s.passages if len(p.text.split()) > 2]
    assert {p.language for p in passages} == {"fr", "en"}
    for p in passages:
        cited = CitedQuote(p.doc_id, p.start, p.end, p.text)
        assert judge.judge(CitedClaim(p.text, (cited,)), p.language) == Support(True, (True,)), p.text


def test_errors_are_counted_by_kind() -> None:
    some = CitedClaim("", ())
    trials = [Trial(ANYWHERE, some, False), Trial(REFUSED, some, True), Trial(ANYWHERE, some, True)]
    found = error_rates(trials)
    assert [(kind, e.value, e.n) for kind, e in found.items()] == [(REFUSED, 1.0, 1), (ANYWHERE, 0.5, 2)]
    assert render_errors(found).splitlines()[1].split()[-8:-3] == ["accepted", "50.00", "%", "of", "2"]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Data is stored and processed within the EU.", "Storage and processing of data within the EU."),
        ("fr", "Le stockage des données se fait dans l'UE.", "Stockage et traitement des données au sein de l'UE."),
    ],
)  # fmt: skip
def test_claims_that_share_a_quote_are_no_wrong_pair(language: Language, text: str, words: str) -> None:
    same = quote(language, words)
    samples = [Sample(claim(t, same), language, ()) for t in (text, f"{text} ")]
    trials = check_judge(JUDGE, samples, STRUCTURES.values(), NAMES)
    assert {t.kind for t in trials} & {ANYWHERE, NEARBY, ADDED} == set()
    assert [t.erred for t in trials if t.kind == REFUSED] == [False, False]


def test_errors_of_the_blind_split_are_not_listed() -> None:
    result = CliRunner().invoke(support_command, ["--split", "test", "--show"])
    assert result.exit_code == 2
    assert "the test questions are blind" in result.output


def test_command_prints_rates_as_json(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("snc_assistant.opening.open_assistant", lambda settings: assistant)
    result = CliRunner().invoke(
        support_command, ["--json", "--subset", "20", "--questions", str(ROOT / "eval" / "questions")]
    )
    assert result.exit_code == 0
    assert json.loads(result.output)[REFUSED]["kind"] == "rate"
