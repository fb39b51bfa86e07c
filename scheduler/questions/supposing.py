"""Reads and validates what a question supposes about a meeting."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NoReturn

from scheduler.base.issue import InputError, Issue, nearest
from scheduler.base.times import minute, moment_of, say_date, say_dates
from scheduler.rules.asked import Supposed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from scheduler.scenario.problem import Problem


def meeting_of(word: str, problem: Problem, argument: str = "meeting") -> str:
    """Return the key of a meeting, given its key or its title, in any case.

    Raises:
        InputError: there is no such meeting, or it is not to be planned; the issue names the argument.
    """
    meetings = problem.facts.scenario.meetings
    key = _called(word, {key: problem.facts.names.meeting(key) for key in meetings})
    if key is None:
        _refuse(argument, f"there is no meeting '{word}'.", nearest(word, meetings, "The meetings"))
    if not meetings[key].planned:
        origin = problem.facts.origin("meetings", key, "state")
        _refuse(argument, f"'{key}' is {meetings[key].state} ({origin}), and is not planned.")
    return key


def supposed_of(
    problem: Problem,
    meeting: str,
    *,
    at: datetime | None,
    on: date | None,
    where: str | None,
    before: str | None,
    after: str | None,
) -> Iterator[Supposed]:
    """Yield what a question supposes about a meeting, by its key.

    Raises:
        InputError: a time lies outside the scenario or off its grid, or there is no such place or meeting; the
            issue names the argument.
    """
    if at is not None:
        yield Supposed(meeting, start=_start(at, problem))
    if on is not None:
        yield Supposed(meeting, day=_day(on, problem))
    if where is not None:
        yield Supposed(meeting, where=_where(where, problem))
    if before is not None:
        yield Supposed(meeting, before=_other(before, meeting, "before", problem))
    if after is not None:
        yield Supposed(meeting, after=_other(after, meeting, "after", problem))


def _refuse(argument: str, message: str, hint: str = "") -> NoReturn:
    raise InputError([Issue(argument, 0, message, hint)])


def _called(word: str, known: Mapping[str, str]) -> str | None:
    if word in known:
        return word
    called = {name.casefold(): key for key, title in known.items() for name in (key, title)}
    return called.get(word.casefold())


def _other(word: str, meeting: str, argument: str, problem: Problem) -> str:
    other = meeting_of(word, problem, argument)
    if other == meeting:
        _refuse(argument, "a meeting cannot be before or after itself.")
    return other


def _start(moment: datetime, problem: Problem) -> datetime:
    """Return the moment, if a meeting can start then on the grid of the scenario."""
    facts = problem.facts
    if moment.tzinfo is None:
        _refuse("at", f"{moment:%Y-%m-%d %H:%M} has no time zone.", "Give an aware moment.")
    if not facts.first <= moment < facts.last:
        _refuse("at", f"{facts.names.moment(moment)} is outside the scenario's dates.", _dates(problem))
    earlier = moment_of(minute(moment) - (minute(moment) - problem.first) % problem.grid)
    if earlier != moment:
        near = f"{facts.names.moment(earlier)} or {facts.names.moment(earlier + timedelta(minutes=problem.grid))}"
        message = f"starts lie on a grid of {problem.grid} minutes ({facts.origin('grid')})."
        _refuse("at", message, f"Write {near}.")
    return moment


def _day(day: date, problem: Problem) -> date:
    if day not in problem.facts.dates:
        _refuse("on", f"{say_date(day)} is outside the scenario's dates.", _dates(problem))
    return day


def _dates(problem: Problem) -> str:
    return f"They are {say_dates(*problem.facts.scenario.dates)}."


def _where(word: str, problem: Problem) -> tuple[str, str]:
    """Return the section and the key of a room, a venue or a place, given its key or its name."""
    everything: dict[str, str] = {}
    for section in ("rooms", "venues", "places"):
        known = dict(problem.facts.names.sections.get(section, {}))
        key = _called(word, known)
        if key is not None:
            return section, key
        everything |= known
    _refuse("where", f"there is no place, venue or room '{word}'.", nearest(word, everything))
