"""`scheduler sweep`: evaluate a plan in every possible future."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import InputError, Issue, Mistake
from scheduler.commands.base import Exit, agreed_plan, answer_json, natural, option_error, say, threads
from scheduler.commands.options import add_json, add_plan_option, add_scenario, add_time_limit

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from scheduler.plan.plan import Plan
    from scheduler.problem.uncertainty.events import Futures, Outcomes
    from scheduler.questions.survival import Course, Findings
    from scheduler.scenario.models import Scenario

HELP = "evaluate a plan in every possible future"
DESCRIPTION = """Evaluate a plan in every possible future of a scenario, or in a sample if there are many: whether it
stands, what breaks, and the new plan with the fewest changes. The result: the probability that each meeting is held,
the most robust of several plans, the events that hurt most, and the confirmations to ask for first. Uncertainty is
written as certainty:, or:, overruns: and when: in the scenario (docs/uncertainty.md). An interrupted sweep resumes
from its results file. Exit code 0: answered; 1: proved that no plan of the scenario as written holds all
must-meetings; 2: bad input; 3: out of time without a plan; 130: interrupted (the results file is kept)."""
EPILOG = """examples:
  scheduler sweep scenarios/moscow-2020-09.yaml
  scheduler sweep mine.yaml --plan agreed.json --alternatives 3 --to sweep.html
  scheduler sweep mine.yaml --out results.jsonl --cluster tcp://10.0.0.5:8786"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_scenario(parser)
    add_plan_option(parser)
    parser.add_argument("--alternatives", type=_plans, default=1, metavar="K", help="compare K alternative plans (1)")
    parser.add_argument("--all", type=_positive, metavar="N", help="evaluate all futures if there are at most N (1000)")
    parser.add_argument("--samples", type=_positive, metavar="N", help="sample N futures, even if there are few")
    parser.add_argument(
        "--seed", type=natural, default=0, help="seed of the sample; another seed may choose among equal plans (0)"
    )
    parser.add_argument("--workers", type=threads, metavar="N", help="processes on this machine (one for each core)")
    parser.add_argument("--cluster", metavar="ADDRESS", help="a Dask cluster, such as tcp://10.0.0.5:8786")
    parser.add_argument("--out", metavar="FILE", help="the results file, from which an interrupted sweep resumes")
    parser.add_argument("--to", metavar="FILE.html", help="write a page with a chart")
    add_time_limit(parser, "plan")
    parser.add_argument("--futures", type=natural, default=10, metavar="N", help="list the N likeliest futures (10)")
    add_json(parser, "the findings")


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
    """Load the scenario, evaluate the plans in the futures, and report the findings."""
    from scheduler.base.files import ensure_writable
    from scheduler.problem.load import load

    _ensure_files(arguments)
    scenario = load(arguments.scenario)
    if arguments.to:
        _ensure_page(arguments.to)
        ensure_writable(arguments.to)
    given = plan_of_scenario(arguments.plan, scenario) if arguments.plan else None
    plans, impossible = _plans_of(arguments, scenario, given)
    if not plans:
        say("Out of time: there is no plan yet. Try a longer --time-limit.")
        return Exit.OUT_OF_TIME
    findings = _evaluate(arguments, scenario, plans)
    _report(arguments, findings)
    if impossible:
        say("Not all must-meetings can be held even as written (proved); the evaluated plan is the best partial plan.")
    return Exit.NO_SUCH_PLAN if impossible else Exit.ANSWERED


def _ensure_files(arguments: Namespace) -> None:
    """Refuse results on standard output, and results and page in the same file."""
    if arguments.out == "-":
        raise option_error("--out", Mistake("results are kept in a file.", "Name one; --json prints the findings."))
    if arguments.out and arguments.to and Path(arguments.out).resolve() == Path(arguments.to).resolve():
        raise option_error("--out", Mistake(f"'{arguments.to}' is the page.", "Name another file for the results."))


def _ensure_page(path: str) -> None:
    if not path.casefold().endswith((".html", ".htm")):
        raise option_error("--to", Mistake(f"'{path}' is not a page.", "Name a file that ends in .html."))


def plan_of_scenario(path: str, scenario: Scenario) -> Plan:
    """Read a plan file that belongs to the scenario in its present version.

    Raises:
        InputError: it cannot be read, or it belongs to another scenario.
    """
    plan = agreed_plan(path, whole=True)
    ensure_belongs_to(plan, scenario, path)
    return plan


def ensure_belongs_to(plan: Plan, scenario: Scenario, path: str) -> None:
    """Check that a plan belongs to the scenario in its present version.

    Raises:
        InputError: it belongs to another one.
    """
    if plan.digest != scenario.digest:
        message = "this plan belongs to another scenario, or to an earlier version of this one."
        raise InputError([Issue(path, 0, message, "Solve the scenario again with --out.")])


def _plans_of(arguments: Namespace, scenario: Scenario, given: Plan | None) -> tuple[list[Plan], bool]:
    """Return the plan in question and its alternatives, and whether it is proved that not all musts can be held."""
    from scheduler.commands.progress import Display
    from scheduler.problem.requirements import requirements_of
    from scheduler.questions.alternatives import alternatives_of
    from scheduler.scenario.problem import problem_of
    from scheduler.solver.engine import Engine
    from scheduler.solver.search import best_plan

    if given is not None and arguments.alternatives == 1:
        return [given], given.status == "impossible"
    problem, display = problem_of(scenario), Display()
    engine = Engine(arguments.time_limit, arguments.seed, 1, display.show)
    try:
        found = alternatives_of(engine, problem, requirements_of(problem), arguments.alternatives)
    finally:
        display.close()
    if engine.interrupted:
        raise KeyboardInterrupt
    plans = found.plans
    if found.impossible:
        partial = best_plan(Engine(arguments.time_limit, arguments.seed), problem, requirements_of(problem)).plan
        plans = [partial] if partial else []
    if given is not None:
        others = [plan for plan in plans if plan.bookings != given.bookings]
        plans = [given, *others][: arguments.alternatives]
    return plans, found.impossible


def _evaluate(arguments: Namespace, scenario: Scenario, plans: Sequence[Plan]) -> Findings:
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
    """Return the result of each future, from the results file or else computed by the workers."""
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
                say(f"Interrupted; {len(found)} futures are in {arguments.out}: run the same command again to resume.")
            raise
    return found


def _ensure_finished(result: object) -> None:
    """Stop if the solver was interrupted, since a partial search is not a result."""
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
