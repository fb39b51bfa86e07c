"""Changes to an officer's text: what was asked for changes, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.problem.load import load
from scheduler.problem.requirements import requirements_of
from scheduler.scenario import source
from scheduler.scenario.edit import GONE, Edit, NotEditableError, edit_source, edit_text, patch_data
from scheduler.scenario.problem import problem_of
from tests.paths import SCENARIOS

FILES = sorted(path for path in SCENARIOS.glob("*.yaml") if "\nextends:" not in path.read_text(encoding="utf-8"))

TEXT = """\
# The first line.
title: Edits   # its title

meetings:
  talks:
    participants: [ana, ben]  # both
    length: 60 min
    windows:
      - 3 Sep   # a day
      - {from: 4 Sep 09:00, to: '12:00'}
    note: >
      a long
      note

  # About the dinner.
  dinner: {participants: [ana, cem], venue: palace}
rules:
  - rule: gap      # between them
    meetings: [talks, dinner]
    at_least: 1 h
# The last line.
"""

CASES = [
    (("meetings", "talks", "length"), "45 min", {"    length: 60 min": "    length: 45 min"}),
    (("meetings", "talks", "participants", 1), "cem", {"[ana, ben]  # both": "[ana, cem]  # both"}),
    (("meetings", "talks", "windows", 0), "3-4 Sep", {"- 3 Sep   # a day": "- 3-4 Sep   # a day"}),
    (("meetings", "talks", "windows", 1, "to"), "13:00", {"to: '12:00'": "to: 13:00"}),
    (("meetings", "talks", "windows", 2), "5 Sep", {"to: '12:00'}\n": "to: '12:00'}\n      - 5 Sep\n"}),
    (("meetings", "talks", "start"), "3 Sep 10:00", {"      note\n": "      note\n    start: 3 Sep 10:00\n"}),
    (("meetings", "dinner", "start"), "3 Sep 20:00", {"palace}": "palace, start: 3 Sep 20:00}"}),
    (("meetings", "dinner", "venue"), GONE, {", venue: palace": ""}),
    (("meetings", "dinner", "participants"), GONE, {"participants: [ana, cem], ": ""}),
    (("meetings", "talks", "length"), GONE, {"    length: 60 min\n": ""}),
    (("rules", 0, "at_least"), GONE, {"    at_least: 1 h\n": ""}),
    (("rules", 0, "strength"), "wish 20", {"at_least: 1 h\n": "at_least: 1 h\n    strength: wish 20\n"}),
    (("rules", 1), {"rule": "same_day", "meetings": ["a: b", "yes"]},
     {"at_least: 1 h\n": 'at_least: 1 h\n  - {rule: same_day, meetings: ["a: b", yes]}\n'}),
    (("title",), "It's: new, #1", {"title: Edits ": 'title: "It\'s: new, #1" '}),
    (("grid",), 15, {"    at_least: 1 h\n": "    at_least: 1 h\ngrid: 15\n"}),
    (("rules", 0, "rule"), "gap", {}),
    (("meetings", "talks", "note"), "short", {">\n      a long\n      note": "short"}),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "changes"), CASES, ids=[str(path) for path, *_ in CASES])
def test_only_what_was_asked_for_changes(path: source.Path, value: object, changes: dict[str, str]) -> None:
    expected = TEXT
    for old, new in changes.items():
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    assert edit_text(TEXT, [Edit(path, value)]) == expected


def test_a_comment_behind_what_is_taken_out_stays() -> None:
    assert edit_text("a:\n  b: 1  # why\n  c: 2\n", [Edit(("a", "b"), GONE)]) == "a:\n  # why\n  c: 2\n"


def test_line_ends_stay_as_they_are() -> None:
    text = TEXT.replace("\n", "\r\n")
    new = edit_text(text, [Edit(("rules", 0, "strength"), "wish"), Edit(("meetings", "talks", "length"), "30 min")])
    assert new.count("\r\n") == new.count("\n") == text.count("\n") + 1


def test_a_text_without_a_last_line_end() -> None:
    assert edit_text("a: {b: 1}\nc: 2", [Edit(("d",), 3)]) == "a: {b: 1}\nc: 2\nd: 3"


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("a: &x {b: 1}\nc: *x\n", ("c", "b"), 2),  # an alias: the other would change as well
        ("a:\n  - 1  # one\n  - 2\n", ("a",), [3]),  # comments would be lost
        ("a: {b: 1}\n", ("a", "b"), GONE),  # the only entry
        ("a: 1\n", ("a", "b", "c"), 1),  # there is no such place
        ("a: [1]\n", ("a", 3), 1),
        ("", ("a",), 1),
    ],
)
def test_what_cannot_be_changed_alone_is_refused(text: str, path: source.Path, value: object) -> None:
    with pytest.raises(NotEditableError):
        edit_text(text, [Edit(path, value)])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_bend_of_every_scenario_can_be_written(path: Path) -> None:
    """What is read again says what was asked for, all comments stay, and only a few lines change."""
    text = path.read_text(encoding="utf-8")
    problem = problem_of(load(path))
    comments = sorted(line.partition("#")[2] for line in text.splitlines() if "#" in line)
    softenings = {
        bend.key: bend for r in requirements_of(problem) for bend in r.rule.softenings(problem.facts) if bend.amounts
    }
    assert len(softenings) > 20
    before = source.read(text, "before")
    # The busy scenario has hundreds; every third shows all kinds there are.
    for bend in list(softenings.values())[:: 3 if len(softenings) > 300 else 1]:
        edits = list(bend.made(bend.amounts[-1]).edits)
        new, after = edit_source(text, edits, before)
        assert after.data == patch_data(before.data, edits)
        assert sorted(line.partition("#")[2] for line in new.splitlines() if "#" in line) == comments
        changed = set(new.splitlines()) ^ set(text.splitlines())
        assert len(changed) <= 2 * len(edits)
