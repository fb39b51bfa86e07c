"""Shows how far long work is, on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scheduler.commands.base import say

if TYPE_CHECKING:
    from argparse import Namespace

    from scheduler.engine import Progress
    from scheduler.scenario import Scenario
    from scheduler.solve import Outcome


class Display:
    """Shows on standard error how far a search is, once it has taken longer than a second."""

    def __init__(self) -> None:
        self.status: object = None
        self.said = 0.0

    def show(self, progress: Progress) -> None:
        """Show a line that is replaced in a terminal, and written now and then elsewhere."""
        if progress.seconds < 1:
            return
        if not sys.stderr.isatty():
            if progress.seconds - self.said >= 5 or not self.said:
                self.said = progress.seconds
                say(_line(progress))
            return
        from rich.status import Status

        from scheduler.views.tables import console

        if not isinstance(self.status, Status):
            self.status = Status(_line(progress), console=console(stderr=True))
            self.status.start()
        self.status.update(_line(progress))

    def close(self) -> None:
        """Take the line away."""
        stop = getattr(self.status, "stop", None)
        if stop:
            stop()


def _line(progress: Progress) -> str:
    if progress.proving:
        return f"{progress.doing.capitalize()}: {progress.seconds:.0f} s. Ctrl-C stops."
    far = "no plan yet"
    if progress.held is not None:
        far = f"{progress.held} meetings held, at most {100 * (progress.gap or 0):.1f} % from the best in any priority"
    elif progress.cost is not None:
        far = f"cost {progress.cost}, at best {progress.bound}"
    return f"Searching ({progress.doing}): {progress.seconds:.0f} s, {far}. Ctrl-C takes the best plan so far."


def solved(scenario: Scenario, arguments: Namespace) -> Outcome:
    """Return the best plan of a scenario, with its progress shown meanwhile."""
    # Only now is the solver paid for.
    from scheduler.solve import solve

    display = Display()
    try:
        return solve(
            scenario,
            time_limit=arguments.time_limit,
            seed=arguments.seed,
            workers=arguments.workers,
            progress=display.show,
        )
    finally:
        display.close()
