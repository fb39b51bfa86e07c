"""CP-SAT on the whole model of each group, tier by tier: each is fixed before the next."""

from __future__ import annotations

from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING, Any, ClassVar

from ortools.sat.python import cp_model

from scheduler.problem.requirement import CHANGES, PRIORITIES, STRONG, WISHES
from scheduler.solver.board import Board
from scheduler.solver.bounds.resource_lp import Relaxation
from scheduler.solver.outcome import BrokenPlanError, NoSuchPlanError
from scheduler.solver.strategies.base import least_cost
from scheduler.solver.tiers import gaps_of, groups_of, least_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.solver.engine import Engine
    from scheduler.solver.groups import Group
    from scheduler.solver.model import Built
    from scheduler.solver.state import State


class TierByTier:
    """Optimises the tiers of each group, beginning with the first that may improve."""

    name: ClassVar[str] = "tier_by_tier"

    def share(self, state: State) -> float:  # noqa: ARG002
        """Return 1."""
        return 1.0

    def applies(self, state: State) -> bool:
        """Whether there is no plan, or a model of all meetings can improve the plan or prove it optimal."""
        if state.bookings is None:
            return state.size > 0
        served = state.asked_tiers - ({"comfort"} if state.strong else set())
        return state.size <= state.params.sizes.modelled and any(map(state.wants, served))

    def run(self, state: State, engine: Engine) -> None:
        """Optimise one group after another."""
        for group in state.groups:
            _Service(state, engine, group).run()


class _Service:
    """The tiers of one group."""

    def __init__(self, state: State, engine: Engine, group: Group) -> None:
        self.state, self.engine, self.group = state, engine, group
        self.params = state.params.tier_by_tier
        self.improving = group.begun and state.near is None
        """Whether the plan comes from another strategy: then priorities have a limited effort, too."""

    def run(self) -> None:
        """Optimise the tiers, each fixed before the next."""
        group, steps = self.group, self._steps()
        if group.begun:
            group.no_worse(group.hint(), self._kept())
        elif group.bookings is None:
            self._count()
        for tiers in steps:
            solver, status, bound = self._served(tiers)
            if status == cp_model.INFEASIBLE:
                raise NoSuchPlanError("the model has no solution, though a plan without meetings is one")
            if status == cp_model.MODEL_INVALID:
                raise BrokenPlanError(f"the model is invalid: {group.built.model.validate()}")
            if status == cp_model.UNKNOWN:
                return
            group.serve(tiers, solver, bound)
            if "comfort" not in tiers:
                group.keep(tiers)

    def _steps(self) -> list[list[str]]:
        """Return the remaining tiers, grouped into weighted sums."""
        group, costs = self.group, self.group.built.costs
        if group.bookings is None:
            return groups_of(group.built, self.params.largest_weight, changes_first=self.state.changes_first)
        if self.improving:
            steps = [[tier] for tier in (*PRIORITIES, *WISHES) if costs[tier]]
        else:
            steps = groups_of(group.built, self.params.largest_weight, changes_first=self.state.changes_first)
        return list(dropwhile(lambda tiers: not any(map(group.gap, tiers)), steps))

    def _kept(self) -> list[str]:
        """Return the tiers in which the initial plan must not become worse."""
        if self.state.changes_first:
            return ["must", CHANGES]
        return list(takewhile(lambda tier: not self.group.gap(tier), PRIORITIES))

    def _count(self) -> None:
        """Post the bound of the resource relaxation, which the search would otherwise have to prove step by step."""
        built, candidates = self.group.built, self.group.built.vocabulary.candidates
        if len(candidates) > self.state.params.sizes.many:
            return
        whole = len(candidates) == self.state.size
        board = self.state.board if whole else Board(built.vocabulary.problem, built.requirements, built.narrowed)
        for number, (there, row) in enumerate(Relaxation(board, self.state.params.bounds).rows()):
            taken = sum(size * built.vocabulary.held(candidates[meeting].key) for meeting, size in row.items())
            built.model.add(taken <= there).with_name(f"counted: resource {number}")

    def _served(self, tiers: list[str]) -> tuple[cp_model.CpSolver, Any, int]:
        """Search the whole model for the least cost of some tiers; also return its lower bound.

        With many meetings, strong wishes are left to neighbourhood search from the existing plan.
        """
        group, built, engine = self.group, self.group.built, self.engine
        if self._left_to_neighbourhoods(tiers):
            group.hint()
            return group.as_hinted(engine, tiers[0]), cp_model.FEASIBLE, 0
        if tiers[0] == "must" and group.not_all:
            solver, status = least_cost(engine, built, built.model, tiers, self.params.partial_effort)
            bound = max(round(solver.best_objective_bound), least_out(built, tiers))
            if status == cp_model.OPTIMAL or (status == cp_model.FEASIBLE and _impossible(built, tiers, solver, bound)):
                return solver, status, bound
        proof = self.params.proof_effort * self.state.engine.time_limit
        effort = proof if self.improving and tiers[0] not in WISHES else None
        solver, status = least_cost(engine, built, built.model, tiers, effort)
        return solver, status, round(solver.best_objective_bound)

    def _left_to_neighbourhoods(self, tiers: Sequence[str]) -> bool:
        many = self.group.size > self.state.params.sizes.few
        strong = bool(self.group.built.costs[STRONG])
        return self.group.bookings is not None and many and strong and tiers[0] in WISHES


def _impossible(built: Built, tiers: Sequence[str], solver: cp_model.CpSolver, bound: int) -> bool:
    """Whether the bound proves that not all must-meetings can be held."""
    return int(solver.value(sum(built.costs["must"]))) > gaps_of(built, tiers, solver, bound)["must"]
