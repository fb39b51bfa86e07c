"""Arguments and options that several commands have: each is defined, with its wording, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.commands.base import natural, seconds, threads

if TYPE_CHECKING:
    from argparse import ArgumentParser


def add_scenario(parser: ArgumentParser) -> None:
    """Add the scenario that a command reads."""
    parser.add_argument("scenario", metavar="SCENARIO", help="a scenario file, or - for standard input")


def add_edited_scenario(parser: ArgumentParser) -> None:
    """Add the scenario that a command edits."""
    parser.add_argument("scenario", metavar="SCENARIO", help="the scenario file to change")


def add_plan_file(parser: ArgumentParser) -> None:
    """Add the plan file that a command reads."""
    parser.add_argument("plan", metavar="PLAN", help="a plan file, or - for standard input")


def add_plan_option(parser: ArgumentParser) -> None:
    """Add the plan about which a command answers; without it the command finds the best one first."""
    parser.add_argument("--plan", metavar="FILE", help="the plan in question (default: the best plan)")


def add_zone(parser: ArgumentParser) -> None:
    """Add the reader's time zone."""
    parser.add_argument("--zone", help="the reader's time zone, such as Asia/Kolkata, in addition to local time")


def add_json(parser: ArgumentParser, content: str) -> None:
    """Add the option that prints JSON; `content` is what the object contains."""
    parser.add_argument("--json", action="store_true", help=f"print {content} as JSON")


def add_reading(parser: ArgumentParser) -> None:
    """Add the options that determine how a plan is shown, and to whom."""
    parser.add_argument("--for", dest="reader", metavar="WHOM", help="only what that delegation (or principal) may see")
    add_zone(parser)
    add_json(parser, "the plan")


def add_out(parser: ArgumentParser) -> None:
    """Add the plan file that a command writes."""
    parser.add_argument("--out", metavar="FILE", help="write the plan file, which other commands read")


def add_own_scenario(parser: ArgumentParser, name: str = "scenario") -> None:
    """Add the scenario of a plan, as an argument or as the option `name`; without it the plan's own is read."""
    said = "the scenario (default: the plan's own)"
    if name.startswith("-"):
        parser.add_argument(name, metavar="SCENARIO", help=said)
    else:
        parser.add_argument(name, metavar="SCENARIO", nargs="?", help=said)


def add_limits(parser: ArgumentParser) -> None:
    """Add the options that limit a search."""
    add_time_limit(parser)
    add_seed(parser)
    parser.add_argument("--workers", type=threads, default=1, help="search threads (1)")


def add_time_limit(parser: ArgumentParser, each: str = "") -> None:
    """Add the search time in seconds; `each` names what has that much time, where a command searches repeatedly."""
    said = f"search time for each {each} (60)" if each else "search time (60)"
    parser.add_argument("--time-limit", type=seconds, default=60.0, metavar="SECONDS", help=said)


def add_seed(parser: ArgumentParser) -> None:
    """Add the seed of the search."""
    parser.add_argument("--seed", type=natural, default=0, help="another seed may choose among equal plans (0)")
