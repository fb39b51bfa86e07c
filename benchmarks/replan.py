"""How long a replan takes after one late arrival, in relation to the first solve, on 200 meetings."""

from __future__ import annotations

import gc
import statistics
import time
from typing import TYPE_CHECKING

from benchmarks.explain import summit
from benchmarks.row import Row
from scheduler.problem.load import parse, with_data
from scheduler.problem.requirements import requirements_of
from scheduler.questions.incidents import late
from scheduler.questions.replan import Replanned, fewest_changes
from scheduler.scenario.edit import patch_data
from scheduler.scenario.facts import Facts
from scheduler.scenario.problem import problem_of
from scheduler.solver.engine import Engine
from scheduler.solver.search import solve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.scenario.models import Scenario

MEETINGS = 200


def rows(rounds: int) -> Iterator[Row]:
    """Yield the first solve, and the replan after somebody came two hours late, and eight."""
    gc.disable()  # As the commands do.
    stay = "stays: [{place: hill, from: 3 Sep 08:00, to: 6 Sep 20:00}]"
    text = summit(MEETINGS).replace(
        "p7: {name: P7, delegation: d7, home: hill}", f"p7: {{name: P7, delegation: d7, {stay}}}"
    )
    scenario, issues = parse(text)
    if scenario is None:
        raise SystemExit("\n".join(map(str, issues)))
    for hours in (2, 4, 6, 8):
        yield from _late(scenario, hours, rounds)


def _late(scenario: Scenario, hours: int, rounds: int) -> Iterator[Row]:
    first, again, moved = [], [], 0
    for _ in range(rounds):
        gc.collect()
        began = time.perf_counter()
        plan = solve(scenario).plan
        first.append(time.perf_counter() - began)
        if plan is None:
            raise SystemExit("there is no plan")
        gc.collect()
        began = time.perf_counter()
        event = late(Facts(scenario), "p7", hours * 60, None)
        after, issues = with_data(scenario, patch_data(scenario.origins.data, event.edits))
        if after is None:
            raise SystemExit("\n".join(map(str, issues)))
        problem = problem_of(after)
        made = fewest_changes(Engine(), problem, requirements_of(problem), plan)
        again.append(time.perf_counter() - began)
        if not isinstance(made, Replanned) or not made.fewest:
            raise SystemExit("the replan was not proved")
        moved = len(made.changes)
    base, median = statistics.median(first), statistics.median(again)
    yield Row(f"first solve of {MEETINGS} meetings", base, 1.0)
    yield Row(f"replan, {hours} h late ({moved} changes)", median, median / base, 1.0)
