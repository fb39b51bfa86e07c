"""`scheduler verify`: a plan file against a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.commands.base import Exit, answer, answer_json, ensure_agreed, say
from scheduler.issue import InputError, Issue

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.check import Breach
    from scheduler.plan import Plan
    from scheduler.scenario import Scenario

HELP = "check a plan file against a scenario"
DESCRIPTION = """Check a plan file against a scenario, without the solver, and print every breach with the line that
asks for what is broken. Exit code 0: nothing is broken; 1: there are breaches; 2: the plan file was altered, is of
another scenario, or the input has issues."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("plan", metavar="PLAN", help="a plan file")
    parser.add_argument("scenario", metavar="SCENARIO", nargs="?", help="a scenario file (the plan's own if none)")
    parser.add_argument("--json", action="store_true", help="the breaches as one JSON object")


def run(arguments: Namespace) -> Exit:
    """Read both, check, and print the breaches."""
    from scheduler.check import check
    from scheduler.load import load
    from scheduler.planfile import read_plan

    plan_path, scenario_path = _in_order(arguments.plan, arguments.scenario)
    plan, as_written = read_plan(plan_path)
    ensure_agreed(plan_path, plan, as_written=True)
    scenario = load(scenario_path or plan.file)
    _ensure_related(plan_path, plan, scenario)
    breaches = check(plan, scenario)
    if arguments.json:
        answer_json(
            {
                "plan": plan_path,
                "as_written": as_written,
                "same_scenario": plan.digest == scenario.digest,
                "breaches": [_data(breach) for breach in breaches],
            }
        )
    else:
        _print(plan_path, plan, scenario, breaches)
    if not as_written:
        say(f"{plan_path}:1: the plan file was altered after it was written. Write it anew with 'scheduler solve'.")
    if breaches:
        return Exit.NO_SUCH_PLAN
    return Exit.ANSWERED if as_written else Exit.BAD_INPUT


def _in_order(plan: str, scenario: str | None) -> tuple[str, str | None]:
    """Return the two paths, the plan first, in whichever order they were typed."""
    if scenario is not None and scenario.endswith(".json") and plan.endswith((".yaml", ".yml")):
        return scenario, plan
    return plan, scenario


def _ensure_related(path: str, plan: Plan, scenario: Scenario) -> None:
    if plan.scenario != scenario.title:
        message = f"the plan is of another scenario: '{plan.scenario}', not '{scenario.title}'."
        raise InputError([Issue(path, 1, message, f"It was made from {plan.file}.")])


def _print(path: str, plan: Plan, scenario: Scenario, breaches: list[Breach]) -> None:
    if plan.digest != scenario.digest:
        say(f"{path}:1: notice: the scenario has changed since the plan was made; it is checked as it is now.")
    for breach in breaches:
        answer(str(breach))
    count = len(breaches)
    verdict = "nothing is broken" if not count else f"{count} {'breach' if count == 1 else 'breaches'}"
    answer(f"{path}: {len(plan.bookings)} bookings, {verdict}.")


def _data(breach: Breach) -> dict[str, object]:
    origin = breach.requirement.origin
    return {
        "file": origin.file,
        "line": origin.line,
        "rule": breach.requirement.rule.word,
        "breach": breach.sentence,
    }
