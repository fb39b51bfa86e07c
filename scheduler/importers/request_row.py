"""Read one row of a table as a requested meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import nearest
from scheduler.base.times import say_length
from scheduler.importers.cells import cell_minutes, cell_text, is_bare_minutes
from scheduler.importers.names import key_of
from scheduler.importers.result import clean, normalised
from scheduler.importers.row import RowReader
from scheduler.importers.synonyms import (
    FORMAT_SYNONYMS,
    MODE_SYNONYMS,
    PRIORITY_SYNONYMS,
    STATE_SYNONYMS,
    VISIBILITY_SYNONYMS,
)
from scheduler.importers.when import When

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from scheduler.importers.table import Cell

WORDS = (
    "title", "participants", "optional", "format", "length", "mode", "windows", "place", "venue", "room", "calls_on",
    "priority", "state", "start", "visibility", "note",
)  # fmt: skip
"""The keys of a meeting that an import may write."""


@dataclass
class RequestReader(RowReader):
    """Reads a row as a meeting; the principal `whose`, if given, takes part in every meeting."""

    formats: Collection[str] = ()
    whose: str | None = None
    bare: bool = False
    """Whether its length is a number without a unit."""

    def entry(self) -> dict[str, Any]:
        """Return the meeting; unreadable values are missing and recorded as mistakes."""
        title = self.text("title")
        people = self._people("participants") or self._mentioned(title)
        host = self._people("calls on")
        people = list(dict.fromkeys([*([self.whose] if self.whose else []), *people, *host]))
        entry: dict[str, Any] = {"title": title or None, "participants": people}
        if len(people) < 2 and not self.mistakes:
            self.wrong(*_too_few(people))
        optional = [key for key in self._people("optional") if key not in people]
        entry |= {"optional": optional or None, "calls_on": host[0] if host else None}
        entry |= {"format": self._format(len(people)), "length": self._length(), "mode": self._modes()}
        entry |= When(self.row, self.columns, self.period, self.index, self.mistakes).fields()
        entry |= self._where()
        entry["priority"] = self._word("priority", PRIORITY_SYNONYMS)
        entry["state"] = self._word("state", STATE_SYNONYMS)
        entry["visibility"] = self._word("visibility", VISIBILITY_SYNONYMS)
        entry["note"] = "; ".join(clean(cell_text(cell)) for cell in self.columns.cells(self.row, "note")) or None
        return {word: entry[word] for word in WORDS if entry.get(word) is not None}

    def _people(self, word: str) -> list[str]:
        names = [n for cell in self.columns.cells(self.row, word) for n in self.index.split(text_of_people(cell))]
        found = [self.read(self.index.person, name) for name in names]
        return list(dict.fromkeys(key for key in found if key is not None))

    def _mentioned(self, title: str) -> list[str]:
        return self.index.mentioned(title) if not self.columns.cells(self.row, "participants") else []

    def _word(self, column: str, words: Mapping[str, str]) -> str | None:
        text = self.text(column)
        if not text:
            return None
        found = words.get(normalised(text))
        if found is None:
            known = ", ".join(dict.fromkeys(words.values()))
            self.wrong(f"'{clean(text, 60)}' is not a {column}.", f"Write one of: {known}.")
        return found

    def _format(self, people: int) -> str | None:
        text = self.text("format")
        if not text:
            # The default is a bilateral; three or more participants cannot hold one.
            return None if people < 3 else "trilateral" if people == 3 else "plurilateral"
        known = {normalised(each): each for each in self.formats} | FORMAT_SYNONYMS
        found = known.get(normalised(text))
        if found is None:
            hint = nearest(text, self.formats, "The formats")
            self.wrong(f"there is no format '{clean(text, 60)}'.", hint)
        return found

    def _modes(self) -> str | list[str] | None:
        text = self.text("mode")
        if not text:
            return None
        pieces = [text] if normalised(text) in MODE_SYNONYMS else text.replace("/", ",").replace(" or ", ",").split(",")
        found = [MODE_SYNONYMS.get(normalised(piece)) for piece in pieces if piece.strip()]
        if None in found or not found:
            known = ", ".join(dict.fromkeys(MODE_SYNONYMS.values()))
            self.wrong(f"'{clean(text, 60)}' is not a mode.", f"Write one of: {known}.")
            return None
        modes = [mode for mode in dict.fromkeys(found) if mode is not None]
        return modes[0] if len(modes) == 1 else modes

    # How long.

    def _length(self) -> str | None:
        for word, unit in (("minutes", "min"), ("hours long", "h"), ("length", "")):
            cell = self.columns.cell(self.row, word)
            if cell is not None:
                self.bare = not unit and is_bare_minutes(cell)
                minutes = self.read(cell_minutes, cell, "min" if self.bare else unit)
                return None if minutes is None else say_length(minutes)
        return None

    # Where.

    def _where(self) -> dict[str, Any]:
        """Return the place, the venue and the room; a name in the wrong column is still recognised."""
        found_keys: dict[str, Any] = {}
        for column in ("place", "venue", "room"):
            text = self.text(column)
            if not text:
                continue
            if self.index.scenario is None:
                found_keys[column] = key_of(text)
                continue
            looks = [(word, look(text)) for word, look in self._looks(column)]
            found = next(((word, key) for word, key in looks if key), None)
            if found:
                found_keys.setdefault(*found)
            else:
                hint = nearest(text, self._names(column), f"The {column}s")
                self.wrong(f"there is no {column} '{clean(text, 60)}'.", hint)
        return found_keys

    def _looks(self, column: str) -> list[tuple[str, Callable[[str], str | None]]]:
        looks = {"place": self.index.place, "venue": self.index.venue, "room": self.index.room}
        return [(column, looks[column]), *((word, look) for word, look in looks.items() if word != column)]

    def _names(self, column: str) -> Iterator[str]:
        scenario = self.index.scenario
        for key, entry in getattr(scenario, f"{column}s", {}).items():
            yield from (key, entry.name or key)


def _too_few(people: list[str]) -> tuple[str, str]:
    if not people:
        return "it names no participants.", "Name two or more participants."
    return f"it names only '{people[0]}'.", "Name two or more participants."


def text_of_people(cell: Cell) -> str:
    """Return a cell with names as text; its line breaks stay, since they separate names."""
    return cell if isinstance(cell, str) else cell_text(cell)
