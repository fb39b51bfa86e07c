"""`scheduler slots`: every slot of a meeting, and what rules out the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.commands.base import Exit, answer_json, say
from scheduler.commands.options import add_json, add_limits
from scheduler.commands.progress import Display

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.questions.slots import Slots
    from scheduler.solver.outcome import Impossible, OutOfTime

HELP = "show every slot of a meeting"
DESCRIPTION = """Show every start of a meeting: those that are free while the plan stays as it is, those that are
possible if others move, and what rules out the rest. Exit code 0: there is a possible start; 1: proved that
there is none, or no plan; 2: bad input; 3: out of time; 130: interrupted."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    from scheduler.commands.question_options import add_case

    add_case(parser)
    parser.add_argument("meeting", metavar="MEETING", help="the key of a meeting")
    add_limits(parser)
    add_json(parser, "every start")


def run(arguments: Namespace) -> Exit:
    """Load, ask, print."""
    from scheduler.commands.question_options import as_typed, plan_asked_about
    from scheduler.problem.load import load

    scenario = load(arguments.scenario)
    plan = plan_asked_about(arguments)

    # Only now is the solver paid for.
    from scheduler.questions.slots import slots

    display = Display()
    try:
        with as_typed(arguments):
            found = slots(
                scenario,
                arguments.meeting,
                plan=plan,
                time_limit=arguments.time_limit,
                seed=arguments.seed,
                progress=display.show,
            )
    finally:
        display.close()
    return _report(found, arguments)


def _report(found: Slots | Impossible | OutOfTime, arguments: Namespace) -> Exit:
    from scheduler.solver.outcome import Impossible, OutOfTime

    if isinstance(found, OutOfTime):
        say("Out of time: there is no plan yet to ask about. Try a longer --time-limit.")
        return Exit.INTERRUPTED if found.interrupted else Exit.OUT_OF_TIME
    if isinstance(found, Impossible):
        say(f"No plan holds all must-meetings. 'scheduler explain {arguments.scenario}' says why.")
        return Exit.NO_SUCH_PLAN
    _print(found, arguments)
    if found.interrupted:
        return Exit.INTERRUPTED
    states = {slot.state for slot in found.starts}
    if "unknown" in states:
        say("Out of time: of some starts it is not proved whether they are possible. Try a longer --time-limit.")
        return Exit.OUT_OF_TIME
    return Exit.ANSWERED if states & {"planned", "free", "others move"} else Exit.NO_SUCH_PLAN


def _print(found: Slots, arguments: Namespace) -> None:
    problem = found.problem
    if arguments.json:
        from scheduler.views import json_answers as answers

        starts = answers.slots(problem, found.starts)
        answer_json({"scenario": problem.facts.scenario.title, "meeting": found.meeting, "starts": starts})
        return
    from scheduler.views.terminal.plan import console
    from scheduler.views.terminal.slots import strip

    out = console()
    out.print(strip(problem, found.meeting, found.starts, out.width))
