"""What the extractive engine must reach. `eval/gates.toml` holds the figures; they only go up."""

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from snc_assistant.errors import CorpusError
from snc_assistant.evaluation.dataset import Selection
from snc_assistant.evaluation.results import Summary
from snc_assistant.evaluation.scorers import Scored
from snc_assistant.evaluation.statistics import Estimate


class Gate(BaseModel):
    """A figure that must not be lower.

    `at_least` is held against the one-sided 95 % lower bound, which says what the questions
    prove; `exactly` against the value itself, for what must never fail at all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    metric: str
    slice: str = "all"
    selection: Selection = "all"
    at_least: float | None = Field(default=None, ge=-1, le=1)
    exactly: float | None = Field(default=None, ge=-1, le=1)

    @property
    def name(self) -> str:
        """Metric and slice."""
        return f"{self.metric} [{self.slice}]"


class Gates(BaseModel):
    """All gates. `engines`: whose runs they hold for; `must_pass`: questions never to lose."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    engines: tuple[str, ...]
    must_pass: tuple[str, ...] = ()
    gate: tuple[Gate, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one gate holds, and why."""

    name: str
    passed: bool
    detail: str


def read_gates(path: Path) -> Gates:
    """The gates of a file.

    :raises CorpusError: if it cannot be read; the message names the field.
    """
    try:
        gates = Gates.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError) as exc:
        raise CorpusError(f"{path} cannot be read: {exc}") from exc
    except ValidationError as exc:
        first = exc.errors()[0]
        field = ".".join(str(p) for p in first["loc"])
        raise CorpusError(f"{path}: {field}: {first['msg']}") from exc
    for gate in gates.gate:
        if (gate.at_least is None) == (gate.exactly is None):
            raise CorpusError(f"{path}: {gate.name} needs either at_least or exactly")
    return gates


def judge_gates(gates: Gates, summary: Summary, scored: Mapping[str, Scored]) -> list[Verdict]:
    """A verdict for each gate of this run's selection and for each question never to lose."""
    selected = [g for g in gates.gate if g.selection == summary.identity.selection]
    verdicts = [_judge(g, find_estimate(summary, g.metric, g.slice)) for g in selected]
    for question_id in gates.must_pass:
        if question_id in scored:
            fault = scored[question_id].fault
            detail = f"fault: {fault}" if fault else "strictly right"
            verdicts.append(Verdict(f"must pass {question_id}", fault is None, detail))
    return verdicts


def find_estimate(summary: Summary, metric: str, slice_name: str) -> Estimate | None:
    """A figure by name; the metric `consistency` has its kinds as slices."""
    if metric == "consistency":
        return summary.consistency.get(slice_name)
    return summary.figures.get(slice_name, {}).get(metric)


def raise_gates(gates: Gates, summary: Summary) -> Gates:
    """The gates with each `at_least` lifted to what this run proves, in steps of 0.005.

    Never lowers one: a lower bound that fell is a regression to mend, not a gate to move.
    """

    def lifted(gate: Gate) -> Gate:
        found = find_estimate(summary, gate.metric, gate.slice)
        if gate.at_least is None or gate.selection != summary.identity.selection or not found:
            return gate
        proven = math.floor(round(found.lower_bound * 200, 6)) / 200
        return gate.model_copy(update={"at_least": max(gate.at_least, proven)})

    return gates.model_copy(update={"gate": tuple(lifted(g) for g in gates.gate)})


def render_gates(gates: Gates, text: str) -> str:
    """The file's text with its `at_least` figures replaced in order; comments stay."""
    figures = iter(f"{g.at_least:g}" for g in gates.gate if g.at_least is not None)
    return re.sub(r"(?m)^(at_least\s*=\s*)\S+", lambda m: m[1] + next(figures), text)


def _judge(gate: Gate, found: Estimate | None) -> Verdict:
    if found is None:
        return Verdict(gate.name, False, "no question measures it")
    if gate.exactly is not None:
        passed = abs(found.value - gate.exactly) < 1e-9
        return Verdict(gate.name, passed, f"{found.value:.4f} of {found.n}, must be {gate.exactly:g}")
    wanted = gate.at_least if gate.at_least is not None else -1.0
    detail = f"{found.value:.3f} of {found.n}, lower bound {found.lower_bound:.3f}, needs {wanted:.3f}"
    return Verdict(gate.name, found.lower_bound >= wanted, detail)
