"""`scheduler show`: show a plan file as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.commands.base import Exit, answer, ensure_zone, print_plan, reader_of, say, seen
from scheduler.commands.options import add_plan_file, add_reading

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

HELP = "show a plan file as tables"
DESCRIPTION = "Show a plan file, written by 'scheduler solve --out', as tables. The scenario is not needed."


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_plan_file(parser)
    parser.add_argument("--by", choices=("day", "principal"), default="day", help="how to group the tables (day)")
    add_reading(parser)


def run(arguments: Namespace) -> Exit:
    """Read the plan and print it; an altered plan is shown with a warning."""
    from scheduler.plan.file import read_plan, to_json

    ensure_zone(arguments.zone)
    plan, as_written = read_plan(arguments.plan)
    delegation, principal = reader_of(arguments.reader, plan)
    plan = seen(plan, delegation)
    if not as_written:
        say(f"{arguments.plan}:1: the plan file was altered after it was written. 'scheduler verify' checks it.")
    if arguments.json:
        answer(to_json(plan))
    elif arguments.by == "principal" and principal is None:
        from scheduler.views.terminal import plan as tables

        console = tables.console()
        console.print(tables.plan_summary(plan))
        for key in plan.names.sections.get("people", {}):
            console.print()
            console.print(tables.programme_tables(plan, key, arguments.zone))
    else:
        print_plan(plan, principal, arguments.zone)
    return Exit.ANSWERED if as_written else Exit.BAD_INPUT
