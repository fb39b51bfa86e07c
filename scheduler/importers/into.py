"""What was taken of a foreign file, as YAML: by itself, into a scenario, or as a published programme.

Nothing is written here. What comes out is text that was read again and is in order; an entry that would break the
scenario is set aside with the reason, and everything else stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import InputError, Issue
from scheduler.importers.merge import Merge, merged, without
from scheduler.importers.reading import WORDS
from scheduler.importers.result import SetAside, clean, counted
from scheduler.problem.load import BrokenByEditsError, changed_text, validate
from scheduler.problem.published import published_of_text
from scheduler.scenario import source
from scheduler.scenario.edit import NotEditableError, TextBlock, block_yaml, edit_source
from scheduler.scenario.source import paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.importers.merge import MergeStep
    from scheduler.importers.reading import Task
    from scheduler.importers.result import Import
    from scheduler.scenario.models import Scenario
    from scheduler.scenario.source import Path, Source

MOST_ATTEMPTS = 20
MOST_TRIED = 100
"""With more entries in one line than that, none is tried alone."""


@dataclass
class ImportOutcome:
    """What an import comes to."""

    text: str
    """The text of the file that it was taken into, or of what is new by itself."""
    merge: Merge
    set_aside: list[SetAside] = field(default_factory=list)
    """What cannot be written, since the scenario would not be in order with it."""
    remarks: list[str] = field(default_factory=list)
    """What the reader should know of how it goes together with what is there."""


def path_of(task: Task) -> Path:
    """Return where in the file the entries belong."""
    if task.kind == "busy":
        return "principals", task.principal or "", "engagements"
    return ("meetings",) if task.kind == "requests" else ("entries",)


def by_itself(task: Task, taken: Import) -> ImportOutcome:
    """Return what was taken as YAML by itself, with what was not taken in comments.

    Raises:
        InputError: a programme would not be in order.
    """
    merge = merged(taken.file, path_of(task), None, taken.entries, WORDS[task.kind])
    entries = merge.edits[0].value if merge.edits else {} if task.kind == "requests" else []
    lines = [f"# From {taken.file}: {counted(len(taken.entries), 'entry', 'entries')}."]
    lines += [f"# {clean(remark, 400)}" for remark in taken.remarks]
    lines += [f"# Not taken: {clean(str(each), 1000)}" for each in taken.set_aside]
    text = "\n".join(lines) + "\n" + block_yaml(_around(task, taken, entries))
    if task.kind == "programme" and task.facts is not None:
        published_of_text(text, taken.file, task.facts.scenario)
    return ImportOutcome(text, merge)


def _around(task: Task, taken: Import, entries: Any) -> dict[str, Any]:
    """Return the entries with what stands around them."""
    if task.kind == "programme":
        first, last = task.period.first, task.period.last
        zone = task.facts.scenario.zone if task.facts else str(task.period.zone)
        head = {"programme": taken.file, "zone": zone, "dates": f"{first} to {last}" if first != last else str(first)}
        return {**head, "entries": entries}
    around: Any = entries
    for key in reversed(path_of(task)[1:]):
        around = TextBlock({str(key): around})
    return {str(path_of(task)[0]): around}


def into_scenario(
    task: Task, taken: Import, text: str, scenario: Scenario, name: str, *, theirs: bool, drop_gone: bool
) -> ImportOutcome:
    """Return a scenario's text with what was taken in it; its comments, order and layout stay.

    Raises:
        InputError: it cannot be changed so, or would not be in order, and no single entry is to blame.
    """
    path, raw = path_of(task), source.read(text, name)
    section = _at(scenario.origins.data, path)
    merge = merged(taken.file, path, section, taken.entries, WORDS[task.kind], theirs=theirs, drop_gone=drop_gone)
    set_aside: list[SetAside] = []
    for _ in range(MOST_ATTEMPTS):
        try:
            new, _ = changed_text(text, raw, scenario, merge.edits)
        except BrokenByEditsError as error:
            blamed = _blamed(error, merge)
            if len({issue for _, issue in blamed}) < len(blamed) <= MOST_TRIED:
                # They share a line; each is tried alone.
                tried = (
                    (step, _wrong_alone(step, merge, taken.file, section, (text, raw, scenario))) for step, _ in blamed
                )
                blamed = [(step, issue) for step, issue in tried if issue is not None] or blamed
            if not blamed:
                raise _refused(name, error.issues) from None
            set_aside += [SetAside(step.row, issue.message, issue.hint, step.said) for step, issue in blamed]
            merge = without(taken.file, merge, section, [step for step, _ in blamed])
        except NotEditableError as error:
            message = f"the file cannot be changed so: {error}"
            raise InputError([Issue(name, 0, message.rstrip(".") + ".", "Change it by hand.")]) from None
        else:
            return ImportOutcome(new, merge, set_aside, list(_asked_already(task, merge, scenario)))
    raise InputError([Issue(name, 0, "the scenario would not be in order with it.", "Nothing is written.")])


def _asked_already(task: Task, merge: Merge, scenario: Scenario) -> Iterator[str]:
    """Yield which new requests are for the same people as a meeting that is there already."""
    for step in merge.of("new") if task.kind == "requests" else ():
        who = set(step.taken.entry["participants"]) if step.taken else set()
        for key, meeting in scenario.meetings.items():
            if set(meeting.participants) == who:
                origin = scenario.origins.origin(("meetings", key))
                yield f"{step.row}: '{key}' ({origin}) is of the same people; it is written as '{step.key}' beside it."


def _at(data: Any, path: Path) -> Any:
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _blamed(error: BrokenByEditsError, merge: Merge) -> list[tuple[MergeStep, Issue]]:
    """Return the steps in whose lines something is wrong, with the first thing that is."""
    by_line = {(issue.file, issue.line): issue for issue in reversed(error.issues)}
    found = []
    for step in merge.steps:
        if step.taken is not None and step.written:
            lines = _lines(error.read, (*merge.path, step.key))
            issues = [issue for line, issue in by_line.items() if line in lines]
            found += [(step, min(issues))] if issues else []
    return found


def _wrong_alone(
    step: MergeStep, merge: Merge, file: str, section: Any, before: tuple[str, Source, Scenario]
) -> Issue | None:
    """Return what is wrong where nothing but one step is made; None where nothing is."""
    others = [each for each in merge.steps if each != step]
    try:
        changed_text(*before, without(file, merge, section, others).edits)
    except BrokenByEditsError as error:
        return error.issues[0]
    return None


def _lines(read: Source, path: Path) -> set[tuple[str, int]]:
    """Return the lines of an entry and of all that is in it."""
    data = read.data
    for key in path:
        try:
            data = data[key]
        except (LookupError, TypeError):
            return set()
    return {(origin.file, origin.line) for inner, _ in paths(data, path) for origin in [read.origin(inner)]}


def _refused(name: str, issues: list[Issue]) -> InputError:
    message = "with this import the scenario would not be in order; nothing is written."
    return InputError([Issue(name, 0, message, "What would be wrong:"), *issues])


def into_programme(
    taken: Import, text: str, scenario: Scenario, name: str, *, theirs: bool, drop_gone: bool
) -> ImportOutcome:
    """Return the text of a published programme with what was taken in it; its comments, order and layout stay.

    Raises:
        InputError: it cannot be changed so, or is not in order before or after.
    """
    published_of_text(text, name, scenario)
    before = source.read(text, name)
    section = before.data.get("entries")
    merge = merged(
        taken.file, ("entries",), section, taken.entries, WORDS["programme"], theirs=theirs, drop_gone=drop_gone
    )
    try:
        new, _ = edit_source(text, merge.edits, before)
    except NotEditableError as error:
        message = f"the file cannot be changed so: {error}"
        raise InputError([Issue(name, 0, message.rstrip(".") + ".", "Change it by hand.")]) from None
    published_of_text(new, name, scenario)
    return ImportOutcome(new, merge)


def scenario_of(text: str, name: str) -> Scenario:
    """Return the scenario of a text.

    Raises:
        InputError: it has issues; every one of them is in it.
    """
    scenario, issues = validate(source.read(text, name))
    if scenario is None or issues:
        raise InputError(issues)
    return scenario
