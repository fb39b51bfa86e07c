"""How long a plan of 3,000 bookings takes to be written in each format, and how usable its page is.

What counts is the ratio of the times of 3,000 and of 300 bookings, each divided by its bookings: 1 is linear growth.
In a browser, where there is one: how long the page takes until it can be used, and to show another view, zone or
delegation.
"""

from __future__ import annotations

import gc
import shutil
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.row import Row
from scheduler.problem.load import parse
from scheduler.problem.requirements import requirements_of
from scheduler.scenario.generate import invent
from scheduler.scenario.problem import problem_of
from scheduler.solver.engine import Engine
from scheduler.solver.search import best_plan
from scheduler.views.export_formats import FILE_FORMATS, Export, export_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scheduler.plan.plan import Plan

AT = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
SIZES = (300, 3000)
SPARE = 1.15
"""More is asked for than can be held."""
LINEAR = 1.25
"""The ratio per booking that is wanted."""


def plan_of(bookings: int) -> Plan:
    """Return a plan of an invented general assembly with exactly so many bookings."""
    scenario, issues = parse(invent("general-assembly", int(bookings * SPARE), 1))
    if scenario is None:
        raise SystemExit("\n".join(map(str, issues)))
    problem = problem_of(scenario)
    plan = best_plan(Engine(20, 0, 1, clock=time.process_time), problem, requirements_of(problem)).plan
    if plan is None or len(plan.bookings) < bookings:
        raise SystemExit(f"no plan with {bookings} bookings was found in time")
    return replace(plan, bookings=plan.bookings[:bookings])


def rows(rounds: int) -> Iterator[Row]:
    """Yield a row for each format, and one for each thing that a reader does with the page."""
    gc.disable()  # as the commands do
    exports = {size: Export(plan_of(size), AT) for size in SIZES}
    few, many = SIZES
    pages: dict[int, bytes] = {}
    for form in FILE_FORMATS:
        seconds: dict[int, list[float]] = {size: [] for size in SIZES}
        for _ in range(max(1, rounds // 3)):
            for size in SIZES:
                gc.collect()
                began = time.process_time()
                contents = export_bytes(exports[size], form)
                seconds[size].append(time.process_time() - began)
                if form == "html":
                    pages[size] = contents
        medians = {size: statistics.median(found) for size, found in seconds.items()}
        yield Row(f"{form}, {many} bookings", medians[many], medians[many] * few / (medians[few] * many), LINEAR)
    yield from _in_a_browser(pages)


def _in_a_browser(pages: dict[int, bytes]) -> Iterator[Row]:
    chromium = shutil.which("chromium")
    if chromium is None:
        print("There is no chromium on this machine: the page is not tried.")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        seconds: dict[int, dict[str, float]] = {}
        for size, contents in pages.items():
            path = Path(folder) / f"{size}.html"
            path.write_bytes(contents)
            page = browser.new_page()
            steps: dict[str, Callable[[], object]] = {
                "open": lambda page=page, path=path: page.goto(path.as_uri()),  # type: ignore[misc]
                "rooms": lambda page=page: page.check("input[value=room]"),  # type: ignore[misc]
                "days": lambda page=page: page.check("input[value=day]"),  # type: ignore[misc]
                "zone": lambda page=page: page.select_option("select[name=zone]", "UTC"),  # type: ignore[misc]
                "filter": lambda page=page: page.select_option("select[name=delegation]", index=1),  # type: ignore[misc]
            }
            seconds[size] = {}
            for name, step in steps.items():
                began = time.perf_counter()
                step()
                page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
                seconds[size][name] = time.perf_counter() - began
            page.close()
        browser.close()
    few, many = SIZES
    for name, found in seconds[many].items():
        yield Row(f"page of {many} bookings: {name}", found, found / seconds[few][name])
