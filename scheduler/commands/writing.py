"""How a command changes the officer's own file: shown first, and only if nobody else changed it meanwhile."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

from scheduler.base.files import read_text, write_whole
from scheduler.base.issue import InputError, Issue

MARK = "\ufeff"
"""The mark that some editors put at the beginning of a file; it stays where it is."""


def difference(before: str, after: str, name: str) -> str:
    """Return what changes in a file, line by line, as `diff -u` shows it."""
    old, new = (text.splitlines(keepends=True) for text in (before, after))
    lines = unified_diff(old, new, name, name, n=1)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def write_if_same(path: str, before: str, after: str) -> None:
    """Write a file, if it still says what it said when it was read.

    Raises:
        InputError: it was changed meanwhile, or cannot be written; nothing is written then.
    """
    if read_text(path) != before:
        message = "the file was changed while this was worked out; nothing is written."
        raise InputError([Issue(path, 0, message, "Run the command again.")])
    marked = Path(path).read_bytes().startswith(MARK.encode())
    write_whole(path, MARK + after if marked else after)
