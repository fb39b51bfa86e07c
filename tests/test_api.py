"""The public names: typed, lazy, each with an example that runs, and the same as the commands."""

from __future__ import annotations

import doctest
import json
import pkgutil
import subprocess
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

import scheduler
from scheduler import InputError, explain, load, slots, solve, verify
from scheduler.questions.slots import Slots
from tests.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

TUTORIAL = "scenarios/tutorial.yaml"
NOON = "scenarios/tutorial-noon-train.yaml"
NAMES = sorted(set(scheduler.__all__) - {"__version__"})
ASKED_FOR = {
    *("load", "solve", "verify", "explain", "slots", "alternatives", "replan", "compare"),
    *("Scenario", "Plan", "Booking", "Found", "Impossible", "OutOfTime", "InputError", "Issue"),
}


def test_the_public_names_are_those_that_were_promised() -> None:
    assert set(NAMES) >= ASKED_FOR
    assert dir(scheduler) == sorted(scheduler.__all__)


def test_no_public_name_is_a_submodule_too() -> None:
    submodules = {module.name for module in pkgutil.iter_modules(scheduler.__path__)}
    assert "questions" in submodules
    assert submodules.isdisjoint(scheduler.__all__)


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_a_public_name_runs(name: str) -> None:
    made = getattr(scheduler, name)
    finder = doctest.DocTestFinder(recurse=False)
    (found,) = finder.find(made, name, globs={})
    assert found.examples, f"{name} has no example"
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    assert runner.run(found, out=report.append).failed == 0, "".join(report)


def test_the_example_of_the_package_runs() -> None:
    assert doctest.testmod(scheduler).attempted > 3
    assert doctest.testmod(scheduler).failed == 0


def loaded_by(code: str) -> set[str]:
    command = [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in ran.stdout.split()}


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import scheduler", {"ortools", "pydantic", "yaml", "rich", "numba"}),
        ("from scheduler import Plan, Booking, Issue, InputError, compare", {"ortools", "pydantic", "yaml", "rich"}),
        ("from scheduler import load, verify, Scenario", {"ortools", "rich", "numba"}),
        ("from scheduler import solve, explain, slots, alternatives, replan", {"rich"}),
    ],
)
def test_a_name_loads_no_more_than_it_needs(code: str, absent: set[str]) -> None:
    assert loaded_by(code) & absent == set()


def test_a_type_checker_sees_precise_types(tmp_path: Path) -> None:
    mypy = pytest.importorskip("mypy.api")
    user = tmp_path / "user.py"
    user.write_text(
        "from scheduler import alternatives, compare, explain, load, replan, slots, solve, verify\n"
        "scenario = load('x.yaml')\n"
        "for made in (scenario, solve(scenario), explain(scenario), slots(scenario, 'm'), alternatives(scenario)):\n"
        "    pass\n"
        "outcome = solve(scenario)\n"
        "reveal_type(scenario)\nreveal_type(outcome)\nreveal_type(explain(scenario))\n"
        "reveal_type(slots(scenario, 'm'))\nreveal_type(alternatives(scenario))\n"
        "if outcome.plan is not None:\n"
        "    reveal_type(verify(outcome.plan, scenario))\n"
        "    reveal_type(compare([outcome.plan]))\n"
        "    reveal_type(replan(outcome.plan, scenario))\n",
        encoding="utf-8",
    )
    said, _, code = mypy.run(["--strict", "--config-file", str(ROOT / "pyproject.toml"), str(user)])
    assert code == 0, said
    revealed = [line.partition("Revealed type is ")[2] for line in said.splitlines() if "Revealed" in line]
    assert len(revealed) == 8, said
    assert not any("Any" in each for each in revealed), revealed


# The commands are the functions.


def test_verify_is_the_command(tmp_path: Path, scheduler: Callable[..., Ran]) -> None:
    path = tmp_path / "plan.json"
    assert scheduler("solve", TUTORIAL, "--out", path).code == 0
    ran = scheduler("verify", path, NOON, "--json")
    assert ran.code == 2
    assert "the plan is of another scenario" in ran.err
    plan = solve(load(TUTORIAL)).plan
    assert plan is not None
    with pytest.raises(InputError, match="the plan is of another scenario"):
        verify(plan, load(NOON))
    changed = tmp_path / "changed.yaml"
    text = (ROOT / NOON).read_text(encoding="utf-8").replace("extends: ", f"extends: {ROOT}/scenarios/")
    changed.write_text(text.replace(", with the noon train", ""), encoding="utf-8")
    ran = scheduler("verify", path, changed, "--json")
    assert ran.code == 1
    breaches = verify(plan, load(changed))
    assert breaches
    assert [each["breach"] for each in json.loads(ran.out)["breaches"]] == [breach.sentence for breach in breaches]
    assert json.loads(ran.out)["same_scenario"] is False


def test_explain_is_the_command(scheduler: Callable[..., Ran]) -> None:
    said = json.loads(scheduler("explain", NOON, "--json").out)
    explanation = explain(load(NOON))
    assert explanation.no_plan is not None
    conflicts = explanation.no_plan.conflicts
    assert [conflict["meetings"] for conflict in said["conflicts"]] == [list(each.meetings) for each in conflicts]
    assert explanation.no_plan.repairs is not None
    assert [each["cost"] for each in said["repairs"]] == [each.cost for each in explanation.no_plan.repairs.found]
    assert len(explanation.reasons) == len(said["conflicts"][0]["requirements"])


def test_slots_is_the_command(scheduler: Callable[..., Ran]) -> None:
    said = json.loads(scheduler("slots", TUTORIAL, "ferrin-vela", "--json").out)["starts"]
    found = slots(load(TUTORIAL), "Ferrin – Vela")
    assert isinstance(found, Slots)
    assert [(datetime.fromisoformat(each["start"]), each["state"]) for each in said] == [
        (slot.start, slot.state) for slot in found.starts
    ]


@pytest.mark.parametrize(
    ("asked", "argument", "said"),
    [
        ({"meeting": "marec-vala"}, "meeting", "Did you mean 'marec-vela'?"),
        ({"at": datetime(2026, 6, 8, 12, 0, tzinfo=UTC)}, "at", "the question needs a meeting"),
        ({"meeting": "marec-vela", "at": datetime(2026, 6, 8, 12, 0)}, "at", "has no time zone"),
        ({"meeting": "marec-vela", "at": datetime(2026, 6, 9, 12, 0, tzinfo=UTC)}, "at", "outside the scenario"),
        ({"meeting": "marec-vela", "at": datetime(2026, 6, 8, 12, 7, tzinfo=UTC)}, "at", "on a grid of 15 minutes"),
        ({"meeting": "marec-vela", "at": datetime(2026, 6, 8, 12, 0, 9, tzinfo=UTC)}, "at", "on a grid of 15 minutes"),
        ({"meeting": "marec-vela", "on": date(2026, 6, 9)}, "on", "outside the scenario's dates"),
        ({"meeting": "marec-vela", "where": "harbor"}, "where", "Did you mean 'harbour'?"),
        ({"meeting": "marec-vela", "before": "marec-vela"}, "before", "cannot be before or after itself"),
    ],
)
def test_a_wrong_question_names_its_argument(asked: dict[str, Any], argument: str, said: str) -> None:
    with pytest.raises(InputError) as raised:
        explain(load(TUTORIAL), **asked)
    (issue,) = raised.value.issues
    assert issue.file == argument
    assert said in str(issue)


def test_a_plan_that_is_not_of_the_scenario_is_refused() -> None:
    plan = solve(load(TUTORIAL)).plan
    with pytest.raises(InputError, match="made from another scenario"):
        slots(load(NOON), "marec-vela", plan=plan)
