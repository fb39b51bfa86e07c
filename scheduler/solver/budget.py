"""The budget of one piece of work: how long it may go on, and whether somebody has interrupted it.

Every loop asks it: reading start windows, building the model, the first plan, the search, bounds, the account
of the plan. A part of the work gets a share of what is left; an interruption of one is an interruption of all.
"""

from __future__ import annotations

import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scheduler.base.value import value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TIME_LIMIT = 60.0
"""Seconds, where nobody says how long to search."""
_BETWEEN_LOOKS = 63
"""Ticks, less one, between two looks at the clock: a power of two, less one."""


class BudgetSpentError(Exception):
    """The time limit has passed or Ctrl-C was pressed; whoever called decides what to do with what there is."""


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


class Budget:
    """Seconds of a clock, and an interruption that is shared by all parts of the work."""

    def __init__(
        self,
        time_limit: float = TIME_LIMIT,
        progress: Callable[[Progress], None] | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        within: Budget | None = None,
        grace: float = 0.0,
    ) -> None:
        """Begin now.

        Args:
            time_limit: seconds of the clock.
            progress: called a few times a second while the work goes on.
            clock: what counts the seconds: those of a clock, or of the process's work (`time.process_time`).
            within: the budget of the whole, if this is one part of it.
            grace: seconds that it has in any case: the time limit and Ctrl-C count only after them.
        """
        self.time_limit = time_limit
        self.progress = progress
        self.clock = clock
        self.within = within
        self.grace = grace
        self.began = clock()
        self._interrupted = False
        self._ticks = 0

    @property
    def seconds(self) -> float:
        """Seconds since the work began."""
        return self.clock() - self.began

    @property
    def left(self) -> float:
        """Seconds that are left of the time limit, not below zero."""
        return max(0.0, self.time_limit - self.seconds)

    @property
    def interrupted(self) -> bool:
        """Whether Ctrl-C was pressed, in this part of the work or in any other."""
        return self._interrupted if self.within is None else self.within.interrupted

    @interrupted.setter
    def interrupted(self, interrupted: bool) -> None:
        if self.within is None:
            self._interrupted = interrupted
        else:
            self.within.interrupted = interrupted

    @property
    def spent(self) -> bool:
        """Whether the work has to end."""
        return (self.interrupted or self.left <= 0) and self.seconds >= self.grace

    def ask(self) -> None:
        """Return if the work may go on.

        Raises:
            BudgetSpentError: it may not.
        """
        if self.spent:
            raise BudgetSpentError

    def tick(self) -> None:
        """Ask, but look at the clock only every so often; for the innermost loops.

        Raises:
            BudgetSpentError: the work has to end.
        """
        self._ticks += 1
        if not self._ticks & _BETWEEN_LOOKS:
            self.ask()

    def share(self, share: float = 1.0) -> Budget:
        """Return a budget for a part of the work: a share, from 0 to 1, of what is left."""
        return Budget(self.left * share, self.progress, clock=self.clock, within=self)

    def report(self, doing: str, **more: float | None) -> None:
        """Tell how far the work is."""
        if self.progress is not None:
            self.progress(Progress(self.seconds, doing, **more))  # type: ignore[arg-type]

    @contextmanager
    def ctrl_c(self) -> Iterator[None]:
        """Let Ctrl-C interrupt the work and nothing else; what was found so far is still read, checked and shown."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGINT, lambda *_: setattr(self, "interrupted", True))
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
