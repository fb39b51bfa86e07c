"""Texts as files can hold them: whatever a name may contain, and never what would make a file unreadable."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

_NOT_IN_XML = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
INSTEAD = "\N{REPLACEMENT CHARACTER}"
"""What stands in place of a character that no document may hold, so that its loss is seen."""


def printable(text: str) -> str:
    """Return a text whose lines end with one newline, with `INSTEAD` for control characters and broken ones."""
    return _NOT_IN_XML.sub(INSTEAD, text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Return a text as one line, with single spaces."""
    return " ".join(printable(text).split())


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many UTF-16 units, as spreadsheets count them; what is cut off is marked."""
    if len(text) * 2 <= most or _units(text) <= most:
        return text
    kept, left = [], most - 1
    for character in text:
        left -= _units(character)
        if left < 0:
            break
        kept.append(character)
    return "".join(kept) + "…"


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def width_of(text: str) -> int:
    """Return how many columns of plain letters the text takes on one line."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes that is wrapped at a width, in letters; words make it a little more."""
    return sum(1 + int(max(0, width_of(line) - 1) / max(1.0, width * 0.92)) for line in text.split("\n"))
