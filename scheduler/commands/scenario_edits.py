"""What the commands share that write into a scenario: the edits, the difference that is shown, and the writing."""

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


def add_writing(parser: ArgumentParser) -> None:
    """Add the option that only shows what would change."""
    parser.add_argument("--dry-run", action="store_true", help="only show what would change")


def change(arguments: Namespace, edits_of: Callable[[Scenario, Facts], Sequence[Edit]]) -> Exit:
    """Change the scenario's text in place, show the lines that change, and write them.

    Raises:
        InputError: the file has issues before or after, cannot be changed so, or was changed meanwhile.
    """
    from scheduler.base.files import display_name, read_text
    from scheduler.commands.writing import difference, write_if_same
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
        raise InputError(
            [Issue(arguments.scenario, 0, message.rstrip(".") + ".", "BookingChange it by hand.")]
        ) from None
    if new == text:
        say("Nothing changes: the file says so already.")
        return Exit.ANSWERED
    answer(difference(text, new, arguments.scenario))
    if arguments.dry_run:
        return Exit.ANSWERED
    if arguments.scenario == "-":
        message = "standard input cannot be changed."
        raise InputError([Issue("-", 0, message, "Name a file, or add --dry-run.")])
    write_if_same(arguments.scenario, text, new)
    say(f"Written into {arguments.scenario}.")
    return Exit.ANSWERED
