"""The case of a question: a scenario, its plan, and the limits of the work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.problem.requirements import requirements_of
from scheduler.problem.verify import ensure_kept
from scheduler.scenario.problem import problem_of
from scheduler.solver.proof import Prover
from scheduler.solver.search import best_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.plan.plan import Plan
    from scheduler.problem.requirement import Requirement
    from scheduler.scenario.models import Scenario
    from scheduler.scenario.problem import Problem
    from scheduler.solver.budget import Progress


@dataclass
class Case:
    """A scenario, the plan in question, and a prover with its limits."""

    problem: Problem
    requirements: list[Requirement]
    prover: Prover
    given: Plan | None
    """The plan in question; None for the best one."""

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        plan: Plan | None,
        *,
        time_limit: float,
        seed: int,
        progress: Callable[[Progress], None] | None,
    ) -> Case:
        """Return the case of a scenario; the time limit, in seconds, starts now.

        Raises:
                InputError: the plan is not one of the scenario, or breaks its musts.
        """
        if plan is not None:
            ensure_kept(plan, scenario)
        problem = problem_of(scenario)
        return cls(problem, requirements_of(problem), Prover(time_limit, seed, 1, progress), plan)

    def plan(self) -> Plan | None:
        """Return the plan in question: the given one, or the best; None if time ends first."""
        if self.given is not None:
            return self.given
        return best_plan(self.prover, self.problem, self.requirements).plan
