"""A foreign file, of whatever kind it is, to what can be taken of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.base.bounded import run_bounded
from scheduler.base.files import display_name, read_bytes
from scheduler.base.issue import InputError, Issue, Mistake
from scheduler.importers.busy import WORDS as ENGAGEMENT_WORDS
from scheduler.importers.busy import Wishes, engagements, occupied_by
from scheduler.importers.columns import columns_of, given_columns
from scheduler.importers.names import Known
from scheduler.importers.programmes import COLUMNS as PRINTED
from scheduler.importers.programmes import WORDS as PRINTED_WORDS
from scheduler.importers.programmes import printed_events, printed_rows
from scheduler.importers.request_row import WORDS as MEETING_WORDS
from scheduler.importers.requests import COLUMNS as REQUESTS
from scheduler.importers.requests import meetings
from scheduler.importers.result import clean
from scheduler.importers.table import first_that, tables

if TYPE_CHECKING:
    from collections.abc import Collection

    from scheduler.base.times import Period
    from scheduler.importers.calendar import Read
    from scheduler.importers.result import Import
    from scheduler.importers.table import Table
    from scheduler.scenario.facts import Facts

WORDS = {"busy": ENGAGEMENT_WORDS, "requests": MEETING_WORDS, "programme": PRINTED_WORDS}
"""What an import of each kind may write of an entry."""


@dataclass(frozen=True)
class Task:
    """What is to be read, and how."""

    path: str
    kind: str
    """`busy` (a calendar of one principal), `requests` (a table) or `programme` (either)."""
    period: Period
    facts: Facts | None = None
    """The scenario whose names are used; None where there is none."""
    principal: str | None = None
    sheet: str | None = None
    columns: tuple[str, ...] = ()
    """What the officer said of columns: ``Theirs=ours``."""
    zone: str | None = None
    wishes: Wishes = field(default_factory=Wishes)

    @property
    def file(self) -> str:
        """What an entry's `source:` calls the file: its name, without the folder."""
        return clean(Path(display_name(self.path)).name, 120)

    @property
    def known(self) -> Known:
        """The names of the scenario."""
        return Known(self.facts.scenario if self.facts else None)


def is_calendar(path: str, data: bytes) -> bool:
    """Whether a file is a calendar, by its name or its beginning."""
    begins = data[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").upper()
    return Path(path).suffix.lower() in {".ics", ".ical", ".icalendar"} or begins.startswith(b"BEGIN:VCALENDAR")


def bytes_of(path: str) -> bytes:
    """Return what is in a foreign file.

    Raises:
        InputError: it is missing, empty, far too large, or not to be read.
    """
    data = read_bytes(path, "calendar or table")
    if not data.strip():
        raise InputError([Issue(display_name(path), 0, "the file is empty.", "Is it the right one?")])
    return data


def taken_from(task: Task, data: bytes) -> Import:
    """Return what can be taken of a foreign file.

    Raises:
        InputError: nothing can be: it is no such file, is damaged, hostile or far too large.
    """
    if is_calendar(task.path, data):
        return _from_calendar(task, data)
    wanted = PRINTED if task.kind == "programme" else REQUESTS
    try:
        given = given_columns(task.columns, wanted)
    except Mistake as mistake:
        raise InputError([Issue("--column", 0, mistake.message, mistake.hint)]) from None
    found = tables(display_name(task.path), data, task.sheet)
    table = first_that(found, lambda table: _has_columns(task, table, wanted, given))
    if table is None:
        raise InputError([Issue(display_name(task.path), 0, "there are no rows in it.", "Is it the right file?")])
    if task.kind == "programme":
        return printed_rows(task.file, table, task.period, task.known, given, task.zone, task.wishes.length)
    return meetings(task.file, table, task.period, task.known, given, task.principal)


def _has_columns(task: Task, table: Table, wanted: Collection[str], given: dict[str, str]) -> bool:
    needed = {"start", "hours", "start utc"} if task.kind == "programme" else {"participants"}
    try:
        return bool(needed & set(columns_of(task.file, table, wanted, given).of))
    except InputError:
        return False


def _from_calendar(task: Task, data: bytes) -> Import:
    from scheduler.importers.calendar import read_calendar

    if task.sheet is not None or task.columns:
        option = "--sheet" if task.sheet is not None else "--column"
        raise InputError([Issue(option, 0, "a calendar has neither sheets nor columns.", "Leave it out.")])
    name, period = display_name(task.path), task.period
    usual = task.facts.scenario.zone if task.facts else task.zone or "UTC"
    read: Read = run_bounded(name, read_calendar, name, data, period.start, period.end, task.zone, usual)
    if task.kind == "programme":
        return printed_events(task.file, read, period, task.known, task.wishes.length)
    occupied = occupied_by(task.facts, task.principal, task.file, read) if task.facts and task.principal else ()
    return engagements(task.file, read, period, task.known, task.wishes, occupied)
