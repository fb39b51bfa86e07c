"""Sanitise texts for files: names may contain anything, but files must stay readable."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

_NOT_IN_XML = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
INSTEAD = "\N{REPLACEMENT CHARACTER}"
"""Replaces a character that documents must not contain, so that the loss is visible."""


def printable(text: str) -> str:
    """Return a text with uniform line ends, in which `INSTEAD` replaces control characters and broken surrogates."""
    return _NOT_IN_XML.sub(INSTEAD, text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Return a text as one line, with single spaces."""
    return " ".join(printable(text).split())


def shorten(text: str, most: int) -> str:
    """Cut a text to a number of UTF-16 units, as spreadsheets count; a cut text ends in an ellipsis."""
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
    """Return the width of a text on one line, in columns of Latin letters."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def lines_of(text: str, width: float) -> int:
    """Estimate the number of lines of a text that is wrapped at a width in letters, with some margin for words."""
    return sum(1 + int(max(0, width_of(line) - 1) / max(1.0, width * 0.92)) for line in text.split("\n"))
