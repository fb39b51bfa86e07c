"""Room numbers: the model only counts identical rooms; interval colouring assigns them afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from scheduler.plan.plan import Booking
    from scheduler.scenario.models import Scenario


def number_rooms(bookings: Iterable[Booking], scenario: Scenario) -> tuple[Booking, ...]:
    """Return the bookings in the order of time, with a number for each room of a group of identical rooms.

    Each booking, in the order of starts, takes the first room that is free and reset; this needs no more rooms than
    there are simultaneous meetings. If there are too few rooms, the number exceeds the count, and `verify` reports
    it.
    """
    free_from: dict[str, list[datetime]] = {}
    numbered = []
    for booking in sorted(bookings, key=lambda b: (b.start, b.end, b.meeting)):
        room = scenario.rooms.get(booking.room_group or "")
        if room is None or room.count == 1 or booking.room_group is None:
            numbered.append(booking)
            continue
        reset = timedelta(minutes=room.reset if room.reset is not None else scenario.reset)
        ends = free_from.setdefault(booking.room_group, [])
        number = next((n for n, end in enumerate(ends) if end <= booking.start), len(ends))
        ends[number : number + 1] = [booking.end + reset]
        numbered.append(replace(booking, room=f"{booking.room_group} {number + 1}"))
    return tuple(numbered)
