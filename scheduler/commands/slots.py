"""`scheduler slots`: every slot of a meeting, and what rules out the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.commands.base import Exit, add_limits, answer_json, say
from scheduler.commands.progress import Display

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.commands.question_options import Case
    from scheduler.questions.slots import Slot

HELP = "every slot of a meeting, and what rules out the others"
DESCRIPTION = """Show every start of a meeting: those that are free while the plan stays as it is, those that are
possible if others move, and what rules out the rest. Exit code 0: there is a possible start; 1: proved that
there is none, or no plan; 2: bad input; 3: out of time; 130: interrupted."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    from scheduler.commands.question_options import add_case

    add_case(parser)
    parser.add_argument("meeting", metavar="MEETING", help="the key of a meeting")
    add_limits(parser)
    parser.add_argument("--json", action="store_true", help="every start as one JSON object")


def run(arguments: Namespace) -> Exit:
    """Load, ask, print."""
    from scheduler.commands.question_options import Case, meeting_of

    display = Display()
    case = Case.read(arguments, display.show)
    key = meeting_of(arguments.meeting, case.problem)
    try:
        with case.prover.ctrl_c():
            return _answer(case, key, arguments)
    finally:
        display.close()


def _answer(case: Case, key: str, arguments: Namespace) -> Exit:
    from scheduler.questions.slots import slots

    plan = case.plan()
    if plan is None or plan.status == "out-of-time":
        say("Out of time: there is no plan yet to ask about. Try a longer --time-limit.")
        return Exit.INTERRUPTED if case.prover.interrupted else Exit.OUT_OF_TIME
    if plan.status == "impossible":
        say(f"No plan holds all must-meetings. 'scheduler explain {arguments.scenario}' says why.")
        return Exit.NO_SUCH_PLAN
    found = slots(case.prover, case.problem, case.requirements, plan, key)
    _print(case, key, found, arguments)
    if case.prover.interrupted:
        return Exit.INTERRUPTED
    states = {slot.state for slot in found}
    if "unknown" in states:
        say("Out of time: of some starts it is not proved whether they are possible. Try a longer --time-limit.")
        return Exit.OUT_OF_TIME
    return Exit.ANSWERED if states & {"planned", "free", "others move"} else Exit.NO_SUCH_PLAN


def _print(case: Case, key: str, found: list[Slot], arguments: Namespace) -> None:
    if arguments.json:
        from scheduler.views import json_answers as answers

        starts = answers.slots_to_json(case.problem, found)
        answer_json({"scenario": case.scenario.title, "meeting": key, "starts": starts})
        return
    from scheduler.views.terminal.plan import console
    from scheduler.views.terminal.slots import strip

    out = console()
    out.print(strip(case.problem, key, found, out.width))
