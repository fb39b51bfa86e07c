"""How long `scheduler watch` takes from a save to the new plan, in relation to a warm solve in the same process."""

from __future__ import annotations

import contextlib
import gc
import io
import statistics
import tempfile
import time
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.row import Row
from scheduler.commands.watch import LOOK_EVERY, Watch
from scheduler.problem.load import load
from scheduler.solver.search import solve

if TYPE_CHECKING:
    from collections.abc import Iterator

MOSCOW = Path(__file__).parent.parent / "scenarios" / "moscow-2020-09.yaml"
HOURS = ("22:30", "22:15")


def rows(rounds: int) -> Iterator[Row]:
    """Yield the warm solve (reading included), and the time from a save to the plan that is shown."""
    gc.disable()  # As the commands do.
    text = MOSCOW.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "moscow.yaml"
        path.write_text(text, "utf-8")
        watch = Watch(Namespace(scenario=str(path), time_limit=60.0, seed=0, workers=1))
        warm, saved = [], []
        with contextlib.redirect_stdout(io.StringIO()):
            _until(watch, 1)
            for number in range(rounds):
                began = time.perf_counter()
                solve(load(path))
                warm.append(time.perf_counter() - began)
                path.write_text(
                    text.replace("to: 4 Sep 22:30", f"to: 4 Sep {HOURS[number % 2]}") + f"# {number}\n", "utf-8"
                )
                began = time.perf_counter()
                _until(watch, number + 2)
                saved.append(watch.shown - began)
    first = statistics.median(warm)
    yield Row("warm solve of Moscow", first, 1.0)
    median = statistics.median(saved)
    yield Row("watch, from save to plan", median, median / first, 1.5)


def _until(watch: Watch, solve_with_progress: int) -> None:
    while watch.solved < solve_with_progress:
        watch.check_files()
        time.sleep(LOOK_EVERY)
