"""The token bucket: so many a minute for each caller, all at once if they like."""

from snc_assistant.web import rates
from snc_assistant.web.rates import Rates


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_worth_may_come_at_once_and_no_more() -> None:
    limited = Rates(3, Clock())
    assert [limited.wait_for("a") for _ in range(4)] == [0, 0, 0, 20]


def test_what_was_used_comes_back_with_time() -> None:
    clock = Clock()
    limited = Rates(60, clock)
    for _ in range(60):
        limited.wait_for("a")
    assert limited.wait_for("a") == 1
    clock.now += 1
    assert limited.wait_for("a") == 0
    assert limited.wait_for("a") == 1


def test_a_refusal_costs_nothing() -> None:
    clock = Clock()
    limited = Rates(1, clock)
    limited.wait_for("a")
    assert [limited.wait_for("a") for _ in range(3)] == [60, 60, 60]
    clock.now += 60
    assert limited.wait_for("a") == 0


def test_callers_do_not_share() -> None:
    limited = Rates(1, Clock())
    assert [limited.wait_for(c) for c in ("a", "b", "a")] == [0, 0, 60]


def test_zero_is_no_limit() -> None:
    limited = Rates(0, Clock())
    assert {limited.wait_for("a") for _ in range(1000)} == {0}


def test_callers_without_number_do_not_fill_the_memory(monkeypatch: object) -> None:
    monkeypatch.setattr(rates, "_KEPT", 10)  # type: ignore[attr-defined] # pytest's own
    clock = Clock()
    limited = Rates(1, clock)
    for number in range(1000):
        clock.now += 0.001
        limited.wait_for(str(number))
    assert len(limited._buckets) <= 10
    assert limited.wait_for("999") > 0
