"""Checks of principals and forums: their stays, sessions, engagements and rest do not contradict each other.

Each check yields the issues of one kind of contradiction.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from scheduler.base.times import say_length
from scheduler.scenario.intervals import Stretch, longest_free

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.base.issue import Issue
    from scheduler.scenario.facts import Facts


def whereabouts_unknown(facts: Facts, principal: str) -> bool:
    """Whether the whereabouts of a principal are unknown because a stay could not be read (it has its own issue)."""
    return facts.scenario.origins.was_removed(("principals", principal, "stays"))


def spans_end_after_they_begin(facts: Facts) -> Iterator[Issue]:
    """Stays, engagements, sessions and blocks end after they begin and are within the dates."""
    s = facts.scenario
    timed = [
        ((section, key, field, index), entry)
        for section, entries, fields in (
            ("principals", s.principals, ("stays", "engagements", "blocks")),
            ("forums", s.forums, ("sessions", "blocks")),
        )
        for key, owner in entries.items()
        for field in fields
        for index, entry in enumerate(getattr(owner, field))
    ]
    for path, entry in timed:
        if entry.end <= entry.start:
            yield facts.issue((*path, "to"), "it ends before it begins.", "Write the earlier time as 'from:'.")
        elif entry.end <= facts.first or entry.start >= facts.last:
            hint = "Widen 'dates:', or correct the day."
            yield facts.issue(path, "it lies outside the scenario's dates.", hint)


def stays_do_not_overlap(facts: Facts) -> Iterator[Issue]:
    """The stays of a principal do not overlap and leave time to travel."""
    for key, principal in facts.scenario.principals.items():
        stays = sorted(enumerate(principal.stays), key=lambda pair: pair[1].start)
        for (_, one), (index, other) in pairwise(stays):
            way = facts.way(one.place, other.place)
            path = ("principals", key, "stays", index)
            if one.place != other.place and other.start < one.end:
                message = f"{key} is in {one.place} and in {other.place} at the same time."
                yield facts.issue(path, message, "End one stay before the other begins.")
            elif one.place != other.place and other.start < one.end + timedelta(minutes=way):
                message = f"travel from {one.place} to {other.place} takes {say_length(way)}; the gap is shorter."
                yield facts.issue(path, message, "Begin this stay later, or end the previous one earlier.")


def forums_are_complete(facts: Facts) -> Iterator[Issue]:
    """A forum has its place and is within the dates, and its sessions are on its own dates."""
    for key, forum in facts.scenario.forums.items():
        if forum.mode == "in person" and forum.place is None:
            yield facts.issue(("forums", key), "a forum in person needs a 'place:'.", "Add it, or 'mode: video'.")
        start, end = facts.forum_days(forum)
        if end <= facts.first or start >= facts.last:
            yield facts.issue(
                ("forums", key, "dates"),
                "the forum is outside the scenario's dates.",
                "Widen 'dates:'.",
            )
        for index, session in enumerate(forum.sessions):
            if session.start < start or session.end > end:
                hint = f"The forum is on {facts.names.span(start, end)}."
                yield facts.issue(
                    ("forums", key, "sessions", index),
                    "the session is not on the forum's dates.",
                    hint,
                )


def attendees_are_there(facts: Facts) -> Iterator[Issue]:
    """The attendees of a session in person are in its place for all of it."""
    s = facts.scenario
    for forum_key, index, session in facts.sessions:
        forum = s.forums[forum_key]
        for key in facts.attendees(forum, session):
            if forum.mode != "in person" or key not in s.principals or facts.leaves_room(session):
                continue
            if whereabouts_unknown(facts, key):
                continue
            stays = [w for w in facts.whereabouts(key) if w.place == forum.place]
            if not any(w.start <= session.start and session.end <= w.end for w in stays):
                message = f"{key} attends the session but is not in {forum.place} for all of it."
                path = ("forums", forum_key, "sessions", index)
                yield facts.issue(path, message, "Lengthen the stay, or write the session's 'attendees:'.")


def commitments_do_not_clash(facts: Facts) -> Iterator[Issue]:
    """The sessions and engagements of a principal do not overlap."""
    for key in facts.scenario.principals:
        for one, other in combinations(facts.commitments(key), 2):
            if one.start < other.end and other.start < one.end:
                message = f"{key} has '{one.title}' and '{other.title}' at the same time."
                path = _path_of(facts, key, other.title) or _path_of(facts, key, one.title)
                yield facts.issue(
                    path or ("principals", key),
                    message,
                    "Move one of them, or correct the session's 'attendees:'.",
                )


def _path_of(facts: Facts, key: str, title: str) -> tuple[object, ...] | None:
    for index, engagement in enumerate(facts.scenario.principals[key].engagements):
        if (engagement.title or engagement.kind) == title:
            return ("principals", key, "engagements", index)
    return None


def rest_is_possible(facts: Facts) -> Iterator[Issue]:
    """The sessions and engagements of a principal leave enough rest every night."""
    s = facts.scenario
    for key, principal in s.principals.items():
        rest = principal.rest if principal.rest is not None else s.rest
        busy = [(c.start, c.end) for c in facts.commitments(key)]
        for start, end in facts.nights(key) if rest else ():
            longest = longest_free(Stretch(start, end), busy)
            if rest and longest < timedelta(minutes=rest):
                left = say_length(int(longest.total_seconds() // 60))
                night = facts.names.moment(start)
                message = f"sessions and engagements leave {key} only {left} of rest in the night from {night}."
                yield facts.issue(("principals", key, "rest"), message, f"Lower 'rest:' (now {say_length(rest)}).")


def deputies_are_others(facts: Facts) -> Iterator[Issue]:
    """Nobody is their own deputy."""
    for key, principal in facts.scenario.principals.items():
        if principal.deputy == key:
            yield facts.issue(("principals", key, "deputy"), "nobody is their own deputy.", "Name another principal.")
