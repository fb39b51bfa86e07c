"""`scheduler verify`: a plan file, or a published programme, against a scenario."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.base.issue import InputError, Issue, nearest
from scheduler.commands.base import Exit, answer, answer_json, ensure_agreed, say
from scheduler.commands.options import add_json, add_own_scenario

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.plan.plan import Plan
    from scheduler.problem.verify import Breach
    from scheduler.questions.double_bookings import Clash, DoubleBooking
    from scheduler.questions.published_entries import PrintedLine
    from scheduler.scenario.models import Scenario

HELP = "check a plan, or a published programme, against a scenario"
DESCRIPTION = """Check a plan file against a scenario, without the solver, and print every breach with the line that
asks for what is broken. Of a published programme ('scheduler import --programme' writes it), print what cannot all be
true: double bookings, overlaps across zones, a principal in two cities, each with both lines. Exit code 0: nothing is
broken; 1: there are breaches; 2: the plan file was altered, is of another scenario, or the input has issues."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("plan", metavar="PLAN", help="a plan file, or a published programme (YAML)")
    add_own_scenario(parser)
    add_json(parser, "the breaches")


def run(arguments: Namespace) -> Exit:
    """Read both, check, and print the breaches."""
    from scheduler.plan.file import read_plan
    from scheduler.problem.load import load
    from scheduler.problem.verify import is_stale, verify
    from scheduler.scenario.outside_rules import differences

    published = _published(arguments.plan, arguments.scenario)
    if published is not None:
        return _verify_published(*published, as_json=arguments.json)
    plan_path, scenario_path = _in_order(arguments.plan, arguments.scenario)
    plan, as_written = read_plan(plan_path)
    ensure_agreed(plan_path, plan, as_written=True)
    for difference in differences(plan.rules_from):
        say(f"{plan_path}:1: notice: {difference}")
    scenario = load(scenario_path or plan.file)
    try:
        breaches = verify(plan, scenario)
    except InputError as error:
        raise InputError([replace(issue, file=plan_path, line=1) for issue in error.issues]) from None
    if arguments.json:
        answer_json(
            {
                "plan": plan_path,
                "as_written": as_written,
                "same_scenario": not is_stale(plan, scenario),
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


def _published(plan: str, scenario: str | None) -> tuple[str, str] | None:
    """Return the paths of a published programme and its scenario, in whichever order; None where it is a plan."""
    from scheduler.base.files import read_text
    from scheduler.problem.published import looks_like_programme

    for path, other in ((plan, scenario), (scenario, plan)):
        if path is not None and path.endswith((".yaml", ".yml")) and looks_like_programme(read_text(path, "programme")):
            if other is None:
                hint = "Write 'scheduler verify PROGRAMME SCENARIO'."
                raise InputError([Issue(path, 1, "a published programme is checked against a scenario.", hint)])
            return path, other
    for path in (plan, scenario or ""):
        if path.lower().endswith((".csv", ".ics", ".xlsx")):
            hint = f"Take it in first: 'scheduler import {path} --programme --scenario SCENARIO --into programme.yaml'."
            raise InputError([Issue(path, 0, "this is neither a plan file nor a programme.", hint)])
    return None


def _verify_published(path: str, scenario_path: str, *, as_json: bool) -> Exit:
    """Check a published programme, and print what cannot all be true."""
    from scheduler.problem.load import load
    from scheduler.problem.published import load_published
    from scheduler.questions.double_bookings import double_bookings
    from scheduler.scenario.facts import facts_of

    scenario = load(scenario_path)
    published = load_published(path, scenario)
    found = double_bookings(published, facts_of(scenario))
    if as_json:
        answer_json(_found_data(path, len(published.entries), found))
    else:
        _print_found(path, len(published.entries), found, {p.name: key for key, p in scenario.principals.items()})
    return Exit.NO_SUCH_PLAN if found.clashes else Exit.ANSWERED


def _print_found(path: str, entries: int, found: DoubleBooking, people: dict[str, str]) -> None:
    for clash in found.clashes:
        answer(str(clash))
    for remark in found.remarks:
        say(f"{path}: notice: {remark}")
    for name, lines in found.unknown.items():
        where = ", ".join(str(line.origin.line) for line in lines)
        meant = nearest(name, people)
        hint = f" {meant} Then write its key '{people[meant[14:-2]]}' under 'who:'." if meant.startswith("Did") else ""
        lines_said = "lines" if len(lines) > 1 else "line"
        say(f"{path}: notice: '{name}' is not in the scenario ({lines_said} {where}).{hint}")
    count = len(found.clashes)
    verdict = "nothing clashes" if not count else f"{count} {'clash' if count == 1 else 'clashes'}"
    answer(f"{path}: {entries} {'entry' if entries == 1 else 'entries'}, {verdict}.")


def _found_data(path: str, entries: int, found: DoubleBooking) -> dict[str, object]:
    return {
        "programme": path,
        "entries": entries,
        "clashes": [_clash_data(clash) for clash in found.clashes],
        "unknown": [{"name": name, "lines": [_line_data(line) for line in at]} for name, at in found.unknown.items()],
        "notices": found.remarks,
    }


def _clash_data(clash: Clash) -> dict[str, object]:
    return {"kind": clash.kind, "sentence": clash.sentence, "lines": [_line_data(line) for line in clash.lines]}


def _line_data(line: PrintedLine) -> dict[str, object]:
    return {"file": line.origin.file, "line": line.origin.line, "source": line.source}


def _print(path: str, plan: Plan, scenario: Scenario, breaches: list[Breach]) -> None:
    from scheduler.problem.verify import is_stale

    if is_stale(plan, scenario):
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
