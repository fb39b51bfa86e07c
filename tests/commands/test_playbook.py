"""The playbook: a fallback for each event, in every form."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scheduler import verify
from scheduler.plan.file import plan_of_text
from scheduler.problem.load import load
from scheduler.problem.uncertainty.events import Futures
from scheduler.problem.uncertainty.realise import realised
from scheduler.scenario.facts import Facts
from tests.commands.test_sweep import SMALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran

MOSCOW = "scenarios/moscow-2020-09.yaml"
LATER = "SCO foreign is a day later, within 9–11 Sep"
ABSENT = {
    "wei": (0.2, {"wei-shoigu", "singh-wei"}, ["wei", "shoigu", "singh"]),
    "jaishankar": (
        0.5, {"jaishankar-lavrov", "jaishankar-wang", "ric-trilateral"}, ["jaishankar", "lavrov", "wang"],
    ),
}  # fmt: skip
"""Of two who may not come: how likely that is, what is lost, and whom to call, the most important first."""


@pytest.fixture
def plan(tmp_path: Path, scheduler: Callable[..., Ran]) -> Path:
    path = tmp_path / "plan.json"
    assert scheduler("solve", MOSCOW, "--out", path).code == 0
    return path


def test_the_moscow_playbook(plan: Path, scheduler: Callable[..., Ran], golden: Callable[[str, str], None]) -> None:
    ran = scheduler("playbook", plan)
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 80
    _, *events = re.split(r"\n\n(?=\d+\. If )", ran.out)
    assert len(events) == 6
    (event,) = (each for each in events if f". If {LATER}\n" in each)
    golden("playbook-the-forum-moves-by-a-day.txt", event.partition(". ")[2])


def test_each_fallback_is_a_plan_of_the_future_that_it_is_for(plan: Path, scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("playbook", plan, MOSCOW, "--json")
    assert ran.code == 0
    found = json.loads(ran.out)
    futures = Futures(Facts(load(MOSCOW)))
    singles = [outcomes for _, outcomes in futures.single()]
    assert [event["says"] for event in found["events"]] == [futures.says(outcomes)[0] for outcomes in singles]
    for event, outcomes in zip(found["events"], singles, strict=True):
        fallback, _ = plan_of_text(json.dumps(event["plan"]), "fallback")
        breaches = verify(fallback, realised(futures, outcomes))
        # Nothing is broken but that musts are not held which cannot be.
        lost = {change["meeting"] for change in event["changes"] if change["kind"] == "lost"}
        assert {breach.requirement.rule.word for breach in breaches} <= {"held"}
        assert not lost & {booking.meeting for booking in fallback.bookings}
        assert {meeting for call in event["calls"] for meeting in call["meetings"]} == {
            change["meeting"] for change in event["changes"]
        }


@pytest.mark.parametrize("absent", ABSENT)
def test_where_a_principal_does_not_come_their_meetings_are_lost_and_all_others_stay(
    absent: str, plan: Path, scheduler: Callable[..., Ran]
) -> None:
    events = json.loads(scheduler("playbook", plan, MOSCOW, "--json").out)["events"]
    (event,) = (each for each in events if each["says"] == f"{absent.capitalize()} does not come to Moscow")
    probability, lost, called = ABSENT[absent]
    assert event["probability"] == pytest.approx(probability)
    assert [(change["kind"], change["weight"]) for change in event["changes"]] == [("lost", 0)] * len(lost)
    assert {change["meeting"] for change in event["changes"]} == lost
    assert [call["principal"] for call in event["calls"]] == called
    agreed = json.loads(plan.read_text(encoding="utf-8"))["bookings"]
    starts = {each["meeting"]: each["start"] for each in agreed if each["meeting"] not in lost}
    assert {each["meeting"]: each["start"] for each in event["plan"]["bookings"]} == starts


def test_it_is_written_as_a_page_and_as_markdown(plan: Path, scheduler: Callable[..., Ran], tmp_path: Path) -> None:
    paths = [tmp_path / f"playbook.{suffix}" for suffix in ("html", "md", "json")]
    ran = scheduler("playbook", plan, *(part for path in paths for part in ("--to", path)))
    assert ran.code == 0
    assert ran.out == ""
    page, text, data = (path.read_text(encoding="utf-8") for path in paths)
    assert page.count('<section class="event"') == 6
    assert "If Wei does not come to Moscow" in page
    assert "http" not in page.replace("http-equiv", "")
    assert text.count("\n## ") == 6
    assert "| Rajnath Singh<br>Minister of Defence |" in text
    assert len(json.loads(data)["events"]) == 6


@pytest.mark.skipif(not all(map(shutil.which, ("chromium", "pdftotext"))), reason="chromium or pdftotext is missing")
def test_each_event_has_a_page_of_its_own_in_print(plan: Path, scheduler: Callable[..., Ran], tmp_path: Path) -> None:
    page, pdf = tmp_path / "playbook.html", tmp_path / "playbook.pdf"
    assert scheduler("playbook", plan, "--to", page).code == 0
    subprocess.run(
        [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--print-to-pdf={pdf}",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    count = len(json.loads(scheduler("playbook", plan, "--json").out)["events"])
    titles = []
    for number in range(1, count + 2):
        text = subprocess.run(
            ["pdftotext", "-f", str(number), "-l", str(number), pdf, "-"], check=True, capture_output=True
        )
        titles.append(text.stdout.decode().split("\n")[0])
    assert titles[0].startswith("Playbook: Moscow")
    assert [title.split(".")[0] for title in titles[1:]] == [str(number) for number in range(1, count + 1)]


def test_what_needs_nothing_and_what_runs_over(tmp_path: Path, scheduler: Callable[..., Ran]) -> None:
    scenario, plan = tmp_path / "small.yaml", tmp_path / "plan.json"
    scenario.write_text(SMALL, encoding="utf-8")
    assert scheduler("solve", scenario, "--out", plan).code == 0
    ran = scheduler("playbook", plan)
    assert "If Ana – Ben runs over by 1 h" in ran.out
    found = json.loads(scheduler("playbook", plan, "--json").out)["events"]
    (late,) = (event for event in found if event["says"] == "Ana – Ben runs over by 1 h")
    # What runs over stays where it is; the chat that follows it moves.
    assert [change["meeting"] for change in late["changes"]] == ["chat"]
    # Where tea is in the afternoon and the chat is not asked for, nothing is disturbed.
    text = SMALL.replace("  chat: {participants: [ben, cem], length: 60 min}\n", "")
    text = text.replace("  - {rule: prefer, meetings: chat, when: early, strength: wish 10}\n", "")
    text = text.replace("priority: low}", "priority: low, windows: 3 Sep 15:00-18:00}")
    scenario.write_text(text, encoding="utf-8")
    assert scheduler("solve", scenario, "--out", plan).code == 0
    _, _, late = scheduler("playbook", plan).out.partition("If Ana – Ben runs over")
    assert "The plan stands as it is: nothing has to be done." in late


def test_where_nothing_is_uncertain_it_says_so(tmp_path: Path, scheduler: Callable[..., Ran]) -> None:
    plan = tmp_path / "plan.json"
    assert scheduler("solve", "scenarios/tutorial.yaml", "--out", plan).code == 0
    ran = scheduler("playbook", plan)
    assert ran.code == 0
    assert "Nothing in the scenario is uncertain" in ran.out


def test_bad_options(tmp_path: Path, plan: Path, scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("playbook", plan, "--to", tmp_path / "playbook.xlsx")
    assert ran.code == 2
    assert "Use .html, .md or .json." in ran.err
    ran = scheduler("playbook", plan, "scenarios/tutorial.yaml")
    assert ran.code == 2
    assert "belongs to another scenario" in ran.err
