"""Work that is done many times over, on any executor of the kind of `concurrent.futures`.

What all of the work shares is sent to each worker once, and made into a tool there; then only what differs is sent.
A pool that lost a process is built anew, and what was not finished is done again; on a cluster Dask sees to that.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Any

from scheduler.base.failures import Failed, logs_without_tracebacks, note, quiet, strays
from scheduler.base.issue import Mistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Make = Callable[[Any], Callable[[Any], Any]]

MOST_LOSSES = 5
"""So many times in a row workers may be lost without anything being finished."""
IN_FLIGHT = 4
"""So many batches are handed out for each worker where each is worked off elsewhere."""
BATCH = 8
"""So many pieces of work are sent through a cluster at once, which takes some milliseconds each time."""
CONNECTING = "10 s"
"""How long a cluster may take to answer at all."""

TIDY_EVERY = 100
"""After so many pieces of work cycles are collected, where that is not done anyway."""
_pieces = [0]
_tools: dict[str, Callable[[Any], Any]] = {}
"""In a worker: the tools that were made there, by the key of what they were made from."""


@dataclass(frozen=True)
class Job:
    """What all of the work shares, and how a worker makes a tool from it."""

    key: str
    """It tells one job from another in a worker that serves several."""
    make: Make
    """A function of a module: from what is shared to a function of one piece of work."""
    shared: Any


class InProcess(Executor):
    """Does each piece of work at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do the work, and return its result as a future that is done."""
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - handed on to whoever asks for the result
            done.set_exception(error)
        return done


@dataclass
class Crew:
    """An executor whose workers have been given a job."""

    job: Job
    open: Callable[[], tuple[Executor, Any]]
    """Makes the executor; and on a cluster the handle of the job there, which elsewhere every worker has at once."""
    workers: int
    use: Callable[[str, list[Any]], list[Any] | Failed]
    """What the executor does with a batch; on a cluster the job is sent along instead."""
    lost: tuple[type[Exception], ...] = ()
    """What is raised where a worker was lost, and the work can be done again by others."""
    in_flight: int = IN_FLIGHT
    """How many batches are handed out for each worker, so that none waits."""
    batch: int = 1
    """How many pieces of work are handed out at once, at most."""
    executor: Executor = field(init=False)
    handle: Any = field(init=False)

    def __post_init__(self) -> None:
        """Begin."""
        self.executor, self.handle = self.open()

    def results(self, pieces: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield each piece of work with its result, as they are finished, each once.

        Raises:
            Mistake: workers are lost again and again.
            Exception: the work failed; where it failed in a worker and cannot be sent, as a `WorkerError`.
        """
        left, flying, losses = deque(pieces), dict[Future[Any], list[Any]](), 0
        while left or flying:
            try:
                while left and len(flying) < self.in_flight * self.workers:
                    several = self._next(left)
                    flying[self._submit(several)] = several
                    # Only now: where a worker is lost before that, they are still to be done.
                    for _ in several:
                        left.popleft()
                for future in wait(flying, return_when=FIRST_COMPLETED).done:
                    results, several = future.result(), flying[future]
                    if isinstance(results, Failed):
                        results.again()
                    del flying[future]
                    losses = 0
                    yield from zip(several, results, strict=True)
            except self.lost as error:
                losses += 1
                if losses > MOST_LOSSES:
                    raise Mistake("the workers are lost again and again.", "Is there enough memory?") from error
                done = {f: each for f, each in flying.items() if f.done() and not f.cancelled() and not f.exception()}
                left.extendleft(piece for f, several in flying.items() if f not in done for piece in several)
                flying = done
                self._renew()

    def _next(self, left: deque[Any]) -> list[Any]:
        """Return what is handed out next: a batch, or less towards the end, so that all workers have some."""
        count = min(self.batch, max(1, len(left) // (self.in_flight * self.workers)))
        return [left[number] for number in range(count)]

    def _submit(self, several: list[Any]) -> Future[Any]:
        if self.handle is None:
            with _no_ctrl_c():
                return self.executor.submit(self.use, self.job.key, several)
        return self.executor.submit(_use_there, self.handle, several)

    def _renew(self) -> None:
        self._stop(wait=False)
        self.executor, self.handle = self.open()

    def close(self) -> None:
        """Let the workers go; what nobody has begun is not done any more."""
        self._stop(wait=True)

    def _stop(self, *, wait: bool) -> None:
        if self.handle is None:
            self.executor.shutdown(wait=wait, cancel_futures=True)
        else:
            # Dask's executor cancels what is left when it is not to wait, and knows no other word for it.
            self.executor.shutdown(wait=False)


@contextmanager
def crew(job: Job, workers: int, cluster: str | None = None) -> Iterator[Crew]:
    """Give the workers a job: of a cluster where one is named, of a pool of processes, or this process itself for one.

    Raises:
        Mistake: the cluster cannot be reached, or what it needs is not installed.
    """
    with logs_without_tracebacks(), _on_cluster(job, cluster) if cluster is not None else _here(job, workers) as there:
        yield there


@contextmanager
def _here(job: Job, workers: int) -> Iterator[Crew]:
    if workers == 1:
        _equip(job)
        made = Crew(job, lambda: (InProcess(), None), 1, _use, in_flight=1)
    else:
        made = Crew(job, lambda: (_pool(job, workers), None), workers, _use_in_worker, lost=(BrokenProcessPool,))
    try:
        yield made
    finally:
        made.close()
        _tools.pop(job.key, None)


@contextmanager
def _no_ctrl_c() -> Iterator[None]:
    """Start processes that Ctrl-C never reaches, not even before they can say so; here it comes right afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _pool(job: Job, workers: int) -> Executor:
    # Begun anew, not copied: this process may have threads, and has its own way with the collection of cycles.
    return ProcessPoolExecutor(workers, get_context("spawn"), _begin, (job.key, pickle.dumps(job)))


@contextmanager
def _on_cluster(job: Job, address: str) -> Iterator[Crew]:
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        message = "a cluster needs the package 'distributed', which is not installed."
        raise Mistake(message, "Install the program with its extra: scheduler[cluster].") from None
    try:
        client = Client(address, timeout=CONNECTING, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Mistake(
            f"there is no cluster at {address} ({_first_line(error)}).", "Is its scheduler running?"
        ) from None
    with quiet("distributed.client"), client:

        def opened() -> tuple[Executor, Any]:
            try:
                _ensure_workers(client, address)
                return client.get_executor(), client.scatter(job, broadcast=True, hash=False)
            except OSError as error:
                message = f"the cluster at {address} is gone ({_first_line(error)})."
                raise Mistake(message, "Start it again; with --out, a sweep goes on from there.") from None

        # Where every worker is lost that has the job, Dask can only say that what hangs on it is cancelled.
        made = Crew(job, opened, 1, _use_in_worker, (KilledWorker, CancelledError), batch=BATCH)
        made.workers = sum(client.nthreads().values())
        try:
            yield made
        finally:
            made.close()


def _ensure_workers(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=CONNECTING)
    except TimeoutError:
        message = f"the cluster at {address} has no worker."
        raise Mistake(message, f"Start one there: 'dask worker {address}'.") from None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")


# In the workers.


def _begin(key: str, job: bytes) -> None:
    # Ctrl-C goes to the whole group of processes; the one that was called decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    threading.excepthook = sys.unraisablehook = note
    try:
        _equip(pickle.loads(job))  # noqa: S301 - of the process that began this one
    except Exception as error:  # noqa: BLE001 - an error here would be printed, and the worker begun again and again
        failed = Failed.of(error)
        _tools[key] = lambda _: failed


def _end_with_the_parent() -> None:
    """End this worker where the process that asked for it was killed: nobody is left to take its results."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _equip(job: Job) -> None:
    _tools[job.key] = job.make(job.shared)


def _use(key: str, several: list[Any]) -> list[Any]:
    _tidy()
    return [_tools[key](piece) for piece in several]


def _use_in_worker(key: str, several: list[Any]) -> list[Any] | Failed:
    """Do some pieces of work in a worker, where an error must neither be printed nor lost."""
    try:
        results = _use(key, several)
    except Exception as error:  # noqa: BLE001 - sent to whoever asked for the work
        return Failed.of(error)
    return next((each for each in (*strays, *results) if isinstance(each, Failed)), results)


def _use_there(job: Job, several: list[Any]) -> list[Any] | Failed:
    if job.key not in _tools:
        _tools.clear()
        try:
            _equip(job)
        except Exception as error:  # noqa: BLE001 - the same
            return Failed.of(error)
    return _use_in_worker(job.key, several)


def _tidy() -> None:
    """Now and then collect cycles: a command does not, since it lives for a second, but a sweep may take hours."""
    _pieces[0] += 1
    if not gc.isenabled() and _pieces[0] % TIDY_EVERY == 0:
        gc.collect()


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
