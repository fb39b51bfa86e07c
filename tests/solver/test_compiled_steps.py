"""Thousands of meetings: the compiled steps do what they do uncompiled, keep every claim, and leave the rest alone."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numba
import numpy as np
import pytest

from scheduler.plan.plan import Plan
from scheduler.problem.load import parse
from scheduler.problem.requirements import requirements_of
from scheduler.problem.verify import broken_musts, verify
from scheduler.scenario.generate import invent
from scheduler.scenario.problem import problem_of
from scheduler.scenario.room_numbers import number_rooms
from scheduler.solver.board import moments
from scheduler.solver.budget import Budget
from scheduler.solver.engine import Engine
from scheduler.solver.local_search import compiled_steps, machine
from scheduler.solver.local_search import compiled_tables as tables
from scheduler.solver.local_search.compiled_tables import SHIFT, FastSearch
from scheduler.solver.local_search.many import ManyMeetings
from scheduler.solver.params import DEFAULTS
from scheduler.solver.search import solve
from scheduler.solver.state import State

if TYPE_CHECKING:
    from scheduler.scenario.models import Scenario

CROWDED = invent("ministerial", 700, 3)


def read(text: str) -> Scenario:
    scenario, issues = parse(text)
    assert scenario is not None, issues
    return scenario


def begun(text: str = CROWDED) -> ManyMeetings:
    """Return a search with a first plan on its board, and its prices known."""
    problem = problem_of(read(text))
    state = State(Engine(), problem, requirements_of(problem))
    large = ManyMeetings(state.engine, state, state.requirements)
    large._bound(None)
    large.search.first_plan()
    return large


@pytest.fixture
def uncompiled() -> Any:
    """Return the module of the steps, loaded once more, with nothing compiled."""
    specification = importlib.util.spec_from_file_location("plain_steps", compiled_steps.__file__)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numba.config, "DISABLE_JIT", 1)
        specification.loader.exec_module(module)
    return module


def test_uncompiled_the_steps_are_the_same_ones(monkeypatch: pytest.MonkeyPatch, uncompiled: Any) -> None:
    large = begun()
    fast = FastSearch(large.search, 5)
    for _ in range(3):
        fast.run(50, 0.3, 0.5)
    monkeypatch.setattr(tables, "steps", uncompiled)
    plain = FastSearch(large.search, 5)
    for _ in range(3):
        plain.run(50, 0.3, 0.5)
    assert fast.tables.meeting.tolist() == plain.tables.meeting.tolist()
    assert fast.tables.counts.tolist() == plain.tables.counts.tolist()
    assert fast.tables.number.tolist() == plain.tables.number.tolist()


def test_what_they_find_keeps_every_claim_and_is_worth_more() -> None:
    large = begun()
    before, fast = large.search.value, FastSearch(large.search, 0)
    fast.run(3000, 0.3, 0.5)
    fast.bring_back()
    assert large.search.value > before
    assert large.search.value == int(fast.tables.number[compiled_steps.BEST])
    assert large.reached == large._reached_by(fast.held())
    problem = large.board.problem
    plan = Plan(number_rooms(large.board.bookings(), problem.facts.scenario), problem.facts.names)
    assert broken_musts(plan, requirements_of(problem)) == []


def test_the_lines_say_what_the_board_says() -> None:
    large = begun()
    fast = FastSearch(large.search, 0)
    starts = np.zeros(fast.width, dtype=np.int64)
    some_left = False
    for number, option in enumerate(fast.options):
        if large.board.at[
            int(np.searchsorted(fast.tables.meeting[:, compiled_steps.FIRST_OPTION], number, "right")) - 1
        ]:
            continue
        compiled_steps.left(fast.tables, number, starts)
        found = [32 * word + bit - SHIFT for word, bits in enumerate(starts.tolist()) for bit in moments(bits)]
        assert found == list(moments(large.board.left(option)))
        compiled_steps.nearly_left(fast.tables, number, starts)
        found = [32 * word + bit - SHIFT for word, bits in enumerate(starts.tolist()) for bit in moments(bits)]
        assert found == list(moments(large.board.nearly_left(option)))
        some_left = some_left or bool(found)
    assert some_left


def test_meetings_that_a_requirement_is_asked_of_stay_where_they_are() -> None:
    text = CROWDED + "rules:\n"
    problem = problem_of(read(CROWDED))
    keys = [candidate.key for candidate in problem.candidates][:40]
    text += "".join(
        f"  - {{rule: precedence, first: {a}, then: {b}, strength: must}}\n"
        for a, b in zip(keys[::2], keys[1::2], strict=True)
    )
    large = begun(text)
    asked = set(large.tally.of)
    assert asked
    was = [large.board.at[meeting] for meeting in sorted(asked)]
    fast = FastSearch(large.search, 0)
    fast.run(500, 0.3, 0.5)
    fast.bring_back()
    assert [large.board.at[meeting] for meeting in sorted(asked)] == was


@pytest.mark.parametrize("rules", ["", "asked"])
def test_a_plan_of_many_meetings_is_sound_and_the_same_each_time(rules: str) -> None:
    little = replace(DEFAULTS.local_search, compiled_work_a_second=2_000, work_a_second=200)
    params = replace(DEFAULTS, local_search=little, sizes=replace(DEFAULTS.sizes, modelled=100))
    text = CROWDED
    if rules:
        keys = [candidate.key for candidate in problem_of(read(CROWDED)).candidates]
        text += f"rules:\n  - {{rule: precedence, first: {keys[0]}, then: {keys[1]}, strength: must}}\n"
    scenario = read(text)
    plans = [solve(scenario, time_limit=60, params=params).plan for _ in range(2)]
    assert plans[0] is not None
    assert plans[1] is not None
    assert plans[0].bookings == plans[1].bookings
    assert not [breach for breach in verify(plans[0], scenario) if breach.requirement.must]


def test_more_worth_than_a_machine_counts_is_left_to_the_board(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_WORTH", 1)
    large = begun()
    before = list(large.board.at)
    large._run_compiled(Budget(100.0))
    assert large.board.at == before


def test_where_nothing_can_be_kept_for_the_next_run_the_steps_are_compiled_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = numba.njit

    def nowhere(*functions: Any, cache: bool = False) -> Any:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return real(*functions)

    monkeypatch.setattr(numba, "njit", nowhere)
    assert machine.compiled(lambda number: number + 1)(2) == 3
