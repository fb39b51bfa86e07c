"""`scheduler rules`: print the catalogue of rules, with examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.issue import Mistake, nearest
from scheduler.commands.base import Exit, answer, answer_json, option_error, say
from scheduler.commands.options import add_json

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.rules.catalogue import CatalogueEntry

HELP = "print the catalogue of rules, with examples"
DESCRIPTION = (
    "Print the catalogue of rules: those an officer writes under 'rules:', those of other installed packages with "
    "their versions, and those that follow from the file."
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("rule", metavar="RULE", nargs="?", help="one rule, in full (default: all rules, in short)")
    add_json(parser, "the catalogue")


def run(arguments: Namespace) -> Exit:
    """Print the catalogue, or one rule of it; what is wrong with rules of other packages is a notice."""
    from scheduler.rules.catalogue import entries, outside_entries

    outside, mistakes = outside_entries()
    for mistake in mistakes:
        say(f"notice: {mistake}")
    known = {entry.word: entry for entry in (*entries(), *outside)}
    if arguments.rule is not None and arguments.rule not in known:
        hint = nearest(arguments.rule, known, "The rules")
        raise option_error("rules", Mistake(f"there is no rule '{arguments.rule}'.", hint))
    chosen = [known[arguments.rule]] if arguments.rule else list(known.values())
    if arguments.json:
        answer_json([entry.data() for entry in chosen])
        return Exit.ANSWERED
    if arguments.rule:
        answer(chosen[0].text(whole=True))
        return Exit.ANSWERED
    _print("Written under 'rules:'", [entry for entry in chosen if entry.written and not entry.package])
    _print("\nWritten under 'rules:', from other packages", outside)
    _print("\nImplied by the rest of the file", [entry for entry in chosen if not entry.written])
    return Exit.ANSWERED


def _print(title: str, entries: list[CatalogueEntry]) -> None:
    """Print a group of rules, if there are any; those that are written with their examples."""
    if entries:
        answer(title)
    for entry in entries:
        answer(entry.text(whole=entry.written))
