"""Files, read with a bound on their size and written whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import InputError, Issue, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

STDIN = "-"
LARGEST_TEXT = 20_000_000
"""Bytes of a scenario file; 10,000 meetings take about 1.5 million."""


@dataclass
class Record:
    """What this process has written, and what it is to write, each as its path was given."""

    written: list[str] = field(default_factory=list)
    meant: list[str] = field(default_factory=list)
    """The files that were made sure to be writable, or that were begun."""

    @property
    def missing(self) -> list[str]:
        """What was to be written and is not."""
        return [path for path in dict.fromkeys(self.meant) if path not in self.written]

    def add(self, *paths: str) -> None:
        """Note that files are written, each once."""
        self.written += [path for path in dict.fromkeys(paths) if path not in self.written]

    def clear(self) -> None:
        """Forget everything: another command begins."""
        self.written.clear()
        self.meant.clear()


RECORD = Record()
"""Of this process: where a command fails, the officer is told what is written and what is not."""


def display_name(path: str | Path) -> str:
    """Return what messages call a file: its path as it was written, or ``<stdin>``."""
    return "<stdin>" if str(path) == STDIN else str(path)


def read_text(path: str | Path, what: str = "scenario") -> str:
    """Return the text of a file, or of standard input for ``-``.

    Raises:
        InputError: it is missing, a directory, too large, not to be read, or not UTF-8.
    """
    data = read_bytes(path, what)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Save it with the encoding UTF-8."
        raise InputError([Issue(display_name(path), line, "the file is not UTF-8 text.", hint)]) from None


def read_bytes(path: str | Path, what: str) -> bytes:
    """Return what is in a file, or in standard input for ``-``; `what` it should be is said where it is far too large.

    Raises:
        InputError: it is missing, a directory, too large, or not to be read.
    """
    name = display_name(path)
    try:
        data = _bytes_of(path)
    except FileNotFoundError:
        hint = nearest(Path(name).name, _neighbours(Path(name).parent), "In that folder there is")
        raise InputError([Issue(name, 0, "there is no such file.", hint)]) from None
    except IsADirectoryError:
        hint = nearest("", _neighbours(Path(name)), "In it there is")
        raise InputError([Issue(name, 0, "this is a folder, not a file.", hint)]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError([Issue(name, 0, f"the file cannot be read: {reason.lower()}.", "")]) from None
    if len(data) > LARGEST_TEXT:
        size = f"over {LARGEST_TEXT // 1_000_000} million bytes"
        message = f"the file is far too large for a {what} ({size})."
        raise InputError([Issue(name, 1, message, "Is it another file?")])
    return data


def _bytes_of(path: str | Path) -> bytes:
    if str(path) == STDIN:
        if sys.stdin is None:  # it was closed before the program began
            raise OSError(errno.EBADF, "standard input is closed")
        return sys.stdin.buffer.read(LARGEST_TEXT + 1)
    with Path(path).open("rb") as file:
        return file.read(LARGEST_TEXT + 1)


def _neighbours(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir() if path.suffix in {".yaml", ".yml", ".json"}]
    except OSError:
        return []


def ensure_writable(path: str | Path) -> None:
    """Make sure that a file can be written, before any long work is done for it.

    Raises:
        InputError: its folder is missing or closed to us, or the path is a folder.
    """
    import tempfile

    name, target = str(path), Path(path)
    RECORD.meant.append(name)
    try:
        if target.is_dir():
            raise InputError([Issue(name, 0, "this is a folder.", "Name a file in it.")])
        if target.exists() and not target.is_file():
            raise InputError(
                [Issue(name, 0, "this is a device or a pipe, not a file.", "Write '-' for standard output.")]
            )
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".scheduler-"):
            pass
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(13, "Permission denied")
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError)
        reason = "its folder does not exist" if missing else (getattr(error, "strerror", "") or str(error)).lower()
        raise InputError([Issue(name, 0, f"the file cannot be written: {reason}.", "Name another place.")]) from None


def write_whole(path: str | Path, text: str) -> None:
    """Write a file so that readers see the old one or the new one, and never a part.

    Raises:
        InputError: it cannot be written; what was there is untouched.
    """
    write_all({str(path): text.encode()})


def write_all(contents: Mapping[str, bytes]) -> None:
    """Write several files, all or none of them; readers see an old one or a new one, and never a part.

    Of a link, what it leads to is replaced.

    Raises:
        InputError: one of them cannot be written; what was there is untouched.
    """
    RECORD.meant += contents
    with ExitStack() as undone:
        files = [(path, Path(path).resolve(), data) for path, data in contents.items()]
        made = [(path, target, _beside(path, target, data, undone)) for path, target, data in files]
        with ExitStack() as put_back:
            for path, target, temporary in made:
                try:
                    put_back.callback(*_way_back(target, undone))
                    os.replace(temporary, target)  # noqa: PTH105
                except OSError as error:
                    raise _unwritable(path, error) from None
            put_back.pop_all()
            RECORD.add(*contents)


def _beside(path: str, target: Path, data: bytes, undone: ExitStack) -> Path:
    """Write the data to a file beside the one that it is to replace."""
    import tempfile

    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".scheduler-")
        undone.callback(Path(name).unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(target.stat().st_mode if target.exists() else 0o666 & ~_umask())
    except OSError as error:
        raise _unwritable(path, error) from None
    return Path(name)


def _way_back(target: Path, undone: ExitStack) -> tuple[Any, ...]:
    """Return the call that puts back what a file is now: its old bytes, or nothing."""
    if not target.exists():
        return (partial(target.unlink, missing_ok=True),)
    old = _beside(str(target), target, target.read_bytes(), undone)
    return os.replace, old, target


def _unwritable(path: str, error: OSError) -> InputError:
    reason = (error.strerror or str(error)).lower()
    return InputError([Issue(path, 0, f"the file cannot be written: {reason}.", "")])


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
