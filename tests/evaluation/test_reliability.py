"""Reliability of confidences, against figures by hand."""

import math

import pytest

from snc_assistant.evaluation.reliability import measure_reliability, render_bins, render_figures

STATED = [0.15, 0.25, 0.75, 0.85]
RIGHT = [False, True, True, True]


def test_figures_are_those_by_hand() -> None:
    found = measure_reliability(STATED, RIGHT)
    squares = 0.15**2 + 0.75**2 + 0.25**2 + 0.15**2
    logs = math.log(0.85) + math.log(0.25) + math.log(0.75) + math.log(0.85)
    assert found.brier == pytest.approx(squares / 4)
    assert found.log_loss == pytest.approx(-logs / 4)
    assert found.auc == 1.0
    assert found.error == pytest.approx((0.15 + 0.75 + 0.25 + 0.15) / 4)


def test_chance_has_half_the_pairs_in_order() -> None:
    assert measure_reliability([0.5, 0.5, 0.5], [True, False, True]).auc == 0.5


def test_stated_and_found_are_averaged_by_tenths() -> None:
    found = measure_reliability([0.81, 0.85, 1.0, 0.05], [True, False, True, False])
    assert [(b.low, b.high, b.n, round(b.stated, 6), b.found) for b in found.bins] == [
        (0.0, 0.1, 1, 0.05, 0.0), (0.8, 0.9, 2, 0.83, 0.5), (0.9, 1.0, 1, 1.0, 1.0)
    ]  # fmt: skip


def test_sure_mistake_costs_much_but_not_everything() -> None:
    assert 3 < measure_reliability([1.0, 1.0], [False, True]).log_loss < 10


def test_tables_show_the_figures() -> None:
    found = measure_reliability(STATED, RIGHT)
    assert "| fitted | 4 | 0.1675 | " in render_figures([("fitted", found)])
    assert "| 0.1-0.2 | 1 | 0.15 | 0.00 |" in render_bins(found)
