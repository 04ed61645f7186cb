"""Asks a model for the questions of one passage after the other, and keeps each answer at once."""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from snc_assistant.enrich.asking import TOKENS_PER_QUESTION, build_prompt, read_questions
from snc_assistant.enrich.journal import Journal, Said, Task
from snc_assistant.errors import ModelBroken, ModelError, ModelUnavailable, PromptTooLong
from snc_assistant.generation.chat import ChatModel

logger = logging.getLogger(__name__)
_MOST_FAILURES = 3  # in a row: then it is the server that is broken, not an answer


@dataclass(frozen=True, slots=True)
class Asked:
    """How many tasks were answered, and which failed and why; those are asked again in the next run."""

    answered: int
    failed: tuple[str, ...]


async def choose_model(models: Mapping[str, ChatModel], engine: str) -> ChatModel:
    """The first model that can be asked now.

    :param engine: `auto`, or the name of the one to ask.
    :raises ModelUnavailable: if there is none; says why not, and what to do.
    """
    reasons = []
    for name, model in models.items():
        if engine in ("auto", name):
            try:
                await model.check()
                return model
            except ModelError as exc:
                reasons.append(f"{name}: {exc}")
    for name, setting in (("ollama", "SNC_OLLAMA_URL"), ("openai", "SNC_OPENAI_URL")):
        if name not in models and engine in ("auto", name):
            reasons.append(f"{name}: not set up; set {setting}")
    raise ModelUnavailable(
        f"questions are written by a language model, and none can be asked ({'; '.join(reasons)})"
    )


async def ask_all(
    model: ChatModel, tasks: Sequence[Task], count: int, journal: Journal, progress: Callable[[int], None]
) -> Asked:
    """Ask what is not in the journal yet.

    :param progress: called with the number of tasks that are over.
    :raises ModelError: if the model cannot go on; what it said before stays in the journal.
    """
    failed: list[str] = []
    in_a_row = 0
    for over, task in enumerate(tasks, start=1):
        try:
            journal.add(await _ask(model, task, count))
            in_a_row = 0
        except (ModelBroken, PromptTooLong) as exc:
            logger.warning("%s, %s: %s", task.need.passage.passage_id, task.language, exc)
            failed.append(f"{task.need.passage.passage_id} ({task.language}): {exc}")
            in_a_row += isinstance(exc, ModelBroken)
            if in_a_row == _MOST_FAILURES:
                raise
        progress(over)
    return Asked(len(tasks) - len(failed), tuple(failed))


async def _ask(model: ChatModel, task: Task, count: int) -> Said:
    messages = build_prompt(task.need, task.language, count)
    async with aclosing(model.stream(messages, max_tokens=count * TOKENS_PER_QUESTION)) as pieces:
        said = "".join([p async for p in pieces if isinstance(p, str)])
    reading = read_questions(said, count)
    doc, quote, occurrence, language = task.key
    return Said(
        doc=doc, quote=quote, occurrence=occurrence, language=language, model=model.name, count=count,
        questions=reading.questions, dropped=reading.dropped,
    )  # fmt: skip
