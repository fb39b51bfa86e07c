"""Load a scenario file: a path to a `Scenario`, or to every issue with its line."""

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
from scheduler.scenario.edit import NotEditableError, edit_source, patch_data
from scheduler.scenario.fields import FOLLOWS, Reading
from scheduler.scenario.models import Scenario
from scheduler.scenario.variant import merge_variant, own_edits

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
    """Read a scenario file, or a variant with what it extends.

    >>> from scheduler import load
    >>> scenario = load("scenarios/tutorial.yaml")
    >>> scenario.title, len(scenario.meetings)
    ('A day in Port Alba', 5)

    Args:
        path: of a YAML file; ``-`` is standard input.

    Raises:
        InputError: the file cannot be read, or has issues; the error carries all of them.
    """
    scenario, issues = examine(path)
    if scenario is None or issues:
        raise InputError(issues)
    return scenario


def examine(path: str | Path) -> tuple[Scenario | None, list[Issue]]:
    """Load a scenario file; return the scenario, or None, and every issue (without notices)."""
    try:
        text = read_text(path)
    except InputError as error:
        return None, error.issues
    return parse(text, display_name(path))


def parse(text: str, name: str = "scenario.yaml") -> tuple[Scenario | None, list[Issue]]:
    """Load a scenario from its text; return the scenario, or None, and every issue.

    Args:
        text: the YAML text.
        name: the name of the file in issues; the file that it extends is found relative to it.
    """
    return validate(source.read(text, name))


def validate(read: Source) -> tuple[Scenario | None, list[Issue]]:
    """Validate a source; return the scenario, or None, and every issue."""
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
        read, wrong_here = _merge_with_base(read, (_place(name),))
        issues += wrong_here
        if not isinstance(read.data, dict) or "extends" in read.data:
            return None, issues
    scenario, wrong = _validate(read)
    issues = sorted({*issues, *wrong})
    return (None if issues else scenario), issues


def _place(name: str) -> Path:
    """Return the absolute path of a file; the path of `extends:` is relative to it."""
    return Path.cwd() / "stdin" if name == "<stdin>" else Path(name).resolve()


def _merge_with_base(read: Source, chain: tuple[Path, ...]) -> tuple[Source, list[Issue]]:
    """Return a variant merged with its base, and the issues; the variant alone if the base cannot be read."""
    origin = read.origin(("extends",))
    other = read.data["extends"]
    if not isinstance(other, str):
        return read, [Issue.at(origin, "'extends:' names a file.", "Write its path in quotes.")]
    name = str(Path(read.file).parent / other) if read.file != "<stdin>" else other
    if _place(name) in chain:
        return read, [Issue.at(origin, f"{other} extends this file in turn.", "Remove one of the two 'extends:'.")]
    try:
        base = source.read(read_text(name), name)
    except InputError as error:
        first = error.issues[0]
        return read, [Issue.at(origin, f"{first.file}: {first.message}", first.hint)]
    issues = [Issue(name, flaw.line, flaw.message, flaw.hint) for flaw in base.flaws]
    if not isinstance(base.data, dict):
        return read, issues or [Issue.at(origin, f"{other} is not a scenario.", "Name another file.")]
    if "extends" in base.data:
        base, wrong = _merge_with_base(base, (*chain, _place(name)))
        issues += wrong
        if "extends" in base.data:
            return read, issues
    both, wrong = merge_variant(base, read)
    return both, issues + wrong


class BrokenByEditsError(NotEditableError):
    """The edits would make the scenario invalid; the error carries the issues and the source that was read."""

    def __init__(self, issues: list[Issue], read: Source) -> None:
        self.issues = issues
        self.read = read
        super().__init__("; ".join(str(issue) for issue in issues))


def changed_text(text: str, written: Source, scenario: Scenario, edits: Sequence[Edit]) -> tuple[str, Scenario]:
    """Return a scenario's text with edits applied in place, and the scenario that it then contains.

    In a variant, the edits are written into its own text, never into the file that it extends.

    Args:
        text: the text of the file.
        written: the source of that text, before a variant is merged.
        scenario: the scenario that it contains now.
        edits: edits of the scenario's data.

    Raises:
        BrokenByEditsError: the result would not be a valid scenario.
        NotEditableError: the text cannot be edited in this way.
    """
    wanted = patch_data(scenario.origins.data, edits)
    if isinstance(written.data, dict) and "extends" in written.data:
        name = str(Path(written.file).parent / str(written.data["extends"]))
        base, _ = _read_whole(source.read(read_text(name), name), (_place(written.file),))
        edits = own_edits(written.data, base.data, edits)
    new, read = edit_source(text, edits, written)
    changed, issues = validate(read)
    if changed is None or issues:
        raise BrokenByEditsError(issues, read)
    if changed.origins.data != wanted:
        raise NotEditableError("the variant cannot express this change of the file that it extends")
    return new, changed


def _read_whole(read: Source, chain: tuple[Path, ...]) -> tuple[Source, list[Issue]]:
    if isinstance(read.data, dict) and "extends" in read.data:
        return _merge_with_base(read, chain)
    return read, []


def with_data(scenario: Scenario, data: Any) -> tuple[Scenario | None, list[Issue]]:
    """Validate other data with the lines of a scenario; return the new scenario, or None, and every issue."""
    return _validate(scenario.origins.with_data(data))


def with_data_quickly(scenario: Scenario, data: Any) -> Scenario | None:
    """Return a scenario of other data with the lines of an old one; None if an entry is invalid.

    The entries are validated one by one, without the checks of consistency: enough to try a change out, not to keep
    it.
    """
    read = scenario.origins.with_data(data)
    reading, issues = _reading(read)
    changed, _ = (None, None) if issues else _model(data, reading)
    if changed is not None:
        changed._origins = read  # noqa: SLF001 - the loader fills it in
        changed._digest = scenario.digest  # noqa: SLF001 - the same
    return changed


def _validate(read: Source) -> tuple[Scenario | None, list[Issue]]:
    """Return the valid part of a scenario, and every issue: of single entries and of their consistency."""
    digest = digest_of(read.data)
    # A section without a value is an empty section.
    read.data = {key: value for key, value in read.data.items() if value is not None}
    reading, issues = _reading(read)
    dated = not issues
    scenario, errors = _model(read.data, reading)
    issues += issues_of(errors, read, Scenario)
    if scenario is None:
        # Mistakes in some entries do not hide inconsistencies between the others.
        scenario, read = _valid_part(read, errors, reading)
    if scenario is None:
        return None, issues
    scenario._origins = read  # noqa: SLF001 - the loader fills it in
    scenario._digest = digest  # noqa: SLF001 - the same
    # Without a zone and dates all times are guesses, so their consistency cannot be checked.
    return scenario, issues + (inconsistencies(scenario) if dated else [])


def digest_of(data: Any) -> str:
    """Return a digest of a scenario's data; comments and layout do not change it."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


MOST_ERRORS = 500
"""With more errors than this, the consistency of the remaining entries is not checked."""
GUESS = times.Period(UTC, date(2020, 1, 1), date(2020, 12, 31), guessed=True)
"""The period for reading times if the scenario's dates cannot be read; a leap year, so that every date exists."""


def _reading(read: Source) -> tuple[Reading, list[Issue]]:
    """Return the validation context, and the issues of the zone and the dates, which all other times need."""
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
        raise Mistake("the dates cover more than a year.", "Write only the days that are to be planned.")
    return first, last


def _first_read(read: Source, key: str, reader: Callable[[str], Any], issues: list[Issue]) -> Any:
    """Read the zone or the dates; return None and add an issue if that fails."""
    value = read.data.get(key)
    if not isinstance(value, str):
        # A value of the wrong type is reported by the model.
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
    """Yield pydantic's errors as issues, each with its line.

    Args:
        errors: the errors of the validation.
        read: the source that was validated.
        model: the model that validated it.
    """
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


def _valid_part(read: Source, errors: list[ErrorDetails], reading: Reading) -> tuple[Scenario | None, Source]:
    """Return the scenario without its invalid entries: first only the invalid keys are removed, then more around them.

    The returned source has the lines of the remaining entries.
    """
    scenario = None
    for around in range(4):
        if len(errors) > MOST_ERRORS:
            break
        for detail in reversed(errors):
            path = read.existing_path(detail["loc"])
            read = read.without(path[: max(min(2, len(path)), len(path) - around)])
        scenario, errors = _model(read.data, reading)
        if scenario is not None:
            break
    return scenario, read
