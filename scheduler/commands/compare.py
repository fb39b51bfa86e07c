"""`scheduler compare`: plans side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.issue import InputError, Issue
from scheduler.commands.base import Exit, answer_json, ensure_agreed, say
from scheduler.commands.options import add_json, add_limits

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.plan.plan import Plan

HELP = "compare plans side by side"
DESCRIPTION = """Compare plan files, scenarios and variants (which are solved on the spot): a row for each meeting and a
column for each plan, what differs from the first marked; then what each plan comes to. Exit code 0: compared;
2: bad input; 3: out of time without a plan; 130: interrupted."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("first", metavar="A", help="a plan file, or a scenario to solve")
    parser.add_argument("others", metavar="B", nargs="+", help="one or more to compare it with")
    add_limits(parser)
    add_json(parser, "the comparison")


def run(arguments: Namespace) -> Exit:
    """Read or solve each, and print them side by side."""
    names = [arguments.first, *arguments.others]
    if len(names) > MOST:
        raise InputError([Issue(names[MOST], 0, f"at most {MOST} plans fit side by side.", "Compare fewer.")])
    plans = []
    for name in names:
        plan, interrupted = _plan(name, arguments)
        if plan is None:
            say(f"Out of time: there is no plan of {name} yet. Try a longer --time-limit.")
            return Exit.INTERRUPTED if interrupted else Exit.OUT_OF_TIME
        if interrupted:
            say(f"Interrupted: the plan of {name} is the best so far, and nothing is compared.")
            return Exit.INTERRUPTED
        plans.append(plan)
    _print(names, plans, arguments)
    return Exit.ANSWERED


MOST = 8
"""Plans that are compared at a time."""


def _plan(name: str, arguments: Namespace) -> tuple[Plan | None, bool]:
    """Return the plan of a file, or the best of a scenario, and whether the search was interrupted."""
    from scheduler.base.files import display_name, read_text
    from scheduler.commands.progress import solve_with_progress
    from scheduler.plan.file import looks_like_plan, plan_of_text
    from scheduler.problem.load import parse

    text = read_text(name, "plan or scenario")
    if looks_like_plan(text) or name.endswith(".json"):
        plan, as_written = plan_of_text(text, display_name(name))
        ensure_agreed(name, plan, as_written=as_written)
        return plan, False
    scenario, issues = parse(text, display_name(name))
    if scenario is None or issues:
        raise InputError(issues)
    outcome = solve_with_progress(scenario, arguments)
    return outcome.plan, outcome.interrupted


def _print(names: list[str], plans: list[Plan], arguments: Namespace) -> None:
    from scheduler.questions.compare import compare
    from scheduler.views.terminal import comparison

    compared = compare(plans)
    if arguments.json:
        answer_json(comparison.comparison_to_json(names, compared))
        return
    from scheduler.views.terminal.plan import console

    console().print(comparison.comparison_tables(names, compared))
