"""`scheduler replan`: what happened, what changes, whom to call."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from scheduler.plan.file import read_plan
from scheduler.problem.load import load
from tests.paths import MOSCOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheduler: Callable[..., Ran]) -> Path:
    """A folder with Moscow and the plan that was agreed on."""
    text = MOSCOW.read_text(encoding="utf-8")
    text = text.replace("  wang:\n    name: Wang Yi", "  le:\n    name: Le Yucheng\n    office: Deputy Minister\n"
                        "    rank: deputy minister\n    delegation: china\n    languages: [zh]\n    home: moscow\n"
                        "  wang:\n    name: Wang Yi\n    deputy: le")  # fmt: skip
    (tmp_path / "moscow.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert scheduler("solve", "moscow.yaml", "--out", "plan.json").code == 0
    return tmp_path


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("name", "arguments"),
    [("late", ["--late", "singh=22h", "--now", "3 Sep 09:00"]), ("instead", ["--instead", "wang=le"])],
)
def test_the_screen(
    name: str, arguments: list[str], scheduler: Callable[..., Ran], golden: Callable[[str, str], None]
) -> None:
    ran = scheduler("replan", "plan.json", *arguments, "--out", "new.json")
    assert ran.err == ""
    golden(f"replan-{name}.txt", ran.out)
    assert max(map(len, ran.out.splitlines())) <= 80
    new = read_plan("new.json")[0]
    assert ran.code == (1 if new.status == "impossible" else 0)


class Happened(NamedTuple):
    """What is typed, what is said of it, and what it changes: each meeting, what becomes of it, and its new start."""

    arguments: list[str]
    said: list[str]
    changes: list[tuple[str, str, int, str | None]]
    calls: dict[str, list[str]]


SINGH_WEI = {"singh": ["singh-wei"], "wei": ["singh-wei"]}
HAPPENED = {
    "late-and-misses": Happened(["--late", "wei=10h"], ["at 3 Sep 19:00", "Opening and dinner"], [], {}),
    "absent": Happened(
        ["--absent", "Wei"],
        ["Singh – Wei, Wei – Shoigu", "dinner", "First session", "coffee break", "Second session", "lunch"],
        [("wei-shoigu", "lost", 0, None), ("singh-wei", "lost", 0, None)],
        {"wei": ["wei-shoigu", "singh-wei"], "shoigu": ["wei-shoigu"], "singh": ["singh-wei"]},
    ),
    "absent-for-a-day": Happened(
        ["--absent", "lavrov@9 Sep"],
        ["Lavrov is absent on 9 Sep"],
        [("jaishankar-lavrov", "moved", 20, "09-11T11:45"), ("wang-lavrov", "moved", 20, "09-11T10:45")],
        {
            "jaishankar": ["jaishankar-lavrov"],
            "lavrov": ["jaishankar-lavrov", "wang-lavrov"],
            "wang": ["wang-lavrov"],
        },
    ),
    "cancel": Happened(["--cancel", "singh-wei"], ["Singh – Wei"], [("singh-wei", "lost", 0, None)], SINGH_WEI),
    "close": Happened(
        ["--close", "suite@4 Sep 15:00-18:00"],
        ["Metropol Suite is closed 4 Sep 15:00–18:00"],
        [("singh-wei", "moved", 10, "09-04T18:00")],
        SINGH_WEI,
    ),
    "overrun": Happened(
        ["--overrun", "wei-shoigu=25min", "--now", "4 Sep 15:10"],
        ["by 25 min, until 4 Sep 16:15"],
        [("singh-wei", "moved", 20, "09-04T16:45")],
        SINGH_WEI,
    ),
    "add": Happened(
        ["--add", "varma-shoigu: {participants: [varma, shoigu], format: courtesy call, windows: 4 Sep}"],
        ["'varma-shoigu'"],
        [("varma-shoigu", "new", 0, "09-04T09:30")],
        {"shoigu": ["varma-shoigu"], "varma": ["varma-shoigu"]},
    ),
    "several": Happened(
        ["--cancel", "sco-foreign", "--close", "metropol@4 Sep", "--late", "jaishankar=1 h"],
        ["SCO foreign", "at 9 Sep 13:00", "Hotel Metropol is closed 4 Sep 00:00–24:00"],
        [("singh-wei", "moved", 20, "09-03T21:00")],
        SINGH_WEI,
    ),
}


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", HAPPENED)
def test_what_happened_what_changes_and_whom_to_call(name: str, scheduler: Callable[..., Ran]) -> None:
    arguments, said, changes, calls = HAPPENED[name]
    ran = scheduler("replan", "plan.json", *arguments, "--json")
    assert (ran.code, ran.err) == (0, "")
    data = json.loads(ran.out)
    assert [word for word, sentence in zip(said, data["happened"], strict=True) if word not in sentence] == []
    assert [
        (each["meeting"], each["kind"], each["weight"], each["after"] and each["after"]["start"][5:16])
        for each in data["changes"]
    ] == changes
    assert data["fewest_proved"]
    assert {call["principal"]: call["meetings"] for call in data["calls"]} == calls
    assert all(call["office"] for call in data["calls"])


@pytest.mark.usefixtures("here")
def test_the_table_has_a_row_for_each_change_and_a_call_for_each_office(scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("replan", "plan.json", "--absent", "lavrov@9 Sep")
    assert max(map(len, ran.out.splitlines())) <= 80
    table, _, calls = ran.out.partition("Whom to call")
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in table.splitlines() if "moved" in line]
    assert rows == [
        ["moved", "Jaishankar – Lavrov", "9 Sep 17:45–18:50", "11 Sep 11:45–12:50"],
        ["moved", "Wang – Lavrov", "9 Sep 19:00–19:50", "11 Sep 10:45–11:35"],
    ]
    assert "2 changes, weight 40" in table
    assert [name in calls for name in ("S. Jaishankar", "Sergey Lavrov", "Wang Yi")] == [True] * 3


@pytest.mark.usefixtures("here")
def test_an_edited_scenario(scheduler: Callable[..., Ran]) -> None:
    text = Path("moscow.yaml").read_text(encoding="utf-8").replace("to: 4 Sep 22:30", "to: 4 Sep 17:00")
    Path("changed.yaml").write_text(text, encoding="utf-8")
    ran = scheduler("replan", "plan.json", "--scenario", "changed.yaml", "--out", "new.json", "--json")
    assert ran.code == 0
    data = json.loads(ran.out)
    assert data["changes"][0]["meeting"] in {"singh-wei", "wei-shoigu"}
    assert data["fewest_proved"]
    assert {call["principal"] for call in data["calls"]} >= {"wei"}
    assert scheduler("verify", "new.json", "changed.yaml").code == 0
    assert scheduler("show", "new.json").code == 0
    old, new = (read_plan(name)[0] for name in ("plan.json", "new.json"))
    assert sum(booking.start == new.by_meeting[key].start for key, booking in old.by_meeting.items()) >= 6
    # The JSON that is printed is a plan file, too.
    Path("printed.json").write_text(ran.out, encoding="utf-8")
    assert scheduler("verify", "printed.json", "changed.yaml").code == 0


@pytest.mark.usefixtures("here")
def test_nothing_happened(scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("replan", "plan.json")
    assert ran.code == 0
    assert ran.out == "Nothing has to change: every booking stays as it is.\n"


@pytest.mark.usefixtures("here")
def test_the_new_plan_does_not_claim_to_be_the_best(scheduler: Callable[..., Ran]) -> None:
    assert scheduler("replan", "plan.json", "--close", "suite@4 Sep 15:00-18:00", "--out", "new.json").code == 0
    new = read_plan("new.json")[0]
    assert new.status == "feasible"
    assert "the best plan there is" not in scheduler("show", "new.json").out


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--late", "singh"], "'singh' is incomplete. Write it like singh=2h."),
        (["--late", "sing=2h"], "there is no 'sing'. Did you mean 'singh'?"),
        (["--late", "lavrov=2h"], "lavrov arrives nowhere"),
        (["--late", "singh=100h"], "arrive after leaving again"),
        (["--absent", "wei@32 Sep"], "--absent wei@32 Sep: there is no day"),
        (["--cancel", "lunch"], "there is no 'lunch'"),
        (["--close", "suite"], "'suite' is incomplete"),
        (["--close", "cellar@4 Sep"], "there is no 'cellar'"),
        (["--close", "suite@4 Sep 18:00-15:00"], "end before they begin"),
        (["--instead", "wang=wang"], "nobody stands in for themself"),
        (["--overrun", "singh-wei=long"], "is not a length"),
        (["--add", "singh-wei: {participants: [singh, wei]}"], "there is a meeting 'singh-wei' already"),
        (["--add", "talks: {participants: [singh, nobody]}"], "there is no principal 'nobody'"),
        (["--add", "talks"], "this is not one meeting with its key"),
        (["--now", "noon"], "is not a time"),
        (["--scenario", "nothing.yaml"], "there is no such file"),
    ],
)
def test_bad_input(arguments: list[str], said: str, scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("replan", "plan.json", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""


def test_the_files_stay_as_they_are(here: Path, scheduler: Callable[..., Ran]) -> None:
    before = {path.name: path.read_bytes() for path in here.iterdir()}
    assert scheduler("replan", "plan.json", "--absent", "wei").code == 0
    assert {path.name: path.read_bytes() for path in here.iterdir()} == before
    assert load("moscow.yaml").meetings["singh-wei"].planned


@pytest.mark.usefixtures("here")
def test_out_of_time_while_it_is_looked_at_whether_what_has_begun_can_stand(scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("replan", "plan.json", "--now", "4 Sep 15:10", "--time-limit", "0.000001")
    assert ran.code == 3
    assert "Out of time" in ran.err
