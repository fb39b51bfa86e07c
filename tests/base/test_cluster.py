"""Sweeps on a real Dask cluster on this machine: a scheduler and two worker processes, started here."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.base.failures import WorkerError
from scheduler.base.parallel import Job, crew
from scheduler.problem.load import load
from scheduler.questions.sweep import Sweeper, job_of
from scheduler.solver.outcome import Found
from scheduler.solver.search import solve
from tests.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scheduler.problem.uncertainty.events import Outcomes
    from tests.conftest import Ran

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")

MOSCOW = "scenarios/moscow-2020-09.yaml"


class Cluster:
    """A Dask scheduler and its workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "scheduler.log"
        self.processes = [self._start("scheduler", self.log, "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
        self.address = self._address()
        for number in range(2):
            self.add_worker(f"worker-{number}")

    def _start(self, what: str, log: Path, *arguments: str) -> subprocess.Popen[bytes]:
        with log.open("wb") as file:
            return subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + what, *arguments],
                cwd=ROOT,
                stdout=file,
                stderr=subprocess.STDOUT,
            )

    def _address(self) -> str:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            found = re.search(r"(tcp://127\.0\.0\.1:\d+)", self.log.read_text(encoding="utf-8"))
            if found:
                return found[1]
            time.sleep(0.1)
        raise TimeoutError(self.log.read_text(encoding="utf-8"))

    def add_worker(self, name: str) -> None:
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", name)
        folder = ("--local-directory", str(self.folder / name))
        self.processes.append(self._start("worker", self.folder / f"{name}.log", self.address, *options, *folder))

    def close(self) -> None:
        for process in reversed(self.processes):
            process.kill()
        for process in self.processes:
            process.wait(timeout=30)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path)
    try:
        _wait_for(made, 2)
        yield made
    finally:
        made.close()


def _wait_for(cluster: Cluster, workers: int) -> None:
    from distributed import Client

    with Client(cluster.address, timeout="60 s", set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=60)


@pytest.fixture(scope="module")
def shared() -> tuple[Job, dict[Outcomes, Any]]:
    """The job, and the results of all futures, found by a pool of processes."""
    scenario = load(ROOT / MOSCOW)
    outcome = solve(scenario)
    assert isinstance(outcome, Found)
    job = job_of(scenario, outcome.plan, 60.0, 0)
    with crew(job, 2) as there:
        return job, dict(there.results(Sweeper(scenario, outcome.plan).futures.all()))


def test_the_cluster_finds_the_same_as_the_pool_of_processes(
    cluster: Cluster, shared: tuple[Job, dict[Outcomes, Any]]
) -> None:
    job, pool = shared
    with crew(job, 1, cluster.address) as there:
        assert there.workers == 2
        found = list(there.results(pool))
    assert len(found) == len(pool)
    assert dict(found) == pool


def test_a_worker_that_is_killed_in_the_middle_loses_nothing_and_nothing_is_counted_twice(
    cluster: Cluster, shared: tuple[Job, dict[Outcomes, Any]]
) -> None:
    job, pool = shared
    found: list[tuple[Outcomes, Any]] = []
    with crew(job, 1, cluster.address) as there:
        for pair in there.results(pool):
            found.append(pair)
            if len(found) == 6:
                victim = cluster.processes[-1]
                victim.send_signal(signal.SIGKILL)
                assert victim.wait(timeout=30) == -signal.SIGKILL
    assert len(found) == len(pool)
    assert dict(found) == pool


def test_all_workers_may_be_killed_if_others_come(cluster: Cluster, shared: tuple[Job, dict[Outcomes, Any]]) -> None:
    job, pool = shared
    found: list[tuple[Outcomes, Any]] = []
    with crew(job, 1, cluster.address) as there:
        for pair in there.results(pool):
            found.append(pair)
            if len(found) == 6:
                for victim in cluster.processes[1:]:
                    victim.kill()
                    victim.wait(timeout=30)
                cluster.add_worker("worker-2")
    assert len(found) == len(pool)
    assert dict(found) == pool


def test_the_command_sweeps_on_the_cluster_and_two_jobs_share_its_workers(
    cluster: Cluster, scheduler: Callable[..., Ran], tmp_path: Path
) -> None:
    alone = scheduler("sweep", MOSCOW, "--workers", "1", "--json")
    ran = scheduler("sweep", MOSCOW, "--cluster", cluster.address, "--json", "--out", tmp_path / "results.jsonl")
    assert ran.code == 0
    assert json.loads(ran.out) == json.loads(alone.out)
    assert len((tmp_path / "results.jsonl").read_text(encoding="utf-8").splitlines()) == 49
    other = scheduler("sweep", "scenarios/tutorial.yaml", "--cluster", cluster.address, "--json")
    assert json.loads(other.out)["scenario"] != json.loads(ran.out)["scenario"]


def test_a_cluster_without_workers_is_reported(
    cluster: Cluster, scheduler: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.base.parallel.CONNECTING", "2 s")
    for process in cluster.processes[1:]:
        os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=30)
    ran = scheduler("sweep", MOSCOW, "--cluster", cluster.address)
    assert ran.code == 2
    assert f"the cluster at {cluster.address} has no worker." in ran.err


def broken_tool(shared: Any) -> Callable[[Any], Any]:
    """Return a tool that fails at a piece of work, or fail at once."""
    if shared == "at once":
        raise RuntimeError("a thing that broke")
    return lambda piece: [][piece]


@pytest.mark.parametrize("shared", ["at once", "at a piece"])
def test_an_error_on_the_cluster_is_raised_here_and_printed_nowhere(
    shared: str, cluster: Cluster, capfd: pytest.CaptureFixture[str]
) -> None:
    job = Job(f"broken {shared}", broken_tool, shared)
    kind = {"at once": RuntimeError, "at a piece": IndexError}[shared]
    with crew(job, 1, cluster.address) as there, pytest.raises(kind) as raised:
        list(there.results(range(6)))
    failed = raised.value.__cause__
    assert isinstance(failed, WorkerError)
    assert "in broken_tool" in failed.details or "<lambda>" in failed.details
    assert "Traceback" not in "".join(capfd.readouterr())
    assert "Traceback" not in "".join(log.read_text(encoding="utf-8") for log in cluster.folder.glob("*.log"))


def test_a_cluster_that_is_gone_in_the_middle_is_said_in_one_sentence(cluster: Cluster) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", GONE, cluster.address, str(cluster.processes[0].pid)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=120,
    )
    said = [line for line in ran.stderr.splitlines() if "Ctrl-C stops." not in line]
    assert (ran.returncode, ran.stdout, len(said)) == (2, "", 1), ran.stderr
    assert f"--cluster: the cluster at {cluster.address} is gone" in said[0]


GONE = """
import os, signal, sys
from scheduler.base import parallel
from scheduler.commands.cli import main
from scheduler.commands.progress import Counting
parallel.CONNECTING = "2 s"
done = Counting.done
def kill(self):
    done(self)
    if self.count == 3:
        os.kill(int(sys.argv[2]), signal.SIGKILL)
Counting.done = kill
main(["sweep", "scenarios/moscow-2020-09.yaml", "--cluster", sys.argv[1]])
"""
