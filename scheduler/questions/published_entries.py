"""Things that occupy a person's time: the entries of a published programme, and fixed facts of the scenario."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.base.times import say_span, zone_of
from scheduler.scenario.candidates import shortest_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scheduler.base.issue import Origin
    from scheduler.problem.published import Published, PublishedEntry
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.source import Path


@dataclass(frozen=True, order=True)
class PrintedLine:
    """The position of an entry: the file and the line, and the row of the foreign file that it came from."""

    origin: Origin
    source: str = ""

    def __str__(self) -> str:
        return f"{self.origin} ({self.source})" if self.source else str(self.origin)


@dataclass(frozen=True)
class Thing:
    """Something that occupies a person's time."""

    title: str
    start: datetime
    end: datetime
    line: PrintedLine
    zone: str
    place: str | None = None
    venue: str | None = None
    entry: PublishedEntry | None = None
    """The entry of the programme; None for something of the scenario."""
    meeting: str | None = None
    """The key of the scenario's meeting, if it is one."""
    again: PrintedLine | None = None
    """The position of an identical earlier entry, if there is one."""

    @property
    def said(self) -> str:
        """Its title, its local time, and its position."""
        when = say_span(self.start, self.end, zone_of(self.zone))
        return f"'{self.title}' ({when} {self.zone}; {self.line})"

    def overlaps(self, other: Thing) -> bool:
        """Whether the two overlap."""
        return self.start < other.end and other.start < self.end


def printed_things(published: Published, facts: Facts) -> Iterator[Thing]:
    """Yield the entries of a programme, in their order; a repeated one refers to the first (`again`)."""
    seen: dict[object, PrintedLine] = {}
    for index, entry in enumerate(published.entries):
        sources = [text for text in entry.source if text.endswith("]")]
        line = PrintedLine(
            published.origins.origin(("entries", index)), sources[0].rpartition(" [")[0] if sources else ""
        )
        first = seen.setdefault((entry.title, entry.start, entry.end, entry.who, entry.others), line)
        again = None if first is line else first
        in_person = entry.mode == "in person"
        place = entry.place or (facts.scenario.venues[entry.venue].place if entry.venue else None)
        title = entry.title or facts.names.everyone((*entry.who, *entry.others)) or "untitled"
        zone = entry.zone or (facts.zone_at(place) if place else published.zone)
        where = (place, entry.venue) if in_person else (None, None)
        yield Thing(title, entry.start, entry.end, line, zone, *where, entry, _meeting_of(entry, title, facts), again)


def _meeting_of(entry: PublishedEntry, title: str, facts: Facts) -> str | None:
    """Return the scenario's meeting that an entry matches: by its title, else by its participants."""
    known: dict[object, list[str]] = facts.once(_meeting_of, lambda: _by_title_and_people(facts))
    found = [known.get(plain(title), []), known.get(frozenset(entry.who), [])]
    return next((keys[0] for keys in found if len(keys) == 1), None)


def _by_title_and_people(facts: Facts) -> dict[object, list[str]]:
    """Return the meetings of the scenario by title, and by participants."""
    known: dict[object, list[str]] = {}
    for key, meeting in facts.scenario.meetings.items():
        for word in (plain(facts.names.meeting(key)), frozenset(meeting.participants)):
            known.setdefault(word, []).append(key)
    return known


def plain(text: str) -> str:
    """Return a text normalised for comparison: in lower case, with signs as spaces."""
    return " ".join(re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).casefold()).split())


def things_of(principal: str, facts: Facts) -> Iterator[Thing]:
    """Yield what occupies a principal in the scenario: sessions, engagements, and meetings with a fixed start."""
    scenario = facts.scenario
    for forum_key, index, session in facts.sessions:
        forum = scenario.forums[forum_key]
        if principal in facts.attendees(forum, session) and not facts.leaves_room(session):
            place, venue = (forum.place, session.venue or forum.venue) if forum.mode == "in person" else (None, None)
            yield thing_of(facts, facts.session_title(forum_key, index), (session.start, session.end),
                         ("forums", forum_key, "sessions", index), place, venue)  # fmt: skip
    for index, engagement in enumerate(scenario.principals[principal].engagements):
        place = scenario.venues[engagement.venue].place if engagement.venue else None
        yield thing_of(facts, engagement.title or engagement.kind, (engagement.start, engagement.end),
                     ("principals", principal, "engagements", index), place, engagement.venue)  # fmt: skip
    for key, meeting in scenario.meetings.items():
        start = meeting.pinned.start if meeting.pinned else meeting.start
        if start is None or not meeting.planned or principal not in meeting.participants:
            continue
        end = start + timedelta(minutes=shortest_of(facts, meeting))
        venue = meeting.pinned.venue if meeting.pinned and meeting.pinned.venue else (*meeting.venue, None)[0]
        place = scenario.venues[venue].place if venue else meeting.place
        word = ("pinned", "start") if meeting.pinned else ("start",)
        yield thing_of(facts, facts.names.meeting(key), (start, end), ("meetings", key, *word), place, venue, key)


def thing_of(
    facts: Facts,
    title: str,
    when: tuple[datetime, datetime],
    path: Path,
    place: str | None,
    venue: str | None,
    meeting: str | None = None,
) -> Thing:
    """Return something of the scenario, with the line of its path."""
    line = PrintedLine(facts.origin(*path))
    return Thing(title, *when, line, facts.zone_at(place), place, venue, None, meeting)
