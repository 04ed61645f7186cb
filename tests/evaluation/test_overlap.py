"""What the questions share with indexed questions and with documents, worked out by hand."""

import pytest

from snc_assistant.evaluation.dataset import locate_cases
from snc_assistant.evaluation.overlap import measure_overlap
from snc_assistant.types import Document

from .conftest import question


def test_overlap_is_of_word_sets(documents: dict[str, Document]) -> None:
    asked = [
        question(id="same", question="How much capital?"),
        question(id="half", question="how much individually"),
        question(id="none", question="quel plafond ?", language="fr"),
    ]
    found = measure_overlap(locate_cases(asked, documents), ["how MUCH capital", "rien", "how so"], documents)
    assert (found.questions, found.same, found.near) == (
        3,
        pytest.approx(1 / 3),
        pytest.approx(1 / 3),
    )
    assert found.mean_nearest == pytest.approx((1 + 2 / 4 + 0) / 3)
    assert found.little == pytest.approx(2 / 3)


def test_without_indexed_questions_nothing_overlaps(documents: dict[str, Document]) -> None:
    found = measure_overlap(locate_cases([question()], documents), [], documents)
    assert (found.same, found.mean_nearest) == (0.0, 0.0)
