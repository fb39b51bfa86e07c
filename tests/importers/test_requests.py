"""Tables of requests: columns by name, rows as meetings, and every row that cannot be read with the reason."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from scheduler.base.issue import InputError, Mistake
from scheduler.importers import cells
from scheduler.importers.columns import match_columns, read_matches
from scheduler.importers.names import NameIndex, key_of
from scheduler.importers.requests import COLUMNS, import_requests
from scheduler.importers.result import ImportResult
from scheduler.importers.table import Table, choose_table, sheets_of, tables
from tests.foreign import PERIOD, SCENARIO, known, saved, scenario, workbook
from tests.office import converted

HEADER = ("Who", "Duration (min)", "Priority", "Date", "Earliest", "Latest", "Where", "Remarks")


def table(text: str, name: str = "requests.csv") -> Table:
    (only,) = tables(name, text.encode())
    return only


def asked(text: str, **columns: str) -> ImportResult:
    return import_requests("requests.csv", table(text), PERIOD, known(), columns)


def entry(**cells_: str) -> dict[str, Any]:
    """Return the meeting of one row, whose columns are called as the keys."""
    made = row(**cells_)
    assert made.set_aside == [], made.set_aside
    return made.entries[0].entry


def why(**cells_: str) -> str:
    """Return why one row is set aside."""
    made = row(**cells_)
    assert made.entries == []
    return made.set_aside[0].because


def row(**cells_: str) -> ImportResult:
    named = {"who": "ana; ben", "nothing": "", **cells_}
    lines = ["\t".join(key.replace("_", " ") for key in named), "\t".join(named.values())]
    return asked("\n".join(lines))


# Columns.


def test_each_row_is_a_meeting_with_its_row_as_source() -> None:
    made = asked('Who,Minutes,Colour\n"Ana Garcia; Kaya, Cem",30,red\n,,\nOkoye & cem,45,\n')
    assert [(e.row, e.key, e.entry) for e in made.entries] == [
        ("line 2", "ana-cem", {"participants": ["ana", "cem"], "length": "30 min"}),
        ("line 4", "ben-cem", {"participants": ["ben", "cem"], "length": "45 min"}),
    ]
    assert made.columns == [("Who", "participants"), ("Minutes", "minutes"), ("Colour", "")]


def test_the_row_that_names_the_columns_need_not_be_the_first() -> None:
    made = asked(
        "Requests of the ministry\n\nas of 1 September;;\nPARTICIPANTS;  duration (min.) ;Prio.\nana+ben;5 ;must\n"
    )
    assert made.set_aside[0].row == "line 5"
    assert "there is no principal 'ana+ben'" in made.set_aside[0].because
    assert asked("a\nPARTICIPANTS;  duration (min.) ;Prio.\nana / ben;15;must\n").entries[0].entry == {
        "participants": ["ana", "ben"],
        "length": "15 min",
        "priority": "must",
    }


def test_several_columns_of_people_and_a_misspelt_one() -> None:
    made = asked("Particpants 1;Participant 2;Requested by;Title\nana;ben;cem;Talks\n")
    assert made.entries[0].entry == {"title": "Talks", "participants": ["ana", "ben", "cem"], "format": "trilateral"}


def test_of_two_columns_for_one_thing_the_first_counts_and_the_other_is_said_to_be_ignored() -> None:
    made = asked("Who;Priority;Importance\nana;high;low\n")
    assert made.columns[2] == ("Importance", "")


def test_a_column_can_be_said_to_be_one_of_ours_or_none() -> None:
    made = asked("Wen;Title;Colour\nana, ben;Blue;low\n", Wen="participants", Colour="priority", Title="")
    assert made.entries[0].entry == {"participants": ["ana", "ben"], "priority": "low"}
    assert read_matches(["Their = name=Participants", "Date=-"], COLUMNS) == {
        "Their = name": "participants",
        "Date": "",
    }
    with pytest.raises(InputError, match="there is no column 'Wenn'"):
        asked("Wen;Title\nana;x\n", Wenn="participants", Wen="participants")
    with pytest.raises(Mistake, match="does not match two columns"):
        read_matches(["participants"], COLUMNS)
    with pytest.raises(Mistake, match="there is no column 'people' to match with"):
        read_matches(["Wen=people"], COLUMNS)


@pytest.mark.parametrize("text", ["1,2,3\n4,5,6\n", "Ein Satz, und noch einer.\n", "Colour;Shape\nred;round\n"])
def test_a_table_whose_columns_nobody_knows_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no row names the columns"):
        asked(text)


def test_without_a_column_of_people_they_are_looked_for_in_the_title() -> None:
    made = asked("Title;Minutes\nMeeting of Ana and Okoye;15\nA walk;20\n")
    assert made.entries[0].entry["participants"] == ["ana", "ben"]
    assert "it names no participants." in made.set_aside[0].because
    assert "No column has the participants" in made.remarks[-1]


# Names.


@pytest.mark.parametrize(
    ("cell", "keys"),
    [
        ("ana", ["ana"]), ("ANA GARCIA", ["ana"]), ("García, Ana", ["ana"]), ("Garcia", ["ana"]),
        ("Minister Ana Garcia (Northland)", ["ana"]), ("H.E. Mr. Ben Okoye", ["ben"]), ("Okoye", ["ben"]),
        ("A. Garcia", ["ana"]), ("Garcia, A.", ["ana"]), ("Anna Garcia", ["ana"]), ("Cem Kaya and Dora Kaya", ["cem", "dora-kaya"]),
        ("Ana Garcia, Ben Okoye", ["ana", "ben"]), ("ana\nben", ["ana", "ben"]), ("Ana – Ben", ["ana", "ben"]),
        ("Ana vs. Ben | cem", ["ana", "ben", "cem"]), ("dora kaya", ["dora-kaya"]), ("Kaya, Dora; Garcia, Ana", ["dora-kaya", "ana"]),
        ("Minister of Foreign Affairs Garcia", ["ana"]),
    ],
)  # fmt: skip
def test_people_are_known_by_key_name_short_name_and_surname(cell: str, keys: list[str]) -> None:
    assert known().people(cell) == keys


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("Kaya", "'Kaya' may be 'cem' (Cem Kaya) or 'dora-kaya' (Dora Kaya)."),
        ("Ana Garzia", "there is no principal 'Ana Garzia'. Did you mean 'ana garcia'?"),
        ("Xi Garcia", "there is no principal 'Xi Garcia'."),
        ("Southland", "'Southland' is a delegation, not a principal. Name the person: cem, dora-kaya."),
        ("Fred", "there is no principal 'Fred'."),
        ("?", "there is no principal '?'."),
        ("Secretary of Garcia", "there is no principal 'Secretary of Garcia'."),
        ("Deputy Minister Garcia", "there is no principal 'Deputy Minister Garcia'."),
        ("Aide to Ana Garcia", "there is no principal 'Aide to Ana Garcia'."),
    ],
)
def test_who_is_not_known_is_said_with_who_was_probably_meant(cell: str, said: str) -> None:
    with pytest.raises(Mistake) as caught:
        known().person(cell)
    assert str(caught.value).startswith(said)


def test_a_delegation_with_nobody_in_it() -> None:
    nobody = NameIndex(
        scenario(SCENARIO.replace("  south: {name: Southland}", "  south: {name: Southland}\n  west: {name: W}"))
    )
    with pytest.raises(Mistake, match=r"Name the person\.$"):
        nobody.person("west")


def test_without_a_scenario_every_name_is_a_key() -> None:
    made = import_requests("r.csv", table("Who;Where;Room\nÁna García, ben;Palace;Blue\n"), PERIOD, NameIndex(None), {})
    assert made.entries[0].entry == {"participants": ["ana-garcia", "ben"], "venue": "palace", "room": "blue"}
    assert (key_of("…"), NameIndex(None).place("x"), NameIndex(None).mentioned("x")) == ("nobody", None, [])


# What a row says.


@pytest.mark.parametrize(
    ("cells_", "expected"),
    [
        ({"minutes": "45"}, {"length": "45 min"}),
        ({"duration_hours": "1,5"}, {"length": "1 h 30"}),
        ({"duration": "1 h 30"}, {"length": "1 h 30"}),
        ({"length": "0:45"}, {"length": "45 min"}),
        ({"length": "1h30"}, {"length": "1 h 30"}),
        ({"length": "45'"}, {"length": "45 min"}),
        ({"length": "45"}, {"length": "45 min"}),
        ({"length": "4"}, None),
        ({"duration_(min)": "45 min"}, {"length": "45 min"}),
        ({"priority": "Essential"}, {"priority": "must"}),
        ({"status": "Pending"}, {"state": "requested"}),
        ({"format": "Bilateral meeting"}, {"format": "bilateral"}),
        ({"type": "tete-a-tete"}, {"format": "tête-à-tête"}),
        ({"mode": "VC"}, {"mode": "video"}),
        ({"mode": "in person or by phone"}, {"mode": ["in person", "telephone"]}),
        ({"city": "Hill Town"}, {"place": "hill"}),
        ({"where": "Winter Palace"}, {"venue": "palace"}),
        ({"where": "Hill Town"}, {"place": "hill"}),
        ({"room": "Blue Salon 2"}, {"room": "salon"}),
        ({"remarks": "=1+1", "notes": "bring maps"}, {"note": "=1+1; bring maps"}),
        ({"subject": "+49 @home"}, {"title": "+49 @home"}),
        ({"visibility": "secret"}, {"visibility": "confidential"}),
        ({"host": "cem"}, {"participants": ["ana", "ben", "cem"], "format": "trilateral", "calls_on": "cem"}),
        ({"if_possible": "cem, ana"}, {"optional": ["cem"]}),
        ({"date": "4 Sep"}, {"windows": "4 Sep"}),
        ({"dates": "3-4 Sep"}, {"windows": "3 Sep to 4 Sep"}),
        ({"day": "04.09.2020"}, {"windows": "4 Sep"}),
        ({"day": "2020-09-04 00:00:00"}, {"windows": "4 Sep"}),
        ({"who": "ana/ben"}, {}),
        ({"day": "9/4/2020"}, {"windows": "4 Sep"}),
        ({"day": "9/4"}, {"windows": "4 Sep"}),
        ({"day": "September 4, 2020"}, {"windows": "4 Sep"}),
        ({"day": "Fri 4 Sept"}, {"windows": "4 Sep"}),
        ({"date": "4 Sep", "time": "10:00-11:30"}, {"windows": "4 Sep 10:00-11:30"}),
        ({"date": "4 Sep", "time_slot": "2-3 pm"}, {"windows": "4 Sep 14:00-15:00"}),
        ({"hours": "9–12"}, {"windows": "09:00-12:00"}),
        ({"date": "4 Sep", "earliest": "9.30", "latest": "3 pm"}, {"windows": "4 Sep 09:30-15:00"}),
        ({"earliest": "15h30"}, {"windows": "15:30-22:00"}),
        ({"latest": "1200"}, {"windows": "08:00-12:00"}),
        ({"earliest": "3 Sep 10:00", "latest": "4 Sep"}, {"windows": {"from": "3 Sep 10:00", "to": "4 Sep"}}),
        ({"not_before": "4 Sep"}, {"windows": {"from": "4 Sep", "to": "4 Sep"}}),
        ({"until": "3 Sep 18:00"}, {"windows": {"from": "3 Sep", "to": "3 Sep 18:00"}}),
        ({"date": "4 Sep", "start": "10:00", "end": "10:45"}, {"start": "4 Sep 10:00", "length": "45 min"}),
        ({"start": "4 Sep 2020, 10:00", "minutes": "30", "end": "12:00"}, {"start": "4 Sep 10:00", "length": "30 min"}),
        ({"start": "2020-09-04T10:00", "end": "2020-09-04T12:00"}, {"start": "4 Sep 10:00", "length": "2 h"}),
    ],
)  # fmt: skip
def test_a_cell_means(cells_: dict[str, str], expected: dict[str, Any] | None) -> None:
    if expected is None:
        assert "has no unit" in why(**cells_)
        return
    made = entry(**cells_)
    assert made == {"participants": ["ana", "ben"], **expected}


@pytest.mark.parametrize(
    ("cells_", "said"),
    [
        ({"who": "ana"}, "it names only 'ana'."),
        ({"who": "nobody known"}, "there is no principal 'nobody known'."),
        ({"minutes": "long"}, "'long' is not a length."),
        ({"minutes": "0"}, "'0' is not the length of a meeting."),
        ({"minutes": "1.5"}, "'1.5' is not a whole number of minutes."),
        ({"length": "2"}, "'2' has no unit. Write '2 min' or '2 h'."),
        ({"who": "Wang"}, "there is no principal 'Wang'."),
        ({"priority": "urgent!"}, "'urgent!' is not a priority. Write one of: must, high, normal, low."),
        ({"state": "perhaps"}, "'perhaps' is not a state."),
        ({"format": "bilaterale"}, "there is no format 'bilaterale'. Did you mean 'bilateral'?"),
        ({"mode": "by pigeon"}, "'by pigeon' is not a mode."),
        ({"where": "Winter Palais"}, "there is no venue 'Winter Palais'. Did you mean 'Winter Palace'?"),
        ({"date": "soon"}, "'soon' is not a date."),
        ({"date": "31.9."}, "there is no day '31.9.'."),
        ({"date": "5/6/2020"}, "'5/6/2020' may be 2020-05-06 or 2020-06-05."),
        ({"date": "Mon 4 Sep"}, "4 Sep 2020 is a Friday, not a Mon."),
        ({"hours": "12-9"}, "the hours '12-9' end before they begin."),
        ({"hours": "10:00"}, "'10:00' is a single time of day."),
        ({"earliest": "25:00"}, "'25:00' is not a date."),
        ({"earliest": "13:60 pm"}, "'13:60 pm' is not a time."),
        ({"earliest": "10:00", "latest": "9:00"}, "the latest moment is before the earliest."),
        ({"earliest": "4 Sep", "latest": "3 Sep"}, "the latest moment is before the earliest."),
        ({"earliest": "3-4 Sep"}, "'3-4 Sep' names several days."),
        ({"earliest": "3-4 Sep 10:00"}, "'3-4 Sep 10:00' names several days."),
        ({"earliest": "4 Sep", "date": "4 Sep"}, "it has both days and an earliest or latest moment."),
        ({"end": "10:00"}, "there is an end without a start."),
        ({"start": "4 Sep"}, "the start '4 Sep' has no time of day."),
        ({"start": "10:00"}, "the start '10:00' has no day."),
        ({"start": "25 o'clock"}, "'25 o'clock' is not a date."),
        ({"date": "4 Sep", "start": "10:00", "end": "09:00"}, "it ends before it begins."),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_listed_with_the_reason(cells_: dict[str, str], said: str) -> None:
    assert why(**cells_).startswith(said)


def test_every_mistake_of_a_row_is_said_and_what_stands_in_it() -> None:
    made = asked("Who;Minutes;Priority\nana, ben;10;low\nAna;x;huge\n")
    (aside,) = made.set_aside
    assert (aside.row, aside.line, aside.content) == ("line 3", 3, "Ana | x | huge")
    assert aside.because.count(".") >= 2
    assert "'x' is not a length" in aside.because
    assert "'huge' is not a priority" in aside.because
    assert "Content: Ana | x | huge" in str(aside)


def test_the_hour_of_a_clock_change_is_said() -> None:
    from zoneinfo import ZoneInfo

    from scheduler.base.times import Period

    london = Period(ZoneInfo("Europe/London"), date(2020, 10, 24), date(2020, 10, 26))
    made = import_requests("r.csv", table("Who;Earliest;Latest\nana,ben;25 Oct 01:30;26 Oct\n"), london, known(), {})
    assert "is repeated by a clock change" in made.set_aside[0].because


def test_requests_of_somebody_have_them_in_each() -> None:
    made = import_requests("r.csv", table("Counterpart;Minutes\nben;10\ncem, ana;20\n"), PERIOD, known(), {}, "ana")
    assert [e.entry["participants"] for e in made.entries] == [["ana", "ben"], ["ana", "cem"]]


def test_rows_with_numbers_of_their_own_are_known_by_them() -> None:
    made = asked("Ref;Who\nN-17;ana, ben\n2;ana, cem\n")
    assert [(e.row, e.ident) for e in made.entries] == [("line 2, id N-17", "id N-17"), ("line 3", "")]
    twice = asked("Ref;Who\nN-17;ana, ben\nN-17;ana, cem\n")
    assert [e.ident for e in twice.entries] == ["", ""]


# Cells of all kinds.


def test_real_dates_and_times() -> None:
    day, hour = datetime(2020, 9, 4), time(10, 30)
    assert cells.cell_days(day, PERIOD) == (date(2020, 9, 4), date(2020, 9, 4))
    assert cells.cell_days(date(2020, 9, 4), PERIOD)[0] == date(2020, 9, 4)
    assert [cells.cell_clock(c) for c in (hour, datetime(2020, 9, 4, 10, 30), timedelta(hours=10.5), 0.4375)] == [
        630
    ] * 4
    assert cells.cell_moment(datetime(2020, 9, 4, 10, 30), PERIOD) == (date(2020, 9, 4), 630)
    assert cells.cell_moment(date(2020, 9, 4), PERIOD) == (date(2020, 9, 4), None)
    assert cells.cell_moment(hour, PERIOD) == (None, 630)
    assert [cells.cell_minutes(c) for c in (time(0, 45), timedelta(minutes=45))] == [45, 45]
    assert cells.cell_minutes(45.0, "min") == 45
    assert cells.cell_hours(hour) is None
    assert [cells.cell_text(c) for c in (None, True, False, 3.0, 3.5, day, hour, datetime(2020, 9, 4, 9, 5))] == [
        "", "yes", "no", "3", "3.5", "2020-09-04", "10:30", "2020-09-04 09:05",
    ]  # fmt: skip
    for wrong in (0.03, 45.0):
        with pytest.raises(Mistake, match="has no unit"):
            cells.cell_minutes(wrong)
    with pytest.raises(Mistake, match="'3' is not a date"):
        cells.cell_days(3.0, PERIOD)
    with pytest.raises(Mistake, match="names several days"):
        cells.cell_day("3-4 Sep", PERIOD)
    with pytest.raises(Mistake, match="there is no time '14 pm'"):
        cells.cell_clock("14 pm")
    assert cells.say_day(date(2021, 9, 4), PERIOD) == "4 Sep 2021"
    assert cells.cell_clock("12 am") == 0


def test_29_february_of_another_year_is_said_with_its_year() -> None:
    from scheduler.base.times import Period

    period = Period(PERIOD.zone, date(2021, 2, 1), date(2021, 3, 1))
    assert cells.say_day(date(2020, 2, 29), period) == "29 Feb 2020"


# Texts.


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_separator_and_encoding(separator: str, encoding: str) -> None:
    text = separator.join(("Who", "Title", "Minutes")) + "\r\n" + separator.join(('"ana, ben"', "Café – été", "30"))
    (made,) = tables("r.csv", text.encode(encoding))
    assert made.rows[1].cells == ("ana, ben", "Café – été", "30")
    assert len(made.remarks) == (separator != ",") + (encoding in {"utf-16", "cp1252"})


def test_cells_of_several_lines_count_by_the_line_they_begin_in() -> None:
    made = table('Who,Title\n"ana\nben",x\n\ncem,"y ""z"""\n')
    assert [(r.number, r.cells) for r in made.rows][1:] == [(2, ("ana\nben", "x")), (5, ("cem", 'y "z"'))]


def test_the_apostrophe_of_a_text_like_a_formula_is_taken_off() -> None:
    made = table("Who,Title,Note\n\"ana;ben\",'=1+1,'tis nothing\n")
    assert made.rows[1].cells[1:] == ("=1+1", "'tis nothing")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('Who,Title\n"ana,x\nben,y\n', "r.csv:2: the cells cannot be separated from here on: unexpected end of data."),
        ('Who,Title\n"ana"x,y\n', "r.csv:2: the cells cannot be separated from here on"),
        ("Who\n" + "x" * 20_000, "r.csv:2: the table is refused: a cell has more than 10000 characters."),
        ("Who\n" + "x" * 200_000, "r.csv:2: the cells cannot be separated from here on: field larger"),
        ("a,b\n" + "x," * 300, "r.csv:2: the table is refused: the row has 300 cells; the limit is 200."),
        ("a,b\n" + "," * 1_000_000, "r.csv:2: the table is refused: the line has more than 10000 cells."),
        ("a,b\n" * 20_001, "r.csv:20001: the table is refused: there are more than 20000 rows."),
        ("Who,\0Title\nana", "this is not a table: it contains bytes that are not text."),
    ],
    ids=range(8),
)
def test_a_table_that_is_damaged_or_far_too_large_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        tables("r.csv", text.encode())
    assert said in str(caught.value)


def test_quotes_that_confuse_the_first_look_do_not_break_it() -> None:
    assert table('Who;Title\nana;5" gun, and\nben;x, "y\n'.replace('"', "'")).rows[0].cells == ("Who", "Title")
    from scheduler.importers.table import _regular

    assert _regular(["x" * 200_000 + ",b"], ",") == 0


# Workbooks.


def test_a_workbook_that_openpyxl_wrote() -> None:
    rows = [
        ["Requests", None, None, None, None, None, None, None],
        [],
        HEADER,
        ["ana; cem", 30, "must", date(2020, 9, 4), time(9, 0), time(12, 0), "Winter Palace", "=not a formula"],
        ["ben; cem", 45, None, datetime(2020, 9, 3), None, None, None, None],
    ]
    data = workbook(rows, notes=[["nothing"]])
    chosen = choose_table(tables("r.xlsx", data), lambda each: each.sheet == "Requests")
    assert chosen is not None
    made = import_requests("r.xlsx", chosen, PERIOD, known(), {})
    # What openpyxl takes for a formula has no result that could be shown.
    assert [(e.row, e.entry) for e in made.entries] == [
        (
            "sheet Requests, row 4",
            {"participants": ["ana", "cem"], "length": "30 min", "windows": "4 Sep 09:00-12:00", "venue": "palace",
             "priority": "must"},
        ),
        ("sheet Requests, row 5", {"participants": ["ben", "cem"], "length": "45 min", "windows": "3 Sep"}),
    ]  # fmt: skip
    assert "The sheet 'Requests' is read; 1 other sheet is not read: notes (--sheet names one)." in made.remarks


def test_cells_that_were_merged_downwards_count_for_each_row() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for cells_ in (["Date", "Who"], [date(2020, 9, 4), "ana, ben"], [None, "ana, cem"], [None, "ben, cem"]):
        sheet.append(cells_)
    sheet.merge_cells("A2:A3")
    (only,) = tables("r.xlsx", saved(book))
    assert [row[0] for row in sheets_of(saved(book), None)[1][0][1]] == ["Date", date(2020, 9, 4), date(2020, 9, 4), ""]
    made = import_requests("r.xlsx", only, PERIOD, known(), {})
    assert [e.entry.get("windows") for e in made.entries] == ["4 Sep", "4 Sep", None]


def test_a_sheet_can_be_named_and_hidden_ones_are_passed_over() -> None:
    book = openpyxl.load_workbook(
        __import__("io").BytesIO(workbook([["Who", "Minutes"], ["ana, ben", 5]], extra=[["x"]]))
    )
    book["extra"].sheet_state = "hidden"
    data = saved(book)
    assert [each.sheet for each in tables("r.xlsx", data)] == ["Requests"]
    assert [each.sheet for each in tables("r.xlsx", data, "extra")] == ["extra"]
    with pytest.raises(InputError, match=r"there is no sheet 'Request'\. Did you mean 'Requests'"):
        tables("r.xlsx", data, "Request")
    with pytest.raises(InputError, match="a text has no sheets"):
        tables("r.csv", b"a,b", "x")
    # The same in this process, whose lines are counted.
    assert sheets_of(data, "Request") == (["Requests", "extra"], [])
    names, found = sheets_of(data, None)
    assert (names, found[0][1][1]) == (["Requests", "extra"], ["ana, ben", 5])
    assert choose_table([], lambda _: True) is None


def test_a_sheet_that_is_far_too_large_is_refused() -> None:
    data = workbook([["Who", *[None] * 300, "x"]])
    with pytest.raises(
        InputError, match="the sheet 'Requests' has 1 row and 302 columns; the limits are 20000 and 200"
    ):
        tables("r.xlsx", data)
    with pytest.raises(Mistake, match="302 columns"):
        sheets_of(data, None)


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(InputError, match="the workbook is refused: it is not a file of this kind, or it is damaged"):
        tables("r.xlsx", b"Who,Minutes")


def test_a_workbook_of_the_old_kind_is_refused() -> None:
    with pytest.raises(InputError, match=r"\(.xls\). Save it as .xlsx"):
        tables("r.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100)


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_workbook_that_libreoffice_wrote(tmp_path: Path, form: str) -> None:
    text = 'Who,Duration (min),Date,Earliest,Latest,Remarks\n"ana; cem",30,2020-09-04,09:00,12:00,+bring maps\nFred,1,,,,\n'
    source = tmp_path / "requests.csv"
    source.write_text(text, encoding="utf-8")
    (only,) = tables(f"r.{form}", converted(source, form).read_bytes())
    made = import_requests("r", only, PERIOD, known(), {})
    assert made.entries[0].entry == {
        "participants": ["ana", "cem"], "length": "30 min", "windows": "4 Sep 09:00-12:00",
        "note": "+bring maps",
    }  # fmt: skip
    assert made.set_aside[0].row.endswith("row 3")


def test_columns_of_a_table_without_rows() -> None:
    with pytest.raises(InputError, match="no row names the columns"):
        match_columns("r.csv", Table("", []), COLUMNS, {})


def test_a_word_that_is_one_persons_surname_and_anothers_first_name_is_never_guessed() -> None:
    text = SCENARIO.replace("Ana Garcia", "Kaya Garcia")
    with pytest.raises(Mistake, match=r"may be .* or 'ana'"):
        NameIndex(scenario(text)).person("Kaya")


def test_lengths_without_a_unit_are_said_to_be_minutes() -> None:
    made = asked("Who;Duration\nana, ben;45\nben, cem;30\n")
    assert [taken.entry["length"] for taken in made.entries] == ["45 min", "30 min"]
    assert "2 lengths are without a unit: read as minutes." in made.remarks
