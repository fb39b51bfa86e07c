"""Small events of the kinds that the closest open products plan, invented: visiting days, and conferences.

A visiting day: visitors ask to see hosts, one at a time; the value is how many of the visits are held.
A conference: every talk is held in a room that seats its audience, and no speaker is in two; the value is how
many talks are held, and there is no schedule where that is not all of them.
The same event goes to each product, and one scorer reads what comes back.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING

from benchmarks.answer import Answer
from benchmarks.ours import planned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SLOT = 30
"""Minutes of a slot; the first begins at nine."""
VISITS = {"visiting-day-10": (10, 6, 6, 4), "visiting-day-24": (24, 10, 8, 5), "visiting-day-40": (40, 14, 10, 5)}
"""Visitors, hosts, slots, and how many hosts each visitor asks for."""
CONFERENCES = {"conference-12": (12, 2, 7), "conference-40": (40, 4, 11), "conference-80": (80, 6, 15)}
"""Talks, rooms and slots."""


@dataclass(frozen=True)
class Event:
    """Who asks for what: the pairs to be held, and the slots in which each of them may be."""

    slots: int
    pairs: tuple[tuple[str, str], ...]
    """Visitor and host, or a talk and its speaker."""
    free: Mapping[str, tuple[int, ...]]
    """The slots in which somebody is there, numbered from 1."""
    rooms: Mapping[str, int]
    """The seats of each room; none where a host receives in an office."""
    audience: tuple[int, ...] = ()
    """How many come to each talk."""

    @property
    def is_conference(self) -> bool:
        """Whether all has to be held, in rooms."""
        return bool(self.rooms)

    def allowed(self, pair: tuple[str, str]) -> list[int]:
        """Return the slots in which both are there."""
        return [slot for slot in range(1, self.slots + 1) if all(slot in self.free[each] for each in pair)]


Schedule = dict[int, tuple[int, str]]
"""By the number of a pair, its slot and its room, which is empty where there are none."""


def names(folder: Path | None) -> list[str]:  # noqa: ARG001 - its instances are invented, not read
    """Return the events."""
    return [*VISITS, *CONFERENCES]


def best_known(folder: Path | None, name: str) -> int | None:  # noqa: ARG001
    """Return the number of talks of a conference: all of them."""
    return CONFERENCES[name][0] if name in CONFERENCES else None


def event(name: str, seed: int) -> Event:
    """Invent an event; the same seed gives the same one."""
    draw = Random(f"{name} {seed}")
    if name in VISITS:
        visitors, hosts, slots, asked = VISITS[name]
        people = [f"v{n}" for n in range(visitors)]
        known = [f"h{n}" for n in range(hosts)]
        # Some hosts are in greater demand than others.
        pairs = [(who, host) for who in people for host in _heavy(draw, known, asked)]
        return Event(slots, tuple(pairs), {who: _most_of(draw, slots) for who in (*people, *known)}, {})
    talks, rooms, slots = CONFERENCES[name]
    # Every fourth speaker gives two talks.
    speakers = [f"s{n * 4 // 5}" for n in range(talks)]
    seats = {f"room{n}": 120 // (n + 1) for n in range(rooms)}
    audience = tuple(draw.randint(5, 120 // (1 + n % rooms)) for n in range(talks))
    return Event(
        slots,
        tuple((f"t{n}", who) for n, who in enumerate(speakers)),
        {who: _most_of(draw, slots) for who in dict.fromkeys(speakers)}
        | {f"t{n}": tuple(range(1, slots + 1)) for n in range(talks)},
        seats,
        audience,
    )


def _heavy(draw: Random, known: list[str], number: int) -> list[str]:
    left = list(known)
    found: list[str] = []
    while len(found) < number:
        found += draw.choices(left, weights=[1 / (1 + known.index(each)) for each in left])
        left.remove(found[-1])
    return found


def _most_of(draw: Random, slots: int) -> tuple[int, ...]:
    """Return the slots but for a few."""
    away = draw.sample(range(1, slots + 1), draw.randint(0, max(1, slots // 5)))
    return tuple(slot for slot in range(1, slots + 1) if slot not in away)


def errors(asked: Event, schedule: Schedule) -> list[str]:
    """Return what is wrong with a schedule, by the definition alone."""
    found = []
    for number, (slot, room) in schedule.items():
        if slot not in asked.allowed(asked.pairs[number]):
            found.append(f"{number} is in slot {slot}")
        if asked.rooms and asked.rooms[room] < asked.audience[number]:
            found.append(f"{number} does not fit into {room}")
    for one, other in combinations(schedule, 2):
        if schedule[one][0] != schedule[other][0]:
            continue
        if set(asked.pairs[one]) & set(asked.pairs[other]):
            found.append(f"{one} and {other} are at once")
        if asked.rooms and schedule[one][1] == schedule[other][1]:
            found.append(f"{one} and {other} are in one room")
    if asked.is_conference and len(schedule) < len(asked.pairs):
        found.append(f"{len(asked.pairs) - len(schedule)} talks are not held")
    return found


def solve(folder: Path | None, name: str, limit: float, seed: int) -> Answer:  # noqa: ARG001
    """Plan an event with our solver."""
    asked = event(name, seed)
    plan = planned("\n".join(_scenario(asked)) + "\n", limit, seed)
    if plan is None:
        return Answer("out-of-time")
    schedule = {
        int(b.meeting[1:]): ((b.start.hour * 60 + b.start.minute - 9 * 60) // SLOT + 1, b.room_group or "")
        for b in plan.bookings
    }
    tier = "must" if asked.is_conference else "normal"
    bound = next(each.bound for each in plan.tiers if each.tier == tier)
    return Answer(plan.status, len(schedule), bound, "; ".join(errors(asked, schedule)))


def _clock(slot: int) -> str:
    minutes = 9 * 60 + (slot - 1) * SLOT
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _scenario(asked: Event) -> Iterator[str]:
    """Yield the lines of an event as a scenario: who receives, and a talk itself, are principals, too."""
    yield from ("title: An event", "zone: UTC", "dates: 3 Sep 2020", f"grid: {SLOT} min", "few_gaps: false")
    yield from (f'hours: "09:00-{_clock(asked.slots + 1)}"', "reset: 0 min", "places:", "  town: {name: T, zone: UTC}")
    yield from ("venues:", "  hall: {name: Hall, place: town}")
    if asked.rooms:
        yield "rooms:"
        yield from (f"  {key}: {{venue: hall, seats: {seats}}}" for key, seats in asked.rooms.items())
    yield from ("delegations:", "  all: {name: All}", "principals:")
    people = dict.fromkeys(who for pair in asked.pairs for who in pair)
    yield from (f"  {key}: {{name: {key}, delegation: all, home: town}}" for key in people)
    yield "meetings:"
    for number, pair in enumerate(asked.pairs):
        slots = asked.allowed(pair)
        begins = [slot for slot in slots if slot - 1 not in slots]
        ends = [slot for slot in slots if slot + 1 not in slots]
        windows = [f"3 Sep {_clock(a)}-{_clock(b + 1)}" for a, b in zip(begins, ends, strict=True)]
        said = f"participants: [{', '.join(pair)}], length: {SLOT} min, windows: [{', '.join(windows)}]"
        if asked.rooms:
            said += f", priority: must, needs: {{seats: {asked.audience[number]}}}"
        else:
            said += ", mode: video"
        yield f"  m{number}: {{{said}}}"
