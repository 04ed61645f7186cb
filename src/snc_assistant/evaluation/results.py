"""A run on disk: `answers.jsonl`, `timings.jsonl`, `scores.jsonl`, `summary.json`, `latency.json`.

Answers, scores and summary hold nothing that depends on the clock, so two runs of the same tree
write the same bytes; what the clock says stands in the two other files.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from snc_assistant.errors import CorpusError
from snc_assistant.evaluation.abstention import CurvePoint
from snc_assistant.evaluation.answers import SystemAnswer
from snc_assistant.evaluation.identity import RunIdentity
from snc_assistant.evaluation.latency import StageLatency
from snc_assistant.evaluation.scorers import Scored
from snc_assistant.evaluation.statistics import Estimate

FORMAT = 1
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ContextRow:
    """Evidence shown by one retriever within a number of words of context."""

    retriever: str
    words: int
    shown: Estimate


@dataclass(frozen=True, slots=True)
class SystemRow:
    """The main figures of another system, on the same questions."""

    system: str
    figures: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that a run says, but for its answers and the clock."""

    identity: RunIdentity
    questions: int
    figures: Mapping[str, Mapping[str, Estimate]]
    faults: Mapping[str, int]
    consistency: Mapping[str, Estimate]
    curve: Sequence[CurvePoint]
    engines: Mapping[str, int]
    overlap: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    systems: Sequence[SystemRow] = ()
    context: Sequence[ContextRow] = ()
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One line of `answers.jsonl`."""

    question_id: str
    answer: SystemAnswer


_ROW = TypeAdapter(AnswerRow)
_SCORED = TypeAdapter(Scored)
_SUMMARY = TypeAdapter(Summary)
_IDENTITY = TypeAdapter(RunIdentity)
_TIMINGS = TypeAdapter(tuple[str, dict[str, float]])
_LATENCY = TypeAdapter(dict[str, StageLatency])


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run, read back."""

    folder: Path
    summary: Summary
    answers: Mapping[str, SystemAnswer]
    scored: Mapping[str, Scored]
    latency: Mapping[str, StageLatency]
    totals_ms: Sequence[float]


class RunFolder:
    """Where one run is written, answer by answer, so that a cut-off run goes on where it was."""

    def __init__(self, home: Path, identity: RunIdentity, *, fresh: bool = False) -> None:
        self.path = home / identity.folder_name
        self.identity = identity
        if fresh or not self._is_ours():
            self._start_over()

    def recover_answers(self) -> dict[str, SystemAnswer]:
        """The answers written so far, by question; a half-written last line is removed."""
        timings = dict(_read_lines(self.path / "timings.jsonl", _TIMINGS))
        rows = _read_lines(self.path / "answers.jsonl", _ROW)
        answers = {r.question_id: replace(r.answer, timings_ms=timings.get(r.question_id, {})) for r in rows}
        self._write_answers(answers)
        return answers

    def append(self, question_id: str, answer: SystemAnswer) -> None:
        """Keep one answer."""
        row = AnswerRow(question_id, replace(answer, timings_ms={}))
        with (self.path / "timings.jsonl").open("ab") as file:
            file.write(_TIMINGS.dump_json((question_id, dict(answer.timings_ms))) + b"\n")
        with (self.path / "answers.jsonl").open("ab") as file:
            file.write(_ROW.dump_json(row) + b"\n")

    def finish(
        self,
        answers: Mapping[str, SystemAnswer],
        scored: Sequence[Scored],
        summary: Summary,
        latency: Mapping[str, StageLatency],
    ) -> None:
        """Write the answers in question order, the scores, the summary and the latency."""
        self._write_answers(answers)
        _write(self.path / "scores.jsonl", (_SCORED.dump_json(s) for s in scored))
        _write(self.path / "latency.json", [_LATENCY.dump_json(dict(latency), indent=1)])
        _write(self.path / "summary.json", [dump_summary(summary)])

    def _write_answers(self, answers: Mapping[str, SystemAnswer]) -> None:
        rows = [AnswerRow(k, replace(a, timings_ms={})) for k, a in answers.items()]
        timings = [(k, dict(a.timings_ms)) for k, a in answers.items()]
        _write(self.path / "answers.jsonl", (_ROW.dump_json(r) for r in rows))
        _write(self.path / "timings.jsonl", (_TIMINGS.dump_json(t) for t in timings))

    def _is_ours(self) -> bool:
        try:
            return _IDENTITY.validate_json((self.path / "run.json").read_bytes()) == self.identity
        except (OSError, ValidationError):
            return False

    def _start_over(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        for name in (
            "answers.jsonl",
            "timings.jsonl",
            "scores.jsonl",
            "latency.json",
            "summary.json",
        ):
            (self.path / name).unlink(missing_ok=True)
        _write(self.path / "run.json", [_IDENTITY.dump_json(self.identity, indent=1)])


def dump_summary(summary: Summary) -> bytes:
    """The summary as JSON, figures rounded so that no platform's last digit shows."""
    rounded = _round(json.loads(_SUMMARY.dump_json(summary)))
    return json.dumps(rounded, indent=1, ensure_ascii=False).encode()


def read_summary(path: Path) -> Summary:
    """The summary of a run, given its folder or its file.

    :raises CorpusError: if there is none that this version can read.
    """
    file = path / "summary.json" if path.is_dir() else path
    try:
        return _SUMMARY.validate_json(file.read_bytes())
    except (OSError, ValidationError) as exc:
        raise CorpusError(
            f"{path} is not a finished run of this version; make one with `snc-assistant eval run`"
        ) from exc


def read_run(folder: Path) -> Run:
    """A finished run, given its folder or its `summary.json`.

    :raises CorpusError: if it is not one.
    """
    summary = read_summary(folder)
    home = folder if folder.is_dir() else folder.parent
    timings = _read_lines(home / "timings.jsonl", _TIMINGS)
    latency = home / "latency.json"
    return Run(
        folder=home,
        summary=summary,
        answers={r.question_id: r.answer for r in _read_lines(home / "answers.jsonl", _ROW)},
        scored={s.question_id: s for s in _read_lines(home / "scores.jsonl", _SCORED)},
        latency=_LATENCY.validate_json(latency.read_bytes()) if latency.is_file() else {},
        totals_ms=[t["total"] for _, t in timings if "total" in t],
    )


def latest_run(results: Path) -> Path:
    """The folder of the run that finished last.

    :raises CorpusError: if there is none.
    """
    finished = sorted(results.glob("*/summary.json"), key=lambda p: p.stat().st_mtime_ns)
    if not finished:
        raise CorpusError(f"no finished run in {results}; make one with `snc-assistant eval run`")
    return finished[-1].parent


def _read_lines(path: Path, adapter: TypeAdapter[_T]) -> list[_T]:
    if not path.is_file():
        return []
    found = []
    for line in path.read_bytes().split(b"\n"):
        try:
            found += [adapter.validate_json(line)] if line else []
        except ValidationError:
            break  # cut off while writing: what follows is asked again
    return found


def _write(path: Path, lines: Iterable[bytes]) -> None:
    aside = path.with_name(f".{path.name}")
    aside.write_bytes(b"".join(line + b"\n" for line in lines))
    os.replace(aside, path)


def _round(value: object) -> object:
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict):
        return {k: _round(v) for k, v in value.items()}
    return [_round(v) for v in value] if isinstance(value, list) else value
