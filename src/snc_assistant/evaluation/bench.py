"""Speed and size of the assistant: milliseconds a question, a cold start, memory, weights.

Each encoder is measured in a process of its own, held to one core. The process that starts the
others loads no model: Linux counts a parent's peak memory as its child's.
"""

import asyncio
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from snc_assistant.errors import IndexUnavailable, SncError

if TYPE_CHECKING:
    from snc_assistant.assistant import Assistant
    from snc_assistant.evaluation.dataset import EvalQuestion
    from snc_assistant.retrieval.encoder import Encoder

_WARM_UP = 20  # questions asked of each stage before its clock starts
_COLD_RUNS = 5
_COLD_QUESTION = "Qui est qualifié en IaaS ?"
_ENCODED_S = 2.0  # how long passages are encoded for, at least
STAGES = ("encode", "dense", "sparse", "retrieval", "answer")


@dataclass(frozen=True, slots=True)
class Milliseconds:
    """One stage: percentiles over the questions, on the clock and of processor time."""

    p50: float
    p95: float
    processor_p50: float
    processor_p95: float


@dataclass(frozen=True, slots=True)
class Warm:
    """What one process measured of itself once it had answered every question."""

    questions: int
    stages: Mapping[str, Milliseconds]
    peak_mb: float
    passages_per_s: float
    words_per_passage: float


@dataclass(frozen=True, slots=True)
class Cold:
    """The median of some runs of `snc-assistant search`, each in a new process."""

    seconds: float
    processor_seconds: float


@dataclass(frozen=True, slots=True)
class Speed:
    """All figures of one encoder; `load` is the machine's load average while it was measured."""

    encoder: str
    warm: Warm
    cold: Cold
    weights_mb: float
    load: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a corpus, its index and the questions are, and the encoder that built the index."""

    corpus: Path
    index: Path
    encoder: str
    questions: Path

    def options(self) -> list[str]:
        """The options of the command line that name the same."""
        return ["--corpus", str(self.corpus), "--index", str(self.index), "--encoder", self.encoder]


_WARM: TypeAdapter[Warm] = TypeAdapter(Warm)
_PLACE: TypeAdapter[Place] = TypeAdapter(Place)


def measure_speed(place: Place) -> Speed:
    """All figures of the encoder that built an index; this process loads no model."""
    warm = _WARM.validate_json(_run([__spec__.name], _PLACE.dump_json(place)))
    cold = _cold(place)
    return Speed(place.encoder, warm, cold, weights_mb(place.encoder), round(os.getloadavg()[0], 1))


def build(place: Place) -> None:
    """Build the index of a place in a process of its own."""
    _run(["snc_assistant", "index", *place.options()])


def _run(module: Sequence[str], given: bytes = b"") -> bytes:
    """What a module of ours prints; its own error has gone to stderr.

    :raises IndexUnavailable: if it fails.
    """
    command = [sys.executable, "-m", *module]
    done = subprocess.run(command, input=given, stdout=subprocess.PIPE, check=False)  # noqa: S603 # our own
    if done.returncode:
        raise IndexUnavailable(f"`{' '.join(module[:2])}` failed, see above; run `snc-assistant doctor`")
    return done.stdout


def _cold(place: Place) -> Cold:
    """The first run reads the files into the system's cache and is not counted."""
    search = ["snc_assistant", "search", _COLD_QUESTION, *place.options()]
    _run(search)
    clock, processor = [], []
    for _ in range(_COLD_RUNS):
        started, before = time.perf_counter(), _children_s()
        _run(search)
        clock.append(time.perf_counter() - started)
        processor.append(_children_s() - before)
    return Cold(round(statistics.median(clock), 3), round(statistics.median(processor), 3))


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def weights_mb(encoder: str) -> float:
    """The size of the files that an encoder is loaded from, in millions of bytes."""
    from snc_assistant.opening import BUNDLED
    from snc_assistant.retrieval import static_encoder
    from snc_assistant.retrieval.encoder import resolve_model

    folder = static_encoder.BUNDLED if encoder == BUNDLED else Path(resolve_model(encoder))
    files = [p for p in folder.rglob("*") if p.is_file() and p.suffix != ".md"]
    return round(sum(p.stat().st_size for p in files) / 1e6, 1)


def measure_warm(assistant: "Assistant", encoder: "Encoder", questions: Sequence["EvalQuestion"]) -> Warm:
    """The figures of this very process; answers come first, as the encoder's batches and a second index need memory too."""
    with asyncio.Runner() as runner:
        calls = _whole(assistant, runner)
        stages = {name: _percentiles(call, questions) for name, call in calls.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # kilobytes on Linux
    stages |= {name: _percentiles(call, questions) for name, call in _parts(assistant, encoder).items()}
    texts = [e.text for e in assistant.snapshot.entries if e.kind == "passage"]
    words = statistics.mean(len(t.split()) for t in texts)
    rate = _passages_per_s(encoder, texts)
    ordered = {name: stages[name] for name in STAGES}
    return Warm(len(questions), ordered, round(peak, 1), round(rate), round(words, 1))


def _whole(assistant: "Assistant", runner: asyncio.Runner) -> dict[str, Callable[["EvalQuestion"], object]]:
    return {
        "answer": lambda q: runner.run(assistant.ask(q.question, history=q.turns, engine="extractive")),
        "retrieval": lambda q: assistant.search(q.question, history=q.turns),
    }


def _parts(assistant: "Assistant", encoder: "Encoder") -> dict[str, Callable[["EvalQuestion"], object]]:
    from snc_assistant.retrieval.analyzer import terms
    from snc_assistant.retrieval.dense import DenseIndex
    from snc_assistant.retrieval.sparse import SparseIndex, as_words
    from snc_assistant.types import LANGUAGES

    by_language = {lang: SparseIndex(assistant.snapshot.postings[lang]) for lang in LANGUAGES}
    dense, vector = DenseIndex(assistant.snapshot.vectors), encoder.encode_queries([_COLD_QUESTION])[0]
    return {
        "encode": lambda q: encoder.encode_queries([q.question]),
        "dense": lambda q: dense.scores(vector),
        "sparse": lambda q: [
            by_language[lang].scores(as_words(terms(q.question, lang))) for lang in LANGUAGES
        ],
    }


def _percentiles(
    call: Callable[["EvalQuestion"], object], questions: Sequence["EvalQuestion"]
) -> Milliseconds:
    import numpy as np

    for question in questions[:_WARM_UP]:
        call(question)
    clock, processor = [], []
    for question in questions:
        started, before = time.perf_counter(), time.process_time()
        call(question)
        processor.append(1000 * (time.process_time() - before))
        clock.append(1000 * (time.perf_counter() - started))
    found = [*np.percentile(clock, [50, 95]), *np.percentile(processor, [50, 95])]
    return Milliseconds(*(round(float(v), 3) for v in found))


def _passages_per_s(encoder: "Encoder", texts: Sequence[str]) -> float:
    """Passages encoded in a second of processor time, so on one core."""
    encoder.encode_passages(texts[:64])
    encoded, started = 0, time.process_time()
    while time.process_time() - started < _ENCODED_S:
        batch = texts[encoded % len(texts) :][:512]
        encoder.encode_passages(batch)
        encoded += len(batch)
    return encoded / (time.process_time() - started)


def render_speed(found: Sequence[Speed]) -> str:
    """A Markdown table with a column for each encoder."""
    rows = [
        ["", *(s.encoder for s in found)],
        *([f"{name}, ms p50 / p95", *(_pair(s.warm.stages[name]) for s in found)] for name in STAGES),
        *(
            [f"{name}, ms of processor p50 / p95", *(_processor(s.warm.stages[name]) for s in found)]
            for name in STAGES
        ),
        ["cold `search`, s", *(f"{s.cold.seconds:.2f}" for s in found)],
        ["cold `search`, s of processor", *(f"{s.cold.processor_seconds:.2f}" for s in found)],
        ["peak memory, MB", *(f"{s.warm.peak_mb:.0f}" for s in found)],
        ["passages a second", *(f"{s.warm.passages_per_s:,.0f}" for s in found)],
        ["weights, MB", *(f"{s.weights_mb:.1f}" for s in found)],
        ["load average", *(f"{s.load:.1f}" for s in found)],
    ]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|---|" + "---:|" * len(found), *lines[1:]])


def _pair(stage: Milliseconds) -> str:
    return f"{stage.p50:.2f} / {stage.p95:.2f}"


def _processor(stage: Milliseconds) -> str:
    return f"{stage.processor_p50:.2f} / {stage.processor_p95:.2f}"


def speed_json(found: Sequence[Speed]) -> list[dict[str, object]]:
    """The figures as JSON values."""
    return [asdict(s) for s in found]


def _measure_this_process(place: Place) -> Warm:
    """Open what `snc-assistant serve` opens, and measure it on one core."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # before numpy and torch count the cores
    from snc_assistant.evaluation.dataset import read_questions
    from snc_assistant.opening import open_assistant, open_encoder
    from snc_assistant.settings import read_settings
    from snc_assistant.web.app import create_app

    settings = read_settings(
        corpus=place.corpus, index=place.index, encoder=place.encoder, engine="extractive"
    )
    assistant = open_assistant(settings)
    create_app(assistant)
    return measure_warm(assistant, open_encoder(settings.encoder), read_questions(place.questions))


if __name__ == "__main__":
    try:
        warm = _measure_this_process(_PLACE.validate_json(sys.stdin.read()))
    except SncError as exc:
        sys.exit(f"snc-assistant: {exc}")
    sys.stdout.buffer.write(_WARM.dump_json(warm))
