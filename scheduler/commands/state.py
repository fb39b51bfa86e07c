"""`scheduler state`: change the state of a meeting, with day and reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.base.issue import Mistake, nearest
from scheduler.commands.base import Exit, agreed_plan, option_error
from scheduler.commands.options import add_edited_scenario
from scheduler.commands.scenario_edits import add_dry_run, edit_scenario

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.scenario.edit import Edit
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.models import Scenario

HELP = "change the state of a meeting, with day and reason"
DESCRIPTION = """Write a meeting's new state into the scenario, with the day and the reason in its 'history:'. A
confirmed meeting needs a slot: a 'start:', a pin, or --plan with a plan that has one. Comments and order stay; the
changed lines are shown. Exit code 0: written; 2: bad input."""
STATES = ("requested", "tentative", "confirmed", "declined", "never")


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_edited_scenario(parser)
    parser.add_argument("meeting", metavar="MEETING", help="the key of a meeting")
    parser.add_argument("state", metavar="STATE", choices=STATES, help=f"one of {', '.join(STATES)}")
    parser.add_argument("--because", metavar="REASON", help="the reason, for the history")
    parser.add_argument("--on", metavar="DAY", help="the day, such as 2020-08-30 (default: today)")
    parser.add_argument("--plan", metavar="FILE", help="a plan with the slot of a confirmed meeting")
    add_dry_run(parser)


def run(arguments: Namespace) -> Exit:
    """Edit the scenario."""
    return edit_scenario(arguments, lambda scenario, facts: _edits(arguments, scenario, facts))


def _edits(arguments: Namespace, scenario: Scenario, facts: Facts) -> list[Edit]:
    from scheduler.scenario.edit import Edit

    key = arguments.meeting
    if key not in scenario.meetings:
        raise option_error("MEETING", Mistake(f"there is no meeting '{key}'.", nearest(key, scenario.meetings)))
    meeting = scenario.meetings[key]
    if meeting.state == arguments.state:
        raise option_error("STATE", Mistake(f"'{key}' is already {arguments.state}.", "Nothing is written."))
    step: dict[str, Any] = {"state": arguments.state, "on": _day(arguments.on)}
    if arguments.because:
        step["because"] = arguments.because
    path = ("meetings", key, "history")
    history = facts.raw(path)
    edits = [Edit(("meetings", key, "state"), arguments.state), *_slot(arguments, scenario, facts)]
    edits.append(Edit((*path, len(history)), step) if isinstance(history, list) else Edit(path, [step]))
    return edits


def _day(text: str | None) -> str:
    from datetime import UTC, datetime

    from scheduler.base.times import read_date

    if text is None:
        return str(datetime.now(UTC).astimezone().date())
    try:
        return str(read_date(text, None))
    except Mistake as mistake:
        raise option_error("--on", mistake) from None


def _slot(arguments: Namespace, scenario: Scenario, facts: Facts) -> list[Edit]:
    """Return the edit that pins a confirmed meeting to its slot, if it is not pinned yet."""
    from scheduler.commands.pin import pinned_slot
    from scheduler.scenario.edit import Edit

    key, meeting = arguments.meeting, scenario.meetings[arguments.meeting]
    if arguments.plan is None:
        if arguments.state == "confirmed" and meeting.start is None and meeting.pinned is None:
            hint = "Add --plan with a plan that has one, or pin it first."
            raise option_error("STATE", Mistake(f"'{key}' has no slot to confirm.", hint))
        return []
    plan = agreed_plan(arguments.plan, whole=True)
    if plan.booking(key) is None:
        raise option_error("--plan", Mistake(f"the plan has no slot for '{key}'."))
    return [Edit(("meetings", key, "pinned"), pinned_slot(plan, key, scenario, facts))]
