"""Read files with a limit on their size; write files atomically."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import InputError, Issue, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

STDIN = "-"
LARGEST_TEXT = 20_000_000
"""The largest text file that is read, in bytes; 10,000 meetings take about 1.5 million."""


def display_name(path: str | Path) -> str:
    """Return the name of a file in messages: the path as given, or ``<stdin>`` for ``-``."""
    return "<stdin>" if str(path) == STDIN else str(path)


def read_text(path: str | Path, what: str = "scenario") -> str:
    """Return the text of a file, or of standard input for ``-``.

    Raises:
        InputError: it is missing, a folder, too large, unreadable, or not UTF-8.
    """
    data = read_bytes(path, what)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Save it with the encoding UTF-8."
        raise InputError([Issue(display_name(path), line, "the file is not UTF-8 text.", hint)]) from None


def read_bytes(path: str | Path, what: str) -> bytes:
    """Return the bytes of a file, or of standard input for ``-``.

    Args:
        path: the file, or ``-``.
        what: the expected kind of file ("scenario", "plan"), for the message that it is too large.

    Raises:
        InputError: it is missing, a folder, too large, or unreadable.
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
        return sys.stdin.buffer.read(LARGEST_TEXT + 1)
    with Path(path).open("rb") as file:
        return file.read(LARGEST_TEXT + 1)


def _neighbours(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir() if path.suffix in {".yaml", ".yml", ".json"}]
    except OSError:
        return []


def ensure_writable(path: str | Path) -> None:
    """Check that a file can be written, before any long computation starts.

    Raises:
        InputError: its folder is missing or not writable, or the path is a folder or a device.
    """
    name, target = str(path), Path(path)
    if target.is_dir():
        raise InputError([Issue(name, 0, "this is a folder.", "Name a file in it.")])
    if target.exists() and not target.is_file():
        raise InputError([Issue(name, 0, "this is a device or a pipe, not a file.", "Write '-' for standard output.")])
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".scheduler-"):
            pass
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(13, "Permission denied")
    except OSError as error:
        reason = "its folder does not exist" if not target.parent.is_dir() else (error.strerror or str(error)).lower()
        raise InputError([Issue(name, 0, f"the file cannot be written: {reason}.", "Name another place.")]) from None


def write_whole(path: str | Path, text: str) -> None:
    """Write a file atomically: a reader sees the old content or the new content, never a part of it.

    Raises:
        InputError: it cannot be written; the old content is unchanged.
    """
    write_all({str(path): text.encode()})


def write_all(contents: Mapping[str, bytes]) -> None:
    """Write several files atomically, all of them or none; symbolic links are followed.

    Raises:
        InputError: one of them cannot be written; every old content is unchanged.
    """
    with ExitStack() as cleanup:
        files = [(path, Path(path).resolve(), data) for path, data in contents.items()]
        written = [(path, target, _write_temporary(path, target, data, cleanup)) for path, target, data in files]
        with ExitStack() as rollback:
            for path, target, temporary in written:
                try:
                    rollback.callback(*_restore_call(target, cleanup))
                    os.replace(temporary, target)  # noqa: PTH105
                except OSError as error:
                    raise _unwritable(path, error) from None
            rollback.pop_all()


def _write_temporary(path: str, target: Path, data: bytes, cleanup: ExitStack) -> Path:
    """Write the data to a temporary file in the target's folder, with the target's permissions."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".scheduler-")
        cleanup.callback(Path(name).unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(target.stat().st_mode if target.exists() else 0o666 & ~_umask())
    except OSError as error:
        raise _unwritable(path, error) from None
    return Path(name)


def _restore_call(target: Path, cleanup: ExitStack) -> tuple[Any, ...]:
    """Return the call that restores a file's present content, or removes it where it does not exist yet."""
    if not target.exists():
        return (partial(target.unlink, missing_ok=True),)
    old = _write_temporary(str(target), target, target.read_bytes(), cleanup)
    return os.replace, old, target


def _unwritable(path: str, error: OSError) -> InputError:
    reason = (error.strerror or str(error)).lower()
    return InputError([Issue(path, 0, f"the file cannot be written: {reason}.", "")])


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
