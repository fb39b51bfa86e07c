"""`scheduler unpin`: take pinned slots out of the scenario again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.issue import Mistake, nearest
from scheduler.commands.base import Exit, option_error
from scheduler.commands.scenario_edits import add_writing, change

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.scenario.edit import Edit
    from scheduler.scenario.models import Scenario

HELP = "take pinned slots out of the scenario again"
DESCRIPTION = """Take 'pinned:' out of meetings, so that plans may move them again. Comments and order stay; the lines
that change are shown. Exit code 0: written; 2: bad input."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("scenario", metavar="SCENARIO", help="the scenario file that is changed")
    parser.add_argument("meetings", metavar="MEETING", nargs="+", help="the keys of the meetings, or 'all'")
    add_writing(parser)


def run(arguments: Namespace) -> Exit:
    """Change the scenario."""
    return change(arguments, lambda scenario, _: _edits(arguments, scenario))


def _edits(arguments: Namespace, scenario: Scenario) -> list[Edit]:
    from scheduler.scenario.edit import GONE, Edit

    known = [key for key, meeting in scenario.meetings.items() if meeting.pinned]
    keys = known if arguments.meetings == ["all"] else arguments.meetings
    for key in keys:
        if key not in known:
            raise option_error("MEETING", Mistake(f"'{key}' is not pinned.", nearest(key, known, "Pinned are")))
    return [Edit(("meetings", key, "pinned"), GONE) for key in dict.fromkeys(keys)]
