"""The catalogue of the rules that follow from what else is in the file; the rules that an officer writes
are in `written/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.rules.implied.absence import Absence
from scheduler.rules.implied.as_asked import AsAsked
from scheduler.rules.implied.attendance import Attendance
from scheduler.rules.implied.available import Available
from scheduler.rules.implied.blocks import Blocks
from scheduler.rules.implied.buffers import Buffers
from scheduler.rules.implied.compact import Compact
from scheduler.rules.implied.engaged import Engaged
from scheduler.rules.implied.held import Held
from scheduler.rules.implied.hours import Hours
from scheduler.rules.implied.in_session import InSession
from scheduler.rules.implied.interpreter_capacity import InterpreterCapacity
from scheduler.rules.implied.length import Length
from scheduler.rules.implied.mode import Mode
from scheduler.rules.implied.one_place import OnePlace
from scheduler.rules.implied.rest import Rest
from scheduler.rules.implied.room_capacity import RoomCapacity
from scheduler.rules.implied.room_needs import RoomNeeds
from scheduler.rules.implied.start import Start
from scheduler.rules.implied.travel_time import TravelTime
from scheduler.rules.implied.windows import Windows

if TYPE_CHECKING:
    from scheduler.rules.base import Rule

IMPLIED: tuple[type[Rule], ...] = (
    Held,           # a meeting that is asked for is held
    AsAsked,        # a booking is what was asked for
    OnePlace,       # a principal is in one meeting at a time
    Absence,        # a principal is away: before arriving, between stays, after leaving
    InSession,        # a session binds its attendees
    Engaged,     # an engagement keeps a principal busy
    Hours,          # within working hours, on the clocks of where they are
    Rest,           # rest between evening and morning
    Blocks,         # bilaterals only in the times set aside for them
    Buffers,        # briefing before, readout after
    TravelTime,         # time from venue to venue
    Windows,        # inside one of the meeting's windows
    Start,          # at the meeting's fixed start
    RoomNeeds,      # where it was asked for, in a room that fits
    RoomCapacity,           # one meeting at a time in a room, with time to reset it
    Available,      # rooms and venues at certain times only
    InterpreterCapacity,   # as many meetings at a time as interpreters
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
    "Engaged",
    "Held",
    "Hours",
    "InSession",
    "InterpreterCapacity",
    "Length",
    "Mode",
    "OnePlace",
    "Rest",
    "RoomCapacity",
    "RoomNeeds",
    "Start",
    "TravelTime",
    "Windows",
]
