"""Published programmes: the times of others, taken in as fixed, and what cannot all be true of them."""

from __future__ import annotations

import csv
import json
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scheduler.base.issue import InputError
from scheduler.importers.names import NameIndex
from scheduler.importers.programmes import import_programme_calendar, import_programme_table
from scheduler.importers.table import tables
from scheduler.plan.file import read_plan
from scheduler.problem.published import looks_like_programme, published_of_text
from scheduler.questions.double_bookings import DoubleBooking, double_bookings
from scheduler.scenario.facts import Facts
from tests.foreign import PERIOD, SCENARIO, calendar, known, read, scenario, workbook
from tests.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.importers.result import ImportResult
    from tests.conftest import Ran

HEAD = "programme: The press\nzone: Europe/Moscow\ndates: 3-4 Sep 2020\nentries:\n"
NOWHERE = SCENARIO.replace("delegation: south, home: far", "delegation: south")
"""The scenario in which it is not known where Dora Kaya is."""


def found(*entries: str, text: str = SCENARIO) -> DoubleBooking:
    """Return what is found in a programme with some entries, each a map in one line."""
    made = scenario(text)
    published = published_of_text(HEAD + "".join(f"  - {{{entry}}}\n" for entry in entries), "press.yaml", made)
    return double_bookings(published, Facts(made))


def clashes(*entries: str, text: str = SCENARIO) -> list[str]:
    return [str(clash) for clash in found(*entries, text=text).clashes]


def rows(text: str, **more: object) -> ImportResult:
    (table,) = tables("press.csv", text.encode())
    return import_programme_table("press.csv", table, PERIOD, known(), {}, **more)  # type: ignore[arg-type]


# What clashes.


def test_a_double_booking_names_both_lines() -> None:
    assert clashes(
        "title: Talks, from: 4 Sep 10:00, to: 11:00, who: [ana, ben], place: hill, source: 'press.csv, line 2 [01234567]'",
        "title: Lunch, from: 4 Sep 10:30, to: 12:00, who: [ana, cem], place: hill, source: 'press.csv, line 3 [01234567]'",
        "title: After, from: 4 Sep 12:00, to: 13:00, who: [ana, cem], place: hill",
    ) == [
        "press.yaml:5: double booking: Ana is in 'Talks' (4 Sep 10:00–11:00 Europe/Moscow; press.yaml:5 (press.csv, "
        "line 2)) and in 'Lunch' (4 Sep 10:30–12:00 Europe/Moscow; press.yaml:6 (press.csv, line 3)) at the same time."
    ]


def test_an_overlap_across_zones_is_said_on_both_clocks() -> None:
    (only,) = clashes(
        "title: Here, from: 4 Sep 10:00, to: 11:00, who: ana, mode: video",
        "title: There, from: 4 Sep 13:00 Asia/Kolkata, to: 4 Sep 14:00 Asia/Kolkata, zone: Asia/Kolkata, who: ana",
    )
    assert "'Here' (4 Sep 10:00–11:00 Europe/Moscow;" in only
    assert "'There' (4 Sep 13:00–14:00 Asia/Kolkata;" in only
    assert (
        clashes(
            "title: Here, from: 4 Sep 10:00, to: 11:00, who: ana",
            "title: There, from: 4 Sep 10:00 Asia/Kolkata, to: 4 Sep 11:00 Asia/Kolkata, who: ana",
        )
        == []
    )


def test_two_cities_at_once() -> None:
    said = clashes(
        "title: Here, from: 4 Sep 10:00, to: 11:00, who: dora-kaya, venue: palace",
        "title: There, from: 4 Sep 10:30, to: 11:30, who: dora-kaya, venue: fort",
        text=NOWHERE,
    )
    assert said == [
        "press.yaml:5: two cities: Dora Kaya is in Hill Town and in Far City at the same time, in 'Here' (4 Sep 10:00–11:00 "
        "Europe/Moscow; press.yaml:5) and in 'There' (4 Sep 13:00–14:00 Asia/Kolkata; press.yaml:6)."
    ]


def test_the_way_from_one_city_or_venue_to_the_next() -> None:
    one = "title: Here, from: 4 Sep 10:00, to: 11:00, who: dora-kaya, venue: palace"
    assert clashes(one, "title: Hotel, from: 4 Sep 11:10, to: 12:00, who: dora-kaya, venue: hotel", text=NOWHERE) == [
        "press.yaml:5: no time to travel: Dora Kaya has 10 min between 'Here' (4 Sep 10:00–11:00 Europe/Moscow; press.yaml:5) "
        "and 'Hotel' (4 Sep 11:10–12:00 Europe/Moscow; press.yaml:6), and Winter Palace and Grand Hotel are 20 min apart."
    ]
    assert clashes(one, "title: Hotel, from: 4 Sep 11:20, to: 12:00, who: dora-kaya, venue: hotel", text=NOWHERE) == []
    far = "title: There, from: 4 Sep 15:00, to: 16:00, who: dora-kaya, place: far"
    assert "Dora Kaya has 4 h between" in clashes(one, far, text=NOWHERE)[0]
    assert clashes(one, far.replace("15:00, to: 16:00", "16:00, to: 17:00"), text=NOWHERE) == []
    unknown = NOWHERE.replace("  - {between: [hill, far], takes: 5 h}\n", "")
    result = found(one, far, text=unknown)
    assert result.clashes == []
    assert result.remarks == [
        "press.yaml:6: Dora Kaya goes from Hill Town to Far City within 4 h, and no 'travel:' says how long that takes."
    ]
    assert "at once" in found(one, far.replace("15:00", "11:00"), text=unknown).remarks[0]
    assert "no time between" in clashes(one, far.replace("15:00", "11:00"), text=NOWHERE)[0]


def test_a_session_and_an_engagement_of_the_scenario_are_named_with_their_lines() -> None:
    said = clashes(
        "title: Walk, from: 3 Sep 15:00, to: 15:20, who: [ana, dora-kaya]",
        "title: Visit, from: 3 Sep 10:30, to: 11:30, who: ben",
        "title: Coffee, from: 3 Sep 15:30, to: 15:45, who: ben",
    )
    assert len(said) == 2
    assert "and in 'Council: Main session' (3 Sep 14:00–15:30 Europe/Moscow; hill.yaml:46) at the same time." in said[0]
    assert "and in 'University' (3 Sep 10:00–11:00 Europe/Moscow; hill.yaml:31) at the same time." in said[1]


def test_what_is_in_both_is_one_thing_and_its_times_are_compared() -> None:
    assert (
        clashes(
            "title: 'Council: Main session', from: 3 Sep 14:00, to: 15:30, who: ana",
            "title: main session, from: 3 Sep 14:00, to: 15:30",
            "title: UNIVERSITY, from: 3 Sep 10:00, to: 11:00, who: ben",
        )
        == []
    )
    later = clashes(
        "title: Main session, from: 3 Sep 14:30, to: 16:00",
        "title: University, from: 3 Sep 10:00, to: 11:30, who: ben",
    )
    assert [line.partition("'")[0] for line in later] == [
        "press.yaml:5: another time: ",
        "press.yaml:6: another time: ",
    ]
    assert later[0].endswith(
        "is at another time in the scenario: 'Main session' (3 Sep 14:00–15:30 Europe/Moscow; hill.yaml:46)."
    )


def test_a_meeting_with_a_fixed_start() -> None:
    fixed = SCENARIO.replace(
        "    priority: must        #", "    start: 4 Sep 10:00\n    venue: palace\n    priority: must        #"
    )
    assert clashes("title: Any, from: 4 Sep 10:00, to: 11:30, who: [cem, ana]", text=fixed) == []
    (moved,) = clashes("title: Any, from: 4 Sep 12:00, to: 12:30, who: [cem, ana]", text=fixed)
    assert "another time" in moved
    assert "'Ana – Cem' (4 Sep 10:00–10:45 Europe/Moscow; hill.yaml:52)" in moved
    (other,) = clashes("title: Other, from: 4 Sep 10:30, to: 11:00, who: [ana, ben]", text=fixed)
    assert "double booking: Ana is in 'Other'" in other
    pinned = SCENARIO.replace(
        "    priority: must        #", "    pinned: {start: 4 Sep 10:00, venue: hotel}\n    priority: must        #"
    )
    (way,) = clashes("title: Other, from: 4 Sep 11:00, to: 11:30, who: [ana, ben], venue: palace", text=pinned)
    assert "no time to travel: Ana has 15 min between 'Ana – Cem'" in way
    declined = fixed.replace("    start: 4 Sep 10:00", "    state: declined\n    start: 4 Sep 10:00")
    assert clashes("title: Other, from: 4 Sep 10:30, to: 11:00, who: [ana, ben]", text=declined) == []


def test_meetings_that_may_share_a_slot() -> None:
    text = SCENARIO.replace("# the end", "  ana-ben: {participants: [ana, ben], shares_slot_with: ana-cem}\n# the end")
    both = (
        "title: x, from: 4 Sep 10:00, to: 11:00, who: [ana, ben]",
        "title: y, from: 4 Sep 10:00, to: 11:00, who: [ana, cem]",
    )
    assert clashes(*both, text=text) == []
    assert len(clashes(*both)) == 1


def test_a_stay_of_the_scenario_is_named() -> None:
    text = SCENARIO.replace(
        "    name: Cem Kaya\n", "    name: Cem Kaya\n    stays: [{place: far, from: 4 Sep 10:00, to: 4 Sep 20:00}]\n"
    )  # fmt: skip
    (only,) = clashes("title: Tea, from: 4 Sep 12:00, to: 12:30, who: cem, place: hill", text=text)
    assert only == (
        "press.yaml:5: two cities: Cem is published in Hill Town, 'Tea' (4 Sep 12:00–12:30 Europe/Moscow; press.yaml:5), "
        "and by the scenario is in Far City (hill.yaml:35, 4 Sep 12:30–22:30 in Far City)."
    )
    (away,) = clashes("title: Tea, from: 4 Sep 07:00, to: 07:30, who: cem, place: hill", text=text)
    assert "elsewhere: Cem is published in Hill Town" in away
    assert "by the scenario is not there, or not for the whole of it (hill.yaml:37)" in away
    brief = NOWHERE.replace(
        "south}\nforums", "south, stays: [{place: far, from: 4 Sep 10:00, to: 4 Sep 20:00}]}\nforums"
    )
    (away,) = clashes("title: Tea, from: 4 Sep 07:00, to: 07:30, who: dora-kaya, place: far", text=brief)
    assert (
        "by the scenario is not there, or not for the whole of it (hill.yaml:37, 4 Sep 12:30–22:30 in Far City)" in away
    )
    (away,) = clashes("title: Tea, from: 4 Sep 07:00, to: 07:30, who: dora-kaya, place: hill", text=brief)
    assert "by the scenario is not there, or not for the whole of it (hill.yaml:37)" in away
    assert clashes("title: Tea, from: 4 Sep 12:00, to: 12:30, who: cem, place: hill, mode: video", text=text) == []


def test_those_who_are_not_in_the_scenario_are_double_booked_by_name() -> None:
    result = found(
        "title: A, from: 4 Sep 10:00, to: 11:00, others: [Fred Gray, ana's aide]",
        "title: B, from: 4 Sep 10:30, to: 11:30, others: FRED GRAY, who: ana",
        "title: C, from: 4 Sep 10:30, to: 11:30",
    )
    assert [clash.kind for clash in result.clashes] == ["double booking"]
    assert "Fred Gray is in 'A'" in str(result.clashes[0])
    assert {name: [line.origin.line for line in lines] for name, lines in result.unknown.items()} == {
        "Fred Gray": [5, 6], "ana's aide": [5],
    }  # fmt: skip
    assert result.remarks == ["1 entry names nobody, and no session of the scenario; no double booking is looked for."]


def test_what_stands_there_twice_is_said_and_no_clash() -> None:
    entry = "title: A, from: 4 Sep 10:00, to: 11:00, who: ana"
    result = found(entry, entry)
    assert result.clashes == []
    assert result.remarks == ["press.yaml:6: it stands there already, in press.yaml:5."]


def test_what_is_far_apart_is_not_compared() -> None:
    text = SCENARIO.replace("dates: 3-4 Sep 2020", "dates: 3-9 Sep 2020")
    assert (
        clashes(
            "title: A, from: 4 Sep 10:00, to: 11:00, who: ana",
            "title: B, from: 8 Sep 10:00, to: 11:00, who: ana",
            text=text,
        )
        == []
    )


# What is read.


def test_a_table_as_a_newspaper_reader_writes_it() -> None:
    made = rows(
        "Date,Start,End,Who,Where\n"
        'Fri 4 Sep,10:00,10:45,"Ana Garcia, Fred Gray",Winter Palace\n'
        ",11.30 am,1 pm,Okoye,Far City\n"
        ",23:00,0:30,Okoye,\n"
        "soon,10:00,11:00,Ana,\n"
        ",12:00,13:00,Ana,\n"
        "3 Sep,11:00,10:00,Ana,\n"
        "3 Sep,later,10:00,Ana,\n"
        "3 Sep,,10:00,Ana,\n"
        "3 Sep,4 Sep,,Ana,\n"
        "3 Sep,09:00,,Ana,\n"
    )
    assert [taken.entry for taken in made.entries] == [
        {"from": "4 Sep 10:00", "to": "10:45", "who": ["ana"], "others": ["Fred Gray"], "place": "hill",
         "venue": "palace", "where": "Winter Palace"},
        {"from": "4 Sep 11:30", "to": "13:00", "who": ["ben"], "place": "far", "where": "Far City"},
        {"from": "4 Sep 23:00", "to": "5 Sep 00:30", "who": ["ben"]},
    ]  # fmt: skip
    assert "2 rows have no date: the day of the row above was used." in made.remarks
    assert [(each.row, each.because) for each in made.set_aside] == [
        ("line 5", "'soon' is not a date."),
        ("line 6", "it has no day."),
        ("line 7", "it ends before it begins."),
        ("line 8", "'later' is not a date."),
        ("line 9", "it has no start."),
        ("line 10", "the start '4 Sep' has no time of day."),
        ("line 11", "it has neither an end nor a length."),
    ]


def test_times_without_a_zone_of_a_place_with_other_clocks_are_said() -> None:
    text = "Date,Start,End,Who,Where\n4 Sep,10:00,11:00,Dora Kaya,Far City\n4 Sep,10:00,11:00,Ana Garcia,Hill Town\n"
    (said,) = rows(text).remarks
    assert said == (
        "line 2: its times were read in Europe/Moscow, but it is in Far City (Asia/Kolkata). "
        "Name the zone in a column 'Zone' or with --zone."
    )
    assert rows(text, zone="Asia/Kolkata").remarks == []


def test_other_ways_to_say_when_where_and_how() -> None:
    made = rows(
        "Title;Day;Hours;Minutes;Zone;Participants;City;Mode;Status;Notes\n"
        "A;4 Sep;10-11;;Asia/Kolkata;ana;;video;;=x\n"
        "B;4 Sep;;;;ana;;;cancelled;\n"
        "C;4 Sep;;;Mars/Base;ana;;;;\n"
    )
    assert made.entries[0].entry == {
        "title": "A", "from": "4 Sep 10:00 Asia/Kolkata", "to": "4 Sep 11:00 Asia/Kolkata", "zone": "Asia/Kolkata",
        "who": ["ana"], "mode": "video", "note": "=x",
    }  # fmt: skip
    assert "line 3: 'B' is cancelled and left out." in made.remarks
    assert "the zone 'Mars/Base' is unknown" in made.set_aside[0].because
    timed = rows("Start;Minutes;Title\n4 Sep 10:00;30;Ana and Okoye meet\n10:00;30;x\n4 Sep 12:00;;Ana\n", length=15)
    assert [taken.entry["to"] for taken in timed.entries] == ["10:30", "12:15"]
    assert timed.entries[0].entry["who"] == ["ana", "ben"]
    assert "2 entries name the participants only in the title." in timed.remarks
    assert timed.set_aside[0].because == "it has no day."
    with pytest.raises(InputError, match="no column has the start"):
        rows("Title;Who\nA;ana\n")
    wide = rows(
        "Start;End;Who;Room\n2020-09-03T22:00;2020-09-04T12:00;ana;Blue Salon 2\n4 Sep 10:00;4 Sep;ana;by video\n4 Sep 10:00;3 Sep 10:00;ana;\n"
    )
    assert (wide.entries[0].entry["to"], wide.entries[0].entry["venue"]) == ("4 Sep 12:00", "palace")
    assert (wide.entries[1].entry["to"], wide.entries[1].entry["mode"]) == ("5 Sep 00:00", "video")
    assert wide.set_aside[0].because == "it ends before it begins."


def test_a_workbook_of_a_programme() -> None:
    data = workbook(
        [["Programme"], [], ["Date", "Start", "End", "Who"], [date(2020, 9, 4), time(9), time(10), "ana; ben"]]
    )
    (table,) = tables("p.xlsx", data)
    (only,) = import_programme_table("p.xlsx", table, PERIOD, known(), {}).entries
    assert (only.row, only.entry) == (
        "sheet Requests, row 4",
        {"from": "4 Sep 09:00", "to": "10:00", "who": ["ana", "ben"]},
    )


def test_a_calendar_of_others() -> None:
    attendees = (
        'ATTENDEE;CN="Garcia, Ana":mailto:a@x\nATTENDEE;CN=Fred Gray:mailto:f@x\nATTENDEE:mailto:g@x\n'
        "ATTENDEE;CUTYPE=ROOM;CN=Blue Salon:mailto:r@x"
    )
    made = import_programme_calendar(
        "p.ics",
        read(
            calendar(
                f"UID:a\nSUMMARY:Talks\nDTSTART:20200904T060000Z\nDTEND:20200904T070000Z\nLOCATION:Blue Salon\n{attendees}",
                "UID:b\nSUMMARY:Off\nSTATUS:CANCELLED\nDTSTART:20200904T060000Z\nDTEND:20200904T070000Z",
                "UID:c\nSUMMARY:Open\nDTSTART:20200904T090000Z",
                "UID:d\nSUMMARY:Later\nDTSTART:20201004T090000Z",
                "UID:e\nSUMMARY:Broken",
            )
        ),
        PERIOD,
        known(),
    )
    (only,) = made.entries
    assert only.entry == {
        "title": "Talks", "from": "4 Sep 09:00", "to": "10:00", "who": ["ana"], "others": ["Fred Gray"],
        "place": "hill", "venue": "palace", "where": "Blue Salon",
    }  # fmt: skip
    assert [each.row for each in made.set_aside] == ["UID e", "UID c"]
    assert made.remarks == [
        "'Off' (UID b) is cancelled and left out.",
        "1 event outside the scenario's dates: left out.",
    ]
    longer = import_programme_calendar(
        "p.ics", read(calendar("UID:c\nDTSTART:20200904T090000Z")), PERIOD, NameIndex(None), 30
    )
    assert longer.entries[0].label == "untitled, 4 Sep 12:00–12:30"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("programme: x\nentries: [\n", "p.yaml:3: this is not YAML"),
        ("- a\n", "p.yaml:1: this is not a published programme."),
        ("programme: x\nentries: []\n", "p.yaml:1: 'zone:' or 'dates:' is missing."),
        (HEAD.replace("Moscow", "Moskow"), "p.yaml:1: the zone 'Europe/Moskow' is unknown."),
        (HEAD + "  - {from: 4 Sep 10:00, to: 09:00}\n", "p.yaml:5: it ends before it begins."),
        (
            HEAD + "  - {from: 4 Sep 10:00, to: 11:00, who: anna}\n",
            "p.yaml:5: there is no principal 'anna'. Did you mean 'ana'?",
        ),
        (
            HEAD + "  - {from: 4 Sep 10:00, to: 11:00, hwo: ana}\n",
            "p.yaml:5: 'hwo' is unknown here. Did you mean 'who'?",
        ),
    ],
    ids=range(7),
)
def test_a_programme_that_is_not_in_order_says_where(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        published_of_text(text, "p.yaml", scenario())
    assert str(caught.value).startswith(said)


def test_a_programme_without_entries_is_one() -> None:
    assert published_of_text(HEAD, "p.yaml", scenario()).entries == ()
    assert looks_like_programme(HEAD)
    assert not looks_like_programme(SCENARIO)


# From one end to the other.


@pytest.mark.parametrize("name", ["moscow-2020-09", "tutorial", "general-assembly"])
def test_a_plan_that_was_exported_is_a_programme_in_which_nothing_clashes(
    scheduler: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    source = ROOT / "scenarios" / f"{name}.yaml"
    assert scheduler("solve", source, "--out", "plan.json").code == 0
    assert scheduler("export", "plan.json", "--to", "plan.csv", "--to", "plan.ics").code == 0
    plan = read_plan("plan.json")[0]
    for form in ("csv", "ics"):
        ran = scheduler("import", f"plan.{form}", "--programme", "--scenario", source, "--into", f"{form}.yaml")
        assert ran.code == 0, ran.out
        verified = scheduler("verify", f"{form}.yaml", source)
        assert (verified.code, verified.err) == (0, "")
        assert verified.out.endswith("nothing clashes.\n")
        made = json.loads(scheduler("verify", source, f"{form}.yaml", "--json").out)
        assert (made["clashes"], made["unknown"]) == ([], [])
        from scheduler.problem.load import load
        from scheduler.problem.published import load_published

        published = load_published(f"{form}.yaml", load(source))
        for booking in plan.bookings:
            same = [
                e
                for e in published.entries
                if e.title == plan.names.meeting(booking.meeting) and e.start == booking.start
            ]
            assert [(set(e.who), e.end, e.mode, e.venue) for e in same] == [
                (set(booking.participants), booking.end, booking.mode, booking.venue)
            ]
            assert same[0].others == ()


def test_a_plan_that_was_moved_by_hand_clashes(
    scheduler: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = ROOT / "scenarios" / "moscow-2020-09.yaml"
    scheduler("solve", source, "--out", "plan.json")
    scheduler("export", "plan.json", "--to", "plan.csv")
    with Path("plan.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    row = next(row for row in table if row[0] == "singh-wei")
    row[3:5] = ["10:30", "11:45"]
    with Path("moved.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(table)
    assert scheduler("import", "moved.csv", "--programme", "--scenario", source, "--into", "moved.yaml").code == 0
    ran = scheduler("verify", "moved.yaml", source)
    assert ran.code == 1
    assert "Singh is in 'Singh – Wei' (4 Sep 10:30–11:45 Europe/Moscow; moved.yaml:" in ran.out
    assert "and in 'SCO defence: First session'" in ran.out


@pytest.fixture
def hill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("hill.yaml").write_text(SCENARIO, encoding="utf-8")
    Path("press.csv").write_text(
        'Date,Start,End,Who,Where\n4 Sep,10:00,11:00,"Ana, Benn Okoye, Fred",Hill Town\n4 Sep,10:30,11:30,"Ana, Fred",Far City\n',
        encoding="utf-8",
    )
    return tmp_path


IMPORT = ("import", "press.csv", "--programme", "--scenario", "hill.yaml", "--into", "press.yaml")


@pytest.mark.usefixtures("hill")
def test_a_programme_is_kept_corrected_and_imported_again(scheduler: Callable[..., Ran]) -> None:
    assert scheduler(*IMPORT, "--dry-run").code == 0
    assert not Path("press.yaml").exists()
    assert scheduler(*IMPORT).code == 0
    ran = scheduler("verify", "press.yaml", "hill.yaml")
    assert ran.code == 1
    assert "two cities: Ana is in Hill Town and in Far City" in ran.out
    assert "Fred is in" in ran.out
    assert "press.yaml: notice: 'Fred' is not in the scenario (lines 7, 14)." in ran.err
    text = Path("press.yaml").read_text(encoding="utf-8")
    assert "    who: [ana, ben]\n" in text
    text = text.replace("    place: far\n", "    place: hill   # the paper was wrong\n")
    Path("press.yaml").write_text(text, encoding="utf-8")
    again = scheduler(*IMPORT)
    assert (again.code, Path("press.yaml").read_text(encoding="utf-8")) == (0, text)
    Path("press.csv").write_text(
        'Date,Start,End,Who,Where\n4 Sep,10:00,11:15,"Ana, Ben, Fred",Hill Town\n4 Sep,10:45,11:30,"Ana, Fred",Far City\n',
        encoding="utf-8",
    )
    third = scheduler(*IMPORT, "--json")
    assert third.code == 2
    assert [step["kind"] for step in json.loads(third.out)["steps"]] == ["changed", "conflict"]
    assert "to: 11:15" in Path("press.yaml").read_text(encoding="utf-8")


@pytest.mark.usefixtures("hill")
def test_somebody_who_was_probably_meant_is_named(scheduler: Callable[..., Ran]) -> None:
    Path("press.yaml").write_text(HEAD + "  - {from: 4 Sep 10:00, to: 11:00, others: Anna Garzia}\n", encoding="utf-8")
    ran = scheduler("verify", "press.yaml", "hill.yaml")
    assert ran.err == (
        "press.yaml: notice: 'Anna Garzia' is not in the scenario (line 5). Did you mean 'Ana Garcia'? "
        "Then write its key 'ana' under 'who:'.\n"
    )
    assert ran.out == "press.yaml: 1 entry, nothing clashes.\n"


@pytest.mark.usefixtures("hill")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["verify", "press.yaml"], "a published programme is checked against a scenario."),
        (["verify", "press.csv", "hill.yaml"], "Take it in first: 'scheduler import press.csv --programme"),
        (["import", "press.csv", "--programme"], "a programme needs the names of a scenario."),
        (
            ["import", "press.csv", "--programme", "--into", "hill.yaml"],
            "a programme needs the names of a scenario.",
        ),
        ([*IMPORT[:-1], "hill.yaml"], "the file exists and is not a published programme."),
        ([*IMPORT[:-1], "-"], "standard input cannot be changed."),
        ([*IMPORT[:-1], "none/press.yaml"], "the file cannot be written: its folder does not exist."),
        ([*IMPORT, "--as", "ana"], "a programme does not belong to one principal."),
        ([*IMPORT[:-1], "flow.yaml", "--theirs"], "the file cannot be edited"),
    ],
)
def test_what_is_refused(scheduler: Callable[..., Ran], arguments: list[str], said: str) -> None:
    Path("press.yaml").write_text(HEAD, encoding="utf-8")
    entry = "  - &e {from: 4 Sep 10:00, to: 12:00, title: x, source: 'press.csv, line 2 [01234567]', who: [ana, ben], others: Fred}\n"
    Path("flow.yaml").write_text(HEAD + entry + "  - *e\n", encoding="utf-8")
    ran = scheduler(*arguments)
    assert ran.code == 2
    assert said in ran.err
