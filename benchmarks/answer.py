"""What came of one instance of a benchmark, and how it is measured: in a process of its own."""

from __future__ import annotations

import gc
import json
import multiprocessing
import resource
import time
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

GRACE = 60.0
"""Seconds of a clock, beyond three times the limit, after which a process that still runs is stopped."""


@dataclass(frozen=True)
class Answer:
    """What a set's `solve` says of one instance."""

    status: str
    """`optimal`, `feasible`, `impossible` or `out-of-time`."""
    value: Any = None
    """In the set's own measure, recomputed from the plan by the set's own scorer; None where there is no plan."""
    bound: Any = None
    """What no plan can surpass, in the same measure; None where nothing is known."""
    note: str = ""
    """What else is to be said: an error that the scorer found, say."""
    more: dict[str, float] = field(default_factory=dict)
    """What else was measured, by name."""


@dataclass(frozen=True)
class Measured:
    """An answer, with what it took."""

    set: str
    instance: str
    status: str
    value: Any
    bound: Any
    seconds: float
    cpu_seconds: float
    peak_mb: float
    best_known: Any = None
    note: str = ""
    more: dict[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        took = f"{self.seconds:8.2f} s {self.cpu_seconds:8.2f} CPU s {self.peak_mb:6.0f} MB"
        said = (
            f"{self.status:12} {_said(self.value):>14} bound {_said(self.bound):>14} known {_said(self.best_known):>8}"
        )
        return f"{self.set:18} {self.instance:36} {said} {took}  {self.note}".rstrip()

    def as_json(self) -> str:
        """Return one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return "/".join(str(part) for part in value.values())
    return "–" if value is None else str(value)


class InstanceSet(Protocol):
    """A module with the instances of one benchmark: how they are found, solved and scored."""

    def names(self, folder: Path | None) -> list[str]:
        """Return the name of every instance in the set's folder."""

    def solve(self, folder: Path | None, name: str, limit: float, seed: int) -> Answer:
        """Solve one instance within so many seconds of process CPU time, and score the plan."""

    def best_known(self, folder: Path | None, name: str) -> Any:
        """Return the best published value, or status, of an instance; None where there is none."""


def measure(
    name: str,
    instances: InstanceSet,
    folder: Path | None,
    only: str,
    limit: float,
    seed: int,
    patience: float | None = None,
) -> Measured:
    """Solve one instance in a new process, and return its answer with seconds, CPU seconds and peak memory.

    The seconds are those of reading, building, solving and scoring; the imports of the program, with
    what commands put off of them, are not counted.
    A process that has said nothing after `patience` seconds of a clock is stopped.
    """
    best = instances.best_known(folder, only)
    # Not forked: the process begins with no memory of this one, and with its solver unimported.
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(theirs, instances.__name__, folder, only, limit, seed))  # type: ignore[attr-defined]
    began = time.monotonic()
    process.start()
    theirs.close()
    answer, took = Answer("out-of-time", note="the process was stopped"), (0.0, 0.0, 0.0)
    if mine.poll(patience if patience is not None else 3 * limit + GRACE):
        try:
            answer, took = mine.recv()
        except EOFError:
            answer = Answer("out-of-time", note="the process failed")
    if not any(took):
        process.kill()
        took = (time.monotonic() - began, 0.0, 0.0)
    process.join()
    seconds, cpu, peak = took
    return Measured(
        name,
        only,
        answer.status,
        answer.value,
        answer.bound,
        round(seconds, 3),
        round(cpu, 3),
        round(peak, 1),
        best,
        answer.note,
        answer.more,
    )


def _run(pipe: Connection, module: str, folder: Path | None, only: str, limit: float, seed: int) -> None:
    from importlib import import_module

    import scheduler.solver.search  # noqa: F401 - imported before the clocks start
    from scheduler.scenario.models import Scenario

    Scenario.model_rebuild()  # A part of the import that commands put off until they read a scenario.
    gc.disable()  # As the commands do.
    instances = import_module(module)
    for needed in getattr(instances, "NEEDS", ()):
        import_module(needed)
    began, cpu = time.monotonic(), _cpu()
    answer = instances.solve(folder, only, limit, seed)
    took = time.monotonic() - began, _cpu() - cpu
    pipe.send((answer, (*took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)))
    pipe.close()


def _cpu() -> float:
    """Return the seconds of work of this process, and of those that it has started and that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
