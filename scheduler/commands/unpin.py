"""`scheduler unpin`: remove pinned slots from the scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.issue import Mistake, nearest
from scheduler.commands.base import Exit, option_error
from scheduler.commands.options import add_edited_scenario
from scheduler.commands.scenario_edits import add_dry_run, edit_scenario

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.scenario.edit import Edit
    from scheduler.scenario.models import Scenario

HELP = "remove pinned slots from the scenario"
DESCRIPTION = """Remove 'pinned:' from meetings, so that plans may move them again. Comments and order stay; the changed
lines are shown. Exit code 0: written; 2: bad input."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_edited_scenario(parser)
    parser.add_argument("meetings", metavar="MEETING", nargs="+", help="the keys of the meetings, or 'all'")
    add_dry_run(parser)


def run(arguments: Namespace) -> Exit:
    """Edit the scenario."""
    return edit_scenario(arguments, lambda scenario, _: _edits(arguments, scenario))


def _edits(arguments: Namespace, scenario: Scenario) -> list[Edit]:
    from scheduler.scenario.edit import GONE, Edit

    known = [key for key, meeting in scenario.meetings.items() if meeting.pinned]
    keys = known if arguments.meetings == ["all"] else arguments.meetings
    for key in keys:
        if key not in known:
            raise option_error(
                "MEETING", Mistake(f"'{key}' is not pinned.", nearest(key, known, "The pinned meetings"))
            )
    return [Edit(("meetings", key, "pinned"), GONE) for key in dict.fromkeys(keys)]
