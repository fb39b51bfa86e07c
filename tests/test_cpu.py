"""The list of slow tests: it names tests that are there, and a quick run that is not quick fails."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests import cpu
from tests.cpu import CpuTime, costly, function_of, slow_tests
from tests.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def functions_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {f"{path.relative_to(ROOT)}::{node.name}" for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_each_slow_test_is_there_and_is_listed_once() -> None:
    listed = slow_tests()
    assert len(listed) > 10
    assert listed == sorted(set(listed))
    there = set().union(*(functions_of(path) for path in (ROOT / "tests").rglob("test_*.py")))
    assert [test for test in listed if test not in there] == [], "'make measure' writes the list anew"


def test_as_few_tests_are_slow_as_leave_the_rest_quick() -> None:
    costs = {"a": 30.0, "b": 20.0, "c": 20.0, "d": 5.0}
    assert costly(costs, wanted=75) == []
    assert costly(costs, wanted=50) == ["a"]
    assert costly(costs, wanted=44) == ["a", "b"]
    assert function_of("tests/x.py::test_y[a[b]-c]") == "tests/x.py::test_y"


@pytest.mark.parametrize(("spent", "most", "fails"), [(59.0, 60.0, False), (61.0, 60.0, True)])
def test_a_quick_run_that_is_not_quick_fails(
    spent: float, most: float, fails: bool, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cpu, "MOST", most)
    monkeypatch.setattr(pytestconfig.option, "markexpr", "not slow")
    there = CpuTime(pytestconfig)
    there.costs["tests/x.py::test_y"] = spent
    assert there.too_slow is fails
