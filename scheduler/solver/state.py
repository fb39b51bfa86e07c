"""The state of a search: the problem, the best verified plan so far, and the lower bound of each tier.

A strategy reads the state and reports plans and bounds to it. The state verifies each plan without the solver before
it accepts it, and derives the rest: costs, gaps, and whether an improvement is still possible.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import ortools

from scheduler.plan.plan import Plan, Solver
from scheduler.problem.requirement import CHANGES, PRIORITIES, STRONG, TIERS, WISHES
from scheduler.problem.verify import broken_musts, cost_of, tiers_of
from scheduler.scenario.room_numbers import number_rooms
from scheduler.solver.annotate import annotate
from scheduler.solver.board import Board
from scheduler.solver.budget import Budget
from scheduler.solver.groundwork import Groundwork
from scheduler.solver.groups import Group, divided
from scheduler.solver.model import build, narrow
from scheduler.solver.outcome import BrokenPlanError, Found, Impossible, OutOfTime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.plan.plan import Booking
    from scheduler.problem.requirement import Requirement
    from scheduler.scenario.problem import Problem
    from scheduler.solver.engine import Engine
    from scheduler.solver.model import Built, Narrowed
    from scheduler.solver.outcome import Outcome


class State:
    """The best plan of a list of requirements found so far, and what is proved about it."""

    def __init__(
        self,
        engine: Engine,
        problem: Problem,
        requirements: Sequence[Requirement],
        *,
        near: Sequence[Booking] | None = None,
        near_is_fewest: bool = False,
        changes_first: bool = False,
    ) -> None:
        """Begin without a plan and without a proof.

        Args:
            engine: the solver and the budget of the whole search.
            problem: the meetings, with their choices.
            requirements: the musts and the wishes.
            near: bookings with few changes to an earlier plan, to start from.
            near_is_fewest: whether it is proved that no plan has fewer changes than these bookings.
            changes_first: whether changes to an earlier plan rank right after the must-meetings, instead of after all
                priorities.
        """
        self.engine = engine
        self.params = engine.params
        self.problem = problem
        self.requirements = requirements
        self.near = tuple(near) if near is not None else None
        self.near_is_fewest = near_is_fewest
        self.changes_first = changes_first
        self.bookings: tuple[Booking, ...] | None = None
        """The best plan so far."""
        self.costs: dict[str, int] = {}
        """The cost of the best plan in each tier; less is better."""
        self._bounds: dict[str, tuple[int, dict[str, int]]] = {}
        self._groups: list[Group] | None = None
        self._finished: set[str] = set()
        self.setup = Budget(engine.left, clock=engine.clock, within=engine.budget, grace=self.params.setup.grace)
        """The budget for the preparation that precedes the first plan."""

    # The question.

    @cached_property
    def tiers(self) -> tuple[str, ...]:
        """The tiers in the order in which they are optimised."""
        if self.changes_first:
            return ("must", CHANGES, *PRIORITIES[1:], *WISHES)
        return (*PRIORITIES, CHANGES, *WISHES)

    @cached_property
    def asked_tiers(self) -> frozenset[str]:
        """The tiers to which some requirement belongs."""
        return frozenset(requirement.tier for requirement in self.requirements if requirement.tier)

    @property
    def strong(self) -> bool:
        """Whether there are strong wishes: they are optimised first, in a separate model."""
        return STRONG in self.asked_tiers

    @property
    def size(self) -> int:
        """The number of meetings to plan."""
        return len(self.problem.candidates)

    # Computed once, and shared by the strategies.

    @cached_property
    def _windows(self) -> tuple[Problem, Narrowed]:
        return narrow(self.problem, self.requirements, self.setup)

    @property
    def windows(self) -> Narrowed:
        """The start windows that the musts leave to each meeting, by setting and length."""
        return self._windows[1]

    @property
    def possible(self) -> Problem:
        """The problem without the settings whose start window is empty."""
        return self._windows[0]

    @cached_property
    def board(self) -> Board:
        """The board of meetings and resources: empty at first, then as the local search left it."""
        return Board(self.possible, self.requirements, self.windows, budget=self.setup)

    @cached_property
    def model(self) -> Built:
        """The model of all tiers; without comfort if there are strong wishes, since comfort can enlarge it greatly."""
        requirements = [r for r in self.requirements if r.tier != "comfort"] if self.strong else self.requirements
        return build(self.problem, requirements, narrowed=self.windows, budget=self.setup)

    @property
    def groups(self) -> list[Group]:
        """The model divided into independent groups of meetings."""
        if self._groups is None:
            whole = self.near is not None or (self.bookings is not None and any(map(self.gap, PRIORITIES)))
            unmodelled = frozenset({"comfort"} if self.strong else ())
            self._groups = divided(self.model, self.problem, self.params, unmodelled, whole_only=whole)
            for group in self._groups if self.bookings is not None else ():
                group.start_from(self.bookings or (), {tier: self.gap(tier) for tier in self.tiers})
        return self._groups

    def use(self, group: Group) -> None:
        """Replace the groups by one model of all meetings."""
        self._groups = [group]

    @property
    def _groundwork(self) -> Groundwork | None:
        """The start windows, and the board if a strategy needed it; None if time ended before."""
        if "_windows" not in self.__dict__:
            return None
        return Groundwork(self.possible, self.windows, self.__dict__.get("board"))

    # The best plan.

    def plan_of(self, bookings: Sequence[Booking]) -> Plan:
        """Return bookings as a plan, with interchangeable rooms numbered."""
        return Plan(number_rooms(bookings, self.problem.facts.scenario), self.problem.facts.names)

    def accept(self, bookings: Sequence[Booking], *, partial: bool = False) -> bool:
        """Accept a plan if it keeps every must and is no worse than the best so far; return whether it was accepted.

        Args:
            bookings: the plan.
            partial: whether some groups of meetings have no plan yet, so that a broken must is no error.

        Raises:
            BrokenPlanError: the plan breaks a must, or costs less than a proved bound: an error of this program.
        """
        plan = self.plan_of(bookings)
        broken = broken_musts(plan, self.requirements)
        if broken:
            if partial:
                return False
            # Rules and lines, but no names: an error report may leave the ministry.
            raise BrokenPlanError("; ".join(dict.fromkeys(breach.requirement.name for breach in broken)))
        costs = {tier: sum(cost_of(plan, r) for r in self.requirements if r.tier == tier) for tier in self.tiers}
        if self.bookings is not None and self._rank(costs) > self._rank(self.costs):
            return False
        self.bookings, self.costs = plan.bookings, costs
        contradicted = [tier for tier in self.tiers if self.bound(tier) > costs[tier]]
        if contradicted:
            raise BrokenPlanError(f"a plan is better than what was proved of {', '.join(contradicted)}")
        return True

    def _rank(self, costs: dict[str, int]) -> tuple[int, ...]:
        return tuple(costs[tier] for tier in self.tiers)

    def collect(self) -> None:
        """Combine the plans of the groups, and their bounds."""
        groups = [group for group in self._groups or () if group.bookings is not None]
        if not any(group.news for group in groups):
            return
        missing = len(groups) < len(self._groups or ())
        if self.accept([b for group in groups for b in group.bookings or ()], partial=missing) and not missing:
            for tier in self.tiers:
                self.prove(tier, self.costs[tier] - sum(group.gap(tier) for group in groups))
        for group in groups:
            group.news = False

    # Proofs.

    def prove(self, tier: str, bound: int) -> None:
        """Record a lower bound of a tier, valid for plans that cost no more than the best in the earlier tiers."""
        before = self.tiers[: self.tiers.index(tier)]
        if bound > self.bound(tier):
            self._bounds[tier] = bound, {earlier: self.costs[earlier] for earlier in before}

    def bound(self, tier: str) -> int:
        """Return the lower bound of a tier, given the best plan's costs in the earlier tiers; 0 if unknown."""
        bound, beside = self._bounds.get(tier, (0, {}))
        return bound if all(self.costs.get(earlier, 0) <= cost for earlier, cost in beside.items()) else 0

    def gap(self, tier: str) -> int:
        """Return the difference between the best plan's cost in a tier and its lower bound."""
        return self.costs[tier] - self.bound(tier)

    def finish(self, tier: str) -> None:
        """Record that a tier has used its share of the effort, proved or not."""
        self._finished.add(tier)

    def wants(self, tier: str) -> bool:
        """Whether a tier may improve, and has effort left."""
        return tier not in self._finished and (self.bookings is None or self.gap(tier) > 0)

    @property
    def optimal(self) -> bool:
        """Whether the best plan is proved optimal."""
        return self.bookings is not None and not any(map(self.gap, self.tiers))

    @property
    def impossible(self) -> bool:
        """Whether it is proved that not every must-meeting can be held."""
        return self.bookings is not None and self.bound("must") > 0

    # The outcome.

    def outcome(self) -> Outcome:
        """Return the best plan, annotated, with what is proved about it."""
        interrupted = self.engine.interrupted
        if self.bookings is None:
            return OutOfTime(None, interrupted)
        plan = self._accounted(self.bookings)
        if plan.status == "impossible":
            return Impossible(plan, interrupted)
        return OutOfTime(plan, interrupted) if plan.status == "out-of-time" else Found(plan, interrupted)

    def _accounted(self, bookings: tuple[Booking, ...]) -> Plan:
        scenario, engine = self.problem.facts.scenario, self.engine
        plan = Plan(
            bookings=bookings,
            names=self.problem.facts.names,
            scenario=scenario.title,
            file=scenario.origins.file,
            digest=scenario.digest,
            zone=scenario.zone,
        )
        plan = annotate(plan, self.problem, self.requirements, engine, self._groundwork)
        return replace(
            plan,
            tiers=tiers_of(plan, self.requirements, {tier: self.bound(tier) for tier in TIERS}),
            status=self._status(),
            solver=Solver(str(vars(ortools)["__version__"]), engine.seed, engine.workers, round(engine.seconds, 3)),
        )

    def _status(self) -> str:
        if self.bound("must") > 0:
            return "impossible"
        if self.costs["must"] > 0:
            return "out-of-time"
        return "feasible" if any(map(self.gap, TIERS)) else "optimal"
