"""Facts derived from a scenario: where each principal is, their commitments, and the times that windows mean.

Rules and requirements read the facts; the facts know neither the solver nor a plan.
"""

from __future__ import annotations

from collections import deque
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import Issue
from scheduler.base.times import Period, midnight, on_clock, say_clock, say_dates, zone_of
from scheduler.plan.plan import Fixed, Names
from scheduler.scenario.intervals import Clocks, Commitment, Opening, Whereabouts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scheduler.base.issue import Origin
    from scheduler.scenario.fields import Entry
    from scheduler.scenario.models import Forum, Scenario, Session, Window
    from scheduler.scenario.source import Path

LEAVES_ROOM = {"coffee break": ("pull-aside",)}
"""The formats that may be held during a session of each kind, unless the session has `leaves_room_for:`."""

RECENT = 4
"""The number of scenarios whose facts are cached: loading, checking and solving ask for them in turn."""


class Facts:
    """The facts of one scenario."""

    def __init__(self, scenario: Scenario) -> None:
        """Prepare the facts of a scenario; each is computed on first use."""
        self.scenario = scenario
        self.period = Period(zone_of(scenario.zone), *scenario.dates)
        self.first = self.period.start
        self.last = self.period.end

        self.origins = scenario.origins
        self._once: dict[object, Any] = {}

    def once(self, key: object, make: Callable[[], Any]) -> Any:
        """Return the cached value of a key; `make` computes it on the first call."""
        if key not in self._once:
            self._once[key] = make()
        return self._once[key]

    def origin(self, *path: object) -> Origin:
        """Return the origin of the entry at a path, or of the nearest enclosing entry."""
        return self.origins.origin(path)

    def issue(self, path: tuple[object, ...], message: str, hint: str, *, notice: bool = False) -> Issue:
        """Return an issue about the entry at a path."""
        return Issue.at(self.origin(*path), message, hint, notice=notice)

    @cached_property
    def names(self) -> Names:
        """The names that readers see for the keys."""
        s = self.scenario
        principals = {
            key: p.short or key.replace("-", " ").replace("_", " ").title() for key, p in s.principals.items()
        }
        meetings = {
            key: m.title or " – ".join(principals.get(p, p) for p in m.participants) for key, m in s.meetings.items()
        }
        sections = {
            "principals": principals,
            "meetings": meetings,
            "people": {key: p.name for key, p in s.principals.items()},
            "places": {key: place.name for key, place in s.places.items()},
            "venues": {key: venue.name for key, venue in s.venues.items()},
            "rooms": {key: room.name or key for key, room in s.rooms.items()},
            "delegations": {key: delegation.name for key, delegation in s.delegations.items()},
            "forums": {key: forum.short or forum.name for key, forum in s.forums.items()},
            "interpreters": {key: pool.name or key for key, pool in s.interpreters.items()},
        }
        return Names(self.period.zone, sections)

    @cached_property
    def dates(self) -> list[date]:
        """The days of the scenario."""
        first, last = self.scenario.dates
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]

    def zone_at(self, place: str | None) -> str:
        """Return the name of a place's zone; without a place, the scenario's."""
        known = self.scenario.places.get(place or "")
        return known.zone if known else self.scenario.zone

    def raw(self, path: Path) -> Any:
        """Return the YAML data at a path, before validation; None if the path does not exist."""
        data = self.origins.data
        for key in path:
            try:
                data = data[key]
            except (LookupError, TypeError):
                return None
        return data

    # Whereabouts.

    def whereabouts(self, principal: str) -> tuple[Whereabouts, ...]:
        """Return the whereabouts of a principal in the order of time: the stays, and home before and after them."""
        found = self._whereabouts.get(principal)
        if found is None:
            found = self._whereabouts[principal] = tuple(self._stays(principal))
        return found

    @cached_property
    def _whereabouts(self) -> dict[str, tuple[Whereabouts, ...]]:
        return {}

    def _stays(self, key: str) -> Iterator[Whereabouts]:
        principal = self.scenario.principals[key]
        free_from = self.first
        for stay in sorted(principal.stays, key=lambda stay: stay.start):
            if principal.home:
                way = timedelta(minutes=self.way(principal.home, stay.place))
                yield from self._at_home(principal.home, free_from, stay.start - way)
                free_from = stay.end + way
            yield Whereabouts(stay.place, stay.start, stay.end)
        if principal.home:
            yield from self._at_home(principal.home, free_from, self.last)

    @staticmethod
    def _at_home(home: str, start: datetime, end: datetime) -> Iterator[Whereabouts]:
        if start < end:
            yield Whereabouts(home, start, end)

    def in_reach(self, principal: str, place: str | None) -> list[Whereabouts]:
        """Return when a principal is in a place, or in any place for None; adjacent times are merged."""
        merged: list[Whereabouts] = []
        for stay in self.whereabouts(principal):
            if place is not None and stay.place != place:
                continue
            if merged and stay.start <= merged[-1].end:
                merged[-1] = Whereabouts(stay.place, merged[-1].start, max(merged[-1].end, stay.end))
            else:
                merged.append(stay)
        return merged

    def edge(self, principal: str, place: str | None, leaves: datetime | None, comes: datetime | None) -> Path:
        """Return the path of the entry that makes a principal leave or reach a place.

        Args:
            principal: the principal's key.
            place: the place, or None for any.
            leaves: the end of the presence there, if that is asked for.
            comes: the beginning of the presence there, if that is asked for.
        """
        stays = self.scenario.principals[principal].stays
        for word, moment in (("end", leaves), ("start", comes)):
            for index, stay in enumerate(stays):
                if moment is not None and getattr(stay, word) == moment and place in {None, stay.place}:
                    return ("principals", principal, "stays", index, "to" if word == "end" else "from")
        away = [i for i, s in enumerate(stays) if (not leaves or s.end > leaves) and (not comes or s.start < comes)]
        return ("principals", principal, *(("stays", away[0]) if away else ("stays",) if stays else ()))

    def way(self, one: str, other: str) -> int:
        """Return the travel time between two venues (or places) in minutes; 0 if the scenario has none."""
        return self.ways.get(frozenset({one, other}), 0)

    @cached_property
    def ways(self) -> dict[frozenset[str], int]:
        """The travel times in minutes, by the pair of venues or places."""
        return {frozenset(travel.between): travel.takes for travel in self.scenario.travel}

    def clocks(self, principal: str) -> tuple[Clocks, ...]:
        """Return the local zones of a principal over time; adjacent stays in one zone are merged."""
        merged: list[Clocks] = []
        for stay in self.whereabouts(principal):
            zone = self.zone_at(stay.place)
            if merged and merged[-1].zone == zone and stay.start <= merged[-1].end:
                merged[-1] = Clocks(zone, merged[-1].start, max(merged[-1].end, stay.end))
            else:
                merged.append(Clocks(zone, stay.start, stay.end))
        return tuple(merged)

    def days(self, principal: str) -> list[tuple[date, str]]:
        """Return each day of the scenario with the zone in which the principal is at noon."""
        found = []
        for day in self.dates:
            noon = on_clock(day, 12 * 60, self.period.zone)
            here = [stay.place for stay in self.whereabouts(principal) if stay.start <= noon < stay.end]
            found.append((day, self.zone_at(here[0] if here else None)))
        return found

    # Commitments.

    def commitments(self, principal: str) -> tuple[Commitment, ...]:
        """Return the binding sessions and the engagements of a principal, in the order of time."""
        found = self._commitments.get(principal)
        if found is None:
            found = self._commitments[principal] = tuple(
                sorted(self._sessions_of(principal), key=lambda c: (c.start, c.title))
            )
        return found

    @cached_property
    def _commitments(self) -> dict[str, tuple[Commitment, ...]]:
        return {}

    def _sessions_of(self, key: str) -> Iterator[Commitment]:
        for forum_key, index, session in self.sessions:
            forum = self.scenario.forums[forum_key]
            if key in self.attendees(forum, session) and not self.leaves_room(session):
                title = self.session_title(forum_key, index)
                yield Commitment(
                    title, session.start, session.end, session.venue or forum.venue, self.zone_at(forum.place)
                )
        for engagement in self.scenario.principals[key].engagements:
            venue = self.scenario.venues.get(engagement.venue or "")
            yield Commitment(
                engagement.title or engagement.kind,
                engagement.start,
                engagement.end,
                engagement.venue,
                self.zone_at(venue.place if venue else self.place_of(key, engagement.start)),
                press=engagement.kind == "press availability",
            )

    def place_of(self, principal: str, moment: datetime) -> str | None:
        """Return the key of the place where a principal is at a moment, or None."""
        here = [stay.place for stay in self.whereabouts(principal) if stay.start <= moment < stay.end]
        return here[0] if here else None

    @cached_property
    def sessions(self) -> list[tuple[str, int, Session]]:
        """Every session, with the key of its forum and its index there."""
        return [
            (key, index, session)
            for key, forum in self.scenario.forums.items()
            for index, session in enumerate(forum.sessions)
        ]

    def session_title(self, forum: str, index: int) -> str:
        """Return the title of a session, with the forum's name."""
        session = self.scenario.forums[forum].sessions[index]
        return f"{self.names.of('forums', forum)}: {session.title or session.kind}"

    @staticmethod
    def attendees(forum: Forum, session: Session | None = None) -> tuple[str, ...]:
        """Return the principals who attend a forum, the chair included, or one of its sessions."""
        if session is not None and session.attendees is not None:
            return session.attendees
        keys = [attendee.principal for attendee in forum.attendees]
        return tuple(dict.fromkeys([*keys, *([forum.chair] if forum.chair else [])]))

    @staticmethod
    def leaves_room(session: Session) -> tuple[str, ...]:
        """Return the formats that may be held during a session; empty if it binds its attendees."""
        if session.leaves_room_for is not None:
            return session.leaves_room_for
        return LEAVES_ROOM.get(session.kind, ())

    def press_at(self, venue: str | None) -> list[Commitment]:
        """Return the press availabilities at a venue, of all principals."""
        everyone = [c for key in self.scenario.principals for c in self.commitments(key)]
        return [commitment for commitment in everyone if commitment.press and commitment.venue == venue]

    def invited(self, meeting: str) -> tuple[str, ...]:
        """Return the participants of a meeting and its optional participants."""
        entry = self.scenario.meetings.get(meeting)
        return (*entry.participants, *entry.optional) if entry else ()

    @cached_property
    def meetings_by_delegation(self) -> dict[str, dict[str, None]]:
        """The meetings in which each delegation takes part, or may, as keys in the order of the file."""
        found: dict[str, dict[str, None]] = {key: {} for key in self.scenario.delegations}
        for meeting in self.scenario.meetings:
            for delegation in self.delegations_in(meeting):
                found.setdefault(delegation, {})[meeting] = None
        return found

    def delegations_in(self, meeting: str) -> set[str]:
        """Return the delegations of the participants and the optional participants of a meeting."""
        return {self.scenario.principals[key].delegation for key in self.invited(meeting)}

    # Windows.

    def openings(self, windows: Iterable[Window], zone: str | None = None) -> tuple[Opening, ...]:
        """Return the times that windows mean, each with its place if the window has one.

        Args:
            windows: the windows.
            zone: the zone of their hours; the scenario's if None.
        """
        return tuple(opening for window in windows for opening in self._openings(window, zone))

    def _openings(self, window: Window, zone: str | None) -> Iterator[Opening]:
        if window.start is not None and window.end is not None:
            yield Opening(window.start, window.end)
            return
        place, title, name = None, "", zone or self.scenario.zone
        first, last = window.on or self.scenario.dates
        if window.sidelines:
            forum = self.scenario.forums[window.sidelines]
            first, last = forum.dates
            place = forum.place if forum.mode == "in person" else None
            where = f" in {self.names.of('places', place)}" if place else ""
            title = f"the sidelines of {self.names.of('forums', window.sidelines)}{where}"
            name = self.zone_at(forum.place)
        title = title or say_dates(first, last)
        if window.hours is None:
            start, end = midnight(first, zone_of(name)), midnight(last + timedelta(days=1), zone_of(name))
            yield Opening(start, end, place, title)
            return
        title = f"{title} {say_clock(window.hours[0])}–{say_clock(window.hours[1])}"
        for number in range((last - first).days + 1):
            opens, closes = (on_clock(first + timedelta(days=number), c, zone_of(name)) for c in window.hours)
            yield Opening(opens, closes, place, title)

    # The fixed entries of a plan.

    @cached_property
    def fixed(self) -> tuple[Fixed, ...]:
        """All sessions, engagements and stays, in the order of time."""
        return tuple(sorted(self._fixed(), key=lambda item: (item.start, item.title)))

    def _fixed(self) -> Iterator[Fixed]:
        for forum_key, index, session in self.sessions:
            forum = self.scenario.forums[forum_key]
            who = self.attendees(forum, session)
            kind = "session" if not self.leaves_room(session) else "coffee break"
            title, venue = self.session_title(forum_key, index), session.venue or forum.venue
            more = {**_note(session), "session": f"{forum_key} {index + 1}"}
            if forum.mode == "in person":
                zone = self.zone_at(forum.place)
                yield Fixed(title, kind, session.start, session.end, who, forum.place, venue, zone, **more)
                continue
            for key in who:
                zone = self.zone_at(self.place_of(key, session.start))
                yield Fixed(title, kind, session.start, session.end, (key,), None, None, zone, **more)
        for key, principal in self.scenario.principals.items():
            for engagement, zone in zip(principal.engagements, self._zones(key), strict=True):
                title = engagement.title or engagement.kind
                kind = "movement" if engagement.kind == "movement" else "engagement"
                when = (engagement.start, engagement.end)
                yield Fixed(title, kind, *when, (key,), None, engagement.venue, zone, **_note(engagement))
            for stay in principal.stays:
                title = self.names.of("places", stay.place)
                yield Fixed(title, "stay", stay.start, stay.end, (key,), stay.place, None, self.zone_at(stay.place))

    def _zones(self, key: str) -> list[str]:
        zones = []
        for engagement in self.scenario.principals[key].engagements:
            venue = self.scenario.venues.get(engagement.venue or "")
            zones.append(self.zone_at(venue.place if venue else self.place_of(key, engagement.start)))
        return zones

    def nights(self, principal: str) -> Iterator[tuple[datetime, datetime]]:
        """Yield each night, from 18:00 to 12:00 in the local time of the principal."""
        days = self.days(principal)
        for (day, zone), (next_day, next_zone) in pairwise(days):
            yield on_clock(day, 18 * 60, zone_of(zone)), on_clock(next_day, 12 * 60, zone_of(next_zone))

    def forum_days(self, forum: Forum) -> tuple[datetime, datetime]:
        """Return the start of a forum's first day and the end of its last, in its local zone."""
        zone = zone_of(self.zone_at(forum.place))
        return midnight(forum.dates[0], zone), midnight(forum.dates[1] + timedelta(days=1), zone)


_recent: deque[Facts] = deque(maxlen=RECENT)


def facts_of(scenario: Scenario) -> Facts:
    """Return the facts of a scenario; recent scenarios are cached, so that callers share what is computed."""
    for facts in reversed(_recent):
        if facts.scenario is scenario:
            return facts
    _recent.append(Facts(scenario))
    return _recent[-1]


def _note(entry: Entry) -> dict[str, Any]:
    return entry.note.fields if entry.note else {}
