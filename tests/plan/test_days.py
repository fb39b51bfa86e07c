"""A principal's days as they are read: what lasts for days, other clocks, and free time."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from scheduler.plan.days import clock_span, day_mark, programme_of
from scheduler.plan.plan import Fixed, Names, Plan
from scheduler.views.export_formats import Export, export_bytes
from scheduler.views.heading import other_clock

LISBON = "Europe/Lisbon"


def fixed(title: str, start: str, end: str, kind: str = "engagement", zone: str = LISBON) -> Fixed:
    first, last = (datetime.fromisoformat(m).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for m in (start, end))
    return Fixed(title, kind, first, last, ("vela",), zone=zone)


def plan(*entries: Fixed) -> Plan:
    names = Names(ZoneInfo(LISBON), {"people": {"vela": "Ines Vela"}, "principals": {"vela": "Vela"}})
    return Plan((), names, "Port Alba", zone=LISBON, fixed=entries, delegations={"vela": "alba"})


def lines(made_of: Plan) -> list[tuple[date, str, str]]:
    return [
        (day.date, clock_span(item.start, item.end, ZoneInfo(day.zone)), item.title)
        for day in programme_of(made_of, "vela")
        for item in day.items
    ]


def test_what_lasts_for_days_is_in_each_of_them_with_its_end() -> None:
    assert lines(plan(fixed("Retreat", "2026-06-09T09:00", "2026-06-11T18:00"))) == [
        (date(2026, 6, 9), "09:00–18:00⁺²", "Retreat"),
        (date(2026, 6, 10), "00:00–18:00⁺¹", "Retreat (continued)"),
        (date(2026, 6, 11), "00:00–18:00", "Retreat (continued)"),
    ]


def test_what_ends_at_midnight_is_not_on_the_next_day() -> None:
    assert lines(plan(fixed("Dinner", "2026-06-09T20:00", "2026-06-10T00:00"))) == [
        (date(2026, 6, 9), "20:00–00:00⁺¹", "Dinner")
    ]


@pytest.mark.parametrize("form", ["ics", "xlsx", "html", "docx", "md"])
def test_every_format_can_write_what_lasts_for_days(form: str) -> None:
    assert export_bytes(Export(plan(fixed("Retreat", "2026-06-09T09:00", "2026-06-20T18:00")), datetime.now(UTC)), form)


def test_a_workbook_gives_an_end_on_a_later_day_its_mark_or_its_date() -> None:
    entries = (
        fixed("Train", "2026-06-08T23:00", "2026-06-09T07:00"),
        fixed("Retreat", "2026-06-09T09:00", "2026-06-11T18:00"),
    )
    contents = export_bytes(Export(plan(*entries), datetime.now(UTC)), "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(contents))["Vela"]
    ends = {row[2].value: row[1] for row in sheet.iter_rows() if row[2].value in {"Train", "Retreat"}}
    assert ends["Train"].number_format == 'hh:mm"⁺¹"'
    assert (ends["Retreat"].number_format, ends["Retreat"].value) == (
        "[$-409]d mmm hh:mm",
        datetime.fromisoformat("2026-06-11T18:00"),
    )


def test_free_time_is_only_where_the_principal_is() -> None:
    morning = fixed("Opening", "2026-06-09T09:00", "2026-06-09T10:00")
    evening = fixed("Closing", "2026-06-09T17:00", "2026-06-09T18:00")
    home = plan(morning, evening)
    assert [title for *_, title in lines(home)] == ["Opening", "free", "Closing"]
    stays = (
        fixed("Port Alba", "2026-06-09T08:00", "2026-06-09T12:00", "stay"),
        fixed("Port Alba", "2026-06-09T15:00", "2026-06-09T19:00", "stay"),
    )
    assert [title for *_, title in lines(plan(morning, evening, *stays))] == ["Opening", "Closing"]
    whole_day = fixed("Port Alba", "2026-06-09T08:00", "2026-06-09T19:00", "stay")
    assert [title for *_, title in lines(plan(morning, evening, whole_day))] == ["Opening", "free", "Closing"]


def test_of_a_counterpart_in_an_extract_no_free_time_is_claimed() -> None:
    entries = (
        fixed("Opening", "2026-06-09T09:00", "2026-06-09T10:00"),
        fixed("Closing", "2026-06-09T17:00", "2026-06-09T18:00"),
    )
    assert [title for *_, title in lines(replace(plan(*entries), audience="norland"))] == ["Opening", "Closing"]
    assert "free" in [title for *_, title in lines(replace(plan(*entries), audience="alba"))]


@pytest.mark.parametrize(
    ("zone", "other", "mark"),
    [
        ("Pacific/Kiritimati", "Pacific/Pago_Pago", " −2 days"),
        ("Pacific/Pago_Pago", "Pacific/Kiritimati", " +1 day"),
        ("Europe/Lisbon", "Europe/Madrid", ""),
    ],
)
def test_a_date_can_be_another_by_two_days(zone: str, other: str, mark: str) -> None:
    moment = datetime(2026, 6, 9, 0, 15, tzinfo=ZoneInfo(zone))
    assert day_mark(moment, ZoneInfo(zone), ZoneInfo(other)) == mark


def test_clocks_that_part_during_an_entry_are_shown() -> None:
    """In the night to 28 March 2027 Lisbon goes forward, and Reykjavik never does."""
    start, end = (
        datetime.fromisoformat(m).replace(tzinfo=ZoneInfo(LISBON)) for m in ("2027-03-27T23:00", "2027-03-28T07:00")
    )
    assert other_clock(LISBON, "Atlantic/Reykjavik", start, end) == "23:00–06:00⁺¹"
    assert other_clock(LISBON, "Atlantic/Canary", start, end) == ""


def test_each_line_has_the_day_of_the_second_clock() -> None:
    said = export_bytes(
        Export(plan(fixed("Dinner", "2026-06-09T21:00", "2026-06-09T21:30")), datetime.now(UTC), zone="Asia/Kolkata"),
        "md",
    )
    assert "01:30–02:00 +1 day" in said.decode()


def test_without_meetings_the_offset_is_that_of_the_days_of_the_plan() -> None:
    winter = datetime(2026, 1, 5, tzinfo=UTC)
    said = export_bytes(Export(plan(fixed("Opening", "2026-06-09T09:00", "2026-06-09T10:00")), winter), "md").decode()
    assert "Europe/Lisbon (UTC+1)" in said
    assert "(UTC+0)" not in said
