"""Export a plan as iCalendar (RFC 5545): one event for each booking, session and engagement.

The UID of a meeting is derived from the scenario's title and the meeting's key, so that a calendar recognises it in
every later plan. Its SEQUENCE increases when something changes that the calendar shows, and a meeting that is no
longer held becomes CANCELLED. If the calendar that was sent out last is given, the sequences continue from it.
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
"""The STATUS of each state of a meeting; all other states are TENTATIVE."""
SHOWN = ("SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION", "STATUS", "CLASS")
"""The properties that an event shows; a change of one of them makes a new revision."""


def to_bytes(export: Export) -> bytes:
    """Return the calendar of a plan, or of one principal in it.

    Raises:
        InputError: the earlier calendar was not written by this program, or is for other readers.
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
    before = _earlier_events(*export.before, identity) if export.before else {}
    for event in _with_sequences(_events(export), before, export.at):
        calendar.add_component(event)
    calendar.add_missing_timezones(*_years(export))
    contents: bytes = calendar.to_ical()
    return contents


def _years(export: Export) -> tuple[date, date]:
    """Return the dates between which zone rules are written: the plan's years, and one year before and after."""
    entries: tuple[Booking | Fixed, ...] = (*export.plan.bookings, *export.plan.cancelled, *export.plan.fixed)
    moments = [export.at, *(moment for entry in entries for moment in (entry.start, entry.end))]
    return date(min(moments).year - 1, 1, 1), date(max(moments).year + 2, 1, 1)


def _uid(plan: Plan, *parts: object) -> str:
    """Return a UID that is stable over all plans of a scenario."""
    return str(uuid.uuid5(SPACE, repr((plan.scenario, *parts))))


# The events.


def _events(export: Export) -> Iterator[Event]:
    plan, principal = export.plan, export.principal
    for booking in _in_order(plan.bookings, principal):
        yield _meeting_event(export, booking, STATES.get(booking.state, "TENTATIVE"))
    for booking in _cancelled_bookings(plan, principal):
        yield _meeting_event(export, booking, "CANCELLED")
    seen: dict[str, int] = {}
    for fixed in _fixed_entries(plan, principal):
        uid = _fixed_uid(plan, fixed)
        seen[uid] = seen.get(uid, 0) + 1
        yield _fixed_event(export, fixed, uid if seen[uid] == 1 else _uid(plan, uid, seen[uid]))


def _in_order(bookings: Iterable[Booking], principal: str | None) -> list[Booking]:
    asked = [b for b in bookings if principal is None or principal in b.participants]
    return sorted(asked, key=lambda booking: (booking.start, booking.meeting))


def _cancelled_bookings(plan: Plan, principal: str | None) -> list[Booking]:
    """Return the cancelled bookings of the readers, one for each meeting that they no longer have at all."""
    held = {booking.meeting for booking in _in_order(plan.bookings, principal)}
    found: dict[str, Booking] = {}
    for booking in _in_order(plan.cancelled, principal):
        known = found.setdefault(booking.meeting, booking)
        if booking.sequence > known.sequence:
            found[booking.meeting] = booking
    return [booking for booking in found.values() if booking.meeting not in held]


def _fixed_entries(plan: Plan, principal: str | None) -> list[Fixed]:
    """Return the fixed entries to export: all of one principal, or each session of the plan once."""
    if principal is not None:
        return [f for f in plan.fixed if principal in f.principals and f.kind != "stay"]
    return sessions_of(plan)


def _fixed_uid(plan: Plan, fixed: Fixed) -> str:
    """Return the UID of a fixed entry; a session that moves within its day keeps it."""
    if fixed.kind == "engaged":
        return _uid(plan, fixed.kind, fixed.principals, fixed.start.isoformat(), fixed.end.isoformat())
    who = fixed.principals if fixed.kind in {"engagement", "movement"} else ()
    day = fixed.start.astimezone(zone_of(fixed.zone)).date().isoformat()
    return _uid(plan, fixed.kind, fixed.title, who, day)


def _meeting_event(export: Export, booking: Booking, status: str) -> Event:
    plan = export.plan
    event = _event_with_times(
        export, _uid(plan, "meeting", booking.meeting), plan.names.meeting(booking.meeting), booking
    )
    event.add("sequence", booking.sequence)
    event.add("status", status)
    event.add("class", CLASSES[booking.visibility])
    event.add("location", _text(_location(plan, booking)))
    event.add("description", _text("\n".join(_description(export, booking))))
    if booking.line:
        # Not in the description, since a moved line of the file is not a change of the meeting.
        event.add("comment", _text(f"Requested in {booking.line}"))
    return event


def _fixed_event(export: Export, fixed: Fixed, uid: str) -> Event:
    event = _event_with_times(export, uid, fixed.title, fixed)
    event.add("sequence", 0)
    event.add("class", "PRIVATE")
    names = export.plan.names
    where = [names.venue(fixed.venue) if fixed.venue else "", names.of("places", fixed.place or "")]
    if any(where):
        event.add("location", _text(", ".join(part for part in where if part)))
    if fixed.note:
        event.add("description", _text(fixed.note))
    return event


def _event_with_times(export: Export, uid: str, title: str, entry: Booking | Fixed) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", export.at)
    event.add("summary", _text(title))
    event.add("dtstart", _local_or_utc(entry.start, entry.zone))
    event.add("dtend", _local_or_utc(entry.end, entry.zone))
    event.add("transp", "OPAQUE")
    return event


def _local_or_utc(moment: datetime, zone: str) -> datetime:
    """Return a moment in a named zone; in UTC if the zone is only an offset.

    In an hour that a clock change repeats it is in UTC too, since calendar programs interpret such times differently.
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
    """Return a text without the control characters that a calendar cannot contain."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign if sign in "\n\t" or sign.isprintable() or sign >= "\xa0" else " " for sign in lines)


# The earlier calendar.


def _earlier_events(name: str, before: bytes, identity: str) -> dict[str, Event]:
    """Return the events of the earlier calendar by UID."""
    try:
        calendar = Calendar.from_ical(before)
    except (ValueError, IndexError) as error:
        raise _refused(name, f"this is not a calendar ({error}).") from None
    if not isinstance(calendar, Calendar) or str(calendar.get("prodid")) != PRODUCT:
        raise _refused(name, "the calendar was not written by this program.")
    if str(calendar.get("uid")) != identity:
        raise _refused(name, "the calendar belongs to another scenario, or is for other readers.")
    try:
        return {_checked_uid(event): event for event in calendar.events}
    except Exception as error:  # a calendar that somebody altered may contain anything
        raise _refused(name, f"the calendar is damaged ({' '.join(str(error).split())[:120]}).") from error


def _checked_uid(event: Event) -> str:
    """Return the UID of an event after checking that its shown properties can be read."""
    _sequence(event)
    for name in SHOWN:
        _value(event, name)
    return str(event["uid"])


def _refused(name: str, message: str) -> InputError:
    hint = "Name the calendar that the same readers have, or write to another file."
    return InputError([Issue(name, 0, message, hint)])


def _with_sequences(events: Iterable[Event], before: dict[str, Event], at: datetime) -> Iterator[Event]:
    """Yield the events with sequences that continue the earlier calendar, and cancel its events that are gone."""
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
