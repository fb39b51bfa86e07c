"""Finds contradictions in a published programme: double bookings, overlaps across zones, two cities at once.

The entries are compared with each other and with the scenario: its sessions, engagements, stays and fixed meetings. No
solver is needed. If the programme and the scenario contain the same thing, only its times are compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.base.times import say_length, say_span, zone_of
from scheduler.base.value import value
from scheduler.questions.published_entries import PrintedLine, Thing, plain, printed_things, thing_of, things_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from scheduler.problem.published import Published
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.source import Path

LONGEST_WAY = timedelta(hours=24)
"""Travel between two things is only checked if they are at most this far apart."""


@value
class Clash:
    """Things that cannot all be true, each with its line."""

    kind: str
    """`double booking`, `two cities`, `no time to travel`, `elsewhere` or `another time`."""
    sentence: str
    lines: tuple[PrintedLine, ...]

    def __str__(self) -> str:
        return f"{self.lines[0].origin}: {self.kind}: {self.sentence}."


@dataclass
class DoubleBooking:
    """The findings about a programme."""

    clashes: list[Clash] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unknown: dict[str, list[PrintedLine]] = field(default_factory=dict)
    """The participants who are not in the scenario, with the lines that name them."""


def double_bookings(published: Published, facts: Facts) -> DoubleBooking:
    """Return the contradictions within a programme and between it and a scenario."""
    found = DoubleBooking()
    things = [thing for thing in printed_things(published, facts) if not _is_again(thing, found)]
    left = [thing for thing in things if not _is_session(thing, facts, found)]
    nobody = sum(1 for thing in left if thing.entry and not thing.entry.who and not thing.entry.others)
    if nobody:
        entries = "entry names" if nobody == 1 else "entries name"
        found.remarks.append(
            f"{nobody} {entries} nobody, and no session of the scenario; no double booking is looked for."
        )
    for principal in facts.scenario.principals:
        of_theirs = [t for t in left if t.entry and principal in t.entry.who]
        for thing in of_theirs:
            found.clashes += _elsewhere(principal, thing, facts)
        _look(facts.names.principal(principal), of_theirs, list(things_of(principal, facts)), facts, found)
    _look_at_others(left, facts, found)
    found.clashes = sorted(_each_once(found.clashes), key=lambda clash: (clash.lines, clash.sentence))
    return found


def _is_again(thing: Thing, found: DoubleBooking) -> bool:
    """Whether an entry is a repetition; if not, record its participants who are not in the scenario."""
    if thing.again is not None:
        found.remarks.append(f"{thing.line.origin}: it stands there already, in {thing.again}.")
        return True
    for name in dict.fromkeys(thing.entry.others if thing.entry else ()):
        known = next((each for each in found.unknown if plain(each) == plain(name)), name)
        found.unknown.setdefault(known, []).append(thing.line)
    return False


# Comparisons.


def _is_session(thing: Thing, facts: Facts, found: DoubleBooking) -> bool:
    """Whether an entry is a session of the scenario; if its times differ, record a clash."""
    alike = []
    for forum_key, index, session in facts.sessions:
        titles = {plain(facts.session_title(forum_key, index)), plain(session.title or "")} - {""}
        if plain(thing.title) in titles:
            path = ("forums", forum_key, "sessions", index)
            place = facts.scenario.forums[forum_key].place
            alike.append(thing_of(facts, thing.title, (session.start, session.end), path, place, None))
    if not alike:
        return False
    near = min(alike, key=lambda session: abs(session.start - thing.start))
    found.clashes += _another_time(thing, near)
    return True


def _another_time(thing: Thing, ours: Thing, *, end: bool = True) -> Iterator[Clash]:
    if thing.start != ours.start or (end and thing.end != ours.end):
        sentence = f"{thing.said} is at another time in the scenario: {ours.said}"
        yield Clash("another time", sentence, (thing.line, ours.line))


def _look(who: str, printed: Sequence[Thing], ours: Sequence[Thing], facts: Facts, found: DoubleBooking) -> None:
    """Find a person's clashes: between entries, and between entries and the scenario."""
    for thing in printed:
        same = [each for each in ours if _is_same(thing, each)]
        for each in same:
            # The plan decides the length of a meeting; a session or an engagement has a fixed end.
            found.clashes += _another_time(thing, each, end=each.meeting is None)
        for other in ours:
            if other not in same:
                found.clashes += _clashes(who, thing, other, facts, found)
    things = sorted(printed, key=lambda thing: (thing.start, thing.end))
    for number, thing in enumerate(things):
        for other in things[number + 1 :]:
            if other.start >= thing.end + LONGEST_WAY:
                break
            found.clashes += _clashes(who, thing, other, facts, found)


def _is_same(thing: Thing, ours: Thing) -> bool:
    """Whether an entry and something of the scenario are the same thing."""
    if ours.meeting is not None:
        return thing.meeting == ours.meeting
    return plain(thing.title) == plain(ours.title) and thing.start.date() == ours.start.date()


def _clashes(who: str, one: Thing, other: Thing, facts: Facts, found: DoubleBooking) -> Iterator[Clash]:
    """Yield the reasons why one person cannot attend both."""
    lines = (one.line, other.line)
    cities = {thing.place for thing in (one, other) if thing.place}
    if one.overlaps(other):
        if not _may_share(one, other, facts):
            kind, there = "double booking", ""
            if len(cities) == 2:
                names = [facts.names.of("places", thing.place or "") for thing in (one, other)]
                kind, there = "two cities", f"in {' and in '.join(names)} at the same time, "
            sentence = f"{who} is {there}in {one.said} and in {other.said}"
            yield Clash(kind, sentence + ("" if there else " at the same time"), lines)
        return
    first, then = (one, other) if one.end <= other.start else (other, one)
    gap = int((then.start - first.end).total_seconds() // 60)
    takes, ends = _way(first, then, facts)
    if takes > gap:
        left = say_length(gap) if gap else "no time"
        way = f"{' and '.join(ends)} are {say_length(takes)} apart"
        sentence = f"{who} has {left} between {first.said} and {then.said}, and {way}"
        yield Clash("no time to travel", sentence, lines)
    elif len(cities) == 2 and not takes and gap < LONGEST_WAY.total_seconds() // 60:
        when = f"within {say_length(gap)}" if gap else "at once"
        remark = f"{then.line}: {who} goes from {' to '.join(ends)} {when}, and no 'travel:' says how long that takes."
        found.remarks += [remark] if remark not in found.remarks else []


def _may_share(one: Thing, other: Thing, facts: Facts) -> bool:
    """Whether both are meetings that the scenario allows to share a slot."""
    meetings = facts.scenario.meetings
    if one.meeting is None or other.meeting is None:
        return False
    return (
        other.meeting in meetings[one.meeting].shares_slot_with
        or one.meeting in meetings[other.meeting].shares_slot_with
    )


def _way(first: Thing, then: Thing, facts: Facts) -> tuple[int, list[str]]:
    """Return the travel minutes from one thing to the next, if they are given, and the names of both ends."""
    for section, word in (("places", "place"), ("venues", "venue")):
        ends = (getattr(first, word), getattr(then, word))
        if None not in ends and ends[0] != ends[1]:
            return facts.way(*ends), [facts.names.of(section, end) for end in ends]
    return 0, []


def _elsewhere(principal: str, thing: Thing, facts: Facts) -> Iterator[Clash]:
    """Yield the principal's place by the scenario where it contradicts the published city."""
    whereabouts = facts.whereabouts(principal)
    if thing.place is None or not whereabouts:
        return
    if any(here.start <= thing.start and thing.end <= here.end for here in facts.in_reach(principal, thing.place)):
        return
    who, there = facts.names.principal(principal), facts.names.of("places", thing.place)
    others = [w for w in whereabouts if w.place != thing.place and w.start < thing.end and thing.start < w.end]
    path, then = _stay_of(principal, others[0].start if others else None, thing, facts)
    line = PrintedLine(facts.origin(*path))
    elsewhere = f"in {facts.names.of('places', others[0].place)}" if others else "not there, or not for the whole of it"
    sentence = f"{who} is published in {there}, {thing.said}, and by the scenario is {elsewhere} ({line}{then})"
    yield Clash("elsewhere" if not others else "two cities", sentence, (thing.line, line))


def _stay_of(principal: str, start: datetime | None, thing: Thing, facts: Facts) -> tuple[Path, str]:
    """Return the path of the stay, or of the home, that determines a principal's place, and the stay's times."""
    stays = facts.scenario.principals[principal].stays
    near = [i for i, stay in enumerate(stays) if stay.start == start] or [
        i for i, stay in enumerate(stays) if stay.place == thing.place
    ]
    if near:
        stay = stays[near[0]]
        when = say_span(stay.start, stay.end, zone_of(facts.zone_at(stay.place)))
        return ("principals", principal, "stays", near[0]), f", {when} in {facts.names.of('places', stay.place)}"
    word = "home" if facts.scenario.principals[principal].home else "stays"
    return ("principals", principal, word), ""


def _look_at_others(things: Sequence[Thing], facts: Facts, found: DoubleBooking) -> None:
    """Find double bookings of people who are not in the scenario, by their names as printed."""
    by_name: dict[str, list[Thing]] = {}
    printed: dict[str, str] = {}
    for thing in things:
        for name in dict.fromkeys(thing.entry.others if thing.entry else ()):
            by_name.setdefault(plain(name), []).append(thing)
            printed.setdefault(plain(name), name)
    for name, theirs in by_name.items():
        _look(printed[name], theirs, [], facts, found)


def _each_once(clashes: Iterable[Clash]) -> Iterator[Clash]:
    """Yield each clash once, though it is found for each of its participants."""
    seen: set[tuple[str, str, tuple[PrintedLine, ...]]] = set()
    for clash in clashes:
        key = (clash.kind, clash.sentence, clash.lines)
        if key not in seen:
            seen.add(key)
            yield clash
