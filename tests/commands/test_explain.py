"""`scheduler explain` and `scheduler slots`, as an officer types them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scheduler.base.issue import InputError
from scheduler.commands import writing
from tests.broken import VARIANTS, text_of
from tests.paths import MOSCOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran

BUSY = MOSCOW.parent / "general-assembly.yaml"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with Moscow and its broken variants, in which commands are typed."""
    for variant in VARIANTS:
        (tmp_path / f"{variant}.yaml").write_text(text_of(variant), encoding="utf-8")
    (tmp_path / "moscow.yaml").write_text(MOSCOW.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "busy.yaml").write_text(BUSY.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fits(text: str) -> bool:
    """Whether all but the commands, which are to be copied, fit into 80 columns."""
    return all(len(line) <= 80 for line in text.splitlines() if not line.startswith("  scheduler"))


# Read aloud: would a minister's private secretary accept each sentence?


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("variant", ["flight", "both"])
def test_a_broken_moscow(variant: str, scheduler: Callable[..., Ran], golden: Callable[[str, str], None]) -> None:
    ran = scheduler("explain", f"{variant}.yaml")
    assert ran.code == 1
    assert ran.err == ""
    golden(f"explain-{variant}.txt", ran.out)
    assert fits(ran.out)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("name", "arguments", "code"),
    [
        ("why-not-then", ["moscow.yaml", "singh-wei", "--at", "4 Sep 10:00"], 1),
        ("what-it-costs", ["moscow.yaml", "singh-wei", "--at", "4 Sep 15:30"], 0),
        ("left-out", ["busy.yaml"], 0),
    ],
)
def test_a_question(
    name: str, arguments: list[str], code: int, scheduler: Callable[..., Ran], golden: Callable[[str, str], None]
) -> None:
    ran = scheduler("explain", *arguments)
    assert ran.code == code, ran.err
    golden(f"explain-{name}.txt", ran.out)
    assert fits(ran.out)


@pytest.mark.usefixtures("here")
def test_slots(scheduler: Callable[..., Ran], golden: Callable[[str, str], None]) -> None:
    ran = scheduler("slots", "moscow.yaml", "singh-wei")
    assert ran.code == 0
    golden("slots-moscow.txt", ran.out)
    assert fits(ran.out)


# Writing a way out into the file.


@pytest.mark.parametrize("number", [1, 3])
def test_a_way_out_is_written_and_then_the_file_solves(number: int, here: Path, scheduler: Callable[..., Ran]) -> None:
    shown = json.loads(scheduler("explain", "slip.yaml", "--json").out)
    before = (here / "slip.yaml").read_text(encoding="utf-8")
    dry = scheduler("explain", "slip.yaml", "--apply", number, "--dry-run")
    assert dry.code == 0
    assert (here / "slip.yaml").read_text(encoding="utf-8") == before
    ran = scheduler("explain", "slip.yaml", "--apply", number, "--as-of", shown["digest"])
    assert ran.code == 0
    assert ran.out == dry.out
    after = (here / "slip.yaml").read_text(encoding="utf-8")
    changed = [pair for pair in zip(before.splitlines(), after.splitlines(), strict=True) if pair[0] != pair[1]]
    assert [f"-{old}" in ran.out and f"+{new}" in ran.out for old, new in changed] == [True]
    assert shown["repairs"][number - 1]["changes"][0]["sentence"] in ran.err
    assert scheduler("solve", "slip.yaml").code == 0
    assert scheduler("explain", "slip.yaml").code == 0


def test_a_way_out_for_a_meeting_that_is_left_out(here: Path, scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("explain", "busy.yaml", "bramia")
    assert ran.code == 1
    (command,) = [line.split() for line in ran.out.splitlines() if line.startswith("  scheduler explain")]
    assert command[2:4] == ["busy.yaml", "bramia"]
    assert scheduler(*command[1:]).code == 0
    assert "Bramia" not in scheduler("explain", "busy.yaml", "bramia").out.partition("cannot be held")[2]
    assert scheduler("explain", "busy.yaml", "bramia").code == 0
    again = scheduler("explain", "busy.yaml", "bramia", "--apply", 1)
    assert again.code == 2
    assert "can be held as the file stands" in again.err
    assert (here / "busy.yaml").read_text(encoding="utf-8") != BUSY.read_text(encoding="utf-8")


def test_a_file_that_says_something_else_by_now_is_refused(here: Path, scheduler: Callable[..., Ran]) -> None:
    digest = json.loads(scheduler("explain", "slip.yaml", "--json").out)["digest"]
    changed = (here / "slip.yaml").read_text(encoding="utf-8").replace("to: 4 Sep 21:30", "to: 4 Sep 21:15")
    (here / "slip.yaml").write_text(changed, encoding="utf-8")
    ran = scheduler("explain", "slip.yaml", "--apply", 1, "--as-of", digest)
    assert ran.code == 2
    assert "does not say any more what it said" in ran.err
    assert (here / "slip.yaml").read_text(encoding="utf-8") == changed


def test_a_file_that_changes_while_the_ways_out_are_looked_for_is_refused(
    here: Path, scheduler: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = here / "slip.yaml"
    show = writing.text_difference

    def somebody_saves(*arguments: str) -> str:
        path.write_text("title: another\n", encoding="utf-8")
        return show(*arguments)

    monkeypatch.setattr(writing, "text_difference", somebody_saves)
    ran = scheduler("explain", "slip.yaml", "--apply", 1)
    assert ran.code == 2
    assert "changed while the command was running; nothing is written" in ran.err
    assert path.read_text(encoding="utf-8") == "title: another\n"


def test_the_mark_at_the_beginning_of_a_file_stays(here: Path, scheduler: Callable[..., Ran]) -> None:
    path = here / "slip.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert scheduler("explain", "slip.yaml", "--apply", 1).code == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbf#")


def test_write_if_same_needs_the_same(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text("a: 1\n", encoding="utf-8")
    with pytest.raises(InputError):
        writing.write_if_unchanged(str(path), "a: 2\n", "a: 3\n")
    assert path.read_text(encoding="utf-8") == "a: 1\n"


# What is typed wrongly.


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing.yaml"], "there is no such file"),
        (["moscow.yaml", "singh-wie"], "there is no meeting 'singh-wie'. Did you mean 'singh-wei'?"),
        (["moscow.yaml", "--at", "4 Sep 10:00"], "the question needs a meeting"),
        (["moscow.yaml", "singh-wei", "--at", "4 Sep 10:07"], "Write 4 Sep 10:00 or 4 Sep 10:15"),
        (["moscow.yaml", "singh-wei", "--at", "10:00"], "is not a time"),
        (["moscow.yaml", "singh-wei", "--at", "4 Oct 10:00"], "outside the scenario's dates. They are 1–12 Sep"),
        (["moscow.yaml", "singh-wei", "--on", "Friday"], "is not a date"),
        (["moscow.yaml", "singh-wei", "--on", "13 Sep"], "outside the scenario's dates"),
        (["moscow.yaml", "singh-wei", "--in", "metropole"], "Did you mean 'metropol'?"),
        (["moscow.yaml", "singh-wei", "--before", "singh-wei"], "cannot be before or after itself"),
        (["moscow.yaml", "--apply", "1"], "the scenario has a plan"),
        (["moscow.yaml", "--dry-run"], "it goes with --apply N"),
        (["flight.yaml", "--apply", "9"], "there are 5 ways out, 1 to 5"),
        (["flight.yaml", "--apply", "0"], "invalid"),
        (["busy.yaml", "belmark"], "'belmark' is declined"),
        (["-", "--apply", "1"], "standard input cannot be changed"),
    ],
)
def test_bad_input(arguments: list[str], said: str, scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("explain", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""


def test_a_plan_that_is_asked_about_belongs_to_the_scenario(here: Path, scheduler: Callable[..., Ran]) -> None:
    assert scheduler("solve", "moscow.yaml", "--out", "plan.json").code == 0
    assert scheduler("slots", "moscow.yaml", "singh-wei", "--plan", "plan.json").code == 0
    asked = scheduler("explain", "moscow.yaml", "singh-wei", "--plan", "plan.json", "--at", "4 Sep 15:30")
    assert asked.code == 0
    ran = scheduler("slots", "busy.yaml", "bramia", "--plan", "plan.json")
    assert ran.code == 2
    assert "from another scenario" in ran.err
    altered = (here / "plan.json").read_text(encoding="utf-8").replace("2020-09-04T16:30", "2020-09-04T16:45", 1)
    (here / "plan.json").write_text(altered, encoding="utf-8")
    assert scheduler("slots", "moscow.yaml", "singh-wei", "--plan", "plan.json").code == 2


# JSON, time, interruption.


@pytest.mark.usefixtures("here")
def test_the_conflict_as_json(scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("explain", "both.yaml", "--json")
    assert ran.code == 1
    data = json.loads(ran.out)
    assert data["answer"] == "no-plan"
    assert [conflict["meetings"] for conflict in data["conflicts"]] == [["singh-wei"], ["jaishankar-wang"]]
    assert all(conflict["minimal"] for conflict in data["conflicts"])
    lines = Path("both.yaml").read_text(encoding="utf-8").splitlines()
    leaves = next(r for r in data["conflicts"][0]["requirements"] if "leaves" in r["sentence"])
    assert leaves["file"] == "both.yaml"
    assert lines[leaves["line"] - 1].strip() == "to: 4 Sep 14:50"
    assert [repair["cost"] for repair in data["repairs"]] == sorted(repair["cost"] for repair in data["repairs"])
    assert all(len(repair["changes"]) == 2 for repair in data["repairs"])


@pytest.mark.usefixtures("here")
def test_the_answers_as_json(scheduler: Callable[..., Ran]) -> None:
    data = json.loads(scheduler("explain", "moscow.yaml", "singh-wei", "--at", "4 Sep 15:30", "--json").out)
    (answer,) = data["meetings"]
    assert answer["possible"]
    moved = {move["meeting"]: move["after"]["start"] for move in answer["price"]["moves"]}
    assert moved["singh-wei"] == "2020-09-04T15:30:00+03:00"
    refused = scheduler("explain", "moscow.yaml", "singh-wei", "--at", "4 Sep 10:00", "--json")
    assert refused.code == 1
    (answer,) = json.loads(refused.out)["meetings"]
    assert answer["possible"] is False
    assert answer["nearest"] == {"before": "2020-09-04T08:30:00+03:00", "after": "2020-09-04T15:00:00+03:00"}
    starts = json.loads(scheduler("slots", "moscow.yaml", "singh-wei", "--json").out)["starts"]
    assert len(starts) == 12 * 96 - 3
    assert {start["state"] for start in starts} == {"planned", "free", "others move", "ruled out"}


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("command", [["explain", "room.yaml"], ["slots", "moscow.yaml", "singh-wei"]])
def test_out_of_time_is_its_own_answer(command: list[str], scheduler: Callable[..., Ran]) -> None:
    ran = scheduler(*command, "--time-limit", "0.000001")
    assert ran.code == 3
    assert "Out of time" in ran.err
    assert "(proved)" not in ran.out


def test_from_standard_input_through_a_pipe(here: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "scheduler", "explain", "-"],
        input=text_of("video"),
        capture_output=True,
        text=True,
        check=False,
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(MOSCOW.parent.parent)},
    )
    assert ran.returncode == 1
    assert "Jaishankar – Wang cannot be held" in ran.stdout
    assert "--apply" not in ran.stdout


def test_ctrl_c_stops_it(here: Path) -> None:
    """A hundred meetings that cannot all be held take a while; the exit code says that it was interrupted."""
    path = here / "many.yaml"
    path.write_text(_many(90), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "scheduler", "slots", str(path), "m1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(MOSCOW.parent.parent)},
    )
    assert process.stderr is not None
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130


def _many(count: int) -> str:
    people = "\n".join(f"  p{n}: {{name: P{n}, delegation: d, home: hill}}" for n in range(12))
    meetings = "\n".join(
        f"  m{n}: {{participants: [p{n % 12}, p{(n + 1 + n // 12) % 12}], priority: must}}" for n in range(count)
    )
    return (
        "title: many\nzone: UTC\ndates: 3-9 Sep 2020\ngrid: 5 min\nplaces:\n  hill: {name: Hill, zone: UTC}\n"
        f"delegations:\n  d: {{name: D}}\nprincipals:\n{people}\nmeetings:\n{meetings}\n"
    )
