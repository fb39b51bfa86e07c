"""Proves or disproves that requirements can hold together; within the time limit the answer may stay unknown.

Explanations use one worker, no objective and no interleaving. The assumptions that the solver reports as infeasible
may include irrelevant requirements, especially with an objective; here they are only a hint.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from ortools.sat.python import cp_model

from scheduler.problem.start_windows import Narrowing
from scheduler.solver.board import Board
from scheduler.solver.bounds.resource_lp import Relaxation
from scheduler.solver.engine import Engine
from scheduler.solver.model import build, narrow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from scheduler.base.minutes import Spans
    from scheduler.plan.candidate import Setting
    from scheduler.plan.plan import Booking
    from scheduler.problem.requirement import Requirement
    from scheduler.scenario.problem import Problem


class OutOfTimeError(Exception):
    """Time ended, or Ctrl-C was pressed, before the answer was proved."""


def held_in(requirements: Collection[Requirement]) -> list[str]:
    """Return the meetings that the requirements ask for."""
    return [key for r in requirements if (key := r.rule.asks_for) is not None]


@dataclass
class Prover(Engine):
    """Decides whether requirements, all treated as musts, can hold together."""

    proving: ClassVar[bool] = True
    doing: str = "looking for what stands in the way"
    """The current activity, for the progress line."""
    proofs: int = 0
    """The number of questions put to the solver."""

    def together(self, problem: Problem, requirements: Sequence[Requirement]) -> tuple[Booking, ...] | None:
        """Return bookings that satisfy all requirements, or None if it is proved that there are none.

        Only the meetings that are asked for are booked; leaving out another breaks no rule.

        Raises:
            OutOfTimeError: time ended before a proof either way.
        """
        asked = set(held_in(requirements))
        problem = problem.only(asked)
        narrowing, narrowed = Narrowing(requirements), {}
        for candidate in problem.candidates:
            narrowed[candidate.key] = narrowing.starts(problem, candidate)
            if not _on_grid(problem, narrowed[candidate.key]):
                return None
        musts = [replace(r, tier=None) for r in requirements]
        if self.too_many(problem, musts):
            return None
        built = build(problem, musts, narrowed=narrowed)
        solver = self.solver(len(asked))
        solver.parameters.cp_model_presolve = False
        status = self._ask(solver, built.model)
        return built.bookings(solver) if status != cp_model.INFEASIBLE else None

    @staticmethod
    def too_many(problem: Problem, requirements: Sequence[Requirement]) -> bool:
        """Whether the meetings together need more than the capacity of some resource: a person's time or the rooms.

        If so, the count proves infeasibility at once, where a search would try one order after another; if not,
        it proves nothing.
        """
        problem = problem.only(set(held_in(requirements)))
        musts = [replace(requirement, tier=None) for requirement in requirements]
        pruned, narrowed = narrow(problem, musts)
        bound, _ = Relaxation(Board(pruned, musts, narrowed)).bound([1] * len(problem.candidates), [])
        return bound < len(problem.candidates)

    def starts(
        self, problem: Problem, requirements: Sequence[Requirement], meeting: str, steps: Sequence[int]
    ) -> Iterator[tuple[int, bool]]:
        """Yield for each step of the grid whether a meeting can start then; stop when time ends."""
        problem = problem.only(set(held_in(requirements)))
        built = build(problem, [replace(r, tier=None) for r in requirements])
        step = built.vocabulary.step(meeting)
        for number in steps:
            model = built.model.clone()
            model.add(step == number).with_name("the start that is asked about")
            try:
                yield number, self._ask(self.solver(len(problem.candidates)), model) != cp_model.INFEASIBLE
            except OutOfTimeError:
                return

    def suspects(
        self, problem: Problem, given: Sequence[Requirement], doubted: Sequence[Requirement]
    ) -> list[Requirement]:
        """Return the doubted requirements that the solver blames: a hint, not a proof.

        The caller has proved that `given` and all doubted requirements cannot hold together.

        Raises:
            OutOfTimeError: time ended first.
        """
        problem = problem.only({*held_in(given), *held_in(doubted)})
        wishes = [replace(r, tier="must") for r in doubted]
        built = build(problem, [*(replace(r, tier=None) for r in given), *wishes])
        numbers = {len(given) + index: requirement for index, requirement in enumerate(doubted)}
        literals = {built.kept[number].index: requirement for number, requirement in numbers.items()}
        built.model.add_assumptions([built.kept[number] for number in numbers])
        solver = self.solver(len(problem.candidates))
        solver.parameters.cp_model_presolve = False
        if self._ask(solver, built.model) != cp_model.INFEASIBLE:
            return list(doubted)
        blamed = [literals[index] for index in solver.sufficient_assumptions_for_infeasibility()]
        return blamed or list(doubted)

    def _ask(self, solver: cp_model.CpSolver, model: cp_model.CpModel) -> int:
        self.proofs += 1
        status = cp_model.UNKNOWN
        if self.left and not self.interrupted:
            status = self.run(solver, model, self.doing)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE}:
            raise OutOfTimeError
        return int(status)


def has_start(problem: Problem, requirements: Sequence[Requirement], meeting: str) -> bool:
    """Whether a meeting, considered alone, has any start; if not, no solver is needed."""
    return _on_grid(problem, Narrowing(requirements).starts(problem, problem.by_key[meeting]))


def _on_grid(problem: Problem, starts: Mapping[tuple[Setting, int], Spans]) -> bool:
    return any(spans.on_grid(problem.first, problem.grid) for spans in starts.values())
