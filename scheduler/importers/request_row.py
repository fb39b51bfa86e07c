"""One row of a table as a meeting that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import nearest
from scheduler.base.times import say_length
from scheduler.importers.cells import is_bare, minutes_of, text_of
from scheduler.importers.names import key_of
from scheduler.importers.result import clean, folded
from scheduler.importers.row import RowReader
from scheduler.importers.synonyms import FORMATS, MODES, PRIORITIES, STATES, VISIBILITIES
from scheduler.importers.when import When

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from scheduler.importers.table import Cell

WORDS = (
    "title", "participants", "optional", "format", "length", "mode", "windows", "place", "venue", "room", "calls_on",
    "priority", "state", "start", "visibility", "note",
)  # fmt: skip
"""What an import writes of a meeting."""


@dataclass
class RequestReader(RowReader):
    """Reads a row as a meeting; `whose` takes part in it whatever it says."""

    formats: Collection[str] = ()
    whose: str | None = None
    bare: bool = False
    """Whether its length has no unit."""

    def entry(self) -> dict[str, Any]:
        """Return the meeting, without what could not be read."""
        title = self.text("title")
        people = self._people("participants") or self._mentioned(title)
        host = self._people("calls on")
        people = list(dict.fromkeys([*([self.whose] if self.whose else []), *people, *host]))
        made: dict[str, Any] = {"title": title or None, "participants": people}
        if len(people) < 2 and not self.mistakes:
            self.wrong(*_too_few(people))
        optional = [key for key in self._people("optional") if key not in people]
        made |= {"optional": optional or None, "calls_on": host[0] if host else None}
        made |= {"format": self._format(len(people)), "length": self._length(), "mode": self._modes()}
        made |= When(self.row, self.columns, self.period, self.known, self.mistakes).said()
        made |= self._where()
        made["priority"] = self._word("priority", PRIORITIES)
        made["state"] = self._word("state", STATES)
        made["visibility"] = self._word("visibility", VISIBILITIES)
        made["note"] = "; ".join(clean(text_of(cell)) for cell in self.columns.cells(self.row, "note")) or None
        return {word: made[word] for word in WORDS if made.get(word) is not None}

    def _people(self, word: str) -> list[str]:
        names = [n for cell in self.columns.cells(self.row, word) for n in self.known.split(text_of_people(cell))]
        found = [self.read(self.known.person, name) for name in names]
        return list(dict.fromkeys(key for key in found if key is not None))

    def _mentioned(self, title: str) -> list[str]:
        return self.known.mentioned(title) if not self.columns.cells(self.row, "participants") else []

    def _word(self, column: str, words: Mapping[str, str]) -> str | None:
        text = self.text(column)
        if not text:
            return None
        found = words.get(folded(text))
        if found is None:
            known = ", ".join(dict.fromkeys(words.values()))
            self.wrong(f"'{clean(text, 60)}' is no {column}.", f"Known are: {known}.")
        return found

    def _format(self, people: int) -> str | None:
        text = self.text("format")
        if not text:
            # What is not said is a bilateral; three or more hold none.
            return None if people < 3 else "trilateral" if people == 3 else "plurilateral"
        known = {folded(each): each for each in self.formats} | FORMATS
        found = known.get(folded(text))
        if found is None:
            hint = nearest(text, self.formats, "The formats")
            self.wrong(f"there is no format '{clean(text, 60)}'.", hint)
        return found

    def _modes(self) -> str | list[str] | None:
        text = self.text("mode")
        if not text:
            return None
        pieces = [text] if folded(text) in MODES else text.replace("/", ",").replace(" or ", ",").split(",")
        found = [MODES.get(folded(piece)) for piece in pieces if piece.strip()]
        if None in found or not found:
            known = ", ".join(dict.fromkeys(MODES.values()))
            self.wrong(f"'{clean(text, 60)}' is no mode.", f"Known are: {known}.")
            return None
        modes = [mode for mode in dict.fromkeys(found) if mode is not None]
        return modes[0] if len(modes) == 1 else modes

    # How long.

    def _length(self) -> str | None:
        for word, unit in (("minutes", "min"), ("hours long", "h"), ("length", "")):
            cell = self.columns.cell(self.row, word)
            if cell is not None:
                self.bare = not unit and is_bare(cell)
                minutes = self.read(minutes_of, cell, "min" if self.bare else unit)
                return None if minutes is None else say_length(minutes)
        return None

    # Where.

    def _where(self) -> dict[str, Any]:
        """Return the place, the venue and the room; a name that is another kind of thing is that."""
        made: dict[str, Any] = {}
        for column in ("place", "venue", "room"):
            text = self.text(column)
            if not text:
                continue
            if self.known.scenario is None:
                made[column] = key_of(text)
                continue
            looks = [(word, look(text)) for word, look in self._looks(column)]
            found = next(((word, key) for word, key in looks if key), None)
            if found:
                made.setdefault(*found)
            else:
                hint = nearest(text, self._names(column), f"The {column}s")
                self.wrong(f"there is no {column} '{clean(text, 60)}'.", hint)
        return made

    def _looks(self, column: str) -> list[tuple[str, Callable[[str], str | None]]]:
        looks = {"place": self.known.place, "venue": self.known.venue, "room": self.known.room}
        return [(column, looks[column]), *((word, look) for word, look in looks.items() if word != column)]

    def _names(self, column: str) -> Iterator[str]:
        scenario = self.known.scenario
        for key, entry in getattr(scenario, f"{column}s", {}).items():
            yield from (key, entry.name or key)


def _too_few(people: list[str]) -> tuple[str, str]:
    if not people:
        return "it names nobody who meets.", "Name two or more participants."
    return f"it names '{people[0]}' alone.", "Name two or more participants."


def text_of_people(cell: Cell) -> str:
    """Return a cell with names, whose lines stay apart."""
    return cell if isinstance(cell, str) else text_of(cell)
