"""A second opinion: llama-index's evaluators with a local model as judge. Never a gate.

The judge-free figures stand on their own; this says how often a model agrees with them.
Calibrate before you believe it: models and people agree on about half of such labels.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from snc_assistant.errors import DependencyMissing, ModelBroken
from snc_assistant.evaluation.dataset import Case
from snc_assistant.evaluation.results import Run
from snc_assistant.evaluation.statistics import Estimate, estimate

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

_CORRECT_FROM = 4.0  # llama-index's own threshold, on its scale from 1 to 5


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """What the judge says, and how often it agrees with ours.

    `faithful`: the answer is supported by its quotes; `correct`: at least 4 of 5 against the
    reference; `agreement`: `correct` equals our strict score. Over answers with claims.
    """

    judge: str
    faithful: Estimate
    correct: Estimate
    agreement: Estimate


@dataclass(frozen=True, slots=True)
class _Opinion:
    faithful: bool
    correct: bool
    strict: bool


def open_judge(url: str, model: str) -> "LLM":
    """A judge behind any OpenAI-compatible server, local as a rule.

    :raises DependencyMissing: if llama-index's client is not installed.
    """
    try:
        from llama_index.llms.openai_like import OpenAILike
    except ImportError as exc:
        raise DependencyMissing(
            "a judge needs an extra package: pip install llama-index-llms-openai-like"
        ) from exc
    return OpenAILike(  # type: ignore[no-any-return,unused-ignore] # untyped where not installed
        model=model, api_base=url, api_key="none", is_chat_model=True, temperature=0.0
    )


def ask_judge(judge: "LLM", run: Run, cases: Sequence[Case]) -> SecondOpinion | None:
    """The judge's opinion on every answer with claims; None if there is none.

    :raises DependencyMissing: if llama-index is not installed.
    :raises ModelBroken: if the judge fails.
    """
    judged = [c for c in cases if c.question.id in run.answers and run.answers[c.question.id].claims]
    opinions = asyncio.run(_opinions(judge, run, judged))
    if not opinions:
        return None
    return SecondOpinion(
        judge=judge.metadata.model_name,
        faithful=estimate([float(o.faithful) for o in opinions], "rate"),
        correct=estimate([float(o.correct) for o in opinions], "rate"),
        agreement=estimate([float(o.correct == o.strict) for o in opinions], "rate"),
    )


async def _opinions(judge: "LLM", run: Run, cases: Sequence[Case]) -> list[_Opinion]:
    try:
        from llama_index.core.evaluation import CorrectnessEvaluator, FaithfulnessEvaluator
    except ImportError as exc:
        raise DependencyMissing("a judge needs llama-index: pip install llama-index-core") from exc
    faithfulness = FaithfulnessEvaluator(llm=judge)
    correctness = CorrectnessEvaluator(llm=judge, score_threshold=_CORRECT_FROM)
    opinions = []
    for case in cases:
        answer = run.answers[case.question.id]
        quotes = [c.quote for claim in answer.claims for c in claim.citations]
        question = case.question
        try:
            faithful = await faithfulness.aevaluate(
                query=question.question, response=answer.text, contexts=quotes
            )
            correct = await correctness.aevaluate(
                query=question.question, response=answer.text, reference=question.reference
            )
        except Exception as exc:  # any client of any server: their errors share no base
            raise ModelBroken(f"the judge failed on question {question.id}: {exc}") from exc
        strict = run.scored[question.id].fault is None
        opinions.append(_Opinion(bool(faithful.passing), bool(correct.passing), strict))
    return opinions
