"""What the views of a page share: whose times they show, and how moments and delegations are written for its script."""

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
"""The kinds of what is fixed for one principal alone, and no session."""
KNOWN = frozenset({"confirmed", "tentative", "requested"})
"""The states that the page has a look for."""


@value
class Moment:
    """A moment as the page writes it: its clock, and what a script needs to write it on another."""

    stamp: str
    clock: str
    since: str = ""
    """For an end, the stamp of the start: where it is on a later day, that is marked."""


class Shown:
    """What a page shows of an export: its bookings, its principals, and their delegations by number."""

    def __init__(self, export: Export) -> None:
        self.export, self.plan, self.zone = export, export.plan, zone_of(export.plan.zone)
        self.bookings = bookings_of(export)
        self.principals = principals_of(export)
        self.numbers = {key: str(n) for n, key in enumerate(sorted(set(self.plan.delegations.values())))}

    def date(self, moment: datetime) -> date:
        """Return the day of a moment on the plan's own clocks."""
        return moment.astimezone(self.zone).date()

    def moment(self, moment: datetime) -> Moment:
        """Return a moment on the plan's own clocks."""
        return Moment(_stamp(moment), f"{moment.astimezone(self.zone):%H:%M}")

    def end(self, start: datetime, end: datetime) -> Moment:
        """Return an end on the plan's own clocks, marked where it is on a later day than the start."""
        clock = f"{end.astimezone(self.zone):%H:%M}{later_mark(start, end, self.zone)}"
        return Moment(_stamp(end), clock, _stamp(start))

    def of(self, principals: Iterable[str]) -> str:
        """Return the numbers of the delegations of principals, as words for the script."""
        found = {self.plan.delegations[key] for key in principals if key in self.plan.delegations}
        return " ".join(sorted(self.numbers[key] for key in found))

    def delegations(self) -> list[tuple[str, str]]:
        """Return the delegations that the page can be narrowed to: number and name, in the order of names."""
        names, of = self.plan.names, self.plan.delegations
        shown = {of.get(key) for booking in self.bookings for key in booking.participants}
        shown |= {of.get(key) for key in self.principals}
        found = [(self.numbers[key], printable(names.of("delegations", key))) for key in self.numbers if key in shown]
        return sorted(found, key=lambda entry: entry[1].casefold())

    def sessions(self) -> list[Fixed]:
        """Return the sessions, each of them once; of one principal, all that is fixed."""
        only = self.export.principal
        if only is not None:
            return [f for f in self.plan.fixed if only in f.principals and f.kind != "stay"]
        return sessions_of(self.plan)


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def state_of(booking: Booking) -> str:
    """Return the class of a booking: its state."""
    return booking.state if booking.state in KNOWN else "requested"


def kind_of(fixed: Fixed) -> str:
    """Return the class of what is fixed: its kind, or that it is a session."""
    return fixed.kind if fixed.kind in PRIVATE else "session"


def lines(texts: Iterable[str], but: str = "") -> list[str]:
    """Return the lines that say something, and not what is said already."""
    return [printable(text) for text in texts if text and text != but]
