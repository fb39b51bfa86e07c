"""The changes between an old and a new plan, and the call list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.text import Text

from scheduler.base.times import say_span, zone_of
from scheduler.plan.days import venue_or_mode
from scheduler.plan.file import checksum, entry_data, to_data
from scheduler.questions.replan import calls
from scheduler.views.terminal.plan import titled_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from scheduler.plan.plan import Booking, Plan
    from scheduler.questions.replan import BookingChange, Call, Replanned
    from scheduler.scenario.problem import Problem

KINDS = {"lost": "LOST", "moved": "moved", "other place": "place", "with others": "people", "new": "new"}


def replan_tables(problem: Problem, old: Plan, result: Replanned, happened: Sequence[str]) -> Group:
    """Return the incidents, the table of changes, the verdict and the call list."""
    parts: list[RenderableType] = [Text(f"– {sentence}.") for sentence in happened]
    if result.impossible:
        message = (
            "Not all must-meetings can be held any more (proved); 'scheduler explain' on the changed file says why."
        )
        parts.append(Text(message, style="bold red"))
    if not result.changes:
        return Group(*parts, Text("Nothing has to change: every booking stays as it is."))
    parts += [Text(), _changes(problem, old, result), Text(change_count(result))]
    return Group(*parts, Text(), _calls(problem, old, result))


def _changes(problem: Problem, old: Plan, result: Replanned) -> RenderableType:
    table = titled_table("What changes")
    table.add_column("", no_wrap=True)
    table.add_column("Meeting", ratio=4)
    table.add_column("Before", ratio=4)
    table.add_column("Now", ratio=4)
    order = list(KINDS)
    for change in sorted(result.changes, key=lambda c: (order.index(c.kind), -c.weight)):
        style = "bold red" if change.kind == "lost" else ""
        before, after = change.move.before, change.move.after
        cells = [Text(say_booking(plan, booking)) for plan, booking in ((old, before), (result.plan, after))]
        table.add_row(Text(KINDS[change.kind], style=style), Text(title_of(problem, old, change)), *cells)
    return table


def title_of(problem: Problem, old: Plan, change: BookingChange) -> str:
    """Return the title of a changed meeting, with its state and priority."""
    meeting = problem.facts.scenario.meetings.get(change.move.meeting)
    if meeting is None:
        return old.names.meeting(change.move.meeting)
    return f"{problem.facts.names.meeting(change.move.meeting)}\n{meeting.state}, {meeting.priority}"


def say_booking(plan: Plan, booking: Booking | None) -> str:
    """Return the time and the place of a booking; a dash for None."""
    if booking is None:
        return "–"
    return f"{_when(booking)}\n{venue_or_mode(plan, booking)}"


def _where(problem: Problem, booking: Booking) -> str:
    if booking.mode != "in person":
        return f"by {booking.mode}"
    names = problem.facts.names
    return f"at {names.venue(booking.venue)}" if booking.venue else f"in {names.of('places', booking.place or '')}"


def _when(booking: Booking) -> str:
    return say_span(booking.start, booking.end, zone_of(booking.zone))


def change_count(result: Replanned) -> str:
    """Return the number of changes, and whether it is proved that fewer are not enough."""
    count = len(result.changes)
    sentence = f"{count} {'change' if count == 1 else 'changes'}, weight {result.weight}"
    if result.fewest:
        return f"{sentence}: no plan with as many must-meetings needs fewer changes (proved)."
    return f"{sentence}. Out of time: it is not proved that fewer changes are not enough."


def _calls(problem: Problem, old: Plan, result: Replanned) -> RenderableType:
    table = titled_table("Whom to call")
    table.add_column("Office of", ratio=4)
    table.add_column("About", ratio=8)
    for call in calls(problem, result.changes):
        name = problem.facts.names.of("people", call.principal)
        office = Text(name, style="bold")
        office.append(f"\n{call.office}" if call.office else "", style="not bold")
        table.add_row(office, Text("\n".join(say_change(problem, old, change) for change in call.about)))
    return table


def say_change(problem: Problem, old: Plan, change: BookingChange) -> str:
    """Return the sentence about a change for the call list."""
    title = problem.facts.names.meeting(change.move.meeting)
    if title == change.move.meeting:
        title = old.names.meeting(change.move.meeting)
    before, after = change.move.before, change.move.after
    if before is None and after is not None:
        return f"{title} is new: {_when(after)}"
    if after is None and before is not None:
        return f"{title} ({_when(before)}) is cancelled"
    if before is None or after is None:
        return title
    if change.kind == "other place":
        return f"{title} ({_when(after)}) is now {_where(problem, after)}"
    if change.kind == "with others":
        return f"{title} ({_when(after)}) is now between {problem.facts.names.everyone(after.participants)}"
    return f"{title} moves from {_when(before)} to {_when(after)}"


def replan_to_json(problem: Problem, result: Replanned, happened: Sequence[str]) -> dict[str, Any]:
    """Return the new plan as one JSON object, with the changes and the call list."""
    whole = {key: each for key, each in to_data(result.plan).items() if key != "checksum"}
    whole["happened"] = list(happened)
    whole["changes"] = [change_data(change) for change in result.changes]
    whole["fewest_proved"] = result.fewest
    whole["calls"] = [call_data(call) for call in calls(problem, result.changes)]
    return {**whole, "checksum": checksum(whole)}


def change_data(change: BookingChange) -> dict[str, Any]:
    """Return a change as a JSON object."""
    return {
        "meeting": change.move.meeting,
        "kind": change.kind,
        "weight": change.weight,
        "before": _booking(change.move.before),
        "after": _booking(change.move.after),
    }


def call_data(call: Call) -> dict[str, Any]:
    """Return a call as a JSON object."""
    return {"principal": call.principal, "office": call.office, "meetings": [c.move.meeting for c in call.about]}


def _booking(booking: Booking | None) -> dict[str, Any] | None:
    return None if booking is None else entry_data(booking)
