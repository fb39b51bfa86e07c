"""A plan as iCalendar (RFC 5545): one event for each booking, session and engagement.

The UID of a meeting is made from the scenario's title and the meeting's key, so that a calendar knows it again in
every later plan. Its SEQUENCE rises when something changes that the calendar shows, and what is no longer held is
called off as CANCELLED. Where the calendar that was sent out last is at hand, changes are counted on from it.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from icalendar import Calendar, Event, vDDDTypes, vText

from scheduler.base.issue import InputError, Issue
from scheduler.base.times import say_length, zone_of
from scheduler.plan.days import clock_span, day_mark, room_name, sessions_of, venue_or_mode
from scheduler.views.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from scheduler.plan.plan import Booking, Fixed, Plan
    from scheduler.views.export_formats import Export

PRODUCT = "-//scheduler//side meetings of multilateral forums//EN"
SPACE = uuid.UUID("5f1f6c63-6ab5-5c1c-9d53-0f1d3b0a7c11")
"""The namespace of our UIDs (RFC 9562, version 5)."""
CLASSES = {"open": "PUBLIC", "delegations only": "PRIVATE", "confidential": "CONFIDENTIAL"}
STATES = {"confirmed": "CONFIRMED"}
"""A calendar knows confirmed and tentative; every other state of a meeting is tentative."""
SHOWN = ("SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION", "STATUS", "CLASS")
"""What an event shows; where it differs, the event is another revision."""


def made(export: Export) -> bytes:
    """Return the calendar of a plan: for all, or of one principal.

    Raises:
        InputError: the calendar that changes are counted on from is not ours, or not for the same readers.
    """
    plan, identity = export.plan, _uid(export.plan, "calendar", export.plan.audience, export.principal)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("uid", identity)
    title = f"{plan.scenario}: {plan.names.principal(export.principal)}" if export.principal else plan.scenario
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(_text(one_line(title))))
    calendar.add("x-wr-timezone", plan.zone)
    before = _known(*export.before, identity) if export.before else {}
    for event in _counted_on(_events(export), before, export.at):
        calendar.add_component(event)
    calendar.add_missing_timezones(*_years(export))
    contents: bytes = calendar.to_ical()
    return contents


def _years(export: Export) -> tuple[date, date]:
    """Return the days for which the rules of the zones are written: the plan's years, and one around them."""
    entries: tuple[Booking | Fixed, ...] = (*export.plan.bookings, *export.plan.cancelled, *export.plan.fixed)
    moments = [export.at, *(moment for entry in entries for moment in (entry.start, entry.end))]
    return date(min(moments).year - 1, 1, 1), date(max(moments).year + 2, 1, 1)


def _uid(plan: Plan, *parts: object) -> str:
    """Return the identifier of something in the plans of a scenario."""
    return str(uuid.uuid5(SPACE, repr((plan.scenario, *parts))))


# The events.


def _events(export: Export) -> Iterator[Event]:
    plan, principal = export.plan, export.principal
    for booking in _in_order(plan.bookings, principal):
        yield _meeting(export, booking, STATES.get(booking.state, "TENTATIVE"))
    for booking in _called_off(plan, principal):
        yield _meeting(export, booking, "CANCELLED")
    seen: dict[str, int] = {}
    for fixed in _fixed(plan, principal):
        uid = _fixed_uid(plan, fixed)
        seen[uid] = seen.get(uid, 0) + 1
        yield _entry(export, fixed, uid if seen[uid] == 1 else _uid(plan, uid, seen[uid]))


def _in_order(bookings: Iterable[Booking], principal: str | None) -> list[Booking]:
    asked = [b for b in bookings if principal is None or principal in b.participants]
    return sorted(asked, key=lambda booking: (booking.start, booking.meeting))


def _called_off(plan: Plan, principal: str | None) -> list[Booking]:
    """Return what is called off for the readers: once for each meeting, and no meeting that they still hold."""
    held = {booking.meeting for booking in _in_order(plan.bookings, principal)}
    found: dict[str, Booking] = {}
    for booking in _in_order(plan.cancelled, principal):
        known = found.setdefault(booking.meeting, booking)
        if booking.sequence > known.sequence:
            found[booking.meeting] = booking
    return [booking for booking in found.values() if booking.meeting not in held]


def _fixed(plan: Plan, principal: str | None) -> list[Fixed]:
    """Return what is fixed: everything of one principal; for all, the sessions, each of them once."""
    if principal is not None:
        return [f for f in plan.fixed if principal in f.principals and f.kind != "stay"]
    return sessions_of(plan)


def _fixed_uid(plan: Plan, fixed: Fixed) -> str:
    """Return the UID of something fixed; a session keeps it when it is moved within its day."""
    if fixed.kind == "engaged":
        return _uid(plan, fixed.kind, fixed.principals, fixed.start.isoformat(), fixed.end.isoformat())
    who = fixed.principals if fixed.kind in {"engagement", "movement"} else ()
    day = fixed.start.astimezone(zone_of(fixed.zone)).date().isoformat()
    return _uid(plan, fixed.kind, fixed.title, who, day)


def _meeting(export: Export, booking: Booking, status: str) -> Event:
    plan = export.plan
    event = _timed(export, _uid(plan, "meeting", booking.meeting), plan.names.meeting(booking.meeting), booking)
    event.add("sequence", booking.sequence)
    event.add("status", status)
    event.add("class", CLASSES[booking.visibility])
    event.add("location", _text(_location(plan, booking)))
    event.add("description", _text("\n".join(_description(export, booking))))
    if booking.line:
        # Not in the description: a line that was moved is no change of the meeting.
        event.add("comment", _text(f"Asked for in {booking.line}"))
    return event


def _entry(export: Export, fixed: Fixed, uid: str) -> Event:
    event = _timed(export, uid, fixed.title, fixed)
    event.add("sequence", 0)
    event.add("class", "PRIVATE")
    names = export.plan.names
    where = [names.venue(fixed.venue) if fixed.venue else "", names.of("places", fixed.place or "")]
    if any(where):
        event.add("location", _text(", ".join(part for part in where if part)))
    if fixed.note:
        event.add("description", _text(fixed.note))
    return event


def _timed(export: Export, uid: str, title: str, entry: Booking | Fixed) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", export.at)
    event.add("summary", _text(title))
    event.add("dtstart", _on_clock(entry.start, entry.zone))
    event.add("dtend", _on_clock(entry.end, entry.zone))
    event.add("transp", "OPAQUE")
    return event


def _on_clock(moment: datetime, zone: str) -> datetime:
    """Return the moment on the clocks of a zone with a name; of one that is an offset only, in UTC.

    In the hour that the clocks show twice it is in UTC as well: readers do not agree on which of the two is meant.
    """
    local = moment.astimezone(zone_of(zone))
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return moment if "/" not in zone or twice else local


def _location(plan: Plan, booking: Booking) -> str:
    if booking.mode != "in person":
        return venue_or_mode(plan, booking)
    place = plan.names.of("places", booking.place or "")
    parts = dict.fromkeys((room_name(plan, booking.room), venue_or_mode(plan, booking), place))
    return ", ".join(part for part in parts if part)


def _description(export: Export, booking: Booking) -> Iterator[str]:
    plan, names = export.plan, export.plan.names
    yield f"{booking.format}, {say_length(booking.minutes)}, {booking.state}"
    yield f"Participants: {', '.join(names.of('people', key) for key in booking.participants)}"
    if booking.interpreters:
        yield f"Interpreters: {', '.join(names.of('interpreters', pool) for pool in booking.interpreters)}"
    if booking.press:
        yield f"Press for the first {say_length(booking.press)}"
    own = zone_of(booking.zone)
    for zone in dict.fromkeys((booking.zone, export.zone or plan.zone, *booking.clocks)):
        mark = day_mark(booking.start, own, zone_of(zone))
        yield f"{clock_span(booking.start, booking.end, zone_of(zone))} {zone}{mark}"
    if booking.note:
        yield f"Note: {booking.note}"


def _text(text: str) -> str:
    """Return a text without the control characters that a calendar cannot hold."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign if sign in "\n\t" or sign.isprintable() or sign >= "\xa0" else " " for sign in lines)


# What calendars know already.


def _known(name: str, before: bytes, identity: str) -> dict[str, Event]:
    """Return the events of the calendar that was sent out last, by their UID."""
    try:
        calendar = Calendar.from_ical(before)
    except (ValueError, IndexError) as error:
        raise _refused(name, f"this is not a calendar ({error}).") from None
    if not isinstance(calendar, Calendar) or str(calendar.get("prodid")) != PRODUCT:
        raise _refused(name, "the calendar was not written by this program.")
    if str(calendar.get("uid")) != identity:
        raise _refused(name, "the calendar is of another scenario, or for other readers.")
    try:
        return {_readable(event): event for event in calendar.events}
    except Exception as error:  # a calendar that somebody changed may hold anything
        raise _refused(name, f"the calendar is damaged ({' '.join(str(error).split())[:120]}).") from error


def _readable(event: Event) -> str:
    """Return the UID of an event all of whose entries can be read."""
    _sequence(event)
    for name in SHOWN:
        _value(event, name)
    return str(event["uid"])


def _refused(name: str, message: str) -> InputError:
    hint = "Changes are counted on from the one that the same readers have; name that, or write to another file."
    return InputError([Issue(name, 0, message, hint)])


def _counted_on(events: Iterable[Event], before: dict[str, Event], at: datetime) -> Iterator[Event]:
    """Yield the events with their sequence counted on, and call off what is known and no longer there."""
    gone = dict(before)
    for event in events:
        known = gone.pop(str(event["uid"]), None)
        if known is not None:
            changed = any(_value(event, name) != _value(known, name) for name in SHOWN)
            event["sequence"] = max(_sequence(event), _sequence(known) + changed)
        yield event
    for event in gone.values():
        if str(event.get("status")) != "CANCELLED":
            event["sequence"] = _sequence(event) + 1
            event["status"] = "CANCELLED"
            event["dtstamp"] = vDDDTypes(at)
        yield event


def _sequence(event: Event) -> int:
    return int(str(event.get("sequence", 0)))


def _value(event: Event, name: str) -> object:
    value = event.get(name)
    if value is None:
        return None
    return value.dt if hasattr(value, "dt") else str(value)
