"""Softenings: how a rule may give way, as edits of the file, each with a sentence for the officer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from scheduler.base.times import say_clock, say_date, say_dates, say_length, say_moment
from scheduler.base.value import value
from scheduler.scenario.edit import Edit
from scheduler.scenario.repair_kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from scheduler.scenario.facts import Facts
    from scheduler.scenario.models import Window
    from scheduler.scenario.source import Path


A_STEP = 5
"""Minutes in which changes of times are measured."""
A_DAY = 24 * 60
MOST_DAYS = 3
"""Days by which a window opens earlier or closes later at most."""
LONGEST_SHIFT = 3 * 60
"""Minutes by which something that is fixed is shifted at most."""


class FileChange(NamedTuple):
    """Edits of the file, and what they mean, in the officer's words, without a full stop."""

    edits: Sequence[Edit]
    sentence: str


@value
class Softening:
    """One way in which a rule may give way, by a chosen amount."""

    kind: str
    made: Callable[[int], FileChange]
    """The change that an amount makes."""
    amounts: Sequence[int] = (0,)
    """The amounts to choose from, in ascending order: minutes, or a count."""
    more_is_looser: bool = True
    """Whether a larger amount allows everything that a smaller one allows; for a shift it does not."""
    counted: bool = False
    """Whether the amounts are counts; each unit then costs as much as the kind does."""

    @property
    def key(self) -> tuple[object, ...]:
        """What distinguishes it from other softenings: its kind, and the change of its largest amount."""
        change = self.made(self.amounts[-1])
        return (self.kind, change.sentence, *(edit.path for edit in change.edits))

    def cost(self, amount: int, base: int) -> int:
        """Return the cost of an amount in points, where its kind costs `base`."""
        return base * amount if self.counted else base + round(amount / KINDS[self.kind].minutes_a_point)


def once(kind: str, edits: Sequence[Edit], sentence: str) -> Softening:
    """Return a softening without an amount."""
    return Softening(kind, lambda _: FileChange(edits, sentence))


def up_to(minutes: int) -> range:
    """Return the amounts up to a number of minutes."""
    return range(A_STEP, minutes + 1, A_STEP)


def shorter(kind: str, path: Path, minutes: int, say: Callable[[int], str], least: int = 0) -> Softening:
    """Return the softening that shortens a length by some minutes; `say` takes the new length."""
    amounts = sorted({*up_to(minutes - least), *([minutes - least] if minutes > least else [])})
    return Softening(kind, lambda less: FileChange([Edit(path, f"{minutes - less} min")], say(minutes - less)), amounts)


def longer(kind: str, path: Path, minutes: int, say: Callable[[int], str]) -> Softening:
    """Return the softening that lengthens a length by some minutes; `say` takes the new length."""
    return Softening(
        kind, lambda more: FileChange([Edit(path, f"{minutes + more} min")], say(minutes + more)), up_to(A_DAY)
    )


def one_more(kind: str, path: Path, count: int, say: Callable[[int], str], most: int = 3) -> Softening:
    """Return the softening that raises a count by one up to `most`; `say` takes the new count."""
    amounts = range(1, most + 1)
    return Softening(
        kind, lambda more: FileChange([Edit(path, count + more)], say(count + more)), amounts, counted=True
    )


def moved(kind: str, path: Path, moment: datetime, sign: int, what: str, facts: Facts, most: int = A_DAY) -> Softening:
    """Return the softening that moves a moment earlier (-1) or later (1), within the dates."""
    edge = facts.last - moment if sign > 0 else moment - facts.first
    side = "later" if sign > 0 else "earlier"

    def made(minutes: int) -> FileChange:
        then = say_moment(moment + sign * timedelta(minutes=minutes), facts.period.zone)
        return FileChange([Edit(path, then)], f"{what} {say_length(minutes)} {side}, at {then}")

    return Softening(kind, made, up_to(min(most, int(edge.total_seconds() // 60))))


def shifted(kind: str, ends: Sequence[tuple[Path, datetime]], what: str, facts: Facts) -> Iterator[Softening]:
    """Yield the two softenings that shift moments together, earlier or later, by steps of the grid."""
    grid = facts.scenario.grid

    def softening(sign: int, side: str) -> Softening:
        def made(minutes: int) -> FileChange:
            shift = sign * timedelta(minutes=minutes)
            then = [(path, say_moment(moment + shift, facts.period.zone)) for path, moment in ends]
            sentence = f"{what} begins {say_length(minutes)} {side}, at {then[0][1]}"
            return FileChange([Edit(path, text) for path, text in then], sentence)

        return Softening(kind, made, range(grid, LONGEST_SHIFT + 1, grid), more_is_looser=False)

    yield softening(-1, "earlier")
    yield softening(1, "later")


def longer_hours(
    kind: str, hours: tuple[int, int], edit: Callable[[tuple[int, int]], Edit], say: Callable[[tuple[int, int]], str]
) -> Iterator[Softening]:
    """Yield the two softenings that make hours of the day begin earlier, and end later."""
    opens, closes = hours

    def softening(sign: int) -> Softening:
        def made(minutes: int) -> FileChange:
            wide = (opens - minutes, closes) if sign < 0 else (opens, closes + minutes)
            return FileChange([edit(wide)], say(wide))

        return Softening(kind, made, up_to(opens if sign < 0 else A_DAY - closes))

    yield softening(-1)
    yield softening(1)


# Windows.


def each_window(windows: Sequence[Window], path: Path, facts: Facts) -> Iterator[tuple[Window, Path]]:
    """Yield each window with its path; a single window may stand without a list."""
    listed = isinstance(facts.raw(path), list)
    for number, window in enumerate(windows):
        yield window, (*path, number) if listed else path


def wider(window: Window, path: Path, facts: Facts, what: str, kind: str) -> Iterator[Softening]:
    """Yield the ways in which a window opens earlier or closes later; `path` is its own in the file."""
    if window.start is not None and window.end is not None:
        yield moved(kind, (*path, "from"), window.start, -1, f"{what} opens", facts)
        yield moved(kind, (*path, "to"), window.end, 1, f"{what} closes", facts)
    if window.hours is not None:
        written = write_hours(window.hours)
        yield from longer_hours(
            kind,
            window.hours,
            lambda hours: _rewritten(window, path, facts, hours=hours),
            lambda hours: f"{what} is open {write_hours(hours)}, not {written}",
        )
    days = window.on or (facts.scenario.forums[window.sidelines].dates if window.sidelines else None)
    if days:
        yield from _more_days(window, days, path, facts, what, kind)


def _more_days(
    window: Window, days: tuple[date, date], path: Path, facts: Facts, what: str, kind: str
) -> Iterator[Softening]:
    first, last = facts.scenario.dates
    a_day = timedelta(days=1)

    def softening(sign: int, room: int) -> Softening:
        def made(minutes: int) -> FileChange:
            some = timedelta(minutes=minutes)
            added = (days[0] - some, days[0] - a_day) if sign < 0 else (days[1] + a_day, days[1] + some)
            whole = (added[0], days[1]) if sign < 0 else (days[0], added[1])
            edit = (
                _beside(window, path, facts, added) if window.sidelines else _rewritten(window, path, facts, on=whole)
            )
            count = "a day" if minutes == A_DAY else f"{minutes // A_DAY} days"
            how = f"opens {count} earlier" if sign < 0 else f"closes {count} later"
            return FileChange([edit], f"{what} {how} ({say_dates(*added)} as well)")

        return Softening(kind, made, range(A_DAY, min(MOST_DAYS, room) * A_DAY + 1, A_DAY))

    yield softening(-1, (days[0] - first).days)
    yield softening(1, (last - days[1]).days)


def _rewritten(
    window: Window,
    path: Path,
    facts: Facts,
    *,
    on: tuple[date, date] | None = None,
    hours: tuple[int, int] | None = None,
) -> Edit:
    """Return the edit that replaces a window's days or hours, in the form in which it was written."""
    if isinstance(facts.raw(path), dict):
        return Edit((*path, "on"), write_dates(*on)) if on else Edit((*path, "hours"), write_hours(hours or (0, A_DAY)))
    on, hours = on or window.on, hours or window.hours
    words = [write_dates(*on)] if on else []
    words += [write_hours(hours)] if hours else []
    return Edit(path, " ".join(words))


def _beside(window: Window, path: Path, facts: Facts, days: tuple[date, date]) -> Edit:
    """Return the edit that adds a window of some days to one that is the sidelines of a forum."""
    text = " ".join([write_dates(*days), *([write_hours(window.hours)] if window.hours else [])])
    if isinstance(path[-1], int):
        return Edit((*path[:-1], len(facts.raw(path[:-1]))), text)
    return Edit(path, [facts.raw(path), text])


def write_dates(first: date, last: date) -> str:
    """Return ``4 Sep``, ``3-4 Sep`` or ``30 Aug to 2 Sep``, as an officer writes it."""
    if (first.year, first.month) == (last.year, last.month) and first != last:
        return f"{first.day}-{say_date(last)}"
    return say_date(first) if first == last else f"{say_date(first)} to {say_date(last)}"


def write_hours(hours: tuple[int, int]) -> str:
    """Return ``08:00-22:00``."""
    return f"{say_clock(hours[0])}-{say_clock(hours[1])}"
