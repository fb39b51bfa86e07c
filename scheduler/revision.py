"""How a plan follows an earlier one, so that calendars, which know the earlier one, take over what changed.

A booking counts how often it was changed (RFC 5545 calls that its sequence), and a booking that is no longer
held is kept, to be called off.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan import Booking, Names, Plan

SEEN = (
    "participants", "start", "end", "mode", "place", "venue", "room", "interpreters", "format", "state", "press", "note"
)  # fmt: skip
"""What a calendar shows of a booking; where it differs, the booking is another revision."""


def revised(old: Plan, new: Plan) -> Plan:
    """Return a new plan with each booking's sequence counted on from an old plan, and with what is called off."""
    before = {booking.meeting: booking for booking in (*old.cancelled, *old.bookings)}
    called_off = {booking.meeting for booking in old.cancelled} - set(old.by_meeting)
    bookings = tuple(_counted(b, before.get(b.meeting), again=b.meeting in called_off) for b in new.bookings)
    cancelled = tuple(_cancelled(old, new))
    return replace(new, bookings=bookings, cancelled=cancelled, names=_with_names(new.names, old.names, cancelled))


def _counted(booking: Booking, before: Booking | None, *, again: bool) -> Booking:
    if before is None:
        return replace(booking, sequence=0)
    changed = again or any(getattr(booking, name) != getattr(before, name) for name in SEEN)
    return replace(booking, sequence=before.sequence + changed)


def _cancelled(old: Plan, new: Plan) -> Iterator[Booking]:
    """Yield what the old plan held, or had called off already, and the new one does not hold."""
    for booking in old.bookings:
        if booking.meeting not in new.by_meeting:
            yield replace(booking, sequence=booking.sequence + 1)
    for booking in old.cancelled:
        if booking.meeting not in new.by_meeting and booking.meeting not in old.by_meeting:
            yield booking


def _with_names(names: Names, old: Names, cancelled: tuple[Booking, ...]) -> Names:
    """Return the names with those that only what is called off still needs."""
    if not cancelled:
        return names
    keys = {key for b in cancelled for key in (b.meeting, *b.participants, b.place, b.venue, b.room_group) if key}
    sections = {
        section: {
            **{key: name for key, name in old.sections.get(section, {}).items() if key in keys},
            **names.sections.get(section, {}),
        }
        for section in {**old.sections, **names.sections}
    }
    return replace(names, sections=sections)
