"""Where bookings are, as headings under which they stand side by side: the venue and the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.value import value
from scheduler.plan.days import room_name, venue_or_mode

if TYPE_CHECKING:
    from scheduler.plan.plan import Booking, Plan

NO_ROOM = "no room"


@value
class Heading:
    """What stands above a column: where, and in which room."""

    where: str
    room: str

    @property
    def order(self) -> tuple[bool, bool, str, list[tuple[int, str]]]:
        """Rooms by venue and number, then what is there without a room, and at the end what is nowhere."""
        parts = [(int(part) if part.isdecimal() else 0, part) for part in self.room.split()]
        return not self.where, self.room == NO_ROOM, self.where, parts


def heading_of(plan: Plan, booking: Booking) -> Heading:
    """Return under which heading a booking stands; what is held by video or telephone is nowhere."""
    if booking.mode != "in person":
        return Heading("", venue_or_mode(plan, booking))
    return Heading(venue_or_mode(plan, booking), room_name(plan, booking.room) or NO_ROOM)
