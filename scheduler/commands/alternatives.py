"""`scheduler alternatives`: plans that really differ, with what each trades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.issue import Mistake
from scheduler.commands.base import Exit, answer, answer_json, ensure_out, natural, option_error, say
from scheduler.commands.options import add_json, add_limits, add_scenario
from scheduler.commands.progress import Display

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.questions.alternatives import Alternatives

HELP = "find plans that really differ"
DESCRIPTION = """Find plans that really differ: some meetings on another day, at a clearly other time, in another
venue or mode, or left out for others. The best comes first; every other one holds all must-meetings, as many of
high priority, and of the rest at most --tolerance fewer. Exit code 0: found (if there are fewer than asked for, it
says so, and that it is proved); 1: no plan at all; 2: bad input; 3: out of time; 130: interrupted."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_scenario(parser)
    parser.add_argument(
        "-k", dest="most", type=_few, default=3, metavar="N", help="how many plans, the best included (3)"
    )
    parser.add_argument(
        "--differ",
        type=_far,
        default=3,
        metavar="N",
        help="how far any two differ at least: a must that is otherwise counts 3, high priority 2, any other 1 (3)",
    )
    parser.add_argument("--apart", default="2 h", metavar="LENGTH", help="what is clearly another time (2 h)")
    parser.add_argument("--tolerance", type=natural, default=1, metavar="N", help="meetings that may be fewer (1)")
    parser.add_argument("--out", metavar="PREFIX", help="write each plan to a file: PREFIX-A.json, PREFIX-B.json, …")
    add_limits(parser)
    add_json(parser, "the plans")


def _few(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 8:
        raise ValueError
    return number


def _far(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 10_000:
        raise ValueError
    return number


def run(arguments: Namespace) -> Exit:
    """Load, search, print, write."""
    from scheduler.base.times import read_length
    from scheduler.problem.load import load

    try:
        apart = read_length(arguments.apart)
    except Mistake as mistake:
        raise option_error("--apart", mistake) from None
    scenario = load(arguments.scenario)
    for path in _paths(arguments.out, arguments.most):
        ensure_out(path)

    # Only now is the solver paid for.
    from scheduler.questions.alternatives import alternatives

    display = Display()
    try:
        found = alternatives(
            scenario,
            arguments.most,
            differ=arguments.differ,
            apart=apart,
            tolerance=arguments.tolerance,
            time_limit=arguments.time_limit,
            seed=arguments.seed,
            workers=arguments.workers,
            progress=display.show,
        )
    finally:
        display.close()
    return _report(arguments, found)


def _paths(prefix: str | None, count: int) -> list[str]:
    return [f"{prefix.removesuffix('.json')}-{chr(ord('A') + n)}.json" for n in range(count)] if prefix else []


def _report(arguments: Namespace, found: Alternatives) -> Exit:
    from scheduler.base.files import write_whole
    from scheduler.plan.file import to_data, to_json

    for path, plan in zip(_paths(arguments.out, arguments.most), found.plans, strict=False):
        write_whole(path, to_json(plan))
    if arguments.json:
        answer_json([to_data(plan) for plan in found.plans])
    elif found.plans:
        _print(found, arguments)
    if found.interrupted:
        say("Interrupted: these are the plans so far.")
        return Exit.INTERRUPTED
    if found.impossible:
        say(f"No plan holds all must-meetings (proved); 'scheduler explain {arguments.scenario}' says why not.")
        return Exit.NO_SUCH_PLAN
    if len(found.plans) == arguments.most:
        return Exit.ANSWERED
    if not found.no_more:
        say("Out of time: there may be more alternatives. Try a longer --time-limit.")
        return Exit.OUT_OF_TIME
    count = len(found.plans)
    differ = f"differ by {arguments.differ} from these, with at most {arguments.tolerance} fewer meetings"
    say(f"There {'is' if count == 1 else 'are'} only {count} (proved): no more plans {differ}.")
    return Exit.ANSWERED


def _print(found: Alternatives, arguments: Namespace) -> None:
    from rich.text import Text

    from scheduler.questions.alternatives import trade
    from scheduler.questions.compare import compare
    from scheduler.views.terminal.comparison import LETTERS, comparison_tables
    from scheduler.views.terminal.plan import console

    out = console()
    names = [f"plan {letter}" for letter, _ in zip(LETTERS, found.plans, strict=False)]
    out.print(Text("A: the best plan.", style="bold"))
    for letter, plan in zip(LETTERS[1:], found.plans[1:], strict=False):
        out.print(Text(f"{letter}: {trade(found.plans[0], plan)}.", style="bold"))
    stated = (
        f"Each holds every must, as many of high priority as A, and of the others at most {arguments.tolerance} fewer. "
        f"Any two differ by {arguments.differ} at least: a must that is on another day, {arguments.apart} apart, "
        "elsewhere or left out counts 3, one of high priority 2, any other 1."
    )
    out.print(Text(stated))
    answer("")
    out.print(comparison_tables(names, compare(found.plans), legend=False))
