"""One event of a calendar: it is broken if its times cannot be read; errors in other properties are ignored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from icalendar import Event

from scheduler.base.times import zone_of
from scheduler.importers.result import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.importers.icalendar_parts import Component

TOO_OFTEN = ("SECONDLY", "MINUTELY")
TIMES = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
"""The properties that define the time of an event; an error in one of them makes the event broken."""


@dataclass(frozen=True)
class CalendarEvent:
    """One event, or one occurrence of a recurring event."""

    uid: str
    occurrence: str
    """The original start of an occurrence of a series; empty for an event that does not repeat."""
    title: str
    start: datetime
    end: datetime | None
    """None if the event has no end."""
    zone: str
    """The IANA name of its zone; empty for an offset or a zone that the calendar defines."""
    line: int
    all_day: bool = False
    floating: bool = False
    """True if it was written without a zone."""
    private: bool = False
    free: str = ""
    """Why it takes no time: ``cancelled`` or ``shown as free``; empty if it makes its people busy."""
    where: str = ""
    who: tuple[str, ...] = ()
    """The participants, as printed."""

    @property
    def row(self) -> str:
        """Its identifier in `source:`."""
        return f"UID {self.uid}{f' of {self.occurrence}' if self.occurrence else ''}"


class BrokenEventError(Exception):
    """An event cannot be read; the message is the reason."""


def error_text(error: Exception) -> str:
    """Return the message of a library's error, on one line."""
    return clean(f"{error}", 160) or type(error).__name__


def parse_event(component: Component) -> Any:
    """Parse an event and check the properties that define its time.

    Raises:
        BrokenEventError: one of those properties cannot be read.
    """
    try:
        event = Event.from_ical(component.text)
    except Exception as error:  # noqa: BLE001 (any error of the library is reported for the event)
        raise BrokenEventError(f"it cannot be read ({error_text(error)})") from None
    # A line that cannot be parsed at all may have been one of the times.
    found = [(word, detail) for word, detail in getattr(event, "errors", ()) if not word or word.upper() in TIMES]
    wrong = [f"{word}: {detail}" if word else str(detail) for word, detail in found]
    if wrong:
        raise BrokenEventError(f"it cannot be read ({clean(wrong[0], 160)})")
    if event.get("DTSTART") is None:
        raise BrokenEventError("it has no start (DTSTART)")
    for word in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        if isinstance(event.get(word), list):
            raise BrokenEventError(f"it has several {word}")
    for zone in _unknown_zones(event):
        raise BrokenEventError(f"its zone '{clean(zone, 80)}' is unknown, and the file does not define it")
    if event.get("EXRULE") is not None:
        raise BrokenEventError("it has an exception rule (EXRULE), which is not supported")
    rules = event.get("RRULE")
    for rule in rules if isinstance(rules, list) else [rules] if rules else []:
        often = [str(word).upper() for word in rule.get("FREQ", [])]
        if any(word in TOO_OFTEN for word in often):
            raise BrokenEventError(f"it repeats {'every second' if 'SECONDLY' in often else 'every minute'}")
    return event


def _unknown_zones(event: Any) -> Iterator[str]:
    """Yield the unknown zones in the event's times: the parser leaves such times without a zone."""
    for word in TIMES:
        values = event.get(word)
        for value in values if isinstance(values, list) else [values]:
            zone = value.params.get("TZID") if hasattr(value, "params") else None
            for moment in [value, *getattr(value, "dts", ())] if zone else ():
                start = getattr(moment, "dt", None)
                if isinstance(start, datetime) and start.tzinfo is None:
                    yield str(zone)


def occurrence_key(value: Any) -> str:
    """Return the original start of an occurrence as text: its date, or its moment in UTC."""
    if value is None:
        return ""
    moment = value.dt
    if isinstance(moment, datetime):
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}" if moment.tzinfo else f"{moment:%Y-%m-%dT%H:%M}"
    return str(moment)


def event_of(uid: str, which: str, event: Any, line: int, floating: str) -> CalendarEvent:
    """Return an event, or one occurrence of it.

    Args:
        uid: its UID.
        which: the original start of the occurrence; "" if it does not repeat.
        event: the parsed event.
        line: its line in the file.
        floating: the zone of times without a zone.

    Raises:
        BrokenEventError: its times contradict each other.
    """
    begins = event["DTSTART"].dt
    ends = _end(event, begins)
    all_day = not isinstance(begins, datetime)
    if (not isinstance(ends, datetime) if not all_day else isinstance(ends, datetime)) and ends is not None:
        raise BrokenEventError("one of its start and its end has a time of day and the other does not")
    if ends is not None and ends < begins:
        raise BrokenEventError("it ends before it begins")
    start, zone = _aware(begins, floating)
    end = None if ends is None or ends == begins else _aware(ends, floating)[0]
    return CalendarEvent(
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
        free=_reason_free(event),
        where=clean(str(event.get("LOCATION", ""))),
        who=tuple(_participants(event)),
    )


def _end(event: Any, begins: date) -> Any:
    if event.get("DTEND") is not None:
        return event["DTEND"].dt
    if event.get("DURATION") is not None:
        return begins + event["DURATION"].dt
    return None if isinstance(begins, datetime) else begins + timedelta(days=1)


def _aware(value: date, floating: str) -> tuple[datetime, str]:
    """Return a moment, or the beginning of a day, in UTC, and the name of the zone in which it was written."""
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


def _reason_free(event: Any) -> str:
    """Return the reason why an event takes no time; "" if it makes its people busy."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return "cancelled"
    shown = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    return "shown as free" if str(event.get("TRANSP", "")).upper() == "TRANSPARENT" or shown == "FREE" else ""


def _participants(event: Any) -> Iterator[str]:
    """Yield the names of the participants: the attendees, and those in the description of our own calendars."""
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
