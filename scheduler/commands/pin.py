"""`scheduler pin`: write agreed slots of a plan into the scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.base.issue import Mistake, nearest
from scheduler.commands.base import Exit, agreed_plan, option_error
from scheduler.commands.scenario_edits import add_writing, change

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.plan.plan import Plan
    from scheduler.scenario.edit import Edit
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.models import Scenario

HELP = "write agreed slots of a plan into the scenario"
DESCRIPTION = """Pin meetings to the slots that a plan gives them: each gets 'pinned:' with its start, its place and,
where it may be held in several, its mode. Comments and order stay; the lines that change are shown. From then on
every plan keeps the slots. Exit code 0: written; 2: bad input."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("scenario", metavar="SCENARIO", help="the scenario file that is changed")
    parser.add_argument("plan", metavar="PLAN", help="the plan file with the slots")
    parser.add_argument("meetings", metavar="MEETING", nargs="+", help="the keys of the meetings, or 'all'")
    add_writing(parser)


def run(arguments: Namespace) -> Exit:
    """Read the plan, change the scenario."""
    plan = agreed_plan(arguments.plan, whole=True)
    return change(arguments, lambda scenario, facts: _edits(arguments, plan, scenario, facts))


def _edits(arguments: Namespace, plan: Plan, scenario: Scenario, facts: Facts) -> list[Edit]:
    from scheduler.scenario.edit import Edit

    keys = arguments.meetings
    if keys == ["all"]:
        keys = [booking.meeting for booking in plan.bookings if booking.meeting in scenario.meetings]
    for key in keys:
        if key not in scenario.meetings:
            raise option_error("MEETING", Mistake(f"there is no meeting '{key}'.", nearest(key, scenario.meetings)))
        if plan.booking(key) is None:
            raise option_error("MEETING", Mistake(f"the plan has no slot for '{key}'.", "Name one that it holds."))
    return [Edit(("meetings", key, "pinned"), pinned(plan, key, scenario, facts)) for key in dict.fromkeys(keys)]


def pinned(plan: Plan, key: str, scenario: Scenario, facts: Facts) -> dict[str, Any]:
    """Return what is written for a meeting's slot."""
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
