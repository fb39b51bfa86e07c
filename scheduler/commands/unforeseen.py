"""Errors that nobody foresaw: one sentence for the officer, the details in a file, and never a traceback.

Exit code 1 means "proved" to the reader, so that an error of the program has a code of its own. This file is
imported only where there is such an error.
"""

from __future__ import annotations

import os
import platform
import shlex
import tempfile
import traceback
from importlib import metadata
from typing import TYPE_CHECKING

from scheduler import __version__
from scheduler.base.failures import WorkerError
from scheduler.base.files import RECORD
from scheduler.commands.base import say

if TYPE_CHECKING:
    from collections.abc import Sequence

LIBRARIES = (
    "ortools",
    "pydantic",
    "PyYAML",
    "rich",
    "numba",
    "icalendar",
    "recurring-ical-events",
    "python-calamine",
    "XlsxWriter",
    "docxtpl",
    "Jinja2",
    "distributed",
)
"""The libraries whose versions the details name."""
MOST_NAMED = 3
"""Files that the sentence names; the details name all of them."""


def report(error: BaseException, arguments: Sequence[str]) -> None:
    """Say in one sentence that a command failed, what it wrote and what it did not, and where the details are.

    Args:
        error: what was raised.
        arguments: the command line, from the verb on.
    """
    verb = arguments[0] if arguments else ""
    say(f"{f'scheduler {verb}'.strip()}: {_what(error)}; {_written()}; {_details(error, arguments)}.")


def _what(error: BaseException) -> str:
    """Say what failed."""
    there = next((each for each in (error, error.__cause__) if isinstance(each, WorkerError)), None)
    name = there.name if there else type(error).__name__
    if name == "MemoryError":
        return "there is not enough memory for this"
    here = "a worker process of this program" if there else "this program itself"
    return f"the failure is in {here}, not in your input ({name})"


def _written() -> str:
    """Say what the command has written, and what it was to write and has not."""
    done, missing = _several(RECORD.written), _several(RECORD.missing)
    said = [f"{done} {'was' if len(RECORD.written) == 1 else 'were'} written"] if done else []
    said += [f"{missing} {'was' if len(RECORD.missing) == 1 else 'were'} not written"] if missing else []
    return " and ".join(said) or "nothing was written"


def _several(paths: Sequence[str]) -> str:
    more = len(paths) - MOST_NAMED
    named = [*paths[:MOST_NAMED], f"{more} more"] if more > 0 else list(paths)
    return " and ".join([*([", ".join(named[:-1])] if len(named) > 1 else []), *named[-1:]])


def _details(error: BaseException, arguments: Sequence[str]) -> str:
    """Write the details to a new file, and say where they are; or why there are none."""
    try:
        handle, name = tempfile.mkstemp(prefix="scheduler-error-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(details(error, arguments))
    except OSError as no_file:
        return f"the details cannot be written either ({(no_file.strerror or str(no_file)).lower()})"
    return f"the details are in {name}"


def details(error: BaseException, arguments: Sequence[str]) -> str:
    """Return what whoever mends the program needs: versions, the command line, files, the traceback.

    No scenario, plan or calendar is copied; an error's own message may name an entry of one.
    """
    lines = [
        "This file is for whoever mends the program. It holds no scenario, plan or calendar; the command line and the",
        "message of the error may name an entry of one, so read it before you pass it on.",
        "",
        f"scheduler {__version__}, Python {platform.python_version()}, {platform.platform()}",
        ", ".join(f"{name} {_version(name)}" for name in LIBRARIES),
        f"command line: {shlex.join(['scheduler', *arguments])}",
        f"written: {', '.join(RECORD.written) or 'nothing'}",
        f"not written: {', '.join(RECORD.missing) or 'nothing else was to be'}",
        "",
        "".join(traceback.format_exception(error)),
    ]
    return "\n".join(lines)


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "(not installed)"
