"""`scheduler new`: a commented scenario to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.commands.base import Exit, answer, say
from scheduler.issue import InputError, Issue

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

HELP = "write a commented scenario to fill in"
DESCRIPTION = "Write a commented scenario to fill in: to a file, or to standard output where none is named."


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("file", metavar="FILE", nargs="?", default="-", help="the new file")


def run(arguments: Namespace) -> Exit:
    """Print the template, or write it to a file that does not exist yet."""
    from importlib.resources import files
    from pathlib import Path

    from scheduler.files import ensure_writable, write_whole

    text = files("scheduler.commands").joinpath("template.yaml").read_text(encoding="utf-8")
    if arguments.file == "-":
        answer(text)
        return Exit.ANSWERED
    if Path(arguments.file).exists():
        raise InputError([Issue(arguments.file, 0, "the file exists.", "Name another; nothing was written.")])
    ensure_writable(arguments.file)
    write_whole(arguments.file, text)
    say(f"Wrote {arguments.file}. Fill it in, then: scheduler check {arguments.file}")
    return Exit.ANSWERED
