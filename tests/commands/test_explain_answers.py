"""What `scheduler explain` and `scheduler slots` find in a broken Moscow: which lines, which ways out, at what cost.

Whole screens are in `tests/golden`; here stands what they say, for the cases that look alike on a screen. A member of a
conflict is its rule and its line; a change is its cost, its kind, its line and what its sentence says of numbers.
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.broken import text_of
from tests.paths import MOSCOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

Member = tuple[str, int | None]


class Found(NamedTuple):
    """The one conflict of a scenario, and the ways out of it, the cheapest first."""

    meetings: list[str]
    members: list[Member]
    ways: list[tuple[int, str, int, str]]


BROKEN = {
    "circle": Found(
        ["jaishankar-lavrov", "jaishankar-wang"],
        [("held", 325), ("held", 345), ("host_first", 376), ("precedence", 381)],
        [
            (20, "rule", 377, "becomes a wish"),
            (20, "rule", 384, "becomes a wish"),
            (60, "priority", 333, "high"),
            (60, "priority", 353, "high"),
        ],
    ),
    "interpreter": Found(
        ["singh-wei", "jaishankar-wang"],
        [("held", 301), ("held", 345), ("windows", 305), ("windows", 350), ("interpreter_capacity", 88)],
        [
            (17, "window", 305, "09:15-11:30, not 10:00-11:30"),
            (17, "window", 305, "10:00-12:15, not 10:00-11:30"),
            (17, "window", 350, "09:15-11:30, not 10:00-11:30"),
            (17, "window", 350, "10:00-12:15, not 10:00-11:30"),
            (20, "interpreters", 90, "2 interpreters en-zh, not 1"),
        ],
    ),
    "video": Found(
        ["jaishankar-wang"],
        [("held", 347), ("windows", 352), ("hours", 155), ("hours", 173)],
        [
            (19, "hours", 155, "08:15-13:00, not 10:00–13:00"),
            (19, "hours", 173, "09:00-13:45, not 09:00–12:00"),
            (60, "priority", 355, "high"),
            (159, "window", 352, "9–11 Sep"),
        ],
    ),
    "room": Found(
        ["varma-morgulov", "singh-wei"],
        [
            *(("held", 283), ("held", 301), ("windows", 286), ("windows", 305)),
            *(("room_needs", 287), ("room_needs", 306), ("room_capacity", 61)),
        ],
        [
            (17, "window", 286, "14:15-16:15, not 15:00-16:15"),
            (17, "window", 286, "15:00-17:00, not 15:00-16:15"),
            (17, "window", 305, "15:00-17:00, not 15:00-16:15"),
            (20, "room", 61, "2 rooms Metropol Suite"),
            (25, "needs", 287, "other rooms than Metropol Suite"),
        ],
    ),
    "slip": Found(
        ["singh-wei"],
        [
            *(("held", 301), ("room_needs", 307), ("absence", 117), ("absence", 134)),
            *(("in_session", 243), ("travel_time", 77)),
        ],
        [
            (15, "length", 304, "30 min, not 45 min"),
            (25, "needs", 307, "any room"),
            (26, "stay", 117, "4 Sep 17:00"),
            (26, "stay", 134, "4 Sep 22:00"),
            (60, "priority", 308, "high"),
        ],
    ),
}


def members(conflict: dict[str, Any]) -> list[Member]:
    return [(each["rule"], each["line"]) for each in conflict["requirements"]]


@pytest.mark.parametrize("variant", BROKEN)
def test_the_conflict_of_a_broken_moscow_and_its_ways_out(
    variant: str, tmp_path: Path, scheduler: Callable[..., Ran]
) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(text_of(variant), encoding="utf-8")
    ran = scheduler("explain", path, "--json")
    assert (ran.code, ran.err) == (1, "")
    data, expected = json.loads(ran.out), BROKEN[variant]
    (conflict,) = data["conflicts"]
    assert (conflict["meetings"], conflict["minimal"]) == (expected.meetings, True)
    assert members(conflict) == expected.members
    assert {each["file"] for each in conflict["requirements"]} == {str(path)}
    assert (data["all_conflicts_found"], data["all_repairs_tried"]) == (True, True)
    changes = [change for repair in data["repairs"] for change in repair["changes"]]
    assert [(each["cost"], each["kind"], each["line"]) for each in changes] == [way[:3] for way in expected.ways]
    assert [way[3] for way, each in zip(expected.ways, changes, strict=True) if way[3] not in each["sentence"]] == []
    for repair in data["repairs"]:
        held = {booking["meeting"] for booking in repair["bookings"]}
        given_up = {change["paths"][0][1] for change in repair["changes"] if change["kind"] == "priority"}
        assert set(expected.meetings) - given_up <= held


@pytest.mark.parametrize(
    ("question", "conflict", "nearest"),
    [
        (
            ["--on", "9 Sep"],
            [("held", 301), ("windows", 305), ("supposed", None)],
            {"before": "2020-09-04T21:00:00+03:00", "after": None},
        ),
        (["--in", "congress"], [("held", 301), ("room_needs", 307), ("supposed", None)], None),
    ],
)
def test_why_a_meeting_is_not_held_so(
    question: list[str], conflict: list[Member], nearest: dict[str, Any] | None, scheduler: Callable[..., Ran]
) -> None:
    ran = scheduler("explain", MOSCOW, "singh-wei", *question, "--json")
    assert (ran.code, ran.err) == (1, "")
    (answer,) = json.loads(ran.out)["meetings"]
    assert [members(each) for each in answer["conflicts"]] == [conflict]
    assert answer.get("nearest") == nearest
    assert answer["possible"] is False


def test_what_it_costs_to_meet_before_another(scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("explain", MOSCOW, "singh-wei", "--before", "singh-shoigu", "--json")
    assert ran.code == 0
    price = json.loads(ran.out)["meetings"][0]["price"]
    (move,) = price["moves"]
    assert (move["meeting"], move["before"]["start"]) == ("singh-shoigu", "2020-09-03T16:45:00+03:00")
    assert move["after"]["start"] > "2020-09-04T17:45"
    assert [tier["tier"] for tier in price["tiers"]] == ["comfort"]
    assert [wish["origin"].rpartition(":")[2] for wish in price["wishes_no_longer_kept"]] == ["371"]
    assert price["proved"]


def test_what_is_so_already_costs_nothing(scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("explain", MOSCOW, "singh-wei", "--after", "singh-shoigu", "--json")
    assert ran.code == 0
    price = json.loads(ran.out)["meetings"][0]["price"]
    assert price == {"proved": True, "moves": [], "tiers": [], "wishes_no_longer_kept": []}
    shown = scheduler("explain", MOSCOW, "singh-wei", "--after", "singh-shoigu")
    assert len(shown.out.splitlines()) <= 2


def test_where_nothing_is_left_out_there_is_nothing_to_explain(scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("explain", MOSCOW)
    assert (ran.code, ran.err) == (0, "")
    assert "It holds every meeting." in " ".join(ran.out.split())
    assert json.loads(scheduler("explain", MOSCOW, "--json").out)["meetings"] == []


def test_a_meeting_without_any_start_says_what_rules_out_each(scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("slots", MOSCOW.parent / "general-assembly.yaml", "bramia", "--json")
    assert ran.code == 1
    starts = json.loads(ran.out)["starts"]
    assert len(starts) == 383
    assert {start["state"] for start in starts} == {"ruled out"}
    reasons = [(start["start"][5:16], [each["line"] for each in start["because"]]) for start in starts]
    assert [next(same) for _, same in groupby(reasons, key=lambda reason: reason[1])] == [
        ("09-21T00:00", [474]),
        ("09-24T00:00", [474, 212]),
        ("09-24T09:00", [145]),
        ("09-24T09:15", [131]),
        ("09-24T09:45", [348]),
        ("09-24T11:15", [349]),
        ("09-24T11:30", [350]),
        ("09-24T11:45", [474, 212]),
    ]
    shown = scheduler("slots", MOSCOW.parent / "general-assembly.yaml", "bramia").out
    assert "383 starts" in shown
    assert all(len(line) <= 80 for line in shown.splitlines())
