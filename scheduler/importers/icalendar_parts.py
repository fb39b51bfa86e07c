"""The text of a calendar taken apart into its zones and its events, each with its line, before anything is parsed."""

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
"""Of one event or zone."""
DEEPEST = 8
"""How deep components may lie in each other; an alarm in an event in a calendar is three deep."""
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass
class Component:
    """The lines of an event or a zone, with the number of the first."""

    line: int
    lines: list[str]
    uid: str = ""

    @property
    def text(self) -> str:
        """The component as it stands in the file, its lines unfolded."""
        return "\r\n".join(self.lines) + "\r\n"

    @property
    def called(self) -> str:
        """What messages call it."""
        return f"UID {self.uid}" if self.uid else f"the event in line {self.line}"


@dataclass
class Components:
    """What a calendar consists of."""

    zones: list[Component] = field(default_factory=list)
    events: list[Component] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    """What the calendar says of itself, by the word."""
    unfinished: list[tuple[Component, str]] = field(default_factory=list)
    """Events that do not end, and how that shows."""


def components_of(name: str, text: str) -> Components:
    """Take a calendar's text apart.

    Raises:
        InputError: it is no calendar, or has far too much in it.
    """
    scanner = _Scanner(name)
    for number, line in _unfolded(text):
        scanner.take(number, line)
    return scanner.finished()


def refused(name: str, why: str) -> InputError:
    """Return that a calendar is refused, and why."""
    return InputError([Issue(name, 0, f"the file is refused: {why}.", "Is it the right one?")])


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yield each content line with its number; a line that begins with a blank goes on with the one before."""
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
    """Takes line after line, and knows in which component it is."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.made = Components()
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
            self.made.said[word.partition(";")[0]] = value

    def _begin(self, number: int, line: str, kind: str) -> None:
        if kind == "VEVENT" and self.open is not None:
            self.made.unfinished.append((self.open, "it does not end before the next one begins"))
            self.around = self.around[:1]
        self.around.append(kind)
        self.calendars += kind == "VCALENDAR"
        if len(self.around) > DEEPEST:
            raise refused(self.name, f"line {number} is nested too deeply for a calendar")
        if kind in {"VEVENT", "VTIMEZONE"}:
            self.open = Component(number, [line])
            (self.made.events if kind == "VEVENT" else self.made.zones).append(self.open)
        elif self.open is not None and "VTIMEZONE" in self.around:
            self.open.lines.append(line)
        if len(self.made.events) + len(self.made.zones) > MOST_EVENTS:
            raise refused(self.name, f"it holds more than {MOST_EVENTS} events")

    def _end(self, line: str, kind: str) -> None:
        if self.open is not None and (self.around[-1:] == [kind] or "VTIMEZONE" in self.around):
            if kind in {"VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"}:
                self.open.lines.append(line)
            self.open = None if kind in {"VEVENT", "VTIMEZONE"} else self.open
        if kind in self.around:
            del self.around[len(self.around) - 1 - self.around[::-1].index(kind) :]

    def _add(self, word: str, line: str, value: str) -> None:
        """Add a line to the open component; what lies deeper in an event (an alarm) is passed over."""
        if self.open is None or (self.around[-1:] != ["VEVENT"] and "VTIMEZONE" not in self.around):
            return
        self.open.lines.append(line)
        if word.partition(";")[0] == "UID":
            self.open.uid = clean(value, 300)
        if len(self.open.lines) > MOST_LINES:
            raise refused(self.name, f"what begins in line {self.open.line} has more than {MOST_LINES} lines")

    def finished(self) -> Components:
        """Return what there is; an event in which the file ends is unfinished."""
        if not self.calendars:
            hint = "A calendar begins with BEGIN:VCALENDAR."
            raise InputError([Issue(self.name, 1, "this is not a calendar.", hint)])
        if self.open is not None:
            self.made.unfinished.append((self.open, "the file ends in the middle of it"))
        unfinished = {id(component) for component, _ in self.made.unfinished}
        self.made.events = [event for event in self.made.events if id(event) not in unfinished]
        return self.made
