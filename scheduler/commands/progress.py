"""Progress displays on standard error."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import Mistake
from scheduler.commands.base import option_error, say

if TYPE_CHECKING:
    from argparse import Namespace

    from scheduler.scenario.models import Scenario
    from scheduler.solver.budget import Progress
    from scheduler.solver.outcome import Outcome
    from scheduler.solver.params import SolveParams
    from scheduler.solver.search import LogEntry


class Display:
    """Shows the progress of a search once it has run for a second."""

    def __init__(self) -> None:
        self.status: object = None
        self.last_shown = 0.0

    def show(self, progress: Progress) -> None:
        """Show a line: updated in place in a terminal, printed every five seconds elsewhere."""
        if progress.seconds < 1:
            return
        if not sys.stderr.isatty():
            if progress.seconds - self.last_shown >= 5 or not self.last_shown:
                self.last_shown = progress.seconds
                say(_line(progress))
            return
        from rich.status import Status

        from scheduler.views.terminal.plan import console

        if not isinstance(self.status, Status):
            self.status = Status(_line(progress), console=console(stderr=True))
            self.status.start()
        self.status.update(_line(progress))

    def close(self) -> None:
        """Remove the line."""
        stop = getattr(self.status, "stop", None)
        if stop:
            stop()


class Counting:
    """Shows how many pieces of work are finished, and an estimate of the remaining time."""

    def __init__(self, whole: int, what: str, before: int = 0) -> None:
        """Start the count.

        Args:
            whole: the number of pieces.
            what: the name of the pieces, in the plural.
            before: the number of pieces finished in earlier runs.
        """
        self.whole, self.what, self.before, self.count = whole, what, before, before
        self.began = self.last_shown = time.monotonic()
        self.status: Any = None
        if before:
            say(f"{before} of {whole} {what} were finished before.")

    def done(self) -> None:
        """Count one more finished piece."""
        self.count += 1
        now = time.monotonic()
        if now - self.began < 1:
            return
        if not sys.stderr.isatty():
            if now - self.last_shown >= 5:
                self.last_shown = now
                say(self._line(now))
            return
        from rich.status import Status

        from scheduler.views.terminal.plan import console

        if self.status is None:
            self.status = Status(self._line(now), console=console(stderr=True))
            self.status.start()
        self.status.update(self._line(now))

    def _line(self, now: float) -> str:
        each = (now - self.began) / max(1, self.count - self.before)
        minutes, seconds = divmod(round(each * (self.whole - self.count)), 60)
        left = f"{minutes} min {seconds:02d} s" if minutes else f"{seconds} s"
        return f"{self.count} of {self.whole} {self.what}, about {left} left. Ctrl-C stops."

    def close(self) -> None:
        """Remove the line."""
        if self.status is not None:
            self.status.stop()


def _line(progress: Progress) -> str:
    if progress.proving:
        return f"{progress.doing.capitalize()}: {progress.seconds:.0f} s. Ctrl-C stops."
    far = "no plan yet"
    if progress.held is not None:
        far = f"{progress.held} meetings held, at most {100 * (progress.gap or 0):.1f} % from the best in any priority"
    elif progress.cost is not None:
        far = f"cost {progress.cost}, at best {progress.bound}"
    return f"Searching ({progress.doing}): {progress.seconds:.0f} s, {far}. Ctrl-C takes the best plan so far."


def _say_log(entry: LogEntry) -> None:
    """Print what one strategy found and proved, on standard error; costs and bounds as they are minimised."""
    tiers = [tier for tier, cost in entry.costs.items() if cost or entry.bounds[tier]]
    found = "no plan" if entry.held is None else f"{entry.held} held"
    gaps = ", ".join(
        f"{tier} {entry.costs[tier]}"
        + (" proved" if entry.bounds[tier] == entry.costs[tier] else f" (bound {entry.bounds[tier]})")
        for tier in tiers
    )
    rest = "everything proved" if entry.held is not None and not tiers else gaps
    say(f"{entry.strategy}: {found}; {rest or 'nothing proved'}; {entry.seconds:.2f} s")


def _params(path: str | None) -> SolveParams:
    """Return the numbers of the search: those of a file, or the usual ones.

    Raises:
        InputError: the file cannot be read, or names what there is not.
    """
    from scheduler.base.files import read_text
    from scheduler.solver.params import DEFAULTS, params_from

    if path is None:
        return DEFAULTS
    try:
        return params_from(read_text(path))
    except ValueError as error:
        raise option_error(path, Mistake(f"{error}.", "scheduler/solver/params.py lists the numbers.")) from None


def solve_with_progress(scenario: Scenario, arguments: Namespace) -> Outcome:
    """Return the best plan of a scenario, with its progress shown meanwhile."""
    # Only now is the solver paid for.
    from scheduler.solver.local_search.machine import slower_without_compiler
    from scheduler.solver.search import solve

    params = _params(getattr(arguments, "params", None))
    slower = slower_without_compiler(sum(m.planned for m in scenario.meetings.values()), params.sizes.modelled)
    if slower:
        say(f"notice: {slower}")
    display = Display()
    try:
        return solve(
            scenario,
            time_limit=arguments.time_limit,
            seed=arguments.seed,
            workers=arguments.workers,
            progress=display.show,
            params=params,
            log=_say_log if getattr(arguments, "log", False) else None,
        )
    finally:
        display.close()
