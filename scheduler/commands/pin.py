"""`scheduler pin`: write agreed slots of a plan into the scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.base.issue import Mistake, nearest
from scheduler.commands.base import Exit, agreed_plan, option_error
from scheduler.commands.options import add_edited_scenario, add_plan_file
from scheduler.commands.scenario_edits import add_dry_run, edit_scenario

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.plan.plan import Plan
    from scheduler.scenario.edit import Edit
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.models import Scenario

HELP = "write agreed slots of a plan into the scenario"
DESCRIPTION = """Pin meetings to their slots in a plan: each gets 'pinned:' with its start, its place and, if several
modes are possible, its mode. Comments and order stay; the changed lines are shown. From then on every plan keeps
these slots. Exit code 0: written; 2: bad input."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_edited_scenario(parser)
    add_plan_file(parser)
    parser.add_argument("meetings", metavar="MEETING", nargs="+", help="the keys of the meetings, or 'all'")
    add_dry_run(parser)


def run(arguments: Namespace) -> Exit:
    """Read the plan and edit the scenario."""
    plan = agreed_plan(arguments.plan, whole=True)
    return edit_scenario(arguments, lambda scenario, facts: _edits(arguments, plan, scenario, facts))


def _edits(arguments: Namespace, plan: Plan, scenario: Scenario, facts: Facts) -> list[Edit]:
    from scheduler.scenario.edit import Edit

    keys = arguments.meetings
    if keys == ["all"]:
        keys = [booking.meeting for booking in plan.bookings if booking.meeting in scenario.meetings]
    for key in keys:
        if key not in scenario.meetings:
            raise option_error("MEETING", Mistake(f"there is no meeting '{key}'.", nearest(key, scenario.meetings)))
        if plan.booking(key) is None:
            raise option_error(
                "MEETING", Mistake(f"the plan has no slot for '{key}'.", "Name a meeting that it holds.")
            )
    return [Edit(("meetings", key, "pinned"), pinned_slot(plan, key, scenario, facts)) for key in dict.fromkeys(keys)]


def pinned_slot(plan: Plan, key: str, scenario: Scenario, facts: Facts) -> dict[str, Any]:
    """Return the value of `pinned:` for a meeting's slot in a plan."""
    from scheduler.base.times import say_moment
    from scheduler.scenario.candidates import modes_of

    booking = plan.by_meeting[key]
    slot: dict[str, Any] = {"start": say_moment(booking.start, facts.period.zone)}
    if len(modes_of(facts, scenario.meetings[key])) > 1:
        slot["mode"] = booking.mode
    if booking.room_group:
        slot["room"] = booking.room_group
    elif booking.venue:
        slot["venue"] = booking.venue
    return slot
