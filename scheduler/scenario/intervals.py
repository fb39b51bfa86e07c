"""Times in a principal's days, resolved to aware datetimes: what binds, what is open, where somebody is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from scheduler.base.value import value

if TYPE_CHECKING:
    from collections.abc import Iterable


@value
class Commitment:
    """A fixed time in a principal's day: a session that binds, or an engagement."""

    title: str
    start: datetime
    end: datetime
    venue: str | None = None
    zone: str = "UTC"
    press: bool = False
    """True for a press availability, which `keep_apart` knows."""


@value
class Opening:
    """A time in which a meeting may be held; with a place, only there when it is in person."""

    start: datetime
    end: datetime
    place: str | None = None
    title: str = ""

    def takes(self, mode: str, place: str | None) -> bool:
        """Whether a meeting in that mode and place may use it."""
        return self.place is None or (mode == "in person" and place == self.place)


@value
class Whereabouts:
    """A principal is in a place from one moment to another."""

    place: str
    start: datetime
    end: datetime


@value
class Clocks:
    """From one moment to another a principal lives by a zone's clocks."""

    zone: str
    start: datetime
    end: datetime


@value
class Stretch:
    """A time of which a principal keeps a part free."""

    start: datetime
    end: datetime


def longest_free(stretch: Stretch, busy: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """Return the longest time inside the stretch in which nothing of what is busy lies."""
    longest, free_from = timedelta(0), stretch.start
    for start, end in sorted(busy):
        longest = max(longest, min(start, stretch.end) - free_from)
        free_from = max(free_from, end)
    return max(longest, stretch.end - free_from)
