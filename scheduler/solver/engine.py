"""Runs the solver: within a time limit, in a thread of its own, with Ctrl-C and progress served meanwhile."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from ortools.sat.python import cp_model

from scheduler.base.value import value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TIME_LIMIT = 60.0
"""Seconds, where nobody says how long to search."""
FOR_EVER = 1e7
FEW = 12
"""Up to so many meetings the linear relaxation and probing cost more than they save."""


@value
class Progress:
    """How far a search is."""

    seconds: float
    doing: str
    """What is being done: the tiers that are searched, a step of an explanation."""
    cost: int | None = None
    bound: int | None = None
    held: int | None = None
    """How many meetings the best plan so far holds."""
    gap: float | None = None
    """The largest relative gap of any priority, of the best plan so far."""
    proving: bool = False
    """Whether something is to be proved, so that there is no best answer so far."""


@dataclass
class Engine:
    """The limits of one piece of work, and whether it was interrupted."""

    time_limit: float = TIME_LIMIT
    seed: int = 0
    workers: int = 1
    progress: Callable[[Progress], None] | None = None
    proving: ClassVar[bool] = False
    interrupted: bool = False
    clock: Callable[[], float] = time.monotonic
    """What counts the seconds: those of a clock, or of the process's work (`time.process_time`)."""
    began: float = field(default=-1.0)

    def __post_init__(self) -> None:
        """Begin now, unless it has begun already."""
        self.began = self.clock() if self.began < 0 else self.began

    @property
    def seconds(self) -> float:
        """Seconds since the work began."""
        return self.clock() - self.began

    @property
    def left(self) -> float:
        """Seconds that are left of the time limit, not below zero."""
        return max(0.0, self.time_limit - self.seconds)

    @contextmanager
    def ctrl_c(self) -> Iterator[None]:
        """Let Ctrl-C stop the search and nothing else; what was found so far is still read, checked and shown."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGINT, lambda *_: setattr(self, "interrupted", True))
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def solver(self, meetings: int) -> cp_model.CpSolver:
        """Return a solver for a model of so many meetings, with presolve kept short."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = self.workers
        solver.parameters.random_seed = self.seed
        solver.parameters.interleave_search = self.workers > 1
        solver.parameters.catch_sigint_signal = False
        solver.parameters.linearization_level = 1
        if meetings <= FEW:
            solver.parameters.linearization_level = 0
            solver.parameters.presolve_probing_deterministic_time_limit = 0
        # One round of presolve finds nearly all that several do; on small models the rest costs more than it saves.
        solver.parameters.max_presolve_iterations = 1
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        return solver

    def run(self, solver: cp_model.CpSolver, model: cp_model.CpModel, doing: str, share: float = 1) -> Any:
        """Solve in a thread of its own, within a share of the time that is left, and return the status."""
        there, until = self.left * share, self.left * (1 - share)
        # Of a clock at least as many pass as of the process's work; where those count, the loop below stops it.
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
            if self.progress and thread.is_alive():
                self.progress(Progress(self.seconds, doing, watch.cost, watch.bound, proving=self.proving))
            if self.interrupted or self.left <= until:
                solver.stop_search()
        if failures:
            # Not an answer that is unknown: nobody may take an error for an end of the time.
            raise failures[0]
        return statuses[0] if statuses else cp_model.UNKNOWN


class _Watch(cp_model.CpSolverSolutionCallback):
    """Notes the cost of the best plan so far."""

    def __init__(self) -> None:
        super().__init__()
        self.cost: int | None = None
        self.bound: int | None = None

    def on_solution_callback(self) -> None:
        self.cost = round(self.objective_value)
        self.bound = round(self.best_objective_bound)
