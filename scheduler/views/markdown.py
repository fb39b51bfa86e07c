"""A plan as Markdown (CommonMark with tables): the day programmes, to be pasted where plain text is read.

Names come out as they are, whatever they hold: no character of theirs is taken for a mark.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scheduler.views.folder import folder
from scheduler.views.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduler.views.export_formats import Export
    from scheduler.views.folder import DayLines, Folder, Programme

_MARKS = re.compile(r"([\\`*_\[\]<>&|~#$])")
_AT_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")
_LINK = re.compile(r"(?i)(https?|ftp|mailto)(:)|(www)(\.)|(@)")


def made(export: Export) -> bytes:
    """Return the text."""
    return ("\n".join(_text(folder(export))) + "\n").encode()


def escaped(text: str) -> str:
    """Return a text in which nothing is a mark, on one line."""
    marked = _MARKS.sub(r"\\\1", " ".join(printable(text).split()))
    marked = _LINK.sub(lambda found: f"{found[1] or found[3] or ''}\\{found[2] or found[4] or found[5]}", marked)
    return _AT_START.sub(_at_start, marked)


def _at_start(found: re.Match[str]) -> str:
    """Return the beginning of a line so that it begins no list; of a number the sign behind it is marked."""
    return f"{found[1]}{found[2]}" + "\\" if found[2].isdecimal() else f"{found[1]}\\{found[2]}"


def _cell(text: str) -> str:
    return "<br>".join(escaped(line) for line in printable(text).split("\n"))


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(_cell(cell) for cell in row)} |"
    yield ""


def _text(all_of_it: Folder) -> Iterator[str]:
    yield from (f"# {escaped(all_of_it.title)}", "", f"**{escaped(all_of_it.for_whom)}**", "")
    if all_of_it.status:
        yield from (f"**{all_of_it.status}**" if all_of_it.partial else all_of_it.status, "")
    yield from (f"{escaped(all_of_it.written)}. {escaped(all_of_it.clocks)}.", "")
    if all_of_it.bookings:
        yield from ("## Overview", "")
        header = ("When", "Meeting", "Participants", "Where", "State", "Line")
        rows = [(b.when, b.meeting, b.participants, b.where, b.state, b.line) for b in all_of_it.bookings]
        asked = any(b.line for b in all_of_it.bookings)
        yield from _table(header, rows) if asked else _table(header[:-1], [row[:-1] for row in rows])
    if all_of_it.without_slot:
        yield from ("## Without a slot", "")
        yield from _table(
            ("Meeting", "Participants", "Why", "Line"),
            [(r.meeting, r.participants, r.why, r.lines) for r in all_of_it.without_slot],
        )
    for programme in all_of_it.programmes:
        yield from _programme(programme)
    for notice in all_of_it.notices:
        yield from (escaped(notice), "")


def _programme(programme: Programme) -> Iterator[str]:
    yield from (f"## {escaped(programme.name)}", "")
    for stay in programme.stays:
        yield from (escaped(stay), "")
    if not programme.days:
        yield from ("Nothing is in the programme.", "")
    for day in programme.days:
        yield from _day(day)


def _day(day: DayLines) -> Iterator[str]:
    yield from (f"### {escaped(day.title)}", "")
    second = [day.other_zone] if day.other_zone else []
    rows = []
    for line in day.lines:
        what = "\n".join(part for part in (line.what, line.detail, line.note) if part)
        rows.append((line.time, *([line.other_time] if second else []), what, line.where))
    yield from _table(("Time", *map(escaped, second), "What", "Where"), rows)
