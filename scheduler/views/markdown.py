"""Export a plan as Markdown (CommonMark with tables): the day programmes, for pasting into plain text.

Names are escaped: no character in them acts as markup.
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


def to_bytes(export: Export) -> bytes:
    """Return the Markdown text, in UTF-8."""
    return ("\n".join(_text(folder(export))) + "\n").encode()


def escape(text: str) -> str:
    """Return a text on one line, with all markup escaped."""
    marked = _MARKS.sub(r"\\\1", " ".join(printable(text).split()))
    marked = _LINK.sub(lambda found: f"{found[1] or found[3] or ''}\\{found[2] or found[4] or found[5]}", marked)
    return _AT_START.sub(_at_start, marked)


def _at_start(found: re.Match[str]) -> str:
    """Escape the beginning of a line so that it does not begin a list; after a number, its punctuation is escaped."""
    return f"{found[1]}{found[2]}" + "\\" if found[2].isdecimal() else f"{found[1]}\\{found[2]}"


def _cell(text: str) -> str:
    return "<br>".join(escape(line) for line in printable(text).split("\n"))


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(_cell(cell) for cell in row)} |"
    yield ""


def _text(content: Folder) -> Iterator[str]:
    yield from (f"# {escape(content.title)}", "", f"**{escape(content.for_whom)}**", "")
    if content.status:
        yield from (f"**{content.status}**" if content.partial else content.status, "")
    yield from (f"{escape(content.written)}. {escape(content.clocks)}.", "")
    if content.bookings:
        yield from ("## Overview", "")
        header = ("When", "Meeting", "Participants", "Where", "State", "Line")
        rows = [(b.when, b.meeting, b.participants, b.where, b.state, b.line) for b in content.bookings]
        asked = any(b.line for b in content.bookings)
        yield from _table(header, rows) if asked else _table(header[:-1], [row[:-1] for row in rows])
    if content.without_slot:
        yield from ("## Without a slot", "")
        yield from _table(
            ("Meeting", "Participants", "Why", "Line"),
            [(r.meeting, r.participants, r.why, r.lines) for r in content.without_slot],
        )
    for programme in content.programmes:
        yield from _programme(programme)
    for notice in content.notices:
        yield from (escape(notice), "")


def _programme(programme: Programme) -> Iterator[str]:
    yield from (f"## {escape(programme.name)}", "")
    for stay in programme.stays:
        yield from (escape(stay), "")
    if not programme.days:
        yield from ("The programme is empty.", "")
    for day in programme.days:
        yield from _day(day)


def _day(day: DayLines) -> Iterator[str]:
    yield from (f"### {escape(day.title)}", "")
    second = [day.other_zone] if day.other_zone else []
    rows = []
    for line in day.lines:
        what = "\n".join(part for part in (line.what, line.detail, line.note) if part)
        rows.append((line.time, *([line.other_time] if second else []), what, line.where))
    yield from _table(("Time", *map(escape, second), "What", "Where"), rows)
