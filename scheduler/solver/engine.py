"""Runs CP-SAT within a budget, in a separate thread, and handles Ctrl-C and progress meanwhile."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from ortools.sat.python import cp_model

from scheduler.solver.budget import TIME_LIMIT, Budget, Progress
from scheduler.solver.params import DEFAULTS, SolveParams

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

FOR_EVER = 1e7


@dataclass
class Engine:
    """CP-SAT with its settings and its budget."""

    time_limit: float = TIME_LIMIT
    """In seconds, from the creation of the engine."""
    seed: int = 0
    workers: int = 1
    progress: Callable[[Progress], None] | None = None
    clock: Callable[[], float] = time.monotonic
    """Counts the seconds: wall-clock time, or CPU time (`time.process_time`)."""
    params: SolveParams = DEFAULTS
    within: Budget | None = None
    """The budget of the whole, if this engine does one part of it."""
    proving: ClassVar[bool] = False
    budget: Budget = field(init=False)

    def __post_init__(self) -> None:
        """Begin now."""
        self.budget = Budget(self.time_limit, self.progress, clock=self.clock, within=self.within)

    def part(self, share: float = 1.0) -> Engine:
        """Return an engine for a part of the work, with a share, from 0 to 1, of the remaining time."""
        left = self.budget.left * share
        return Engine(left, self.seed, self.workers, self.progress, self.clock, self.params, within=self.budget)

    def account(self) -> Budget:
        """Return the budget for annotating a plan: the remaining time, or at least a small share of the time limit."""
        params = self.params.account
        seconds = max(params.least_seconds, params.share * self.time_limit)
        return Budget(max(self.left, seconds) if not self.interrupted else seconds, clock=self.clock)

    @property
    def seconds(self) -> float:
        """Seconds since the work began."""
        return self.budget.seconds

    @property
    def left(self) -> float:
        """The remaining seconds of the time limit; at least 0."""
        return self.budget.left

    @property
    def interrupted(self) -> bool:
        """Whether Ctrl-C was pressed."""
        return self.budget.interrupted

    def ctrl_c(self) -> AbstractContextManager[None]:
        """Let Ctrl-C interrupt the work only."""
        return self.budget.ctrl_c()

    def solver(self, meetings: int) -> cp_model.CpSolver:
        """Return a solver for a model of that number of meetings, with a short presolve."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = self.workers
        solver.parameters.random_seed = self.seed
        solver.parameters.interleave_search = self.workers > 1
        solver.parameters.catch_sigint_signal = False
        solver.parameters.linearization_level = 1
        if meetings <= self.params.engine.tiny:
            solver.parameters.linearization_level = 0
            solver.parameters.presolve_probing_deterministic_time_limit = 0
        # One round of presolve achieves nearly all that several do; on small models more costs more than it saves.
        solver.parameters.max_presolve_iterations = 1
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        return solver

    def run(self, solver: cp_model.CpSolver, model: cp_model.CpModel, doing: str, share: float = 1) -> Any:
        """Solve in a separate thread, within a share of the remaining time, and return the status."""
        there, until = self.left * share, self.left * (1 - share)
        # Wall-clock time passes at least as fast as CPU time; if CPU time counts, the loop below stops the solver.
        solver.parameters.max_time_in_seconds = max(0.01, there if self.clock is time.monotonic else FOR_EVER)
        watch, statuses = _Watch(), list[Any]()
        failures: list[BaseException] = []

        def work() -> None:
            try:
                statuses.append(solver.solve(model, watch))
            except BaseException as error:  # noqa: BLE001 - raised again where the answer is waited for
                failures.append(error)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(0.1)
            if thread.is_alive():
                self.budget.report(doing, cost=watch.cost, bound=watch.bound, proving=self.proving)
            if self.interrupted or self.left <= until:
                solver.stop_search()
        if failures:
            # An error must not look like the end of the time limit.
            raise failures[0]
        return statuses[0] if statuses else cp_model.UNKNOWN


class _Watch(cp_model.CpSolverSolutionCallback):
    """Records the cost and the bound of the best solution so far."""

    def __init__(self) -> None:
        super().__init__()
        self.cost: int | None = None
        self.bound: int | None = None

    def on_solution_callback(self) -> None:
        self.cost = round(self.objective_value)
        self.bound = round(self.best_objective_bound)
