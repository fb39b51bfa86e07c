"""What a new plan changes of an old one, and whom to call about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.text import Text

from scheduler.base.times import say_span, zone_of
from scheduler.plan.days import venue_or_mode
from scheduler.plan.file import checksum, entry_data, to_data
from scheduler.questions.replan import calls
from scheduler.views.terminal.plan import titled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from scheduler.plan.plan import Booking, Plan
    from scheduler.questions.replan import BookingChange, Call, Replanned
    from scheduler.scenario.problem import Problem

KINDS = {"lost": "LOST", "moved": "moved", "other place": "place", "with others": "people", "new": "new"}


def replanned(problem: Problem, old: Plan, made: Replanned, happened: Sequence[str]) -> Group:
    """Return what happened, what moves, what is lost, what is new, and the call list."""
    parts: list[RenderableType] = [Text(f"– {sentence}.") for sentence in happened]
    if made.impossible:
        message = (
            "Not all must-meetings can be held any more (proved); 'scheduler explain' on the changed file says why."
        )
        parts.append(Text(message, style="bold red"))
    if not made.changes:
        return Group(*parts, Text("Nothing has to change: every booking stays as it is."))
    parts += [Text(), _changes(problem, old, made), Text(verdict(made))]
    return Group(*parts, Text(), _calls(problem, old, made))


def _changes(problem: Problem, old: Plan, made: Replanned) -> RenderableType:
    table = titled("What changes")
    table.add_column("", no_wrap=True)
    table.add_column("Meeting", ratio=4)
    table.add_column("Before", ratio=4)
    table.add_column("Now", ratio=4)
    order = list(KINDS)
    for change in sorted(made.changes, key=lambda c: (order.index(c.kind), -c.weight)):
        style = "bold red" if change.kind == "lost" else ""
        before, after = change.move.before, change.move.after
        cells = [Text(said(plan, booking)) for plan, booking in ((old, before), (made.plan, after))]
        table.add_row(Text(KINDS[change.kind], style=style), Text(title_of(problem, old, change)), *cells)
    return table


def title_of(problem: Problem, old: Plan, change: BookingChange) -> str:
    """Return a meeting's title, with its state and priority."""
    meeting = problem.facts.scenario.meetings.get(change.move.meeting)
    if meeting is None:
        return old.names.meeting(change.move.meeting)
    return f"{problem.facts.names.meeting(change.move.meeting)}\n{meeting.state}, {meeting.priority}"


def said(plan: Plan, booking: Booking | None) -> str:
    """Return when and where a booking is; a dash where there is none."""
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


def verdict(made: Replanned) -> str:
    """Return how many changes there are, and whether it is proved that fewer will not do."""
    count = len(made.changes)
    said = f"{count} {'change' if count == 1 else 'changes'}, weight {made.weight}"
    if made.fewest:
        return f"{said}: no plan that holds as many must-meetings disturbs less (proved)."
    return f"{said}. Time ended before it was proved that fewer changes will not do."


def _calls(problem: Problem, old: Plan, made: Replanned) -> RenderableType:
    table = titled("Whom to call")
    table.add_column("Office of", ratio=4)
    table.add_column("About", ratio=8)
    for call in calls(problem, made.changes):
        name = problem.facts.names.of("people", call.principal)
        office = Text(name, style="bold")
        office.append(f"\n{call.office}" if call.office else "", style="not bold")
        table.add_row(office, Text("\n".join(about(problem, old, change) for change in call.about)))
    return table


def about(problem: Problem, old: Plan, change: BookingChange) -> str:
    """Return what to say of a change on the telephone."""
    title = problem.facts.names.meeting(change.move.meeting)
    if title == change.move.meeting:
        title = old.names.meeting(change.move.meeting)
    before, after = change.move.before, change.move.after
    if before is None and after is not None:
        return f"{title} is new: {_when(after)}"
    if after is None and before is not None:
        return f"{title} ({_when(before)}) is not held"
    if before is None or after is None:
        return title
    if change.kind == "other place":
        return f"{title} ({_when(after)}) is now {_where(problem, after)}"
    if change.kind == "with others":
        return f"{title} ({_when(after)}) is now between {problem.facts.names.everyone(after.participants)}"
    return f"{title} moves from {_when(before)} to {_when(after)}"


def data(problem: Problem, made: Replanned, happened: Sequence[str]) -> dict[str, Any]:
    """Return the plan as one JSON object, with its changes and calls."""
    whole = {key: each for key, each in to_data(made.plan).items() if key != "checksum"}
    whole["happened"] = list(happened)
    whole["changes"] = [change_data(change) for change in made.changes]
    whole["fewest_proved"] = made.fewest
    whole["calls"] = [call_data(call) for call in calls(problem, made.changes)]
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
