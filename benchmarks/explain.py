"""How long explanations take, in relation to a solve of the same scenario: in one process, in turns.

Three groups: the broken variants of Moscow (a conflict with all of its ways out), the busy scenario (what it
takes to hold each meeting that is left out; a conflict), and 200 must-meetings with a conflict hidden in them.
"""

from __future__ import annotations

import gc
import statistics
import time
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.row import Row
from scheduler.problem.load import parse
from scheduler.problem.requirements import requirements_of
from scheduler.questions.conflict import conflicts
from scheduler.questions.explain import what_it_takes, why_no_plan
from scheduler.scenario.problem import problem_of
from scheduler.solver.proof import Prover
from scheduler.solver.search import solve
from tests.broken import VARIANTS, text_of
from tests.paths import MOSCOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scheduler.scenario.models import Scenario

BUSY = MOSCOW.parent / "general-assembly.yaml"
MEETINGS = 200


def rows(rounds: int) -> Iterator[Row]:
    """Yield a row for each explanation; each group begins with the solve that it is related to."""
    gc.disable()  # As the commands do.
    yield from _group("solve Moscow", lambda: solve(_read(MOSCOW.read_text("utf-8"))), _broken(), rounds, 5.0)
    busy = BUSY.read_text("utf-8")
    over_full = busy.replace(
        "    venue: [un, hotel-park]\n    priority: low\n    assumed: a message",
        "    venue: [un, hotel-park]\n    priority: must\n    assumed: a message",
    )
    asked: dict[str, Callable[[], object]] = {
        "busy: all that is left out": lambda: _left_out(busy),
        "busy: a conflict and its ways out": lambda: _explained(over_full),
    }
    yield from _group("solve busy", lambda: solve(_read(busy)), asked, rounds, 20.0)
    many, hidden = summit(MEETINGS), summit(MEETINGS, conflict=True)
    found: dict[str, Callable[[], object]] = {
        f"{MEETINGS} musts: there is no conflict": lambda: _conflicts(many),
        f"{MEETINGS} musts: a hidden conflict": lambda: _conflicts(hidden),
        f"{MEETINGS} musts: with its ways out": lambda: _explained(hidden),
    }
    yield from _group(f"solve {MEETINGS} musts", lambda: solve(_read(many)), found, max(1, rounds // 3), None)


def _group(
    base: str, run: Callable[[], object], others: dict[str, Callable[[], object]], rounds: int, wanted: float | None
) -> Iterator[Row]:
    works = {base: run, **others}
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            gc.collect()
            began = time.perf_counter()
            work()
            seconds[name].append(time.perf_counter() - began)
    first = statistics.median(seconds[base])
    for name, runs in seconds.items():
        median = statistics.median(runs)
        yield Row(name, median, median / first, wanted if name != base else None)


def _broken() -> dict[str, Callable[[], object]]:
    return {f"explain Moscow, {variant}": partial(_explained, text_of(variant)) for variant in VARIANTS}


def _read(text: str) -> Scenario:
    scenario, issues = parse(text)
    if scenario is None:
        raise SystemExit("\n".join(map(str, issues)))
    return scenario


def _explained(text: str) -> None:
    problem = problem_of(_read(text))
    refused = why_no_plan(Prover(), problem, requirements_of(problem), text, most=5)
    if refused is None or refused.repairs is None or not refused.repairs.found:
        raise SystemExit("there is nothing to explain")


def _conflicts(text: str) -> None:
    problem = problem_of(_read(text))
    conflicts(Prover(), problem, requirements_of(problem))


def _left_out(text: str) -> None:
    scenario = _read(text)
    problem = problem_of(scenario)
    requirements = requirements_of(problem)
    plan = solve(scenario).plan
    if plan is None:
        raise SystemExit("there is no plan")
    for entry in plan.unscheduled:
        if entry.meeting in problem.by_key:
            what_it_takes(Prover(), problem, requirements, plan, entry.meeting, text=text, most=5)


def summit(meetings: int, *, conflict: bool = False) -> str:
    """Return four days of a summit with so many must-meetings, three of which may be in conflict."""
    people = meetings // 5
    principals = "".join(f"  p{n}: {{name: P{n}, delegation: d{n}, home: hill}}\n" for n in range(people))
    delegations = "".join(f"  d{n}: {{name: D{n}}}\n" for n in range(people))
    asked = "".join(_asked(n, people) for n in range(meetings))
    if conflict:
        window = "windows: 5 Sep 10:00-11:45, length: 30 min"
        pairs = (("p1", "p2"), ("p2", "p3"), ("p1", "p3"))
        asked += "".join(
            f"  x{n}: {{participants: [{a}, {b}], priority: must, venue: hotel, {window}}}\n"
            for n, (a, b) in enumerate(pairs)
        )
        asked += "  x3: {participants: [p2, p4], priority: must, venue: palace, start: 5 Sep 10:45, length: 30 min}\n"
    return (
        "title: summit\nzone: UTC\ndates: 3-6 Sep 2020\ngrid: 15 min\nhours: 08:00-20:00\nfew_gaps: false\n"
        "places:\n  hill: {name: Hill, zone: UTC}\n"
        "venues:\n  palace: {name: Palace, place: hill}\n  hotel: {name: Hotel, place: hill}\n"
        "rooms:\n  salon: {venue: palace, count: 8}\n  suite: {venue: hotel, count: 2}\n"
        "travel:\n  - {between: [palace, hotel], takes: 20 min}\n"
        f"delegations:\n{delegations}principals:\n{principals}meetings:\n{asked}"
    )


def _asked(number: int, people: int) -> str:
    one, step = number % people, 1 + number // people
    return f"  m{number}: {{participants: [p{one}, p{(one + step) % people}], priority: must, length: 45 min}}\n"
