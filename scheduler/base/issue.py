"""Mistakes in the input are values: collected, and reported all at once, each with its file and line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Origin(NamedTuple):
    """Where an entry was written: the file as the user named it, and the line, counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, order=True)
class Issue:
    """One mistake, or one notice: where it is, what is wrong, and what was probably meant.

    >>> from scheduler import Issue
    >>> print(Issue("tutorial.yaml", 53, "there is no principal 'marek'.", "Did you mean 'marec'?"))
    tutorial.yaml:53: there is no principal 'marek'. Did you mean 'marec'?

    Attributes:
        file: the file as it was named, or the argument or option that is wrong.
        line: counted from 1; 0 where it is about the whole.
        message: what is wrong, as a sentence without its subject's place.
        hint: what was probably meant, or what to do; may be empty.
    """

    file: str
    line: int
    message: str
    hint: str = ""
    notice: bool = False
    """True for a warning that does not stop anything, such as ranks that differ."""

    @classmethod
    def at(cls, origin: Origin, message: str, hint: str = "", *, notice: bool = False) -> Issue:
        """Return an issue about the entry at an origin."""
        return cls(origin.file, origin.line, message, hint, notice)

    def __str__(self) -> str:
        kind = "notice: " if self.notice else ""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {kind}{self.message} {self.hint}".rstrip()


class InputError(Exception):
    """The input has issues; `issues` holds every one of them, sorted by file and line.

    >>> from scheduler import InputError, load
    >>> try:
    ...     load("scenarios/tutorial.yml")
    ... except InputError as error:
    ...     print(error.issues[0])
    scenarios/tutorial.yml: there is no such file. Did you mean 'tutorial.yaml'?
    """

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = sorted(set(issues), key=lambda issue: (issue.file, issue.line, issue.message))
        super().__init__("\n".join(str(issue) for issue in self.issues))


class Mistake(ValueError):
    """A value that cannot be read, without its line; the caller that knows the line makes an `Issue` of it."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message} {hint}".rstrip())


def nearest(word: str, known: Iterable[str], what: str = "Known here") -> str:
    """Return a hint for an unknown word: the most similar known word, or else the list of the known words.

    Args:
        word: the unknown word.
        known: the words that would be accepted.
        what: the heading of the list, such as "The formats".
    """
    from difflib import get_close_matches

    words = sorted(set(known))
    lowered = {candidate.lower(): candidate for candidate in words}
    close = get_close_matches(word.lower(), list(lowered), n=1, cutoff=0.6)
    if close:
        return f"Did you mean '{lowered[close[0]]}'?"
    if not words:
        return f"{what}: none."
    shown = ", ".join(words[:12]) + (", …" if len(words) > 12 else "")
    return f"{what}: {shown}."
