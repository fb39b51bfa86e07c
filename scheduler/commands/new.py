"""`scheduler new`: write a commented scenario to fill in, or an invented one of any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.issue import InputError, Issue, Mistake
from scheduler.commands.base import Exit, answer, natural, option_error, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

HELP = "write a commented scenario to fill in, or invent one"
DESCRIPTION = """Write a commented scenario to fill in, to a file or to standard output. With --like, invent a complete
scenario of that kind, with any number of requests, to try the program out; the same kind, number and seed give the
same file."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    from scheduler.scenario.generate import KINDS

    parser.add_argument("file", metavar="FILE", nargs="?", default="-", help="the new file (default: standard output)")
    parser.add_argument("--like", choices=KINDS, help="invent a scenario of this kind")
    usual = ", ".join(f"{kind.requests} for a {word}" for word, kind in KINDS.items())
    parser.add_argument("--requests", type=natural, metavar="N", help=f"with --like: the number of requests ({usual})")
    parser.add_argument("--seed", type=natural, metavar="N", help="with --like: the seed of the random numbers (0)")


def run(arguments: Namespace) -> Exit:
    """Print the template or the invented scenario, or write it to a new file."""
    from pathlib import Path

    from scheduler.base.files import ensure_writable, write_whole

    text = _invent(arguments) if arguments.like else _template(arguments)
    if arguments.file == "-":
        answer(text)
        return Exit.ANSWERED
    ensure_writable(arguments.file)
    if Path(arguments.file).exists():
        raise InputError([Issue(arguments.file, 0, "the file exists.", "Name another; nothing was written.")])
    write_whole(arguments.file, text)
    then = "scheduler solve" if arguments.like else "Fill it in, then: scheduler check"
    say(f"Wrote {arguments.file}. {then} {arguments.file}")
    return Exit.ANSWERED


def _template(arguments: Namespace) -> str:
    from importlib.resources import files

    for option in ("requests", "seed"):
        if getattr(arguments, option) is not None:
            raise option_error(f"--{option}", Mistake("it applies to an invented scenario only.", "Add --like KIND."))
    return files("scheduler.commands").joinpath("template.yaml").read_text(encoding="utf-8")


def _invent(arguments: Namespace) -> str:
    from scheduler.scenario.generate import KINDS, invent, most_requests

    most = most_requests(KINDS[arguments.like])
    if arguments.requests is not None and not 1 <= arguments.requests <= most:
        message = f"a {arguments.like} has 1 to {most} requests, at most one for each pair of delegations."
        raise option_error("--requests", Mistake(message, f"Write a number up to {most}."))
    return invent(arguments.like, arguments.requests, arguments.seed or 0)
