"""How many futures of Moscow a sweep looks at in a second, and what it costs beside the bare solves.

The bare solve is the new plan with the fewest changes alone (`fewest_changes`), in process CPU seconds; all else is
overhead: making the future, finding out what is held, sending it to a worker and its result back. The ratio of the CPU
seconds of all processes to those of the bare solves is to be 1.3 at most. Starting the workers is measured by itself.
"""

from __future__ import annotations

import gc
import os
import re
import resource
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scheduler.base.parallel import crew
from scheduler.problem.load import load
from scheduler.questions import sweep
from scheduler.questions.replan import fewest_changes
from scheduler.questions.sweep import Sweeper, job_of
from scheduler.solver.search import solve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from scheduler.base.parallel import Crew, Job
    from scheduler.problem.uncertainty.events import Outcomes

MOSCOW = Path(__file__).parent.parent / "scenarios" / "moscow-2020-09.yaml"
WARM = 2
"""So many times the futures are looked at before it counts, so that every worker has read the scenario."""


class SweepRow(NamedTuple):
    """One way of doing the work."""

    what: str
    solves: int
    seconds: float
    """By the clock, the median of the rounds."""
    cpu: float
    """Of all processes that do the work, the median of the rounds."""
    ratio: float
    """Of the CPU seconds to those of the bare solves."""

    def __str__(self) -> str:
        rate = f"{self.solves / self.seconds:6.1f} solves/s, {1000 * self.cpu / self.solves:6.1f} CPU ms each"
        return f"{self.what:36} {rate}, {self.ratio:5.2f} times the bare solve"


def rows(rounds: int) -> Iterator[SweepRow]:
    """Yield the bare solves, and the sweep in this process, in two, and on a cluster of two worker processes."""
    gc.disable()  # As the commands do.
    scenario = load(MOSCOW)
    plan = solve(scenario).plan
    if plan is None:
        raise SystemExit("there is no plan")
    job = job_of(scenario, plan, 60.0, 0)
    pieces = list(Sweeper(scenario, plan).futures.all())
    solves = len(pieces) - 1  # In the one that is as written, the plan stands.
    bare = statistics.median(_bare(Sweeper(scenario, plan), pieces) for _ in range(rounds))
    yield SweepRow("bare solve", solves, bare, bare, 1.0)
    for what, opened in (
        ("one core, in this process", crew(job, 1)),
        ("two cores, a pool of processes", crew(job, 2)),
        ("two cores, a Dask cluster", _on_cluster(job)),
    ):
        with opened as there:
            for _ in range(WARM):
                list(there.results(pieces))
            measured = [_measured(there, pieces) for _ in range(rounds)]
        seconds, cpu = (statistics.median(each) for each in zip(*measured, strict=True))
        yield SweepRow(what, solves, seconds, cpu, cpu / bare)


def _bare(sweeper: Sweeper, pieces: list[Outcomes]) -> float:
    """Return the CPU seconds of the bare solves: everything is made before, and only `fewest_changes` is counted."""
    spent, asked = 0.0, fewest_changes

    def counted(*arguments: Any, **options: Any) -> Any:
        nonlocal spent
        began = time.process_time()
        try:
            return asked(*arguments, **options)
        finally:
            spent += time.process_time() - began

    vars(sweep)["fewest_changes"] = counted
    try:
        for outcomes in pieces:
            sweeper(outcomes)
    finally:
        vars(sweep)["fewest_changes"] = asked
    return spent


def _measured(there: Crew, pieces: list[Outcomes]) -> tuple[float, float]:
    began, spent = time.perf_counter(), _spent(there)
    list(there.results(pieces))
    return time.perf_counter() - began, _spent(there) - spent


def _spent(there: Crew) -> float:
    """Return the CPU seconds of this process and of the workers so far."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime + sum(_of_process(pid) for pid in _workers(there))


def _workers(there: Crew) -> list[int]:
    processes = getattr(there.executor, "_processes", None)
    if processes is not None:
        return list(processes)
    client = getattr(there.executor, "_client", None)
    return list(client.run(os.getpid).values()) if client is not None else []


def _of_process(pid: int) -> float:
    """Return the CPU seconds of another process, as Linux counts them."""
    text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _on_cluster(job: Job) -> Iterator[Crew]:
    """Start a Dask scheduler and two worker processes on this machine, and give them the job."""
    started: list[subprocess.Popen[str]] = []

    def start(what: str, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments, "--no-dashboard"]
        # As the documentation advises: Dask's own profiler looks at the stack a hundred times a second.
        environment = {**os.environ, "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
        quiet = subprocess.DEVNULL
        started.append(subprocess.Popen(command, stdout=quiet, stderr=subprocess.PIPE, text=True, env=environment))
        return started[-1]

    try:
        address = _address(start("scheduler", "--host", "127.0.0.1", "--port", "0"))
        for _ in range(2):
            start("worker", address, "--nthreads", "1", "--no-nanny")
        time.sleep(5)
        with crew(job, 1, address) as there:
            yield there
    finally:
        for process in started:
            process.kill()
            process.wait()


def _address(process: subprocess.Popen[str]) -> str:
    for line in process.stderr or ():
        found = re.search(r"tcp://127\.0\.0\.1:\d+", line)
        if found:
            return found[0]
    raise SystemExit("the cluster did not start")
