"""`scheduler check`: report every mistake in a scenario at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.issue import Issue
from scheduler.commands.base import Exit, answer, answer_json, issues_data
from scheduler.commands.options import add_json, add_scenario

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from scheduler.scenario.fields import Entry
    from scheduler.scenario.models import Scenario

HELP = "report every mistake in a scenario"
DESCRIPTION = """Check a scenario and print every mistake with its file, its line, what is wrong and what was probably
meant. Nothing is solved. Exit code 0: valid (there may be notices); 2: there are mistakes."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_scenario(parser)
    parser.add_argument(
        "--sources", action="store_true", help="list every entry that has neither 'source:' nor 'assumed:'"
    )
    add_json(parser, "the issues")


def run(arguments: Namespace) -> Exit:
    """Check the scenario and print the issues and the notices."""
    from scheduler.problem.consistency import notices
    from scheduler.problem.load import examine

    scenario, issues = examine(arguments.scenario)
    found = list(issues)
    if scenario is not None:
        found += notices(scenario)
        found += _unsourced(scenario) if arguments.sources else []
    if arguments.json:
        answer_json({"scenario": arguments.scenario, "in_order": scenario is not None, "issues": issues_data(found)})
    else:
        for issue in found:
            answer(str(issue))
        answer(_verdict(arguments.scenario, scenario, issues))
    return Exit.BAD_INPUT if issues or scenario is None else Exit.ANSWERED


def _verdict(name: str, scenario: Scenario | None, issues: list[Issue]) -> str:
    if scenario is None:
        return f"{name}: {len(issues)} {'mistake' if len(issues) == 1 else 'mistakes'}."
    counts = [
        f"{len(entries)} {word if len(entries) != 1 else word.removesuffix('s')}"
        for word, entries in (
            ("principals", scenario.principals),
            ("forums", scenario.forums),
            ("meetings", scenario.meetings),
            ("rules", scenario.rules),
        )
    ]
    return f"{name}: valid. {', '.join(counts)}."


def _unsourced(scenario: Scenario) -> Iterator[Issue]:
    """Yield a notice for each entry without a source or an assumption."""
    for path, entry in _entries(scenario, ()):
        if entry.needs_provenance and not (entry.source or entry.assumed):
            origin = scenario.origins.origin(path)
            words = " ".join(str(part + 1 if isinstance(part, int) else part) for part in path)
            message = f"'{words}' has neither a source nor an assumption."
            yield Issue.at(origin, message, "Add 'source:' or 'assumed:'.", notice=True)


def _entries(entry: object, path: tuple[object, ...]) -> Iterator[tuple[tuple[object, ...], Entry]]:
    """Yield every entry of a scenario with its path, in the order of the models."""
    from scheduler.scenario.fields import Entry

    if isinstance(entry, Entry):
        yield path, entry
        for name, field in type(entry).model_fields.items():
            yield from _entries(getattr(entry, name), (*path, field.alias or name))
    elif isinstance(entry, dict):
        for key, value in entry.items():
            yield from _entries(value, (*path, key))
    elif isinstance(entry, tuple):
        for index, value in enumerate(entry):
            yield from _entries(value, (*path, index))
