"""Read a calendar (iCalendar, RFC 5545) as single events, each parsed on its own, so that a broken one spoils no other.

The text is split into components before parsing, so that every event knows its line. `recurring-ical-events` expands
recurring events within the dates, with limits on number and time. `read_calendar` is meant to run in a separate
process (`run_bounded`): its arguments and its result can be pickled.
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
from scheduler.importers.calendar_events import (
    BrokenEventError,
    CalendarEvent,
    error_text,
    event_of,
    occurrence_key,
    parse_event,
)
from scheduler.importers.decoding import decode
from scheduler.importers.icalendar_parts import refusal_of, split_calendar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.importers.icalendar_parts import Component

MOST_OCCURRENCES = 2_000
"""The largest number of occurrences of one recurring event within the dates."""
MOST_IN_ALL = 20_000
"""The largest number of events within the dates."""
SECONDS_FOR_A_SERIES = 3


@dataclass
class CalendarContents:
    """The content of a calendar within the dates."""

    events: list[CalendarEvent] = field(default_factory=list)
    broken: list[tuple[int, str, str]] = field(default_factory=list)
    """For each unreadable event: its line, its name in messages, and the reason."""
    outside: int = 0
    """The number of events outside the dates."""
    remarks: list[str] = field(default_factory=list)
    floating: str = ""
    """The zone in which times without a zone were read."""


def read_calendar(
    name: str, data: bytes, first: datetime, last: datetime, zone: str | None, usual: str
) -> CalendarContents:
    """Read the events of a calendar that overlap a time.

    Args:
        name: the name of the file in messages.
        data: its bytes.
        first: the beginning of the time, an aware datetime.
        last: its end, an aware datetime.
        zone: the zone of times without a zone; None: the calendar's own.
        usual: the zone of such times if the calendar has none either.

    Raises:
        InputError: it is not a calendar, or it is far too large.
    """
    text, encoding = decode(name, data, "calendar")
    read = CalendarContents(remarks=[encoding] if encoding else [])
    with warnings.catch_warnings():
        # A zone name with a vendor's prefix is accepted with a warning.
        warnings.simplefilter("ignore")
        parts = split_calendar(name, text)
        read.broken += [(component.line, component.display_name, why) for component, why in parts.unfinished]
        read.floating = zone or _calendar_zone(parts.properties) or usual
        for component in parts.zones:
            _register_zone(component)
        groups: dict[str, list[Component]] = {}
        for component in parts.events:
            groups.setdefault(component.uid or f"line {component.line}", []).append(component)
        for uid, group in groups.items():
            _read_group(uid, group, first, last, read)
            if len(read.events) > MOST_IN_ALL:
                raise refusal_of(name, f"more than {MOST_IN_ALL} events lie within the dates")
        if parts.properties.get("METHOD", "").upper() == "CANCEL":
            read.events = [_cancelled(happening) for happening in read.events]
    read.events.sort(key=lambda happening: (happening.start, happening.uid, happening.occurrence))
    return read


def _cancelled(happening: CalendarEvent) -> CalendarEvent:
    return replace(happening, free="cancelled")


def _calendar_zone(properties: dict[str, str]) -> str | None:
    word = properties.get("X-WR-TIMEZONE", "")
    try:
        zone_of(word)
    except ValueError:
        return None
    return word or None


def _register_zone(component: Component) -> None:
    """Register a time zone that the calendar defines; the parser keeps it by name."""
    frequencies = re.findall(r"FREQ=([A-Z]+)", component.text.upper())
    # An unusable definition is ignored; the events that refer to it are reported as broken.
    if set(frequencies) <= {"YEARLY", "MONTHLY"}:
        with suppress(Exception):
            Timezone.from_ical(component.text)


# The events.


def _read_group(uid: str, group: Sequence[Component], first: datetime, last: datetime, read: CalendarContents) -> None:
    """Read the events with one UID: a single event, or a series with its changed occurrences."""
    calendar = Calendar()
    lines: dict[str, int] = {}
    for component in group:
        try:
            event = parse_event(component)
        except BrokenEventError as error:
            read.broken.append((component.line, component.display_name, str(error)))
            # A series without one of its parts would be wrong.
            return
        lines.setdefault(occurrence_key(event.get("RECURRENCE-ID")), component.line)
        calendar.add_component(event)
    try:
        with _time_limit(SECONDS_FOR_A_SERIES):
            found = list(_occurrences(uid, calendar, lines, group[0].line, first, last, read.floating))
    except BrokenEventError as error:
        read.broken.append((group[0].line, group[0].display_name, str(error)))
        return
    except Exception as error:  # noqa: BLE001 (any error of the libraries is reported for the event)
        read.broken.append((group[0].line, group[0].display_name, f"it cannot be read ({error_text(error)})"))
        return
    read.events += found
    read.outside += not found


def _occurrences(
    uid: str, calendar: Any, lines: dict[str, int], line: int, first: datetime, last: datetime, floating: str
) -> Iterator[CalendarEvent]:
    import recurring_ical_events

    events = list(calendar.events)
    repeats = len(events) > 1 or any(event.get("RRULE") or event.get("RDATE") for event in events)
    # Times without a zone may be a day off here; they are checked exactly below.
    around = (first - timedelta(days=2), last + timedelta(days=2))
    found = recurring_ical_events.of(calendar).between(*around) if repeats else events
    if len(found) > MOST_OCCURRENCES:
        raise BrokenEventError(f"it repeats {len(found)} times within the dates; the limit is {MOST_OCCURRENCES}")
    for event in found:
        which = occurrence_key(event.get("RECURRENCE-ID")) if repeats else ""
        happening = event_of(uid, which, event, lines.get(which, line), floating)
        end = happening.end or happening.start + timedelta(minutes=1)
        if happening.start < last and first < end:
            yield happening


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """Stop the block after some processor time, if the system has timers; the process has its own limit in any case."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise BrokenEventError(f"computing its repetitions takes more than {seconds} seconds")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
