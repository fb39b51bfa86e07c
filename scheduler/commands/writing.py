"""Write the officer's own file: show the difference first, and write only if nobody changed the file meanwhile."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

from scheduler.base.files import read_text, write_whole
from scheduler.base.issue import InputError, Issue

MARK = "\ufeff"
"""The byte-order mark that some editors write at the beginning of a file; it is preserved."""


def text_difference(before: str, after: str, name: str) -> str:
    """Return the difference between two texts of a file, as `diff -u` shows it."""
    old, new = (text.splitlines(keepends=True) for text in (before, after))
    lines = unified_diff(old, new, name, name, n=1)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def write_if_unchanged(path: str, before: str, after: str) -> None:
    """Write a file if its content is still the same as when it was read.

    Raises:
        InputError: it was changed meanwhile, or cannot be written; nothing is written.
    """
    if read_text(path) != before:
        message = "the file was changed while the command was running; nothing is written."
        raise InputError([Issue(path, 0, message, "Run the command again.")])
    marked = Path(path).read_bytes().startswith(MARK.encode())
    write_whole(path, MARK + after if marked else after)
