"""The result of reading a foreign file: entries to write, entries that are set aside with the reason, and remarks.

Nothing is dropped silently: everything that is not imported is either set aside or counted in a remark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

LONGEST_TEXT = 300
"""The longest text from a foreign file, in characters; longer texts are cut and end in an ellipsis."""
JOINERS = "\u200c\u200d\u200e\u200f"
"""Zero-width characters that scripts and emoji need; all others could only deceive a reader."""


@dataclass(frozen=True)
class ImportedEntry:
    """An entry from a foreign file, ready to be written."""

    row: str
    """Its place in the file: ``UID a@b`` or ``sheet Requests, row 5``."""
    label: str
    """Its name in messages."""
    entry: dict[str, Any]
    """Its keys and values, without `source:`."""
    ident: str = ""
    """Its identifier, independent of the row: a UID, or the request's own number."""
    key: str = ""
    """The preferred key, if the section is a map."""


@dataclass(frozen=True)
class SetAside:
    """An entry of a foreign file that was not imported, and the reason."""

    row: str
    because: str
    hint: str = ""
    content: str = ""
    """The content of the row, so that it is not lost."""
    line: int = 0
    """Its line in a text file; 0 in other files."""

    def __str__(self) -> str:
        content = f" Content: {self.content}" if self.content else ""
        return f"{self.row}: {self.because} {self.hint}".rstrip() + content


@dataclass
class ImportResult:
    """The result of reading a foreign file."""

    file: str
    """The name of the file, without its folder."""
    entries: list[ImportedEntry] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """Remarks on how the file was read, and on what was left out on purpose."""
    columns: list[tuple[str, str]] = field(default_factory=list)
    """The columns of a table, each with our column, or "" if it is ignored."""


def clean(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return a foreign text on one line, without unprintable characters, cut to a length."""
    signs = (sign if sign.isprintable() or sign in JOINERS else " " for sign in text)
    line = " ".join("".join(signs).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def normalised(text: str) -> str:
    """Return a text normalised for comparison: lower case, no accents, punctuation replaced by spaces."""
    import unicodedata

    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def count_text(number: int, word: str, words: str = "") -> str:
    """Return a number with the singular or plural of a word: ``1 event``, ``3 events``."""
    return f"{number} {word if number == 1 else words or word + 's'}"
