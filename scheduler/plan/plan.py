"""A plan: its bookings in wall-clock time, and everything that a reader needs to judge it.

All of it is plain data, so that a plan file can be shown, verified and compared without a solver. Moments are aware
datetimes in UTC; the `zone` of a booking is its local time zone.
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
    """The names that readers see for the keys of a scenario, and the zone of times in sentences."""

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
        """Return a moment in the zone of the names: ``4 Sep 20:00``."""
        return say_moment(moment, self.zone)

    def span(self, start: datetime, end: datetime) -> str:
        """Return a span of time in the zone of the names: ``4 Sep 20:00–21:00``."""
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
    """The key of the room; `key 2` for the second room of a group of identical rooms."""
    zone: str = "UTC"
    interpreters: tuple[str, ...] = ()
    format: str = "bilateral"
    state: str = "requested"
    priority: str = USUAL
    press: int = 0
    rests_on: tuple[str, ...] = ()
    """The sources, the assumptions and the uncertain facts that the booking depends on."""
    likelihood: float | None = None
    """The probability that it is held, from 0 to 1; None if nothing in the scenario is uncertain."""
    hangs_on: tuple[str, ...] = ()
    """The events that the likelihood depends on, each with the probability that the booking survives it."""
    line: str = ""
    """The file and line of the request."""
    clocks: tuple[str, ...] = ()
    """By video or telephone: the local zone of each participant, in the order of `participants`."""
    invited: tuple[str, ...] = ()
    """The optional participants, whether they join or not."""
    visibility: str = "delegations only"
    """Who sees it when the plan is shared: `open`, `delegations only` or `confidential`."""
    note: str = ""
    note_visibility: str = "confidential"
    sequence: int = 0
    """The number of revisions of the booking (RFC 5545 calls it SEQUENCE)."""

    @property
    def minutes(self) -> int:
        """The length of the booking in minutes."""
        return (self.end - self.start) // ONE_MINUTE

    def is_in(self, setting: Setting) -> bool:
        """Whether the booking has the mode, place, venue and room of a setting."""
        own = (self.mode, self.place, self.venue, self.room_group)
        return own == (setting.mode, setting.place, setting.venue, setting.room)

    @property
    def room_group(self) -> str | None:
        """The key of the room in the scenario, without its number in a group of identical rooms."""
        return self.room.split(" ")[0] if self.room else None

    def local(self, moment: datetime) -> datetime:
        """Return a moment in the local zone of the booking."""
        return moment.astimezone(zone_of(self.zone))

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Whether the booking overlaps the time from `start` to `end`."""
        return self.start < end and start < self.end

    @classmethod
    def at(
        cls, candidate: Candidate, setting: Setting, start: int, minutes: int, team: tuple[str, ...] = ()
    ) -> Booking:
        """Return the booking of a candidate.

        Args:
            candidate: the requested meeting.
            setting: how and where it is held.
            start: its start, in minutes as counted by `times.minute`.
            minutes: its length.
            team: the pools of interpreters.
        """
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


ONE_MINUTE = timedelta(minutes=1)
BY_START = attrgetter("start", "meeting")
"""The sort key of bookings: their start, then the key of the meeting."""


@value
class Fixed:
    """An entry in a principal's day that the plan does not move: a session, an engagement, a stay."""

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
    """Identifies the session, since a session by video has an entry for each attendee; "" for all other kinds."""


@value
class Tier:
    """The value of one tier of the objective; `bound` is the best value that any plan can have."""

    tier: str
    value: int
    bound: int
    held: int | None = None
    asked: int | None = None

    @property
    def gap(self) -> float:
        """The relative gap between the value and the bound; 0 if the value is proved optimal."""
        return abs(self.bound - self.value) / max(1, abs(self.value), abs(self.bound))


@value
class Unscheduled:
    """A meeting that has no slot in the plan, and the reason."""

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
    """A wish of the scenario, and whether the plan fulfils it."""

    wish: str
    kept: bool
    origin: str
    weight: int = 10
    broken: tuple[str, ...] = ()
    in_part: bool = False
    """True for a wish of degree (early, late) that is fulfilled in part; `broken` says how far."""
    moot: bool = False
    """True if none of its meetings is held."""


@value
class Solver:
    """The solver that computed the plan, with its settings and its running time in seconds."""

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
    """Travel times between venues, in minutes: (one venue, the other, minutes), valid in both directions."""
    delegations: Mapping[str, str] = field(default_factory=dict)
    """The delegation of each principal, as keys."""
    premises: Mapping[str, str] = field(default_factory=dict)
    """The delegation that owns a venue, for the venues that are a delegation's premises."""
    cancelled: tuple[Booking, ...] = ()
    """Bookings of earlier plans that are no longer held, so that calendars can call them off."""
    rules_from: Mapping[str, str] = field(default_factory=dict)
    """The packages, ours apart, whose rules the scenario names: the version of each when the plan was made."""
    audience: str | None = None
    """The delegation that this extract is for; None for a whole plan."""
    solver: Solver | None = None

    @property
    def gap(self) -> float:
        """The largest relative gap of all tiers."""
        return max((tier.gap for tier in self.tiers), default=0.0)

    @cached_property
    def by_meeting(self) -> dict[str, Booking]:
        """The bookings by meeting."""
        return {booking.meeting: booking for booking in self.bookings}

    @cached_property
    def in_order(self) -> list[Booking]:
        """The bookings in the order of their starts."""
        return sorted(self.bookings, key=BY_START)

    @cached_property
    def by_principal(self) -> dict[str, list[Booking]]:
        """The bookings by principal, in the order of their starts."""
        found: dict[str, list[Booking]] = defaultdict(list)
        for booking in self.in_order:
            for principal in booking.participants:
                found[principal].append(booking)
        return dict(found)

    @cached_property
    def by_room(self) -> dict[str, list[Booking]]:
        """The bookings by room or group of identical rooms, in the order of their starts."""
        found: dict[str, list[Booking]] = defaultdict(list)
        for booking in self.in_order:
            group = booking.room_group
            if group:
                found[group].append(booking)
        return dict(found)

    def booking(self, meeting: str) -> Booking | None:
        """Return the booking of a meeting, or None if it is not held."""
        return self.by_meeting.get(meeting)

    def of(self, principal: str) -> list[Booking]:
        """Return the bookings of a principal, in the order of their starts."""
        return self.by_principal.get(principal, [])

    def of_at(self, principal: str, venue: str) -> list[Booking]:
        """Return the bookings of a principal at a venue, in the order of their starts."""
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
        """Return ``Singh – Wei (4 Sep 10:00–11:00)``, in the local time of the booking."""
        span = say_span(booking.start, booking.end, zone_of(booking.zone))
        return f"{self.names.meeting(booking.meeting)} ({span})"


def close_pairs(bookings: Sequence[Booking], less_than: timedelta = timedelta()) -> Iterator[tuple[Booking, Booking]]:
    """Yield the pairs of bookings that overlap or are less than `less_than` apart.

    The bookings must be sorted by their starts, and the pairs come in that order.
    """
    starts = [booking.start for booking in bookings]
    for number, one in enumerate(bookings, 1):
        # The bookings that start too soon directly follow it.
        soon = bisect_left(starts, one.end + less_than if less_than else one.end, number)
        for other in bookings[number:soon]:
            yield one, other
