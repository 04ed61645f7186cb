"""The fit finds the numbers that made the data, on what it was given and nothing else."""

import math
import random

import pytest

from snc_assistant.evaluation.calibrate import Judged, fit, judge, reliability, rescale
from snc_assistant.evaluation.dataset import locate_cases
from snc_assistant.retrieval.calibration import Calibration
from snc_assistant.types import Hit, Passage
from tests.conftest import Built
from tests.fakes import BagOfWordsEncoder

from .conftest import question, unanswerable


def judged_by(bias: float, sparse: float, margin: float, n: int = 4000) -> list[Judged]:
    """First hits that are right as often as such a model says."""
    dice = random.Random(7)
    passage = Passage("p", "d", "fr", (), "x", 0, 1, "sentence")
    made = []
    for number in range(n):
        coverage, cosine = dice.random(), dice.uniform(0.3, 1.0)
        probability = 1 / (1 + math.exp(-(bias + sparse * coverage + margin * (cosine - 0.3))))
        hit = Hit("t", passage, 1, 0.0, cosine, coverage, (), "x")
        made.append(Judged(str(number), (hit,), dice.random() < probability))
    return made


def test_fit_finds_the_numbers_that_made_the_data() -> None:
    found = fit(judged_by(-2.0, 2.0, 4.0), frozenset(), threshold=0.5)
    fitted = found.calibration
    assert fitted.sparse == pytest.approx(2.0, abs=0.3)
    assert fitted.margin == pytest.approx(4.0, abs=0.4)
    at_nothing = fitted.bias + fitted.margin * (0.3 - fitted.no_rival)
    assert at_nothing == pytest.approx(-2.0, abs=0.3)
    assert found.fitted.error < 0.03
    assert found.unseen.brier == pytest.approx(found.fitted.brier, abs=0.01)


def test_fit_is_the_same_each_time() -> None:
    judged = judged_by(-1.0, 1.0, 3.0, n=200)
    assert fit(judged, frozenset(), 0.5) == fit(judged, frozenset(), 0.5)


def test_fit_stays_finite_where_a_line_tells_right_from_wrong() -> None:
    judged = [Judged(j.group, j.hits, j.hits[0].dense_score > 0.6) for j in judged_by(0, 0, 0, n=60)]
    assert abs(fit(judged, frozenset(), 0.5).calibration.margin) < 1000


def test_hit_on_the_evidence_is_right_and_so_is_a_gap_for_a_question_without_answer(snapshot: Built) -> None:
    documents = {s.document.doc_id: s.document for s in snapshot.data.structures}
    quote = {"doc": "observatory-2026-04-fr", "quote": "24% individuellement, 39% collectivement"}
    asked = [
        question(question="limites de détention du capital hors UE", language="fr", evidence=[[quote]]),
        unanswerable(question="what does the qualification cost?", language="en"),
        unanswerable(id="q3", question="limites de détention du capital hors UE", language="fr"),
    ]
    found = judge(snapshot.data, BagOfWordsEncoder(), locate_cases(asked, documents))
    assert [j.right for j in found] == [True, True, False]


def test_rescaled_numbers_are_probabilities_and_decide_as_before() -> None:
    judged = judged_by(-2.0, 2.0, 4.0)
    shy = Calibration(bias=-2.0, sparse=1.0, margin=2.0, threshold=0.3, no_rival=0.3)
    found = rescale(shy, judged, frozenset())
    for one in judged:
        stated, before = (c.confidence(one.hits, frozenset()) for c in (found, shy))
        if abs(before - shy.threshold) > 0.005:  # beyond the rounding of the numbers
            assert (stated >= found.threshold) == (before >= shy.threshold)
    assert reliability(found, judged, frozenset()).error < 0.03 < reliability(shy, judged, frozenset()).error
