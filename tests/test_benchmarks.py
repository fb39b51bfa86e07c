"""A smoke run of each set of instances, and the scorers by themselves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import b2b, csplib046
from benchmarks.answer import Measured
from benchmarks.report import gap_to_known, write

ROOT = Path(__file__).parent.parent
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
