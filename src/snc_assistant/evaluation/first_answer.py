"""How soon the evidence and the extractive answer stand in the stream while a model is at work."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass

import numpy as np

from snc_assistant.assistant import Assistant
from snc_assistant.errors import ModelUnavailable
from snc_assistant.evaluation.dataset import EvalQuestion
from snc_assistant.events import ClaimReady, EvidenceFound, OutcomeReached, Waiting
from snc_assistant.generation.engines import EXTRACTIVE

_WARM_UP = 20  # questions asked before the clock counts
_OCCUPYING = "Quelles sont les limites de détention du capital par des entités hors UE ?"


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """Milliseconds from the question to the event, over all questions."""

    questions: int
    evidence_p50: float
    evidence_p95: float
    extracts_p50: float
    extracts_p95: float


async def measure_first_answer(
    assistant: Assistant, questions: Sequence[EvalQuestion], engine: str
) -> FirstAnswer:
    """The figures while another question keeps the model busy.

    :raises ModelUnavailable: if the engine's server does not take a question.
    """
    occupied = asyncio.Event()
    occupying = asyncio.create_task(_occupy(assistant, engine, occupied))
    busy = asyncio.create_task(occupied.wait())
    await asyncio.wait({occupying, busy}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if not occupied.is_set():
            raise ModelUnavailable(f"{engine} did not take a question; `snc-assistant doctor` says why")
        for question in questions[:_WARM_UP]:
            await _first(assistant, question, engine)
        found = [await _first(assistant, question, engine) for question in questions]
    finally:
        for task in (occupying, busy):
            task.cancel()
        await asyncio.gather(occupying, busy, return_exceptions=True)
    evidence, extracts = (np.percentile(column, [50, 95]) for column in zip(*found, strict=True))
    figures = [round(float(v), 2) for v in (*evidence, *extracts)]
    return FirstAnswer(len(questions), *figures)


async def _occupy(assistant: Assistant, engine: str, occupied: asyncio.Event) -> None:
    """Ask a question again and again, so that the model never rests."""
    while True:
        asked = False
        async with aclosing(assistant.stream(_OCCUPYING, engine=engine)) as events:
            async for event in events:
                if isinstance(event, Waiting):
                    asked = True
                    occupied.set()
        if not asked:
            return


async def _first(assistant: Assistant, question: EvalQuestion, engine: str) -> tuple[float, float]:
    """Milliseconds to the evidence and to the last extractive claim; the model is not waited for."""
    started = time.perf_counter()
    evidence = extracts = 0.0
    stream = assistant.stream(question.question, history=question.turns, engine=engine)
    async with aclosing(stream) as events:
        async for event in events:
            now = 1000 * (time.perf_counter() - started)
            if isinstance(event, EvidenceFound):
                evidence = now
            elif isinstance(event, OutcomeReached) or (
                isinstance(event, ClaimReady) and event.engine == EXTRACTIVE
            ):
                extracts = now
            elif evidence:
                break
    return evidence, extracts


def render_first_answer(found: FirstAnswer) -> str:
    """A Markdown table."""
    return "\n".join(
        (
            f"| {found.questions} questions, a model at work | p50, ms | p95, ms |",
            "|---|---:|---:|",
            f"| evidence in the stream | {found.evidence_p50:.1f} | {found.evidence_p95:.1f} |",
            f"| extractive answer in the stream | {found.extracts_p50:.1f} | {found.extracts_p95:.1f} |",
        )
    )


def first_answer_json(found: FirstAnswer) -> dict[str, object]:
    """The figures as JSON values."""
    return asdict(found)
