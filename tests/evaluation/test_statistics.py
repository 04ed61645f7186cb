"""Intervals and tests against published or hand-computed values."""

import pytest

from snc_assistant.evaluation.statistics import (
    adjust_for_many,
    clopper_pearson,
    estimate,
    paired_p_value,
)


@pytest.mark.parametrize(
    ("right", "n", "lower"),
    [(50, 50, 0.942), (150, 150, 0.980), (300, 300, 0.990), (294, 300, 0.961), (190, 200, 0.917)],
)
def test_one_sided_lower_bound_of_a_rate(right: int, n: int, lower: float) -> None:
    found = estimate([1.0] * right + [0.0] * (n - right), "rate")
    assert found.lower_bound == pytest.approx(lower, abs=0.0006)


def test_clopper_pearson_of_none_in_ten_is_closed_form() -> None:
    low, high = clopper_pearson(0, 10)
    assert (low, high) == (0.0, pytest.approx(1 - 0.025 ** (1 / 10)))


def test_bootstrap_of_a_mean_is_seeded_and_brackets_it() -> None:
    values = [0.0, 0.5, 1.0, 1.0, 0.25] * 8
    first, second = estimate(values, "mean"), estimate(values, "mean")
    assert first == second
    assert first.low < first.lower_bound < first.value == 0.55 < first.high


def test_equal_values_have_no_spread() -> None:
    found = estimate([0.5] * 20, "mean")
    assert (found.low, found.lower_bound, found.high) == (0.5, 0.5, 0.5)


def test_mcnemar_of_eight_gained_and_one_lost() -> None:
    before = [0.0] * 8 + [1.0] + [1.0] * 20
    after = [1.0] * 8 + [0.0] + [1.0] * 20
    assert paired_p_value(before, after, "rate") == pytest.approx(2 * (1 + 9) / 2**9)


def test_randomisation_test_is_exact_for_few_questions() -> None:
    before, after = [0.1] * 5, [0.2, 0.3, 0.4, 0.5, 0.6]
    assert paired_p_value(before, after, "mean") == pytest.approx(2 / 2**5)


@pytest.mark.parametrize("kind", ["rate", "mean"])
def test_same_answers_differ_by_chance_alone(kind: str) -> None:
    assert paired_p_value([1.0, 0.0], [1.0, 0.0], kind) == 1.0  # type: ignore[arg-type] # from the list above


@pytest.mark.parametrize("kind", ["rate", "mean"])
def test_a_single_changed_question_proves_nothing(kind: str) -> None:
    assert paired_p_value([1.0, 0.0], [1.0, 1.0], kind) == 1.0  # type: ignore[arg-type] # from the list above


def test_benjamini_hochberg() -> None:
    assert adjust_for_many([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.04, 0.04])
    assert adjust_for_many([]) == []
