"""Turn imported entries into YAML text: a new file, an edited scenario, or a published programme.

Nothing is written to disk here. The resulting text has been read again and is valid; an entry that would make the
scenario invalid is set aside with the reason, and all others are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import InputError, Issue
from scheduler.importers.merge import Merge, merge_entries, without_steps
from scheduler.importers.reading import WORDS
from scheduler.importers.result import SetAside, clean, count_text
from scheduler.problem.load import BrokenByEditsError, changed_text, validate
from scheduler.problem.published import published_of_text
from scheduler.scenario import source
from scheduler.scenario.edit import NotEditableError, TextBlock, block_yaml, edit_source
from scheduler.scenario.source import paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.importers.merge import MergeStep
    from scheduler.importers.reading import ImportTask
    from scheduler.importers.result import ImportResult
    from scheduler.scenario.models import Scenario
    from scheduler.scenario.source import Path, Source

MOST_ATTEMPTS = 20
MOST_TRIED = 100
"""If more entries than this share one line, they are not tried one by one."""


@dataclass
class ImportOutcome:
    """The outcome of an import."""

    text: str
    """The new text of the target file, or of a new file."""
    merge: Merge
    set_aside: list[SetAside] = field(default_factory=list)
    """Entries that would make the scenario invalid."""
    remarks: list[str] = field(default_factory=list)
    """Remarks on conflicts with existing entries."""


def section_path(task: ImportTask) -> Path:
    """Return the path of the section to which the entries belong."""
    if task.kind == "busy":
        return "principals", task.principal or "", "engagements"
    return ("meetings",) if task.kind == "requests" else ("entries",)


def as_new_file(task: ImportTask, taken: ImportResult) -> ImportOutcome:
    """Return the imported entries as a new YAML file; comments list what was not imported.

    Raises:
        InputError: a programme would be invalid.
    """
    merge = merge_entries(taken.file, section_path(task), None, taken.entries, WORDS[task.kind])
    entries = merge.edits[0].value if merge.edits else {} if task.kind == "requests" else []
    lines = [f"# From {taken.file}: {count_text(len(taken.entries), 'entry', 'entries')}."]
    lines += [f"# {clean(remark, 400)}" for remark in taken.remarks]
    lines += [f"# Not imported: {clean(str(each), 1000)}" for each in taken.set_aside]
    text = "\n".join(lines) + "\n" + block_yaml(_in_sections(task, taken, entries))
    if task.kind == "programme" and task.facts is not None:
        published_of_text(text, taken.file, task.facts.scenario)
    return ImportOutcome(text, merge)


def _in_sections(task: ImportTask, taken: ImportResult, entries: Any) -> dict[str, Any]:
    """Return the entries inside the sections to which they belong."""
    if task.kind == "programme":
        first, last = task.period.first, task.period.last
        zone = task.facts.scenario.zone if task.facts else str(task.period.zone)
        head = {"programme": taken.file, "zone": zone, "dates": f"{first} to {last}" if first != last else str(first)}
        return {**head, "entries": entries}
    around: Any = entries
    for key in reversed(section_path(task)[1:]):
        around = TextBlock({str(key): around})
    return {str(section_path(task)[0]): around}


def into_scenario(
    task: ImportTask, taken: ImportResult, text: str, scenario: Scenario, name: str, *, theirs: bool, drop_gone: bool
) -> ImportOutcome:
    """Return a scenario's text with the imported entries; its comments, order and layout stay.

    Args:
        task: what was imported.
        taken: the imported entries.
        text: the text of the scenario.
        scenario: the scenario.
        name: the name of its file.
        theirs: whether the foreign file wins over changes by hand.
        drop_gone: whether to remove entries that have gone from the foreign file.

    Raises:
        InputError: the text cannot be edited, or the scenario would be invalid and no single entry is the cause.
    """
    path, raw = section_path(task), source.read(text, name)
    section = _at(scenario.origins.data, path)
    merge = merge_entries(
        taken.file, path, section, taken.entries, WORDS[task.kind], theirs=theirs, drop_gone=drop_gone
    )
    set_aside: list[SetAside] = []
    for _ in range(MOST_ATTEMPTS):
        try:
            new, _ = changed_text(text, raw, scenario, merge.edits)
        except BrokenByEditsError as error:
            blamed = _blamed(error, merge)
            if len({issue for _, issue in blamed}) < len(blamed) <= MOST_TRIED:
                # Several entries share a line; each is tried on its own.
                tried = (
                    (step, _issue_alone(step, merge, taken.file, section, (text, raw, scenario))) for step, _ in blamed
                )
                blamed = [(step, issue) for step, issue in tried if issue is not None] or blamed
            if not blamed:
                raise _refused(name, error.issues) from None
            set_aside += [SetAside(step.row, issue.message, issue.hint, step.label) for step, issue in blamed]
            merge = without_steps(taken.file, merge, section, [step for step, _ in blamed])
        except NotEditableError as error:
            message = f"the file cannot be edited: {error}"
            raise InputError([Issue(name, 0, message.rstrip(".") + ".", "Change it by hand.")]) from None
        else:
            return ImportOutcome(new, merge, set_aside, list(_same_people_remarks(task, merge, scenario)))
    raise InputError([Issue(name, 0, "the import would make the scenario invalid.", "Nothing is written.")])


def _same_people_remarks(task: ImportTask, merge: Merge, scenario: Scenario) -> Iterator[str]:
    """Yield a remark for each new request with the same people as an existing meeting."""
    for step in merge.of("new") if task.kind == "requests" else ():
        who = set(step.taken.entry["participants"]) if step.taken else set()
        for key, meeting in scenario.meetings.items():
            if set(meeting.participants) == who:
                origin = scenario.origins.origin(("meetings", key))
                yield f"{step.row}: '{key}' ({origin}) has the same people; the new meeting is written as '{step.key}'."


def _at(data: Any, path: Path) -> Any:
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _blamed(error: BrokenByEditsError, merge: Merge) -> list[tuple[MergeStep, Issue]]:
    """Return the steps whose lines have issues, each with its first issue."""
    by_line = {(issue.file, issue.line): issue for issue in reversed(error.issues)}
    found = []
    for step in merge.steps:
        if step.taken is not None and step.written:
            lines = _lines(error.read, (*merge.path, step.key))
            issues = [issue for line, issue in by_line.items() if line in lines]
            found += [(step, min(issues))] if issues else []
    return found


def _issue_alone(
    step: MergeStep, merge: Merge, file: str, section: Any, before: tuple[str, Source, Scenario]
) -> Issue | None:
    """Return the first issue if one step is applied on its own, or None."""
    others = [each for each in merge.steps if each != step]
    try:
        changed_text(*before, without_steps(file, merge, section, others).edits)
    except BrokenByEditsError as error:
        return error.issues[0]
    return None


def _lines(read: Source, path: Path) -> set[tuple[str, int]]:
    """Return the lines of an entry and of everything in it."""
    data = read.data
    for key in path:
        try:
            data = data[key]
        except (LookupError, TypeError):
            return set()
    return {(origin.file, origin.line) for inner, _ in paths(data, path) for origin in [read.origin(inner)]}


def _refused(name: str, issues: list[Issue]) -> InputError:
    message = "this import would make the scenario invalid; nothing is written."
    return InputError([Issue(name, 0, message, "The issues would be:"), *issues])


def into_programme(
    taken: ImportResult, text: str, scenario: Scenario, name: str, *, theirs: bool, drop_gone: bool
) -> ImportOutcome:
    """Return the text of a published programme with the imported entries; its comments, order and layout stay.

    Raises:
        InputError: the text cannot be edited, or it is invalid before or after.
    """
    published_of_text(text, name, scenario)
    before = source.read(text, name)
    section = before.data.get("entries")
    merge = merge_entries(
        taken.file, ("entries",), section, taken.entries, WORDS["programme"], theirs=theirs, drop_gone=drop_gone
    )
    try:
        new, _ = edit_source(text, merge.edits, before)
    except NotEditableError as error:
        message = f"the file cannot be edited: {error}"
        raise InputError([Issue(name, 0, message.rstrip(".") + ".", "Change it by hand.")]) from None
    published_of_text(new, name, scenario)
    return ImportOutcome(new, merge)


def scenario_of(text: str, name: str) -> Scenario:
    """Load a scenario from its text.

    Raises:
        InputError: it has issues; the error carries all of them.
    """
    scenario, issues = validate(source.read(text, name))
    if scenario is None or issues:
        raise InputError(issues)
    return scenario
