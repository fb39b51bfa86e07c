"""What a long piece of work has finished so far, in a file to which it only adds: a stopped one goes on from there.

The first line says what the work is; each other line is one finished piece. A line that was torn when the program was
killed is dropped, and its piece is done again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from scheduler.files import ensure_writable
from scheduler.issue import InputError, Issue

if TYPE_CHECKING:
    from types import TracebackType

FORMAT = 1
KIND = "scheduler sweep"


class Ledger:
    """A file of finished pieces, open to be added to."""

    def __init__(self, path: str, header: dict[str, Any]) -> None:
        """Open a file, new or of the same work.

        Raises:
            InputError: it cannot be written, is no such file, or one of other work.
        """
        self.path = Path(path)
        self.header = {"file": KIND, "format": FORMAT, **header}
        ensure_writable(path)
        text = self.path.read_bytes() if self.path.is_file() else b""
        whole, newline, _ = text.rpartition(b"\n")
        self.found = self._read((whole + newline).splitlines()) if text else []
        self._file: IO[bytes] = self.path.open("r+b" if self.found or newline else "wb")
        self._file.truncate(len(whole + newline))
        self._file.seek(0, 2)
        if not newline:
            self._write(self.header)

    def _read(self, lines: list[bytes]) -> list[dict[str, Any]]:
        """Return the pieces that are finished."""
        if not lines:
            return []
        entries = []
        for number, line in enumerate(lines, start=1):
            try:
                entry = json.loads(line)
            except ValueError:
                entry = None
            if not isinstance(entry, dict):
                raise self._refused(number, "this is not a line of a results file.", "Name another file for --out.")
            entries.append(entry)
        self._ensure_the_same(entries[0])
        return entries[1:]

    def _ensure_the_same(self, header: dict[str, Any]) -> None:
        if header.get("file") != KIND:
            raise self._refused(1, "this is not a results file of a sweep.", "Name another file for --out.")
        if header.get("format") != FORMAT:
            raise self._refused(1, "it was written by another version of the program.", "Name a new file for --out.")
        for word, of in (("scenario", "scenario"), ("plan", "plan"), ("seed", "--seed")):
            if header.get(word) != self.header.get(word):
                message = f"these are results for another {of}, or for this one before it was changed."
                raise self._refused(1, message, "Name a new file for --out, or sweep what it was made from.")

    def _refused(self, line: int, message: str, hint: str) -> InputError:
        return InputError([Issue(str(self.path), line, message, hint)])

    def add(self, entry: dict[str, Any]) -> None:
        """Add a finished piece; it is in the file when this returns, even if the program is killed then."""
        self._write(entry)

    def _write(self, entry: dict[str, Any]) -> None:
        self._file.write(json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        self._file.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()
