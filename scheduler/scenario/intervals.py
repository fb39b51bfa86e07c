"""Intervals of time as aware datetimes: commitments, openings of windows, whereabouts, local zones."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from scheduler.base.value import value

if TYPE_CHECKING:
    from collections.abc import Iterable


@value
class Commitment:
    """A binding session or an engagement of a principal."""

    title: str
    start: datetime
    end: datetime
    venue: str | None = None
    zone: str = "UTC"
    press: bool = False
    """True for a press availability; the rule `keep_apart` reads it."""


@value
class Opening:
    """A time in which a meeting may be held; if it has a place, only there and only in person."""

    start: datetime
    end: datetime
    place: str | None = None
    title: str = ""

    def takes(self, mode: str, place: str | None) -> bool:
        """Whether the opening admits a meeting in a mode and place."""
        return self.place is None or (mode == "in person" and place == self.place)


@value
class Whereabouts:
    """A principal is in a place from one moment to another."""

    place: str
    start: datetime
    end: datetime


@value
class Clocks:
    """A principal is in a time zone from one moment to another."""

    zone: str
    start: datetime
    end: datetime


@value
class Stretch:
    """A time in which a principal keeps a part free."""

    start: datetime
    end: datetime


def longest_free(stretch: Stretch, busy: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """Return the length of the longest part of the stretch that does not overlap any busy time."""
    longest, free_from = timedelta(0), stretch.start
    for start, end in sorted(busy):
        longest = max(longest, min(start, stretch.end) - free_from)
        free_from = max(free_from, end)
    return max(longest, stretch.end - free_from)
