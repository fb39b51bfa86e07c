"""A calendar (iCalendar, RFC 5545) as single events: each by itself, so that a broken one spoils no other.

The text is taken apart before it is parsed, so that every event knows its line. Recurring events are expanded by
`recurring-ical-events`, within the dates only, and with a bound on how often and how long. It is meant to run in a
process of its own (`bounded`): what it takes and returns is plain data.
"""

from __future__ import annotations

import re
import signal
import threading
import warnings
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from icalendar import Calendar, Event, Timezone

from scheduler.importers.components import components_of, refused
from scheduler.importers.decoding import decoded
from scheduler.importers.taken import clean
from scheduler.times import zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.importers.components import Component

MOST_OCCURRENCES = 2_000
"""Of one event that repeats, within the dates."""
MOST_IN_ALL = 20_000
SECONDS_FOR_A_SERIES = 3
TOO_OFTEN = ("SECONDLY", "MINUTELY")


@dataclass(frozen=True)
class Happening:
    """One event, or one occurrence of an event that repeats."""

    uid: str
    occurrence: str
    """Which one of a series, by its original start; empty for an event that does not repeat."""
    title: str
    start: datetime
    end: datetime | None
    """None where the calendar says no end."""
    zone: str
    """The zone that it was written in, by its IANA name; empty where it has none (an offset, a zone of its own)."""
    line: int
    all_day: bool = False
    floating: bool = False
    """True where it was written without a zone, and was read in that of the calendar."""
    private: bool = False
    free: str = ""
    """Why it takes no time: ``cancelled`` or ``shown as free``; empty where it does."""
    where: str = ""
    who: tuple[str, ...] = ()
    """Those who take part, as they are printed."""

    @property
    def row(self) -> str:
        """What its `source:` calls it."""
        return f"UID {self.uid}{f' of {self.occurrence}' if self.occurrence else ''}"


@dataclass
class Read:
    """What is in a calendar, within some dates."""

    happenings: list[Happening] = field(default_factory=list)
    broken: list[tuple[int, str, str]] = field(default_factory=list)
    """The line, what the event is called, and why it cannot be read."""
    outside: int = 0
    remarks: list[str] = field(default_factory=list)
    floating: str = ""
    """The zone in which times without one were read."""


class _BrokenError(Exception):
    """An event cannot be read; why."""


def read_calendar(name: str, data: bytes, first: datetime, last: datetime, zone: str | None, usual: str) -> Read:
    """Read a calendar's events that lie within some time.

    Args:
        name: what messages call the file.
        data: its bytes.
        first: the beginning of the time, aware.
        last: its end.
        zone: in which times are read that carry none; None for what the calendar says.
        usual: the zone for them where the calendar says none either.

    Raises:
        InputError: it is not a calendar, or one with far too much in it.
    """
    text, encoding = decoded(name, data, "calendar")
    read = Read(remarks=[encoding] if encoding else [])
    with warnings.catch_warnings():
        # A zone's name behind the name of the program that wrote it is taken for that zone.
        warnings.simplefilter("ignore")
        parts = components_of(name, text)
        read.broken += [(component.line, component.called, why) for component, why in parts.unfinished]
        read.floating = zone or _zone_said(parts.said) or usual
        for component in parts.zones:
            _learn(component)
        groups: dict[str, list[Component]] = {}
        for component in parts.events:
            groups.setdefault(component.uid or f"line {component.line}", []).append(component)
        for uid, group in groups.items():
            _read_group(uid, group, first, last, read)
            if len(read.happenings) > MOST_IN_ALL:
                raise refused(name, f"more than {MOST_IN_ALL} events lie within the dates")
        if parts.said.get("METHOD", "").upper() == "CANCEL":
            read.happenings = [_cancelled(happening) for happening in read.happenings]
    read.happenings.sort(key=lambda happening: (happening.start, happening.uid, happening.occurrence))
    return read


def _cancelled(happening: Happening) -> Happening:
    return replace(happening, free="cancelled")


def _zone_said(said: dict[str, str]) -> str | None:
    word = said.get("X-WR-TIMEZONE", "")
    try:
        zone_of(word)
    except ValueError:
        return None
    return word or None


def _learn(component: Component) -> None:
    """Learn the rules of a zone that the calendar brings; the parser keeps them by name."""
    frequencies = re.findall(r"FREQ=([A-Z]+)", component.text.upper())
    # A zone that nothing can be made of is unknown, and the events that name it say so.
    if set(frequencies) <= {"YEARLY", "MONTHLY"}:
        with suppress(Exception):
            Timezone.from_ical(component.text)


# The events.


def _read_group(uid: str, group: Sequence[Component], first: datetime, last: datetime, read: Read) -> None:
    """Read the events of one UID: a single one, or a series with what was changed of it."""
    calendar = Calendar()
    lines: dict[str, int] = {}
    for component in group:
        try:
            event = _parsed(component)
        except _BrokenError as error:
            read.broken.append((component.line, component.called, str(error)))
            # What is left of a series without one of its parts would be wrong.
            return
        lines.setdefault(_said_start(event.get("RECURRENCE-ID")), component.line)
        calendar.add_component(event)
    try:
        with _at_most(SECONDS_FOR_A_SERIES):
            found = list(_occurrences(uid, calendar, lines, group[0].line, first, last, read.floating))
    except _BrokenError as error:
        read.broken.append((group[0].line, group[0].called, str(error)))
        return
    except Exception as error:  # noqa: BLE001 (whatever the libraries raise at a stranger's event is said of it)
        read.broken.append((group[0].line, group[0].called, f"it cannot be read ({_why(error)})"))
        return
    read.happenings += found
    read.outside += not found


def _why(error: Exception) -> str:
    return clean(f"{error}", 160) or type(error).__name__


def _parsed(component: Component) -> Any:
    """Return an event, in which everything that matters here could be read."""
    try:
        event = Event.from_ical(component.text)
    except Exception as error:  # noqa: BLE001 (the same)
        raise _BrokenError(f"it cannot be read ({_why(error)})") from None
    wrong = [f"{word}: {said}" if word else str(said) for word, said in getattr(event, "errors", ())]
    if wrong:
        raise _BrokenError(f"it cannot be read ({clean(wrong[0], 160)})")
    if event.get("DTSTART") is None:
        raise _BrokenError("it has no start (DTSTART)")
    for word in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        value = event.get(word)
        if value is None:
            continue
        if isinstance(value, list):
            raise _BrokenError(f"it has several {word}")
        moment, zone = value.dt, value.params.get("TZID")
        if zone and isinstance(moment, datetime) and moment.tzinfo is None:
            raise _BrokenError(f"its zone '{clean(str(zone), 80)}' is unknown, and the file does not say its rules")
    rules = event.get("RRULE")
    for rule in rules if isinstance(rules, list) else [rules] if rules else []:
        often = [str(word).upper() for word in rule.get("FREQ", [])]
        if any(word in TOO_OFTEN for word in often):
            raise _BrokenError(f"it repeats {'every second' if 'SECONDLY' in often else 'every minute'}")
    return event


def _occurrences(
    uid: str, calendar: Any, lines: dict[str, int], line: int, first: datetime, last: datetime, floating: str
) -> Iterator[Happening]:
    import recurring_ical_events

    events = list(calendar.events)
    repeats = len(events) > 1 or any(event.get("RRULE") or event.get("RDATE") for event in events)
    # Times without a zone may lie a day off, and are looked at more closely below.
    around = (first - timedelta(days=2), last + timedelta(days=2))
    found = recurring_ical_events.of(calendar).between(*around) if repeats else events
    if len(found) > MOST_OCCURRENCES:
        raise _BrokenError(f"it repeats {len(found)} times within the dates, and {MOST_OCCURRENCES} are the most")
    for event in found:
        which = _said_start(event.get("RECURRENCE-ID")) if repeats else ""
        happening = _happening(uid, which, event, lines.get(which, line), floating)
        end = happening.end or happening.start + timedelta(minutes=1)
        if happening.start < last and first < end:
            yield happening


def _said_start(value: Any) -> str:
    """Return the original start of an occurrence: its date, or its moment in UTC."""
    if value is None:
        return ""
    moment = value.dt
    if isinstance(moment, datetime):
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}" if moment.tzinfo else f"{moment:%Y-%m-%dT%H:%M}"
    return str(moment)


def _happening(uid: str, which: str, event: Any, line: int, floating: str) -> Happening:
    begins = event["DTSTART"].dt
    ends = _end(event, begins)
    all_day = not isinstance(begins, datetime)
    if (not isinstance(ends, datetime) if not all_day else isinstance(ends, datetime)) and ends is not None:
        raise _BrokenError("it begins with a day and ends with an hour, or the other way round")
    if ends is not None and ends < begins:
        raise _BrokenError("it ends before it begins")
    start, zone = _aware(begins, floating)
    end = None if ends is None or ends == begins else _aware(ends, floating)[0]
    return Happening(
        uid=uid,
        occurrence=which,
        title=clean(str(event.get("SUMMARY", ""))),
        start=_floor(start),
        end=None if end is None else _ceiling(end),
        zone=zone,
        line=line,
        all_day=all_day,
        floating=not all_day and begins.tzinfo is None,
        private=str(event.get("CLASS", "")).upper() in {"PRIVATE", "CONFIDENTIAL"},
        free=_free(event),
        where=clean(str(event.get("LOCATION", ""))),
        who=tuple(_who(event)),
    )


def _end(event: Any, begins: date) -> Any:
    if event.get("DTEND") is not None:
        return event["DTEND"].dt
    if event.get("DURATION") is not None:
        return begins + event["DURATION"].dt
    return None if isinstance(begins, datetime) else begins + timedelta(days=1)


def _aware(value: date, floating: str) -> tuple[datetime, str]:
    """Return a day's beginning, or a moment, in UTC, and the zone that it was written in."""
    if not isinstance(value, datetime):
        midnight = datetime(value.year, value.month, value.day, tzinfo=zone_of(floating))
        return midnight.astimezone(UTC), floating
    if value.tzinfo is None:
        return value.replace(tzinfo=zone_of(floating)).astimezone(UTC), floating
    name = str(getattr(value.tzinfo, "key", ""))
    return value.astimezone(UTC), name if "/" in name else ""


def _floor(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _ceiling(moment: datetime) -> datetime:
    whole = _floor(moment)
    return whole if whole == moment else whole + timedelta(minutes=1)


def _free(event: Any) -> str:
    """Return why an event takes nobody's time; nothing where it does."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return "cancelled"
    shown = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    return "shown as free" if str(event.get("TRANSP", "")).upper() == "TRANSPARENT" or shown == "FREE" else ""


def _who(event: Any) -> Iterator[str]:
    """Yield those who take part: the attendees by name, or the line that our own calendars have."""
    attendees = event.get("ATTENDEE", [])
    for attendee in attendees if isinstance(attendees, list) else [attendees]:
        kind = str(attendee.params.get("CUTYPE", "INDIVIDUAL")).upper()
        name = clean(str(attendee.params.get("CN", "")), 120)
        if name and kind not in {"ROOM", "RESOURCE"}:
            yield name
    for line in str(event.get("DESCRIPTION", "")).splitlines():
        word, _, names = line.partition(":")
        if word.strip().casefold() == "participants":
            yield from (clean(name, 120) for name in names.split(",") if name.strip())


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """Break off what takes more processor time than that, where the system can; the process has a bound besides."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise _BrokenError(f"it takes more than {seconds} seconds to work out when it repeats")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
