"""Arguments and options that several commands have: each is defined, with its wording, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
