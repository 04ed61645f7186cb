"""Fit the calibration on dev questions: what makes it probable that the best hit is right.

Right is a hit that covers a piece of the evidence; a gap or another subject is right for a
question without an answer here. Blind questions are never looked at.
"""

import asyncio
import math
import statistics
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from snc_assistant.answering import Answerer
from snc_assistant.assistant import Assistant
from snc_assistant.evaluation.answers import SystemAnswer
from snc_assistant.evaluation.dataset import Case, EvalQuestion
from snc_assistant.evaluation.metrics import covered_groups
from snc_assistant.evaluation.reliability import Reliability, measure_reliability
from snc_assistant.evaluation.runner import ask_all
from snc_assistant.evaluation.scorers import score
from snc_assistant.generation.engines import EXTRACTIVE, Engines
from snc_assistant.retrieval.calibration import Calibration, features
from snc_assistant.retrieval.encoder import Encoder
from snc_assistant.retrieval.retriever import Retriever
from snc_assistant.retrieval.snapshot import Manifest, SnapshotData
from snc_assistant.types import Hit

_NO_RIVALS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
_PENALTY = 0.01  # of the squared weights: keeps them finite where a line tells right from wrong
_STEPS = 50
_FOLDS = 5
_THRESHOLDS = tuple(round(0.3 + 0.02 * i, 2) for i in range(16))
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """The hits of a question, and whether the first one is right."""

    group: str
    hits: tuple[Hit, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """A fitted model, its reliability where it was fitted and on questions that it had not seen."""

    calibration: Calibration
    fitted: Reliability
    unseen: Reliability


def judge(data: SnapshotData, encoder: Encoder, cases: Sequence[Case]) -> list[Judged]:
    """What the search finds for each question."""
    answerer = Answerer(data, Retriever(data, encoder))
    unanswered = data.unanswered
    judged = []
    for case in cases:
        asked = case.question
        hits = tuple(answerer.search(answerer.understand(asked.question, history=asked.turns)))
        if hits:
            judged.append(Judged(asked.pair or asked.id, hits, _is_right(case, hits[0], unanswered)))
    return judged


def _is_right(case: Case, hit: Hit, unanswered: Set[str]) -> bool:
    if hit.target_id in unanswered:
        return not case.question.answerable
    return bool(covered_groups(case.evidence, hit.spans))


def reliability(calibration: Calibration, judged: Sequence[Judged], unanswered: Set[str]) -> Reliability:
    """How well a calibration foretells which first hits are right."""
    stated = [calibration.confidence(j.hits, unanswered) for j in judged]
    return measure_reliability(stated, [j.right for j in judged])


def fit(judged: Sequence[Judged], unanswered: Set[str], threshold: float) -> Judgement:
    """The model with the least log loss.

    Unseen: each fifth of the questions by a model of the others, those that mean the same together.
    """
    best = _fit(judged, unanswered, threshold)
    groups = {g: i % _FOLDS for i, g in enumerate(dict.fromkeys(j.group for j in judged))}
    stated, right = [], []
    for fold in range(_FOLDS):
        model = _fit([j for j in judged if groups[j.group] != fold], unanswered, threshold)
        held_out = [j for j in judged if groups[j.group] == fold]
        stated += [model.confidence(j.hits, unanswered) for j in held_out]
        right += [j.right for j in held_out]
    return Judgement(best, reliability(best, judged, unanswered), measure_reliability(stated, right))


def _fit(judged: Sequence[Judged], unanswered: Set[str], threshold: float) -> Calibration:
    found = [_fit_weights(judged, unanswered, threshold, no_rival) for no_rival in _NO_RIVALS]
    return min(found, key=lambda c: reliability(c, judged, unanswered).log_loss)


def _fit_weights(
    judged: Sequence[Judged], unanswered: Set[str], threshold: float, no_rival: float
) -> Calibration:
    """Logistic regression by Newton's method, with a small L2 penalty on all but the bias."""
    rows = [(1.0, *features(j.hits, unanswered, no_rival)) for j in judged]
    bias, sparse, margin, taught = (round(w, 3) for w in _newton(rows, [j.right for j in judged]))
    return Calibration(bias, sparse, margin, threshold, no_rival, taught)


def _newton(rows: Sequence[Sequence[float]], right: Sequence[bool]) -> list[float]:
    """The weights of a logistic regression; the first column is the constant, not penalised."""
    x: Numbers = np.array(rows)
    y: Numbers = np.array(right, dtype=np.float64)
    penalty = np.diag([0.0] + [_PENALTY] * (x.shape[1] - 1))
    weights = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1.0 / (1.0 + np.exp(-x @ weights))
        slope = x.T @ (y - p) - penalty @ weights
        weights = weights + np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + penalty, slope)
    return [float(w) for w in weights]


def rescale(before: Calibration, judged: Sequence[Judged], unanswered: Set[str]) -> Calibration:
    """The same order of confidences, and so the same decisions, as probabilities (Platt 1999)."""
    logits = [_logit(before.confidence(j.hits, unanswered)) for j in judged]
    shift, scale = _newton([(1.0, z) for z in logits], [j.right for j in judged])
    threshold = 1.0 / (1.0 + math.exp(-(shift + scale * _logit(before.threshold))))
    return Calibration(
        bias=round(shift + scale * before.bias, 3),
        sparse=round(scale * before.sparse, 3),
        margin=round(scale * before.margin, 3),
        threshold=round(threshold, 3),
        no_rival=before.no_rival,
        taught=round(scale * before.taught, 3),
    )


def _logit(probability: float) -> float:
    return math.log(probability / (1.0 - probability))


class _Extracts:
    """The extractive answers alone: what was found is not looked at again."""

    name = EXTRACTIVE

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    async def answer(self, question: EvalQuestion) -> SystemAnswer:
        found = await self._assistant.ask(question.question, history=question.turns, engine=EXTRACTIVE)
        return SystemAnswer(found.text, found.outcome, (), None)


def strictly_right(
    manifest: Manifest, data: SnapshotData, encoder: Encoder, cases: Sequence[Case], calibration: Calibration
) -> float:
    """The share of strictly right extractive answers with a calibration."""
    assistant = Assistant(manifest, replace(data, calibration=calibration), encoder, Engines({}, EXTRACTIVE))
    answers = asyncio.run(ask_all(_Extracts(assistant), cases, show_progress=False))
    documents = {s.document.doc_id: s.document for s in data.structures}
    return statistics.mean(score(c, answers[c.question.id], documents).scores["strict"] or 0.0 for c in cases)


def best_threshold(
    manifest: Manifest, data: SnapshotData, encoder: Encoder, cases: Sequence[Case], calibration: Calibration
) -> tuple[float, float]:
    """The lowest threshold that is about as good as the best one, and its share of right answers.

    About as good: within half a standard error of the best share (after the one-standard-error
    rule of Breiman et al. 1984). The lowest, as it refuses the fewest answerable questions.
    """
    shares = {
        t: strictly_right(manifest, data, encoder, cases, replace(calibration, threshold=t))
        for t in _THRESHOLDS
    }
    most = max(shares.values())
    slack = 0.5 * math.sqrt(most * (1 - most) / max(1, len(cases)))
    chosen = min(t for t, share in shares.items() if share >= most - slack)
    return chosen, shares[chosen]
