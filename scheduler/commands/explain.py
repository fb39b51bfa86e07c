"""`scheduler explain`: why there is no plan, why not then, and what is the least to give up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.issue import InputError, Issue, Mistake
from scheduler.commands.base import Exit, answer, answer_json, option_error, say
from scheduler.commands.options import add_json, add_limits
from scheduler.commands.progress import Display

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from rich.console import RenderableType

    from scheduler.plan.plan import Plan
    from scheduler.questions.explain import Explanation, Refusal
    from scheduler.scenario.models import Scenario
    from scheduler.scenario.problem import Problem

HELP = "explain why there is no plan, or why not then"
DESCRIPTION = """Without a meeting: why a scenario has no plan, as the fewest lines that cannot hold together, and
the cheapest changes that make one possible, each tried and checked; for a scenario that has a plan, what it
would take to hold each meeting that the plan leaves out. With a meeting: why it is not held at a time, on a
day, in a place, before or after another, or what that would cost. Exit code 0: possible; 1: proved that it is
not (the reason is printed); 2: bad input; 3: out of time; 130: interrupted."""
EPILOG = """examples:
  scheduler explain scenario.yaml
  scheduler explain scenario.yaml --apply 1 --dry-run
  scheduler explain scenario.yaml singh-wei --at "4 Sep 10:00"
  scheduler explain scenario.yaml singh-wei --in metropol --before singh-shoigu"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    from scheduler.commands.question_options import add_case

    add_case(parser)
    parser.add_argument("meeting", metavar="MEETING", nargs="?", help="the key of a meeting")
    parser.add_argument("--at", metavar="TIME", help="why not at this time, such as '4 Sep 10:00'")
    parser.add_argument("--on", metavar="DAY", help="why not on this day, such as '4 Sep'")
    parser.add_argument("--in", dest="where", metavar="PLACE", help="why not in this place, venue or room")
    parser.add_argument("--before", metavar="MEETING", help="why not before this meeting")
    parser.add_argument("--after", metavar="MEETING", help="why not after this meeting")
    parser.add_argument("--most", type=_few, default=5, metavar="N", help="how many ways out are shown (5)")
    parser.add_argument("--apply", type=_few, metavar="N", help="write way out N into the file")
    parser.add_argument("--dry-run", action="store_true", help="with --apply: only show what would change")
    parser.add_argument("--as-of", metavar="DIGEST", help="with --apply: only if the file still says what it said")
    add_limits(parser)
    add_json(parser, "the answer")


def _few(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 20:
        raise ValueError
    return number


def run(arguments: Namespace) -> Exit:
    """Load, ask, print; write a way out if one is chosen."""
    from scheduler.commands.question_options import plan_asked_about
    from scheduler.problem.load import load

    _ensure_sense(arguments)
    scenario = load(arguments.scenario)
    plan = plan_asked_about(arguments)
    if arguments.as_of and arguments.as_of != scenario.digest:
        message = "the file does not say any more what it said then, so its ways out may be others."
        raise InputError([Issue(arguments.scenario, 0, message, "Run 'scheduler explain' again.")])
    display = Display()
    try:
        explanation = _explained(scenario, plan, arguments, display)
    finally:
        display.close()
    if explanation.no_plan is not None:
        return _refused(explanation, explanation.no_plan, arguments)
    if explanation.out_of_time and explanation.plan is None:
        return _out_of_time(explanation, arguments)
    return _possible(explanation, arguments)


def _explained(scenario: Scenario, plan: Plan | None, arguments: Namespace, display: Display) -> Explanation:
    from scheduler.base.times import read_date, read_moment
    from scheduler.commands.question_options import as_typed, when
    from scheduler.questions.explain import explain

    with as_typed(arguments):
        return explain(
            scenario,
            arguments.meeting,
            at=when("--at", arguments.at, read_moment, scenario),
            on=when("--on", arguments.on, read_date, scenario),
            where=arguments.where,
            before=arguments.before,
            after=arguments.after,
            plan=plan,
            most=arguments.most,
            left_out=arguments.apply is None,
            time_limit=arguments.time_limit,
            seed=arguments.seed,
            progress=display.show,
        )


def _ensure_sense(arguments: Namespace) -> None:
    about = [word for word in ("at", "on", "where", "before", "after") if getattr(arguments, word)]
    if about and not arguments.meeting:
        message = "the question needs a meeting."
        raise option_error(f"--{about[0].replace('where', 'in')}", Mistake(message, "Write its key after the file."))
    if arguments.apply is None and (arguments.dry_run or arguments.as_of):
        raise option_error("--dry-run" if arguments.dry_run else "--as-of", Mistake("it goes with --apply N."))
    if arguments.apply is not None and arguments.scenario == "-" and not arguments.dry_run:
        raise option_error("--apply", Mistake("standard input cannot be changed.", "Name a file, or add --dry-run."))


def _out_of_time(explanation: Explanation, arguments: Namespace) -> Exit:
    message = (
        "Out of time: it is proved neither that there is a plan nor that there is none. Try a longer --time-limit."
    )
    if arguments.json:
        answer_json({"scenario": explanation.problem.facts.scenario.title, "answer": "out-of-time"})
    say("Interrupted." if explanation.interrupted else message)
    return Exit.INTERRUPTED if explanation.interrupted else Exit.OUT_OF_TIME


def _refused(explanation: Explanation, refused: Refusal, arguments: Namespace) -> Exit:
    """Print why there is no plan, and write the way out that was chosen."""
    from scheduler.views import json_answers as answers
    from scheduler.views.terminal import explanations

    problem = explanation.problem
    if arguments.apply is not None:
        return _apply(problem, refused, arguments)
    if arguments.json:
        answer_json({**_about(problem), "answer": "no-plan", **answers.refusal_to_json(problem, refused)})
        return Exit.NO_SUCH_PLAN
    say_first = f"No plan of “{problem.facts.scenario.title}” holds all must-meetings (proved)."
    _print(say_first, explanations.refusal_tables(problem, refused))
    _offer(problem, refused, arguments)
    return Exit.INTERRUPTED if explanation.interrupted else Exit.NO_SUCH_PLAN


def _offer(problem: Problem, refused: Refusal, arguments: Namespace) -> None:
    """Print the command that writes the first way out into the file."""
    from rich.text import Text

    if arguments.json or not (refused.repairs and refused.repairs.found) or arguments.scenario == "-":
        return
    _print("", Text("To write the first into the file, with all comments kept (--dry-run only shows it):"))
    meeting = f" {arguments.meeting}" if arguments.meeting and problem.by_key.get(arguments.meeting) else ""
    digest = problem.facts.scenario.digest
    answer(f"  scheduler explain {arguments.scenario}{meeting} --apply 1 --as-of {digest}")


def _apply(problem: Problem, refused: Refusal, arguments: Namespace) -> Exit:
    from scheduler.commands.writing import text_difference, write_if_unchanged

    found = refused.repairs.found if refused.repairs else []
    if arguments.apply > len(found):
        ways = "there is no way out" if not found else f"there are {len(found)} ways out, 1 to {len(found)}"
        raise option_error("--apply", Mistake(f"{ways}.", "Run 'scheduler explain' without it to see them."))
    repair, text = found[arguments.apply - 1], problem.facts.scenario.origins.text
    answer(text_difference(text, repair.text, arguments.scenario))
    if arguments.dry_run:
        return Exit.ANSWERED
    write_if_unchanged(arguments.scenario, text, repair.text)
    say(f"Written into {arguments.scenario}: {'; '.join(change.sentence for change in repair.changes)}.")
    return Exit.ANSWERED


def _possible(explanation: Explanation, arguments: Namespace) -> Exit:
    """Print what is asked of a scenario that has a plan."""
    given = explanation.meetings
    if arguments.apply is not None:
        if not given or given[0].supposed:
            hint = "To hold a meeting that is left out, name it: scheduler explain FILE MEETING --apply N."
            raise option_error("--apply", Mistake("the scenario has a plan, so there is nothing to apply.", hint))
        if given[0].refusal is None:
            raise option_error("--apply", Mistake("it can be held as the file stands, so there is nothing to apply."))
        return _apply(explanation.problem, given[0].refusal, arguments)
    _print_answers(explanation, arguments)
    if explanation.interrupted:
        return Exit.INTERRUPTED
    if arguments.meeting and given[0].refusal:
        _offer(explanation.problem, given[0].refusal, arguments)
        return Exit.NO_SUCH_PLAN
    return Exit.OUT_OF_TIME if explanation.out_of_time else Exit.ANSWERED


def _print_answers(explanation: Explanation, arguments: Namespace) -> None:
    from rich.text import Text

    from scheduler.views import json_answers as answers
    from scheduler.views.terminal import explanations

    problem, given = explanation.problem, explanation.meetings
    if arguments.json:
        answer_json(
            {**_about(problem), "answer": "plan", "meetings": [answers.answer_to_json(problem, each) for each in given]}
        )
        return
    if not arguments.meeting:
        left_out = "It holds every meeting." if not given else "What it would take to hold those that it leaves out:"
        about = f"“{problem.facts.scenario.title}” has a plan that holds all must-meetings. {left_out}"
        _print("", Text(about))
    for each in given:
        heading = "" if arguments.meeting or each.refusal else f"\n{problem.facts.names.meeting(each.meeting)}"
        _print(heading, explanations.answer_tables(problem, each))


def _print(heading: str, what: RenderableType) -> None:
    from rich.text import Text

    from scheduler.views.terminal.plan import console

    out = console()
    if heading:
        out.print(Text(heading, style="bold"))
    out.print(what)


def _about(problem: Problem) -> dict[str, str]:
    return {"scenario": problem.facts.scenario.title, "digest": problem.facts.scenario.digest}
