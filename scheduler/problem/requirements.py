"""From a scenario to the list of everything that the plan must obey or would like to, each with its origin.

Every feature is a change to this list. The functions below read like a table: what in the file makes which
rule.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, cast

from scheduler.plan.priorities import COMFORT, MUST, STRONG
from scheduler.problem.requirement import Requirement
from scheduler.problem.uncertainty.likelihood import likelihood_of
from scheduler.rules import implied as rules
from scheduler.scenario.intervals import Opening, Stretch, longest_free

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.problem.requirement import Place
    from scheduler.problem.uncertainty.likelihood import Likelihood
    from scheduler.rules.base import Written
    from scheduler.scenario.intervals import Commitment
    from scheduler.scenario.models import Meeting, Principal
    from scheduler.scenario.problem import Problem

WHERE = ("room", "needs", "venue", "place", "calls_on")
"""The words of a meeting that say where it is to be held, the narrowest first."""

PREFERRED_WINDOW = 20
WANTED_LENGTH = 10
FIRST_MODE = 10
OPTIONAL_PARTICIPANT = 5


def requirements_of(problem: Problem) -> list[Requirement]:
    """Return every requirement of a problem, in the order of the catalogue."""
    return list(each_requirement_of(problem))


def each_requirement_of(problem: Problem) -> Iterator[Requirement]:
    """Yield every requirement of a problem, in the order of the catalogue."""
    return chain(
        _of_meetings(problem),
        _of_principals(problem),
        _of_rooms(problem),
        _of_interpreters(problem),
        _as_written(problem),
    )


def _at(problem: Problem, *path: object) -> Place:
    return problem.facts.origins, path


def _of_meetings(problem: Problem) -> Iterator[Requirement]:
    facts, by_key, confirmed = problem.facts, problem.by_key, 1 + len(problem.candidates)
    for key, meeting in facts.scenario.meetings.items():
        candidate = by_key.get(key)
        if candidate is None:
            continue
        here = _at(problem, "meetings", key)
        settled = meeting.state == "confirmed"
        # A confirmed meeting outweighs all others together: it is kept where it is.
        tier, weight = (MUST, confirmed) if settled else (meeting.priority, 1)
        yield Requirement(rules.Held(key, tier), here, tier, weight)
        yield Requirement(rules.AsAsked(candidate, facts.first, facts.last, problem.grid), here)
        if meeting.windows or meeting.prefers or meeting.start or meeting.pinned:
            yield from _when(problem, key, meeting)
        needs = _room_needs(problem, key, meeting)
        if needs:
            word = next(word for word in WHERE if getattr(meeting, word))
            yield Requirement(needs, _at(problem, "meetings", key, word))
        if len(candidate.minutes) > 1:
            length = rules.Length(key, candidate.wanted)
            yield Requirement(length, _at(problem, "meetings", key, "length"), COMFORT, WANTED_LENGTH)
        for principal in meeting.optional:
            attends = rules.Attendance(key, principal)
            yield Requirement(attends, _at(problem, "meetings", key, "optional"), COMFORT, OPTIONAL_PARTICIPANT)
        if meeting.mode and len(meeting.mode) > 1:
            mode = rules.Mode(key, meeting.mode[0])
            yield Requirement(mode, _at(problem, "meetings", key, "mode"), COMFORT, FIRST_MODE)


def _when(problem: Problem, key: str, meeting: Meeting) -> Iterator[Requirement]:
    facts = problem.facts
    if meeting.windows:
        windows = rules.Windows(key, facts.openings(meeting.windows))
        yield Requirement(windows, _at(problem, "meetings", key, "windows"))
    if meeting.prefers:
        windows = rules.Windows(key, facts.openings(meeting.prefers), wished=True)
        yield Requirement(windows, _at(problem, "meetings", key, "prefers"), COMFORT, PREFERRED_WINDOW)
    if meeting.start:
        start = rules.Start(key, meeting.start, meeting.state)
        yield Requirement(start, _at(problem, "meetings", key, "start"))
    if meeting.pinned:
        origin = _at(problem, "meetings", key, "pinned")
        yield Requirement(rules.Start(key, meeting.pinned.start, "pinned"), origin)
        venues = (meeting.pinned.venue,) if meeting.pinned.venue else ()
        rooms = (meeting.pinned.room,) if meeting.pinned.room else None
        if venues or rooms:
            named = problem.facts.names.of("rooms", rooms[0]) if rooms else ""
            yield Requirement(rules.RoomNeeds(key, (), venues, rooms, named), origin)


def _room_needs(problem: Problem, key: str, meeting: Meeting) -> rules.RoomNeeds | None:
    """Return where the meeting is to be held, or None where any place will do."""
    scenario = problem.facts.scenario
    venues = meeting.venue or _premises(problem, meeting)
    rooms: tuple[str, ...] | None = (meeting.room,) if meeting.room else None
    said = [problem.facts.names.of("rooms", meeting.room)] if meeting.room else []
    if meeting.needs and scenario.rooms:
        seats, secure = meeting.needs.seats or 0, meeting.needs.secure
        fits = [
            name for name, room in scenario.rooms.items() if (room.seats or 0) >= seats and (room.secure or not secure)
        ]
        rooms = tuple(name for name in fits if rooms is None or name in rooms)
        said += [f"{seats} seats"] if seats else []
        said += ["secure"] if secure else []
    if not (meeting.place or venues or rooms is not None):
        return None
    return rules.RoomNeeds(key, (meeting.place,) if meeting.place else (), venues, rooms, ", ".join(said))


def _premises(problem: Problem, meeting: Meeting) -> tuple[str, ...]:
    """Return the premises of the one who is called on, where no venue is written."""
    scenario = problem.facts.scenario
    if meeting.calls_on is None or meeting.room:
        return ()
    host = scenario.principals[meeting.calls_on].delegation
    return tuple(key for key, venue in scenario.venues.items() if venue.premises_of == host)


def _of_principals(problem: Problem) -> Iterator[Requirement]:
    facts = problem.facts
    shares = _shares(problem)
    for key, principal in facts.scenario.principals.items():
        if key not in problem.by_principal:
            continue
        here, commitments = _at(problem, "principals", key), facts.commitments(key)
        mine = frozenset(pair for pair in shares if all(r in _keys(problem, key) for r in pair))
        yield Requirement(rules.OnePlace(key, mine), here)
        yield from _absences(problem, key)
        opens, closes = principal.hours or facts.scenario.hours
        origin = _at(problem, "principals", key, "hours") if principal.hours else _at(problem, "hours")
        clocks = facts.clocks(key)
        yield Requirement(rules.Hours(key, opens, closes, facts.first, facts.last, clocks), origin)
        yield from _sessions(problem, key)
        for index, engagement in enumerate(principal.engagements):
            title = engagement.title or engagement.kind
            rule = rules.Engaged(key, title, engagement.start, engagement.end)
            yield Requirement(rule, _at(problem, "principals", key, "engagements", index))
        yield from _rest(problem, key, principal)
        yield from _blocks(problem, key, principal)
        yield from _buffers(problem, key, principal, mine)
        yield from _travel(problem, key, commitments)
        if facts.scenario.few_gaps:
            apart = frozenset(meeting for pair in mine for meeting in pair)
            compact = rules.Compact(key, commitments, apart)
            yield Requirement(compact, _at(problem, "few_gaps"), COMFORT)


def _absences(problem: Problem, key: str) -> Iterator[Requirement]:
    """Yield a requirement for each time that the principal is away from a place where a meeting may be."""
    facts = problem.facts
    # Requests that may be held alike share their settings.
    settings = {id(candidate.settings): candidate.settings for candidate in problem.by_principal[key]}
    for place in dict.fromkeys(setting.place for each in settings.values() for setting in each):
        free_from = None
        for stay in facts.in_reach(key, place):
            if stay.start > (free_from or facts.first):
                rule = rules.Absence(key, place, free_from, stay.start)
                yield Requirement(rule, _at(problem, *facts.edge(key, place, free_from, stay.start)))
            free_from = stay.end
        if free_from is None or free_from < facts.last:
            rule = rules.Absence(key, place, free_from)
            yield Requirement(rule, _at(problem, *facts.edge(key, place, free_from, None)))


def _keys(problem: Problem, principal: str) -> set[str]:
    return {candidate.key for candidate in problem.by_principal.get(principal, [])}


def _shares(problem: Problem) -> frozenset[frozenset[str]]:
    meetings = problem.facts.scenario.meetings
    return frozenset(frozenset({key, other}) for key, m in meetings.items() for other in m.shares_slot_with)


def _sessions(problem: Problem, key: str) -> Iterator[Requirement]:
    facts = problem.facts
    for forum_key, index, session in facts.sessions:
        forum = facts.scenario.forums[forum_key]
        if key in facts.attendees(forum, session):
            rule = rules.InSession(
                key,
                facts.session_title(forum_key, index),
                session.start,
                session.end,
                session.venue or forum.venue,
                facts.leaves_room(session),
            )
            yield Requirement(rule, _at(problem, "forums", forum_key, "sessions", index))


def _rest(problem: Problem, key: str, principal: Principal) -> Iterator[Requirement]:
    scenario, commitments = problem.facts.scenario, problem.facts.commitments(key)
    rest = principal.rest if principal.rest is not None else scenario.rest
    if rest:
        busy = [(c.start, c.end) for c in commitments]
        nights = (Stretch(start, end) for start, end in problem.facts.nights(key))
        possible = tuple(night for night in nights if longest_free(night, busy) >= timedelta(minutes=rest))
        origin = _at(problem, "principals", key, "rest") if principal.rest is not None else _at(problem, "rest")
        yield Requirement(rules.Rest(key, rest, possible, commitments), origin)


def _blocks(problem: Problem, key: str, principal: Principal) -> Iterator[Requirement]:
    facts = problem.facts
    if not principal.blocks and not any(forum.blocks for forum in facts.scenario.forums.values()):
        return
    formats = {candidate.format for candidate in problem.candidates}
    free = tuple(sorted(name for name in formats if not facts.scenario.format(name).blocks))
    if principal.blocks:
        blocks = tuple(Opening(block.start, block.end) for block in principal.blocks)
        yield Requirement(rules.Blocks(key, blocks, None, free), _at(problem, "principals", key, "blocks"))
    for forum_key, forum in facts.scenario.forums.items():
        if forum.blocks and key in facts.attendees(forum):
            blocks = tuple(Opening(block.start, block.end) for block in forum.blocks)
            dates = Opening(*facts.forum_days(forum))
            yield Requirement(rules.Blocks(key, blocks, dates, free), _at(problem, "forums", forum_key, "blocks"))


def _buffers(
    problem: Problem, key: str, principal: Principal, shares: frozenset[frozenset[str]]
) -> Iterator[Requirement]:
    scenario, owns = problem.facts.scenario, _own_buffers(problem)
    briefing = scenario.briefing if principal.briefing is None else principal.briefing
    readout = scenario.readout if principal.readout is None else principal.readout
    around: dict[str, tuple[int, int]] = {}
    for candidate in problem.by_principal[key]:
        before, after, holding = owns.get(candidate.key, (None, None, 0))
        before = (briefing if before is None else before) + holding
        after = readout if after is None else after
        if before or after:
            around[candidate.key] = (before, after)
    if around:
        own = principal.briefing is not None or principal.readout is not None
        origin = _at(problem, "principals", key, "briefing" if principal.briefing is not None else "readout")
        if not own:
            general = scenario.briefing or scenario.readout
            path = ("briefing" if scenario.briefing else "readout",) if general else ("meetings", next(iter(around)))
            origin = _at(problem, *path)
        yield Requirement(rules.Buffers(key, around, problem.facts.commitments(key), shares), origin)


def _own_buffers(problem: Problem) -> dict[str, tuple[int | None, int | None, int]]:
    """Return the briefing, the readout and the holding time of the meetings that have one of their own."""
    made: dict[str, tuple[int | None, int | None, int]] = problem.facts.once(
        _own_buffers,
        lambda: {
            key: (meeting.briefing, meeting.readout, meeting.holding)
            for key, meeting in problem.facts.scenario.meetings.items()
            if meeting.briefing is not None or meeting.readout is not None or meeting.holding
        },
    )
    return made


def _travel(problem: Problem, key: str, commitments: tuple[Commitment, ...]) -> Iterator[Requirement]:
    scenario = problem.facts.scenario
    for index, way in enumerate(scenario.travel):
        if way.between[0] in scenario.venues and way.takes:
            there = tuple(c for c in commitments if c.venue in way.between)
            yield Requirement(rules.TravelTime(key, *way.between, way.takes, there), _at(problem, "travel", index))


def _of_rooms(problem: Problem) -> Iterator[Requirement]:
    scenario = problem.facts.scenario
    for key, room in scenario.rooms.items():
        reset = room.reset if room.reset is not None else scenario.reset
        yield Requirement(rules.RoomCapacity(key, room.count, reset), _at(problem, "rooms", key))
        if room.available:
            zone = problem.facts.zone_at(scenario.venues[room.venue].place)
            times = problem.facts.openings(room.available, zone)
            yield Requirement(rules.Available("rooms", key, times), _at(problem, "rooms", key, "available"))
    for key, venue in scenario.venues.items():
        if venue.available:
            times = problem.facts.openings(venue.available, problem.facts.zone_at(venue.place))
            yield Requirement(rules.Available("venues", key, times), _at(problem, "venues", key, "available"))


def _of_interpreters(problem: Problem) -> Iterator[Requirement]:
    for key, pool in problem.facts.scenario.interpreters.items():
        yield Requirement(rules.InterpreterCapacity(key, pool.count), _at(problem, "interpreters", key))


def _as_written(problem: Problem) -> Iterator[Requirement]:
    def likelihood() -> Likelihood:
        return likelihood_of(problem, each_requirement_of)

    for index, entry in enumerate(problem.facts.scenario.rules):
        rule = cast("Written", entry).with_facts(problem.facts, index).given(likelihood)
        strength = rule.how_strong
        tier = None if strength.must else STRONG if strength.strong else COMFORT
        yield Requirement(rule, _at(problem, "rules", index), tier, strength.weight)
