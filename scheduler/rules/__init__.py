"""The catalogue of the rules that an officer writes, one file each. With `implied.py`, the other half, it is
the table of contents of the program.

A rule of the catalogue is the word in the YAML, the name of its file and, in other letters, its class.
Adding one is a file here, a line below (or in `implied.py`) and a test file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from scheduler.rules.at_most import AtMost
from scheduler.rules.breather import Breather
from scheduler.rules.closed import Closed
from scheduler.rules.different_days import DifferentDays
from scheduler.rules.even_breaks import EvenBreaks
from scheduler.rules.few_breaks import FewBreaks
from scheduler.rules.gap import Gap
from scheduler.rules.host_first import HostFirst
from scheduler.rules.keep_apart import KeepApart
from scheduler.rules.keep_free import KeepFree
from scheduler.rules.larger_rooms_first import LargerRoomsFirst
from scheduler.rules.never_meet import NeverMeet
from scheduler.rules.not_at_the_same_time import NotAtTheSameTime
from scheduler.rules.one_room import OneRoom
from scheduler.rules.precedence import Precedence
from scheduler.rules.prefer import Prefer
from scheduler.rules.preferred_attendee import PreferredAttendee
from scheduler.rules.rarely_at_once import RarelyAtOnce
from scheduler.rules.robust import Robust
from scheduler.rules.same_day import SameDay
from scheduler.rules.same_venue import SameVenue

if TYPE_CHECKING:
    from scheduler.rules.base import Rule

    CATALOGUE: tuple[type[Rule], ...]

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
    FewBreaks,          # little idling between meetings, counted
    EvenBreaks,         # spread evenly over the principals
    KeepApart,          # two delegations, or two press appearances
    NeverMeet,          # principals who are not paired
    Closed,             # a venue or a room that is closed
    Prefer,             # early, late, a day, an hour
    Robust,             # slots that survive
    PreferredAttendee,  # who would like to follow meetings of others
    RarelyAtOnce,       # meetings that overlap little
    Breather,           # a time between meetings, where it can be
    LargerRoomsFirst,   # the larger rooms before the smaller
    OneRoom,            # one room for who goes from meeting to meeting
)  # fmt: skip
"""The rules that an officer writes under `rules:`."""

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
    | FewBreaks
    | EvenBreaks
    | KeepApart
    | NeverMeet
    | Closed
    | Prefer
    | Robust
    | PreferredAttendee
    | RarelyAtOnce
    | Breather
    | LargerRoomsFirst
    | OneRoom,
    Field(discriminator="rule"),
]
"""What may stand in the list `rules:`."""


def __getattr__(name: str) -> tuple[type[Rule], ...]:
    """Return the whole catalogue; the implied rules are imported for it, which reading a scenario need not."""
    if name == "CATALOGUE":
        from scheduler.rules.implied import IMPLIED

        return (*IMPLIED, *WRITTEN)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["CATALOGUE", "WRITTEN", "WrittenRule"]
