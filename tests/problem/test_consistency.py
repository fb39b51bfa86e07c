"""What is wrong between entries that are each in order; the base is that of `test_mistakes`."""

from __future__ import annotations

import pytest

from scheduler.problem.consistency import notices
from scheduler.problem.load import parse
from tests.problem.test_mistakes import GOOD, said

CASES = [
    # a stay outside the scenario's dates, and stays in two places at once
    (
        "to: 4 Sep 17:00}",
        "to: 4 Sep 17:00}\n      - {place: hill, from: 5 Sep 10:00, to: 6 Sep 10:00}",
        "it lies outside the scenario's dates. Widen 'dates:', or correct the day.",
    ),
    (
        "to: 4 Sep 17:00}",
        "to: 4 Sep 17:00}\n      - {place: far, from: 4 Sep 12:00, to: 4 Sep 18:00}",
        "ana is in hill and in far at the same time. End one stay before the other begins.",
    ),
    (
        "delegations:",
        "travel: [{between: [hill, far], takes: 6 h}]\ndelegations:",
        None,
    ),
    # forums
    ("    place: hill\n    dates", "    dates", "a forum in person needs a 'place:'. Add it, or 'mode: video'."),
    (
        "dates: 3 Sep\n",
        "dates: 8 Sep\n",
        "the forum is outside the scenario's dates. Widen 'dates:'.",
    ),
    (
        "from: 3 Sep 11:00, to: 12:00",
        "from: 4 Sep 11:00, to: 12:00",
        "the session is not on the forum's dates. The forum is on 3 Sep 00:00–24:00.",
    ),
    (
        "from: 3 Sep 11:00, to: 12:00",
        "from: 3 Sep 09:00, to: 12:00",
        "ana attends the session but is not in hill for all of it. "
        "Lengthen the stay, or write the session's 'attendees:'.",
    ),
    # engagements
    (
        "home: hill}",
        "home: hill, engagements: [{kind: address, from: 3 Sep 11:30, to: '13:00'}]}",
        "ben has 'Council: plenary' and 'address' at the same time. "
        "Move one of them, or correct the session's 'attendees:'.",
    ),
    (
        "home: hill}",
        "home: hill, rest: 10 h, engagements: [{kind: reception, from: 3 Sep 19:00, to: 4 Sep 01:00},"
        " {kind: address, from: 4 Sep 07:00, to: '11:00'}]}",
        "sessions and engagements leave ben only 6 h of rest in the night from 3 Sep 18:00. Lower 'rest:' (now 10 h).",
    ),
    # rooms and venues
    (
        "    windows: 3 Sep 14:00-18:00",
        "    needs: {seats: 20}",
        "no room in the file meets its needs. The largest room has 8 seats; check 'seats:' and 'secure:' of the rooms.",
    ),
    (
        "    windows: 3 Sep 14:00-18:00",
        "    place: far\n    venue: palace",
        "the venue is in hill, not in far. Correct the place or the venue.",
    ),
    (
        "venues:\n",
        "venues:\n  hall: {name: Hall, place: hill}\n",
        None,
    ),
    (
        "    windows: 3 Sep 14:00-18:00",
        "    calls_on: cem",
        "'cem' does not take part in it. The participants: ana, ben.",
    ),
    # people
    ("home: hill}", "home: hill, deputy: ben}", "nobody is their own deputy. Name another principal."),
    (
        "home: hill}",
        "home: hill, languages: [ru]}\n  dia: {name: Dia, delegation: north, home: hill, languages: [en]}",
        None,
    ),
    # starts
    (
        "start: 4 Sep 12:00",
        "start: 9 Sep 12:00",
        "the start is outside the scenario's dates. Widen 'dates:', or correct the day.",
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), CASES, ids=range(len(CASES)))
def test_a_contradiction_is_named(old: str, new: str, expected: str | None) -> None:
    issues = said(GOOD.replace(old, new, 1))
    if expected is None:
        assert issues == []
    else:
        assert any(issue.endswith(f": {expected}") for issue in issues), issues


def test_the_way_between_two_cities_takes_its_time() -> None:
    text = GOOD.replace("delegations:", "travel: [{between: [hill, far], takes: 6 h}]\ndelegations:", 1)
    text = text.replace("to: 4 Sep 17:00}", "to: 4 Sep 17:00}\n      - {place: far, from: 4 Sep 20:00, to: 5 Sep}", 1)
    assert any("travel from hill to far takes 6 h; the gap is shorter." in issue for issue in said(text))


def test_a_room_is_at_one_venue() -> None:
    text = GOOD.replace("venues:\n", "venues:\n  hall: {name: Hall, place: hill}\n", 1)
    text = text.replace("    windows: 3 Sep 14:00-18:00", "    room: salon\n    venue: hall")
    assert any("the room salon is at palace, not at hall." in issue for issue in said(text))


def test_two_confirmed_meetings_need_two_rooms() -> None:
    text = GOOD.replace(
        "[ana, ben]\n    start: 4 Sep 12:00",
        "[cem, dia]\n    room: salon\n    state: confirmed\n    start: 4 Sep 12:00",
    )
    text = text.replace(
        "    length: 45 min\n    windows: 3 Sep 14:00-18:00",
        "    room: salon\n    state: confirmed\n    start: 4 Sep 12:15",
    )
    text = text.replace("home: far}", "home: hill}\n  dia: {name: Dia, delegation: north, home: hill}")
    assert any("are both fixed in room salon at the same time." in issue for issue in said(text))


def test_who_shares_no_language_needs_interpreters() -> None:
    text = GOOD.replace("delegation: north\n", "delegation: north\n    languages: [en]\n", 1)
    text = text.replace("home: hill}", "home: hill, languages: [ru]}")
    assert any(
        "no team of interpreters covers the languages of its participants (ana: en; ben: ru)." in i for i in said(text)
    )
    assert said(text.replace("rooms:", "interpreters: {pool: {languages: [en, ru]}}\nrooms:", 1)) == []


def test_premises_of_others_are_not_open() -> None:
    text = GOOD.replace("place: hill}\nrooms", "place: hill, premises_of: south}\nrooms", 1)
    text = text.replace("  north: {name: North}", "  north: {name: North}\n  south: {name: South}")
    assert any(
        "no venue is open to it: all are premises of other delegations, or have no rooms." in issue
        for issue in said(text)
    )


def test_ways_lead_between_two_of_a_kind() -> None:
    for between, message in (
        ("[palace, hill]", "travel is between two venues or between two places."),
        ("[palace, palace]", "travel is between two different venues."),
        ("[palace, nowhere]", "there is no venue or place 'nowhere'."),
    ):
        text = GOOD.replace("delegations:", f"travel: [{{between: {between}, takes: 1 h}}]\ndelegations:", 1)
        assert any(message in issue for issue in said(text))


@pytest.mark.parametrize(
    ("window", "message"),
    [
        (
            "{on: 3 Sep, sidelines: council}",
            "a window is either days ('on:'), a time ('from:' and 'to:') or a forum's sidelines.",
        ),
        ("{from: 3 Sep 10:00}", "a window with 'from:' needs 'to:' as well."),
        ("{from: 3 Sep 12:00, to: '10:00'}", "the window ends before it begins."),
    ],
)
def test_a_window_is_one_thing(window: str, message: str) -> None:
    assert any(message in issue for issue in said(GOOD.replace("3 Sep 14:00-18:00", window)))


@pytest.mark.parametrize(
    ("length", "message"),
    [
        ("{shortest: 60 min, wanted: 30 min}", "the lengths are not in order."),
        ("0 min", "the lengths are not in order."),
        ("30 h", "no meeting takes more than a day."),
    ],
)
def test_lengths_are_in_order(length: str, message: str) -> None:
    assert any(message in issue for issue in said(GOOD.replace("45 min", length)))


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("{rule: gap, meetings: [talks, dinner], at_least: 2 h, at_most: 1 h}", "'at_most' is less than 'at_least'."),
        ("{rule: keep_free, principal: ana, hours: 12:00-13:00, at_least: 2 h}", "2 h do not fit into the hours."),
        ("{rule: prefer, meetings: talks}", "nothing is preferred."),
        ("{rule: prefer, meetings: talks, when: early, strength: must}", "a preference cannot be a must."),
        ("{rule: host_first, host: ana, guests: ana}", "'ana' is both host and guest."),
        ("{rule: keep_apart}", "either two delegations or the press keep apart."),
        ("{rule: keep_apart, delegations: [north]}", "two delegations are needed."),
        ("{rule: closed, from: 3 Sep 10:00, to: '12:00'}", "either a venue or a room is closed."),
        ("{rule: closed, venue: palace, from: 3 Sep 12:00, to: '10:00'}", "it opens before it closes."),
        ("{rule: precedence, first: talks, then: dinner, strength: maybe}", "'maybe' is not a strength."),
        ("{rule: same_day, meetings: [talks]}", "'meetings' has 1 entry, and 2 are needed."),
    ],
)
def test_rules_make_sense(rule: str, message: str) -> None:
    text = GOOD.replace("{rule: precedence, first: talks, then: dinner}", rule)
    assert any(message in issue for issue in said(text)), said(text)


def test_notices_stop_nothing() -> None:
    text = GOOD.replace("home: hill}", "home: hill, rank: ambassador}").replace(
        "    sessions:\n      - {kind: plenary, from: 3 Sep 11:00, to: 12:00}\n", ""
    )
    text = text.replace("venues:\n", "venues:\n  a: {name: A, place: hill}\n  b: {name: B, place: hill}\n", 1)
    text = text.replace("rooms:\n", "travel: [{between: [a, b], takes: 5 min}]\nrooms:\n", 1)
    scenario, issues = parse(text, "s.yaml")
    assert issues == []
    assert scenario is not None
    messages = [notice.message for notice in notices(scenario)]
    assert "the ranks differ: minister and ambassador." in messages
    assert "no sessions of Council are known yet; meetings on its dates may have to move." in messages
    assert "the travel time between some venues is not written and counts as zero: a–palace, b–palace." in messages
