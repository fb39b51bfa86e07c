"""The answers of `explain` as tables: conflicts, repairs, and the cost of a slot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from scheduler.base.times import moment_of, say_length, say_moment, zone_of
from scheduler.plan.days import city_of
from scheduler.plan.priorities import COMFORT, WISHES
from scheduler.problem.start_windows import SingleCandidate
from scheduler.questions.what_if import THE_QUESTION
from scheduler.scenario.candidates import talks_of
from scheduler.views.terminal.plan import titled_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from scheduler.base.issue import Origin
    from scheduler.base.minutes import Spans
    from scheduler.plan.plan import Booking, Plan
    from scheduler.problem.requirement import Requirement
    from scheduler.questions.conflict import Conflict
    from scheduler.questions.explain import Answer, Refusal
    from scheduler.questions.repair import Repairs
    from scheduler.questions.what_if import Move, Price
    from scheduler.scenario.problem import Problem

MOST_SPANS = 3
"""The largest number of spans of starts that are listed; the others are only counted."""


def refusal_tables(problem: Problem, refused: Refusal, wanted: str = "every must can be held") -> Group:
    """Return the conflicts and the repairs; `wanted` is a clause that says what the repairs make possible."""
    parts: list[RenderableType] = []
    count = len(refused.conflicts)
    for number, conflict in enumerate(refused.conflicts, start=1):
        heading = f"Conflict {number} of {count}: " if count > 1 else ""
        parts.append(_conflict(problem, conflict, heading))
    if not refused.all_found:
        parts.append(Text("There may be more conflicts: the search for them was not finished."))
    if refused.repairs is not None:
        parts += [Text(), _repairs_table(problem, refused, wanted)]
    return Group(*parts)


def _conflict(problem: Problem, conflict: Conflict, heading: str) -> Group:
    """Return a conflict as a table of its requirements; for a single meeting, with the starts left after each."""
    left = _left(problem, conflict)
    table = titled_table(f"{heading}{_verdict(problem, conflict)}")
    table.add_column("Line", no_wrap=True, justify="right")
    table.add_column("Because", ratio=6)
    if left:
        table.add_column(f"Starts left ({city_of(problem.facts.scenario.zone)})", ratio=4)
    for number, requirement in enumerate(conflict.requirements):
        line = Text(_line(problem, requirement.origin))
        table.add_row(line, Text(sentence(problem, requirement)), *([Text(left[number])] if left else []))
    return Group(table, Text(_minimality(conflict)))


def _verdict(problem: Problem, conflict: Conflict) -> str:
    names = problem.facts.names
    titles = [names.meeting(key) for key in conflict.meetings]
    supposed = [r.rule.say(names) for r in conflict.requirements if r.origin == THE_QUESTION]
    if supposed:
        return " and ".join(supposed).replace(" is held ", " cannot be held ", 1)
    if len(titles) == 1:
        return f"{titles[0]} cannot be held"
    several = ", ".join(titles[:-1])
    return f"{several} and {titles[-1]} cannot {'both' if len(titles) == 2 else 'all'} be held"


def _minimality(conflict: Conflict) -> str:
    if conflict.minimal:
        return "These cannot all hold (proved); if any one of them is dropped, the others can (proved)."
    return "These cannot all hold (proved). Out of time: it is not proved that each of them is necessary."


def sentence(problem: Problem, requirement: Requirement) -> str:
    """Return the sentence of a requirement in a conflict; that of a meeting names participants and length."""
    rule, names = requirement.rule, problem.facts.names
    key = rule.asks_for
    if key is None:
        return rule.say(names)
    candidate, meeting = problem.by_key[key], problem.facts.scenario.meetings[key]
    least = say_length(min(candidate.minutes))
    more = " or more" if len(candidate.minutes) > 1 else ""
    talks, _ = talks_of(problem.facts, meeting)
    longer = ["press"] if meeting.press else []
    longer += ["interpretation"] if meeting.press + talks[0] < min(candidate.minutes) else []
    included = f" ({' and '.join(longer)} included)" if longer else ""
    who = names.everyone(candidate.participants)
    return f"{names.meeting(key)} is to be held: {who}, {least}{more}{included}"


def _line(problem: Problem, origin: Origin) -> str:
    """Return the line in the scenario's own file, the whole origin in another file, or ``asked``."""
    if origin == THE_QUESTION:
        return "asked"
    return str(origin.line) if origin.file == problem.facts.scenario.origins.file else str(origin)


def _left(problem: Problem, conflict: Conflict) -> list[str]:
    """Return, for each requirement, the starts that it and all before it leave; empty if several meetings conflict."""
    if len(conflict.meetings) != 1:
        return []
    members = conflict.requirements
    alone = SingleCandidate(problem, problem.by_key[conflict.meetings[0]], members)
    if alone.possible(members):
        return []
    return [_say_spans(problem, alone.left(members[: number + 1])) for number in range(len(members))]


def _say_spans(problem: Problem, steps: Spans) -> str:
    zone, said = zone_of(problem.facts.scenario.zone), []
    for low, high in steps:
        first, last = (moment_of(problem.first + step * problem.grid) for step in (low, high))
        start, end = say_moment(first, zone), say_moment(last, zone)
        end = end.removeprefix(start.rpartition(" ")[0] + " ")
        said.append(start if first == last else f"{start} – {end}" if " " in end else f"{start}–{end}")
    if len(said) > MOST_SPANS:
        said = [*said[:MOST_SPANS], f"and {len(said) - MOST_SPANS} more"]
    return ", ".join(said) or "none"


def _repairs_table(problem: Problem, refused: Refusal, wanted: str) -> RenderableType:
    found = refused.repairs
    if found is None or not found.found:
        return Text(_no_repair(found))
    table = titled_table("Repairs, the cheapest first")
    table.add_column("#", no_wrap=True, justify="right")
    table.add_column("Cost", no_wrap=True, justify="right")
    table.add_column("What changes", ratio=6)
    table.add_column("Then", ratio=4)
    keys = {key for conflict in refused.conflicts for key in conflict.meetings}
    for number, repair in enumerate(found.found, start=1):
        said = Text("\n").join(
            Text(f"{change.sentence} ({_where(problem, change.edits[0].path)})") for change in repair.changes
        )
        then = [_slot(problem, booking) for booking in repair.bookings if booking.meeting in keys]
        table.add_row(str(number), str(repair.cost), said, Text("\n".join(then)))
    proof = f"Each repair was applied to the file, solved again and verified: with it, {wanted}."
    return Group(table, Text(proof), *([] if found.complete else [Text(UNFINISHED)]))


UNFINISHED = "Not all changes were tried (too many, or out of time): a cheaper repair may be missing."


def _no_repair(found: Repairs | None) -> str:
    if found is not None and not found.complete:
        return "No repair was found, but not all combinations of changes were tried."
    return "No permitted change makes it possible; 'repairs:' and 'firm:' control what is permitted."


def _where(problem: Problem, path: tuple[str | int, ...]) -> str:
    origin = problem.facts.origin(*path)
    return f"line {origin.line}" if origin.file == problem.facts.scenario.origins.file else str(origin)


def _slot(problem: Problem, booking: Booking) -> str:
    names = problem.facts.names
    return f"{names.meeting(booking.meeting)}: {names.span(booking.start, booking.end)}{_at(problem, booking)}"


def _at(problem: Problem, booking: Booking) -> str:
    if booking.mode != "in person":
        return f", by {booking.mode}"
    return f", {problem.facts.names.venue(booking.venue)}" if booking.venue else ""


# The cost of a slot.


def answer_tables(problem: Problem, given: Answer) -> Group:
    """Return the answer about one meeting: why not, and the nearest starts; or the cost."""
    parts: list[RenderableType] = []
    if given.refusal:
        name = problem.facts.names.meeting(given.meeting)
        parts.append(refusal_tables(problem, given.refusal, f"{name} can be held, and every must"))
    if given.nearest:
        parts.append(Text(_nearest(problem, given)))
    if given.price:
        parts += _price(problem, given, given.price)
    if given.out_of_time:
        parts.append(Text("Out of time: not all of this could be proved. Try a longer --time-limit."))
    return Group(*parts)


def _nearest(problem: Problem, given: Answer) -> str:
    names = problem.facts.names
    before, after = (names.moment(moment) if moment else None for moment in given.nearest or (None, None))
    if before is None and after is None:
        return "There is no start at which it could be held this way."
    return f"The nearest possible starts: before, {before or 'none'}; after, {after or 'none'}."


def _price(problem: Problem, given: Answer, paid: Price) -> Iterator[RenderableType]:
    name = problem.facts.names.meeting(given.meeting)
    booking = paid.after.booking(given.meeting)
    what = ", ".join(each.say(problem.facts.names) for each in given.supposed) or f"{name} can be held"
    yield Text(f"Possible: {what}.", style="bold")
    if not paid.moves:
        yield Text("The plan already holds it this way: nothing changes.")
        return
    table = titled_table("What changes in the plan")
    table.show_lines = False
    table.add_column("Meeting", ratio=4)
    table.add_column("Now", ratio=4)
    table.add_column("Then", ratio=4)
    for move in sorted(paid.moves, key=lambda move: move.meeting != given.meeting):
        table.add_row(
            Text(_title(problem, paid.before, move)), *(Text(_when(problem, b)) for b in (move.before, move.after))
        )
    yield table
    yield from (Text(line) for line in _costs(problem, given, paid))
    if booking is None:
        yield Text("Out of time: no plan that holds it was found.")


def _title(problem: Problem, plan: Plan, move: Move) -> str:
    priority = problem.facts.scenario.meetings[move.meeting].priority
    return f"{plan.names.meeting(move.meeting)} ({priority})"


def _when(problem: Problem, booking: Booking | None) -> str:
    if booking is None:
        return "not held"
    return f"{problem.facts.names.span(booking.start, booking.end)}{_at(problem, booking)}"


def _costs(problem: Problem, given: Answer, paid: Price) -> Iterator[str]:
    names = problem.facts.names
    lost = [move.meeting for move in paid.moves if move.after is None]
    moved = [m.meeting for m in paid.moves if m.before and m.after and m.meeting != given.meeting]
    said = [f"{len(moved)} other {'meeting moves' if len(moved) == 1 else 'meetings move'}"] if moved else []
    if lost:
        said.append(f"{', '.join(map(names.meeting, lost))} {'is' if len(lost) == 1 else 'are'} no longer held")
    how = "move there" if paid.before.booking(given.meeting) else "be held"
    changes = " and ".join(said) or "no other meeting changes"
    yield f"For {names.meeting(given.meeting)} to {how}: {changes}."
    for tier, before, after in paid.tiers:
        if tier in WISHES:
            better = "better" if after < before else "worse"
            what = "Comfort is" if tier == COMFORT else f"{tier.capitalize()}:"
            yield f"{what} {abs(after - before)} points {better} ({before} before, {after} after; less is better)."
        else:
            yield f"Priority {tier}: {before} left out before, {after} after."
    yield from (f"No longer fulfilled: {wish.wish} ({wish.origin})." for wish in paid.broken)
    if not paid.proved:
        yield "Out of time: it is not proved that no better plan, or one with fewer changes, achieves the same."


__all__ = ["answer_tables", "refusal_tables", "sentence"]
