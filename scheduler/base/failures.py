"""What fails in workers and in the threads of libraries: carried as text, raised in one place, printed nowhere."""

from __future__ import annotations

import logging
import traceback
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class WorkerError(Exception):
    """The work failed in a worker, in a way that nobody foresaw; what failed there is text, which any process reads."""

    def __init__(self, name: str, details: str) -> None:
        """Take the name of the error's class and its traceback."""
        self.name, self.details = name, details
        super().__init__(f"{name} in a worker\n{details}")


@dataclass(frozen=True)
class Failed:
    """What a worker sends instead of results: not every error can be sent, and a library there would print it."""

    name: str
    details: str

    @classmethod
    def of(cls, error: BaseException) -> Failed:
        """Take what is to be said of an error."""
        return cls(type(error).__name__, "".join(traceback.format_exception(error)))


strays: list[Failed] = []
"""In a worker: what failed in its threads."""


def note(what: Any) -> None:
    """Keep what failed in a thread of a worker until the next results are sent."""
    if isinstance(what.exc_value, Exception):
        strays.append(Failed.of(what.exc_value))


@contextmanager
def logs_without_tracebacks() -> Iterator[None]:
    """Let libraries log their messages alone: what fails is raised, and reported by whoever called."""
    before, quiet = logging.lastResort, logging.StreamHandler()
    quiet.setLevel(logging.WARNING)
    quiet.setFormatter(_MessageAlone())
    logging.lastResort = quiet
    try:
        yield
    finally:
        logging.lastResort = before


@contextmanager
def quiet(name: str) -> Iterator[None]:
    """Leave out the log of a library that says there what it raises as well."""
    log = logging.getLogger(name)
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)


class _MessageAlone(logging.Formatter):
    """Writes the message of a record, and no traceback."""

    def format(self, record: logging.LogRecord) -> str:
        return record.getMessage()
