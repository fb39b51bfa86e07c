"""`scheduler schema`: print the JSON Schema of the scenario language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.commands.base import Exit, answer, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

HELP = "print the JSON Schema of scenarios, for editors"
DESCRIPTION = """Print the JSON Schema of the scenario language. An editor with YAML support completes and checks a
scenario whose first line refers to it: '# yaml-language-server: $schema=scenario.schema.json'."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add no arguments: the command has none."""
    del parser


def run(arguments: Namespace) -> Exit:
    """Print the schema, with the rules of other installed packages."""
    from importlib.resources import files

    from scheduler.scenario.outside_rules import offers

    del arguments
    if offers():
        answer(_with_outside_rules())
        return Exit.ANSWERED
    # Written by `make docs` from the models; a test says that it is current.
    answer(files("scheduler.commands").joinpath("scenario.schema.json").read_text(encoding="utf-8"))
    return Exit.ANSWERED


def _with_outside_rules() -> str:
    """Return the schema with the rules of other packages; what is wrong with some of them is a notice."""
    from scheduler.scenario.rule_entries import from_outside, known
    from scheduler.scenario.schema import schema_text

    usable, mistakes = from_outside()
    for mistake in mistakes:
        say(f"notice: {mistake}")
    with known(*usable):
        return schema_text()
