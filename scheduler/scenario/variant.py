"""Variants: a file that extends another one and changes some entries, without copying the rest.

Maps are merged key by key; any other value of the variant replaces that of the base; an empty entry (`singh-wei:`
without a value, or `null`) removes it. The items of a list are called by number, from 1, and `+` adds items.
`moves_by: 1 day` under a forum moves its dates with all of its sessions and blocks. The result knows the file and
the line of every entry.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from scheduler.base import times
from scheduler.base.issue import Issue, Mistake
from scheduler.scenario.edit import GONE, Edit, patch_data
from scheduler.scenario.source import Source
from scheduler.scenario.uncertainty import read_days

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.scenario.source import Path, PathKey

MOVES_BY = "moves_by"
_NUMBER = re.compile(r"[1-9]\d{0,5}")


def merge_variant(base: Source, variant: Source) -> tuple[Source, list[Issue]]:
    """Return a variant merged with its base, with the origin of each line, and the issues of its changes."""
    merger = _Merger(base, variant)
    change = {key: value for key, value in variant.data.items() if key != "extends"}
    data = merger.map(base.data, change, _Places((), (), ()))
    result = Source(variant.file, data, [], merger.lines, merger.files, text=variant.text)
    return result, merger.issues + _move_forums(result)


class _Places(NamedTuple):
    """The paths of one entry: in the base, in the variant, and in the result."""

    base: Path
    variant: Path
    result: Path

    def down(self, base: PathKey, variant: PathKey, result: PathKey) -> _Places:
        return _Places((*self.base, base), (*self.variant, variant), (*self.result, result))


class _Merger:
    """Merges data, and records the file and the line of each path of the result."""

    def __init__(self, base: Source, variant: Source) -> None:
        self.base = base
        self.variant = variant
        self.lines: dict[Path, int] = {(): 1}
        self.files: dict[Path, str] = {}
        self.issues: list[Issue] = []

    def map(self, base: dict[str, Any], change: dict[str, Any], at: _Places) -> dict[str, Any]:
        """Return a map of the base with a change applied."""
        result = {}
        for key in {**base, **change}:
            value = self._merged(base, change, key, key, at.down(key, key, key))
            if value is not None or (key in base and key not in change):
                result[key] = value
        return result

    def _merged(self, base: Any, change: Any, base_key: PathKey, key: str, at: _Places) -> Any:
        """Return the merged value of one entry of a map or a list; None if it is removed."""
        in_base = base_key in base if isinstance(base, dict) else True
        if key not in change:
            return self._copied(self.base, base[base_key], at.base, at.result)
        new = change[key]
        old = base[base_key] if in_base else None
        if isinstance(old, dict) and isinstance(new, dict):
            self._note(self.base, at.base, at.result)
            return self.map(old, new, at)
        if isinstance(old, list) and isinstance(new, dict) and all(k == "+" or _NUMBER.fullmatch(k) for k in new):
            self._note(self.base, at.base, at.result)
            return self._list(old, new, at)
        return None if new is None else self._copied(self.variant, new, at.variant, at.result)

    def _list(self, base: list[Any], change: dict[str, Any], at: _Places) -> list[Any]:
        """Return a list with items changed or removed by number, and others added."""
        result: list[Any] = []
        for number in range(len(base)):
            key = str(number + 1)
            if change.get(key, "") is not None:
                result.append(self._merged(base, change, number, key, at.down(number, key, len(result))))
        for key in change:
            if key != "+" and int(key) > len(base):
                origin = self.variant.origin((*at.variant, key))
                message = f"there is no item {key}: the list that it extends has {len(base)}."
                self.issues.append(Issue.at(origin, message, "Count from 1, or add items under '+'."))
        added = change.get("+") or []
        for number, value in enumerate(added if isinstance(added, list) else [added]):
            path = (*at.variant, "+", number) if isinstance(added, list) else (*at.variant, "+")
            result.append(self._copied(self.variant, value, path, (*at.result, len(result))))
        return result

    def _copied(self, source: Source, value: Any, path: Path, to: Path) -> Any:
        """Return a copy of a value, and record the origins of all its parts."""
        self._note(source, path, to)
        if isinstance(value, dict):
            return {key: self._copied(source, each, (*path, key), (*to, key)) for key, each in value.items()}
        if isinstance(value, list):
            return [self._copied(source, each, (*path, n), (*to, n)) for n, each in enumerate(value)]
        return value

    def _note(self, source: Source, path: Path, to: Path) -> None:
        origin = source.origin(path)
        self.lines[to] = origin.line
        if origin.file != self.variant.file:
            self.files[to] = origin.file


def own_edits(variant: Any, base: Any, edits: Iterable[Edit]) -> list[Edit]:
    """Translate edits of a merged scenario into edits of the variant's own text.

    The caller must check the result: if the variant moves a forum, for instance, the times below it move as well.

    Args:
        variant: the data of the variant's own text.
        base: the data of the file that it extends.
        edits: edits of the merged data.

    Raises:
        NotEditableError: a list is changed in a way that the variant cannot express.
    """
    found: list[Edit] = []
    for edit in edits:
        path = _own_path(patch_data(variant, found), base, edit.path)
        value = None if edit.value is GONE else edit.value
        known = path
        while not _has(patch_data(variant, found), known):
            known = known[:-1]
        if known == path and path[-1] == "+":
            found.append(Edit((*path, len(_at(patch_data(variant, found), path))), value))
            continue
        if known != path and path[-1] == "+":
            value = [value]
        for key in reversed(path[len(known) + 1 :]):
            value = {key: value}
        found.append(Edit(path[: len(known) + 1] if known != path else path, value))
    return found


def _own_path(variant: Any, base: Any, path: Path) -> Path:
    """Translate a path of the merged data into a path of the variant's own text."""
    own: list[PathKey] = []
    for key in path:
        if isinstance(key, int) and isinstance(base, list) and not isinstance(variant, list):
            numbers = variant if isinstance(variant, dict) else {}
            kept = [n for n in range(len(base)) if numbers.get(str(n + 1), "") is not None]
            if key >= len(kept):
                added = numbers.get("+") or []
                if key == len(kept) + len(added):
                    return (*own, "+")
                own += ["+", key - len(kept)]
                variant, base = added[key - len(kept)] if isinstance(added, list) else added, None
                continue
            own.append(str(kept[key] + 1))
            variant, base = numbers.get(str(kept[key] + 1)), base[kept[key]]
            continue
        own.append(key)
        variant = variant.get(key) if isinstance(variant, dict) else _item(variant, key)
        base = base.get(key) if isinstance(base, dict) else _item(base, key)
    return tuple(own)


def _item(value: Any, key: PathKey) -> Any:
    return value[key] if isinstance(value, list) and isinstance(key, int) and key < len(value) else None


def _at(data: Any, path: Path) -> Any:
    for key in path:
        data = data[key]
    return data


def _has(data: Any, path: Path) -> bool:
    try:
        _at(data, path)
    except (LookupError, TypeError):
        return False
    return True


def _move_forums(read: Source) -> list[Issue]:
    """Move the forums that have `moves_by:`, and return the issues of those that cannot be read."""
    forums = read.data.get("forums")
    issues: list[Issue] = []
    for key, forum in forums.items() if isinstance(forums, dict) else ():
        if not isinstance(forum, dict) or MOVES_BY not in forum:
            continue
        try:
            _move(forum, timedelta(days=read_days(str(forum.pop(MOVES_BY)))), _period(read))
        except Mistake as mistake:
            origin = read.origin(("forums", key, MOVES_BY))
            issues.append(Issue.at(origin, mistake.message, mistake.hint))
    return issues


def _period(read: Source) -> times.Period:
    first, last = times.read_dates(str(read.data.get("dates")), None)
    return times.Period(times.zone_of(str(read.data.get("zone"))), first, last)


def _move(forum: dict[str, Any], by: timedelta, period: times.Period) -> None:
    """Move the dates of a forum, and those of its sessions and blocks."""
    if isinstance(forum.get("dates"), str):
        first, last = times.read_dates(forum["dates"], period)
        forum["dates"] = f"{first + by} to {last + by}"
    for entry in (*(forum.get("sessions") or ()), *(forum.get("blocks") or ())):
        for word in ("from", "to"):
            text = entry.get(word) if isinstance(entry, dict) else None
            # A time without a date is on the day on which the entry begins.
            if isinstance(text, str) and len(text.strip()) > 5:
                entry[word] = _later(text, by, period)


def _later(text: str, by: timedelta, period: times.Period) -> str:
    if ":" not in text:
        return str(times.read_date(text, period) + by)
    # The time of day stays the same, even across a clock change.
    moment = times.read_moment(text, period).astimezone(period.zone)
    return f"{moment.date() + by} {moment:%H:%M}"
