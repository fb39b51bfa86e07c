"""Alternatives: as far apart as was asked for, each the best that is left, and no more where that is said."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from scheduler.problem.load import load
from scheduler.problem.requirement import PRIORITIES, TIERS
from scheduler.problem.requirements import requirements_of
from scheduler.problem.verify import score, verify
from scheduler.questions.alternatives import CLEARLY_APART, DIFFERING, TOLERANCE, WEIGHTS, alternatives_of, trade
from scheduler.rules.asked.differ import Differ
from scheduler.rules.implied.held import Held
from scheduler.scenario.problem import problem_of
from scheduler.solver.engine import Engine
from scheduler.solver.outcome import Found
from scheduler.solver.search import solve
from tests.paths import MOSCOW
from tests.questions.oracle import every_plan, read, tight

some = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@some
@given(tight(most_meetings=2), st.integers(1, 4), st.sampled_from([60, 120]), st.integers(0, 1))
def test_each_is_the_best_that_is_left_by_enumeration(text: str, differing: int, apart: int, tolerance: int) -> None:
    scenario, problem, requirements = read(text)
    if not isinstance(solve(scenario), Found):
        reject()
    found = alternatives_of(
        Engine(), problem, requirements, 3, differing=differing, apart=apart, tolerance=tolerance
    )  # fmt: skip
    weights = {r.rule.meeting: WEIGHTS.get(r.tier or "", 1) for r in requirements if isinstance(r.rule, Held)}
    everything = [(score(plan, requirements), plan) for plan in every_plan(problem, requirements)]
    best = score(found.plans[0], requirements)

    def allowed(costs: dict[str, int]) -> bool:
        fewer = sum(costs[tier] - best[tier] for tier in ("normal", "low"))
        return costs["must"] <= best["must"] and costs["high"] <= best["high"] and fewer <= tolerance

    for number in range(4):
        before = found.plans[:number]
        left = [
            tuple(costs[tier] for tier in TIERS)
            for costs, plan in everything
            if (not before or allowed(costs))
            and all(Differ(earlier, differing, apart, weights).distance(plan) >= differing for earlier in before)
        ]
        if number < len(found.plans):
            costs = score(found.plans[number], requirements)
            assert tuple(costs[tier] for tier in TIERS) == min(left)
        elif number == len(found.plans) < 3:
            assert found.no_more
            assert left == []
            break


@pytest.mark.parametrize("name", ["moscow-2020-09", "general-assembly"])
def test_alternatives_of_the_scenarios(name: str) -> None:
    scenario = load(MOSCOW.parent / f"{name}.yaml")
    problem = problem_of(scenario)
    requirements = requirements_of(problem)
    found = alternatives_of(Engine(), problem, requirements, 3)
    assert len(found.plans) == 3
    weights = {r.rule.meeting: WEIGHTS.get(r.tier or "", 1) for r in requirements if isinstance(r.rule, Held)}
    for one, other in combinations(found.plans, 2):
        assert Differ(one, DIFFERING, CLEARLY_APART, weights).distance(other) >= DIFFERING
    for plan in found.plans:
        assert verify(plan, scenario) == []
        assert trade(found.plans[0], plan) == "no difference" or plan is not found.plans[0]
    best = solve(scenario).plan
    assert best is not None
    costs = [score(plan, requirements) for plan in (best, *found.plans)]
    assert costs[0] == costs[1]
    assert found.plans[0].status == "optimal"
    for each in costs[2:]:
        assert [each[tier] for tier in PRIORITIES[:2]] == [costs[0][tier] for tier in PRIORITIES[:2]]
        assert sum(each[tier] - costs[0][tier] for tier in PRIORITIES[2:]) <= TOLERANCE
