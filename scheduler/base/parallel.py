"""Run one function on many pieces of work in parallel, on any `concurrent.futures` executor.

The data that all pieces share is sent to each worker once, and the worker builds the function from it; after that
only the pieces are sent. When a process of a pool dies, the pool is rebuilt and its unfinished pieces are submitted
again; on a cluster Dask does that.
"""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import Mistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Make = Callable[[Any], Callable[[Any], Any]]

MOST_LOSSES = 5
"""The number of consecutive losses of workers, without any finished piece, after which the run fails."""
IN_FLIGHT = 4
"""The number of batches in flight for each worker of a pool or a cluster."""
BATCH = 8
"""The largest batch on a cluster, where each submission costs some milliseconds."""
CONNECTING = "10 s"
"""Timeout for the connection to a cluster."""

TIDY_EVERY = 100
"""A worker collects reference cycles after this many batches, where automatic collection is off."""
_batches_run = [0]
_tools: dict[str, Callable[[Any], Any]] = {}
"""In a worker: the functions built there, by the key of their job."""


@dataclass(frozen=True)
class Job:
    """The shared data of all pieces, and how a worker builds the function that processes a piece."""

    key: str
    """Identifies the job in a worker that serves several."""
    make: Make
    """A top-level function of a module: it takes the shared data and returns the function of one piece."""
    shared: Any


class InProcess(Executor):
    """An executor that runs each call at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call the function, and return its result as a finished future."""
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - raised again by `Future.result`
            done.set_exception(error)
        return done


@dataclass
class Crew:
    """An executor whose workers all have the same job."""

    job: Job
    open: Callable[[], tuple[Executor, Any]]
    """Starts the executor; on a cluster it returns the job's handle too (elsewhere workers get the job at start)."""
    workers: int
    lost: tuple[type[Exception], ...] = ()
    """The exceptions that mean a lost worker; its pieces are submitted again."""
    in_flight: int = IN_FLIGHT
    """The number of batches in flight for each worker, so that none is idle."""
    batch: int = 1
    """The largest number of pieces in a batch."""
    executor: Executor = field(init=False)
    handle: Any = field(init=False)

    def __post_init__(self) -> None:
        """Start the executor."""
        self.executor, self.handle = self.open()

    def results(self, pieces: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield each piece with its result, exactly once, in the order in which they finish.

        Raises:
            Mistake: workers die repeatedly without finishing anything.
        """
        left, flying, losses = deque(pieces), dict[Future[Any], list[Any]](), 0
        while left or flying:
            try:
                while left and len(flying) < self.in_flight * self.workers:
                    batch = self._next(left)
                    flying[self._submit(batch)] = batch
                    # Only after the submission: if a worker dies before it, these pieces are still in the queue.
                    for _ in batch:
                        left.popleft()
                for future in wait(flying, return_when=FIRST_COMPLETED).done:
                    results, batch = future.result(), flying[future]
                    del flying[future]
                    losses = 0
                    yield from zip(batch, results, strict=True)
            except self.lost as error:
                losses += 1
                if losses > MOST_LOSSES:
                    raise Mistake("the worker processes die again and again.", "Is there enough memory?") from error
                done = {f: each for f, each in flying.items() if f.done() and not f.cancelled() and not f.exception()}
                left.extendleft(piece for f, batch in flying.items() if f not in done for piece in batch)
                flying = done
                self._renew()

    def _next(self, left: deque[Any]) -> list[Any]:
        """Return the next batch, smaller towards the end so that no worker is idle."""
        count = min(self.batch, max(1, len(left) // (self.in_flight * self.workers)))
        return [left[number] for number in range(count)]

    def _submit(self, batch: list[Any]) -> Future[Any]:
        if self.handle is None:
            return self.executor.submit(_run_batch, self.job.key, batch)
        return self.executor.submit(_run_batch_on_cluster, self.handle, batch)

    def _renew(self) -> None:
        self._stop(wait=False)
        self.executor, self.handle = self.open()

    def close(self) -> None:
        """Stop the workers; pieces that have not started are cancelled."""
        self._stop(wait=True)

    def _stop(self, *, wait: bool) -> None:
        if self.handle is None:
            self.executor.shutdown(wait=wait, cancel_futures=True)
        else:
            # Dask's executor has no `cancel_futures`; with wait=False it cancels the rest.
            self.executor.shutdown(wait=False)


@contextmanager
def crew(job: Job, workers: int, cluster: str | None = None) -> Iterator[Crew]:
    """Start workers with a job and stop them at the end.

    Args:
        job: what the workers are to do.
        workers: the number of processes; 1 means this process itself.
        cluster: the address of a Dask cluster to use instead of local processes.

    Raises:
        Mistake: the cluster cannot be reached, or the package that it needs is not installed.
    """
    if cluster is not None:
        with _on_cluster(job, cluster) as remote:
            yield remote
        return
    if workers == 1:
        _install(job)
        local = Crew(job, lambda: (InProcess(), None), 1, in_flight=1)
    else:
        local = Crew(job, lambda: (_pool(job, workers), None), workers, lost=(BrokenProcessPool,))
    try:
        yield local
    finally:
        local.close()
        _tools.pop(job.key, None)


def _pool(job: Job, workers: int) -> Executor:
    # "spawn", not "fork": this process may have threads, and it has its own settings for garbage collection.
    return ProcessPoolExecutor(workers, get_context("spawn"), _start_worker, (job,))


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
    with client:

        def connect() -> tuple[Executor, Any]:
            _ensure_workers(client, address)
            return client.get_executor(), client.scatter(job, broadcast=True, hash=False)

        # When all workers that hold the job die, Dask reports the dependent futures as cancelled.
        remote = Crew(job, connect, 1, (KilledWorker, CancelledError), batch=BATCH)
        remote.workers = sum(client.nthreads().values())
        try:
            yield remote
        finally:
            remote.close()


def _ensure_workers(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=CONNECTING)
    except TimeoutError:
        message = f"the cluster at {address} has no worker."
        raise Mistake(message, f"Start one there: 'dask worker {address}'.") from None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")


# In the workers.


def _start_worker(job: Job) -> None:
    # Ctrl-C reaches the whole process group; only the parent process handles it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_exit_with_parent, daemon=True).start()
    _install(job)


def _exit_with_parent() -> None:
    """Exit this worker when its parent process was killed, since nobody would receive the results."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _install(job: Job) -> None:
    _tools[job.key] = job.make(job.shared)


def _run_batch(key: str, batch: list[Any]) -> list[Any]:
    _collect_garbage()
    return [_tools[key](piece) for piece in batch]


def _run_batch_on_cluster(job: Job, batch: list[Any]) -> list[Any]:
    if job.key not in _tools:
        _tools.clear()
        _install(job)
    return _run_batch(job.key, batch)


def _collect_garbage() -> None:
    """Collect reference cycles now and then: a command runs without it for a second, a sweep may run for hours."""
    _batches_run[0] += 1
    if not gc.isenabled() and _batches_run[0] % TIDY_EVERY == 0:
        gc.collect()


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
