"""The example of a package with a rule: installed as any other, found, solved, listed and recorded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import jsonschema
import pytest

from scheduler.scenario import source
from tests.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = ROOT / "examples" / "state-dinner-rules"
VISIT = EXAMPLE / "state-visit.yaml"
RECORD = {"state-dinner-rules": "0.1.0"}


class Done(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


def python(*arguments: object, path: Path | None = None, where: Path = ROOT) -> Done:
    """Run Python with the project, and a folder of installed packages if one is given, on its path."""
    search = os.pathsep.join(str(folder) for folder in (ROOT, path) if folder)
    environment = {**os.environ, "PYTHONPATH": search, "COLUMNS": "80", "NO_COLOR": "1"}
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which pip has installed the package, built by hatchling without the network."""
    folder = tmp_path_factory.mktemp("installed")
    offline = ("--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")
    done = python("-m", "pip", "install", *offline, "--target", folder, EXAMPLE, where=folder)
    assert done.code == 0, done.err
    return folder


@pytest.fixture(scope="module")
def plan(installed: Path) -> Path:
    """The plan file of its scenario."""
    path = installed.parent / "plan.json"
    done = python("-m", "scheduler", "solve", VISIT, "--out", path, path=installed)
    assert (done.code, done.err) == (0, "")
    return path


def test_its_scenario_is_in_order_and_without_it_the_word_is_unknown(installed: Path) -> None:
    done = python("-m", "scheduler", "check", VISIT, path=installed)
    assert done == (0, f"{VISIT}: valid. 3 principals, 0 forums, 3 meetings, 2 rules.\n", done.err)
    line = 1 + VISIT.read_text(encoding="utf-8").splitlines().index("  - {rule: dinner_last, dinner: state-dinner}")
    done = python("-m", "scheduler", "check", VISIT)
    assert done.code == 2
    assert f"{VISIT}:{line}: there is no rule 'dinner_last'." in done.out + done.err


def test_it_is_solved_and_the_plan_keeps_it(plan: Path) -> None:
    bookings = {booking["meeting"]: booking for booking in json.loads(plan.read_text(encoding="utf-8"))["bookings"]}
    assert set(bookings) == {"talks", "state-dinner", "roos-marec"}
    assert max(bookings.values(), key=lambda booking: booking["end"])["meeting"] == "state-dinner"


def test_without_the_rule_the_late_meeting_would_come_after_the_dinner(installed: Path, tmp_path: Path) -> None:
    without = tmp_path / "visit.yaml"
    lines = VISIT.read_text(encoding="utf-8").splitlines()
    without.write_text("\n".join(line for line in lines if "rule: dinner_last" not in line), encoding="utf-8")
    done = python("-m", "scheduler", "solve", without, "--json", path=installed)
    answer = json.loads(done.out)
    assert max(answer["bookings"], key=lambda booking: booking["end"])["meeting"] == "roos-marec"
    assert answer["rules_from"] == {}


def test_it_is_listed_with_its_origin(installed: Path) -> None:
    said = python("-m", "scheduler", "rules", path=installed).out
    assert (
        "\nWritten under 'rules:', from other packages\n  dinner_last (usually a must), from state-dinner-rules 0.1.0\n"
        in said
    )
    one = python("-m", "scheduler", "rules", "dinner_last", path=installed).out
    assert one.startswith("  dinner_last (usually a must), from state-dinner-rules 0.1.0\n")
    listed = {
        entry["rule"]: entry["from"]
        for entry in json.loads(python("-m", "scheduler", "rules", "--json", path=installed).out)
    }
    assert listed["dinner_last"] == {"name": "state-dinner-rules", "version": "0.1.0"}
    assert listed["precedence"] is None
    assert "from other packages" not in python("-m", "scheduler", "rules").out


def test_it_is_in_the_schema_where_it_is_installed(installed: Path) -> None:
    schema = json.loads(python("-m", "scheduler", "schema", path=installed).out)
    jsonschema.validate(source.read(VISIT.read_text(encoding="utf-8"), VISIT.name).data, schema)
    ours = json.loads(python("-m", "scheduler", "schema").out)
    assert "DinnerLast" in schema["$defs"]
    assert "DinnerLast" not in ours["$defs"]


def test_the_plan_file_records_it(plan: Path) -> None:
    assert json.loads(plan.read_text(encoding="utf-8"))["rules_from"] == RECORD


def test_verify_says_that_another_version_is_installed_or_none(installed: Path, plan: Path, tmp_path: Path) -> None:
    done = python("-m", "scheduler", "verify", plan, path=installed)
    assert (done.code, done.err) == (0, "")
    newer = tmp_path / "newer"
    newer.symlink_to(installed)
    done = python("-m", "scheduler", "verify", plan)
    assert done.code == 2
    assert (
        f"{plan}:1: notice: the plan was made with rules of state-dinner-rules 0.1.0, which is not installed"
        in done.err
    )


def test_its_own_test_passes(installed: Path) -> None:
    own = EXAMPLE / "tests"
    done = python("-m", "pytest", "-q", "-p", "no:cacheprovider", own, path=installed, where=installed)
    assert done.code == 0, done.out
    assert "4 passed" in done.out


def test_its_readme_is_short() -> None:
    assert len((EXAMPLE / "README.md").read_text(encoding="utf-8").splitlines()) <= 25
