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
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from icalendar import Calendar, Timezone

from scheduler.base.times import zone_of
from scheduler.importers.calendar_events import BrokenEventError, Happening, happening_of, parsed, said_start, why_of
from scheduler.importers.decoding import decoded
from scheduler.importers.icalendar_parts import components_of, refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.importers.icalendar_parts import Component

MOST_OCCURRENCES = 2_000
"""Of one event that repeats, within the dates."""
MOST_IN_ALL = 20_000
SECONDS_FOR_A_SERIES = 3


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
            event = parsed(component)
        except BrokenEventError as error:
            read.broken.append((component.line, component.called, str(error)))
            # What is left of a series without one of its parts would be wrong.
            return
        lines.setdefault(said_start(event.get("RECURRENCE-ID")), component.line)
        calendar.add_component(event)
    try:
        with _at_most(SECONDS_FOR_A_SERIES):
            found = list(_occurrences(uid, calendar, lines, group[0].line, first, last, read.floating))
    except BrokenEventError as error:
        read.broken.append((group[0].line, group[0].called, str(error)))
        return
    except Exception as error:  # noqa: BLE001 (whatever the libraries raise at a stranger's event is said of it)
        read.broken.append((group[0].line, group[0].called, f"it cannot be read ({why_of(error)})"))
        return
    read.happenings += found
    read.outside += not found


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
        raise BrokenEventError(f"it repeats {len(found)} times within the dates, and {MOST_OCCURRENCES} are the most")
    for event in found:
        which = said_start(event.get("RECURRENCE-ID")) if repeats else ""
        happening = happening_of(uid, which, event, lines.get(which, line), floating)
        end = happening.end or happening.start + timedelta(minutes=1)
        if happening.start < last and first < end:
            yield happening


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """Break off what takes more processor time than that, where the system can; the process has a bound besides."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise BrokenEventError(f"it takes more than {seconds} seconds to work out when it repeats")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
