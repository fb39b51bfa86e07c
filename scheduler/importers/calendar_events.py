"""One event of a calendar: what says its time has to be read, or it is broken; all else may be odd."""

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
"""What says when an event is; where one of these is broken, the event is. Other words may be."""


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


class BrokenEventError(Exception):
    """An event cannot be read; why."""


def why_of(error: Exception) -> str:
    """Return what a library says is wrong, in one line."""
    return clean(f"{error}", 160) or type(error).__name__


def parsed(component: Component) -> Any:
    """Return an event, in which everything that matters here could be read.

    Raises:
        BrokenEventError: something that says its time could not.
    """
    try:
        event = Event.from_ical(component.text)
    except Exception as error:  # noqa: BLE001 (the same)
        raise BrokenEventError(f"it cannot be read ({why_of(error)})") from None
    # A line that is no line may have been one of the times.
    found = [(word, said) for word, said in getattr(event, "errors", ()) if not word or word.upper() in TIMES]
    wrong = [f"{word}: {said}" if word else str(said) for word, said in found]
    if wrong:
        raise BrokenEventError(f"it cannot be read ({clean(wrong[0], 160)})")
    if event.get("DTSTART") is None:
        raise BrokenEventError("it has no start (DTSTART)")
    for word in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        if isinstance(event.get(word), list):
            raise BrokenEventError(f"it has several {word}")
    for zone in _unknown_zones(event):
        raise BrokenEventError(f"its zone '{clean(zone, 80)}' is unknown, and the file does not say its rules")
    if event.get("EXRULE") is not None:
        raise BrokenEventError("it is left out by a rule (EXRULE), which is not read")
    rules = event.get("RRULE")
    for rule in rules if isinstance(rules, list) else [rules] if rules else []:
        often = [str(word).upper() for word in rule.get("FREQ", [])]
        if any(word in TOO_OFTEN for word in often):
            raise BrokenEventError(f"it repeats {'every second' if 'SECONDLY' in often else 'every minute'}")
    return event


def _unknown_zones(event: Any) -> Iterator[str]:
    """Yield the zones that the event's times name, and that nobody knows; such times would lie anywhere."""
    for word in TIMES:
        values = event.get(word)
        for value in values if isinstance(values, list) else [values]:
            zone = value.params.get("TZID") if hasattr(value, "params") else None
            for moment in [value, *getattr(value, "dts", ())] if zone else ():
                said = getattr(moment, "dt", None)
                if isinstance(said, datetime) and said.tzinfo is None:
                    yield str(zone)


def said_start(value: Any) -> str:
    """Return the original start of an occurrence: its date, or its moment in UTC."""
    if value is None:
        return ""
    moment = value.dt
    if isinstance(moment, datetime):
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}" if moment.tzinfo else f"{moment:%Y-%m-%dT%H:%M}"
    return str(moment)


def happening_of(uid: str, which: str, event: Any, line: int, floating: str) -> Happening:
    """Return an event, or one occurrence of it, as it is; `floating` is the zone of times that carry none.

    Raises:
        BrokenEventError: its times cannot be.
    """
    begins = event["DTSTART"].dt
    ends = _end(event, begins)
    all_day = not isinstance(begins, datetime)
    if (not isinstance(ends, datetime) if not all_day else isinstance(ends, datetime)) and ends is not None:
        raise BrokenEventError("it begins with a day and ends with an hour, or the other way round")
    if ends is not None and ends < begins:
        raise BrokenEventError("it ends before it begins")
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
