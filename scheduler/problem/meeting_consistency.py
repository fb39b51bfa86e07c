"""Checks of requested meetings: each one can be held at all, with its people, its slot, its room and its interpreters.

Each check yields the issues of one kind of contradiction. A meeting that refers to an unreadable entry is skipped.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from scheduler.base.issue import nearest
from scheduler.base.minutes import ALWAYS, Spans
from scheduler.base.times import minute, say_length
from scheduler.problem.principal_consistency import whereabouts_unknown
from scheduler.scenario.candidates import candidate_of, modes_of, shortest_of, teams_of
from scheduler.scenario.models import BUILT_IN_FORMATS, RANKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.base.issue import Issue
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.models import Meeting


def _is_complete(facts: Facts, meeting: Meeting) -> bool:
    """Whether every entry to which a meeting refers could be read; if not, those entries have issues of their own."""
    complete: bool = facts.once(("complete", id(meeting)), lambda: _references_exist(facts, meeting))
    return complete


def _references_exist(facts: Facts, meeting: Meeting) -> bool:
    s = facts.scenario
    people = (*meeting.participants, *meeting.optional)
    venues = {*meeting.venue, *([s.rooms[meeting.room].venue] if meeting.room in s.rooms else [])}
    forums = {w.sidelines for w in (*meeting.windows, *meeting.prefers) if w.sidelines}
    places = {stay.place for p in people if p in s.principals for stay in s.principals[p].stays}
    return (
        set(people) <= set(s.principals)
        and venues <= set(s.venues)
        and forums <= set(s.forums)
        and places <= set(s.places)
        and (meeting.format in s.formats or meeting.format in BUILT_IN_FORMATS)
        and (meeting.room is None or meeting.room in s.rooms)
        and not any(whereabouts_unknown(facts, person) for person in people)
    )


def people_meet_others(facts: Facts) -> Iterator[Issue]:
    """Participants are named once, and the host of a call is one of them."""
    for key, meeting in facts.scenario.meetings.items():
        everyone = [*meeting.participants, *meeting.optional]
        for person in sorted({name for name in everyone if everyone.count(name) > 1}):
            message = f"'{person}' would meet themself."
            yield facts.issue(("meetings", key, "participants"), message, "Name each participant once.")
        if meeting.calls_on and meeting.calls_on not in meeting.participants:
            hint = nearest(meeting.calls_on, meeting.participants, "The participants")
            yield facts.issue(("meetings", key, "calls_on"), f"'{meeting.calls_on}' does not take part in it.", hint)


def starts_are_right(facts: Facts) -> Iterator[Issue]:
    """A confirmed meeting has a slot; a fixed start is within the dates and on the grid."""
    for key, meeting in facts.scenario.meetings.items():
        path: tuple[object, ...] = ("meetings", key, "start")
        if meeting.state == "confirmed" and meeting.start is None and meeting.pinned is None:
            hint = "Write its 'start:' (and 'venue:' or 'room:')."
            yield facts.issue(("meetings", key, "state"), "a confirmed meeting needs a slot.", hint)
        start = meeting.pinned.start if meeting.pinned else meeting.start
        path = ("meetings", key, "pinned", "start") if meeting.pinned else path
        if meeting.pinned and meeting.start not in {None, meeting.pinned.start}:
            message = "its pinned slot and its 'start:' differ."
            yield facts.issue(path, message, "Keep one of the two.")
        if start is None or not meeting.planned:
            continue
        since, grid = minute(start) - minute(facts.first), facts.scenario.grid
        if not facts.first <= start < facts.last:
            yield facts.issue(
                path,
                "the start is outside the scenario's dates.",
                "Widen 'dates:', or correct the day.",
            )
        elif since % grid:
            before = start - timedelta(minutes=since % grid)
            hint = f"Write {facts.names.moment(before)} or {facts.names.moment(before + timedelta(minutes=grid))}"
            message = f"the start is off the grid of {grid} minutes."
            yield facts.issue(path, message, f"{hint}, or choose a finer 'grid:'.")


def fixed_meetings_do_not_clash(facts: Facts) -> Iterator[Issue]:
    """Fixed meetings do not share a participant or a single room at the same time."""
    fixed = [
        (key, meeting, meeting.start, meeting.start + timedelta(minutes=shortest_of(facts, meeting)))
        for key, meeting in facts.scenario.meetings.items()
        if meeting.start and meeting.planned and _is_complete(facts, meeting)
        and (meeting.state == "confirmed" or meeting.priority == "must")
    ]  # fmt: skip
    for (key, one, start, end), (other_key, other, other_start, other_end) in combinations(fixed, 2):
        shared = [person for person in one.participants if person in other.participants]
        may_share = other_key in one.shares_slot_with or key in other.shares_slot_with
        if shared and start < other_end and other_start < end and not may_share:
            message = f"'{other_key}' and '{key}' are both fixed, and {shared[0]} cannot be in both."
            yield facts.issue(("meetings", other_key, "start"), message, "Move one of the two.")
        elif _one_room(facts, one, other) and start < other_end and other_start < end:
            message = f"'{other_key}' and '{key}' are both fixed in room {one.room} at the same time."
            yield facts.issue(("meetings", other_key, "start"), message, "Move one of the two.")


def _one_room(facts: Facts, one: Meeting, other: Meeting) -> bool:
    """Whether both meetings name the same single room."""
    return one.room is not None and one.room == other.room and facts.scenario.rooms[one.room].count == 1


def _common_presence(facts: Facts, meeting: Meeting, mode: str, place: str | None) -> Spans:
    """Return the minutes in which all participants are present, at the place if the mode is in person."""
    common = ALWAYS
    for key in meeting.participants:
        common &= _presence(facts, key, place if mode == "in person" else None)
    return common


def _presence(facts: Facts, principal: str, place: str | None) -> Spans:
    """Return the minutes in which a principal is at a place, or anywhere for None."""

    def compute() -> Spans:
        stays = [w for w in facts.whereabouts(principal) if place is None or w.place == place]
        return Spans.of((minute(w.start), minute(w.end) - 1) for w in stays)

    presence: Spans = facts.once(("presence", principal, place), compute)
    return presence


def requests_can_be_held(facts: Facts) -> Iterator[Issue]:
    """A meeting outside its participants' stays, or longer than every window, is certainly a mistake."""
    for key, meeting in facts.scenario.meetings.items():
        if not meeting.planned or not _is_complete(facts, meeting) or len(set(meeting.participants)) < 2:
            continue
        shortest = candidate_of(facts, key).minutes[0]
        openings = facts.openings(meeting.windows)
        if openings and all(o.end - o.start < timedelta(minutes=shortest) for o in openings):
            longest = max(int((o.end - o.start).total_seconds() // 60) for o in openings)
            message = f"it takes at least {say_length(shortest)}, but its longest window is {say_length(longest)}."
            yield facts.issue(("meetings", key, "windows"), message, "Widen the window, or shorten the meeting.")
        elif not _are_ever_together(facts, meeting):
            who = facts.names.everyone(meeting.participants)
            when = "within its windows" if meeting.windows else "within the scenario's dates"
            where = f" in {meeting.place}" if meeting.place else ""
            message = f"{who} are never together{where} {when} ({' or '.join(modes_of(facts, meeting))})."
            hint = "Check their 'stays:' and the meeting's 'windows:'."
            yield facts.issue(("meetings", key), message, hint)


def _are_ever_together(facts: Facts, meeting: Meeting) -> bool:
    """Whether the participants are ever together, in some mode and within some window."""
    together: bool = facts.once(("together", id(meeting)), lambda: _find_together(facts, meeting))
    return together


def _find_together(facts: Facts, meeting: Meeting) -> bool:
    scenario = facts.scenario
    openings = facts.openings(meeting.windows)
    places = [meeting.place] if meeting.place else list(scenario.places)
    for mode in modes_of(facts, meeting):
        for place in places if mode == "in person" else [None]:
            usable = [o for o in openings if o.takes(mode, place)]
            windows = Spans.of((minute(o.start), minute(o.end) - 1) for o in usable)
            common = _common_presence(facts, meeting, mode, place)
            if common & windows if openings else common:
                return True
    return False


def interpreters_are_there(facts: Facts) -> Iterator[Issue]:
    """A team of interpreters exists for every meeting that needs one."""
    for key, meeting in facts.scenario.meetings.items():
        if meeting.planned and _is_complete(facts, meeting) and not teams_of(facts, meeting):
            spoken = [
                f"{person}: {', '.join(facts.scenario.principals[person].languages)}"
                for person in (*meeting.participants, *meeting.optional)
                if facts.scenario.principals[person].languages
            ]
            message = f"no team of interpreters covers the languages of its participants ({'; '.join(spoken)})."
            hint = "Add a pool under 'interpreters:', a language, or 'interpretation: none'."
            yield facts.issue(("meetings", key), message, hint)


def some_venue_is_open(facts: Facts) -> Iterator[Issue]:
    """At least one venue is open to every meeting in person."""
    for key, meeting in facts.scenario.meetings.items():
        if not meeting.planned or not _is_complete(facts, meeting) or not _are_ever_together(facts, meeting):
            continue
        settings = candidate_of(facts, key).settings
        if not any(s.mode != "in person" or _common_presence(facts, meeting, s.mode, s.place) for s in settings):
            message = "no venue is open to it: all are premises of other delegations, or have no rooms."
            yield facts.issue(("meetings", key), message, "Name a venue in its 'venue:', or add a room.")


def rooms_fit(facts: Facts) -> Iterator[Issue]:
    """Room, venue and place of a meeting agree, and some room meets its needs."""
    s = facts.scenario
    for key, meeting in s.meetings.items():
        room = s.rooms.get(meeting.room or "")
        if room and meeting.venue and room.venue not in meeting.venue:
            message = f"the room {meeting.room} is at {room.venue}, not at {' or '.join(meeting.venue)}."
            yield facts.issue(("meetings", key, "room"), message, "Correct the room or the venue.")
        venues = [s.venues[v] for v in meeting.venue if v in s.venues]
        if meeting.place and venues and all(venue.place != meeting.place for venue in venues):
            message = f"the venue is in {venues[0].place}, not in {meeting.place}."
            yield facts.issue(("meetings", key, "venue"), message, "Correct the place or the venue.")
        if meeting.needs and s.rooms:
            seats, secure = meeting.needs.seats or 0, meeting.needs.secure
            if not any((r.seats or 0) >= seats and (r.secure or not secure) for r in s.rooms.values()):
                message = "no room in the file meets its needs."
                largest = max((r.seats or 0 for r in s.rooms.values()), default=0)
                hint = f"The largest room has {largest} seats; check 'seats:' and 'secure:' of the rooms."
                yield facts.issue(("meetings", key, "needs"), message, hint)


def ranks_match(facts: Facts) -> Iterator[Issue]:
    """The participants have the same rank (a notice)."""
    principals = facts.scenario.principals
    for key, meeting in facts.scenario.meetings.items():
        ranks = {principals[person].rank for person in meeting.participants}
        if len(ranks) > 1 and meeting.planned:
            listed = " and ".join(sorted(ranks, key=RANKS.index))
            yield facts.issue(("meetings", key), f"the ranks differ: {listed}.", "Is that intended?", notice=True)
