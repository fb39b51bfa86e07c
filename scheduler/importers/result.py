"""What comes of a foreign file: entries to be written, what cannot be taken and why, and what is to be said.

Nothing of a file is passed over in silence: whatever is not taken stands among what is set aside or is counted in
a remark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

LONGEST_TEXT = 300
"""Signs of a title or another text from outside; what is longer is cut, and ends in an ellipsis."""
JOINERS = "\u200c\u200d\u200e\u200f"
"""Signs without width that scripts and emoji need; all others could only deceive a reader."""


@dataclass(frozen=True)
class Taken:
    """An entry from a foreign file, as it is to be written."""

    row: str
    """Where in the file it is from: ``UID a@b`` or ``sheet Requests, row 5``."""
    said: str
    """What messages call it."""
    entry: dict[str, Any]
    """The words that are written, without `source:`."""
    ident: str = ""
    """What it is known by when the file is imported again, whatever its row: a UID, a number of its own."""
    key: str = ""
    """The key that it would like to have, where entries have keys."""


@dataclass(frozen=True)
class SetAside:
    """Something in a foreign file that was not taken, and why."""

    row: str
    because: str
    hint: str = ""
    content: str = ""
    """What stands there, so that it is not lost."""
    line: int = 0
    """Its line in a text file; 0 where there are none."""

    def __str__(self) -> str:
        content = f" It says: {self.content}" if self.content else ""
        return f"{self.row}: {self.because} {self.hint}".rstrip() + content


@dataclass
class Import:
    """What comes of a foreign file."""

    file: str
    """The name of the file, without its folder."""
    entries: list[Taken] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What the reader should know: how the file was read, and what was left out on purpose."""
    columns: list[tuple[str, str]] = field(default_factory=list)
    """Each column of a sheet, and what it was understood as; nothing where it was ignored."""


def clean(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text from outside in one line, without signs that do not print, and not too long."""
    signs = (sign if sign.isprintable() or sign in JOINERS else " " for sign in text)
    line = " ".join("".join(signs).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def folded(text: str) -> str:
    """Return a text for comparing: no capitals, no accents, and signs other than letters and figures as spaces."""
    import unicodedata

    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def counted(number: int, word: str, words: str = "") -> str:
    """Return ``1 event`` or ``3 events``."""
    return f"{number} {word if number == 1 else words or word + 's'}"
