"""Workbooks, as other people's readers find them, and as they print."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from scheduler.views.export_formats import Export, export_bytes
from scheduler.views.office.sheets import MOST_IN_A_NAME, sheet_name
from scheduler.views.printable import printable
from tests.office import converted, pages_of
from tests.plans import AT, ODD, clock, moscow, odd

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.plan.plan import Plan

DAYS = ["Wed 2 Sep", "Thu 3 Sep", "Fri 4 Sep", "Wed 9 Sep", "Thu 10 Sep", "Fri 11 Sep"]
PEOPLE = ["Singh", "Wei", "Shoigu", "Jaishankar", "Wang", "Lavrov", "Varma", "Morgulov"]


def written(plan: Plan, **values: Any) -> bytes:
    return export_bytes(Export(plan, AT, **values), "xlsx")


def read(plan: Plan, **values: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(written(plan, **values)))


def table(rows: list[list[Any]]) -> list[dict[str, Any]]:
    """Return the rows of the table that begins with the header that has a meeting in it."""
    at = next(n for n, row in enumerate(rows) if "Meeting" in row)
    found = [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :]]
    return [row for row in found if row["Meeting"]]


def when(row: dict[str, Any]) -> tuple[Any, Any]:
    return row["Start"], row["End"]


def local(plan: Plan) -> dict[str, tuple[datetime, datetime]]:
    """Return when each meeting is on the clocks of its place, by its title."""
    return {
        plan.names.meeting(b.meeting): tuple(b.local(m).replace(tzinfo=None) for m in (b.start, b.end))  # type: ignore[misc]
        for b in plan.bookings
    }


def test_there_is_an_overview_a_sheet_for_each_day_and_principal_and_the_requests() -> None:
    assert read(moscow()).sheetnames == ["Overview", *DAYS, *PEOPLE, "Requests"]


def test_each_booking_is_in_the_overview_with_real_dates_and_times() -> None:
    plan = moscow()
    sheet = read(plan)["Overview"]
    rows = table([[cell.value for cell in row] for row in sheet.iter_rows()])
    assert {row["Meeting"]: when(row) for row in rows} == local(plan)
    start = next(cell for row in sheet.iter_rows() for cell in row if cell.value == rows[0]["Start"])
    assert (start.is_date, "d mmm yyyy" in start.number_format) == (True, True)
    assert isinstance(start.value, datetime)


def test_each_booking_stands_over_the_rows_of_its_time_in_the_column_of_its_room() -> None:
    plan = moscow()
    book = read(plan)
    booking = plan.by_meeting["singh-wei"]
    sheet = book["Fri 4 Sep"]
    cell = next(c for row in sheet.iter_rows() for c in row if str(c.value).startswith("Singh – Wei\n"))
    merged = next(span for span in sheet.merged_cells.ranges if cell.coordinate in span)
    clocks = {row: value for row in range(4, sheet.max_row + 1) if (value := sheet.cell(row, 1).value)}
    rows = sorted(clocks)
    # The clock at the left is written over several rows of a step each.
    step = (clocks[rows[1]] - clocks[rows[0]]) / (rows[1] - rows[0])
    assert clocks[rows[0]] + step * (merged.min_row - rows[0]) == booking.local(booking.start).replace(tzinfo=None)
    assert clocks[rows[0]] + step * (merged.max_row + 1 - rows[0]) == booking.local(booking.end).replace(tzinfo=None)
    heading = [sheet.cell(row, cell.column).value for row in (2, 3)]
    assert heading == [plan.names.venue("metropol"), "Metropol Suite"]
    assert clock(booking) in cell.value


def test_every_sheet_is_ready_to_print_and_keeps_its_header_in_sight() -> None:
    for sheet in read(moscow()).worksheets:
        assert sheet.print_area
        assert sheet.freeze_panes
        assert sheet.print_title_rows
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_principals_sheet_holds_the_days_with_sessions_meetings_travel_and_free_time() -> None:
    rows = [[cell.value for cell in row] for row in read(moscow())["Singh"].iter_rows()]
    what = [str(row[2]).split("\n")[0] for row in rows if isinstance(row[0], datetime)]
    assert what == [
        "Singh – Shoigu", "travel", "SCO defence: Opening and dinner",
        "SCO defence: First session", "SCO defence: coffee break", "SCO defence: Second session",
        "SCO defence: working lunch", "free", "Singh – Jaishankar", "travel (20 min, begun during the above)",
        "Singh – Wei",
    ]  # fmt: skip


def test_requests_without_a_slot_come_first_with_their_state_and_why() -> None:
    from dataclasses import replace

    from scheduler.plan.plan import Unscheduled

    plan = moscow()
    left = Unscheduled("late", "Wei has left by then", "high", "requested", ("a.yaml:3",), ("singh", "wei"))
    rows = table(
        [
            [c.value for c in row]
            for row in read(replace(plan, unscheduled=(left,), status="impossible"))["Requests"].rows
        ]
    )
    first = rows[0]
    assert (first["Meeting"], first["Slot"], first["Why it has no slot"]) == ("late", "no", "Wei has left by then")
    assert (first["State"], first["Priority"]) == ("requested", "high")
    assert [row["Slot"] for row in rows[1:]] == ["yes"] * len(plan.bookings)


@pytest.mark.parametrize("sheet", ["Overview", "Requests"])
def test_names_stay_text_whatever_they_hold(sheet: str) -> None:
    plan = odd()
    book = read(plan)
    cells = [cell for row in book[sheet].iter_rows() for cell in row if cell.value is not None]
    texts = {cell.value.strip("\n") for cell in cells if isinstance(cell.value, str)}
    expected = {printable(name) for name in ODD}
    assert expected <= texts
    assert not [cell for each in book.worksheets for row in each.iter_rows() for cell in row if cell.data_type == "f"]
    assert not [cell for each in book.worksheets for row in each.iter_rows() for cell in row if cell.hyperlink]


def test_another_program_finds_each_booking_with_its_time(tmp_path: Path) -> None:
    """LibreOffice reads the workbook and writes an older format; a third reader finds everything in that."""
    plan = moscow()
    path = tmp_path / "plan.xlsx"
    path.write_bytes(written(plan))
    book = CalamineWorkbook.from_path(str(converted(path, "xls")))
    rows = table(book.get_sheet_by_name("Overview").to_python())
    assert {row["Meeting"]: when(row) for row in rows} == local(plan)


def test_on_paper_a_day_is_a_page(tmp_path: Path) -> None:
    plan = moscow()
    path = tmp_path / "plan.xlsx"
    path.write_bytes(written(plan))
    pages = pages_of(converted(path, "pdf"))
    names = ["Overview", *DAYS, *PEOPLE, "Requests"]
    assert len(pages) == len(names)
    for name, page in zip(names, pages, strict=True):
        assert name in page.strip().split("\n")[0]
    for booking in plan.bookings:
        day = booking.local(booking.start)
        page = pages[names.index(f"{day:%a} {day.day} {day:%b}")]
        assert clock(booking) in page


@pytest.mark.parametrize(
    ("name", "expected"),
    [("[Talks]: a/b*?", "-Talks-- a-b--"), ("'quoted'", "quoted"), ("", "Sheet"), ("x" * 40, "x" * 30 + "…")],
)
def test_a_sheet_has_a_name_that_it_may_have(name: str, expected: str) -> None:
    assert sheet_name(name) == expected
    assert len(sheet_name(name)) <= MOST_IN_A_NAME


def test_principals_of_one_name_have_sheets_of_their_own() -> None:
    from dataclasses import replace

    plan = moscow()
    sections = {**plan.names.sections, "principals": dict.fromkeys(plan.names.sections["principals"], "History")}
    names = read(replace(plan, names=replace(plan.names, sections=sections))).sheetnames
    assert [name for name in names if name.startswith("History")] == [f"History ({n})" for n in range(2, 10)]


def test_a_second_clock_stands_beside_the_one_of_the_place() -> None:
    rows = [[cell.value for cell in row] for row in read(moscow(), zone="Asia/Kolkata")["Fri 4 Sep"].iter_rows()]
    assert rows[1][:2] == ["Moscow", "Kolkata"]
    assert (rows[3][1] - rows[3][0]).total_seconds() == 2.5 * 3600


def test_many_programmes_are_on_one_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.views.office.workbook.MOST_PROGRAMMES", 3)
    book = read(moscow())
    assert book.sheetnames == ["Overview", *DAYS, "Programmes", "Requests"]
    texts = {cell.value for row in book["Programmes"].iter_rows() for cell in row}
    assert {"Rajnath Singh", "Sergey Lavrov"} <= texts
    assert any("on the sheet 'Programmes'" in str(row[0].value) for row in book["Overview"].iter_rows())
