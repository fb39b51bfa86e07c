"""What fails in workers and in the threads of libraries: carried as text, raised in one place, printed nowhere."""

from __future__ import annotations

import logging
import pickle
import traceback
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from scheduler.base.issue import InputError, Mistake

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
    """What a worker sends instead of results: a library would print the error there, and cannot send every one."""

    name: str
    details: str
    error: bytes | None
    """The error itself, where it can be sent and means nothing else to whoever gets it."""

    @classmethod
    def of(cls, error: BaseException) -> Failed:
        """Take what is to be said of an error."""
        return cls(type(error).__name__, "".join(traceback.format_exception(error)), _sent(error))

    def again(self) -> NoReturn:
        """Raise the error where the work was asked for.

        Raises:
            Exception: the error itself, because of a `WorkerError`.
            WorkerError: the error cannot be sent.
        """
        failed = WorkerError(self.name, self.details)
        if self.error is None:
            raise failed
        raise pickle.loads(self.error) from failed  # noqa: S301 - of our own worker


def _sent(error: BaseException) -> bytes | None:
    # A disk that is full there is not full here, and a mistake there is none of the input.
    if isinstance(error, (OSError, InputError, Mistake)):
        return None
    try:
        data = pickle.dumps(error)
        pickle.loads(data)  # noqa: S301 - what was just made
    except Exception:  # noqa: BLE001 - whatever keeps it from being sent
        return None
    return data


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
