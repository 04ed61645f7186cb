"""Ask a system every question, keeping each answer as it comes; then score and sum up."""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from tqdm import tqdm

from snc_assistant.evaluation.abstention import abstention_curve
from snc_assistant.evaluation.answers import System, SystemAnswer
from snc_assistant.evaluation.consistency import measure_consistency
from snc_assistant.evaluation.dataset import Case
from snc_assistant.evaluation.figures import compute_figures
from snc_assistant.evaluation.identity import RunIdentity
from snc_assistant.evaluation.results import RunFolder, Summary
from snc_assistant.evaluation.scorers import Fault, Scored, score
from snc_assistant.evaluation.support import SupportJudge
from snc_assistant.types import Document

Keep = Callable[[str, SystemAnswer], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """The answers, scores and summary of one system."""

    answers: Mapping[str, SystemAnswer]
    scored: Sequence[Scored]
    summary: Summary


async def ask_all(
    system: System,
    cases: Sequence[Case],
    *,
    known: Mapping[str, SystemAnswer] | None = None,
    keep: Keep = lambda question_id, answer: None,
    parallel: int = 1,
    show_progress: bool = True,
) -> dict[str, SystemAnswer]:
    """The answers by question id, in the order of the cases.

    :param known: answers of an interrupted run; their questions are not asked again.
    :param keep: called with each new answer as it comes.
    :param parallel: how many questions are under way at once.
    """
    answers = dict(known or {})
    waiting = [c for c in cases if c.question.id not in answers]
    gate = asyncio.Semaphore(parallel)
    bar = tqdm(
        total=len(cases),
        initial=len(cases) - len(waiting),
        desc=system.name,
        unit="question",
        file=sys.stderr,
        disable=None if show_progress else True,
        leave=False,
    )

    async def ask(case: Case) -> None:
        async with gate:
            answer = await _timed(system, case)
        answers[case.question.id] = answer
        keep(case.question.id, answer)
        bar.update()

    with bar:
        await asyncio.gather(*(ask(c) for c in waiting))
    return {c.question.id: answers[c.question.id] for c in cases}


async def _timed(system: System, case: Case) -> SystemAnswer:
    started = time.perf_counter()
    answer = await system.answer(case.question)
    total = round((time.perf_counter() - started) * 1000, 3)
    return replace(answer, timings_ms={"total": total, **answer.timings_ms})


def measure(
    identity: RunIdentity,
    cases: Sequence[Case],
    answers: Mapping[str, SystemAnswer],
    documents: Mapping[str, Document],
    judge: SupportJudge | None = None,
) -> Measured:
    """Scores and summary of these answers; without a judge, none of how citations support claims."""
    scored = [score(c, answers[c.question.id], documents, judge) for c in cases]
    counted = Counter(s.fault for s in scored if s.fault)
    summary = Summary(
        identity=identity,
        questions=len(cases),
        figures=compute_figures(cases, scored),
        faults={fault.value: counted[fault] for fault in Fault},
        consistency=measure_consistency(cases, scored),
        curve=abstention_curve(cases, answers),
        engines=dict(sorted(Counter(a.engine for a in answers.values() if a.engine).items())),
    )
    return Measured(answers, scored, summary)


def ask_into_folder(
    folder: RunFolder,
    system: System,
    cases: Sequence[Case],
    *,
    parallel: int = 1,
    show_progress: bool = True,
) -> dict[str, SystemAnswer]:
    """The answers of a run, going on where an interrupted one stopped."""
    asked = {c.question.id for c in cases}
    known = {k: a for k, a in folder.recover_answers().items() if k in asked}
    return asyncio.run(
        ask_all(system, cases, known=known, keep=folder.append, parallel=parallel,
                show_progress=show_progress)
    )  # fmt: skip
