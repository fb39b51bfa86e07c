"""Independent groups of meetings: each has its own model, plan and bounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.plan.plan import Plan
from scheduler.problem.requirement import PRIORITIES
from scheduler.problem.verify import cost_of
from scheduler.scenario.room_numbers import number_rooms
from scheduler.solver.components import components
from scheduler.solver.model import build
from scheduler.solver.outcome import BrokenPlanError
from scheduler.solver.tiers import NOTHING_KNOWN, gaps_of, no_worse_than_found, objective_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scheduler.plan.plan import Booking
    from scheduler.scenario.problem import Problem
    from scheduler.solver.engine import Engine
    from scheduler.solver.model import Built
    from scheduler.solver.params import SolveParams

SOLVED = frozenset({cp_model.OPTIMAL, cp_model.FEASIBLE})
"""The solver's statuses that include a solution."""


@dataclass
class Group:
    """A group of meetings: its model, its best plan, and the gap of each tier."""

    built: Built
    bookings: tuple[Booking, ...] | None = None
    gaps: dict[str, int] = field(default_factory=dict)
    """For each solved tier: its cost minus its lower bound, given the costs reached in the earlier tiers."""
    not_all: bool = False
    """Whether it is proved that not every meeting can be held."""
    unmodelled: frozenset[str] = frozenset()
    """The tiers that its model leaves out."""
    begun: bool = False
    """Whether its plan comes from elsewhere and is not yet a hint of its model."""
    solver: cp_model.CpSolver | None = None
    """The solver that holds the values of the best plan."""
    news: bool = False
    """Whether there is a plan or a bound that the state has not collected yet."""

    def gap(self, tier: str) -> int:
        """Return the gap of a tier."""
        return self.gaps.get(tier, NOTHING_KNOWN if self.built.costs[tier] or tier in self.unmodelled else 0)

    @property
    def size(self) -> int:
        """The number of meetings."""
        return len(self.built.vocabulary.candidates)

    def start_from(self, bookings: Iterable[Booking], gaps: Mapping[str, int]) -> None:
        """Adopt the group's part of a plan that was found elsewhere, with its gaps."""
        keys = self.built.vocabulary.problem.by_key
        self.bookings = tuple(booking for booking in bookings if booking.meeting in keys)
        self.gaps, self.begun = {tier: gap for tier, gap in gaps.items() if tier in PRIORITIES or not gap}, True

    def hint(self) -> Plan:
        """Set the group's plan as the hint of its model, and return that plan."""
        v = self.built.vocabulary
        plan = Plan(number_rooms(self.bookings or (), v.problem.facts.scenario), v.problem.facts.names)
        self.built.model.clear_hints()  # type: ignore[no-untyped-call]
        for variable, decided in self.built.decided(plan):
            self.built.model.add_hint(variable, decided)
        self.begun = False
        return plan

    def no_worse(self, plan: Plan, tiers: Iterable[str]) -> None:
        """Constrain some tiers to cost no more than in a plan."""
        for tier in tiers:
            reached = sum(cost_of(plan, r) for r in self.built.requirements if r.tier == tier)
            if self.built.costs[tier]:
                self.built.model.add(sum(self.built.costs[tier]) <= reached).with_name(no_worse_than_found(tier))

    def serve(self, tiers: Sequence[str], solver: cp_model.CpSolver, bound: int | None = None) -> None:
        """Adopt a solution and the bounds of some tiers, from the solver or elsewhere."""
        self.bookings, self.solver, self.news = self.built.bookings(solver), solver, True
        self.gaps |= gaps_of(self.built, tiers, solver, bound)

    def keep(self, tiers: Iterable[str]) -> None:
        """Fix the costs that the tiers reached in the solution, and make it the hint of the next search."""
        solver, model = self.solver, self.built.model
        if solver is None:
            raise BrokenPlanError("there is no solution to be kept")
        for tier in tiers:
            if self.built.costs[tier]:
                cost = sum(self.built.costs[tier])
                model.add(cost <= solver.value(cost)).with_name(no_worse_than_found(tier))
        model.clear_hints()  # type: ignore[no-untyped-call]
        for index in range(len(model.proto.variables)):
            variable = model.get_int_var_from_proto_index(index)
            model.add_hint(variable, solver.value(variable))

    def as_hinted(self, engine: Engine, tier: str) -> cp_model.CpSolver:
        """Return a solver with the solution given by the hints, at its least cost in the tier.

        Raises:
            BudgetSpentError: time ended first.
            BrokenPlanError: there is none, which is an error of this program.
        """
        self.built.model.minimize(objective_of(self.built, [tier]))
        solver = engine.solver(self.size)
        solver.parameters.fix_variables_to_their_hinted_value = True
        status = engine.run(solver, self.built.model, f"{tier}: what was found")
        if status == cp_model.UNKNOWN:
            engine.budget.ask()
        if status not in SOLVED:
            raise BrokenPlanError("a plan that was found is none of the whole model")
        return solver


def divided(
    whole: Built, problem: Problem, params: SolveParams, unmodelled: frozenset[str], *, whole_only: bool
) -> list[Group]:
    """Return the groups of a model; with `whole_only`, a single group of all meetings.

    `unmodelled` are the tiers that the model leaves out.
    """
    keys = [set(problem.by_key)] if whole_only else components(whole, params.bounds.largest_model)
    if len(keys) == 1:
        return [Group(whole, unmodelled=unmodelled)]
    return [Group(_part_of(whole, problem, meetings), unmodelled=unmodelled) for meetings in keys]


def _part_of(whole: Built, problem: Problem, meetings: set[str]) -> Built:
    """Build the model of some meetings, which no constraint connects to the others."""
    part = problem.only(meetings)
    requirements = [r for r in whole.requirements if r.rule.concerns.touches(meetings, part.by_principal)]
    return build(part, requirements, narrowed=whole.narrowed)
