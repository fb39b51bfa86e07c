"""A realised scenario: the officer's scenario as it is in one future.

Entries that fall away are removed, entries that move are moved, in memory; the result is a scenario like any other, and
the rules need not know about futures.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from scheduler.problem.uncertainty.entries import GONE, Way, later, stay_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.problem.uncertainty.events import Futures, Outcomes
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.models import Engagement, Forum, Meeting, Principal, Scenario, Session, Stay
    from scheduler.scenario.source import Path

Model = TypeVar("Model", bound="Principal | Forum | Session | Stay | Meeting | Scenario | Engagement")


def realised(futures: Futures, outcomes: Outcomes, meeting: str | None = None) -> Scenario:
    """Return the scenario as it is in a future.

    With a meeting, everything unrelated to it is left out: other meetings and people, and written rules. Meetings that
    run over keep their length: the effect depends on a plan (`runs_over`).
    """
    scenario, numbers = futures.scenario, None
    if meeting is not None:
        asked = scenario.meetings[meeting]
        people = {key: scenario.principals[key] for key in (*asked.participants, *asked.optional)}
        scenario = with_values(scenario, meetings={meeting: asked}, principals=people, rules=())
        numbers = futures.concerning(meeting)
    ways = ways_in(futures, outcomes, numbers)
    return _Realisation(futures.facts, scenario, ways).scenario() if ways else scenario


def runs_over(futures: Futures, outcomes: Outcomes, meetings: Iterable[str]) -> dict[str, int]:
    """Return the meetings, among some, that run over in a future, with the minutes by which each does."""
    numbers = {number for key in meetings for number in futures.overrunning(key)}
    late = [str(path[1]) for path in ways_in(futures, outcomes, sorted(numbers)) if path[0] == "meetings"]
    overruns = {key: futures.scenario.meetings[key].overruns for key in late}
    return {key: overrun.by for key, overrun in overruns.items() if overrun is not None}


def ways_in(futures: Futures, outcomes: Outcomes, numbers: Iterable[int] | None = None) -> dict[Path, Way]:
    """Return the outcome of each entry that differs from what is written; for some events only, if given."""
    chosen = [
        (futures.events[number], futures.events[number].outcomes[outcomes[number]])
        for number in (range(len(futures.events)) if numbers is None else numbers)
    ]
    happens = frozenset[str]().union(*(outcome.happens for _, outcome in chosen))
    drawn = {event.doubts[0]: outcome.way for event, outcome in chosen if outcome.way}
    found: dict[Path, Way] = {}
    for path in dict.fromkeys(path for event, _ in chosen for path in event.doubts):
        doubt = futures.doubts[path]
        way = doubt.turns_out(happens, drawn.get(path) or doubt.own[0][0])
        if way.number:
            found[path] = way
    return found


class _Realisation:
    """Builds the scenario that results from the outcomes of its entries."""

    def __init__(self, facts: Facts, scenario: Scenario, ways: dict[Path, Way]) -> None:
        """Take the facts as written, a scenario of them, and the outcomes of the entries that differ from it."""
        self.facts, self.whole, self.ways = facts, scenario, ways
        self.zone = facts.period.zone
        self.shift: dict[str, int | None] = {}
        """The forums that move, with the number of days; None for one that is not held."""
        for path, way in ways.items():
            if path[0] == "forums" and len(path) == 2:
                forum = scenario.forums[str(path[1])]
                self.shift[str(path[1])] = None if way.number == GONE else forum.alternatives[way.number - 1].moves_by

    def scenario(self) -> Scenario:
        """Return the scenario."""
        principals = {key: self._principal(key, principal) for key, principal in self.whole.principals.items()}
        forums = {key: self._forum(key, forum) for key, forum in self.whole.forums.items()}
        changed: dict[str, Any] = {"principals": principals, "forums": forums}
        if any(days is None for days in self.shift.values()):
            changed["meetings"] = {key: self._meeting(meeting) for key, meeting in self.whole.meetings.items()}
        return with_values(self.whole, **changed)

    # Principals.

    def _principal(self, key: str, principal: Principal) -> Principal:
        path = ("principals", key, "stays")
        stays = [self._stay((*path, number), stay) for number, stay in enumerate(principal.stays)]
        engagements = [self._following(engagement) for engagement in principal.engagements]
        if tuple(stays) == principal.stays and tuple(engagements) == principal.engagements:
            return principal
        here = tuple(stay for stay in stays if stay is not None)
        return with_values(principal, stays=here, engagements=tuple(e for e in engagements if e is not None))

    def _stay(self, path: Path, stay: Stay) -> Stay | None:
        way = self.ways.get(path)
        if way is not None and way.number == GONE:
            return None
        return self._following(stay if way is None else _at_other_times(stay, way))

    def _following(self, entry: Model) -> Model | None:
        days = self.shift.get(getattr(entry, "follows", None) or "", 0)
        if not days:
            return entry if days == 0 else None
        return self._moved(entry, days)

    def _moved(self, entry: Model, days: int) -> Model:
        start, end = (later(getattr(entry, word), days, self.zone) for word in ("start", "end"))
        return with_values(entry, start=start, end=end)

    # Forums.

    def _forum(self, key: str, forum: Forum) -> Forum:
        absent = set(self._absent(key, forum))
        changes: dict[str, Any] = {}
        sessions = forum.sessions
        if absent:
            changes["attendees"] = tuple(a for a in forum.attendees if a.principal not in absent)
            changes["chair"] = None if forum.chair in absent else forum.chair
        kept = [self._session(("forums", key, "sessions", number), each) for number, each in enumerate(sessions)]
        sessions = tuple(self._without(each, absent) for each in kept if each is not None)
        blocks, days = forum.blocks, self.shift.get(key, 0)
        if days is None:
            return with_values(forum, sessions=(), blocks=(), **changes)
        if days:
            way = self.ways["forums", key]
            first, last = (day + timedelta(days=days) for day in forum.dates)
            changes["dates"] = forum.alternatives[way.number - 1].dates or (first, last)
            sessions = tuple(self._moved(session, days) for session in sessions)
            changes["blocks"] = tuple(self._moved(block, days) for block in blocks)  # type: ignore[type-var]
        if sessions != forum.sessions:
            changes["sessions"] = sessions
        return with_values(forum, **changes) if changes else forum

    def _absent(self, key: str, forum: Forum) -> Iterator[str]:
        """Yield the attendees who stay away from the forum, or from its place."""
        for path, way in self.ways.items():
            if path[:3] == ("forums", key, "attendees"):
                yield forum.attendees[int(path[3])].principal
            elif path[0] == "principals" and way.number == GONE:
                who = str(path[1])
                if who in self.facts.attendees(forum) and stay_for(self.facts, who, forum) == path[3]:
                    yield who

    def _session(self, path: Path, session: Session) -> Session | None:
        way = self.ways.get(path)
        if way is not None and way.number == GONE:
            return None
        made = session if way is None else _at_other_times(session, way)
        if (*path, "overruns") in self.ways and session.overruns is not None:
            made = with_values(made, end=made.end + timedelta(minutes=session.overruns.by))
        return made

    @staticmethod
    def _without(session: Session, absent: set[str]) -> Session:
        if session.attendees is None or absent.isdisjoint(session.attendees):
            return session
        return with_values(session, attendees=tuple(who for who in session.attendees if who not in absent))

    # Meetings on the sidelines of a forum that is not held.

    def _meeting(self, meeting: Meeting) -> Meeting:
        gone = {key for key, days in self.shift.items() if days is None}
        windows, prefers = (
            tuple(window for window in each if window.sidelines not in gone)
            for each in (meeting.windows, meeting.prefers)
        )
        if windows == meeting.windows and prefers == meeting.prefers:
            return meeting
        changes = {"state": "declined"} if meeting.windows and not windows else {}
        return with_values(meeting, windows=windows, prefers=prefers, **changes)


def _at_other_times(entry: Model, way: Way) -> Model:
    other = entry.alternatives[way.number - 1]  # type: ignore[union-attr]
    return with_values(entry, start=other.start or entry.start, end=other.end or entry.end)  # type: ignore[union-attr]


def with_values(entry: Model, **changes: Any) -> Model:
    """Return an entry with other values, which are not validated again."""
    made: Model = entry.model_copy(update=changes)  # type: ignore[assignment]
    return made
