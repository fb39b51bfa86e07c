"""The run-down of each day: a table in the order of time, printed one day a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.value import value
from scheduler.plan.days import city_of, day_title, joined_names, say_basis, where_lines
from scheduler.views.heading import line_of, note_of, other_clock
from scheduler.views.page.parts import kind_of, lines, state_of
from scheduler.views.printable import printable

if TYPE_CHECKING:
    from datetime import date

    from scheduler.plan.plan import Booking, Fixed
    from scheduler.views.page.parts import Moment, PageContent


@value
class RundownEntry:
    """A row of a day's run-down."""

    kind: str
    first: Moment
    last: Moment
    elsewhere: str
    title: str
    lines: list[str]
    where: list[str]
    basis: list[str]
    delegations: str


@value
class Rundown:
    """A day as a run-down."""

    number: int
    title: str
    date: str
    entries: list[RundownEntry]
    basis: bool
    """Whether the sources of the entries are shown: not in an extract."""


def rundowns(shown: PageContent) -> list[Rundown]:
    """Return the run-downs of the days, each in the order of time."""
    rows = [(booking.start, _booked(shown, booking)) for booking in shown.bookings]
    rows += [(fixed.start, _fixed(shown, fixed)) for fixed in shown.sessions()]
    days: dict[date, list[RundownEntry]] = {}
    for start, entry in sorted(rows, key=lambda row: (row[0], row[1].title)):
        days.setdefault(shown.date(start), []).append(entry)
    whole = shown.plan.audience is None
    return [
        Rundown(number, day_title(day), f"{day:%Y-%m-%d}", entries, whole)
        for number, (day, entries) in enumerate(days.items(), start=1)
    ]


def _booked(shown: PageContent, booking: Booking) -> RundownEntry:
    plan = shown.plan
    title = plan.names.meeting(booking.meeting)
    details = [joined_names(plan, booking.participants), f"{booking.format}, {booking.state}", note_of(booking)]
    rests_on = [say_basis(booking) or "no source is given", line_of(plan, booking.line)]
    return RundownEntry(
        state_of(booking),
        shown.moment(booking.start),
        shown.end(booking.start, booking.end),
        _elsewhere(shown, booking),
        printable(title),
        lines(details, title),
        lines(where_lines(plan, booking)),
        lines(rests_on) if plan.audience is None else [],
        shown.of(booking.participants),
    )


def _fixed(shown: PageContent, fixed: Fixed) -> RundownEntry:
    names = shown.plan.names
    where = names.venue(fixed.venue) if fixed.venue else names.of("places", fixed.place or "")
    first, last = shown.moment(fixed.start), shown.end(fixed.start, fixed.end)
    title, details, of = printable(fixed.title), lines([note_of(fixed)]), shown.of(fixed.principals)
    return RundownEntry(kind_of(fixed), first, last, "", title, details, lines([where]), [], of)


def _elsewhere(shown: PageContent, booking: Booking) -> str:
    """Return the local times of places that are not in the plan's own zone."""
    zones = dict.fromkeys((booking.zone, *booking.clocks))
    spans = ((zone, other_clock(shown.plan.zone, zone, booking.start, booking.end)) for zone in zones)
    return ", ".join(f"{span} {city_of(zone)}" for zone, span in spans if span)
