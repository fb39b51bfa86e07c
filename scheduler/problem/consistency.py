"""Consistency of the whole scenario, checked before solving: contradictions between entries that are each valid.

Each check looks for one kind of contradiction and yields its issues. `notices` are warnings that do not stop
anything.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from scheduler.base.issue import Issue, nearest
from scheduler.base.times import minute, say_length
from scheduler.problem.uncertainty.consistency import implausible, unlikely
from scheduler.scenario.candidates import candidate_of, modes_of, shortest_of, teams_of
from scheduler.scenario.facts import facts_of
from scheduler.scenario.intervals import Stretch, longest_free
from scheduler.scenario.models import BUILT_IN_FORMATS, RANKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.base.minutes import Spans
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.models import Meeting, Scenario
    from scheduler.scenario.rule_entries import RuleEntry


def inconsistencies(scenario: Scenario) -> list[Issue]:
    """Return an issue for every contradiction between the entries of a scenario."""
    facts = facts_of(scenario)
    return [issue for check in _CHECKS for issue in check(facts)]


def notices(scenario: Scenario) -> list[Issue]:
    """Return the notices of a scenario: warnings that do not stop anything."""
    facts = facts_of(scenario)
    return [issue for check in _NOTICES for issue in check(facts)]


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
        and not any(_whereabouts_unknown(facts, person) for person in people)
    )


def _whereabouts_unknown(facts: Facts, principal: str) -> bool:
    """Whether the whereabouts of a principal are unknown because a stay could not be read (it has its own issue)."""
    return facts.scenario.origins.was_removed(("principals", principal, "stays"))


def _spans_end_after_they_begin(facts: Facts) -> Iterator[Issue]:
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


def _people_meet_others(facts: Facts) -> Iterator[Issue]:
    for key, meeting in facts.scenario.meetings.items():
        everyone = [*meeting.participants, *meeting.optional]
        for person in sorted({name for name in everyone if everyone.count(name) > 1}):
            message = f"'{person}' would meet themself."
            yield facts.issue(("meetings", key, "participants"), message, "Name each participant once.")
        if meeting.calls_on and meeting.calls_on not in meeting.participants:
            hint = nearest(meeting.calls_on, meeting.participants, "The participants")
            yield facts.issue(("meetings", key, "calls_on"), f"'{meeting.calls_on}' does not take part in it.", hint)


def _stays_do_not_overlap(facts: Facts) -> Iterator[Issue]:
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


def _forums_are_complete(facts: Facts) -> Iterator[Issue]:
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


def _attendees_are_there(facts: Facts) -> Iterator[Issue]:
    s = facts.scenario
    for forum_key, index, session in facts.sessions:
        forum = s.forums[forum_key]
        for key in facts.attendees(forum, session):
            if forum.mode != "in person" or key not in s.principals or facts.leaves_room(session):
                continue
            if _whereabouts_unknown(facts, key):
                continue
            stays = [w for w in facts.whereabouts(key) if w.place == forum.place]
            if not any(w.start <= session.start and session.end <= w.end for w in stays):
                message = f"{key} attends the session but is not in {forum.place} for all of it."
                path = ("forums", forum_key, "sessions", index)
                yield facts.issue(path, message, "Lengthen the stay, or write the session's 'attendees:'.")


def _commitments_do_not_clash(facts: Facts) -> Iterator[Issue]:
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


def _rest_is_possible(facts: Facts) -> Iterator[Issue]:
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


def _starts_are_right(facts: Facts) -> Iterator[Issue]:
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


def _fixed_meetings_do_not_clash(facts: Facts) -> Iterator[Issue]:
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
    from scheduler.base.minutes import ALWAYS

    common = ALWAYS
    for key in meeting.participants:
        common &= _presence(facts, key, place if mode == "in person" else None)
    return common


def _presence(facts: Facts, principal: str, place: str | None) -> Spans:
    """Return the minutes in which a principal is at a place, or anywhere for None."""
    from scheduler.base.minutes import Spans

    def compute() -> Spans:
        stays = [w for w in facts.whereabouts(principal) if place is None or w.place == place]
        return Spans.of((minute(w.start), minute(w.end) - 1) for w in stays)

    presence: Spans = facts.once(("presence", principal, place), compute)
    return presence


def _requests_can_be_held(facts: Facts) -> Iterator[Issue]:
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
    from scheduler.base.minutes import Spans

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


def _interpreters_are_there(facts: Facts) -> Iterator[Issue]:
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


def _some_venue_is_open(facts: Facts) -> Iterator[Issue]:
    for key, meeting in facts.scenario.meetings.items():
        if not meeting.planned or not _is_complete(facts, meeting) or not _are_ever_together(facts, meeting):
            continue
        settings = candidate_of(facts, key).settings
        if not any(s.mode != "in person" or _common_presence(facts, meeting, s.mode, s.place) for s in settings):
            message = "no venue is open to it: all are premises of other delegations, or have no rooms."
            yield facts.issue(("meetings", key), message, "Name a venue in its 'venue:', or add a room.")


def _rooms_fit(facts: Facts) -> Iterator[Issue]:
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


def _rules_make_sense(facts: Facts) -> Iterator[Issue]:
    for index, rule in enumerate(facts.scenario.rules):
        for field, message, hint in rule.mistakes():
            yield facts.issue(("rules", index, field), message, hint)


def _rules_do_not_contradict_each_other(facts: Facts) -> Iterator[Issue]:
    alike: dict[type[RuleEntry], list[tuple[int, RuleEntry]]] = {}
    for index, rule in enumerate(facts.scenario.rules):
        alike.setdefault(type(rule), []).append((index, rule))
    for kind, entries in alike.items():
        for index, message, hint in kind.contradictions(entries):
            yield facts.issue(("rules", index), message, hint)


def _deputies_are_others(facts: Facts) -> Iterator[Issue]:
    for key, principal in facts.scenario.principals.items():
        if principal.deputy == key:
            yield facts.issue(("principals", key, "deputy"), "nobody is their own deputy.", "Name another principal.")


_CHECKS = (
    _spans_end_after_they_begin,
    _people_meet_others,
    _stays_do_not_overlap,
    _forums_are_complete,
    _attendees_are_there,
    _commitments_do_not_clash,
    _rest_is_possible,
    _starts_are_right,
    _fixed_meetings_do_not_clash,
    _requests_can_be_held,
    _interpreters_are_there,
    _some_venue_is_open,
    _rooms_fit,
    _rules_make_sense,
    _rules_do_not_contradict_each_other,
    _deputies_are_others,
    implausible,
)


def _ranks_match(facts: Facts) -> Iterator[Issue]:
    principals = facts.scenario.principals
    for key, meeting in facts.scenario.meetings.items():
        ranks = {principals[person].rank for person in meeting.participants}
        if len(ranks) > 1 and meeting.planned:
            listed = " and ".join(sorted(ranks, key=RANKS.index))
            yield facts.issue(("meetings", key), f"the ranks differ: {listed}.", "Is that intended?", notice=True)


def _sessions_are_known(facts: Facts) -> Iterator[Issue]:
    for key, forum in facts.scenario.forums.items():
        if not forum.sessions:
            message = (
                f"no sessions of {forum.short or forum.name} are known yet; meetings on its dates may have to move."
            )
            yield facts.issue(("forums", key), message, "Add 'sessions:' once they are.", notice=True)


def _ways_are_written(facts: Facts) -> Iterator[Issue]:
    """If some travel times are written, a missing one may have been forgotten: it counts as zero."""
    s = facts.scenario
    pairs = [
        f"{one}–{other}"
        for one, other in combinations(s.venues, 2)
        if s.venues[one].place == s.venues[other].place and frozenset({one, other}) not in facts.ways
    ]
    if s.travel and pairs:
        shown = ", ".join(pairs[:6]) + (f" and {len(pairs) - 6} more" if len(pairs) > 6 else "")
        message = f"the travel time between some venues is not written and counts as zero: {shown}."
        yield facts.issue(("travel",), message, "Add it under 'travel:' if it is not zero.", notice=True)


_NOTICES = (_ranks_match, _sessions_are_known, _ways_are_written, unlikely)
