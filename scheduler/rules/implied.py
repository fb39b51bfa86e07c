"""The catalogue of the rules that follow from what else is in the file; the rules that are written are in
`__init__.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.rules.absence import Absence
from scheduler.rules.as_asked import AsAsked
from scheduler.rules.attendance import Attendance
from scheduler.rules.available import Available
from scheduler.rules.blocks import Blocks
from scheduler.rules.buffers import Buffers
from scheduler.rules.compact import Compact
from scheduler.rules.engagement import Engagement
from scheduler.rules.held import Held
from scheduler.rules.hours import Hours
from scheduler.rules.interpreters import Interpreters
from scheduler.rules.length import Length
from scheduler.rules.mode import Mode
from scheduler.rules.one_place import OnePlace
from scheduler.rules.rest import Rest
from scheduler.rules.room import Room
from scheduler.rules.room_needs import RoomNeeds
from scheduler.rules.session import Session
from scheduler.rules.start import Start
from scheduler.rules.travel import Travel
from scheduler.rules.windows import Windows

if TYPE_CHECKING:
    from scheduler.rules.base import Rule

IMPLIED: tuple[type[Rule], ...] = (
    Held,           # a meeting that is asked for is held
    AsAsked,        # a booking is what was asked for
    OnePlace,       # a principal is in one meeting at a time
    Absence,        # a principal is away: before arriving, between stays, after leaving
    Session,        # a session binds its attendees
    Engagement,     # an engagement keeps a principal busy
    Hours,          # within working hours, on the clocks of where they are
    Rest,           # rest between evening and morning
    Blocks,         # bilaterals only in the times set aside for them
    Buffers,        # briefing before, readout after
    Travel,         # time from venue to venue
    Windows,        # inside one of the meeting's windows
    Start,          # at the meeting's fixed start
    RoomNeeds,      # where it was asked for, in a room that fits
    Room,           # one meeting at a time in a room, with time to reset it
    Available,      # rooms and venues at certain times only
    Interpreters,   # as many meetings at a time as interpreters
    Length,         # the wanted length, where others are allowed
    Attendance,     # optional participants, where possible
    Mode,           # the mode that was named first
    Compact,        # little waiting, few days
)  # fmt: skip
"""The rules that follow from what else is in the file."""

__all__ = [
    "IMPLIED",
    "Absence",
    "AsAsked",
    "Attendance",
    "Available",
    "Blocks",
    "Buffers",
    "Compact",
    "Engagement",
    "Held",
    "Hours",
    "Interpreters",
    "Length",
    "Mode",
    "OnePlace",
    "Rest",
    "Room",
    "RoomNeeds",
    "Session",
    "Start",
    "Travel",
    "Windows",
]
