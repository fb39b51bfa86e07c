"""Split the text of a calendar into its time zones and its events, each with its line, before parsing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.base.issue import InputError, Issue
from scheduler.importers.result import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_EVENTS = 20_000
MOST_LINES = 20_000
"""The largest number of lines of one event or zone."""
DEEPEST = 8
"""The deepest nesting of components; an alarm in an event in a calendar has depth three."""
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass
class Component:
    """The unfolded lines of an event or a zone, with the number of the first."""

    line: int
    lines: list[str]
    uid: str = ""

    @property
    def text(self) -> str:
        """The text of the component."""
        return "\r\n".join(self.lines) + "\r\n"

    @property
    def display_name(self) -> str:
        """Its name in messages."""
        return f"UID {self.uid}" if self.uid else f"the event in line {self.line}"


@dataclass
class Components:
    """The components of a calendar."""

    zones: list[Component] = field(default_factory=list)
    events: list[Component] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    """The calendar's own properties."""
    unfinished: list[tuple[Component, str]] = field(default_factory=list)
    """Events without an end line, each with the reason."""


def split_calendar(name: str, text: str) -> Components:
    """Split the text of a calendar.

    Args:
        name: the name of the file in messages.
        text: its text.

    Raises:
        InputError: it is not a calendar, or it is far too large.
    """
    scanner = _Scanner(name)
    for number, line in _unfolded(text):
        scanner.take(number, line)
    return scanner.finished()


def refusal_of(name: str, why: str) -> InputError:
    """Return the error that refuses a calendar for a reason."""
    return InputError([Issue(name, 0, f"the file is refused: {why}.", "Is it the right one?")])


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yield each content line with its number; a line that begins with a space continues the previous one."""
    number, parts = 0, [""]
    for at, line in enumerate(_LINE_END.split(text), start=1):
        if line[:1] in {" ", "\t"}:
            parts.append(line[1:])
            continue
        if "".join(parts).strip():
            yield number, "".join(parts)
        number, parts = at, [line]
    if "".join(parts).strip():
        yield number, "".join(parts)


class _Scanner:
    """Collects components line by line."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.components = Components()
        self.around: list[str] = []
        self.open: Component | None = None
        self.calendars = 0

    def take(self, number: int, line: str) -> None:
        word, _, value = line.partition(":")
        word, value = word.strip().upper(), value.strip()
        if word == "BEGIN":
            self._begin(number, line, value.upper())
        elif word == "END":
            self._end(line, value.upper())
        elif self.open is not None:
            self._add(word, line, value)
        elif self.around == ["VCALENDAR"]:
            self.components.properties[word.partition(";")[0]] = value

    def _begin(self, number: int, line: str, kind: str) -> None:
        if kind == "VEVENT" and self.open is not None:
            self.components.unfinished.append((self.open, "it does not end before the next one begins"))
            self.around = self.around[:1]
        self.around.append(kind)
        self.calendars += kind == "VCALENDAR"
        if len(self.around) > DEEPEST:
            raise refusal_of(self.name, f"line {number} is nested too deeply for a calendar")
        if kind in {"VEVENT", "VTIMEZONE"}:
            self.open = Component(number, [line])
            (self.components.events if kind == "VEVENT" else self.components.zones).append(self.open)
        elif self.open is not None and "VTIMEZONE" in self.around:
            self.open.lines.append(line)
        if len(self.components.events) + len(self.components.zones) > MOST_EVENTS:
            raise refusal_of(self.name, f"it holds more than {MOST_EVENTS} events")

    def _end(self, line: str, kind: str) -> None:
        if self.open is not None and (self.around[-1:] == [kind] or "VTIMEZONE" in self.around):
            if kind in {"VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"}:
                self.open.lines.append(line)
            self.open = None if kind in {"VEVENT", "VTIMEZONE"} else self.open
        if kind in self.around:
            del self.around[len(self.around) - 1 - self.around[::-1].index(kind) :]

    def _add(self, word: str, line: str, value: str) -> None:
        """Add a line to the open component; nested components of an event (alarms) are skipped."""
        if self.open is None or (self.around[-1:] != ["VEVENT"] and "VTIMEZONE" not in self.around):
            return
        self.open.lines.append(line)
        if word.partition(";")[0] == "UID":
            self.open.uid = clean(value, 300)
        if len(self.open.lines) > MOST_LINES:
            raise refusal_of(
                self.name, f"the entry that begins in line {self.open.line} has more than {MOST_LINES} lines"
            )

    def finished(self) -> Components:
        """Return the components; an event that is still open at the end of the file is unfinished."""
        if not self.calendars:
            hint = "A calendar begins with BEGIN:VCALENDAR."
            raise InputError([Issue(self.name, 1, "this is not a calendar.", hint)])
        if self.open is not None:
            self.components.unfinished.append((self.open, "the file ends in the middle of it"))
        unfinished = {id(component) for component, _ in self.components.unfinished}
        self.components.events = [event for event in self.components.events if id(event) not in unfinished]
        return self.components
