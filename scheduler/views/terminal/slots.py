"""The slots of a meeting as a strip: a row for each day, a letter for each start, and the reasons for the others."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from scheduler.base.times import WEEKDAYS, say_date, say_dates, say_moment
from scheduler.plan.days import zone_label
from scheduler.views.terminal.explanations import sentence
from scheduler.views.terminal.plan import titled_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime, tzinfo

    from rich.console import RenderableType

    from scheduler.questions.slots import Slot
    from scheduler.scenario.problem import Problem

LETTERS = {
    "planned": ("P", "bold green", "planned: where the plan has it"),
    "free": ("F", "green", "free: possible without changing anything else"),
    "others move": ("m", "yellow", "possible if other meetings move or are left out (every must is held)"),
    "unknown": ("?", "magenta", "out of time: not proved"),
    "ruled out": ("·", "dim", "ruled out"),
}
"""The letter, colour and meaning of each state; if several states share a cell, the first in this order is shown."""
LABEL = 12
"""The width of the date, in columns."""
MOST_TIMES = 4
"""The largest number of times listed for one reason; the others are only counted."""


def strip(problem: Problem, meeting: str, found: Sequence[Slot], width: int) -> Group:
    """Return the strip, its legend and the reasons."""
    zone = problem.facts.period.zone
    label = zone_label(problem.facts.scenario.zone, found[0].start) if found else problem.facts.scenario.zone
    parts: list[RenderableType] = [
        Text(f"Starts of {problem.facts.names.meeting(meeting)} · times of {label}", style="bold"),
        *_rows(found, zone, problem.grid, width),
        Text(),
        *_legend(found),
    ]
    reasons = _reasons(problem, found, zone)
    return Group(*parts, *([Text(), reasons] if reasons else []))


def _rows(found: Sequence[Slot], zone: tzinfo, grid: int, width: int) -> Iterator[Text]:
    days: dict[date, list[Slot]] = {}
    for slot in found:
        days.setdefault(slot.start.astimezone(zone).date(), []).append(slot)
    open_days = {day for day, there in days.items() if any(slot.state != "ruled out" for slot in there)}
    shown = open_days or set(days)
    clocks = [
        _clock(slot.start, zone) for day in shown for slot in days[day] if not open_days or slot.state != "ruled out"
    ]
    if not clocks:
        return
    first, last = min(clocks) // 60, max(clocks) // 60 + 1
    cell = next(size for size in (max(grid, 15), 30, 60) if LABEL + (last - first) * 60 // size <= width or size == 60)
    header = "".join(
        f"{hour:02d}".ljust(max(1, 60 // cell)) if cell < 60 else str(hour % 10) for hour in range(first, last)
    )
    yield Text(" " * LABEL + header, style="dim")
    for day in sorted(shown):
        yield _row(day, days[day], zone, range(first * 60, last * 60, cell))
    hidden = [day for day in days if day not in shown]
    if hidden:
        yield Text(f"No start on {', '.join(_stretches(hidden))}.")


def _row(day: date, there: Sequence[Slot], zone: tzinfo, cells: range) -> Text:
    row = Text(f"{WEEKDAYS[day.weekday()][:3]} {say_date(day)}".ljust(LABEL))
    order = list(LETTERS)
    for start in cells:
        states = [slot.state for slot in there if start <= _clock(slot.start, zone) < start + cells.step]
        letter, style, _ = LETTERS[min(states, key=order.index)] if states else (" ", "", "")
        row.append(letter, style=style)
    return row


def _clock(moment: datetime, zone: tzinfo) -> int:
    local = moment.astimezone(zone)
    return local.hour * 60 + local.minute


def _stretches(days: Sequence[date]) -> Iterator[str]:
    """Yield the days as ranges of consecutive days."""
    for _, group in groupby(enumerate(days), key=lambda pair: pair[1].toordinal() - pair[0]):
        run = [day for _, day in group]
        yield say_dates(run[0], run[-1])


def _legend(found: Sequence[Slot]) -> Iterator[Text]:
    states = {slot.state for slot in found}
    for state, (letter, style, meaning) in LETTERS.items():
        if state in states:
            count = sum(slot.state == state for slot in found)
            yield Text.assemble((letter, style), f"  {meaning}: {count} {'start' if count == 1 else 'starts'}")


def _reasons(problem: Problem, found: Sequence[Slot], zone: tzinfo) -> RenderableType | None:
    """Return the table of the starts that are ruled out, with the reasons, in the order of time."""
    spans: dict[tuple[int, ...], list[str]] = {}
    because: dict[tuple[int, ...], Slot] = {}
    for key, group in groupby(
        found, key=lambda slot: tuple(map(id, slot.because)) if slot.state == "ruled out" else None
    ):
        if key is not None:
            there = list(group)
            because.setdefault(key, there[0])
            spans.setdefault(key, []).append(_span(there[0].start, there[-1].start, zone))
    if not spans:
        return None
    table = titled_table("What rules out the others")
    table.add_column("Starts", ratio=3)
    table.add_column("Because", ratio=6)
    table.add_column("Line", no_wrap=True, justify="right")
    for key, times in spans.items():
        shown = times[:MOST_TIMES] + ([f"and {len(times) - MOST_TIMES} more times"] if len(times) > MOST_TIMES else [])
        lines, sentences = [], []
        for requirement in because[key].because:
            sentences.append(sentence(problem, requirement))
            lines.append(str(requirement.origin.line))
        if not sentences:
            sentences = ["out of time: the reason was not found"]
        table.add_row(
            Text("\n".join(shown)), Text("\n".join(f"– {each}" for each in sentences)), Text(", ".join(lines))
        )
    return table


def _span(first: datetime, last: datetime, zone: tzinfo) -> str:
    start, end = say_moment(first, zone), say_moment(last, zone)
    if start == end:
        return start
    day = start.rpartition(" ")[0]
    return f"{start}–{end.removeprefix(day + ' ')}" if end.startswith(day + " ") else f"{start} – {end}"
