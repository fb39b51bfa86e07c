"""How a plan follows an earlier one, so that calendars, which know the earlier one, take over what changed.

A booking counts how often it was changed (RFC 5545 calls that its sequence), and a booking that is no longer
held, or no longer with somebody, is kept, to be called off.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan.plan import Booking, Names, Plan


def revised(old: Plan, new: Plan) -> Plan:
    """Return a new plan with each booking's sequence counted on from an old plan, and with what is called off."""
    before = {booking.meeting: booking for booking in (*old.cancelled, *old.bookings)}
    called_off = {booking.meeting for booking in old.cancelled} - set(old.by_meeting)

    def counted(booking: Booking) -> Booking:
        known = before.get(booking.meeting)
        if known is None:
            return replace(booking, sequence=0)
        changed = booking.meeting in called_off or shown(new, booking) != shown(old, known)
        return replace(booking, sequence=known.sequence + changed)

    bookings = tuple(counted(booking) for booking in new.bookings)
    cancelled = tuple(_cancelled(old, new))
    if not cancelled:
        return replace(new, bookings=bookings, cancelled=())
    people = {key for booking in cancelled for key in booking.participants}
    delegations = {key: of for key, of in old.delegations.items() if key in people} | dict(new.delegations)
    names = _with_names(new.names, old.names, cancelled, {delegations[key] for key in people if key in delegations})
    return replace(new, bookings=bookings, cancelled=cancelled, delegations=delegations, names=names)


def shown(plan: Plan, booking: Booking) -> tuple[object, ...]:
    """Return what a calendar shows of a booking to everybody who sees it; another revision differs in it.

    A note that not all of them read is none of it: it would tell the others that something was changed.
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
    """Yield what the old plan held, or had called off already, and the new one does not hold with the same people.

    Of a meeting that is held with others it is called off for those who are no longer among them.
    """
    for booking in old.bookings:
        if _lost(booking, new):
            yield replace(booking, sequence=booking.sequence + 1)
    for booking in old.cancelled:
        again = old.by_meeting.get(booking.meeting)
        if _lost(booking, new) and not (again and set(booking.participants) <= set(again.participants)):
            yield booking


def _lost(booking: Booking, new: Plan) -> bool:
    """Whether somebody who took part does so no longer."""
    now = new.by_meeting.get(booking.meeting)
    return now is None or not set(booking.participants) <= set(now.participants)


def _with_names(names: Names, old: Names, cancelled: tuple[Booking, ...], delegations: set[str]) -> Names:
    """Return the names with those that only what is called off still needs."""
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
