"""Meetings that the old plan left out, that are new, or that are no longer asked for: every question answers."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import pytest
import yaml

from scheduler.problem.load import parse
from scheduler.problem.requirements import requirements_of
from scheduler.questions.replan import Replanned, fewest_changes
from scheduler.scenario.problem import problem_of
from scheduler.solver.engine import Engine
from scheduler.solver.search import solve
from tests.questions.scarce import edited, incidents, scarce

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scheduler.scenario.models import Scenario
    from tests.conftest import Ran

ONE_SLOT = """
title: One slot for two
zone: Asia/Kolkata
dates: 1 Mar 2023
places: {delhi: {name: New Delhi, zone: Asia/Kolkata}}
delegations: {a: {name: A}, b: {name: B}}
principals:
  host: {name: Host, delegation: a, stays: [{place: delhi, from: 1 Mar 10:00, to: 1 Mar 11:00}]}
  ben: {name: Ben, delegation: b, home: delhi}
  cem: {name: Cem, delegation: b, home: delhi}
meetings:
  one: {participants: [host, ben], length: 30 min}
  two: {participants: [host, cem], length: 30 min}
"""
LATER = ONE_SLOT.replace("from: 1 Mar 10:00", "from: 1 Mar 10:30")
UNCERTAIN = ONE_SLOT.replace(
    "to: 1 Mar 11:00}", "to: 1 Mar 11:00, certainty: 0.6, or: [{from: 1 Mar 10:30, certainty: 0.4}]}"
)
ANSWERS = {0, 1, 2, 3}
"""The exit codes of an answer, and of a refusal in a sentence; an error of the program is none of them."""


def scenario_of(text: str) -> Scenario:
    scenario, issues = parse(text)
    assert scenario is not None, [str(issue) for issue in issues]
    return scenario


@pytest.fixture
def planned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheduler: Callable[..., Ran]) -> Callable[[str], Path]:
    """Write a scenario and its plan into a folder of their own."""
    monkeypatch.chdir(tmp_path)

    def made(text: str) -> Path:
        (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
        assert scheduler("solve", "scenario.yaml", "--out", "plan.json", "--time-limit", "5").code in ANSWERS
        return tmp_path

    return made


def test_replan_with_a_meeting_that_can_no_longer_be_held_beside_another() -> None:
    old = solve(scenario_of(ONE_SLOT)).plan
    assert old is not None
    assert {booking.meeting for booking in old.bookings} == {"one", "two"}
    problem = problem_of(scenario_of(LATER))
    made = fewest_changes(Engine(), problem, requirements_of(problem), old)
    assert isinstance(made, Replanned)
    (booking,) = made.plan.bookings
    assert [change.kind for change in made.changes if change.move.meeting != booking.meeting] == ["lost"]
    (left_out,) = made.plan.unscheduled
    line = LATER.splitlines().index(
        f"  {booking.meeting}: {LATER.partition(f'  {booking.meeting}: ')[2].splitlines()[0]}"
    )
    assert left_out.lines == (f"scenario.yaml:{line + 1}",)


@pytest.mark.parametrize("question", ["sweep", "playbook"])
def test_futures_in_which_one_of_two_meetings_is_left_out(
    question: str, planned: Callable[[str], Path], scheduler: Callable[..., Ran]
) -> None:
    planned(UNCERTAIN)
    named = ("scenario.yaml", "--workers", "1") if question == "sweep" else ("plan.json",)
    ran = scheduler(question, *named, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)


@pytest.mark.parametrize("seed", range(12))
def test_no_question_fails_over_a_meeting_that_is_left_out_new_or_gone(
    seed: int, planned: Callable[[str], Path], scheduler: Callable[..., Ran]
) -> None:
    random = Random(seed)
    data = scarce(random)
    folder = planned(yaml.safe_dump(data, sort_keys=False))
    if not (folder / "plan.json").exists():
        return
    changed = edited(random, data)
    (folder / "changed.yaml").write_text(yaml.safe_dump(changed, sort_keys=False), encoding="utf-8")
    gone, now = random.choice(list(data["meetings"])), random.choice(list(changed["meetings"]))
    for question in (
        ("replan", "plan.json", *incidents(random, data)),
        ("replan", "plan.json", "--scenario", "changed.yaml", "--out", "new.json"),
        ("replan", "plan.json", "--scenario", "changed.yaml", "--now", "3 Sep 09:30"),
        ("sweep", "scenario.yaml", "--plan", "plan.json", "--workers", "1"),
        ("playbook", "plan.json"),
        ("alternatives", "changed.yaml"),
        ("compare", "plan.json", "changed.yaml"),
        ("explain", "changed.yaml", now),
        ("explain", "scenario.yaml", gone, "--plan", "plan.json"),
        ("slots", "changed.yaml", now),
        ("slots", "scenario.yaml", gone, "--plan", "plan.json"),
        ("watch", "scenario.yaml", "--times", "1"),
        ("verify", "plan.json", "changed.yaml"),
        ("export", "plan.json", "--to", "plan.ics"),
        ("pin", "changed.yaml", "plan.json", "all"),
        ("unpin", "changed.yaml", now),
        ("state", "changed.yaml", now, "tentative", "--plan", "plan.json"),
    ):
        ran = scheduler(*question)
        assert ran.code in ANSWERS, (question, ran.err)
