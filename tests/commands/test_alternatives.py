"""`scheduler alternatives`, as an officer types it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scheduler.plan.file import read_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran

MOSCOW = "scenarios/moscow-2020-09.yaml"


def test_plans_of_moscow(scheduler: Callable[..., Ran], golden: Callable[[str, str], None], tmp_path: Path) -> None:
    ran = scheduler("alternatives", MOSCOW, "--out", tmp_path / "plan")
    assert ran.code == 0
    golden("alternatives-moscow.txt", ran.out)
    assert max(map(len, ran.out.splitlines())) <= 80
    for letter in "ABC":
        path = tmp_path / f"plan-{letter}.json"
        assert scheduler("verify", path, MOSCOW).code == 0
        status = read_plan(path)[0].status
        assert status == ("optimal" if letter == "A" else "feasible")
    assert scheduler("compare", tmp_path / "plan-A.json", tmp_path / "plan-C.json").code == 0


def test_as_json(scheduler: Callable[..., Ran]) -> None:
    data = json.loads(scheduler("alternatives", MOSCOW, "-k", "2", "--json").out)
    assert [plan["status"] for plan in data] == ["optimal", "feasible"]


def test_there_are_fewer_and_it_is_proved(scheduler: Callable[..., Ran], tmp_path: Path) -> None:
    text = Path(MOSCOW).read_text(encoding="utf-8")
    (tmp_path / "moscow.yaml").write_text(text, encoding="utf-8")
    ran = scheduler("alternatives", tmp_path / "moscow.yaml", "--differ", "40")
    assert ran.code == 0
    assert ran.err.startswith("There is only 1 (proved): no more plans differ by 40 from these")


def test_where_there_is_no_plan(scheduler: Callable[..., Ran], tmp_path: Path) -> None:
    from tests.broken import text_of

    (tmp_path / "broken.yaml").write_text(text_of("room"), encoding="utf-8")
    ran = scheduler("alternatives", tmp_path / "broken.yaml")
    assert ran.code == 1
    assert "'scheduler explain" in ran.err
    assert ran.out == ""


def test_out_of_time(scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("alternatives", "scenarios/general-assembly.yaml", "-k", "8", "--time-limit", "1.2")
    assert ran.code == 3
    assert "Out of time" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([MOSCOW, "-k", "0"], "invalid"),
        ([MOSCOW, "-k", "9"], "invalid"),
        ([MOSCOW, "--differ", "0"], "invalid"),
        ([MOSCOW, "--apart", "2"], "has no unit"),
        ([MOSCOW, "--out", "/nowhere/plan"], "its folder does not exist"),
        (["nothing.yaml"], "there is no such file"),
    ],
)
def test_bad_input(arguments: list[str], said: str, scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("alternatives", *arguments)
    assert ran.code == 2
    assert said in ran.err


def test_nothing_to_plan_has_one_plan(scheduler: Callable[..., Ran], tmp_path: Path) -> None:
    empty = tmp_path / "empty.yaml"
    empty.write_text(
        "title: x\nzone: UTC\ndates: 3 Sep 2020\nplaces: {h: {name: H, zone: UTC}}\ndelegations: {d: {name: D}}\n"
        "principals: {a: {name: A, delegation: d, home: h}, b: {name: B, delegation: d, home: h}}\n",
        encoding="utf-8",
    )
    ran = scheduler("alternatives", empty)
    assert ran.code == 0
    assert ran.err.startswith("There is only 1 (proved)")
    assert scheduler("solve", empty, "--out", tmp_path / "empty.json").code == 0
    added = scheduler("replan", tmp_path / "empty.json", "--add", "talks: {participants: [a, b]}")
    assert added.code == 0
    assert "new" in added.out
    assert scheduler("explain", empty).code == 0
    assert scheduler("watch", empty, "--times", "1").code == 0
