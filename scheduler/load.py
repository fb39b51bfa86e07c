"""From a path to a Scenario, or to every issue with its line."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from scheduler import source, times
from scheduler.consistency import inconsistencies
from scheduler.fields import Reading
from scheduler.files import called, read_text
from scheduler.issue import InputError, Issue, Mistake, nearest
from scheduler.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from scheduler.source import Source

SECTIONS = (
    "places",
    "venues",
    "rooms",
    "formats",
    "interpreters",
    "delegations",
    "principals",
    "forums",
    "meetings",
)


def load(path: str | Path) -> Scenario:
    """Read a scenario file; ``-`` is standard input.

    Raises:
        InputError: the file cannot be read, or has issues; every one of them is in it.
    """
    scenario, issues = examine(path)
    if scenario is None or issues:
        raise InputError(issues)
    return scenario


def examine(path: str | Path) -> tuple[Scenario | None, list[Issue]]:
    """Read a scenario file as far as possible, with all of its issues (no notices)."""
    try:
        text = read_text(path)
    except InputError as error:
        return None, error.issues
    return parse(text, called(path))


def parse(text: str, name: str = "scenario.yaml") -> tuple[Scenario | None, list[Issue]]:
    """Read a scenario from its text; the name stands in the issues."""
    read = source.read(text, name)
    issues = [Issue(name, flaw.line, flaw.message, flaw.hint) for flaw in read.flaws]
    if read.data is None and not issues:
        hint = "'scheduler new' writes a scenario to fill in."
        issues = [Issue(name, 1, "the file is empty.", hint)]
    elif not isinstance(read.data, dict) and not issues:
        issues = [Issue(name, 1, "this is not a scenario.", "A scenario is a map: 'title:', 'zone:', 'dates:', …")]
    if not isinstance(read.data, dict):
        return None, issues
    scenario, wrong = _validate(read)
    issues += wrong
    return scenario, sorted(set(issues))


def _validate(read: Source) -> tuple[Scenario | None, list[Issue]]:
    """Return the scenario and every issue of its entries, of each by itself and of all together."""
    reading, issues = _reading(read)
    if reading is None:
        return None, issues
    scenario, wrong = _model(read.data, reading, read)
    issues += wrong
    complete = not issues
    if scenario is None:
        # What is wrong in one entry does not hide what is wrong between the others.
        scenario, _ = _model(_without(read.data, wrong, read), reading, read)
    if scenario is None:
        return None, issues
    scenario._origins = read  # noqa: SLF001 - the loader fills it in
    scenario._digest = digest_of(read.data)  # noqa: SLF001 - the same
    issues += inconsistencies(scenario)
    return (scenario if complete else None), issues


def digest_of(data: Any) -> str:
    """Return a digest of what a scenario says; comments and layout do not change it."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def _reading(read: Source) -> tuple[Reading | None, list[Issue]]:
    """Return what texts are read with: the zone and the dates come first, since all others need them."""
    issues: list[Issue] = []
    zone, dates = read.data.get("zone"), read.data.get("dates")
    for key, value, example in (("zone", zone, "Europe/Moscow"), ("dates", dates, "2-12 Sep 2020")):
        if not isinstance(value, str):
            said = f"the scenario has no '{key}:'." if value is None else f"'{key}' is not a text."
            issues.append(_issue(read, (key,), said, f"Write '{key}: {example}'."))
    if issues:
        return None, issues + _structure(read)
    try:
        where = "zone"
        known_zone = times.zone_of(str(zone))
        where = "dates"
        first, last = times.read_dates(str(dates), None)
        if (last - first).days > 366:
            raise Mistake("the dates are more than a year.", "Write the days that are planned.")  # noqa: TRY301
    except Mistake as mistake:
        return None, [_issue(read, (where,), mistake.message, mistake.hint), *_structure(read)]
    names = {key: set(section) for key in SECTIONS if isinstance(section := read.data.get(key), dict)}
    return Reading(times.Period(known_zone, first, last), names), []


def _structure(read: Source) -> list[Issue]:
    """Return the issues that show without a zone and dates: unknown words at the top."""
    known = {field.alias or name for name, field in Scenario.model_fields.items()}
    return [
        _issue(read, (key,), f"'{key}' is unknown here.", nearest(key, known)) for key in read.data if key not in known
    ]


def _model(data: dict[str, Any], reading: Reading, read: Source) -> tuple[Scenario | None, list[Issue]]:
    try:
        return Scenario.model_validate(data, context=reading), []
    except ValidationError as error:
        return None, list(_issues(error, read))


def _issues(error: ValidationError, read: Source) -> Iterator[Issue]:
    from scheduler.wording import hint_of, message_of

    for detail in error.errors(include_url=False):
        path = detail["loc"]
        yield _issue(read, path, message_of(detail), hint_of(detail, Scenario))


def _issue(read: Source, path: Iterable[object], message: str, hint: str) -> Issue:
    origin = read.origin(tuple(path))
    return Issue(origin.file, origin.line, message, hint)


def _without(data: dict[str, Any], wrong: list[Issue], read: Source) -> dict[str, Any]:
    """Return the data without the entries that have issues, so that the others can be looked at together."""
    lines = {issue.line for issue in wrong}
    kept: dict[str, Any] = {}
    for key, section in data.items():
        if isinstance(section, dict):
            spans = _spans(read, key, list(section), lines)
            kept[key] = {name: entry for name, entry in section.items() if name not in spans}
        elif isinstance(section, list):
            spans = _spans(read, key, list(range(len(section))), lines)
            kept[key] = [entry for index, entry in enumerate(section) if index not in spans]
        elif read.origin((key,)).line not in lines:
            kept[key] = section
    known = {field.alias or name for name, field in Scenario.model_fields.items()}
    return {key: value for key, value in kept.items() if key in known}


def _spans(read: Source, section: str, keys: list[Any], lines: set[int]) -> set[Any]:
    """Return the keys of the entries that hold one of the lines."""
    starts = [read.origin((section, key)).line for key in keys]
    ends = [*starts[1:], None]
    return {
        key
        for key, start, end in zip(keys, starts, ends, strict=True)
        if any(start <= line and (end is None or line < max(end, start + 1)) for line in lines)
    }
