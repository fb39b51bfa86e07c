"""A smoke run of each set of instances, and the scorers by themselves."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import b2b, csplib046, events
from benchmarks.answer import Measured
from benchmarks.report import gap_to_known, ratios, write
from tests.paths import ROOT

DATA = Path(os.environ.get("BENCH_DATA", ROOT.parent / "shared" / "bench"))
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"the instances are not in {DATA}")


def run(*arguments: str) -> list[dict[str, Any]]:
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments, "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=200,
    )
    return [json.loads(line) for line in ran.stdout.splitlines()]


@needs_data
@pytest.mark.parametrize(
    ("name", "instance", "status"),
    [
        ("b2b", "tic-12.forb0003", "impossible"),
        ("csplib046", "instance-01", "optimal"),
        ("csplib046", "instance-12", "impossible"),
        ("infeasible-events", "problem13", "impossible"),
    ],
)
def test_a_smoke_run(name: str, instance: str, status: str) -> None:
    rows = run(name, "--data", str(DATA), "--only", instance, "--limit", "30")
    assert [row["status"] for row in rows] == [status]
    assert rows[0]["set"] == name
    assert rows[0]["cpu_seconds"] > 0
    assert rows[0]["peak_mb"] > 0
    assert "NOT" not in rows[0]["note"]


def test_a_smoke_run_of_the_scale_series_needs_no_data() -> None:
    rows = run("scale", "--only", "general-assembly-30", "general-assembly-200", "--limit", "10")
    assert [row["status"] for row in rows] == ["optimal", "optimal"]
    assert all("BREACHES" not in row["note"] for row in rows)
    assert rows[1]["value"] == rows[1]["bound"]


@needs_data
def test_a_smoke_run_of_timefold_gives_the_three_penalties() -> None:
    rows = run("timefold", "--data", str(DATA), "--only", "demo0-24meetings-160timegrains-3rooms", "--limit", "6")
    assert set(rows[0]["value"]) == {"hard", "medium", "soft"}
    assert rows[0]["value"]["hard"] == 0
    assert rows[0]["value"]["medium"] >= rows[0]["bound"]


def test_a_smoke_run_of_events_needs_no_data() -> None:
    rows = run("events", "--only", "visiting-day-10", "conference-12", "--limit", "10")
    assert [(row["status"], row["note"]) for row in rows] == [("optimal", "")] * 2


@pytest.mark.parametrize(
    ("needs", "instance"),
    [("grad_visit_scheduler", "visiting-day-10"), ("conference_scheduler", "conference-12")],
)
def test_a_peer_plans_the_same_event_and_is_scored_alike(needs: str, instance: str) -> None:
    for name in ("grad_visit_scheduler", "conference_scheduler"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed (the extra 'bench'); {needs} runs beside it")
    ours, theirs = run("events", "--only", instance, "--limit", "10", "--peers")
    assert theirs["set"].startswith("events: ")
    assert (ours["value"], ours["note"], theirs["note"]) == (theirs["value"], "", "")


@needs_data
def test_rc2_agrees_on_b2b() -> None:
    pytest.importorskip("pysat", reason="python-sat is not installed (the extra 'bench')")
    ours, theirs = run("b2b", "--data", str(DATA), "--only", "tic-12.original", "--limit", "30", "--peers")
    assert (theirs["set"], theirs["status"], theirs["note"]) == ("b2b: RC2", "optimal", "")
    assert ours["value"] == theirs["value"] == ours["best_known"]


def test_the_scorer_of_events() -> None:
    asked = events.Event(
        3, (("t0", "ana"), ("t1", "ana")), {"t0": (1, 2), "t1": (1, 2), "ana": (1, 2)}, {"hall": 9}, (9, 10)
    )
    assert events.errors(asked, {0: (1, "hall"), 1: (2, "hall")}) == ["1 does not fit into hall"]
    assert "0 and 1 are at once" in events.errors(asked, {0: (1, "hall"), 1: (1, "hall")})
    assert "0 and 1 are in one room" in events.errors(asked, {0: (1, "hall"), 1: (1, "hall")})
    assert "0 is in slot 3" in events.errors(asked, {0: (3, "hall"), 1: (2, "hall")})
    assert "1 talks are not held" in events.errors(asked, {0: (1, "hall")})


def test_the_ratio_to_a_peer_is_a_geometric_mean() -> None:
    rows = [
        Measured(name, only, "optimal", 1, 1, 1.0, cpu, 100.0)
        for only, both in (("one", (1.0, 4.0)), ("two", (4.0, 1.0)), ("three", (2.0, 8.0)))
        for name, cpu in zip(("b2b", "b2b: RC2"), both, strict=True)
    ]
    rows.append(Measured("b2b: RC2", "one more", "out-of-time", None, None, 1.0, 1.0, 100.0))
    (line,) = ratios(rows[:4])
    assert "own 1.00 over 2 instances; 0 left aside" in line
    (line,) = ratios(rows[4:6])
    assert "own 0.25 over 1 instances" in line


def test_the_picture_of_growth_is_drawn(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed (the extra 'bench')")
    more = {"gap": 0.01, "read": 0.1, "first_plan": 0.5}
    rows = [
        Measured("scale", f"general-assembly-{size}", "optimal", {}, {}, 1.0, size / 10, 100.0, more=more)
        for size in (10, 100)
    ]
    write(tmp_path, rows, 60, 0)
    assert (tmp_path / "growth.svg").read_text("utf-8").startswith("<?xml")


def test_the_scorer_of_b2b() -> None:
    meetings = [
        {"a": 1, "b": 2, "session": "AM", "fixed": 0, "before": []},
        {"a": 1, "b": 3, "session": "any", "fixed": 0, "before": [1]},
    ]
    instance = {
        "participants": 3, "slots": 4, "morning_slots": 2, "locations": 1, "forbidden": [[], [], [2]],
        "meetings": meetings,
    }  # fmt: skip
    assert b2b.errors(instance, {1: 1, 2: 3}) == []
    assert b2b.breaks(instance, {1: 1, 2: 3}) == 1
    assert b2b.errors(instance, {1: 1, 2: 2}) == ["meeting 2 is in a forbidden slot"]
    assert b2b.errors(instance, {1: 3, 2: 4}) == ["meeting 1 is not in its session"]
    assert "meeting 1 is not before 2" in b2b.errors(instance, {1: 2, 2: 1})
    assert "slot 1 has 2 meetings" in b2b.errors(instance, {1: 1, 2: 1})
    assert b2b.errors(instance, {1: 1}) == ["meeting 2 is not held"]


def test_the_scorer_of_csplib_046() -> None:
    instance = {"n_meetings": 2, "slots": 4, "agents": [[0, 1]], "distance": [[0, 2], [2, 0]]}
    assert csplib046.errors(instance, {0: 0, 1: 3}) == []
    assert csplib046.errors(instance, {0: 0, 1: 2}) == ["agent 0 cannot get from meeting 0 to meeting 1"]
    assert csplib046.errors(instance, {0: 0, 1: 4}) == ["meeting 1 is in slot 4"]
    assert csplib046.errors(instance, {0: 0}) == ["meeting 1 is not held"]


def test_the_table_says_how_far_the_best_known_is(tmp_path: Path) -> None:
    better = Measured("b2b", "one", "feasible", 7, 5, 1.0, 1.0, 100.0, 5)
    wrong = Measured("csplib046", "two", "impossible", None, None, 1.0, 1.0, 100.0, "feasible")
    assert (gap_to_known(better), gap_to_known(wrong)) == ("+2", "WRONG")
    text = write(tmp_path, [better, wrong], 60, 0).read_text("utf-8")
    assert "| b2b | one | feasible | 7 | 5 | 5 | +2 |" in text
    assert len((tmp_path / "latest.jsonl").read_text("utf-8").splitlines()) == 2
