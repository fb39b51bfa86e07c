"""How a benchmark asks our program: a scenario's text goes in, a plan comes out."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.problem.load import parse
from scheduler.problem.requirements import requirements_of
from scheduler.scenario.problem import problem_of
from scheduler.solver.engine import Engine
from scheduler.solver.params import DEFAULTS, SolveParams
from scheduler.solver.search import best_plan

if TYPE_CHECKING:
    from scheduler.plan.plan import Plan


class RefusedError(ValueError):
    """The scenario is refused as it is read: its lines cannot be meant, or can never be kept."""


def planned(text: str, limit: float, seed: int, params: SolveParams = DEFAULTS) -> Plan | None:
    """Return the plan of a scenario within so many seconds of the process's work; None where none was found.

    Raises:
        RefusedError: the scenario has issues; the first is its message.
    """
    scenario, issues = parse(text)
    if scenario is None:
        raise RefusedError(str(issues[0]))
    problem = problem_of(scenario)
    engine = Engine(limit, seed, clock=time.process_time, params=params)
    return best_plan(engine, problem, requirements_of(problem)).plan


def with_comfort(effort: float) -> SolveParams:
    """Return the parameters of the search with an effort, in deterministic seconds, for each tier of wishes."""
    return replace(DEFAULTS, tier_by_tier=replace(DEFAULTS.tier_by_tier, comfort_effort=effort))
