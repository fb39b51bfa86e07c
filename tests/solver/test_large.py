"""Many meetings: the board, its bound and its local search, alone and before a model, on any rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, reject, settings

from scheduler.problem.load import parse
from scheduler.problem.requirement import PRIORITIES, TIERS
from scheduler.problem.requirements import requirements_of
from scheduler.problem.verify import broken_musts, score, verify
from scheduler.scenario.generate import invent
from scheduler.scenario.problem import problem_of
from scheduler.solver.budget import Progress
from scheduler.solver.engine import Engine
from scheduler.solver.local_search.many import ManyMeetings
from scheduler.solver.params import DEFAULTS, SetupParams
from scheduler.solver.search import best_plan, solve
from scheduler.solver.state import State
from tests.solver.test_optimum import best, scenarios

if TYPE_CHECKING:
    from scheduler.scenario.models import Scenario

ON_THE_BOARD = replace(DEFAULTS, sizes=replace(DEFAULTS.sizes, many=0))
"""The local search makes the first plan, however few meetings there are."""
BOARD_ALONE = replace(DEFAULTS, sizes=replace(DEFAULTS.sizes, many=0, modelled=0))
"""No model comes after it."""
SLOW = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture],
)


def read(text: str) -> Scenario:
    scenario, issues = parse(text)
    assert scenario is not None, issues
    return scenario


@SLOW
@given(scenarios())
def test_from_the_board_to_the_model_the_optimum_is_that_of_brute_force(
    data: dict[str, Any],
) -> None:
    scenario, _ = parse(yaml.safe_dump(data, sort_keys=False))
    if scenario is None:
        reject()
    problem = problem_of(scenario)
    requirements = requirements_of(problem)
    plan = solve(scenario, params=ON_THE_BOARD).plan
    assert plan is not None
    costs = score(plan, requirements)
    assert tuple(costs[tier] for tier in TIERS) == best(scenario, problem, requirements)
    assert plan.status == ("impossible" if costs["must"] else "optimal")


@SLOW
@given(scenarios())
def test_the_board_alone_makes_sound_plans_and_says_nothing_wrong_of_them(
    data: dict[str, Any],
) -> None:
    scenario, _ = parse(yaml.safe_dump(data, sort_keys=False))
    if scenario is None:
        reject()
    problem = problem_of(scenario)
    requirements = requirements_of(problem)
    plan = solve(scenario, time_limit=0.02, params=BOARD_ALONE).plan
    assert plan is not None
    assert broken_musts(plan, requirements) == []
    lowest = dict(zip(TIERS, best(scenario, problem, requirements), strict=True))
    for tier in plan.tiers:
        if tier.tier not in PRIORITIES:
            continue
        asked = sum(r.weight for r in requirements if r.tier == tier.tier)
        # No plan that keeps what this one has reached in the tiers before is better than the bound.
        assert tier.bound >= asked - lowest[tier.tier]
        if tier.value != asked - lowest[tier.tier]:
            break
    if plan.status == "optimal":
        assert score(plan, requirements) == lowest


def test_the_same_seed_gives_the_same_plan_and_another_seed_another() -> None:
    scenario = read(invent("ministerial", 400))
    plans = [
        best_plan(Engine(2.0, seed), problem, requirements_of(problem)).plan
        for seed in (0, 0, 1)
        for problem in [problem_of(scenario)]
    ]
    first, again, other = plans
    assert first is not None
    assert again is not None
    assert other is not None
    assert first.bookings == again.bookings
    assert first.bookings != other.bookings
    assert verify(first, scenario) == []
    assert verify(other, scenario) == []


def test_the_gap_shrinks_and_the_bound_is_there_from_the_start() -> None:
    scenario = read(invent("ministerial", 1000))
    seen: list[Progress] = []
    problem = problem_of(scenario)
    engine = Engine(3.0, progress=seen.append)
    state = State(engine, problem, requirements_of(problem))
    ManyMeetings(engine, state, state.requirements).run(1, comfort=True)
    assert seen[0].doing == "the first plan"
    assert seen[0].gap is not None
    assert seen[0].held
    assert seen[-1].gap is not None
    assert seen[-1].gap <= seen[0].gap


def test_a_must_ejects_what_is_in_its_way() -> None:
    # The must fits only where the first plan, which knows no better, may have put others.
    meetings = "".join(f"  m{n}: {{participants: [p{n}, p{n + 1}], length: 60 min}}\n" for n in range(0, 20, 2))
    people = "".join(f"  p{n}: {{name: P{n}, delegation: all, home: hill}}\n" for n in range(21))
    scenario = read(
        "title: t\nzone: UTC\ndates: 3 Sep 2020\nhours: 09:00-14:00\nfew_gaps: false\n"
        "places:\n  hill: {name: Hill, zone: UTC}\ndelegations:\n  all: {name: All}\n"
        "venues:\n  palace: {name: Palace, place: hill}\nrooms:\n  salon: {venue: palace, count: 2, reset: 0 min}\n"
        f"principals:\n{people}meetings:\n{meetings}"
        "  last: {participants: [p0, p20], length: 60 min, priority: must, windows: 3 Sep 10:00-11:00}\n"
    )
    problem = problem_of(scenario)
    state = State(Engine(1.0), problem, requirements_of(problem))
    large = ManyMeetings(state.engine, state, state.requirements)
    # All others first: the must is out, and has to find its way in.
    search = large.search
    for meeting in sorted(search.out - {large.board.number["last"]}):
        search.insert(meeting)
    for _ in range(300):
        search.step()
    assert large.board.at[large.board.number["last"]] is not None
    assert all(slot is not None for slot in large.board.at) or len(search.out) == 1


def test_ctrl_c_and_the_time_limit_leave_the_first_plan() -> None:
    scenario = read(invent("general-assembly", 2500))
    problem = problem_of(scenario)
    # However slow the machine is: it is the grace that lets the first plan be made.
    engine = Engine(0.01, params=replace(DEFAULTS, setup=SetupParams(grace=300)))
    engine.budget.interrupted = True
    outcome = best_plan(engine, problem, requirements_of(problem))
    assert outcome.plan is not None
    assert outcome.interrupted
    assert verify(outcome.plan, scenario) == []
    assert {tier.tier for tier in outcome.plan.tiers} >= set(PRIORITIES)
    assert [tier.bound >= tier.value for tier in outcome.plan.tiers if tier.tier in PRIORITIES] == [True] * 4


@pytest.mark.parametrize("kind", ["general-assembly", "ministerial", "bilateral-day"])
def test_an_invented_scenario_is_in_order_and_the_same_for_the_same_seed(kind: str) -> None:
    text = invent(kind, seed=3)
    assert text == invent(kind, seed=3)
    assert text != invent(kind, seed=4)
    read(text)
