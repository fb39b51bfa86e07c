"""Read and write times: the officer's texts to aware datetimes and whole minutes, and back.

Inside the program a moment is an aware datetime in UTC, a length is a number of minutes, and `minute` counts
minutes from 1970-01-01 00:00 UTC. No datetime is ever naive. Other zones appear only where a person writes or
reads a time. `read_...` parses a text, `say_...` formats one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scheduler.base.issue import Mistake, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = 24 * 60
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
AMBIGUOUS_ZONES = {
    "IST": "India (Asia/Kolkata), Israel (Asia/Jerusalem) or Ireland (Europe/Dublin)",
    "CST": "China (Asia/Shanghai), the central United States (America/Chicago) or Cuba (America/Havana)",
    "EST": "the eastern United States (America/New_York) or eastern Australia (Australia/Brisbane)",
    "PST": "the western United States (America/Los_Angeles) or the Philippines (Asia/Manila)",
    "BST": "Britain in summer (Europe/London) or Bangladesh (Asia/Dhaka)",
    "AST": "Arabia (Asia/Riyadh) or the Atlantic (America/Halifax)",
    "GST": "the Gulf (Asia/Dubai) or South Georgia (Atlantic/South_Georgia)",
    "MST": "the mountain United States (America/Denver) or Malaysia (Asia/Kuala_Lumpur)",
    "SST": "Samoa (Pacific/Pago_Pago) or Singapore (Asia/Singapore)",
    "AMT": "Armenia (Asia/Yerevan) or the Amazon (America/Manaus)",
    "ECT": "Ecuador (America/Guayaquil) or the eastern Caribbean (America/Puerto_Rico)",
    "WST": "western Australia (Australia/Perth) or Samoa (Pacific/Apia)",
    "MSK": "Moscow time (Europe/Moscow)",
    "CET": "central Europe (Europe/Paris, Europe/Berlin, …)",
    "EDT": "the eastern United States (America/New_York)",
    "JST": "Japan (Asia/Tokyo)",
}

_ISO_DATE = r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})"
_DAY_MONTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>[A-Za-z]+)\.?(?:,?\s+(?P<year>\d{4}))?"
_DATE = re.compile(rf"(?:(?P<weekday>[A-Za-z]+),?\s+)?(?:{_ISO_DATE}|{_DAY_MONTH})", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::00)?", re.ASCII)
_MOMENT = re.compile(r"(?P<date>.*?\S)(?:[T ]\s*)(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)\s*(?P<zone>\S.*)?", re.ASCII)
_OTHER_CLOCK = r"\b\d{1,2}(?:[.:h]\d{2})?\s*(?:am|pm|a\.m\.|p\.m\.|h)$|\b\d{1,2}[.h]\d{2}$|^\d{4}$"
"""Times of day in notations that are not accepted, for a better message: 8pm, 9:00 am, 18h00, 18.00, 1800."""
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?", re.ASCII)
_LENGTH = re.compile(
    r"(?:(?P<hours>\d+(?:\.\d+)?)\s*(?:h|hr|hrs|hour|hours)\b\.?)?\s*"
    r"(?:(?P<minutes>\d+)\s*(?:m|min|mins|minute|minutes)?\.?)?",
    re.ASCII | re.IGNORECASE,
)
_DASH = r"\s*(?:–|—|-|\bto\b|\buntil\b)\s*"
_HOURS = re.compile(rf"(\d{{1,2}}:\d{{2}}){_DASH}(\d{{1,2}}:\d{{2}})", re.ASCII)


@dataclass(frozen=True)
class Period:
    """The days of a scenario, in its zone; a date without a year gets its year from here."""

    zone: tzinfo
    first: date
    last: date
    guessed: bool = False
    """True if the scenario has no readable dates; then the weekday of a date is not checked."""

    @property
    def start(self) -> datetime:
        """Midnight at the start of the first day, in UTC."""
        return midnight(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """Midnight at the end of the last day, in UTC."""
        return midnight(self.last + timedelta(days=1), self.zone)


def minute(moment: datetime) -> int:
    """Return the number of whole minutes from 1970-01-01 00:00 UTC to an aware datetime."""
    return int(moment.timestamp() // 60)


def moment_of(minutes: int) -> datetime:
    """Return the aware datetime, in UTC, that lies `minutes` after 1970-01-01 00:00 UTC."""
    return datetime.fromtimestamp(minutes * 60, UTC)


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return the moment, in UTC, at which a day begins in a zone."""
    return datetime.combine(day, time(0), zone).astimezone(UTC)


@lru_cache(maxsize=4096)
def on_clock(day: date, clock: int, zone: tzinfo) -> datetime:
    """Return the moment, in UTC, at which the clocks of a zone show `clock` minutes after midnight.

    A time that a clock change repeats is the first of the two; for a time that a person wrote use `at_clock`.
    """
    wall = datetime.combine(day, time(0)) + timedelta(minutes=clock)
    return wall.replace(tzinfo=zone).astimezone(UTC)


def day_span(day: date, zone: tzinfo) -> tuple[int, int]:
    """Return the first and the last minute of a day in a zone, in minutes as counted by `minute`."""
    return minute(midnight(day, zone)), minute(midnight(day + timedelta(days=1), zone)) - 1


def days_between(start: datetime, end: datetime, zone: tzinfo) -> Iterator[date]:
    """Yield every date in a zone that the time from `start` to `end` touches; `end` is excluded."""
    day = start.astimezone(zone).date()
    while midnight(day, zone) < end:
        yield day
        day += timedelta(days=1)


@cache
def zone_of(name: str) -> tzinfo:
    """Return the zone with an IANA name (``Europe/Moscow``), ``UTC`` or an offset (``+05:30``).

    Raises:
        Mistake: the zone is unknown, or an abbreviation of several zones.
    """
    word = name.strip()
    if word in {"Z", "UTC", "GMT"}:
        return UTC
    offset = _OFFSET.fullmatch(word)
    if offset:
        return _fixed_offset(*offset.groups())
    if word.upper() in AMBIGUOUS_ZONES and "/" not in word:
        meaning = AMBIGUOUS_ZONES[word.upper()]
        raise Mistake(
            f"the zone abbreviation '{word}' is ambiguous: {meaning}.",
            "Write the zone's name, such as Asia/Kolkata, or an offset such as +05:30.",
        )
    try:
        return ZoneInfo(word)
    except (LookupError, ValueError, OSError):
        from zoneinfo import available_timezones

        raise Mistake(
            f"the zone '{word}' is unknown.", nearest(word, available_timezones(), "Zones are named like")
        ) from None


def _fixed_offset(sign: str, hours: str, minutes: str | None) -> tzinfo:
    if int(hours) > 14 or int(minutes or 0) > 59:
        raise Mistake(f"there is no zone '{sign}{hours}:{minutes or '00'}'.", "Offsets go to ±14:00.")
    size = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-size if sign == "-" else size)


def read_date(text: str, period: Period | None) -> date:
    """Read ``4 Sep``, ``Fri 4 September 2020`` or ``2020-09-04``; a missing year is taken from the period.

    Raises:
        Mistake: it is not a date, the day does not exist, or the weekday does not match.
    """
    match = _DATE.fullmatch(text.strip())
    if match is None and re.search(_OTHER_CLOCK, text.strip(), re.IGNORECASE):
        raise Mistake(f"'{text}' is not a time.", "Write hours like '20:00', from 00:00 to 24:00.")
    if match is None:
        raise Mistake(f"'{text}' is not a date.", "Write it like '4 Sep' or '2020-09-04'.")
    day = _read_iso(match["iso"]) if match["iso"] else _read_day_month(match, text, period)
    if match["weekday"] and not (period and period.guessed):
        _ensure_weekday(match["weekday"], day)
    return day


def _read_iso(text: str) -> date:
    year, month, day = (int(part) for part in text.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        raise Mistake(f"there is no day {text}.", "Dates are written year-month-day.") from None


def _read_day_month(match: re.Match[str], text: str, period: Period | None) -> date:
    month = _number_of(match["month"], MONTHS, "month")
    if match["year"]:
        years = [int(match["year"])]
    elif period:
        years = sorted({period.first.year, period.last.year})
    else:
        raise Mistake(f"'{text}' has no year.", "Write the year: '4 Sep 2020'.")
    days = []
    for year in years:
        try:
            days.append(date(year, month, int(match["day"])))
        except ValueError:
            continue
    if not days:
        raise Mistake(f"there is no day '{text}'.", f"{MONTHS[month - 1]} is shorter.")
    within = [day for day in days if period and period.first <= day <= period.last]
    return (within or days)[0]


def _number_of(word: str, names: tuple[str, ...], what: str) -> int:
    for number, name in enumerate(names, start=1):
        if len(word) >= 3 and name.lower().startswith(word.lower()):
            return number
    raise Mistake(f"'{word}' is not a {what}.", nearest(word, names, f"A {what} is one of"))


def _ensure_weekday(word: str, day: date) -> None:
    right = WEEKDAYS[day.weekday()]
    if _number_of(word, WEEKDAYS, "weekday") != day.weekday() + 1:
        raise Mistake(f"{say_date(day)} {day.year} is a {right}, not a {word}.", "Correct the date or the weekday.")


def read_clock(text: str) -> int:
    """Read ``19:00`` as minutes after midnight; ``24:00`` is the end of the day.

    Raises:
        Mistake: it is not a time of day.
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise Mistake(f"'{text}' is not a time of day.", "Write it like '19:00', from 00:00 to 24:00.")
    hours, minutes = int(match[1]), int(match[2])
    if minutes > 59 or hours * 60 + minutes > DAY:
        raise Mistake(f"there is no time '{text}'.", "Times of day go from 00:00 to 24:00.")
    return hours * 60 + minutes


def read_moment(text: str, period: Period) -> datetime:
    """Read ``4 Sep 20:00`` or ``2020-09-04T20:00+03:00`` as an aware moment in UTC.

    A text without a zone is read in the period's zone.

    Raises:
        Mistake: it is not a moment, or a clock change skips or repeats it in its zone.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise Mistake(f"'{text}' is not a time.", "Write the day and the hour: '4 Sep 20:00'.")
    if (match["zone"] or "").lower().rstrip(".").replace(".", "") in {"am", "pm"}:
        raise Mistake(f"'{text}' is on a 12-hour clock.", "Write hours like '20:00', from 00:00 to 24:00.")
    clock = read_clock(match["clock"])
    day = read_date(match["date"], period)
    zone = zone_of(match["zone"]) if match["zone"] else period.zone
    return at_clock(day, clock, zone)


def at_clock(day: date, clock: int, zone: tzinfo) -> datetime:
    """Return the moment, in UTC, at which the clocks of a zone show `clock` minutes after midnight.

    Raises:
        Mistake: a clock change in the zone skips or repeats that time.
    """
    wall = datetime.combine(day, time(0)).replace(tzinfo=zone) + timedelta(minutes=clock)
    early, late = wall.replace(fold=0), wall.replace(fold=1)
    if early.utcoffset() == late.utcoffset():
        return early.astimezone(UTC)
    skipped = early.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None)
    what = "skipped" if skipped else "repeated"
    raise Mistake(
        f"{say_date(day)} {wall:%H:%M} is {what} by a clock change in {zone}.",
        "Write the offset from UTC as well: "
        + " or ".join(f"'{day}T{wall:%H:%M}{_offset(side)}'" for side in (early, late))
        + ("." if not skipped else ", or another hour."),
    )


def read_length(text: object) -> int:
    """Read ``45 min``, ``1 h 30`` or ``2 hours`` as a number of minutes.

    Raises:
        Mistake: it is not a length, or it has no unit.
    """
    if isinstance(text, int | float) and not isinstance(text, bool):
        raise Mistake(f"'{text}' has no unit.", f"Write '{text} min' or '{text} h'.")
    if not isinstance(text, str):
        raise Mistake(f"{_shown(text)} is not a length.", "Write it like '45 min' or '1 h 30'.")
    word = text.strip()
    match = _LENGTH.fullmatch(word)
    if match is None or not (match["hours"] or match["minutes"]):
        raise Mistake(f"'{text}' is not a length.", "Write it like '45 min' or '1 h 30'.")
    if match["minutes"] and not match["hours"] and word.isdecimal():
        raise Mistake(f"'{text}' has no unit.", f"Write '{text} min' or '{text} h'.")
    hours = float(match["hours"] or 0) * 60
    if hours != int(hours):
        raise Mistake(f"'{text}' is not a whole number of minutes.", "Write it in minutes.")
    return int(hours) + int(match["minutes"] or 0)


def read_hours(text: str) -> tuple[int, int]:
    """Read ``08:00–22:00`` as two times of day, in minutes after midnight.

    Raises:
        Mistake: it is not a span of hours, or it ends before it begins.
    """
    match = _HOURS.fullmatch(text.strip())
    if match is None:
        raise Mistake(f"'{text}' is not a span of hours.", "Write it like '08:00-22:00'.")
    start, end = read_clock(match[1]), read_clock(match[2])
    if end <= start:
        raise Mistake(
            f"the hours '{text}' end before they begin.",
            "The hours are those of one day; they end at 24:00 at the latest.",
        )
    return start, end


def read_dates(text: str, period: Period | None) -> tuple[date, date]:
    """Read ``4 Sep``, ``3-4 Sep``, ``30 Aug to 2 Sep`` or ``2020-09-03 to 2020-09-04`` as the first and the last date.

    Raises:
        Mistake: it is not a date or a range of dates, or it ends before it begins.
    """
    word = text.strip()
    halves = re.fullmatch(r"(.*?\S)\s*(?:–|—|\bto\b|\buntil\b|\s-\s)\s*(\S.*)", word) or re.fullmatch(
        r"(\d{1,2})-(\d{1,2}\s+\D.*)", word
    )
    if halves is None:
        day = read_date(word, period)
        return day, day
    last = read_date(halves[2], period)
    first_text = halves[1]
    if first_text.isdecimal():
        first_text = f"{first_text} {MONTHS[last.month - 1]} {last.year}"
    elif period is None and not re.search(r"\d{4}", first_text):
        first_text = f"{first_text} {last.year}"
    first = read_date(first_text, period)
    if last < first:
        raise Mistake(f"the dates '{text}' end before they begin.", "Write the earlier day first.")
    return first, last


def _shown(value: object) -> str:
    return {"dict": "a map", "list": "a list", "NoneType": "nothing", "bool": "yes/no"}.get(
        type(value).__name__, repr(value)
    )


def _offset(moment: datetime) -> str:
    return moment.isoformat()[-6:]


def say_date(day: date) -> str:
    """Return ``4 Sep``."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def say_dates(first: date, last: date) -> str:
    """Return ``4 Sep``, ``3–4 Sep`` or ``30 Aug – 2 Sep``."""
    if first == last:
        return say_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{say_date(last)}"
    return f"{say_date(first)} – {say_date(last)}"


def say_moment(moment: datetime, zone: tzinfo) -> str:
    """Return ``4 Sep 20:00``, in a zone."""
    local = moment.astimezone(zone)
    return f"{say_date(local.date())} {local:%H:%M}"


def say_span(start: datetime, end: datetime, zone: tzinfo) -> str:
    """Return ``4 Sep 20:00–21:00``, in a zone; the second date is added if it differs."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    if first.date() == last.date():
        return f"{say_moment(start, zone)}–{last:%H:%M}"
    if (last.hour, last.minute) == (0, 0) and (last.date() - first.date()).days == 1:
        return f"{say_moment(start, zone)}–24:00"
    return f"{say_moment(start, zone)} – {say_moment(end, zone)}"


def say_clock(minutes: int) -> str:
    """Return ``08:00`` for a number of minutes after midnight."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def say_length(minutes: int) -> str:
    """Return ``45 min``, ``2 h`` or ``1 h 30`` for a number of minutes."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"
