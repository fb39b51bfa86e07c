"""The catalogue: every rule, one file each. This list is the table of contents of the program.

A rule of the catalogue is the word in the YAML, the name of its file and, in other letters, its class.
Adding one is a file here, a line below and a test file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from scheduler.rules.as_asked import AsAsked
from scheduler.rules.at_most import AtMost
from scheduler.rules.attendance import Attendance
from scheduler.rules.available import Available
from scheduler.rules.blocks import Blocks
from scheduler.rules.buffers import Buffers
from scheduler.rules.closed import Closed
from scheduler.rules.compact import Compact
from scheduler.rules.different_days import DifferentDays
from scheduler.rules.engagement import Engagement
from scheduler.rules.gap import Gap
from scheduler.rules.held import Held
from scheduler.rules.host_first import HostFirst
from scheduler.rules.hours import Hours
from scheduler.rules.interpreters import Interpreters
from scheduler.rules.keep_apart import KeepApart
from scheduler.rules.keep_free import KeepFree
from scheduler.rules.length import Length
from scheduler.rules.mode import Mode
from scheduler.rules.never_meet import NeverMeet
from scheduler.rules.not_at_the_same_time import NotAtTheSameTime
from scheduler.rules.one_place import OnePlace
from scheduler.rules.precedence import Precedence
from scheduler.rules.prefer import Prefer
from scheduler.rules.presence import Presence
from scheduler.rules.rest import Rest
from scheduler.rules.room import Room
from scheduler.rules.room_needs import RoomNeeds
from scheduler.rules.same_day import SameDay
from scheduler.rules.same_venue import SameVenue
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
    Presence,       # in person only where all stay; by video from wherever each is
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

WRITTEN: tuple[type[Rule], ...] = (
    Precedence,         # one meeting before another
    HostFirst,          # the host before the others
    SameDay,            # meetings on one day
    DifferentDays,      # meetings on different days
    SameVenue,          # meetings at one venue
    Gap,                # so much time between two meetings
    NotAtTheSameTime,   # meetings that do not overlap
    AtMost,             # so many meetings a day
    KeepFree,           # a break each day
    KeepApart,          # two delegations, or two press appearances
    NeverMeet,          # principals who are not paired
    Closed,             # a venue or a room that is closed
    Prefer,             # early, late, a day, an hour
)  # fmt: skip
"""The rules that an officer writes under `rules:`."""

CATALOGUE = (*IMPLIED, *WRITTEN)

WrittenRule = Annotated[
    Precedence
    | HostFirst
    | SameDay
    | DifferentDays
    | SameVenue
    | Gap
    | NotAtTheSameTime
    | AtMost
    | KeepFree
    | KeepApart
    | NeverMeet
    | Closed
    | Prefer,
    Field(discriminator="rule"),
]
"""What may stand in the list `rules:`."""

__all__ = [
    "CATALOGUE",
    "IMPLIED",
    "WRITTEN",
    "AsAsked",
    "AtMost",
    "Attendance",
    "Available",
    "Blocks",
    "Buffers",
    "Closed",
    "Compact",
    "DifferentDays",
    "Engagement",
    "Gap",
    "Held",
    "HostFirst",
    "Hours",
    "Interpreters",
    "KeepApart",
    "KeepFree",
    "Length",
    "Mode",
    "NeverMeet",
    "NotAtTheSameTime",
    "OnePlace",
    "Precedence",
    "Prefer",
    "Presence",
    "Rest",
    "Room",
    "RoomNeeds",
    "SameDay",
    "SameVenue",
    "Session",
    "Start",
    "Travel",
    "Windows",
    "WrittenRule",
]
