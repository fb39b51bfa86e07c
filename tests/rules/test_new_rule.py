"""A new rule is one file, one line and one test file: a toy rule, added to a copy of the project with just these."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

RULE = '''"""Long meetings are not held by telephone."""

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from scheduler.base.minutes import Spans
from scheduler.rules.base import Written, together
from scheduler.scenario.fields import Length, Meetings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Names, Plan


class NotByTelephone(Written):
    """Some meetings are not held by telephone, if they are long.

    Example::

        rules:
          - {rule: not_by_telephone, spoken: talks}
    """

    rule: Literal["not_by_telephone"] = "not_by_telephone"
    spoken: Meetings = Field(description="the meetings")
    over: Length = Field(30, description="what is long")

    def allows(self, candidate: "Candidate", setting: "Setting", minutes: int) -> "Spans | None":
        """No start by telephone."""
        long = candidate.key in self.spoken and minutes > self.over
        return Spans(()) if long and setting.mode == "telephone" else None

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """One of them is held by telephone."""
        for booking in plan.bookings:
            long = booking.meeting in self.spoken and booking.end - booking.start > timedelta(minutes=self.over)
            if long and booking.mode == "telephone":
                yield f"{plan.say(booking)} is held by telephone"

    def say(self, names: "Names") -> str:
        """Say which meetings."""
        return f"{together(self.spoken, names)} not by telephone"
'''
LINE = '    "not_by_telephone",      # meetings at which people see each other\n'
TESTS = '''"""Long meetings are not held by telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    """
    meetings:
      talks:
        participants: [ana, ben]
        length: {shortest: 30 min, wanted: 60 min}
        mode: [in person, telephone]
      dinner: {participants: [ana, cem], length: 60 min, mode: [video, telephone]}
    rules: [{rule: not_by_telephone, spoken: [talks]}]
    """,
)


def test_in_person_and_by_telephone(story: Story) -> None:
    """
    meetings:
      talks: {mode: [in person, telephone]}
    rules: [{rule: not_by_telephone, spoken: talks}]
    """
    assert story.breaches(talks="3 Sep 10:00") == []
    assert story.breaches(talks=Slot("3 Sep 10:00", "telephone")) == [
        "Talks (3 Sep 10:00–11:00) is held by telephone"
    ]
    assert story.says() == ["Talks not by telephone"]
'''
CHECKED = {
    "tests/rules/test_not_by_telephone.py": "test_not_by_telephone",
    "tests/rules/test_catalogue.py": "test_catalogue and (not_by_telephone or in_the_catalogue)",
    "tests/rules/test_mutants.py": "test_mutants and (not_by_telephone or is_there)",
    "tests/test_architecture.py": "test_architecture and (not_by_telephone or reference or own_rules or exits)",
    "tests/commands/test_golden.py": "test_golden and (rules or help)",
    "tests/commands/test_commands.py": "test_commands and (rules or schema)",
}
"""The test files that look at every rule, and which of their tests do; the others are of other rules and of pages."""


def ran(project: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(project)}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-2000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, with the toy rule, and the generated pages made anew."""
    copy = tmp_path_factory.mktemp("project") / "copy"
    ignored = shutil.ignore_patterns(".*", "__pycache__", "build", "results", "*.egg-info")
    shutil.copytree(ROOT, copy, ignore=ignored)
    written = copy / "scheduler" / "rules" / "written"
    (written / "not_by_telephone.py").write_text(RULE, encoding="utf-8")
    words = (written / "__init__.py").read_text(encoding="utf-8")
    assert words.count(")  # fmt: skip") == 1
    (written / "__init__.py").write_text(words.replace(")  # fmt: skip", f"{LINE})  # fmt: skip"), encoding="utf-8")
    (copy / "tests" / "rules" / "test_not_by_telephone.py").write_text(TESTS, encoding="utf-8")
    ran(copy, "-m", "scheduler.problem.reference")
    return copy


def test_all_that_looks_at_every_rule_is_content_with_the_new_one(project: Path) -> None:
    which = " or ".join(f"({each})" for each in CHECKED.values())
    said = ran(project, "-m", "pytest", "-v", "-p", "no:cacheprovider", *CHECKED, "-k", which)
    passed = [line.partition(" ")[0] for line in said.splitlines() if " PASSED " in line]
    assert {name.partition("::")[0] for name in passed} == set(CHECKED)
    enumerated = "test_the_solver_obeys_a_rule_exactly_as_a_reader_checks_it[not_by_telephone-1]"
    assert f"tests/rules/test_catalogue.py::{enumerated}" in passed


def test_an_editor_knows_it_and_lets_one_meeting_stand_for_a_list(project: Path) -> None:
    schema = json.loads((project / "scenarios" / "scenario.schema.json").read_text(encoding="utf-8"))
    spoken = schema["$defs"]["NotByTelephone"]["properties"]["spoken"]
    assert [option["type"] for option in spoken["anyOf"]] == ["string", "array"]


def test_the_reference_says_what_holds_where_nothing_is_written(project: Path) -> None:
    page = (project / "docs" / "scenario.md").read_text(encoding="utf-8")
    assert "| `over` | `45 min` or `1 h 30` | `30 min` | what is long |" in page


def test_the_import_contract_holds(project: Path) -> None:
    ran(project, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")
