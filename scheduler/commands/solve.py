"""`scheduler solve`: the plan of a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.commands.base import (
    Exit,
    add_limits,
    add_reading,
    answer,
    ensure_out,
    ensure_zone,
    print_plan,
    reader_of,
    say,
    seen,
)
from scheduler.commands.progress import solved

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.solver.outcome import Outcome

HELP = "find the best plan of a scenario"
DESCRIPTION = """Find the best plan of a scenario and print it as tables: by day, what was not placed and why,
which wishes are kept. Exit code 0: there is a plan; 1: proved that none holds all must-meetings (the best
partial plan is printed); 2: the input has issues; 3: out of time; 130: interrupted."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("scenario", metavar="SCENARIO", help="a scenario file, or - for standard input")
    parser.add_argument("--out", metavar="FILE", help="write the plan to a file that the other commands read")
    parser.add_argument("--log", action="store_true", help="a line for each strategy: what it found and proved")
    add_limits(parser)
    add_reading(parser)


def run(arguments: Namespace) -> Exit:
    """Load, solve, print, write."""
    from scheduler.plan.plan import Plan
    from scheduler.problem.load import load
    from scheduler.scenario.facts import facts_of

    ensure_zone(arguments.zone)
    if arguments.out:
        ensure_out(arguments.out)
    scenario = load(arguments.scenario)
    arguments.reader = reader_of(arguments.reader, Plan((), facts_of(scenario).names))
    outcome = solved(scenario, arguments)
    return _report(outcome, arguments)


def _ask(scenario: str) -> str:
    if scenario == "-":
        return "'scheduler explain' says why, and what is the least to give up."
    return f"'scheduler explain {scenario}' says why, and what is the least to give up."


def _report(outcome: Outcome, arguments: Namespace) -> Exit:
    from scheduler.plan.file import to_json
    from scheduler.solver.outcome import Found, Impossible

    plan = outcome.plan
    if plan is None:
        say("Out of time: there is no plan yet, and no proof that there is none. Try a longer --time-limit.")
        return Exit.INTERRUPTED if outcome.interrupted else Exit.OUT_OF_TIME
    if arguments.out:
        from scheduler.base.files import write_whole

        write_whole(arguments.out, to_json(plan))
    delegation, principal = arguments.reader
    if arguments.json:
        answer(to_json(seen(plan, delegation)))
    else:
        print_plan(seen(plan, delegation), principal, arguments.zone)
    if outcome.interrupted:
        say("Interrupted: this is the best plan so far.")
        return Exit.INTERRUPTED
    if isinstance(outcome, Impossible):
        say(f"Impossible: no plan holds all must-meetings. {_ask(arguments.scenario)}")
        return Exit.NO_SUCH_PLAN
    return Exit.ANSWERED if isinstance(outcome, Found) else Exit.OUT_OF_TIME
