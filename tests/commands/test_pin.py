"""`scheduler pin`, `unpin` and `state`: what was agreed on, written into the officer's file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scheduler.plan.file import read_plan
from scheduler.problem.load import load
from tests.paths import MOSCOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheduler: Callable[..., Ran]) -> Path:
    """A folder with Moscow and its plan."""
    (tmp_path / "moscow.yaml").write_text(MOSCOW.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert scheduler("solve", "moscow.yaml", "--out", "plan.json").code == 0
    return tmp_path


def added(before: str) -> list[str]:
    """Return the lines that the file has more than before; none may be missing."""
    now = Path("moscow.yaml").read_text(encoding="utf-8").splitlines()
    old = before.splitlines()
    assert [line for line in old if line not in now] == []
    return [line for line in now if line not in old]


@pytest.mark.usefixtures("here")
def test_a_pinned_meeting_keeps_its_slot_and_an_unpinned_one_need_not(scheduler: Callable[..., Ran]) -> None:
    before = Path("moscow.yaml").read_text(encoding="utf-8")
    dry = scheduler("pin", "moscow.yaml", "plan.json", "singh-wei", "ric-trilateral", "--dry-run")
    assert Path("moscow.yaml").read_text(encoding="utf-8") == before
    ran = scheduler("pin", "moscow.yaml", "plan.json", "singh-wei", "ric-trilateral")
    assert (ran.code, dry.code) == (0, 0)
    assert ran.out == dry.out
    assert added(before) == [
        "    pinned: {start: 4 Sep 16:30, room: suite}",
        "    pinned: {start: 11 Sep 09:00, room: booth}",
    ]
    text = Path("moscow.yaml").read_text(encoding="utf-8")
    Path("moscow.yaml").write_text(text.replace("few_gaps", "#").replace("hours: 09:00-20:00", "when: early"), "utf-8")
    assert scheduler("solve", "moscow.yaml", "--out", "other.json").code == 0
    old, new = (read_plan(name)[0] for name in ("plan.json", "other.json"))
    for key in ("singh-wei", "ric-trilateral"):
        assert (new.by_meeting[key].start, new.by_meeting[key].room_group) == (
            old.by_meeting[key].start,
            old.by_meeting[key].room_group,
        )
    assert any(new.by_meeting[key].start != booking.start for key, booking in old.by_meeting.items())
    Path("moscow.yaml").write_text(text, encoding="utf-8")
    assert scheduler("unpin", "moscow.yaml", "all").code == 0
    assert Path("moscow.yaml").read_text(encoding="utf-8") == before


@pytest.mark.usefixtures("here")
def test_all_of_a_plan_is_pinned_and_solves_to_the_same(scheduler: Callable[..., Ran]) -> None:
    assert scheduler("pin", "moscow.yaml", "plan.json", "all").code == 0
    assert scheduler("solve", "moscow.yaml", "--out", "again.json").code == 0
    old, new = (read_plan(name)[0] for name in ("plan.json", "again.json"))
    assert {k: b.start for k, b in old.by_meeting.items()} == {k: b.start for k, b in new.by_meeting.items()}
    assert (
        scheduler("pin", "moscow.yaml", "again.json", "singh-wei").err == "Nothing changes: the file is up to date.\n"
    )


@pytest.mark.usefixtures("here")
def test_a_meeting_moves_through_its_states(scheduler: Callable[..., Ran]) -> None:
    first = scheduler(
        "state", "moscow.yaml", "singh-wei", "tentative", "--on", "30 Aug 2020", "--because", "a call: yes"
    )
    assert first.code == 0
    changed = [line for line in first.out.splitlines() if line[:1] in "+-" and line[:3] not in {"+++", "---"}]
    assert changed == [
        "-    state: requested",
        "+    state: tentative",
        '+    history: [{state: tentative, on: 2020-08-30, because: "a call: yes"}]',
    ]
    second = scheduler("state", "moscow.yaml", "singh-wei", "confirmed", "--on", "2020-08-31", "--plan", "plan.json")
    assert second.code == 0
    meeting = load("moscow.yaml").meetings["singh-wei"]
    assert meeting.state == "confirmed"
    assert [(step.state, str(step.since), step.because) for step in meeting.history] == [
        ("tentative", "2020-08-30", "a call: yes"),
        ("confirmed", "2020-08-31", None),
    ]
    assert meeting.pinned is not None
    assert scheduler("solve", "moscow.yaml").code == 0
    declined = scheduler("state", "moscow.yaml", "wang-lavrov", "declined")
    assert declined.code == 0
    assert "Wang – Lavrov" in scheduler("solve", "moscow.yaml").out.partition("Not placed")[2]


@pytest.mark.usefixtures("here")
def test_into_a_variant(scheduler: Callable[..., Ran]) -> None:
    Path("variant.yaml").write_text("extends: moscow.yaml\ntitle: Variant\n", encoding="utf-8")
    base = Path("moscow.yaml").read_text(encoding="utf-8")
    assert scheduler("pin", "variant.yaml", "plan.json", "singh-wei").code == 0
    assert scheduler("state", "variant.yaml", "singh-wei", "tentative", "--on", "2020-08-30").code == 0
    assert Path("moscow.yaml").read_text(encoding="utf-8") == base
    variant = load("variant.yaml").meetings["singh-wei"]
    assert variant.pinned is not None
    assert variant.state == "tentative"
    assert load("moscow.yaml").meetings["singh-wei"].pinned is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["pin", "moscow.yaml", "plan.json", "singh-wie"], "there is no meeting 'singh-wie'"),
        (["pin", "moscow.yaml", "nothing.json", "singh-wei"], "there is no such file"),
        (["unpin", "moscow.yaml", "singh-wei"], "'singh-wei' is not pinned"),
        (["state", "moscow.yaml", "singh-wei", "agreed"], "invalid choice"),
        (["state", "moscow.yaml", "singh-wei", "requested"], "'singh-wei' is already requested"),
        (["state", "moscow.yaml", "singh-wei", "confirmed"], "has no slot to confirm"),
        (["state", "moscow.yaml", "singh-wei", "tentative", "--on", "30 Aug"], "has no year"),
        (["state", "moscow.yaml", "nobody", "tentative"], "there is no meeting 'nobody'"),
    ],
)
def test_bad_input(arguments: list[str], said: str, here: Path, scheduler: Callable[..., Ran]) -> None:
    before = (here / "moscow.yaml").read_bytes()
    ran = scheduler(*arguments)
    assert ran.code == 2
    assert said in ran.err
    assert (here / "moscow.yaml").read_bytes() == before


def test_a_plan_without_a_slot_for_it(here: Path, scheduler: Callable[..., Ran]) -> None:
    text = (here / "moscow.yaml").read_text(encoding="utf-8")
    (here / "moscow.yaml").write_text(
        text.replace("    priority: low\n", "    priority: low\n    state: declined\n"), "utf-8"
    )
    assert scheduler("solve", "moscow.yaml", "--out", "less.json").code == 0
    for arguments in (
        ["pin", "moscow.yaml", "less.json", "singh-jaishankar"],
        ["state", "moscow.yaml", "singh-jaishankar", "confirmed", "--plan", "less.json"],
    ):
        ran = scheduler(*arguments)
        assert ran.code == 2
        assert "the plan has no slot for 'singh-jaishankar'" in ran.err
