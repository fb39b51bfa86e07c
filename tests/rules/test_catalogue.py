"""What holds for every rule of the catalogue: the solver obeys it exactly as a reader of a plan checks it."""

from __future__ import annotations

import importlib
import pkgutil
import re
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
from scheduler.testing import check_rule
from scheduler.testing.world import World
from tests.paths import MOSCOW
from tests.rules.cases import CASES, world_of
from tests.rules.tiny import HOUSE

if TYPE_CHECKING:
    from scheduler.solver.model import Built
    from tests.rules.cases import RuleCase


every_rule = pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.word)
every_case = pytest.mark.parametrize("case", CASES, ids=str)


# The solver and the reader.


@every_case
def test_the_solver_obeys_a_rule_exactly_as_a_reader_checks_it(case: RuleCase) -> None:
    check_rule(case.rule, case.fragment, whose=case.whose, unasked=case.unasked)


@every_rule
def test_every_rule_has_a_case_and_a_test_file(rule: type[Rule]) -> None:
    assert rule in {case.rule for case in CASES}
    assert (Path(__file__).parent / f"test_{rule.word}.py").is_file()


# The catalogue.


@every_rule
def test_the_example_in_the_docstring_makes_the_rule(rule: type[Rule]) -> None:
    example = entry_of(rule).example
    assert example
    assert World.of(example, HOUSE).under(rule)


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
def test_every_constraint_of_a_case_has_a_name(case: RuleCase, *, switches: bool) -> None:
    world = world_of(case)
    assert _nameless(build(world.problem, world.requirements, switches=switches)) == []


@every_case
def test_all_that_a_plan_is_read_from_is_made_before_the_search(case: RuleCase) -> None:
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
