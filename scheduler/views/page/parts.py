"""Shared parts of the page's views: local times, and the moments and delegations as its script reads them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scheduler.base.times import zone_of
from scheduler.base.value import value
from scheduler.plan.days import later_mark, sessions_of
from scheduler.views.heading import bookings_of, principals_of
from scheduler.views.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from scheduler.plan.plan import Booking, Fixed
    from scheduler.views.export_formats import Export

PRIVATE = frozenset({"stay", "engagement", "movement", "engaged"})
"""The kinds of fixed entries that concern one principal only."""
KNOWN = frozenset({"confirmed", "tentative", "requested"})
"""The states with their own style."""


@value
class Moment:
    """A moment on the page: its local time, and its time stamp, with which the script converts it to another zone."""

    stamp: str
    clock: str
    since: str = ""
    """For an end, the stamp of its start: the script marks an end on a later day."""


class PageContent:
    """The content of a page: bookings, principals, and their delegations by number."""

    def __init__(self, export: Export) -> None:
        self.export, self.plan, self.zone = export, export.plan, zone_of(export.plan.zone)
        self.bookings = bookings_of(export)
        self.principals = principals_of(export)
        self.numbers = {key: str(n) for n, key in enumerate(sorted(set(self.plan.delegations.values())))}

    def date(self, moment: datetime) -> date:
        """Return the date of a moment in the plan's own zone."""
        return moment.astimezone(self.zone).date()

    def moment(self, moment: datetime) -> Moment:
        """Return a moment in the plan's own zone."""
        return Moment(_stamp(moment), f"{moment.astimezone(self.zone):%H:%M}")

    def end(self, start: datetime, end: datetime) -> Moment:
        """Return an end in the plan's own zone, marked if it is on a later day than the start."""
        clock = f"{end.astimezone(self.zone):%H:%M}{later_mark(start, end, self.zone)}"
        return Moment(_stamp(end), clock, _stamp(start))

    def of(self, principals: Iterable[str]) -> str:
        """Return the numbers of the delegations of principals, separated by spaces, for the script."""
        found = {self.plan.delegations[key] for key in principals if key in self.plan.delegations}
        return " ".join(sorted(self.numbers[key] for key in found))

    def delegations(self) -> list[tuple[str, str]]:
        """Return the delegations by which the page can be filtered, as number and name, sorted by name."""
        names, of = self.plan.names, self.plan.delegations
        shown = {of.get(key) for booking in self.bookings for key in booking.participants}
        shown |= {of.get(key) for key in self.principals}
        found = [(self.numbers[key], printable(names.of("delegations", key))) for key in self.numbers if key in shown]
        return sorted(found, key=lambda entry: entry[1].casefold())

    def sessions(self) -> list[Fixed]:
        """Return each session once; in the page of one principal, all of their fixed entries except stays."""
        only = self.export.principal
        if only is not None:
            return [f for f in self.plan.fixed if only in f.principals and f.kind != "stay"]
        return sessions_of(self.plan)


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def state_of(booking: Booking) -> str:
    """Return the CSS class of a booking: its state."""
    return booking.state if booking.state in KNOWN else "requested"


def kind_of(fixed: Fixed) -> str:
    """Return the CSS class of a fixed entry: its kind, or ``session``."""
    return fixed.kind if fixed.kind in PRIVATE else "session"


def lines(texts: Iterable[str], but: str = "") -> list[str]:
    """Return the non-empty texts except `but`, as printable lines."""
    return [printable(text) for text in texts if text and text != but]
