"""From a path to a Scenario, or to every issue with its line."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from scheduler.base import times
from scheduler.base.files import display_name, read_text
from scheduler.base.issue import InputError, Issue, Mistake
from scheduler.problem.consistency import inconsistencies
from scheduler.scenario import source
from scheduler.scenario.edit import NotEditableError, edited_source, patched
from scheduler.scenario.fields import FOLLOWS, Reading
from scheduler.scenario.models import Scenario
from scheduler.scenario.variant import merged, own_edits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from scheduler.scenario.edit import Edit
    from scheduler.scenario.source import Source

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
    "events",
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
    return parse(text, display_name(path))


def parse(text: str, name: str = "scenario.yaml") -> tuple[Scenario | None, list[Issue]]:
    """Read a scenario from its text; the name stands in the issues."""
    return understood(source.read(text, name))


def understood(read: Source) -> tuple[Scenario | None, list[Issue]]:
    """Return the scenario that a text says, as it was read, and every issue."""
    name = read.file
    issues = [Issue(name, flaw.line, flaw.message, flaw.hint) for flaw in read.flaws]
    if read.data is None and not issues:
        hint = "'scheduler new' writes a scenario to fill in."
        issues = [Issue(name, 1, "the file is empty.", hint)]
    elif not isinstance(read.data, dict) and not issues:
        issues = [Issue(name, 1, "this is not a scenario.", "A scenario is a map: 'title:', 'zone:', 'dates:', …")]
    if not isinstance(read.data, dict):
        return None, issues
    if "extends" in read.data:
        read, wrong_here = _whole(read, (_place(name),))
        issues += wrong_here
        if not isinstance(read.data, dict) or "extends" in read.data:
            return None, issues
    scenario, wrong = _validate(read)
    issues = sorted({*issues, *wrong})
    return (None if issues else scenario), issues


def _place(name: str) -> Path:
    """Return where a file is, for what it extends is named from there."""
    return Path.cwd() / "stdin" if name == "<stdin>" else Path(name).resolve()


def _whole(read: Source, chain: tuple[Path, ...]) -> tuple[Source, list[Issue]]:
    """Return what a variant says together with what it extends; the variant as it is where that cannot be read."""
    origin = read.origin(("extends",))
    other = read.data["extends"]
    if not isinstance(other, str):
        return read, [Issue.at(origin, "'extends:' names a file.", "Write its path in quotes.")]
    name = str(Path(read.file).parent / other) if read.file != "<stdin>" else other
    if _place(name) in chain:
        return read, [Issue.at(origin, f"{other} extends this file in turn.", "Take one of the two out.")]
    try:
        base = source.read(read_text(name), name)
    except InputError as error:
        first = error.issues[0]
        return read, [Issue.at(origin, f"{first.file}: {first.message}", first.hint)]
    issues = [Issue(name, flaw.line, flaw.message, flaw.hint) for flaw in base.flaws]
    if not isinstance(base.data, dict):
        return read, issues or [Issue.at(origin, f"{other} is not a scenario.", "Name another file.")]
    if "extends" in base.data:
        base, wrong = _whole(base, (*chain, _place(name)))
        issues += wrong
        if "extends" in base.data:
            return read, issues
    both, wrong = merged(base, read)
    return both, issues + wrong


class BrokenByEditsError(NotEditableError):
    """A text that would no longer be a scenario in order; it carries the issues, and what was read."""

    def __init__(self, issues: list[Issue], read: Source) -> None:
        self.issues = issues
        self.read = read
        super().__init__("; ".join(str(issue) for issue in issues))


def changed_text(text: str, written: Source, scenario: Scenario, edits: Sequence[Edit]) -> tuple[str, Scenario]:
    """Return a scenario's text with some edits made in place, and the scenario that it is then.

    `written` is what the text itself says; a variant writes into its own text what it changes of the other.

    Raises:
        NotEditableError: the text cannot be changed so; `BrokenByEditsError` where it is then no scenario in order.
    """
    wanted = patched(scenario.origins.data, edits)
    if isinstance(written.data, dict) and "extends" in written.data:
        name = str(Path(written.file).parent / str(written.data["extends"]))
        base, _ = _read_whole(source.read(read_text(name), name), (_place(written.file),))
        edits = own_edits(written.data, base.data, edits)
    new, read = edited_source(text, edits, written)
    changed, issues = understood(read)
    if changed is None or issues:
        raise BrokenByEditsError(issues, read)
    if changed.origins.data != wanted:
        raise NotEditableError("what the file extends cannot be changed alone")
    return new, changed


def _read_whole(read: Source, chain: tuple[Path, ...]) -> tuple[Source, list[Issue]]:
    if isinstance(read.data, dict) and "extends" in read.data:
        return _whole(read, chain)
    return read, []


def changed(scenario: Scenario, data: Any) -> tuple[Scenario | None, list[Issue]]:
    """Return the scenario that other data make, with the lines of the old, and every issue that it has then."""
    return _validate(scenario.origins.saying(data))


def reread(scenario: Scenario, data: Any) -> Scenario | None:
    """Return the scenario that other data make, with the lines of the old; None where the data are wrong.

    Entries are read one by one, not compared with each other: it is for trying a change, not for keeping it.
    """
    read = scenario.origins.saying(data)
    reading, issues = _reading(read)
    changed, _ = (None, None) if issues else _model(data, reading)
    if changed is not None:
        changed._origins = read  # noqa: SLF001 - the loader fills it in
        changed._digest = scenario.digest  # noqa: SLF001 - the same
    return changed


def _validate(read: Source) -> tuple[Scenario | None, list[Issue]]:
    """Return the scenario as far as it can be read, and every issue of its entries, single and together."""
    digest = digest_of(read.data)
    # A section with nothing under it is an empty one.
    read.data = {key: value for key, value in read.data.items() if value is not None}
    reading, issues = _reading(read)
    certain = not issues
    scenario, errors = _model(read.data, reading)
    issues += issues_of(errors, read, Scenario)
    if scenario is None:
        # What is wrong in one entry does not hide what is wrong between the others.
        scenario, read = _what_is_right(read, errors, reading)
    if scenario is None:
        return None, issues
    scenario._origins = read  # noqa: SLF001 - the loader fills it in
    scenario._digest = digest  # noqa: SLF001 - the same
    # Without a zone or dates all times are guesses, and nothing can be said of them together.
    return scenario, issues + (inconsistencies(scenario) if certain else [])


def digest_of(data: Any) -> str:
    """Return a digest of what a scenario says; comments and layout do not change it."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


MOST_ERRORS = 500
"""With more than this wrong, what is wrong between the entries is looked at another time."""
GUESS = times.Period(UTC, date(2020, 1, 1), date(2020, 12, 31), guessed=True)
"""What times are read with where the scenario's zone or dates cannot be: a leap year, so that each day exists."""


def _reading(read: Source) -> tuple[Reading, list[Issue]]:
    """Return what texts are read with: the zone and the dates come first, since all others need them."""
    issues: list[Issue] = []
    names = {key: set(section) for key in SECTIONS if isinstance(section := read.data.get(key), dict)}
    zone = _first_read(read, "zone", times.zone_of, issues)
    dates = _first_read(read, "dates", _dates, issues)
    if zone is None or dates is None:
        return Reading(GUESS if dates is None else times.Period(UTC, *dates), names), issues
    return Reading(times.Period(zone, *dates), names), issues


def _dates(text: str) -> tuple[date, date]:
    first, last = times.read_dates(text, None)
    if (last - first).days > 366:
        raise Mistake("the dates are more than a year.", "Write the days that are planned.")
    return first, last


def _first_read(read: Source, key: str, reader: Callable[[str], Any], issues: list[Issue]) -> Any:
    """Read the zone or the dates; None where they cannot be, and then the issues say why."""
    value = read.data.get(key)
    if not isinstance(value, str):
        # The model says that it is missing, or no text.
        issues += [] if value is not None else [_issue(read, (), f"'{key}:' is missing.", "Add it.")]
        return None
    try:
        return reader(value)
    except Mistake as mistake:
        issues.append(_issue(read, (key,), mistake.message, mistake.hint))
        return None


def _model(data: Any, reading: Reading) -> tuple[Scenario | None, list[ErrorDetails]]:
    try:
        return Scenario.model_validate(data, context=reading), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def issues_of(errors: Iterable[ErrorDetails], read: Source, model: type[BaseModel]) -> Iterator[Issue]:
    """Yield the issues that a model found in what was read, each with its line."""
    from scheduler.scenario.errors import hint_of, message_of

    paths = [detail["loc"] for detail in errors]
    for detail in errors:
        path = detail["loc"]
        follows = any(other[: len(path)] == path and len(other) > len(path) for other in paths)
        if detail["type"] != FOLLOWS and not (detail["type"] == "too_short" and follows):
            yield _issue(read, path, message_of(detail), hint_of(detail, model, read.data))


def _issue(read: Source, path: Iterable[object], message: str, hint: str) -> Issue:
    origin = read.origin(tuple(path))
    return Issue.at(origin, message, hint)


def _what_is_right(read: Source, errors: list[ErrorDetails], reading: Reading) -> tuple[Scenario | None, Source]:
    """Return the scenario without what is wrong: first without the words themselves, then without more around.

    The source that comes with it knows the lines of what is left.
    """
    scenario = None
    for around in range(4):
        if len(errors) > MOST_ERRORS:
            break
        for detail in reversed(errors):
            path = read.known(detail["loc"])
            read = read.without(path[: max(min(2, len(path)), len(path) - around)])
        scenario, errors = _model(read.data, reading)
        if scenario is not None:
            break
    return scenario, read
