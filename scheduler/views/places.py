"""Headings of columns and rows for bookings: the venue and the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.value import value
from scheduler.plan.days import room_name, venue_or_mode

if TYPE_CHECKING:
    from scheduler.plan.plan import Booking, Plan

NO_ROOM = "no room"


@value
class Heading:
    """A heading: a venue and a room in it."""

    where: str
    room: str

    @property
    def order(self) -> tuple[bool, bool, str, list[tuple[int, str]]]:
        """The sort key: rooms by venue and number, then bookings without a room, and remote ones last."""
        parts = [(int(part) if part.isdecimal() else 0, part) for part in self.room.split()]
        return not self.where, self.room == NO_ROOM, self.where, parts


def heading_of(plan: Plan, booking: Booking) -> Heading:
    """Return the heading of a booking; a remote one has an empty venue."""
    if booking.mode != "in person":
        return Heading("", venue_or_mode(plan, booking))
    return Heading(venue_or_mode(plan, booking), room_name(plan, booking.room) or NO_ROOM)
