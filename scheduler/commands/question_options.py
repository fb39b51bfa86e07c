"""Shared by the commands that ask about a scenario: reading the scenario and its plan, and the suppositions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.base.issue import InputError, Issue, Mistake, nearest
from scheduler.commands.base import agreed_plan, option_error
from scheduler.commands.options import add_plan_option, add_scenario

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from scheduler.plan.plan import Plan
    from scheduler.problem.requirement import Requirement
    from scheduler.rules.asked.supposed import Supposed
    from scheduler.scenario.models import Scenario
    from scheduler.scenario.problem import Problem
    from scheduler.solver.engine import Progress
    from scheduler.solver.proof import Prover


def add_case(parser: ArgumentParser) -> None:
    """Add the scenario and the plan in question."""
    add_scenario(parser)
    add_plan_option(parser)


@dataclass
class Case:
    """A scenario in question, with its problem, its requirements and a prover."""

    scenario: Scenario
    text: str
    problem: Problem
    requirements: list[Requirement]
    prover: Prover
    given: Plan | None

    @classmethod
    def read(cls, arguments: Namespace, progress: Callable[[Progress], None]) -> Case:
        """Read the scenario, and the plan if one is named.

        Raises:
            InputError: one of them cannot be read, or they do not belong together.
        """
        from scheduler.base.files import display_name, read_text
        from scheduler.problem.load import parse

        text = read_text(arguments.scenario)
        scenario, issues = parse(text, display_name(arguments.scenario))
        if scenario is None or issues:
            raise InputError(issues)
        given = plan_of(arguments.plan, scenario) if arguments.plan else None

        # The solver is imported only here, because importing it takes time.
        from scheduler.problem.requirements import requirements_of
        from scheduler.scenario.problem import problem_of
        from scheduler.solver.proof import Prover

        problem = problem_of(scenario)
        prover = Prover(arguments.time_limit, arguments.seed, 1, progress)
        return cls(scenario, text, problem, requirements_of(problem), prover, given)

    def plan(self) -> Plan | None:
        """Return the plan in question: the named one, or the best one; None if it is not found in time."""
        from scheduler.solver.search import Search

        if self.given is not None:
            return self.given
        return Search.under(self.prover).solve(self.problem, self.requirements).plan


def plan_of(path: str, scenario: Scenario) -> Plan:
    """Read a plan file and verify it against the scenario.

    Raises:
        InputError: it cannot be read, belongs to another scenario, or violates a requirement of this one.
    """
    from scheduler.problem.verify import verify

    plan = agreed_plan(path, whole=True)
    if plan.digest != scenario.digest:
        message = "this plan belongs to another scenario, or to an earlier version of this one."
        raise InputError([Issue(path, 0, message, "Solve the scenario again with --out.")])
    breaches = verify(plan, scenario)
    if breaches:
        raise InputError([Issue(path, 0, f"the plan violates the scenario: {breaches[0]}", "")])
    return plan


def meeting_of(word: str, problem: Problem, option: str = "MEETING") -> str:
    """Return the key of a meeting, given its key or its title in upper or lower case.

    Raises:
        InputError: there is no such meeting, or it is not to be planned.
    """
    meetings = problem.facts.scenario.meetings
    key = _key_by_name(word, {key: problem.facts.names.meeting(key) for key in meetings})
    if key is None:
        hint = nearest(word, meetings, "The meetings")
        raise option_error(option, Mistake(f"there is no meeting '{word}'.", hint))
    if not meetings[key].planned:
        origin = problem.facts.origin("meetings", key, "state")
        raise option_error(option, Mistake(f"'{key}' is {meetings[key].state} ({origin}), so it is not planned."))
    return key


def _key_by_name(word: str, known: Mapping[str, str]) -> str | None:
    if word in known:
        return word
    called = {name.casefold(): key for key, title in known.items() for name in (key, title)}
    return called.get(word.casefold())


def supposed_of(arguments: Namespace, meeting: str, problem: Problem) -> list[Supposed]:
    """Return the suppositions about a meeting in the options.

    Raises:
        InputError: a time, a place or another meeting is unknown or outside the scenario.
    """
    from scheduler.rules.asked.supposed import Supposed

    found = []
    if arguments.at:
        found.append(Supposed(meeting, start=_moment(arguments.at, problem)))
    if arguments.on:
        found.append(Supposed(meeting, day=_day(arguments.on, problem)))
    if arguments.where:
        found.append(Supposed(meeting, where=_where(arguments.where, problem)))
    if arguments.before:
        found.append(Supposed(meeting, before=_other(arguments.before, meeting, "--before", problem)))
    if arguments.after:
        found.append(Supposed(meeting, after=_other(arguments.after, meeting, "--after", problem)))
    return found


def _other(word: str, meeting: str, option: str, problem: Problem) -> str:
    other = meeting_of(word, problem, option)
    if other == meeting:
        raise option_error(option, Mistake("a meeting cannot be before or after itself."))
    return other


def _moment(text: str, problem: Problem) -> datetime:
    from scheduler.base.times import minute, read_moment

    facts = problem.facts
    try:
        moment = read_moment(text, facts.period)
    except Mistake as mistake:
        raise option_error("--at", mistake) from None
    if not facts.first <= moment < facts.last:
        raise option_error("--at", Mistake(f"{text} is outside the scenario's dates.", _dates(problem)))
    off = (minute(moment) - problem.first) % problem.grid
    if off:
        before = moment - timedelta(minutes=off)
        near = f"{facts.names.moment(before)} or {facts.names.moment(before + timedelta(minutes=problem.grid))}"
        origin = facts.origin("grid")
        message = f"meetings start on a grid of {problem.grid} minutes ({origin})."
        raise option_error("--at", Mistake(message, f"Write {near}."))
    return moment


def _day(text: str, problem: Problem) -> date:
    from scheduler.base.times import read_date

    try:
        day = read_date(text, problem.facts.period)
    except Mistake as mistake:
        raise option_error("--on", mistake) from None
    if day not in problem.facts.dates:
        raise option_error("--on", Mistake(f"{text} is outside the scenario's dates.", _dates(problem)))
    return day


def _dates(problem: Problem) -> str:
    from scheduler.base.times import say_dates

    return f"They are {say_dates(*problem.facts.scenario.dates)}."


def _where(word: str, problem: Problem) -> tuple[str, str]:
    """Return the section and the key of a room, a venue or a place, given its key or its name."""
    everything: dict[str, str] = {}
    for section in ("rooms", "venues", "places"):
        known = dict(problem.facts.names.sections.get(section, {}))
        key = _key_by_name(word, known)
        if key is not None:
            return section, key
        everything |= known
    raise option_error("--in", Mistake(f"there is no place, venue or room '{word}'.", nearest(word, everything)))
