"""Groups of meetings that have nothing to do with each other: each has a model, a plan and bounds of its own."""

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
"""The statuses that come with a solution."""


@dataclass
class Group:
    """Some meetings: their model, their best plan, and how far it is from what was not ruled out."""

    built: Built
    bookings: tuple[Booking, ...] | None = None
    gaps: dict[str, int] = field(default_factory=dict)
    """By tier that was served: its cost, less what it costs at least beside what was reached in the tiers before."""
    not_all: bool = False
    """Whether it is proved that not every meeting can be held."""
    unmodelled: frozenset[str] = frozenset()
    """Tiers of the requirements that its model does not speak of."""
    begun: bool = False
    """Whether its plan comes from elsewhere, and its model does not know of it yet."""
    solver: cp_model.CpSolver | None = None
    """The solver with the values of the best plan."""
    news: bool = False
    """Whether there is a plan or a bound that the state does not know yet."""

    def gap(self, tier: str) -> int:
        """Return how far a tier is from what was not ruled out."""
        return self.gaps.get(tier, NOTHING_KNOWN if self.built.costs[tier] or tier in self.unmodelled else 0)

    @property
    def size(self) -> int:
        """How many meetings there are."""
        return len(self.built.vocabulary.candidates)

    def start_from(self, bookings: Iterable[Booking], gaps: Mapping[str, int]) -> None:
        """Take the group's part of a plan that was found elsewhere, with its gaps."""
        keys = self.built.vocabulary.problem.by_key
        self.bookings = tuple(booking for booking in bookings if booking.meeting in keys)
        self.gaps, self.begun = {tier: gap for tier, gap in gaps.items() if tier in PRIORITIES or not gap}, True

    def hint(self) -> Plan:
        """Let the model's search begin with the group's plan, and return that plan."""
        v = self.built.vocabulary
        plan = Plan(number_rooms(self.bookings or (), v.problem.facts.scenario), v.problem.facts.names)
        self.built.model.clear_hints()  # type: ignore[no-untyped-call]
        for variable, decided in self.built.decided(plan):
            self.built.model.add_hint(variable, decided)
        self.begun = False
        return plan

    def no_worse(self, plan: Plan, tiers: Iterable[str]) -> None:
        """Keep what a plan has reached in some tiers."""
        for tier in tiers:
            reached = sum(cost_of(plan, r) for r in self.built.requirements if r.tier == tier)
            if self.built.costs[tier]:
                self.built.model.add(sum(self.built.costs[tier]) <= reached).with_name(no_worse_than_found(tier))

    def serve(self, tiers: Sequence[str], solver: cp_model.CpSolver, bound: int | None = None) -> None:
        """Take a solution, and what was proved beside it of some tiers: by the solver, or another bound."""
        self.bookings, self.solver, self.news = self.built.bookings(solver), solver, True
        self.gaps |= gaps_of(self.built, tiers, solver, bound)

    def keep(self, tiers: Iterable[str]) -> None:
        """Fix what the tiers have reached in the solution, and let the next search begin from it."""
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
        """Return a solver with the solution that the hints give, at the least that it costs in the tier.

        Raises:
            BudgetSpentError: time ended first.
            BrokenPlanError: there is none, which is a mistake of this program.
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
    """Return the groups of a model; one of all meetings, if it is to be taken as a whole.

    `unmodelled` are the tiers that the model does not speak of.
    """
    keys = [set(problem.by_key)] if whole_only else components(whole, params.bounds.largest_model)
    if len(keys) == 1:
        return [Group(whole, unmodelled=unmodelled)]
    return [Group(_part_of(whole, problem, meetings), unmodelled=unmodelled) for meetings in keys]


def _part_of(whole: Built, problem: Problem, meetings: set[str]) -> Built:
    """Build the model of some of the meetings, which no constraint of the whole binds to the others."""
    part = problem.only(meetings)
    requirements = [r for r in whole.requirements if r.rule.concerns.touches(meetings, part.by_principal)]
    return build(part, requirements, narrowed=whole.narrowed)
