"""Calendars of others: every event is an engagement, is said to be none, or is named with the reason."""

from __future__ import annotations

import signal
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import vobject

from scheduler.base.issue import InputError
from scheduler.importers import calendar_reader as reader
from scheduler.importers.busy import BusyTime, CalendarOptions, busy_times_of, import_engagements
from scheduler.importers.decoding import decode
from tests.foreign import PERIOD, SCENARIO, calendar, known, read, scenario, utc

if TYPE_CHECKING:
    from scheduler.importers.result import ImportResult

ONE = "UID:one@x\nSUMMARY:Budget\nDTSTART:20200903T060000Z\nDTEND:20200903T070000Z"


def taken(data: bytes, wishes: CalendarOptions | None = None, zone: str | None = None) -> ImportResult:
    return import_engagements("busy.ics", read(data, zone), PERIOD, known(), wishes or CalendarOptions())


def entries(data: bytes, wishes: CalendarOptions | None = None, zone: str | None = None) -> list[dict[str, object]]:
    return [each.entry for each in taken(data, wishes, zone).entries]


def broken(data: bytes) -> list[tuple[int, str, str]]:
    return read(data).broken


def test_an_event_is_an_engagement_with_its_uid() -> None:
    (only,) = taken(calendar(ONE + "\nLOCATION:Grand Hotel\\, Hill Town\nDESCRIPTION:not for others")).entries
    assert only.entry == {"kind": "other", "title": "Budget", "from": "3 Sep 09:00", "to": "10:00", "venue": "hotel"}
    assert only.row == "UID one@x"


def test_a_place_that_is_no_venue_is_a_note() -> None:
    assert entries(calendar(ONE + "\nLOCATION:Café Puschkin"))[0]["note"] == "at Café Puschkin"


def test_a_time_in_another_zone_keeps_its_clocks() -> None:
    event = ONE.replace("DTSTART:20200903T060000Z", "DTSTART;TZID=Asia/Kolkata:20200903T113000")
    made = entries(calendar(event.replace("DTEND:20200903T070000Z", "DTEND;TZID=Asia/Kolkata:20200903T123000")))
    assert (made[0]["from"], made[0]["to"]) == ("3 Sep 11:30 Asia/Kolkata", "3 Sep 12:30 Asia/Kolkata")


def test_what_repeats_is_written_once_for_each_time_with_what_was_moved_and_left_out() -> None:
    series = (
        "UID:s@x\nSUMMARY:Staff\nDTSTART;TZID=Europe/Moscow:20200801T083000\nDURATION:PT30M\n"
        "RRULE:FREQ=DAILY;UNTIL=20201231T000000Z\nEXDATE;TZID=Europe/Moscow:20200904T083000"
    )
    moved = (
        "UID:s@x\nRECURRENCE-ID;TZID=Europe/Moscow:20200903T083000\nSUMMARY:Staff, later\n"
        "DTSTART;TZID=Europe/Moscow:20200903T120000\nDTEND;TZID=Europe/Moscow:20200903T123000"
    )
    (only,) = taken(calendar(series, moved)).entries
    assert (only.entry["title"], only.entry["from"]) == ("Staff, later", "3 Sep 12:00")
    assert only.row == "UID s@x of 2020-09-03T05:30Z"


def test_whole_days_are_taken_unless_they_are_not_wanted() -> None:
    data = calendar("UID:d\nSUMMARY:Leave\nDTSTART;VALUE=DATE:20200904\nDTEND;VALUE=DATE:20200905")
    made = taken(data)
    assert made.entries[0].entry | {"kind": "other"} == made.entries[0].entry
    assert (made.entries[0].entry["from"], made.entries[0].entry["to"]) == ("4 Sep 00:00", "5 Sep 00:00")
    assert (
        "1 all-day event, read in Europe/Moscow: the whole days are busy (--no-all-day leaves them out)."
        in made.remarks
    )
    without = taken(data, CalendarOptions(all_day=False))
    assert without.entries == []
    assert "1 all-day event: left out." in without.remarks


def test_a_day_without_an_end_is_one_day() -> None:
    assert read(calendar("UID:d\nDTSTART;VALUE=DATE:20200904")).events[0].end == utc("2020-09-04T21:00")


def test_an_event_without_an_end_is_set_aside_or_takes_what_it_is_said_to() -> None:
    data = calendar("UID:e\nSUMMARY:Ring the embassy\nDTSTART:20200903T060000Z")
    made = taken(data)
    assert made.entries == []
    assert str(made.set_aside[0]) == (
        "UID e: 'Ring the embassy' (3 Sep 09:00) has no end. "
        "Write it by hand, or give the length of such events with --length."
    )
    assert entries(data, CalendarOptions(length=20))[0]["to"] == "09:20"


@pytest.mark.parametrize(
    ("line", "remark"),
    [
        ("STATUS:CANCELLED", "1 event cancelled: left out, since they take no time."),
        ("TRANSP:TRANSPARENT", "1 event shown as free: left out, since they take no time."),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", "1 event shown as free: left out, since they take no time."),
    ],
)
def test_what_takes_no_time_is_counted(line: str, remark: str) -> None:
    made = taken(calendar(f"{ONE}\n{line}"))
    assert (made.entries, made.remarks) == ([], [remark])


def test_a_calendar_that_calls_off_takes_no_time() -> None:
    assert taken(calendar(ONE, head="METHOD:CANCEL\r\n")).entries == []


@pytest.mark.parametrize("kind", ["PRIVATE", "CONFIDENTIAL"])
def test_what_is_private_is_hidden_unless_it_is_asked_for(kind: str) -> None:
    data = calendar(f"{ONE}\nCLASS:{kind}\nLOCATION:Grand Hotel\nDESCRIPTION:Budget talks")
    hidden = taken(data)
    assert "Budget" not in repr(hidden)
    assert "hotel" not in repr(hidden).lower()
    assert hidden.entries[0].entry["title"] == "private"
    assert "1 private event: title and place are hidden (--show-private writes them)." in hidden.remarks
    assert entries(data, CalendarOptions(show_private=True))[0] == entries(calendar(f"{ONE}\nLOCATION:Grand Hotel"))[0]


def test_what_lies_outside_the_dates_is_counted() -> None:
    before = ONE.replace("20200903", "20200902").replace("one@x", "two@x")
    series = "UID:three\nDTSTART:20200101T060000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;COUNT=3"
    made = taken(calendar(ONE, before, series))
    assert len(made.entries) == 1
    assert "2 events outside the scenario's dates: left out." in made.remarks


def test_an_event_that_reaches_into_the_dates_is_in_them() -> None:
    made = entries(calendar("UID:n\nSUMMARY:Flight\nDTSTART:20200902T190000Z\nDTEND:20200903T030000Z"))
    assert (made[0]["from"], made[0]["to"]) == ("2 Sep 22:00", "3 Sep 06:00")


def test_seconds_are_rounded_outwards() -> None:
    made = entries(calendar("UID:n\nDTSTART:20200903T060030Z\nDTEND:20200903T063001Z"))
    assert (made[0]["from"], made[0]["to"], made[0]["title"]) == ("3 Sep 09:00", "09:31", "busy")


# Zones.

OUTLOOK = """\
BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0600
TZOFFSETTO:+0500
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0500
TZOFFSETTO:+0600
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def in_zone(tzid: str) -> str:
    return f"UID:z\nSUMMARY:Zoned\nDTSTART;TZID={tzid}:20200903T120000\nDTEND;TZID={tzid}:20200903T130000"


def test_a_zone_with_rules_of_its_own_as_outlook_writes_it() -> None:
    data = calendar(in_zone('"Customized Time Zone 7"'), head=OUTLOOK.format(name="Customized Time Zone 7"))
    (only,) = read(data).events
    assert (only.start, only.zone) == (utc("2020-09-03T06:00"), "")


@pytest.mark.parametrize(
    ("tzid", "start"),
    [
        ("Russian Standard Time", "2020-09-03T09:00"),
        ("W. Europe Standard Time", "2020-09-03T10:00"),
        ("India Standard Time", "2020-09-03T06:30"),
        ("/freeassociation.sourceforge.net/Asia/Tokyo", "2020-09-03T03:00"),
    ],
)
def test_zones_by_the_names_of_others(tzid: str, start: str) -> None:
    assert read(calendar(in_zone(tzid))).events[0].start == utc(start)


def test_a_zone_that_nobody_knows_is_never_guessed() -> None:
    ((line, called, why),) = broken(calendar(in_zone("Moon/Tycho"), head="X-A:b\r\n"))
    assert (line, called) == (5, "UID z")
    assert why == "its zone 'Moon/Tycho' is unknown, and the file does not define it"


def test_a_zone_whose_rules_are_absurd_is_unknown() -> None:
    absurd = OUTLOOK.format(name="Absurd").replace("FREQ=YEARLY", "FREQ=SECONDLY")
    assert "is unknown" in broken(calendar(in_zone("Absurd"), head=absurd))[0][2]


def test_times_without_a_zone_are_read_in_the_calendars_or_in_one_that_is_named() -> None:
    floating = ONE.replace("Z", "")
    made = taken(calendar(floating))
    assert made.entries[0].entry["from"] == "3 Sep 06:00"
    assert "1 event without a zone: read in Europe/Moscow." in made.remarks
    google = calendar(floating, head="X-WR-TIMEZONE:Asia/Kolkata\r\n")
    assert entries(google)[0]["from"] == "3 Sep 06:00 Asia/Kolkata"
    assert entries(google, zone="Asia/Tokyo")[0]["from"] == "3 Sep 06:00 Asia/Tokyo"
    assert entries(calendar(floating, head="X-WR-TIMEZONE:nowhere\r\n"))[0]["from"] == "3 Sep 06:00"
    repeats = read(calendar(floating + "\nRRULE:FREQ=DAILY")).events
    assert [happening.occurrence for happening in repeats] == ["2020-09-03T06:00", "2020-09-04T06:00"]


def test_an_hour_that_a_clock_change_repeats_is_written_with_its_offset() -> None:
    from datetime import date

    from scheduler.base.times import Period, read_moment
    from scheduler.importers.written_times import written_span

    period = Period(ZoneInfo("Europe/London"), date(2020, 10, 24), date(2020, 10, 26))
    start, end = datetime(2020, 10, 25, 1, 30, tzinfo=UTC), datetime(2020, 10, 25, 9, 0, tzinfo=UTC)
    said = written_span(start, end, period)
    assert said["from"] == "2020-10-25T01:30+00:00"
    assert read_moment(said["from"], period) == start
    assert read_moment(said["to"], period) == end
    far = written_span(start + timedelta(days=3650), end + timedelta(days=3650), period)
    assert read_moment(far["from"], period) == start + timedelta(days=3650)


# As others write them.


def test_a_calendar_that_vobject_wrote() -> None:
    made = vobject.iCalendar()
    for number, zone in enumerate(("Europe/Berlin", "Asia/Shanghai")):
        event = made.add("vevent")
        event.add("uid").value = f"v{number}"
        event.add("summary").value = "Sitzung; mit Ümläuten, 会议 – 🤝"
        event.add("dtstart").value = datetime(2020, 9, 3, 9 + 8 * number, tzinfo=ZoneInfo(zone))
        event.add("dtend").value = datetime(2020, 9, 3, 10 + 8 * number, tzinfo=ZoneInfo(zone))
    events = read(made.serialize().encode()).events
    assert [h.start for h in events] == [utc("2020-09-03T07:00"), utc("2020-09-03T09:00")]
    assert {h.title for h in events} == {"Sitzung; mit Ümläuten, 会议 – 🤝"}


GOOGLE = """\
BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:minister@example.org
X-WR-TIMEZONE:Asia/Kolkata
BEGIN:VTIMEZONE
TZID:Asia/Kolkata
X-LIC-LOCATION:Asia/Kolkata
BEGIN:STANDARD
TZOFFSETFROM:+0530
TZOFFSETTO:+0530
TZNAME:IST
DTSTART:19700101T000000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
DTSTART;TZID=Asia/Kolkata:20200827T180000
DTEND;TZID=Asia/Kolkata:20200827T190000
RRULE:FREQ=WEEKLY;BYDAY=TH
DTSTAMP:20200829T120000Z
UID:4bb1sq@google.com
CREATED:20200801T101010Z
DESCRIPTION:<html-blob>Weekly\\nreview</html-blob>
LAST-MODIFIED:20200801T101010Z
LOCATION:
SEQUENCE:0
STATUS:CONFIRMED
SUMMARY:Weekly review of everything that has to be reviewed in the ministry e
 very week
TRANSP:OPAQUE
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:This is an event reminder
TRIGGER:-P0DT0H30M0S
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_in_the_style_of_google() -> None:
    (only,) = taken(GOOGLE.encode()).entries
    assert only.entry["title"].endswith("reviewed in the ministry every week")
    assert (only.entry["from"], only.entry["to"]) == ("3 Sep 18:00 Asia/Kolkata", "3 Sep 19:00 Asia/Kolkata")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_whatever_the_encoding(encoding: str) -> None:
    data = calendar(ONE.replace("Budget", "Café")).decode().encode(encoding)
    made = read(data)
    assert made.events[0].title == "Café"
    assert bool(made.remarks) == (encoding != "utf-8-sig")


# Broken ones.


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ("UID:b\nSUMMARY:No start", "it has no start (DTSTART)"),
        ("UID:b\nDTSTART:2020-09-03", "it cannot be read ("),
        ("UID:b\nDTSTART:20200931T100000Z", "it cannot be read ("),
        ("UID:b\nDTSTART:20200903T100000Z\nDURATION:often", "it cannot be read ("),
        ("UID:b\nDTSTART:20200903T100000Z\nthis is no line", "it cannot be read ("),
        ("UID:b\nDTSTART:20200903T100000Z\nDTEND:20200903T090000Z", "it ends before it begins"),
        ("UID:b\nDTSTART:20200903T100000Z\nDTSTART:20200903T110000Z", "it has several DTSTART"),
        (
            "UID:b\nDTSTART:20200903T100000Z\nDTEND;VALUE=DATE:20200904",
            "one of its start and its end has a time of day",
        ),
        ("UID:b\nDTSTART:20200903T100000Z\nDURATION:PT1H\nEXRULE:FREQ=DAILY", "it has an exception rule (EXRULE)"),
        (
            "UID:b\nDTSTART:20200903T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY\nEXDATE;TZID=Moon:20200903T100000",
            "its zone 'Moon' is unknown",
        ),
        (
            "UID:b\nDTSTART:20200903T100000Z\nRDATE;TZID=Moon:20200903T100000,20200904T100000",
            "its zone 'Moon' is unknown",
        ),
        ("UID:b\nDTSTART:99991231T235959Z\nDURATION:P9999999D", "it cannot be read ("),
        ("UID:b\nDTSTART:20200903T100000Z\nRRULE:FREQ=SECONDLY", "it repeats every second"),
        ("UID:b\nDTSTART:20200903T100000Z\nRRULE:FREQ=MINUTELY", "it repeats every minute"),
        ("UID:b\nDTSTART:20200903T100000Z\nRRULE:FREQ=SOMETIMES", "it cannot be read ("),
        ("UID:b\nDTSTART:00010101T000000Z\nRRULE:FREQ=DAILY;UNTIL=nothing", "it cannot be read ("),
    ],
    ids=range(16),
)
def test_a_broken_event_is_named_with_its_line_and_the_rest_is_imported(event: str, why: str) -> None:
    made = taken(calendar(ONE, event, ONE.replace("one@x", "two@x").replace("T06", "T08").replace("T07", "T09")))
    assert [each.row for each in made.entries] == ["UID one@x", "UID two@x"]
    (aside,) = made.set_aside
    assert aside.row == "UID b"
    assert aside.because.startswith(f"the event in line 10 is left out: {why}")
    assert aside.line == 10


def test_what_is_broken_and_says_nothing_of_the_time_does_no_harm() -> None:
    odd = f"{ONE}\nLAST-MODIFIED:yesterday\nGEO:nowhere\nSEQUENCE:often\nPRIORITY:x\nCREATED;VALUE=DATE:x"
    assert [each.row for each in taken(calendar(odd)).entries] == ["UID one@x"]


def test_an_event_that_does_not_end() -> None:
    text = calendar(ONE, ONE.replace("one@x", "two@x")).decode()
    unfinished = text.replace("END:VEVENT\r\n", "", 1)
    made = read(unfinished.encode())
    assert made.broken == [(4, "UID one@x", "it does not end before the next one begins")]
    assert [happening.uid for happening in made.events] == ["two@x"]
    cut = text[: text.rindex("DTEND")].encode()
    assert read(cut).broken == [(10, "UID two@x", "the file ends in the middle of it")]


def test_an_event_without_a_uid_is_called_by_its_line() -> None:
    data = calendar("SUMMARY:Nameless\nDTSTART:20200903T060000Z\nDTEND:20200903T070000Z", "SUMMARY:Broken")
    assert [each.row for each in taken(data).entries] == ["UID line 4"]
    assert broken(data)[0][1] == "the event in line 9"


def test_one_broken_part_of_a_series_leaves_out_the_whole() -> None:
    series = "UID:s\nDTSTART:20200903T060000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"
    made = read(calendar(series, "UID:s\nRECURRENCE-ID:20200903T060000Z\nSUMMARY:moved"))
    assert made.events == []
    assert [line for line, _, _ in made.broken] == [10]


def test_hostile_titles_come_out_in_one_line() -> None:
    title = '=1+1 <b>"x"</b> \\n{{a}} \u202eevil\u0007 שלום ' + "y" * 400
    made = entries(calendar(f"UID:t\nSUMMARY:{title}\nDTSTART:20200903T060000Z\nDTEND:20200903T070000Z"))
    text = str(made[0]["title"])
    assert text.startswith('=1+1 <b>"x"</b> {{a}} evil שלום yyy')
    assert len(text) == 300
    assert text.endswith("…")


# What overlaps.


def test_what_overlaps_is_taken_once_and_said() -> None:
    second = "UID:two@x\nSUMMARY:Lunch\nDTSTART:20200903T063000Z\nDTEND:20200903T073000Z"
    inner = "UID:zin@x\nSUMMARY:Call\nDTSTART:20200903T063000Z\nDTEND:20200903T070000Z"
    made = taken(calendar(ONE, second, inner))
    assert [(e.entry["title"], e.entry["from"], e.entry["to"]) for e in made.entries] == [
        ("Budget", "3 Sep 09:00", "10:00"),
        ("Lunch", "3 Sep 10:00", "10:30"),
    ]
    assert made.remarks[0] == "'Lunch' (3 Sep 09:30–10:30) overlaps 'Budget': it is written as 3 Sep 10:00–10:30."
    assert made.remarks[1] == (
        "'Call' (3 Sep 09:30–10:00) overlaps 'Budget': no time is left for it, so it is not written."
    )


def test_a_session_in_the_middle_leaves_parts_of_it() -> None:
    from scheduler.scenario.facts import Facts

    facts = Facts(scenario())
    long = "UID:long\nSUMMARY:Summit\nDTSTART:20200903T060000Z\nDTEND:20200903T140000Z"
    events = read(calendar(long))
    taken_already = list(busy_times_of(facts, "ben", "busy.ics", events))
    by = [each.by for each in taken_already]
    assert by == ["'Council: Main session' (hill.yaml:46)", "'University' (hill.yaml:31)"]
    made = import_engagements("busy.ics", events, PERIOD, known(), CalendarOptions(), taken_already)
    assert [(e.row, e.entry["from"], e.entry["to"]) for e in made.entries] == [
        ("UID long", "3 Sep 09:00", "10:00"),
        ("UID long, part 2", "3 Sep 11:00", "14:00"),
        ("UID long, part 3", "3 Sep 15:30", "17:00"),
    ]


def test_what_was_imported_before_does_not_stand_in_its_own_way() -> None:
    from scheduler.scenario.facts import Facts

    text = SCENARIO.replace(
        "      - {kind: address", '      - {kind: other, from: 3 Sep 09:00, to: 09:30, source: "busy.ics, UID one@x [00000000]"}\n'
        '      - {kind: other, from: 3 Sep 08:00, to: 08:30, source: "busy.ics, UID old [00000000]"}\n'
        "      - {kind: address",
    )  # fmt: skip
    found = busy_times_of(Facts(scenario(text)), "ben", "busy.ics", read(calendar(ONE)))
    assert [each.start for each in found][1:] == [utc("2020-09-03T05:00"), utc("2020-09-03T07:00")]


def test_nothing_is_left_of_what_is_covered() -> None:
    whole = [BusyTime(utc("2020-09-03T00:00"), utc("2020-09-04T00:00"), "'all'")]
    made = import_engagements("busy.ics", read(calendar(ONE)), PERIOD, known(), CalendarOptions(), whole)
    assert made.entries == []
    assert "no time is left for it" in made.remarks[0]


# Bounds.


def test_a_series_that_takes_too_long_to_work_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import recurring_ical_events

    def for_ever(_: object) -> object:
        while True:
            pass

    monkeypatch.setattr(recurring_ical_events, "of", for_ever)
    monkeypatch.setattr(reader, "SECONDS_FOR_A_SERIES", 0.1)
    made = read(calendar(ONE + "\nRRULE:FREQ=DAILY"))
    assert made.broken[0][2] == "computing its repetitions takes more than 0.1 seconds"
    assert signal.getsignal(signal.SIGPROF) == signal.SIG_DFL


def test_a_series_is_worked_out_in_another_thread_too() -> None:
    found = []
    thread = threading.Thread(target=lambda: found.append(read(calendar(ONE + "\nRRULE:FREQ=DAILY"))))
    thread.start()
    thread.join()
    assert len(found[0].events) == 2


def test_far_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    from scheduler.importers import icalendar_parts as components

    monkeypatch.setattr(reader, "MOST_OCCURRENCES", 30)
    made = read(calendar(ONE + "\nRRULE:FREQ=HOURLY"))
    assert "times within the dates; the limit is 30" in made.broken[0][2]
    monkeypatch.setattr(reader, "MOST_IN_ALL", 1)
    with pytest.raises(InputError, match="more than 1 events lie within the dates"):
        read(calendar(ONE, ONE.replace("one@x", "two@x")))
    monkeypatch.setattr(components, "MOST_LINES", 3)
    with pytest.raises(InputError, match="the entry that begins in line 4 has more than 3 lines"):
        read(calendar(ONE))
    monkeypatch.setattr(components, "MOST_EVENTS", 1)
    with pytest.raises(InputError, match="it holds more than 1 events"):
        read(calendar("UID:a", "UID:b"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"hello", "this is not a calendar."),
        (b"BEGIN:VCALENDAR\r\n\0\r\nEND:VCALENDAR", "this is not a calendar: it contains bytes that are not text."),
        (b"\xff\xfe\x00", "it contains bytes that are not text"),
        (b"\xff\xfea\x00\x00\x00", "it contains bytes that are not text"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 10_000, "line 9 is nested too deeply for a calendar"),
    ],
)
def test_what_is_no_calendar_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said.replace("(", "\\(")):
        read(data)


def test_short_texts_are_no_wide_ones() -> None:
    assert decode("x", b"a", "table") == ("a", "")
    assert decode("x", "a,b\nc,d".encode("utf-16-be"), "table")[0] == "a,b\nc,d"


def test_an_occurrence_that_was_called_off_takes_no_time() -> None:
    series = "UID:s\nSUMMARY:Staff\nDTSTART:20200903T060000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"
    off = "UID:s\nRECURRENCE-ID:20200903T060000Z\nSTATUS:CANCELLED\nDTSTART:20200903T060000Z\nDURATION:PT1H"
    made = taken(calendar(series, off))
    assert [each.row for each in made.entries] == ["UID s of 2020-09-04T06:00Z"]
    assert made.remarks == ["1 event cancelled: left out, since they take no time."]


def test_one_occurrence_that_was_sent_alone() -> None:
    alone = "UID:s\nRECURRENCE-ID:20200903T060000Z\nSUMMARY:Guest\nDTSTART:20200903T080000Z\nDURATION:PT1H"
    (only,) = taken(calendar(alone)).entries
    assert only.entry["from"] == "3 Sep 11:00"
