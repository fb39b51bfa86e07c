"""A plan: its bookings in wall-clock time, and all that a reader needs to judge it.

Everything here is plain data, with no solver behind it, so that a plan file can be shown, checked and
compared on its own. Moments are aware, in UTC; `zone` says whose clocks a booking is read on.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from scheduler.base.times import moment_of, say_moment, say_span, zone_of
from scheduler.base.value import value
from scheduler.plan.priorities import USUAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scheduler.plan.candidate import Candidate, Setting


@value
class Names:
    """What a reader calls the keys of a scenario, and the zone in which sentences give times."""

    zone: tzinfo = UTC
    sections: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, section: str, key: str) -> str:
        """Return the name of a key of a section (`principals`, `venues`, …), or the key itself."""
        return self.sections.get(section, {}).get(key, key)

    def principal(self, key: str) -> str:
        """Return a principal's short name."""
        return self.of("principals", key)

    def meeting(self, key: str) -> str:
        """Return a meeting's title."""
        return self.of("meetings", key)

    def venue(self, key: str) -> str:
        """Return a venue's name."""
        return self.of("venues", key)

    def everyone(self, keys: Iterable[str]) -> str:
        """Return the short names of several principals, for a sentence."""
        names = [self.principal(key) for key in keys]
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

    def moment(self, moment: datetime) -> str:
        """Return ``4 Sep 20:00``."""
        return say_moment(moment, self.zone)

    def span(self, start: datetime, end: datetime) -> str:
        """Return ``4 Sep 20:00–21:00``."""
        return say_span(start, end, self.zone)


@dataclass(frozen=True)
class Booking:
    """One meeting with its slot.

    >>> from scheduler import load, solve
    >>> booking = solve(load("scenarios/tutorial.yaml")).plan.booking("marec-dorne")
    >>> booking.venue, booking.minutes, str(booking.local(booking.start).date())
    ('harbour', 45, '2026-06-08')

    Attributes:
        meeting: the key of the meeting, as are all keys below, in the scenario.
        participants: the keys of the principals who take part.
        start: an aware moment, in UTC; `local` gives it on the clocks where the booking is.
        end: the same; press and interpretation are included.
        mode: `in person`, `video` or `telephone`.
        zone: the time zone where it is held.
        interpreters: the keys of the interpreters.
        press: minutes for the press, of those from start to end.
    """

    meeting: str
    participants: tuple[str, ...]
    start: datetime
    end: datetime
    mode: str = "in person"
    place: str | None = None
    venue: str | None = None
    room: str | None = None
    """The key of the room; `key 2` for the second of a group of rooms that are alike."""
    zone: str = "UTC"
    interpreters: tuple[str, ...] = ()
    format: str = "bilateral"
    state: str = "requested"
    priority: str = USUAL
    press: int = 0
    rests_on: tuple[str, ...] = ()
    """What the booking rests on: sources, assumptions, and what is not certain."""
    likelihood: float | None = None
    """How likely it is to be held, from 0 to 1; None where nothing in the scenario is uncertain."""
    hangs_on: tuple[str, ...] = ()
    """The events on which that hangs, each with the probability of what leaves the booking standing."""
    line: str = ""
    """Where the meeting is asked for: file and line."""
    clocks: tuple[str, ...] = ()
    """By video or telephone: the zone in which each of the participants is."""
    invited: tuple[str, ...] = ()
    """Those who may join, whether they do or not."""
    visibility: str = "delegations only"
    """Who sees it when the plan is shared: `open`, `delegations only` or `confidential`."""
    note: str = ""
    note_visibility: str = "confidential"
    sequence: int = 0
    """How often the booking was changed since it was first planned; calendars call it so."""

    @property
    def minutes(self) -> int:
        """Its length in minutes."""
        return (self.end - self.start) // A_MINUTE

    def is_in(self, setting: Setting) -> bool:
        """Whether it is held in the setting."""
        here = (self.mode, self.place, self.venue, self.room_group)
        return here == (setting.mode, setting.place, setting.venue, setting.room)

    @property
    def room_group(self) -> str | None:
        """The key of the room in the scenario, without the number within a group."""
        return self.room.split(" ")[0] if self.room else None

    def local(self, moment: datetime) -> datetime:
        """Return the moment on the clocks where the booking is."""
        return moment.astimezone(zone_of(self.zone))

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Whether the booking and the time from start to end have a moment in common."""
        return self.start < end and start < self.end

    @classmethod
    def at(
        cls, candidate: Candidate, setting: Setting, start: int, minutes: int, team: tuple[str, ...] = ()
    ) -> Booking:
        """Return the booking of a request from a minute (as `times.minute` counts) for so many minutes."""
        return cls(
            meeting=candidate.key,
            participants=candidate.participants,
            start=moment_of(start),
            end=moment_of(start + minutes),
            mode=setting.mode,
            place=setting.place,
            venue=setting.venue,
            room=setting.room,
            zone=setting.zone,
            interpreters=team,
            format=candidate.format,
            press=candidate.press,
        )


A_MINUTE = timedelta(minutes=1)
IN_ORDER = attrgetter("start", "meeting")
"""What bookings are sorted by, to be in the order of time."""


@value
class Fixed:
    """Something in a principal's day that the plan does not move: a session, an engagement, a stay."""

    title: str
    kind: str
    start: datetime
    end: datetime
    principals: tuple[str, ...]
    place: str | None = None
    venue: str | None = None
    zone: str = "UTC"
    note: str = ""
    note_visibility: str = "confidential"
    session: str = ""
    """Which session it is: those who attend one by video have an entry each; "" for all else."""


@value
class Tier:
    """How well one tier of the objective was served; `bound` is what no plan can surpass."""

    tier: str
    value: int
    bound: int
    held: int | None = None
    asked: int | None = None

    @property
    def gap(self) -> float:
        """The relative distance of the value from the bound; 0 when it is proved the best."""
        return abs(self.bound - self.value) / max(1, abs(self.value), abs(self.bound))


@value
class Unscheduled:
    """A meeting that the plan does not hold, and why."""

    meeting: str
    because: str
    priority: str = USUAL
    state: str = "requested"
    lines: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()
    visibility: str = "delegations only"


@value
class WishKept:
    """A wish of the scenario, and whether the plan keeps it."""

    wish: str
    kept: bool
    origin: str
    weight: int = 10
    broken: tuple[str, ...] = ()
    in_part: bool = False
    """True for a matter of degree (early, late) that is kept as far as `broken` says."""
    moot: bool = False
    """True where the meetings that it is about are not held."""


@value
class Solver:
    """What made the plan."""

    version: str
    seed: int
    workers: int
    seconds: float


@value
class Plan:
    """The bookings of a scenario, and what is to be said of them.

    >>> from scheduler import load, solve
    >>> plan = solve(load("scenarios/tutorial.yaml")).plan
    >>> plan.status, sorted(booking.meeting for booking in plan.of("ferrin"))
    ('optimal', ['ferrin-dorne', 'ferrin-vela'])

    Attributes:
        bookings: each meeting that is held, once.
        names: what a reader calls the keys.
        scenario: the title of the scenario.
        file: the scenario file that it was made from.
        digest: what the scenario said then; comments and layout do not change it.
        zone: the time zone of the scenario.
        status: `optimal` (proved), `feasible`, `impossible` (proved: must-meetings are left out) or `out-of-time`.
        tiers: how well each priority and the wishes were served, with the bound that no plan surpasses.
        unscheduled: the meetings that are not held, each with the reason.
        wishes: the wishes of the scenario, kept or not.
    """

    bookings: tuple[Booking, ...]
    names: Names = field(default_factory=Names)
    scenario: str = ""
    file: str = ""
    digest: str = ""
    zone: str = "UTC"
    status: str = "feasible"
    tiers: tuple[Tier, ...] = ()
    unscheduled: tuple[Unscheduled, ...] = ()
    wishes: tuple[WishKept, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    notices: tuple[str, ...] = ()
    ways: tuple[tuple[str, str, int], ...] = ()
    """The ways from venue to venue, either way, in minutes."""
    delegations: Mapping[str, str] = field(default_factory=dict)
    """The delegation of each principal, by their keys."""
    premises: Mapping[str, str] = field(default_factory=dict)
    """The delegation whose premises a venue is, where it is anybody's."""
    cancelled: tuple[Booking, ...] = ()
    """Bookings of earlier plans that are no longer held, so that calendars can call them off."""
    rules_from: Mapping[str, str] = field(default_factory=dict)
    """The packages, ours apart, whose rules the scenario names: the version of each when the plan was made."""
    audience: str | None = None
    """The delegation that this is the extract for; None for the whole plan."""
    solver: Solver | None = None

    @property
    def gap(self) -> float:
        """The largest relative gap of any tier."""
        return max((tier.gap for tier in self.tiers), default=0.0)

    @cached_property
    def by_meeting(self) -> dict[str, Booking]:
        """The booking of each meeting that is held."""
        return {booking.meeting: booking for booking in self.bookings}

    @cached_property
    def in_order(self) -> list[Booking]:
        """The bookings in the order of time."""
        return sorted(self.bookings, key=IN_ORDER)

    @cached_property
    def by_principal(self) -> dict[str, list[Booking]]:
        """The bookings of each principal, in the order of time."""
        found: dict[str, list[Booking]] = defaultdict(list)
        for booking in self.in_order:
            for principal in booking.participants:
                found[principal].append(booking)
        return dict(found)

    @cached_property
    def by_room(self) -> dict[str, list[Booking]]:
        """The bookings of each room or group of rooms, in the order of time."""
        found: dict[str, list[Booking]] = defaultdict(list)
        for booking in self.in_order:
            group = booking.room_group
            if group:
                found[group].append(booking)
        return dict(found)

    def booking(self, meeting: str) -> Booking | None:
        """Return the booking of a meeting, or None where it is not held."""
        return self.by_meeting.get(meeting)

    def of(self, principal: str) -> list[Booking]:
        """Return the bookings of a principal, in the order of time."""
        return self.by_principal.get(principal, [])

    def of_at(self, principal: str, venue: str) -> list[Booking]:
        """Return the bookings of a principal at a venue, in the order of time."""
        return self._by_principal_and_venue.get((principal, venue), [])

    @cached_property
    def _by_principal_and_venue(self) -> dict[tuple[str, str], list[Booking]]:
        found: dict[tuple[str, str], list[Booking]] = {}
        for principal, bookings in self.by_principal.items():
            for booking in bookings:
                if booking.venue is not None:
                    found.setdefault((principal, booking.venue), []).append(booking)
        return found

    def say(self, booking: Booking) -> str:
        """Return ``Singh – Wei (4 Sep 10:00–11:00)``, on the clocks where it is held."""
        span = say_span(booking.start, booking.end, zone_of(booking.zone))
        return f"{self.names.meeting(booking.meeting)} ({span})"


def near(bookings: Sequence[Booking], less_than: timedelta = timedelta()) -> Iterator[tuple[Booking, Booking]]:
    """Yield the pairs of bookings that overlap, or between which lies less than some time; in the order of starts."""
    starts = [booking.start for booking in bookings]
    for number, one in enumerate(bookings, 1):
        # Those that start too soon come right behind it.
        soon = bisect_left(starts, one.end + less_than if less_than else one.end, number)
        for other in bookings[number:soon]:
            yield one, other
