"""An append-only file of finished results, from which an interrupted run resumes.

The first line identifies the run; every other line is one finished piece. A partial last line, left when the program
was killed, is dropped, and its piece is computed again. A lock keeps a second program from writing to the file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from scheduler.base.files import RECORD, ensure_writable
from scheduler.base.issue import InputError, Issue

if TYPE_CHECKING:
    from collections.abc import Collection
    from types import TracebackType

FORMAT = 1
KIND = "scheduler sweep"


class Ledger:
    """A file of finished pieces, open for appending."""

    def __init__(self, path: str, header: dict[str, Any], keys: Collection[str], pieces: int) -> None:
        """Open a new file, or the file of the same run.

        Args:
            path: the file.
            header: the values that identify the run.
            keys: the keys that the entry of a finished piece must have.
            pieces: the number of pieces; an entry names its piece by number in `future`.

        Raises:
            InputError: it cannot be written, is not a results file, belongs to another run, or is locked.
        """
        self.path, self.keys, self.pieces = Path(path), frozenset(keys), pieces
        self.header = {"file": KIND, "format": FORMAT, **header}
        ensure_writable(path)
        self._file: IO[bytes] = self.path.open("a+b")
        try:
            self._lock()
            self.finished = self._begin()
        except InputError:
            self._file.close()
            raise
        RECORD.add(path)

    def _lock(self) -> None:
        try:
            import fcntl
        except ImportError:  # pragma: no cover (Windows has no flock; two sweeps on one file are not detected there)
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            message = "another sweep is writing to this file."
            raise self._refused(0, message, "Wait until it has ended, or name another file for --out.") from None

    def _begin(self) -> list[dict[str, Any]]:
        """Return the finished entries; drop a partial last line, and write the header into an empty file."""
        self._file.seek(0)
        text = self._file.read()
        whole, newline, torn = text.rpartition(b"\n")
        if not newline and not self._line(self.header).startswith(torn):
            raise self._refused(1, "this is not a results file of a sweep.", "Name another file for --out.")
        found = self._read((whole + newline).splitlines())
        self._file.truncate(len(whole + newline))
        if not newline:
            self._write(self.header)
        return found

    def _read(self, lines: list[bytes]) -> list[dict[str, Any]]:
        """Return the entries of the finished pieces."""
        if not lines:
            return []
        entries = []
        for number, line in enumerate(lines, start=1):
            try:
                entry = json.loads(line)
            except ValueError:
                entry = None
            if number == 1:
                self._ensure_same_run(entry if isinstance(entry, dict) else {})
            elif self._is_finished(entry):
                entries.append(entry)
            else:
                raise self._refused(number, "this is not a line of a results file.", "Delete it, or name another file.")
        return entries

    def _is_finished(self, entry: Any) -> bool:
        """Whether a line is a finished piece of this run."""
        if not isinstance(entry, dict) or not self.keys <= set(entry):
            return False
        number = entry["future"]
        return isinstance(number, int) and not isinstance(number, bool) and 0 <= number < self.pieces

    def _ensure_same_run(self, header: dict[str, Any]) -> None:
        if header.get("file") != KIND:
            raise self._refused(1, "this is not a results file of a sweep.", "Name another file for --out.")
        if header.get("format") != FORMAT:
            raise self._refused(1, "it was written by another version of the program.", "Name a new file for --out.")
        for word, of in (("scenario", "scenario"), ("plan", "plan"), ("seed", "--seed")):
            if header.get(word) != self.header.get(word):
                message = f"these are results for another {of}, or for an earlier version of this one."
                raise self._refused(1, message, "Name a new file for --out, or sweep the original again.")

    def _refused(self, line: int, message: str, hint: str) -> InputError:
        return InputError([Issue(str(self.path), line, message, hint)])

    def add(self, entry: dict[str, Any]) -> None:
        """Append a finished piece; it survives if the program is killed after this returns."""
        self._write(entry)

    def _write(self, entry: dict[str, Any]) -> None:
        self._file.write(self._line(entry))
        self._file.flush()

    @staticmethod
    def _line(entry: dict[str, Any]) -> bytes:
        return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()
