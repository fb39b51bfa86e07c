"""`scheduler rules`: print the catalogue of rules, with examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.issue import Mistake, nearest
from scheduler.commands.base import Exit, answer, answer_json, option_error
from scheduler.commands.options import add_json

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

HELP = "print the catalogue of rules, with examples"
DESCRIPTION = (
    "Print the catalogue of rules: those that are written under 'rules:', and those implied by the rest of the file."
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("rule", metavar="RULE", nargs="?", help="one rule, in full (default: all rules, in short)")
    add_json(parser, "the catalogue")


def run(arguments: Namespace) -> Exit:
    """Print the catalogue, or one rule of it."""
    from scheduler.rules.catalogue import entries

    known = {entry.word: entry for entry in entries()}
    if arguments.rule is not None and arguments.rule not in known:
        hint = nearest(arguments.rule, known, "The rules")
        raise option_error("rules", Mistake(f"there is no rule '{arguments.rule}'.", hint))
    chosen = [known[arguments.rule]] if arguments.rule else list(known.values())
    if arguments.json:
        answer_json([entry.data() for entry in chosen])
        return Exit.ANSWERED
    for written in (True, False):
        group = [entry for entry in chosen if entry.written is written]
        if group and not arguments.rule:
            answer("Written under 'rules:'" if written else "\nImplied by the rest of the file")
        for entry in group:
            answer(entry.text(whole=True) if arguments.rule or written else entry.text(whole=False))
    return Exit.ANSWERED
