"""From the meetings that are asked for to requests: the settings, the lengths and the interpreters of each."""

from __future__ import annotations

from itertools import combinations
from math import ceil
from typing import TYPE_CHECKING

from scheduler.base.value import value
from scheduler.plan.candidate import Candidate, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.scenario.facts import Facts
    from scheduler.scenario.models import Meeting, MeetingMode

MOST_POOLS = 4
"""Pools of interpreters that one meeting may need."""


def candidates_of(facts: Facts) -> tuple[Candidate, ...]:
    """Return a request for each meeting that is to be planned, in the order of the file."""
    made: tuple[Candidate, ...] = facts.once(
        candidates_of,
        lambda: tuple(candidate_of(facts, key) for key, meeting in facts.scenario.meetings.items() if meeting.planned),
    )
    return made


def candidate_of(facts: Facts, key: str) -> Candidate:
    """Return the request that a meeting makes, the same for all who ask."""
    made: dict[str, Candidate] = facts.once(candidate_of, dict)
    candidate = made.get(key)
    if candidate is None:
        candidate = made[key] = _candidate(facts, key, facts.scenario.meetings[key])
    return candidate


def _candidate(facts: Facts, key: str, meeting: Meeting) -> Candidate:
    lengths = lengths_of(facts, meeting)
    return Candidate(
        key=key,
        participants=meeting.participants,
        optional=meeting.optional,
        settings=settings_of(facts, meeting),
        minutes=lengths.minutes,
        teams=lengths.teams,
        by_team=lengths.by_team,
        wanted=lengths.wanted,
        format=meeting.format,
        press=meeting.press,
    )


@value
class WholeLengths:
    """How long a booking may be, press and interpretation included; meetings that are alike share theirs."""

    minutes: tuple[int, ...]
    """All of the lengths, shortest first."""
    teams: tuple[tuple[str, ...], ...]
    """The sets of interpreters' pools of which it needs one."""
    by_team: tuple[tuple[int, ...], ...]
    """For each team the lengths with it."""
    wanted: tuple[tuple[tuple[str, ...], int], ...]
    """The team and the length to prefer."""


def lengths_of(facts: Facts, meeting: Meeting) -> WholeLengths:
    """Return how long the whole booking of a meeting may be."""
    teams = tuple(teams_of(facts, meeting)) or ((),)
    key = (WholeLengths, meeting.format, meeting.length and meeting.length.range, meeting.press, teams)
    made: WholeLengths = facts.once(key, lambda: _lengths(facts, meeting, teams))
    return made


def _lengths(facts: Facts, meeting: Meeting, teams: tuple[tuple[str, ...], ...]) -> WholeLengths:
    talks, wanted = talks_of(facts, meeting)
    by_team = tuple(tuple(whole(facts, meeting, talk, team) for talk in talks) for team in teams)
    as_wanted = [(team, whole(facts, meeting, wanted, team)) for team in teams]
    least = min(minutes for _, minutes in as_wanted)
    return WholeLengths(
        minutes=tuple(sorted({minutes for lengths in by_team for minutes in lengths})),
        teams=teams,
        by_team=by_team,
        wanted=tuple((team, minutes) for team, minutes in as_wanted if minutes == least),
    )


def settings_of(facts: Facts, meeting: Meeting) -> tuple[Setting, ...]:
    """Return every way of holding a meeting that the scenario knows, good or bad."""
    known: _Settings = facts.once(_Settings, lambda: _Settings(facts))
    return known.of(meeting)


def modes_of(facts: Facts, meeting: Meeting) -> tuple[MeetingMode, ...]:
    """Return the modes that a meeting may be held in, the preferred one first."""
    if meeting.pinned and meeting.pinned.mode:
        return (meeting.pinned.mode,)
    return meeting.mode or (facts.scenario.format(meeting.format).mode,)


class _Settings:
    """The settings that a scenario offers; meetings that may be held alike share theirs."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.known: dict[tuple[object, ...], tuple[Setting, ...]] = {}
        self.owners = {venue.premises_of for venue in facts.scenario.venues.values() if venue.premises_of}

    def of(self, meeting: Meeting) -> tuple[Setting, ...]:
        """Return the settings of a meeting."""
        scenario = self.facts.scenario
        modes = modes_of(self.facts, meeting)
        room = scenario.format(meeting.format).room or meeting.room is not None or meeting.needs is not None
        everyone = (*meeting.participants, *meeting.optional)
        # Whose meeting it is tells venues apart only where the premises are theirs.
        there = {scenario.principals[key].delegation for key in everyone} & self.owners if self.owners else set()
        named = frozenset((*meeting.venue, *([scenario.rooms[meeting.room].venue] if meeting.room else [])))
        key = (modes, room, named, frozenset(there))
        if key not in self.known:
            open_to = frozenset(key for key in scenario.venues if key in named or self._open(key, there, room=room))
            self.known[key] = tuple(self._settings(modes, open_to, room=room))
        return self.known[key]

    def _open(self, key: str, delegations: set[str], *, room: bool) -> bool:
        """Whether a venue is offered to a meeting that does not name it.

        Premises are for meetings of their owner. A meeting that needs a room is not put where there are
        none, unless no venue of the place has any.
        """
        scenario = self.facts.scenario
        venue = scenario.venues[key]
        if venue.premises_of and venue.premises_of not in delegations:
            return False
        with_rooms = {entry.venue for entry in scenario.rooms.values()}
        in_place = {other for other, entry in scenario.venues.items() if entry.place == venue.place}
        return not room or key in with_rooms or not with_rooms & in_place

    def _settings(self, modes: tuple[str, ...], open_to: frozenset[str], *, room: bool) -> Iterator[Setting]:
        scenario = self.facts.scenario
        for mode in modes:
            if mode != "in person":
                yield Setting(mode, zone=scenario.zone)
                continue
            for place in scenario.places:
                zone = self.facts.zone_at(place)
                venues = [key for key, venue in scenario.venues.items() if venue.place == place]
                if not venues:
                    yield Setting(mode, place, zone=zone)
                for venue in (key for key in venues if key in open_to):
                    there = [key for key, entry in scenario.rooms.items() if entry.venue == venue]
                    rooms: list[str | None] = [*there] if room else []
                    for key in rooms or [None]:
                        yield Setting(mode, place, venue, key, zone)


def talks_of(facts: Facts, meeting: Meeting) -> tuple[tuple[int, ...], int]:
    """Return the lengths of talks that will do, shortest first, and the one wanted, in minutes.

    Between the shortest and the longest they differ from the wanted length by steps of the grid.
    """
    usual = facts.scenario.format(meeting.format).length
    shortest, wanted, longest = meeting.length.range if meeting.length else (usual, usual, usual)
    grid = facts.scenario.grid
    steps = {wanted + step for step in range(-(wanted // grid) * grid, longest - wanted + 1, grid)}
    talks = {shortest, longest, wanted} | {talk for talk in steps if shortest <= talk <= longest}
    return tuple(sorted(talks)), wanted


def whole(facts: Facts, meeting: Meeting, talk: int, team: tuple[str, ...]) -> int:
    """Return the length of the whole booking: press, and the talks with their interpretation.

    Consecutive interpretation multiplies the talks by the pool's factor, rounded up to five minutes.
    """
    pools = [facts.scenario.interpreters[key] for key in team]
    factor = max([pool.lengthens for pool in pools if pool.mode == "consecutive"], default=1.0)
    talks = talk if factor == 1 else ceil(talk * factor / 5 - 1e-9) * 5
    return meeting.press + talks


def shortest_of(facts: Facts, meeting: Meeting) -> int:
    """Return the shortest that the whole booking may be, in minutes."""
    return lengths_of(facts, meeting).minutes[0]


def teams_of(facts: Facts, meeting: Meeting) -> list[tuple[str, ...]]:
    """Return the smallest sets of pools with which everybody understands everybody.

    ``[()]`` where nobody needs an interpreter, and an empty list where no pools help. Who has no languages
    written is understood by anyone.
    """
    if meeting.interpretation == "none":
        return [()]
    scenario = facts.scenario
    everyone = (*meeting.participants, *meeting.optional)
    languages = sorted({tuple(scenario.principals[key].languages) for key in everyone} - {()})
    teams: list[tuple[str, ...]] = facts.once(("teams", *languages), lambda: _teams(facts, languages))
    return teams


def _teams(facts: Facts, languages: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    scenario, spoken = facts.scenario, [set(each) for each in languages]
    if not spoken or set.intersection(*spoken):
        return [()]
    pools = {key: set(pool.languages) for key, pool in scenario.interpreters.items()}
    for size in range(1, MOST_POOLS + 1):
        teams = [team for team in combinations(pools, size) if _understood(spoken, [pools[key] for key in team])]
        if teams:
            return teams
    return []


def _understood(spoken: list[set[str]], pools: list[set[str]]) -> bool:
    """Whether any two understand each other: by a language of both, or through interpreters.

    Interpreters may relay to each other; a participant who speaks two languages is no interpreter.
    """
    return all(_reached(one, pools) & other for one, other in combinations(spoken, 2))


def _reached(languages: set[str], pools: list[set[str]]) -> set[str]:
    """Return the languages in which a speaker can be heard through the pools."""
    reached = set(languages)
    for _ in pools:
        reached = reached.union(*(pool for pool in pools if pool & reached))
    return reached
