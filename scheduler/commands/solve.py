"""`scheduler solve`: find the best plan of a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.commands.base import Exit, answer, ensure_out, ensure_zone, print_plan, reader_of, say, seen
from scheduler.commands.options import add_limits, add_out, add_reading, add_scenario
from scheduler.commands.progress import solve_with_progress

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.solver.outcome import Outcome

HELP = "find the best plan of a scenario"
DESCRIPTION = """Find the best plan of a scenario and print it as tables: the days, the meetings that were not placed
and why, and the wishes. Exit code 0: there is a plan; 1: proved that no plan holds all must-meetings (the best
partial plan is printed); 2: the input has issues; 3: out of time; 130: interrupted."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_scenario(parser)
    add_out(parser)
    parser.add_argument("--log", action="store_true", help="a line for each strategy: what it found and proved")
    parser.add_argument("--params", metavar="FILE", help="numbers of the search (TOML), for engineers")
    add_limits(parser)
    add_reading(parser)


def run(arguments: Namespace) -> Exit:
    """Load the scenario, solve it, and print and write the plan."""
    from scheduler.plan.plan import Plan
    from scheduler.problem.load import load
    from scheduler.scenario.facts import facts_of

    ensure_zone(arguments.zone)
    if arguments.out:
        ensure_out(arguments.out)
    scenario = load(arguments.scenario)
    arguments.reader = reader_of(arguments.reader, Plan((), facts_of(scenario).names))
    outcome = solve_with_progress(scenario, arguments)
    return _report(outcome, arguments)


def _ask(scenario: str) -> str:
    if scenario == "-":
        return "'scheduler explain' shows why, and the cheapest repairs."
    return f"'scheduler explain {scenario}' shows why, and the cheapest repairs."


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
