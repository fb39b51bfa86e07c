"""`scheduler compare`: plans side by side."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from scheduler.plan.file import read_plan
from scheduler.questions.compare import figures, rows
from tests.paths import MOSCOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

LATER = "scenarios/moscow-forum-a-day-later.yaml"
WITHOUT = "scenarios/moscow-without-singh.yaml"
REPORTED = "scenarios/moscow-2020-09.yaml"


@pytest.fixture
def plans(tmp_path: Path, scheduler: Callable[..., Ran]) -> list[Path]:
    """The plan files of Moscow and its variants."""
    found: list[Path] = []
    for name in (REPORTED, LATER, WITHOUT):
        found.append(tmp_path / f"{len(found)}.json")
        assert scheduler("solve", name, "--out", found[-1]).code == 0
    return found


def test_three_variants_of_moscow(scheduler: Callable[..., Ran], golden: Callable[[str, str], None]) -> None:
    ran = scheduler("compare", REPORTED, LATER, WITHOUT)
    assert ran.code == 0
    golden("compare-moscow.txt", ran.out)
    assert max(map(len, ran.out.splitlines())) <= 80


def test_what_differs(plans: list[Path]) -> None:
    found = {row.meeting: row for row in rows([read_plan(path)[0] for path in plans])}
    assert {key for key, row in found.items() if row.differs(1)} == {
        "jaishankar-lavrov", "wang-lavrov", "jaishankar-wang", "ric-trilateral",
    }  # fmt: skip
    assert {key for key, row in found.items() if not row.cells[2].asked} == {"singh-shoigu", "singh-wei"}
    assert [key for key, row in found.items() if row.same] == ["varma-morgulov", "wei-shoigu", "singh-jaishankar"]


def test_a_plan_and_itself_do_not_differ(plans: list[Path]) -> None:
    plan = read_plan(plans[0])[0]
    assert all(row.same for row in rows([plan, plan]))


def test_the_figures_add_up(plans: list[Path]) -> None:
    for path in plans:
        plan = read_plan(path)[0]
        found = figures(plan)
        assert sum(use.meetings for use in found.rooms.values()) == sum(b.room is not None for b in plan.bookings)
        assert sum(use.minutes for use in found.rooms.values()) == sum(b.minutes for b in plan.bookings if b.room)
        assert sum(held for _, held, _ in found.placed) == len(plan.bookings)
        for key, days in found.principals.items():
            assert days.meetings == len(plan.of(key))
    wei = figures(read_plan(plans[0])[0]).principals["wei"]
    assert (wei.days, wei.in_town, wei.idle, wei.travel) == (2, 2, 50, 50)


def test_plan_files_need_no_solver(plans: list[Path]) -> None:
    code = f"import sys; from scheduler.commands.cli import run; run(['compare', {str(plans[0])!r}, {str(plans[1])!r}])"
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}; sys.exit('ortools' in sys.modules)"],
        capture_output=True, text=True, check=False, cwd=MOSCOW.parent.parent,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "Meetings" in ran.stdout


def test_as_json(plans: list[Path], scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("compare", plans[0], LATER, "--json")
    assert ran.code == 0
    data = json.loads(ran.out)
    assert [plan["status"] for plan in data["plans"]] == ["optimal", "optimal"]
    assert next(row["meeting"] for row in data["meetings"] if not row["same"]) == "jaishankar-lavrov"
    assert data["plans"][1]["principals"]["wang"]["days_in_town"] == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([REPORTED], "the following arguments are required: B"),
        ([REPORTED, "nothing.json"], "there is no such file"),
        ([REPORTED, "README.md"], "README.md"),
        ([REPORTED, *["x.json"] * 8], "at most 8 plans"),
    ],
)
def test_bad_input(arguments: list[str], said: str, scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("compare", *arguments)
    assert ran.code == 2
    assert said in ran.err


def test_an_altered_plan_is_not_compared(plans: list[Path], scheduler: Callable[..., Ran]) -> None:
    altered = plans[0].read_text(encoding="utf-8").replace("2020-09-04T16:30", "2020-09-04T16:45", 1)
    plans[0].write_text(altered, encoding="utf-8")
    ran = scheduler("compare", plans[0], plans[1])
    assert ran.code == 2
    assert "altered" in ran.err
