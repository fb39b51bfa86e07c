"""Foreign files for the tests of importing, and a scenario that they are imported into."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl

from scheduler.base.times import Period, zone_of
from scheduler.importers.calendar_reader import read_calendar
from scheduler.importers.names import NameIndex
from scheduler.problem.load import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.importers.calendar_reader import CalendarContents
    from scheduler.scenario.models import Scenario

SCENARIO = """\
# A small gathering; every comment here is the officer's own.
title: Two days on the hill
zone: Europe/Moscow               # clocks of the hill
dates: 3-4 Sep 2020
hours: 08:00-22:00

places:
  hill: {name: Hill Town, zone: Europe/Moscow}
  far: {name: Far City, zone: Asia/Kolkata}
venues:
  palace: {name: Winter Palace, place: hill}
  hotel: {name: Grand Hotel, place: hill}
  fort: {name: Red Fort, place: far}
rooms:
  salon: {name: Blue Salon, venue: palace, count: 2}
travel:
  - {between: [palace, hotel], takes: 20 min}
  - {between: [hill, far], takes: 5 h}
delegations:
  north: {name: Northland}
  south: {name: Southland}
principals:
  ana: {name: Ana Garcia, delegation: north, home: hill}       # written in one line
  ben:
    name: Ben Okoye
    short: Okoye
    delegation: north
    home: hill
    # what he has told us himself
    engagements:
      - {kind: address, title: University, from: 3 Sep 10:00, to: 11:00}   # by telephone

  cem:
    name: Cem Kaya
    delegation: south
    home: hill
  dora-kaya: {name: Dora Kaya, delegation: south, home: far}
forums:
  council:
    name: Council
    place: hill
    venue: palace
    dates: 3 Sep
    attendees: [ana, ben, cem]
    sessions:
      - {kind: plenary, title: Main session, from: 3 Sep 14:00, to: 15:30}
      - {kind: coffee break, from: 3 Sep 15:30, to: 16:00}
meetings:
  # the one that matters
  ana-cem:
    participants: [ana, cem]
    priority: must        # as the minister said
# the end
"""
PERIOD = Period(zone_of("Europe/Moscow"), date(2020, 9, 3), date(2020, 9, 4))


def scenario(text: str = SCENARIO) -> Scenario:
    """Return the scenario of a text, which is in order."""
    made, issues = parse(text, "hill.yaml")
    assert made is not None, issues
    return made


def known() -> NameIndex:
    return NameIndex(scenario())


def calendar(*events: str, head: str = "") -> bytes:
    """Return a calendar with some events, each as its lines between BEGIN and END."""
    inner = "".join(f"BEGIN:VEVENT\r\n{event.strip()}\r\nEND:VEVENT\r\n" for event in events)
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//others//EN\r\n{head}{inner}END:VCALENDAR\r\n"
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode()


def read(data: bytes, zone: str | None = None) -> CalendarContents:
    """Return what is in a calendar within the scenario's dates."""
    return read_calendar("busy.ics", data, PERIOD.start, PERIOD.end, zone, "Europe/Moscow")


def workbook(rows: Sequence[Sequence[Any]], title: str = "Requests", **more: Sequence[Sequence[Any]]) -> bytes:
    """Return a workbook with a sheet of rows, and others."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = title
    for sheet, its_rows in ((first, rows), *((book.create_sheet(name), each) for name, each in more.items())):
        for row in its_rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    contents = BytesIO()
    book.save(contents)
    return contents.getvalue()


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
