"""`scheduler solve`: the plan of a scenario."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scheduler.commands.base import Exit, add_reading, answer, ensure_zone, principal_of, print_plan, say
from scheduler.issue import InputError, Issue

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.solve import Outcome, Progress

HELP = "find the best plan of a scenario"
DESCRIPTION = """Find the best plan of a scenario and print it as tables: by day, what was not placed and why,
which wishes are kept. Exit code 0: there is a plan; 1: proved that none holds all must-meetings (the best
partial plan is printed); 2: the input has issues; 3: out of time; 130: interrupted."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("scenario", metavar="SCENARIO", help="a scenario file, or - for standard input")
    parser.add_argument("--out", metavar="FILE", help="write the plan to a file that the other commands read")
    parser.add_argument("--time-limit", type=_seconds, default=60.0, metavar="SECONDS", help="how long to search (60)")
    parser.add_argument("--seed", type=_natural, default=0, help="another seed may choose among equal plans (0)")
    parser.add_argument("--workers", type=_workers, default=1, help="search threads (1)")
    add_reading(parser)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < 1e7:
        raise ValueError
    return seconds


def _natural(text: str) -> int:
    number = int(text)
    if not 0 <= number < 2**31:
        raise ValueError
    return number


def _workers(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 64:
        raise ValueError
    return number


def run(arguments: Namespace) -> Exit:
    """Load, solve, print, write."""
    from scheduler.load import load

    ensure_zone(arguments.zone)
    if arguments.out:
        _ensure_out(arguments.out)
    scenario = load(arguments.scenario)
    known = {key: entry.name for key, entry in scenario.principals.items()}
    arguments.principal = principal_of(arguments.principal, known)

    # Only now is the solver paid for.
    from scheduler.solve import solve as search

    display = _Display()
    try:
        outcome = search(
            scenario,
            time_limit=arguments.time_limit,
            seed=arguments.seed,
            workers=arguments.workers,
            progress=display.show,
        )
    finally:
        display.close()
    return _report(outcome, arguments)


def _ensure_out(path: str) -> None:
    """Refuse a place that cannot be written, or holds something that is not a plan, before the long work."""
    from pathlib import Path

    from scheduler.files import ensure_writable, read_text
    from scheduler.planfile import looks_like_plan

    ensure_writable(path)
    target = Path(path)
    if target.is_file() and target.stat().st_size and not looks_like_plan(read_text(path, "plan")):
        message = "the file exists, and is not a plan."
        raise InputError([Issue(path, 0, message, "Name another, or take it away first.")])


def _report(outcome: Outcome, arguments: Namespace) -> Exit:
    from scheduler.planfile import to_json
    from scheduler.solve import Found, Impossible

    plan = outcome.plan
    if plan is None:
        say("Out of time: there is no plan yet, and no proof that there is none. Try a longer --time-limit.")
        return Exit.INTERRUPTED if outcome.interrupted else Exit.OUT_OF_TIME
    if arguments.out:
        from scheduler.files import write_whole

        write_whole(arguments.out, to_json(plan))
    if arguments.json:
        answer(to_json(plan))
    else:
        print_plan(plan, arguments.principal, arguments.zone)
    if outcome.interrupted:
        say("Interrupted: this is the best plan so far.")
        return Exit.INTERRUPTED
    if isinstance(outcome, Impossible):
        say("Impossible: no plan holds all must-meetings. 'Not placed' says what stands in the way.")
        return Exit.NO_SUCH_PLAN
    return Exit.ANSWERED if isinstance(outcome, Found) else Exit.OUT_OF_TIME


class _Display:
    """Shows on standard error how far a search is, once it has taken longer than a second."""

    def __init__(self) -> None:
        self.status: object = None
        self.said = 0.0

    def show(self, progress: Progress) -> None:
        """Show a line that is replaced in a terminal, and written now and then elsewhere."""
        if progress.seconds < 1:
            return
        if not sys.stderr.isatty():
            if progress.seconds - self.said >= 5 or not self.said:
                self.said = progress.seconds
                say(_line(progress))
            return
        from rich.status import Status

        from scheduler.views.tables import console

        if not isinstance(self.status, Status):
            self.status = Status(_line(progress), console=console(stderr=True))
            self.status.start()
        self.status.update(_line(progress))

    def close(self) -> None:
        """Take the line away."""
        stop = getattr(self.status, "stop", None)
        if stop:
            stop()


def _line(progress: Progress) -> str:
    far = "no plan yet"
    if progress.cost is not None:
        far = f"cost {progress.cost}, at best {progress.bound}"
    return f"Searching ({progress.tier}): {progress.seconds:.0f} s, {far}. Ctrl-C takes the best plan so far."
