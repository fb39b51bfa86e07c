"""Incidents as edits of a scenario: late, absent, cancelled, closed, instead, overrun, added.

Each function returns edits of the data, and notices about their consequences. Only the data in memory changes; the
officer's file stays as it is.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import Mistake
from scheduler.base.times import midnight, say_date, say_length, say_moment
from scheduler.base.value import value
from scheduler.scenario import source
from scheduler.scenario.edit import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from scheduler.plan.plan import Plan
    from scheduler.scenario.facts import Facts


@value
class Incident:
    """Something that happened: the edits of the scenario, and the sentences about it."""

    edits: tuple[Edit, ...]
    said: tuple[str, ...]


def late(facts: Facts, principal: str, minutes: int, now: datetime | None) -> Incident:
    """A principal arrives that many minutes later than written, and misses what begins before.

    Raises:
        Mistake: the principal has no arrival left.
    """
    stays = facts.scenario.principals[principal].stays
    coming = [index for index, stay in enumerate(stays) if now is None or stay.start + timedelta(minutes=minutes) > now]
    if not coming:
        raise Mistake(
            f"{principal} arrives nowhere{' after that' if now else ''}.", "Write '--absent' for a time away."
        )
    stay = stays[coming[0]]
    arrives = stay.start + timedelta(minutes=minutes)
    if arrives >= stay.end:
        raise Mistake(f"{principal} would arrive after leaving again.", "Write '--absent' instead.")
    path = ("principals", principal, "stays", coming[0], "from")
    place, name = facts.names.of("places", stay.place), facts.names.principal(principal)
    edits = [Edit(path, say_moment(arrives, facts.period.zone))]
    said = [f"{name} comes to {place} {say_length(minutes)} later, at {facts.names.moment(arrives)}"]
    missed = _missed(facts, principal, stay.start, arrives)
    return Incident((*edits, *missed[0]), (*said, *missed[1]))


def _missed(facts: Facts, principal: str, start: datetime, end: datetime) -> tuple[list[Edit], list[str]]:
    """Return the edits that remove a principal from the sessions in a period, and the sentences about them."""
    edits: list[Edit] = []
    said: list[str] = []
    for forum_key, index, session in facts.sessions:
        attendees = facts.attendees(facts.scenario.forums[forum_key], session)
        if principal not in attendees or session.start >= end or session.end <= start:
            continue
        others = [key for key in attendees if key != principal]
        edits.append(Edit(("forums", forum_key, "sessions", index, "attendees"), others))
        said.append(f"{facts.names.principal(principal)} misses {facts.session_title(forum_key, index)}")
    return edits, said


def absent(facts: Facts, principal: str, days: tuple[date, date] | None) -> Incident:
    """A principal is absent on some days; without days, absent altogether, and the meetings are called off."""
    name = facts.names.principal(principal)
    if days is None:
        edits, said = _missed(facts, principal, facts.first, facts.last)
        called_off = [
            key
            for key, meeting in facts.scenario.meetings.items()
            if principal in meeting.participants and meeting.planned
        ]
        edits += [Edit(("meetings", key, "state"), "declined") for key in called_off]
        for key, meeting in facts.scenario.meetings.items():
            if principal in meeting.optional:
                edits.append(Edit(("meetings", key, "optional"), [p for p in meeting.optional if p != principal]))
        titles = ", ".join(facts.names.meeting(key) for key in called_off)
        return Incident(tuple(edits), (f"{name} does not come{f': {titles} called off' if titles else ''}", *said))
    start, end = midnight(days[0], facts.period.zone), midnight(days[1] + timedelta(days=1), facts.period.zone)
    edits, said = _missed(facts, principal, start, end)
    edits += _engaged(facts, principal, start, end, "absent")
    when = say_date(days[0]) if days[0] == days[1] else f"{say_date(days[0])} to {say_date(days[1])}"
    return Incident(tuple(edits), (f"{name} is absent on {when}", *said))


def _engaged(
    facts: Facts, principal: str, start: datetime, end: datetime, title: str, venue: str | None = None
) -> list[Edit]:
    """Return the edits that make a principal busy for a period; engagements within it are removed."""
    path = ("principals", principal, "engagements")
    written = list(facts.raw(path) or [])
    engagements = facts.scenario.principals[principal].engagements
    kept = [w for w, e in zip(written, engagements, strict=True) if e.end <= start or e.start >= end]
    zone = facts.period.zone
    entry = {"kind": "other", "title": title, "from": say_moment(start, zone), "to": say_moment(end, zone)}
    kept.append({**entry, "venue": venue} if venue else entry)
    return [Edit(path, kept)]


def cancel(facts: Facts, key: str) -> Incident:
    """A meeting is called off, or a forum with all of its sessions."""
    if key in facts.scenario.meetings:
        edits = (Edit(("meetings", key, "state"), "declined"),)
        return Incident(edits, (f"{facts.names.meeting(key)} is called off",))
    edits = (Edit(("forums", key, "sessions"), []),)
    name = facts.names.of("forums", key)
    return Incident(
        edits, (f"{name} is called off; the meetings on its dates stay, unless they are cancelled as well",)
    )


def close(facts: Facts, key: str, start: datetime, end: datetime) -> Incident:
    """A room or a venue is closed for a period."""
    what = "room" if key in facts.scenario.rooms else "venue"
    zone = facts.period.zone
    rule = {"rule": "closed", what: key, "from": say_moment(start, zone), "to": say_moment(end, zone)}
    name = facts.names.of(f"{what}s", key)
    return Incident(_added_rule(facts, rule), (f"{name} is closed {facts.names.span(start, end)}",))


def _added_rule(facts: Facts, rule: dict[str, Any]) -> tuple[Edit, ...]:
    written = facts.raw(("rules",))
    if isinstance(written, list):
        return (Edit(("rules", len(written)), rule),)
    return (Edit(("rules",), [rule]),)


def instead(facts: Facts, principal: str, deputy: str, begun: Sequence[str]) -> Incident:
    """A deputy replaces a principal in the meetings that have not begun, and in the forums."""
    scenario, names = facts.scenario, facts.names
    edits: list[Edit] = []
    for key, meeting in scenario.meetings.items():
        if key in begun or not meeting.planned:
            continue
        for word in ("participants", "optional"):
            people = getattr(meeting, word)
            if principal in people:
                swapped = [deputy if person == principal else person for person in people]
                edits.append(Edit(("meetings", key, word), list(dict.fromkeys(swapped))))
        if meeting.calls_on == principal:
            edits.append(Edit(("meetings", key, "calls_on"), deputy))
    for key, forum in scenario.forums.items():
        attendees = [deputy if a.principal == principal else a.principal for a in forum.attendees]
        if attendees != [a.principal for a in forum.attendees]:
            edits.append(Edit(("forums", key, "attendees"), list(dict.fromkeys(attendees))))
        if forum.chair == principal:
            edits.append(Edit(("forums", key, "chair"), deputy))
    said = [f"{names.principal(deputy)} stands in for {names.principal(principal)}"]
    ranks = [scenario.principals[key].rank for key in (principal, deputy)]
    if ranks[0] != ranks[1]:
        said.append(
            f"the ranks differ: {names.principal(deputy)} is {ranks[1]}, {names.principal(principal)} {ranks[0]}"
        )
    return Incident(tuple(edits), tuple(said))


def overrun(facts: Facts, meeting: str, minutes: int, plan: Plan) -> Incident:
    """A meeting takes that many minutes longer than planned; its participants are busy meanwhile.

    Raises:
        Mistake: the plan does not hold it.
    """
    booking = plan.booking(meeting)
    if booking is None:
        raise Mistake(f"the plan does not hold '{meeting}', so it cannot run over.", "Name one that it holds.")
    end = booking.end + timedelta(minutes=minutes)
    title = f"{facts.names.meeting(meeting)} runs over"
    edits = [
        edit for key in booking.participants for edit in _engaged(facts, key, booking.end, end, title, booking.venue)
    ]
    sessions = [_missed(facts, key, booking.end, end) for key in booking.participants]
    said = [f"{facts.names.meeting(meeting)} runs over by {say_length(minutes)}, until {facts.names.moment(end)}"]
    for more, sentences in sessions:
        edits += more
        said += sentences
    group = booking.room_group
    if group and facts.scenario.rooms[group].count == 1:
        zone = facts.period.zone
        rule = {"rule": "closed", "room": group, "from": say_moment(booking.end, zone), "to": say_moment(end, zone)}
        edits += _added_rule(facts, rule)
    return Incident(tuple(edits), tuple(said))


def add(facts: Facts, text: str) -> Incident:
    """A meeting is added: its key and its entry, as they would be written under `meetings:`.

    Raises:
        Mistake: it is not exactly one entry, or the key exists already.
    """
    read = source.read(text, "--add")
    if read.flaws or not isinstance(read.data, dict) or len(read.data) != 1:
        hint = "Write it like 'talks: {participants: [ana, ben], format: pull-aside}'."
        raise Mistake("this is not one meeting with its key.", hint)
    key, entry = next(iter(read.data.items()))
    if key in facts.scenario.meetings:
        raise Mistake(f"there is a meeting '{key}' already.", "Give it another key.")
    edit = Edit(("meetings", key), entry) if facts.raw(("meetings",)) else Edit(("meetings",), {key: entry})
    return Incident((edit,), (f"'{key}' is asked for",))
