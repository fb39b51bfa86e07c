"""`scheduler watch`: solve the scenario again whenever it is saved, and show what changed."""

from __future__ import annotations

import gc
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.base.issue import InputError, Issue
from scheduler.commands.base import Exit, natural, say
from scheduler.commands.options import add_limits

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.plan.plan import Plan
    from scheduler.scenario.models import Scenario

HELP = "solve again whenever the file is saved, and show what changed"
DESCRIPTION = """Solve a scenario whenever it (or a file that it extends) is saved, and show the plan and the changes,
or the issues with their lines: edit in one window, read in another. Ctrl-C ends it. Exit code 0: ended
by Ctrl-C; 2: there is no such file; 70: with --times, the last plan failed on an error of the program."""
LOOK_EVERY = 0.01
"""Seconds between two checks of the files; a save is complete when two checks see the same stamp."""

Stamp = tuple[tuple[str, int, int], ...]


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("scenario", metavar="SCENARIO", help="a scenario file")
    parser.add_argument("--times", type=natural, default=0, metavar="N", help="end after N plans (0: never)")
    add_limits(parser)


def run(arguments: Namespace) -> Exit:
    """Check the files repeatedly, and solve and show the scenario when they change."""
    from scheduler.base.files import read_text

    if arguments.scenario == "-":
        raise InputError([Issue("-", 0, "standard input cannot be watched.", "Name a file.")])
    read_text(arguments.scenario)
    # The solver is imported once, before the first save, because importing it takes time.
    import scheduler.solver.search  # noqa: F401

    watch = Watch(arguments)
    try:
        while not arguments.times or watch.solved < arguments.times:
            watch.check_files()
            time.sleep(LOOK_EVERY)
    except KeyboardInterrupt:
        say("Ended.")
        return Exit.ANSWERED
    return Exit.UNFORESEEN if watch.failed else Exit.ANSWERED


@dataclass
class Watch:
    """The state of a watch: the last stamp of the files, and the last plan."""

    arguments: Namespace
    stamp: Stamp | None = None
    seen: Stamp | None = None
    """The stamp at the last check: a file is read only when two checks see the same stamp."""
    plan: Plan | None = None
    solved: int = 0
    """How often a plan was asked for, whatever came of it."""
    failed: bool = False
    """Whether the last time ended in an error of the program."""
    shown: float = 0.0
    """When the last plan was shown, in seconds of `time.perf_counter`."""
    files: tuple[str, ...] = ()

    def check_files(self) -> None:
        """Check the files once; solve and show the scenario if they have changed."""
        stamp = self._stamp()
        settled, self.seen = stamp == self.seen, stamp
        if stamp == self.stamp or not settled:
            return
        self.stamp = stamp
        self._round()
        # Commands do not collect; one that goes on for hours does, while nobody waits.
        gc.collect()

    def _round(self) -> None:
        """Read, solve and show; an error of the program is said, and does not end the watching."""
        began = time.perf_counter()
        self.failed = False
        try:
            scenario = self._read()
            if scenario is not None:
                self._solve(scenario, began)
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001 - reported; the next save may go well
            from scheduler.commands.unforeseen import report

            self.failed = True
            self.solved += 1
            _heading("no plan this time, because of an error of the program; the next save is tried again")
            report(error, ["watch", self.arguments.scenario])

    def _stamp(self) -> Stamp:
        """Return the modification times and sizes of the files."""
        found = []
        for path in self.files or (self.arguments.scenario,):
            try:
                status = os.stat(path)  # noqa: PTH116 - called very often
                found.append((path, status.st_mtime_ns, status.st_size))
            except OSError:
                # Editors may remove a file for a moment while they save it.
                found.append((path, 0, -1))
        return tuple(found)

    def _read(self) -> Scenario | None:
        """Return the scenario, or show its issues."""
        from scheduler.problem.load import examine

        scenario, issues = examine(self.arguments.scenario)
        if scenario is None or issues:
            _heading(f"{self.arguments.scenario} has {len(issues)} {'mistake' if len(issues) == 1 else 'mistakes'}")
            for issue in issues:
                _print(str(issue))
            return None
        # It may extend other files now; their stamps are taken at the next check.
        files = tuple(scenario.origins.files)
        if files != self.files:
            self.files = files
            now = self._stamp()
            # If it was saved again while it was read, the next check reads it again.
            self.stamp = now if self.stamp and self.stamp[0] == now[0] else None
        return scenario

    def _solve(self, scenario: Scenario, began: float) -> None:
        from scheduler.solver.search import solve

        arguments = self.arguments
        outcome = solve(scenario, time_limit=arguments.time_limit, seed=arguments.seed, workers=arguments.workers)
        if outcome.interrupted:
            raise KeyboardInterrupt
        seconds = time.perf_counter() - began
        if outcome.plan is None:
            _heading(f"out of time after {seconds:.1f} s: no plan yet, and no proof that there is none")
            self.solved += 1
            return
        _heading(f"planned in {seconds:.2f} s")
        self._show(outcome.plan)
        self.plan = outcome.plan
        self.solved += 1

    def _show(self, plan: Plan) -> None:
        from scheduler.views.terminal.plan import console, plan_tables
        from scheduler.views.terminal.watch import differences_table

        out = console()
        out.print(plan_tables(plan))
        if self.plan is not None:
            out.print(differences_table(self.plan, plan))
        self.shown = time.perf_counter()


def _heading(text: str) -> None:
    from datetime import UTC, datetime

    _print(f"\n── {datetime.now(UTC).astimezone():%H:%M:%S} ── {text}")


def _print(text: str) -> None:
    import sys

    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
