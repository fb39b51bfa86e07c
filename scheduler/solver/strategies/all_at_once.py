"""One attempt to hold every meeting: if it succeeds, all priorities are optimal without further proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ortools.sat.python import cp_model

from scheduler.problem.requirement import CHANGES, PRIORITIES, WISHES
from scheduler.solver.groups import SOLVED
from scheduler.solver.strategies.base import least_cost

if TYPE_CHECKING:
    from scheduler.solver.engine import Engine
    from scheduler.solver.groups import Group
    from scheduler.solver.state import State


class AllAtOnce:
    """Tries to hold all meetings of each small group."""

    name: ClassVar[str] = "all_at_once"

    def share(self, state: State) -> float:  # noqa: ARG002
        """Return 1."""
        return 1.0

    def applies(self, state: State) -> bool:
        """Whether there is no plan yet, and the local search is not responsible for making one."""
        return state.bookings is None and state.near is None and state.size > 0

    def run(self, state: State, engine: Engine) -> None:
        """Try each small group."""
        for group in state.groups:
            if group.bookings is None and group.size <= state.params.sizes.few and not group.built.costs[CHANGES]:
                self._try(group, engine)

    @staticmethod
    def _try(group: Group, engine: Engine) -> None:
        built = group.built
        held = [built.vocabulary.held(candidate.key) for candidate in built.vocabulary.candidates]
        trial = built.model.clone()
        trial.add_bool_and(held).with_name("all are held")
        wishes = [tier for tier in WISHES if built.costs[tier]] or ["comfort"]
        solver, status = least_cost(engine, built, trial, wishes[:1], engine.params.all_at_once.effort)
        if status == cp_model.INFEASIBLE:
            # Then a plan that leaves out one meeting is optimal without another proof.
            built.model.add(sum(held) < len(held)).with_name("proved: not all are held")
            group.not_all = True
        if status in SOLVED:
            group.gaps |= dict.fromkeys(PRIORITIES, 0)
            group.serve(wishes[:1], solver)
            group.keep([*PRIORITIES, *(tier for tier in wishes[:1] if tier != "comfort" and not group.gap(tier))])
