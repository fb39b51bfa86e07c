"""What holds for every rule of the catalogue: the solver obeys it exactly as a reader of a plan checks it."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import scheduler.rules
from scheduler.problem.load import load
from scheduler.problem.requirements import requirements_of
from scheduler.rules.asked import ASKED
from scheduler.rules.base import Graded, Rule, Written
from scheduler.rules.catalogue import CATALOGUE, entry_of
from scheduler.scenario.problem import problem_of
from scheduler.solver.model import build
from tests.paths import MOSCOW
from tests.rules.cases import CASES, world_of
from tests.rules.world import World

if TYPE_CHECKING:
    from scheduler.solver.model import Built
    from tests.rules.cases import Case


every_rule = pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.word)
every_case = pytest.mark.parametrize("case", CASES, ids=str)
cases_to_obey = pytest.mark.parametrize("case", [case for case in CASES if not case.rule.graded], ids=str)
cases_of_degree = pytest.mark.parametrize("case", [case for case in CASES if case.rule.graded], ids=str)


# The solver and the reader.


@cases_to_obey
def test_the_model_accepts_the_plans_in_which_a_reader_finds_no_breach(case: Case) -> None:
    world = world_of(case)
    for requirement in world.under(case.rule, case.whose):
        assert world.disagreements(requirement) == []


@cases_to_obey
def test_behind_a_switch_that_is_on_it_is_the_same(case: Case) -> None:
    world = world_of(case)
    for requirement in world.under(case.rule, case.whose):
        assert world.disagreements(requirement, switch=True) == []


@cases_to_obey
def test_behind_a_switch_that_is_off_every_plan_is_accepted(case: Case) -> None:
    world = world_of(case)
    for requirement in world.under(case.rule, case.whose):
        # The switch of a meeting that is asked for is the meeting itself: off, it is not held.
        off = world.asked if case.rule.word != "held" else world.asked - world.kept(requirement.rule)
        assert world.accepted(requirement, switch=False) == off


@cases_of_degree
def test_a_preference_costs_the_solver_what_a_reader_measures(case: Case) -> None:
    world = world_of(case)
    for requirement in world.under(case.rule, case.whose):
        assert world.misjudgements(requirement) == []


@cases_of_degree
def test_a_preference_says_something_where_it_costs_something(case: Case) -> None:
    world = world_of(case)
    for requirement in world.under(case.rule, case.whose):
        for plan in world.plans.values():
            assert any(requirement.rule.broken(plan)) == bool(requirement.rule.measure(plan))


@cases_of_degree
def test_the_case_has_plans_of_several_costs(case: Case) -> None:
    world = world_of(case)
    for requirement in world.under(case.rule, case.whose):
        assert len({requirement.rule.measure(plan) for plan in world.plans.values()}) > 1


@cases_to_obey
def test_the_case_has_something_to_decide(case: Case) -> None:
    world = world_of(case)
    kept = [len(world.kept(requirement.rule)) for requirement in world.under(case.rule, case.whose)]
    assert any(0 < count < len(world.plans) for count in kept)


@every_rule
def test_every_rule_has_a_case_and_a_test_file(rule: type[Rule]) -> None:
    assert rule in {case.rule for case in CASES}
    assert (Path(__file__).parent / f"test_{rule.word}.py").is_file()


# What explanations rely on.


@cases_to_obey
def test_to_leave_out_a_meeting_breaks_no_rule(case: Case) -> None:
    if case.rule.word == "held":
        return
    world = world_of(case)
    for requirement in world.under(case.rule, case.whose):
        kept = world.kept(requirement.rule)
        fewer = {(*key[:number], None, *key[number + 1 :]) for key in kept for number in range(len(key))}
        assert fewer <= kept


@every_case
def test_the_parts_of_a_rule_say_together_what_it_says(case: Case) -> None:
    world = world_of(case)
    for requirement in world.under(case.rule, case.whose):
        parts = list(requirement.rule.parts())
        if parts == [requirement.rule]:
            continue
        assert set.intersection(*(world.kept(part) for part in parts)) == world.kept(requirement.rule)
        for part in parts:
            assert world.disagreements(replace(requirement, rule=part)) == []


# The catalogue.


@every_rule
def test_the_example_in_the_docstring_makes_the_rule(rule: type[Rule]) -> None:
    example = entry_of(rule).example
    assert example
    assert World.of(example).under(rule)


@every_rule
def test_the_file_the_word_and_the_class_are_one_name(rule: type[Rule]) -> None:
    folder = "written" if issubclass(rule, Written) else "implied"
    assert rule.__module__ == f"scheduler.rules.{folder}.{rule.word}"
    assert re.sub(r"(?<!^)(?=[A-Z])", "_", rule.__name__).lower() == rule.word


def test_no_two_rules_share_a_place_in_the_order_of_blame_or_of_an_argument() -> None:
    for places in ([rule.blame for rule in (*CATALOGUE, *ASKED)], [rule.argument for rule in (*CATALOGUE, *ASKED)]):
        said = [place for place in places if place not in {Rule.blame, Rule.argument}]
        assert len(said) == len(set(said)) > 10


def test_every_rule_is_in_the_catalogue() -> None:
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(scheduler.rules.__path__, "scheduler.rules.")
    ]
    found = {
        made
        for module in modules
        for made in vars(module).values()
        if isinstance(made, type) and issubclass(made, Rule) and made.__module__ == module.__name__
    }
    assert found - {Rule, Written, Graded} == {*CATALOGUE, *ASKED}
    assert len(set(CATALOGUE)) == len(CATALOGUE)


# The model.


@pytest.mark.parametrize("switches", [False, True])
def test_every_constraint_of_moscow_has_a_name(*, switches: bool) -> None:
    problem = problem_of(load(MOSCOW))
    assert _nameless(build(problem, requirements_of(problem), switches=switches)) == []


@every_case
@pytest.mark.parametrize("switches", [False, True])
def test_every_constraint_of_a_case_has_a_name(case: Case, *, switches: bool) -> None:
    world = world_of(case)
    assert _nameless(build(world.problem, world.requirements, switches=switches)) == []


@every_case
def test_all_that_a_plan_is_read_from_is_made_before_the_search(case: Case) -> None:
    built = build(world_of(case).problem, [])
    v, variables = built.vocabulary, len(built.model.proto.variables)
    for candidate in v.candidates:
        v.held(candidate.key)
        v.start(candidate.key)
        v.minutes(candidate.key)
        for setting in candidate.settings:
            v.at(candidate.key, setting)
        for team in candidate.teams:
            v.by(candidate.key, team)
        for principal in candidate.optional:
            v.attends(candidate.key, principal)
    assert len(built.model.proto.variables) == variables


def _nameless(built: Built) -> list[int]:
    return [number for number, constraint in enumerate(built.model.proto.constraints) if not constraint.name]
