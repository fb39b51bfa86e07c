"""Shared by the commands that edit a scenario: applying the edits, showing the difference, and writing the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.issue import InputError, Issue
from scheduler.commands.base import Exit, answer, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Sequence

    from scheduler.scenario.edit import Edit
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.models import Scenario


def add_dry_run(parser: ArgumentParser) -> None:
    """Add the option that only shows what would change."""
    parser.add_argument("--dry-run", action="store_true", help="only show what would change")


def edit_scenario(arguments: Namespace, edits_of: Callable[[Scenario, Facts], Sequence[Edit]]) -> Exit:
    """Edit the scenario's text in place, show the changed lines, and write the file.

    Args:
        arguments: the command's arguments `scenario` and `dry_run`.
        edits_of: returns the edits for the scenario.

    Raises:
        InputError: the file has issues before or after, cannot be edited, or was changed in the meantime.
    """
    from scheduler.base.files import display_name, read_text
    from scheduler.commands.writing import text_difference, write_if_unchanged
    from scheduler.problem.load import changed_text, validate
    from scheduler.scenario import source
    from scheduler.scenario.edit import NotEditableError
    from scheduler.scenario.facts import facts_of

    text = read_text(arguments.scenario)
    written = source.read(text, display_name(arguments.scenario))
    raw = source.read(text, display_name(arguments.scenario))
    scenario, issues = validate(written)
    if scenario is None or issues:
        raise InputError(issues)
    edits = edits_of(scenario, facts_of(scenario))
    try:
        new, _ = changed_text(text, raw, scenario, edits)
    except NotEditableError as error:
        message = f"the file cannot be changed so: {error}"
        raise InputError([Issue(arguments.scenario, 0, message.rstrip(".") + ".", "Change it by hand.")]) from None
    if new == text:
        say("Nothing changes: the file is up to date.")
        return Exit.ANSWERED
    answer(text_difference(text, new, arguments.scenario))
    if arguments.dry_run:
        return Exit.ANSWERED
    if arguments.scenario == "-":
        message = "standard input cannot be changed."
        raise InputError([Issue("-", 0, message, "Name a file, or add --dry-run.")])
    write_if_unchanged(arguments.scenario, text, new)
    say(f"Written into {arguments.scenario}.")
    return Exit.ANSWERED
