"""A budget ends by its clock or by an interruption, for the whole work and each part of it."""

from __future__ import annotations

import pytest

from scheduler.solver.budget import Budget, BudgetSpentError, Progress


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_ends_with_its_seconds() -> None:
    clock = Clock()
    budget = Budget(10, clock=clock)
    clock.now += 9
    budget.ask()
    assert budget.left == 1
    clock.now += 2
    assert budget.left == 0
    with pytest.raises(BudgetSpentError):
        budget.ask()


def test_a_share_is_of_what_is_left_and_an_interruption_is_of_all() -> None:
    clock = Clock()
    whole = Budget(10, clock=clock)
    clock.now += 2
    part = whole.share(0.25)
    other = whole.share()
    assert (part.time_limit, other.time_limit) == (2, 8)
    part.interrupted = True
    assert whole.interrupted
    with pytest.raises(BudgetSpentError):
        other.ask()


def test_a_grace_counts_before_the_time_limit_and_the_interruption() -> None:
    clock = Clock()
    budget = Budget(0, clock=clock, grace=2)
    budget.interrupted = True
    clock.now += 1.5
    budget.ask()
    clock.now += 1
    with pytest.raises(BudgetSpentError):
        budget.ask()


def test_ticks_look_at_the_clock_now_and_then() -> None:
    budget = Budget(0, clock=Clock())

    def loop() -> None:
        for _ in range(1_000):
            budget.tick()

    with pytest.raises(BudgetSpentError):
        loop()


def test_progress_is_told_with_the_seconds() -> None:
    seen: list[Progress] = []
    clock = Clock()
    budget = Budget(10, seen.append, clock=clock)
    clock.now += 3
    budget.share().report("searching", held=4)
    budget.report("proving", proving=True)
    assert [(each.seconds, each.doing, each.held, each.proving) for each in seen] == [
        (0, "searching", 4, False),
        (3, "proving", None, True),
    ]
