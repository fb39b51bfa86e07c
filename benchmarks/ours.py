"""How a benchmark asks our program: a scenario's text goes in, a plan comes out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from scheduler.problem.load import parse
from scheduler.problem.requirements import requirements_of
from scheduler.scenario.problem import problem_of
from scheduler.solver.search import Search

if TYPE_CHECKING:
    from scheduler.plan.plan import Plan


class RefusedError(ValueError):
    """The scenario is refused as it is read: its lines cannot be meant, or can never be kept."""


def planned(text: str, limit: float, seed: int, **options: Any) -> Plan | None:
    """Return the plan of a scenario within so many seconds of the process's work; None where none was found.

    Raises:
        RefusedError: the scenario has issues; the first is its message.
    """
    scenario, issues = parse(text)
    if scenario is None:
        raise RefusedError(str(issues[0]))
    problem = problem_of(scenario)
    search = Search(limit, seed, 1, clock=time.process_time, **options)
    return search.solve(problem, requirements_of(problem)).plan
