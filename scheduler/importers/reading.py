"""Read a foreign file of any supported kind as entries to import."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.base.bounded import run_bounded
from scheduler.base.files import display_name, read_bytes
from scheduler.base.issue import InputError, Issue, Mistake
from scheduler.importers.busy import WORDS as ENGAGEMENT_WORDS
from scheduler.importers.busy import CalendarOptions, busy_times_of, import_engagements
from scheduler.importers.columns import match_columns, read_matches
from scheduler.importers.names import NameIndex
from scheduler.importers.programmes import COLUMNS as PRINTED
from scheduler.importers.programmes import WORDS as PRINTED_WORDS
from scheduler.importers.programmes import import_programme_calendar, import_programme_table
from scheduler.importers.request_row import WORDS as MEETING_WORDS
from scheduler.importers.requests import COLUMNS as REQUESTS
from scheduler.importers.requests import import_requests
from scheduler.importers.result import clean
from scheduler.importers.table import choose_table, tables

if TYPE_CHECKING:
    from collections.abc import Collection

    from scheduler.base.times import Period
    from scheduler.importers.calendar_reader import CalendarContents
    from scheduler.importers.result import ImportResult
    from scheduler.importers.table import Table
    from scheduler.scenario.facts import Facts

WORDS = {"busy": ENGAGEMENT_WORDS, "requests": MEETING_WORDS, "programme": PRINTED_WORDS}
"""The keys that an import of each kind may write."""


@dataclass(frozen=True)
class ImportTask:
    """An import: the file, its kind, and the options."""

    path: str
    kind: str
    """`busy` (a calendar of one principal), `requests` (a table) or `programme` (either)."""
    period: Period
    facts: Facts | None = None
    """The facts of the scenario whose names are used; None without a scenario."""
    principal: str | None = None
    sheet: str | None = None
    columns: tuple[str, ...] = ()
    """The officer's own matches of columns: ``Theirs=ours``."""
    zone: str | None = None
    options: CalendarOptions = field(default_factory=CalendarOptions)

    @property
    def file(self) -> str:
        """The name of the file in `source:`, without the folder."""
        return clean(Path(display_name(self.path)).name, 120)

    @property
    def index(self) -> NameIndex:
        """The index of the scenario's names."""
        return NameIndex(self.facts.scenario if self.facts else None)


def is_calendar(path: str, data: bytes) -> bool:
    """Whether a file is a calendar, judging by its suffix or its first bytes."""
    begins = data[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").upper()
    return Path(path).suffix.lower() in {".ics", ".ical", ".icalendar"} or begins.startswith(b"BEGIN:VCALENDAR")


def read_foreign_file(path: str) -> bytes:
    """Return the bytes of a foreign file.

    Raises:
        InputError: it is missing, empty, far too large, or unreadable.
    """
    data = read_bytes(path, "calendar or table")
    if not data.strip():
        raise InputError([Issue(display_name(path), 0, "the file is empty.", "Is it the right one?")])
    return data


def read_entries(task: ImportTask, data: bytes) -> ImportResult:
    """Read the entries of a foreign file.

    Raises:
        InputError: it is not a file of this kind, or it is damaged, hostile or far too large.
    """
    if is_calendar(task.path, data):
        return _from_calendar(task, data)
    wanted = PRINTED if task.kind == "programme" else REQUESTS
    try:
        given = read_matches(task.columns, wanted)
    except Mistake as mistake:
        raise InputError([Issue("--column", 0, mistake.message, mistake.hint)]) from None
    found = tables(display_name(task.path), data, task.sheet)
    table = choose_table(found, lambda table: _has_columns(task, table, wanted, given))
    if table is None:
        raise InputError([Issue(display_name(task.path), 0, "there are no rows in it.", "Is it the right file?")])
    if task.kind == "programme":
        return import_programme_table(task.file, table, task.period, task.index, given, task.zone, task.options.length)
    return import_requests(task.file, table, task.period, task.index, given, task.principal)


def _has_columns(task: ImportTask, table: Table, wanted: Collection[str], given: dict[str, str]) -> bool:
    needed = {"start", "hours", "start utc"} if task.kind == "programme" else {"participants"}
    try:
        return bool(needed & set(match_columns(task.file, table, wanted, given).of))
    except InputError:
        return False


def _from_calendar(task: ImportTask, data: bytes) -> ImportResult:
    from scheduler.importers.calendar_reader import read_calendar

    if task.sheet is not None or task.columns:
        option = "--sheet" if task.sheet is not None else "--column"
        raise InputError([Issue(option, 0, "a calendar has neither sheets nor columns.", "Leave it out.")])
    name, period = display_name(task.path), task.period
    usual = task.facts.scenario.zone if task.facts else task.zone or "UTC"
    read: CalendarContents = run_bounded(name, read_calendar, name, data, period.start, period.end, task.zone, usual)
    if task.kind == "programme":
        return import_programme_calendar(task.file, read, period, task.index, task.options.length)
    occupied = busy_times_of(task.facts, task.principal, task.file, read) if task.facts and task.principal else ()
    return import_engagements(task.file, read, period, task.index, task.options, occupied)
