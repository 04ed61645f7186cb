"""Gates hold what the questions prove; they only go up."""

from pathlib import Path

import pytest

from snc_assistant.errors import CorpusError
from snc_assistant.evaluation.gates import (
    Gate,
    Gates,
    find_estimate,
    judge_gates,
    raise_gates,
    read_gates,
    render_gates,
)
from snc_assistant.evaluation.results import Run
from snc_assistant.types import Document

from .test_compare import run, texts

ROOT = Path(__file__).parents[2]
Documents = dict[str, Document]


@pytest.fixture
def perfect(documents: Documents) -> Run:
    return run("extractive", texts(50, 50), documents)


def judged(gate: Gate, found: Run, must_pass: tuple[str, ...] = ()) -> list[bool]:
    gates = Gates(engines=("extractive",), must_pass=must_pass, gate=(gate,))
    return [v.passed for v in judge_gates(gates, found.summary, found.scored)]


@pytest.mark.parametrize(("at_least", "passed"), [(0.94, True), (0.95, False)])
def test_fifty_of_fifty_prove_94_percent(perfect: Run, at_least: float, passed: bool) -> None:
    assert judged(Gate(metric="strict", at_least=at_least), perfect) == [passed]


def test_exact_gate_looks_at_the_value(perfect: Run) -> None:
    assert judged(Gate(metric="strict", exactly=1.0), perfect) == [True]


def test_gate_that_nothing_measures_fails(perfect: Run) -> None:
    assert judged(Gate(metric="recall@5", at_least=0.0), perfect) == [False]


def test_gate_of_another_selection_is_not_judged(perfect: Run) -> None:
    assert judged(Gate(metric="strict", selection="test", at_least=1.0), perfect) == []


def test_single_question_can_be_a_gate(documents: Documents) -> None:
    found = run("extractive", {"a": "24 %", "b": "none"}, documents)
    gate = Gate(metric="strict", at_least=0.0)
    assert judged(gate, found, ("a", "b", "not asked")) == [True, True, False]


def test_gates_are_raised_and_never_lowered(perfect: Run) -> None:
    text = 'engines = ["extractive"]\n# kept\n[[gate]]\nmetric = "strict"\nat_least = 0.5\n'
    text += '[[gate]]\nmetric = "fact_recall"\nexactly = 1.0\n'
    text += '[[gate]]\nmetric = "outcome_accuracy"\nat_least = 0.99\n'
    before = Gates.model_validate(
        {
            "engines": ["extractive"],
            "gate": [
                {"metric": "strict", "at_least": 0.5},
                {"metric": "fact_recall", "exactly": 1.0},
                {"metric": "outcome_accuracy", "at_least": 0.99},
            ],
        }
    )
    written = render_gates(raise_gates(before, perfect.summary), text)
    assert written == text.replace("at_least = 0.5", "at_least = 0.94")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("engines = [", "cannot be read"),
        ("engines = []\n[[gate]]\nmetric = 'x'\nat_leest = 1", "at_leest"),
        ("engines = []\n[[gate]]\nmetric = 'x'", "needs either at_least or exactly"),
    ],
)
def test_wrong_gates_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "gates.toml").write_text(text)
    with pytest.raises(CorpusError, match=message):
        read_gates(tmp_path / "gates.toml")


def test_consistency_is_found_by_its_kind(perfect: Run) -> None:
    assert find_estimate(perfect.summary, "consistency", "across languages") is None


def test_our_gates_can_be_read() -> None:
    assert "extractive" in read_gates(ROOT / "eval" / "gates.toml").engines
