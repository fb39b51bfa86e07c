"""The budget of a piece of work: its time limit, and whether it was interrupted.

Every loop checks it: start windows, model building, first plan, search, bounds, annotation. A part of the work gets
a share of the remaining time; an interruption of one part interrupts all.
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
"""The default search time, in seconds."""
_BETWEEN_LOOKS = 63
"""A bit mask: the clock is read whenever the number of ticks has none of these bits set."""


class BudgetSpentError(Exception):
    """The time limit has passed or Ctrl-C was pressed; the caller decides what to do with partial results."""


@value
class Progress:
    """The progress of a search."""

    seconds: float
    doing: str
    """The current activity: the tiers being searched, or a step of an explanation."""
    cost: int | None = None
    bound: int | None = None
    held: int | None = None
    """The number of meetings in the best plan so far."""
    gap: float | None = None
    """The largest relative gap of any priority in the best plan so far."""
    proving: bool = False
    """Whether the work is a proof, which has no best answer so far."""


class Budget:
    """A time limit in seconds, and an interruption that all parts of the work share."""

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
            time_limit: in seconds of the clock.
            progress: called a few times a second while the work goes on.
            clock: counts the seconds: wall-clock time, or CPU time (`time.process_time`).
            within: the budget of the whole, if this is one part of it.
            grace: seconds guaranteed in any case: the time limit and Ctrl-C take effect only after them.
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
        """The remaining seconds of the time limit; at least 0."""
        return max(0.0, self.time_limit - self.seconds)

    @property
    def interrupted(self) -> bool:
        """Whether Ctrl-C was pressed during any part of the work."""
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
        """Return if the work may continue.

        Raises:
            BudgetSpentError: it may not.
        """
        if self.spent:
            raise BudgetSpentError

    def tick(self) -> None:
        """Ask, but read the clock only occasionally; for innermost loops.

        Raises:
            BudgetSpentError: the work has to end.
        """
        self._ticks += 1
        if not self._ticks & _BETWEEN_LOOKS:
            self.ask()

    def share(self, share: float = 1.0) -> Budget:
        """Return a budget for a part of the work: a share, from 0 to 1, of the remaining time."""
        return Budget(self.left * share, self.progress, clock=self.clock, within=self)

    def report(self, doing: str, **more: float | None) -> None:
        """Report the progress of the work."""
        if self.progress is not None:
            self.progress(Progress(self.seconds, doing, **more))  # type: ignore[arg-type]

    @contextmanager
    def ctrl_c(self) -> Iterator[None]:
        """Let Ctrl-C interrupt the work only; what was found so far is still read, verified and shown."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGINT, lambda *_: setattr(self, "interrupted", True))
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
