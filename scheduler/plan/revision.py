"""Revisions: a plan that follows an earlier one, so that calendars with the earlier one are updated correctly.

Each booking counts its revisions (SEQUENCE in RFC 5545). A booking that is no longer held, or that somebody has
left, is kept among the cancelled ones, so that a calendar receives the cancellation.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan.plan import Booking, Names, Plan


def revise(old: Plan, new: Plan) -> Plan:
    """Return the new plan with sequence numbers that continue those of the old plan, and with the cancellations."""
    before = {booking.meeting: booking for booking in (*old.cancelled, *old.bookings)}
    called_off = {booking.meeting for booking in old.cancelled} - set(old.by_meeting)

    def with_sequence(booking: Booking) -> Booking:
        previous = before.get(booking.meeting)
        if previous is None:
            return replace(booking, sequence=0)
        changed = booking.meeting in called_off or _shown_fields(new, booking) != _shown_fields(old, previous)
        return replace(booking, sequence=previous.sequence + changed)

    bookings = tuple(with_sequence(booking) for booking in new.bookings)
    cancelled = tuple(_cancelled(old, new))
    if not cancelled:
        return replace(new, bookings=bookings, cancelled=())
    people = {key for booking in cancelled for key in booking.participants}
    delegations = {key: of for key, of in old.delegations.items() if key in people} | dict(new.delegations)
    names = _with_names(new.names, old.names, cancelled, {delegations[key] for key in people if key in delegations})
    return replace(new, bookings=bookings, cancelled=cancelled, delegations=delegations, names=names)


def _shown_fields(plan: Plan, booking: Booking) -> tuple[object, ...]:
    """Return the values that a calendar shows to everybody who sees a booking; a revision changes one of them.

    Only an open note counts: any other note would reveal a change to people who may not read it.
    """
    names = plan.names
    people = tuple((key, names.of("people", key)) for key in booking.participants)
    where = (booking.mode, booking.place, booking.venue, booking.room)
    called = tuple(
        names.of(section, key or "")
        for section, key in (("places", booking.place), ("venues", booking.venue), ("rooms", booking.room_group))
    )
    held = (booking.start, booking.end, booking.interpreters, booking.format, booking.state, booking.press)
    note = booking.note if booking.note_visibility == "open" else ""
    return (names.meeting(booking.meeting), people, where, called, held, note)


def _cancelled(old: Plan, new: Plan) -> Iterator[Booking]:
    """Yield the bookings that somebody has lost: those of the old plan, and those that it had cancelled already.

    A meeting that is still held, but without one of its participants, is cancelled for that participant.
    """
    for booking in old.bookings:
        if _lost_by_somebody(booking, new):
            yield replace(booking, sequence=booking.sequence + 1)
    for booking in old.cancelled:
        again = old.by_meeting.get(booking.meeting)
        if _lost_by_somebody(booking, new) and not (again and set(booking.participants) <= set(again.participants)):
            yield booking


def _lost_by_somebody(booking: Booking, new: Plan) -> bool:
    """Whether one of the participants of a booking no longer has it."""
    now = new.by_meeting.get(booking.meeting)
    return now is None or not set(booking.participants) <= set(now.participants)


def _with_names(names: Names, old: Names, cancelled: tuple[Booking, ...], delegations: set[str]) -> Names:
    """Return the names, with those added that only cancelled bookings need."""
    keys = {key for b in cancelled for key in (b.meeting, *b.participants, b.place, b.venue, b.room_group) if key}
    keys |= {key for b in cancelled for key in b.interpreters}
    sections = {
        section: {
            **{
                key: name
                for key, name in old.sections.get(section, {}).items()
                if key in (delegations if section == "delegations" else keys)
            },
            **names.sections.get(section, {}),
        }
        for section in {**old.sections, **names.sections}
    }
    return replace(names, sections=sections)
