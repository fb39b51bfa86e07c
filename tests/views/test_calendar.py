"""Calendars: what a second parser reads in them, and what becomes of an event from plan to plan."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar

from scheduler.base.issue import InputError
from scheduler.plan.file import read_plan, to_json
from scheduler.plan.redact import redact
from scheduler.plan.revision import revise
from scheduler.views.export_formats import Export, export_bytes
from tests.conftest import Ran

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.plan.plan import Plan

MOSCOW = "scenarios/moscow-2020-09.yaml"
AT = datetime(2020, 8, 30, 9, 0, tzinfo=UTC)
HOSTILE = '<b>"Wei"</b>; \\n, =1+1\nשלום – 会谈 🤝 ' + "x" * 200


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from scheduler.commands.cli import run

    made_path = tmp_path_factory.mktemp("plans") / "plan.json"
    assert run(["solve", MOSCOW, "--out", str(made_path)]) == 0
    return made_path


@pytest.fixture
def plan(path: Path) -> Plan:
    return read_plan(path)[0]


def read(contents: bytes) -> dict[str, Any]:
    """Return the events that the second parser finds, by their title; every title once."""
    calendar = vobject.readOne(contents.decode())
    events = {event.summary.value: event for event in calendar.vevent_list}
    assert len(events) == len(calendar.vevent_list)
    return events


def calendar(plan: Plan, **values: Any) -> bytes:
    return export_bytes(Export(plan, AT, **values), "ics")


def test_each_booking_is_found_with_its_time_place_and_people(plan: Plan) -> None:
    events = read(calendar(plan))
    for booking in plan.bookings:
        event = events[plan.names.meeting(booking.meeting)]
        assert (event.dtstart.value, event.dtend.value) == (booking.start, booking.end)
        assert event.dtstart.value.tzinfo is not None
        for key in booking.participants:
            assert plan.names.of("people", key) in event.description.value
        assert booking.format in event.description.value
        if booking.venue:
            assert plan.names.venue(booking.venue) in event.location.value


def test_the_clocks_are_those_of_the_place_and_their_rules_are_in_the_file(plan: Plan) -> None:
    contents = calendar(plan).decode()
    assert "DTSTART;TZID=Europe/Moscow:20200904T163000" in contents
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Moscow" in contents
    # Without the rules that this machine knows: by those in the file alone.
    component = vobject.readOne(contents).vevent_list[0]
    assert component.dtstart.value.utcoffset() == timedelta(hours=3)


def test_the_sessions_are_in_it_once_and_the_engagements_only_in_their_own(plan: Plan) -> None:
    titles = set(read(calendar(plan)))
    assert {f.title for f in plan.fixed if f.kind not in {"stay", "engagement", "movement"}} < titles
    own = read(calendar(plan, principal="singh"))
    theirs = {plan.names.meeting(b.meeting) for b in plan.of("singh")}
    theirs |= {f.title for f in plan.fixed if "singh" in f.principals and f.kind != "stay"}
    assert set(own) == theirs


def test_confirmed_tentative_and_class_are_said(plan: Plan) -> None:
    first, second, third = plan.bookings[:3]
    changed = (
        replace(first, state="confirmed", visibility="open"),
        replace(second, state="tentative", visibility="confidential"),
        replace(third, state="requested"),
    )
    events = read(calendar(replace(plan, bookings=changed)))
    found = [events[plan.names.meeting(booking.meeting)].contents for booking in changed]
    said = [(each["status"][0].value, each["class"][0].value) for each in found]
    assert said == [("CONFIRMED", "PUBLIC"), ("TENTATIVE", "CONFIDENTIAL"), ("TENTATIVE", "PRIVATE")]


def test_names_of_all_kinds_come_out_as_they_are(plan: Plan) -> None:
    booking = plan.bookings[0]
    sections = {
        **plan.names.sections,
        "meetings": {booking.meeting: HOSTILE},
        "people": {booking.participants[0]: HOSTILE},
    }
    odd = replace(plan, bookings=(booking,), fixed=(), names=replace(plan.names, sections=sections))
    events = read(calendar(odd))
    assert list(events) == [HOSTILE]
    assert HOSTILE in events[HOSTILE].description.value


def test_signs_that_no_calendar_can_hold_become_spaces(plan: Plan) -> None:
    booking = plan.bookings[0]
    sections = {**plan.names.sections, "meetings": {booking.meeting: "One\x00\x07\r\nTwo"}}
    odd = replace(plan, bookings=(booking,), fixed=(), names=replace(plan.names, sections=sections))
    assert list(read(calendar(odd))) == ["One  \nTwo"]


def test_no_line_is_longer_than_a_calendar_allows(plan: Plan) -> None:
    lines = calendar(plan).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)


# From plan to plan.


def identified(contents: bytes) -> dict[str, tuple[int, str, datetime | date]]:
    return {
        event.uid.value: (int(event.sequence.value), event.contents["status"][0].value, event.dtstart.value)
        for event in vobject.readOne(contents.decode()).vevent_list
        if "status" in event.contents
    }


def later(plan: Plan, key: str, minutes: int) -> Plan:
    def moved(booking: Any) -> Any:
        if booking.meeting != key:
            return booking
        by = timedelta(minutes=minutes)
        return replace(booking, start=booking.start + by, end=booking.end + by)

    return replace(plan, bookings=tuple(moved(b) for b in plan.bookings))


def without(plan: Plan, key: str) -> Plan:
    return replace(plan, bookings=tuple(b for b in plan.bookings if b.meeting != key))


def test_a_booking_that_moves_keeps_its_identifier_and_counts_on(plan: Plan) -> None:
    before = identified(calendar(plan))
    after = identified(calendar(revise(plan, later(plan, "singh-wei", 15))))
    assert set(before) == set(after)
    changed = {uid for uid in before if before[uid] != after[uid]}
    assert len(changed) == 1
    uid = changed.pop()
    assert (before[uid][0], after[uid][0]) == (0, 1)
    assert after[uid][2] - before[uid][2] == timedelta(minutes=15)


def test_a_booking_that_is_no_longer_held_is_called_off(plan: Plan) -> None:
    before = identified(calendar(plan))
    after = identified(calendar(revise(plan, without(plan, "singh-wei"))))
    assert set(before) == set(after)
    assert [(count, status) for count, status, _ in after.values() if status == "CANCELLED"] == [(1, "CANCELLED")]


def test_changes_are_counted_on_from_the_calendar_that_was_sent_out(plan: Plan) -> None:
    sent = calendar(plan)
    assert identified(calendar(plan, before=("old.ics", sent))) == identified(sent)
    moved = calendar(later(plan, "singh-wei", 15), before=("old.ics", sent))
    assert sorted(count for count, _, _ in identified(moved).values()) == [0] * (len(plan.bookings) - 1) + [1]
    gone = calendar(without(plan, "singh-wei"), before=("old.ics", moved))
    assert [count for count, status, _ in identified(gone).values() if status == "CANCELLED"] == [2]
    still = calendar(without(plan, "singh-wei"), before=("old.ics", gone))
    assert identified(still) == identified(gone)
    back = calendar(plan, before=("old.ics", still))
    assert max(count for count, _, _ in identified(back).values()) == 3
    assert "CANCELLED" not in back.decode()


def test_a_line_that_moved_in_the_scenario_is_no_change(plan: Plan) -> None:
    sent = calendar(plan)
    elsewhere = replace(plan, bookings=tuple(replace(b, line="moscow.yaml:999") for b in plan.bookings))
    assert identified(calendar(elsewhere, before=("old.ics", sent))) == identified(sent)


def test_a_calendar_for_other_readers_is_not_counted_on(plan: Plan) -> None:
    whole = calendar(plan)
    for other in (replace(plan, audience="india"), replace(plan, scenario="Another")):
        with pytest.raises(InputError, match="belongs to another scenario, or is for other readers"):
            calendar(other, before=("old.ics", whole))
    with pytest.raises(InputError, match="belongs to another scenario, or is for other readers"):
        calendar(plan, principal="singh", before=("old.ics", whole))


@pytest.mark.parametrize(
    "contents", [b"", b"no calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", b"\xff\xfe\x00", b"[1]"]
)
def test_what_is_no_calendar_of_ours_is_not_counted_on(contents: bytes, plan: Plan) -> None:
    with pytest.raises(InputError, match=r"old\.ics"):
        calendar(plan, before=("old.ics", contents))


def test_for_who_drops_out_of_a_meeting_it_is_called_off_and_for_nobody_else(plan: Plan) -> None:
    meeting = plan.by_meeting["singh-wei"]
    others = replace(meeting, participants=("singh", "shoigu"))
    new = revise(plan, replace(plan, bookings=tuple(others if b is meeting else b for b in plan.bookings)))
    said = {}
    for key in ("singh", "wei", "shoigu", None):
        contents = calendar(new, principal=key)
        said[key] = sorted(s for _, s, _ in identified(contents).values() if s == "CANCELLED")
        uids = re.findall(rb"\nUID:(.*)\r\n", contents)
        assert len(uids) == len(set(uids))
    assert said == {"singh": [], "wei": ["CANCELLED"], "shoigu": [], None: []}
    by_delegation = {of: calendar(redact(new, of)).count(b"CANCELLED") for of in ("india", "china", "russia")}
    assert by_delegation == {"india": 0, "china": 1, "russia": 0}


def test_a_title_of_several_lines_is_one_line_and_its_signs_are_no_marks(plan: Plan) -> None:
    odd = replace(plan, scenario="A day,\nin; Port \\ Alba")
    text = calendar(odd).decode()
    assert "X-WR-CALNAME:A day\\, in\\; Port \\\\ Alba\r\n" in text
    assert vobject.readOne(text).contents["x-wr-calname"][0].value == "A day, in; Port \\ Alba"


@pytest.mark.parametrize(("start", "end"), [("00:30", "01:30"), ("01:00", "01:45"), ("00:15", "00:45")])
def test_in_the_hour_that_clocks_show_twice_every_reader_finds_the_moment(start: str, end: str, plan: Plan) -> None:
    """Lisbon, 25 October 2026: at 01:00 UTC the clocks go from 02:00 back to 01:00."""
    first, last = (datetime.fromisoformat(f"2026-10-25T{clock}+00:00") for clock in (start, end))
    meeting = replace(plan.bookings[0], start=first, end=last, zone="Europe/Lisbon")
    contents = calendar(replace(plan, bookings=(meeting,), fixed=(), zone="Europe/Lisbon"))
    event = next(iter(read(contents).values()))
    assert (event.dtstart.value, event.dtend.value) == (first, last)
    written: Any = Calendar.from_ical(contents).events[0]
    assert (written["dtstart"].dt, written["dtend"].dt) == (first, last)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("SEQUENCE:0", "SEQUENCE:abc"),
        ("SEQUENCE:0", "SEQUENCE:0\r\nSEQUENCE:1"),
        ("DTSTART;TZID=Europe/Moscow:20200904T163000", "DTSTART:never"),
        ("DTEND;TZID=Europe/Moscow:20200904T174500", "DTEND:never"),
    ],
)
def test_a_damaged_calendar_of_ours_is_refused_with_the_reason(old: str, new: str, plan: Plan) -> None:
    sent = calendar(plan).decode()
    assert old in sent
    with pytest.raises(InputError, match="the calendar is damaged"):
        calendar(plan, before=("old.ics", sent.replace(old, new).encode()))


# On the command line.


def test_a_replan_is_followed_by_calendars(
    scheduler: Callable[..., Ran], path: Path, tmp_path: Path, plan: Plan
) -> None:
    """The acceptance of it all: agreed, sent out, the world moves, sent out again."""
    first, second, new = tmp_path / "first.ics", tmp_path / "second.ics", tmp_path / "new.json"
    assert scheduler("export", str(path), "--to", str(first)).code == 0
    assert scheduler("replan", str(path), "--close", "suite@4 Sep 15:00-18:00", "--out", str(new)).code == 0
    assert scheduler("export", str(new), "--to", str(second)).code == 0
    before, after = (identified(each.read_bytes()) for each in (first, second))
    assert set(before) <= set(after)
    changes = json.loads(new.read_text(encoding="utf-8"))
    counts = {b["meeting"]: b["sequence"] for b in changes["bookings"]}
    assert counts["singh-wei"] == 1
    assert sum(counts.values()) == sum(count for count, status, _ in after.values() if status != "CANCELLED")
    unchanged = [uid for uid in before if before[uid][2] == after[uid][2] and after[uid][0] == 0]
    assert len(unchanged) == len(plan.bookings) - sum(1 for count in counts.values() if count)


def test_since_a_plan_file_changes_are_counted(
    scheduler: Callable[..., Ran], path: Path, tmp_path: Path, plan: Plan
) -> None:
    changed = tmp_path / "changed.json"
    changed.write_text(to_json(later(plan, "singh-wei", 15)), encoding="utf-8")
    out = tmp_path / "out.ics"
    assert scheduler("export", str(changed), "--since", str(path), "--to", str(out)).code == 0
    assert max(count for count, _, _ in identified(out.read_bytes()).values()) == 1


def test_since_a_plan_file_sessions_that_moved_or_went_are_counted_too(
    scheduler: Callable[..., Ran], path: Path, tmp_path: Path, plan: Plan
) -> None:
    moved, gone = (
        next(f for f in plan.fixed if f.session),
        next(f for f in plan.fixed if f.title.endswith("working lunch")),
    )
    assert moved.session
    later_start = replace(moved, start=moved.start + timedelta(minutes=5))
    fixed = tuple(later_start if f is moved else f for f in plan.fixed if f is not gone)
    changed, out = tmp_path / "changed.json", tmp_path / "out.ics"
    changed.write_text(to_json(replace(plan, fixed=fixed)), encoding="utf-8")
    assert scheduler("export", str(changed), "--since", str(path), "--to", str(out)).code == 0
    events = {e.summary.value: e for e in vobject.readOne(out.read_text(encoding="utf-8")).vevent_list}
    assert events[moved.title].sequence.value == "1"
    assert (events[gone.title].sequence.value, events[gone.title].status.value) == ("1", "CANCELLED")


def test_a_calendar_that_is_replaced_is_counted_on(
    scheduler: Callable[..., Ran], path: Path, tmp_path: Path, plan: Plan
) -> None:
    out, changed = tmp_path / "out.ics", tmp_path / "changed.json"
    assert scheduler("export", str(path), "--to", str(out)).code == 0
    changed.write_text(to_json(without(plan, "singh-wei")), encoding="utf-8")
    assert scheduler("export", str(changed), "--to", str(out), "--force").code == 0
    assert [c for c, status, _ in identified(out.read_bytes()).values() if status == "CANCELLED"] == [1]
    # What is called off is not seen by those who never saw it.
    refused = scheduler("export", str(changed), "--to", str(out), "--force", "--for", "russia")
    assert refused.code == 2
    assert "belongs to another scenario, or is for other readers" in refused.err


def test_a_time_without_a_named_zone_is_written_in_utc(plan: Plan) -> None:
    moved = replace(plan, bookings=tuple(replace(b, zone="UTC+3") for b in plan.bookings[:1]), fixed=())
    event = next(iter(read(calendar(moved)).values()))
    assert event.dtstart.value.astimezone(ZoneInfo("Europe/Moscow")) == plan.bookings[0].start
    assert "TZID" not in calendar(moved).decode()
