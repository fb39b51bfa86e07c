"""The candidates: each requested meeting with its possible settings, lengths and teams of interpreters."""

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
"""The largest number of pools of interpreters in one team."""


def candidates_of(facts: Facts) -> tuple[Candidate, ...]:
    """Return a candidate for each meeting that is to be planned, in the order of the file."""
    candidates: tuple[Candidate, ...] = facts.once(
        candidates_of,
        lambda: tuple(candidate_of(facts, key) for key, meeting in facts.scenario.meetings.items() if meeting.planned),
    )
    return candidates


def candidate_of(facts: Facts, key: str) -> Candidate:
    """Return the candidate of a meeting; every call returns the same object."""
    cache: dict[str, Candidate] = facts.once(candidate_of, dict)
    candidate = cache.get(key)
    if candidate is None:
        candidate = cache[key] = _candidate(facts, key, facts.scenario.meetings[key])
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
    """The possible lengths of a booking in minutes, with press and interpretation; similar meetings share it."""

    minutes: tuple[int, ...]
    """All possible lengths, shortest first."""
    teams: tuple[tuple[str, ...], ...]
    """The teams of interpreters, each a set of pools; it needs one of them."""
    by_team: tuple[tuple[int, ...], ...]
    """The possible lengths with each team."""
    wanted: tuple[tuple[tuple[str, ...], int], ...]
    """The preferred pairs of team and length."""


def lengths_of(facts: Facts, meeting: Meeting) -> WholeLengths:
    """Return the possible lengths of the whole booking of a meeting."""
    teams = tuple(teams_of(facts, meeting)) or ((),)
    key = (WholeLengths, meeting.format, meeting.length and meeting.length.range, meeting.press, teams)
    lengths: WholeLengths = facts.once(key, lambda: _lengths(facts, meeting, teams))
    return lengths


def _lengths(facts: Facts, meeting: Meeting, teams: tuple[tuple[str, ...], ...]) -> WholeLengths:
    talks, wanted = talks_of(facts, meeting)
    by_team = tuple(tuple(booking_length(facts, meeting, talk, team) for talk in talks) for team in teams)
    as_wanted = [(team, booking_length(facts, meeting, wanted, team)) for team in teams]
    least = min(minutes for _, minutes in as_wanted)
    return WholeLengths(
        minutes=tuple(sorted({minutes for lengths in by_team for minutes in lengths})),
        teams=teams,
        by_team=by_team,
        wanted=tuple((team, minutes) for team, minutes in as_wanted if minutes == least),
    )


def settings_of(facts: Facts, meeting: Meeting) -> tuple[Setting, ...]:
    """Return every setting that the scenario offers to a meeting; the rules narrow them later."""
    settings: _Settings = facts.once(_Settings, lambda: _Settings(facts))
    return settings.of(meeting)


def modes_of(facts: Facts, meeting: Meeting) -> tuple[MeetingMode, ...]:
    """Return the possible modes of a meeting, the preferred one first."""
    if meeting.pinned and meeting.pinned.mode:
        return (meeting.pinned.mode,)
    return meeting.mode or (facts.scenario.format(meeting.format).mode,)


class _Settings:
    """The settings that a scenario offers; meetings with the same options share one tuple."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.cache: dict[tuple[object, ...], tuple[Setting, ...]] = {}
        self.owners = {venue.premises_of for venue in facts.scenario.venues.values() if venue.premises_of}

    def of(self, meeting: Meeting) -> tuple[Setting, ...]:
        """Return the possible settings of a meeting."""
        scenario = self.facts.scenario
        modes = modes_of(self.facts, meeting)
        room = scenario.format(meeting.format).room or meeting.room is not None or meeting.needs is not None
        everyone = (*meeting.participants, *meeting.optional)
        # The delegations matter only if they own premises.
        there = {scenario.principals[key].delegation for key in everyone} & self.owners if self.owners else set()
        named = frozenset((*meeting.venue, *([scenario.rooms[meeting.room].venue] if meeting.room else [])))
        key = (modes, room, named, frozenset(there))
        if key not in self.cache:
            open_to = frozenset(key for key in scenario.venues if key in named or self._open(key, there, room=room))
            self.cache[key] = tuple(self._settings(modes, open_to, room=room))
        return self.cache[key]

    def _open(self, key: str, delegations: set[str], *, room: bool) -> bool:
        """Whether a venue is open to a meeting that does not name it.

        Premises are open to meetings of their owner only. A venue without rooms is not open to a meeting that
        needs a room, unless no venue of the place has any.
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
    """Return the acceptable lengths of the talks in minutes, shortest first, and the wanted length.

    Between the shortest and the longest, the lengths differ from the wanted one by multiples of the grid.
    """
    usual = facts.scenario.format(meeting.format).length
    shortest, wanted, longest = meeting.length.range if meeting.length else (usual, usual, usual)
    grid = facts.scenario.grid
    steps = {wanted + step for step in range(-(wanted // grid) * grid, longest - wanted + 1, grid)}
    talks = {shortest, longest, wanted} | {talk for talk in steps if shortest <= talk <= longest}
    return tuple(sorted(talks)), wanted


def booking_length(facts: Facts, meeting: Meeting, talk: int, team: tuple[str, ...]) -> int:
    """Return the length of the whole booking in minutes: press, and the talks with interpretation by a team.

    Consecutive interpretation multiplies the length of the talks by the pool's factor, rounded up to five minutes.
    """
    pools = [facts.scenario.interpreters[key] for key in team]
    factor = max([pool.lengthens for pool in pools if pool.mode == "consecutive"], default=1.0)
    talks = talk if factor == 1 else ceil(talk * factor / 5 - 1e-9) * 5
    return meeting.press + talks


def shortest_of(facts: Facts, meeting: Meeting) -> int:
    """Return the shortest possible length of the whole booking, in minutes."""
    return lengths_of(facts, meeting).minutes[0]


def teams_of(facts: Facts, meeting: Meeting) -> list[tuple[str, ...]]:
    """Return the smallest teams of interpreters with which all participants understand each other.

    The result is ``[()]`` if nobody needs an interpreter, and empty if no team is sufficient. A principal without
    `languages:` is understood by everybody.
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
    """Whether every two participants understand each other, in a common language or through interpreters.

    Interpreters may relay to each other; participants do not interpret.
    """
    return all(_reached(one, pools) & other for one, other in combinations(spoken, 2))


def _reached(languages: set[str], pools: list[set[str]]) -> set[str]:
    """Return the languages in which a speaker can be heard, directly or through the pools."""
    reached = set(languages)
    for _ in pools:
        reached = reached.union(*(pool for pool in pools if pool & reached))
    return reached
