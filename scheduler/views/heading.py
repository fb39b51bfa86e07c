"""The heading of every exported file (readers, status, zones), and the bookings and principals that it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.times import say_date, zone_of
from scheduler.plan.days import STATUS, city_of, clock_span, day_mark, programme_of, zone_label

if TYPE_CHECKING:
    from datetime import datetime

    from scheduler.plan.days import Item
    from scheduler.plan.plan import Booking, Fixed, Plan, Unscheduled
    from scheduler.views.export_formats import Export

PARTIAL = frozenset({"impossible", "out-of-time"})
"""The statuses of plans without all must-meetings."""


def reader_zone(export: Export) -> str:
    """Return the reader's zone: the one that the export names, or else the plan's own."""
    return export.zone or export.plan.zone


def bookings_of(export: Export) -> list[Booking]:
    """Return the bookings that the file covers, in the order of time."""
    found = (b for b in export.plan.bookings if export.principal is None or export.principal in b.participants)
    return sorted(found, key=lambda booking: (booking.start, booking.meeting))


def unscheduled_of(export: Export) -> list[Unscheduled]:
    """Return the unscheduled meetings that the file covers, in the order of the plan."""
    return [u for u in export.plan.unscheduled if export.principal is None or export.principal in u.participants]


def principals_of(export: Export) -> list[str]:
    """Return the principals whose programmes the file contains: non-empty ones; in an extract, the delegation's own."""
    plan = export.plan
    if export.principal is not None:
        return [export.principal]
    people = plan.names.sections.get("people", {})
    own = [key for key in people if plan.audience in {None, plan.delegations.get(key)}]
    return [key for key in own if programme_of(plan, key)]


def readers_line(export: Export) -> str:
    """Return the line that names the readers: a delegation, or the office, which alone sees a whole plan."""
    names = export.plan.names
    only = f"programme of {names.of('people', export.principal)}" if export.principal else ""
    if export.plan.audience is None:
        return f"Office copy: {only or 'the whole plan'}"
    return f"For the delegation of {names.of('delegations', export.plan.audience)}{': ' if only else ''}{only}"


def status_of(plan: Plan) -> str:
    """Return ``Status: optimal – the best plan there is (proved).``; "" for an extract."""
    if plan.audience is not None:
        return ""
    word = plan.status.upper() if plan.status in PARTIAL else plan.status
    return f"Status: {word} – {STATUS.get(plan.status, '')}."


def written_line(export: Export) -> str:
    """Return ``Written 24 Nov 2026, 14:05 UTC``."""
    return f"Written {say_date(export.at.date())} {export.at.year}, {export.at:%H:%M} UTC"


def zones_line(export: Export) -> str:
    """Return the sentence about the zones of the times in the file."""
    plan, reader = export.plan, reader_zone(export)
    starts = [booking.start for booking in plan.bookings] + [fixed.start for fixed in plan.fixed]
    when = min(starts, default=export.at)
    sentence = f"All times are local; the plan's own zone is {zone_label(plan.zone, when)}"
    return f"{sentence}; times in {zone_label(reader, when)} are added" if reader != plan.zone else sentence


def other_clock(zone: str, reader: str, start: datetime, end: datetime) -> str:
    """Return a span in the reader's zone, with a mark if the day differs; "" if both zones show the same time."""
    own, other = zone_of(zone), zone_of(reader)
    if all(moment.astimezone(own).utcoffset() == moment.astimezone(other).utcoffset() for moment in (start, end)):
        return ""
    return f"{clock_span(start, end, other)}{day_mark(start, own, other)}"


def other_clocks(booking: Booking, reader: str) -> str:
    """Return a line for each other relevant zone: the reader's, and those of remote participants."""
    zones = dict.fromkeys((reader, *booking.clocks))
    spans = ((zone, other_clock(booking.zone, zone, booking.start, booking.end)) for zone in zones)
    return "\n".join(f"{city_of(zone)} {span}" for zone, span in spans if span)


def note_of(item: Item | Booking | Fixed) -> str:
    """Return a note, with a prefix if only the office may read it."""
    private = item.note and item.note_visibility == "confidential"
    return f"For the office only: {item.note}" if private else item.note


def line_of(plan: Plan, origin: str) -> str:
    """Return ``line 61``, or the file and the line if it is not the scenario's own file; "" for no origin."""
    file, _, line = origin.rpartition(":")
    return f"line {line}" if line and file == plan.file else origin
