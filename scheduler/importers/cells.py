"""Cells of a table as days, hours and lengths: real dates, and the many ways in which people write them.

What may mean two things is decided by the scenario's dates, or not at all.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from scheduler.base.issue import Mistake
from scheduler.base.times import MONTHS, read_clock, read_date, read_dates, read_length, say_clock
from scheduler.importers.result import clean

if TYPE_CHECKING:
    from scheduler.base.times import Period
    from scheduler.importers.table import Cell

_FIGURES = re.compile(r"(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4}|\d{2})?)?", re.ASCII)
_MONTH_FIRST = re.compile(
    r"(?:[A-Za-z]+,?\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?", re.ASCII
)
_CLOCK = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*(a\.?m\.?|p\.?m\.?|h(?:rs)?|uhr)?|(\d{2})(\d{2})\s*(?:h|hrs)?",
    re.ASCII | re.IGNORECASE,
)
_DASH = re.compile(r"\s*(?:–|—|-|\bto\b|\buntil\b|\bbis\b)\s*")
_DAY_AND_CLOCK = re.compile(
    r"(?P<day>.*?\S)(?:,|T|\s)\s*(?P<clock>\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?)", re.ASCII
)


def text_of(cell: Cell | None) -> str:
    """Return a cell as a text in one line, as a reader sees it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}" if (cell.hour, cell.minute) != (0, 0) else f"{cell:%Y-%m-%d}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return clean(str(cell), 2_000)


def days_of(cell: Cell, period: Period) -> tuple[date, date]:
    """Return the first and the last day that a cell names.

    Raises:
        Mistake: it names none, or may mean two.
    """
    if isinstance(cell, datetime):
        return cell.date(), cell.date()
    if isinstance(cell, date):
        return cell, cell
    if not isinstance(cell, str):
        raise Mistake(f"'{text_of(cell)}' is not a date.", "Write it like '4 Sep' or '2020-09-04'.")
    text = re.sub(r"(?<=\d)[T ]00:00(?::00)?$", "", clean(cell))
    figures = _FIGURES.fullmatch(text)
    if figures:
        day = _in_figures(figures, text, period)
        return day, day
    named = _MONTH_FIRST.fullmatch(text)
    if named and any(month.lower().startswith(named[1].lower()) for month in MONTHS):
        text = f"{named[2]} {named[1]} {named[3] or ''}".strip()
    text = re.sub(r"\bSept\b\.?", "Sep", text)
    return read_dates(text, period)


def _in_figures(match: re.Match[str], text: str, period: Period) -> date:
    """Read ``04.09.2020`` (the day first) or ``9/4/2020`` (the day or the month first)."""
    one, other = int(match[1]), int(match[3])
    years = [int(match[4]) + (2000 if len(match[4]) == 2 else 0)] if match[4] else []
    years = years or sorted({period.first.year, period.last.year})
    orders = [(one, other)] if match[2] == "." else [(one, other), (other, one)]
    days = {_day(year, month, day) for year in years for day, month in orders} - {None}
    within = [day for day in days if day is not None and period.first <= day <= period.last]
    if len(within) == 1:
        return within[0]
    known = sorted(day for day in days if day is not None)
    if len(known) == 1:
        return known[0]
    if not known:
        raise Mistake(f"there is no day '{text}'.", "Write it like '4 Sep' or '2020-09-04'.")
    raise Mistake(f"'{text}' may be {' or '.join(map(str, known))}.", "Write it like '4 Sep' or '2020-09-04'.")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def clock_of(cell: Cell) -> int:
    """Return the minutes after midnight of an hour of the day: ``15:30``, ``3.30 pm``, ``15h30`` or a real time.

    Raises:
        Mistake: it is none.
    """
    if isinstance(cell, datetime | time):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, timedelta) and timedelta() <= cell <= timedelta(days=1):
        return int(cell.total_seconds() // 60)
    if isinstance(cell, float) and 0 <= cell < 1:
        return round(cell * 1440)
    text = text_of(cell)
    match = _CLOCK.fullmatch(text.strip())
    if match is None or (match[1] and not match[2] and not match[3]):
        raise Mistake(f"'{clean(text, 60)}' is not a time of day.", "Write it like '19:00', from 00:00 to 24:00.")
    hours, minutes = int(match[1] or match[4]), int(match[2] or match[5] or 0)
    half = (match[3] or "").lower().replace(".", "")
    if half in {"am", "pm"}:
        if not 1 <= hours <= 12:
            raise Mistake(f"there is no time '{clean(text, 60)}'.", "Write hours like '20:00'.")
        hours = hours % 12 + (12 if half == "pm" else 0)
    return read_clock(f"{hours:02d}:{minutes:02d}")


def hours_of(cell: Cell) -> tuple[int, int] | None:
    """Return the two ends of a span of hours (``10:00–10:45``), or None where a cell is none.

    Raises:
        Mistake: it ends before it begins, or one end is no time of day.
    """
    if not isinstance(cell, str):
        return None
    ends = _DASH.split(clean(cell))
    if len(ends) != 2 or not all(any(sign.isdigit() for sign in end) for end in ends):
        return None
    first, last = (_with_half(end, ends[1]) for end in ends)
    start, end = clock_of(first), clock_of(last)
    if end <= start:
        raise Mistake(f"the hours '{clean(cell, 60)}' end before they begin.", "Hours lie in one day.")
    return start, end


def _with_half(end: str, last: str) -> str:
    """Return ``2 pm`` for the 2 of ``2-3 pm``, and ``9:00`` for a 9 alone."""
    half = re.search(r"[ap]\.?m\.?$", last.strip(), re.IGNORECASE)
    if re.fullmatch(r"\d{1,2}([:.]\d{2})?", end.strip()):
        if half:
            return f"{end} {half[0]}"
        return f"{end}:00" if end.strip().isdecimal() else end
    return end


def moment_of(cell: Cell, period: Period) -> tuple[date | None, int | None]:
    """Return the day and the minutes after midnight that a cell names; either may be missing.

    Raises:
        Mistake: it names neither.
    """
    if isinstance(cell, datetime):
        return cell.date(), cell.hour * 60 + cell.minute
    if isinstance(cell, date):
        return cell, None
    if isinstance(cell, time | timedelta | float):
        return None, clock_of(cell)
    text = text_of(cell)
    match = _DAY_AND_CLOCK.fullmatch(text)
    if match:
        day, last = days_of(match["day"], period)
        if day != last:
            raise Mistake(f"'{clean(text, 60)}' names several days.", "Write one.")
        return day, clock_of(match["clock"])
    try:
        return None, clock_of(text)
    except Mistake:
        day, last = days_of(text, period)
        if day != last:
            raise Mistake(f"'{clean(text, 60)}' names several days.", "Write one.") from None
        return day, None


def minutes_of(cell: Cell, unit: str = "") -> int:
    """Return a length in minutes; a bare number is in the unit of its column (`min` or `h`).

    Raises:
        Mistake: it is no length, or has no unit.
    """
    if isinstance(cell, time):
        return _positive(cell.hour * 60 + cell.minute, text_of(cell))
    if isinstance(cell, timedelta):
        return _positive(int(cell.total_seconds() // 60), str(cell))
    if isinstance(cell, float) and not unit and 0 < cell < 1:
        # A spreadsheet's time of day that lost its format is a part of a day; an hour and a half is no such part.
        raise Mistake(f"'{cell:g}' has no unit.", "Write it like '45 min' or '1 h 30'.")
    text = re.sub(r"(?<=\d)\s*['’′]$", " min", text_of(cell))
    text = re.sub(r"^(\d{1,2})\s*h\s*(\d{2})$", r"\1 h \2", text)
    number = re.fullmatch(r"\d+(?:[.,]\d+)?", text)
    if number and unit:
        size = float(text.replace(",", ".")) * (60 if unit == "h" else 1)
        if size != int(size):
            raise Mistake(f"'{text}' is not a whole number of minutes.", "Write it like '45 min' or '1 h 30'.")
        return _positive(int(size), text)
    if re.fullmatch(r"\d{1,2}:\d{2}", text):
        return _positive(read_clock(text), text)
    return _positive(read_length(int(text) if text.isdecimal() and len(text) < 9 else text), text)


def is_bare(cell: Cell) -> bool:
    """Whether a cell is a number without a unit that can only be minutes: no meeting takes ten hours."""
    return bool(re.fullmatch(r"[1-9]\d{1,2}", text_of(cell)))


def _positive(minutes: int, text: str) -> int:
    if not 0 < minutes <= 1440:
        raise Mistake(f"'{clean(text, 60)}' is no length of a meeting.", "Write it like '45 min' or '1 h 30'.")
    return minutes


def one_day(cell: Cell, period: Period) -> date:
    """Return the one day that a cell names.

    Raises:
        Mistake: it names none, or several.
    """
    first, last = days_of(cell, period)
    if first != last:
        raise Mistake(f"'{text_of(cell)}' names several days.", "Write one.")
    return first


def say_day(day: date, period: Period) -> str:
    """Return ``4 Sep``, with the year where it would be read as another day."""
    from scheduler.base.times import say_date

    text = say_date(day)
    try:
        return text if read_date(text, period) == day else f"{text} {day.year}"
    except Mistake:
        return f"{text} {day.year}"


def say_hours(start: int, end: int) -> str:
    """Return ``09:00-12:30``."""
    return f"{say_clock(start)}-{say_clock(end)}"
