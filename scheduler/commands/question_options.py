"""Shared by the commands that ask about a scenario: reading the scenario and its plan, and the suppositions."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from scheduler.base.issue import InputError, Mistake
from scheduler.commands.base import agreed_plan, option_error
from scheduler.commands.options import add_plan_option, add_scenario

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterator

    from scheduler.base.times import Period
    from scheduler.plan.plan import Plan
    from scheduler.scenario.models import Scenario

Read = TypeVar("Read")

OPTIONS = {
    "meeting": "MEETING",
    "at": "--at",
    "on": "--on",
    "where": "--in",
    "before": "--before",
    "after": "--after",
}
"""What an officer types for each argument of a question; `plan` is called by the path of its file."""


def add_case(parser: ArgumentParser) -> None:
    """Add the scenario and the plan in question."""
    add_scenario(parser)
    add_plan_option(parser)


def plan_asked_about(arguments: Namespace) -> Plan | None:
    """Return the plan that `--plan` names, which has to be as it was written; None where none is named.

    Raises:
        InputError: it cannot be read, was altered, or is the extract for one delegation.
    """
    return agreed_plan(arguments.plan, whole=True) if arguments.plan else None


@contextmanager
def as_typed(arguments: Namespace) -> Iterator[None]:
    """Let the issues of a question name what was typed, not the arguments of the question."""
    typed = OPTIONS | ({"plan": arguments.plan} if arguments.plan else {})
    try:
        yield
    except InputError as error:
        raise InputError([replace(issue, file=typed.get(issue.file, issue.file)) for issue in error.issues]) from None


def when(option: str, text: str | None, read: Callable[[str, Period], Read], scenario: Scenario) -> Read | None:
    """Return the moment or the date that an option names, read in the scenario's zone; None where it is not given.

    Raises:
        InputError: it cannot be read.
    """
    from scheduler.scenario.facts import facts_of

    try:
        return read(text, facts_of(scenario).period) if text else None
    except Mistake as mistake:
        raise option_error(option, mistake) from None
