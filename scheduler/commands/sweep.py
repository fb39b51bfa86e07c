"""`scheduler sweep`: how a plan fares in every future, what hurts most, and what to ask first."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import InputError, Issue, Mistake
from scheduler.commands.base import Exit, agreed_plan, answer_json, natural, option_error, say, seconds, threads

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from scheduler.plan.plan import Plan
    from scheduler.problem.uncertainty.futures import Futures, Outcomes
    from scheduler.questions.survival import Course, Findings
    from scheduler.scenario.models import Scenario

HELP = "how a plan fares in every future, and what to ask first"
DESCRIPTION = """Look at every way in which a scenario may turn out, or at a sample where they are many: does the plan
stand, what breaks, and the new plan with the fewest changes. Then: how likely each meeting is held, which of several
plans survives best, which event hurts most, and which confirmation to ask for first. What is uncertain is written as
certainty:, or:, overruns: and when: in the scenario (docs/uncertainty.md). A sweep that was stopped goes on from its
results file. Exit code 0: answered; 1: proved that not even the plan as written holds all must-meetings; 2: bad
input; 3: out of time before there was a plan; 130: interrupted (the results file is kept)."""
EPILOG = """examples:
  scheduler sweep scenarios/moscow-2020-09.yaml
  scheduler sweep mine.yaml --plan agreed.json --alternatives 3 --to sweep.html
  scheduler sweep mine.yaml --out results.jsonl --cluster tcp://10.0.0.5:8786"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("scenario", metavar="SCENARIO", help="a scenario file, or - for standard input")
    parser.add_argument("--plan", metavar="FILE", help="the plan that is looked at; the best one if none is named")
    parser.add_argument("--alternatives", type=_plans, default=1, metavar="K", help="compare K plans that differ (1)")
    parser.add_argument("--all", type=_positive, metavar="N", help="look at all futures if there are N or fewer (1000)")
    parser.add_argument("--samples", type=_positive, metavar="N", help="draw N futures, even if they are few")
    parser.add_argument("--seed", type=natural, default=0, help="for the sample, and among equal plans (0)")
    parser.add_argument("--workers", type=threads, metavar="N", help="processes on this machine (one for each core)")
    parser.add_argument("--cluster", metavar="ADDRESS", help="a Dask cluster, such as tcp://10.0.0.5:8786")
    parser.add_argument("--out", metavar="FILE", help="the results file: a stopped sweep goes on from there")
    parser.add_argument("--to", metavar="FILE.html", help="write a page with a picture as well")
    parser.add_argument("--time-limit", type=seconds, default=60.0, metavar="SECONDS", help="for each plan (60)")
    parser.add_argument("--futures", type=natural, default=10, metavar="N", help="list the N likeliest futures (10)")
    parser.add_argument("--json", action="store_true", help="everything as one JSON object")


def _positive(text: str) -> int:
    number = natural(text)
    if not 1 <= number <= 1_000_000:
        raise ValueError
    return number


def _plans(text: str) -> int:
    number = natural(text)
    if not 1 <= number <= 8:
        raise ValueError
    return number


def run(arguments: Namespace) -> Exit:
    """Load, look at the futures, say what they say together."""
    from scheduler.base.files import ensure_writable
    from scheduler.problem.load import load

    _ensure_files(arguments)
    scenario = load(arguments.scenario)
    if arguments.to:
        _ensure_page(arguments.to)
        ensure_writable(arguments.to)
    given = plan_for(arguments.plan, scenario) if arguments.plan else None
    plans, impossible = _plans_of(arguments, scenario, given)
    if not plans:
        say("Out of time: there is no plan yet. Try a longer --time-limit.")
        return Exit.OUT_OF_TIME
    findings = _swept(arguments, scenario, plans)
    _report(arguments, findings)
    if impossible:
        say("Not all must-meetings can be held even as written (proved); what was looked at is the best partial plan.")
    return Exit.NO_SUCH_PLAN if impossible else Exit.ANSWERED


def _ensure_files(arguments: Namespace) -> None:
    """Refuse results on standard output, and results and page in one file."""
    if arguments.out == "-":
        raise option_error("--out", Mistake("results are kept in a file.", "Name one; --json prints the findings."))
    if arguments.out and arguments.to and Path(arguments.out).resolve() == Path(arguments.to).resolve():
        raise option_error("--out", Mistake(f"'{arguments.to}' is the page.", "Name another file for the results."))


def _ensure_page(path: str) -> None:
    if not path.casefold().endswith((".html", ".htm")):
        raise option_error("--to", Mistake(f"'{path}' is not a page.", "Name a file that ends in .html."))


def plan_for(path: str, scenario: Scenario) -> Plan:
    """Return the plan of a file, which has to be one of the scenario as it is now.

    Raises:
        InputError: it cannot be read, or is of another scenario.
    """
    plan = agreed_plan(path, whole=True)
    ensure_of(plan, scenario, path)
    return plan


def ensure_of(plan: Plan, scenario: Scenario, path: str) -> None:
    """Make sure that a plan is one of the scenario as it is now.

    Raises:
        InputError: it was made from another.
    """
    if plan.digest != scenario.digest:
        message = "this plan was made from another scenario, or from this one before it was changed."
        raise InputError([Issue(path, 0, message, "Solve the scenario again with --out.")])


def _plans_of(arguments: Namespace, scenario: Scenario, given: Plan | None) -> tuple[list[Plan], bool]:
    """Return the plan that is looked at with its alternatives, and whether it is proved that musts are left out."""
    from scheduler.commands.progress import Display
    from scheduler.problem.requirements import requirements_of
    from scheduler.questions.alternatives import alternatives
    from scheduler.scenario.problem import problem_of
    from scheduler.solver.engine import Engine

    if given is not None and arguments.alternatives == 1:
        return [given], given.status == "impossible"
    problem, display = problem_of(scenario), Display()
    engine = Engine(arguments.time_limit, arguments.seed, 1, display.show)
    try:
        found = alternatives(engine, problem, requirements_of(problem), arguments.alternatives)
    finally:
        display.close()
    if engine.interrupted:
        raise KeyboardInterrupt
    plans = found.plans
    if found.impossible:
        from scheduler.solver.search import Search

        partial = Search(arguments.time_limit, arguments.seed).solve(problem, requirements_of(problem)).plan
        plans = [partial] if partial else []
    if given is not None:
        others = [plan for plan in plans if plan.bookings != given.bookings]
        plans = [given, *others][: arguments.alternatives]
    return plans, found.impossible


def _swept(arguments: Namespace, scenario: Scenario, plans: Sequence[Plan]) -> Findings:
    from scheduler.problem.requirements import each_requirement_of
    from scheduler.problem.uncertainty.likelihood import likelihood_of
    from scheduler.questions.survival import MOST_FUTURES, Findings, course_of
    from scheduler.scenario.problem import problem_of

    likelihood = likelihood_of(problem_of(scenario), each_requirement_of)
    course = course_of(likelihood.futures, arguments.samples, arguments.seed, arguments.all or MOST_FUTURES)
    results = _results(arguments, scenario, plans[0], likelihood.futures, course)
    return Findings(likelihood, plans, course, results)


def _results(
    arguments: Namespace, scenario: Scenario, plan: Plan, futures: Futures, course: Course
) -> dict[Outcomes, Any]:
    """Return the result of each future: from the results file what it has, and from the workers the rest."""
    from scheduler.base.parallel import cores, crew
    from scheduler.base.resume import Ledger
    from scheduler.commands.progress import Counting
    from scheduler.questions.sweep import RESULT, digest_of_plan, job_of

    job = job_of(scenario, plan, arguments.time_limit, arguments.seed)
    found: dict[Outcomes, Any] = {}
    with ExitStack() as stack:
        ledger = None
        if arguments.out:
            header = {"scenario": scenario.digest, "plan": digest_of_plan(plan), "seed": arguments.seed}
            ledger = stack.enter_context(Ledger(arguments.out, header, RESULT, futures.count))
            found = {futures.numbered(entry["future"]): entry for entry in ledger.finished}
        left = [outcomes for outcomes in course.shares if outcomes not in found]
        display = Counting(len(course.shares), "futures", len(course.shares) - len(left))
        stack.callback(display.close)
        workers = min(arguments.workers or cores(), max(1, len(left)))
        try:
            there = stack.enter_context(crew(job, workers, arguments.cluster)) if left else None
            for outcomes, result in there.results(left) if there else ():
                _ensure_finished(result)
                if ledger is not None:
                    ledger.add(result)
                found[outcomes] = result
                display.done()
        except Mistake as mistake:
            raise option_error("--cluster" if arguments.cluster else "--workers", mistake) from None
        except KeyboardInterrupt:
            if ledger is not None:
                say(f"Stopped; {len(found)} futures are in {arguments.out}: the same command goes on from there.")
            raise
    return found


def _ensure_finished(result: object) -> None:
    """Stop where a solver was interrupted: what it found so far is no result."""
    if result is None:
        raise KeyboardInterrupt


def _report(arguments: Namespace, findings: Findings) -> None:
    from scheduler.views.terminal import sweep as swept

    if arguments.to:
        from scheduler.base.files import write_whole
        from scheduler.views.page.sweep import sweep_page

        write_whole(arguments.to, sweep_page(findings))
    if arguments.json:
        answer_json(swept.findings_to_json(findings))
        return
    from scheduler.views.terminal.plan import console

    console().print(swept.findings_tables(findings, arguments.futures))
