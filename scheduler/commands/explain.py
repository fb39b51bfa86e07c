"""`scheduler explain`: why there is no plan, why not then, and what is the least to give up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.issue import InputError, Issue, Mistake
from scheduler.commands.base import Exit, add_limits, answer, answer_json, option_error, say
from scheduler.commands.progress import Display

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from rich.console import RenderableType

    from scheduler.commands.question_options import Case
    from scheduler.questions.explain import Answer, Refusal
    from scheduler.rules.asked.supposed import Supposed

HELP = "why no plan, why not then, and the least to give up"
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
    parser.add_argument("--json", action="store_true", help="the answer as one JSON object")


def _few(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 20:
        raise ValueError
    return number


def run(arguments: Namespace) -> Exit:
    """Load, ask, print; write a way out if one is chosen."""
    from scheduler.commands.question_options import Case, meeting_of, supposed_of

    _ensure_sense(arguments)
    display = Display()
    case = Case.read(arguments, display.show)
    key = meeting_of(arguments.meeting, case.problem) if arguments.meeting else None
    supposed = supposed_of(arguments, key, case.problem) if key else []
    try:
        with case.prover.ctrl_c():
            return _answer(case, key, supposed, arguments)
    finally:
        display.close()


def _ensure_sense(arguments: Namespace) -> None:
    about = [word for word in ("at", "on", "where", "before", "after") if getattr(arguments, word)]
    if about and not arguments.meeting:
        message = "the question needs a meeting."
        raise option_error(f"--{about[0].replace('where', 'in')}", Mistake(message, "Write its key after the file."))
    if arguments.apply is None and (arguments.dry_run or arguments.as_of):
        raise option_error("--dry-run" if arguments.dry_run else "--as-of", Mistake("it goes with --apply N."))
    if arguments.apply is not None and arguments.scenario == "-" and not arguments.dry_run:
        raise option_error("--apply", Mistake("standard input cannot be changed.", "Name a file, or add --dry-run."))


def _answer(case: Case, key: str | None, supposed: list[Supposed], arguments: Namespace) -> Exit:
    from scheduler.questions.explain import why_no_plan
    from scheduler.solver.proof import OutOfTimeError

    if arguments.as_of and arguments.as_of != case.scenario.digest:
        message = "the file does not say any more what it said then, so its ways out may be others."
        raise InputError([Issue(arguments.scenario, 0, message, "Run 'scheduler explain' again.")])
    try:
        refused = why_no_plan(case.prover, case.problem, case.requirements, case.text, most=arguments.most)
    except OutOfTimeError:
        return _out_of_time(case, arguments)
    if refused is not None:
        return _refused(case, refused, arguments)
    return _possible(case, key, supposed, arguments)


def _out_of_time(case: Case, arguments: Namespace) -> Exit:
    message = (
        "Out of time: it is proved neither that there is a plan nor that there is none. Try a longer --time-limit."
    )
    if arguments.json:
        answer_json({"scenario": case.scenario.title, "answer": "out-of-time"})
    say("Interrupted." if case.prover.interrupted else message)
    return Exit.INTERRUPTED if case.prover.interrupted else Exit.OUT_OF_TIME


def _refused(case: Case, refused: Refusal, arguments: Namespace) -> Exit:
    """Print why there is no plan, and write the way out that was chosen."""
    from scheduler.views import json_answers as answers
    from scheduler.views.terminal import explanations

    if arguments.apply is not None:
        return _apply(case, refused, arguments)
    if arguments.json:
        answer_json({**_about(case), "answer": "no-plan", **answers.refusal_to_json(case.problem, refused)})
        return Exit.NO_SUCH_PLAN
    say_first = f"No plan of “{case.scenario.title}” holds all must-meetings (proved)."
    _print(say_first, explanations.refusal_tables(case.problem, refused))
    _offer(case, refused, arguments)
    return _interrupted_or(case, Exit.NO_SUCH_PLAN)


def _offer(case: Case, refused: Refusal, arguments: Namespace) -> None:
    """Print the command that writes the first way out into the file."""
    from rich.text import Text

    if arguments.json or not (refused.repairs and refused.repairs.found) or arguments.scenario == "-":
        return
    _print("", Text("To write the first into the file, with all comments kept (--dry-run only shows it):"))
    meeting = f" {arguments.meeting}" if arguments.meeting and case.problem.by_key.get(arguments.meeting) else ""
    answer(f"  scheduler explain {arguments.scenario}{meeting} --apply 1 --as-of {case.scenario.digest}")


def _apply(case: Case, refused: Refusal, arguments: Namespace) -> Exit:
    from scheduler.commands.writing import text_difference, write_if_unchanged

    found = refused.repairs.found if refused.repairs else []
    if arguments.apply > len(found):
        ways = "there is no way out" if not found else f"there are {len(found)} ways out, 1 to {len(found)}"
        raise option_error("--apply", Mistake(f"{ways}.", "Run 'scheduler explain' without it to see them."))
    repair = found[arguments.apply - 1]
    answer(text_difference(case.text, repair.text, arguments.scenario))
    if arguments.dry_run:
        return Exit.ANSWERED
    write_if_unchanged(arguments.scenario, case.text, repair.text)
    say(f"Written into {arguments.scenario}: {'; '.join(change.sentence for change in repair.changes)}.")
    return Exit.ANSWERED


def _possible(case: Case, key: str | None, supposed: list[Supposed], arguments: Namespace) -> Exit:
    """Answer what is asked of a scenario that has a plan."""
    from scheduler.questions.explain import what_it_takes

    if arguments.apply is not None and (key is None or supposed):
        hint = "To hold a meeting that is left out, name it: scheduler explain FILE MEETING --apply N."
        raise option_error("--apply", Mistake("the scenario has a plan, so there is nothing to apply.", hint))
    plan = case.plan()
    if plan is None:
        return _out_of_time(case, arguments)
    left_out = [entry.meeting for entry in plan.unscheduled if entry.meeting in case.problem.by_key]
    keys = [key] if key else left_out
    given = [
        what_it_takes(
            case.prover,
            case.problem,
            case.requirements,
            plan,
            each,
            supposed,
            text=case.text,
            most=arguments.most if not supposed else 0,
        )
        for each in keys
    ]
    if arguments.apply is not None:
        if given[0].refusal is None:
            raise option_error("--apply", Mistake("it can be held as the file stands, so there is nothing to apply."))
        return _apply(case, given[0].refusal, arguments)
    _print_answers(case, key, given, arguments)
    if case.prover.interrupted:
        return Exit.INTERRUPTED
    if key and given[0].refusal:
        _offer(case, given[0].refusal, arguments)
        return Exit.NO_SUCH_PLAN
    return Exit.OUT_OF_TIME if any(each.out_of_time for each in given) else Exit.ANSWERED


def _print_answers(case: Case, key: str | None, given: list[Answer], arguments: Namespace) -> None:
    from rich.text import Text

    from scheduler.views import json_answers as answers
    from scheduler.views.terminal import explanations

    if arguments.json:
        answer_json(
            {
                **_about(case),
                "answer": "plan",
                "meetings": [answers.answer_to_json(case.problem, each) for each in given],
            }
        )
        return
    if key is None:
        left_out = "It holds every meeting." if not given else "What it would take to hold those that it leaves out:"
        about = f"“{case.scenario.title}” has a plan that holds all must-meetings. {left_out}"
        _print("", Text(about))
    for each in given:
        heading = "" if key or each.refusal else f"\n{case.problem.facts.names.meeting(each.meeting)}"
        _print(heading, explanations.answer_tables(case.problem, each))


def _print(heading: str, what: RenderableType) -> None:
    from rich.text import Text

    from scheduler.views.terminal.plan import console

    out = console()
    if heading:
        out.print(Text(heading, style="bold"))
    out.print(what)


def _about(case: Case) -> dict[str, str]:
    return {"scenario": case.scenario.title, "digest": case.scenario.digest}


def _interrupted_or(case: Case, code: Exit) -> Exit:
    return Exit.INTERRUPTED if case.prover.interrupted else code
