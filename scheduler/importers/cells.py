"""Read the cells of a table as days, times and lengths: real dates, and the many ways in which people write them.

The scenario's dates decide between two meanings; if they do not, the cell is a mistake.
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


def cell_text(cell: Cell | None) -> str:
    """Return a cell as text on one line, as a reader sees it."""
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


def cell_days(cell: Cell, period: Period) -> tuple[date, date]:
    """Read a day or a range of days; return the first and the last day.

    Raises:
        Mistake: it is not a day, or it is ambiguous.
    """
    if isinstance(cell, datetime):
        return cell.date(), cell.date()
    if isinstance(cell, date):
        return cell, cell
    if not isinstance(cell, str):
        raise Mistake(f"'{cell_text(cell)}' is not a date.", "Write it like '4 Sep' or '2020-09-04'.")
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
    """Read ``04.09.2020`` (day first) or ``9/4/2020`` (day or month first)."""
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


def cell_clock(cell: Cell) -> int:
    """Read a time of day (``15:30``, ``3.30 pm``, ``15h30`` or a real time) as minutes after midnight.

    Raises:
        Mistake: it is not a time of day.
    """
    if isinstance(cell, datetime | time):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, timedelta) and timedelta() <= cell <= timedelta(days=1):
        return int(cell.total_seconds() // 60)
    if isinstance(cell, float) and 0 <= cell < 1:
        return round(cell * 1440)
    text = cell_text(cell)
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


def cell_hours(cell: Cell) -> tuple[int, int] | None:
    """Read a span of hours (``10:00–10:45``) as minutes after midnight; None if the cell is not a span.

    Raises:
        Mistake: it ends before it begins, or one end is not a time of day.
    """
    if not isinstance(cell, str):
        return None
    ends = _DASH.split(clean(cell))
    if len(ends) != 2 or not all(any(sign.isdigit() for sign in end) for end in ends):
        return None
    first, last = (_with_half(end, ends[1]) for end in ends)
    start, end = cell_clock(first), cell_clock(last)
    if end <= start:
        raise Mistake(f"the hours '{clean(cell, 60)}' end before they begin.", "The hours are those of one day.")
    return start, end


def _with_half(end: str, last: str) -> str:
    """Complete one end of a span: ``2 pm`` for the 2 of ``2-3 pm``, and ``9:00`` for a bare 9."""
    half = re.search(r"[ap]\.?m\.?$", last.strip(), re.IGNORECASE)
    if re.fullmatch(r"\d{1,2}([:.]\d{2})?", end.strip()):
        if half:
            return f"{end} {half[0]}"
        return f"{end}:00" if end.strip().isdecimal() else end
    return end


def cell_moment(cell: Cell, period: Period) -> tuple[date | None, int | None]:
    """Read a day, a time of day (minutes after midnight), or both; a missing part is None.

    Raises:
        Mistake: it is neither.
    """
    if isinstance(cell, datetime):
        return cell.date(), cell.hour * 60 + cell.minute
    if isinstance(cell, date):
        return cell, None
    if isinstance(cell, time | timedelta | float):
        return None, cell_clock(cell)
    text = cell_text(cell)
    match = _DAY_AND_CLOCK.fullmatch(text)
    if match:
        day, last = cell_days(match["day"], period)
        if day != last:
            raise Mistake(f"'{clean(text, 60)}' names several days.", "Write one.")
        return day, cell_clock(match["clock"])
    try:
        return None, cell_clock(text)
    except Mistake:
        day, last = cell_days(text, period)
        if day != last:
            raise Mistake(f"'{clean(text, 60)}' names several days.", "Write one.") from None
        return day, None


def cell_minutes(cell: Cell, unit: str = "") -> int:
    """Read a length in minutes; a bare number is in the unit of its column (`min` or `h`).

    Raises:
        Mistake: it is not a length, or it has no unit.
    """
    if isinstance(cell, time):
        return _positive(cell.hour * 60 + cell.minute, cell_text(cell))
    if isinstance(cell, timedelta):
        return _positive(int(cell.total_seconds() // 60), str(cell))
    if isinstance(cell, float) and not unit and 0 < cell < 1:
        # An unformatted time of day in a spreadsheet is a fraction of a day, which is ambiguous here.
        raise Mistake(f"'{cell:g}' has no unit.", "Write it like '45 min' or '1 h 30'.")
    text = re.sub(r"(?<=\d)\s*['’′]$", " min", cell_text(cell))
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


def is_bare_minutes(cell: Cell) -> bool:
    """Whether a cell is a bare number from 10 to 999, which can only be minutes: no meeting takes ten hours."""
    return bool(re.fullmatch(r"[1-9]\d{1,2}", cell_text(cell)))


def _positive(minutes: int, text: str) -> int:
    if not 0 < minutes <= 1440:
        raise Mistake(f"'{clean(text, 60)}' is not the length of a meeting.", "Write it like '45 min' or '1 h 30'.")
    return minutes


def cell_day(cell: Cell, period: Period) -> date:
    """Read a single day.

    Raises:
        Mistake: it is not a day, or it is a range.
    """
    first, last = cell_days(cell, period)
    if first != last:
        raise Mistake(f"'{cell_text(cell)}' names several days.", "Write one.")
    return first


def say_day(day: date, period: Period) -> str:
    """Return ``4 Sep``, with the year if it would otherwise be read as another day."""
    from scheduler.base.times import say_date

    text = say_date(day)
    try:
        return text if read_date(text, period) == day else f"{text} {day.year}"
    except Mistake:
        return f"{text} {day.year}"


def say_hours(start: int, end: int) -> str:
    """Return ``09:00-12:30`` for two times in minutes after midnight."""
    return f"{say_clock(start)}-{say_clock(end)}"
