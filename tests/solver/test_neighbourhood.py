"""Neighbourhoods of a plan: what is put together from them is a plan of the whole model, and never a worse one."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from ortools.sat.python import cp_model

from scheduler.problem.requirement import PRIORITIES, STRONG
from scheduler.problem.requirements import requirements_of
from scheduler.scenario.problem import problem_of
from scheduler.solver.bounds.clique_bound import clique_bound
from scheduler.solver.engine import Engine
from scheduler.solver.lns.neighbourhood import Neighbourhoods
from scheduler.solver.lns.search import NeighbourhoodSearch
from scheduler.solver.lns.subproblem import Subproblem
from scheduler.solver.model import build
from scheduler.solver.params import DEFAULTS
from tests.rules.cases import CASES, world_of
from tests.rules.tiny import HOUSE, scenario_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.solver.model import Built
    from tests.rules.cases import RuleCase

BUSY = """
dates: 3 Sep 2020
grid: 15 min
reset: 0 min
hours: 09:00-13:00
few_gaps: true
meetings:
  talks: {participants: [ana, ben], length: 60 min, priority: must}
  dinner: {participants: [ana, cem], length: 60 min, priority: must}
  tea: {participants: [ben, cem], length: 90 min, priority: must}
  walk: {participants: [ben, dia], length: {shortest: 30 min, wanted: 60 min, longest: 60 min}, optional: [cem]}
  lunch: {participants: [cem, dia], length: 60 min, mode: [in person, video]}
rules:
  - {rule: preferred_attendee, principal: dia, meetings: [talks, dinner, tea], strength: strong wish 2}
  - {rule: preferred_attendee, principal: ana, meetings: [tea, walk]}
  - {rule: rarely_at_once, strength: wish 1}
  - {rule: breather, at_least: 30 min, strength: wish 2}
  - {rule: one_room, principal: ben, within: 30 min}
  - {rule: larger_rooms_first}
  - {rule: at_most, principal: ben, meetings_a_day: 2}
  - {rule: gap, meetings: [talks, lunch], at_least: 15 min, at_most: 3 h}
  - {rule: precedence, first: talks, then: dinner, strength: wish}
"""
"""Much to decide, of every kind, in one morning."""


def built_of(fragment: str) -> Built:
    problem = problem_of(scenario_of(fragment, HOUSE))
    return build(problem, requirements_of(problem))


def values_of(built: Built) -> list[int]:
    """Return the values of the first solution that comes along, in which nothing is sought."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 7
    built.model.clear_objective()  # type: ignore[no-untyped-call]
    assert solver.solve(built.model) in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    return list(solver.response_proto.solution)


def is_solution(built: Built, values: list[int]) -> bool:
    fixed = built.model.clone()
    for index, value in enumerate(values):
        fixed.add(fixed.get_int_var_from_proto_index(index) == value)
    fixed.clear_objective()  # type: ignore[no-untyped-call]
    return bool(cp_model.CpSolver().solve(fixed) == cp_model.OPTIMAL)


def least(built: Built, whole: Neighbourhoods) -> int:
    """Return the least cost of the whole model, as the solver proves it."""
    solver = cp_model.CpSolver()
    assert solver.solve(built.model) == cp_model.OPTIMAL
    assert whole.cost(list(solver.response_proto.solution)) == round(solver.objective_value)
    return round(solver.objective_value)


def neighbourhoods(built: Built, count: int) -> Iterator[set[str]]:
    draw, keys = Random(3), [candidate.key for candidate in built.vocabulary.candidates]
    for _ in range(count):
        yield set(draw.sample(keys, draw.randint(1, len(keys))))


WEIGHTS = {**dict.fromkeys(PRIORITIES, 1_000_000), STRONG: 1_000, "comfort": 1}


def test_what_is_found_is_never_worse_and_is_a_solution_of_the_whole() -> None:
    built = built_of(BUSY)
    values = values_of(built)
    whole = Neighbourhoods(built, WEIGHTS)
    for free in neighbourhoods(built, 25):
        found = Subproblem(whole, values, free).solve(1)
        assert found.values is not None
        assert found.proved
        assert whole.cost(found.values) <= whole.cost(values)
        assert is_solution(built, found.values)
        moved = {whole.owner[n] for n, value in enumerate(found.values) if n in whole.owner and value != values[n]}
        assert moved <= free
        values = found.values


def test_all_of_it_is_the_optimum() -> None:
    built = built_of(BUSY)
    values = values_of(built)
    whole = Neighbourhoods(built, WEIGHTS)
    everything = {candidate.key for candidate in built.vocabulary.candidates}
    found = Subproblem(whole, values, everything).solve(10)
    assert found.values is not None
    assert whole.cost(found.values) == least(built, whole)


def test_meetings_that_are_always_held_have_tables_and_cost_the_same() -> None:
    built = built_of(BUSY.replace("meetings_a_day: 2", "meetings_a_day: 3").replace("13:00", "15:00"))
    v = built.vocabulary
    built.model.add_bool_and([v.held(candidate.key) for candidate in v.candidates])
    values = values_of(built)
    whole = Neighbourhoods(built, {STRONG: 1_000, "comfort": 1})
    assert whole.distances
    for free in neighbourhoods(built, 25):
        found = Subproblem(whole, values, free).solve(1)
        assert found.values is not None
        assert is_solution(built, found.values)
        assert whole.cost(found.values) <= whole.cost(values)
        values = found.values


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_rule_is_known_to_the_neighbourhoods(case: RuleCase) -> None:
    world = world_of(case)
    built = build(world.problem, world.requirements)
    values = values_of(built)
    whole = Neighbourhoods(built, WEIGHTS)
    everything = {candidate.key for candidate in built.vocabulary.candidates}
    for free in ({min(everything)}, everything):
        found = Subproblem(whole, values, free).solve(1)
        assert found.values is not None
        assert is_solution(built, found.values)
        assert whole.cost(found.values) <= whole.cost(values)


def test_the_same_seed_gives_the_same_values_and_no_effort_gives_none() -> None:
    built = built_of(BUSY)
    values = values_of(built)
    runs = []
    for _ in range(2):
        search = NeighbourhoodSearch(Engine(60, seed=5), built, WEIGHTS, values, frozenset())
        for _ in range(20):
            search.step()
        runs.append(search.values)
    assert runs[0] == runs[1]
    assert Subproblem(Neighbourhoods(built, WEIGHTS), values, {"talks"}).solve(0).values is None


def test_the_search_ends_at_the_bound_and_without_gain() -> None:
    built = built_of(BUSY)
    values = values_of(built)
    search = NeighbourhoodSearch(Engine(60), built, WEIGHTS, values, frozenset())
    assert search.run(effort=100, bound=search.cost) == values
    assert search.run(effort=100, bound=0) != values
    assert search.cost == least(built, search.whole)


def test_a_crowd_that_is_too_long_for_its_time_costs_what_is_too_long() -> None:
    built = built_of("""
    dates: 3 Sep 2020
    reset: 0 min
    hours: 09:00-11:00
    meetings:
      talks: {participants: [ana, ben], length: 90 min}
      dinner: {participants: [cem, dia], length: 60 min}
    delegations: {west: {name: West}}
    principals: {eve: {name: Eve, delegation: west, home: hill}}
    rules:
      - {rule: preferred_attendee, principal: eve, meetings: [talks, dinner], strength: strong wish 3}
    """)
    assert clique_bound(Neighbourhoods(built, {STRONG: 1}), DEFAULTS.bounds) == 0
    v = built.vocabulary
    built.model.add_bool_and([v.held(key) for key in ("talks", "dinner")])
    whole = Neighbourhoods(built, {STRONG: 1})
    assert clique_bound(whole, DEFAULTS.bounds) == 3 * 30 == least(built, whole)
