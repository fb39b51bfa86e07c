"""Plans for the tests of what is written from them: Moscow, and a plan whose names are as odd as names can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from scheduler.problem.load import load
from scheduler.problem.requirements import requirements_of
from scheduler.scenario.problem import problem_of
from scheduler.solver.engine import Engine
from scheduler.solver.search import best_plan

if TYPE_CHECKING:
    from scheduler.plan.plan import Booking, Plan

AT = datetime(2020, 8, 30, 9, 0, tzinfo=UTC)
ODD = (
    "<b>\"Wei\"</b>; {{ 1 + 1 }} & 'co' [x](y) | `z` *",
    "line one\nline two\r\nline three",
    "שלום עולם",
    "会谈 – 第一次",
    "talks 🤝🏽",
    "x" * 200,
    "=1+1",
    "+44 20",
    "-5",
    "@here",
    "<r>run</r>",
    "a bell \a",
)
"""Names with markup, quotes, newlines, right-to-left text, emoji, 200 characters, and what looks like a formula."""


@cache
def moscow() -> Plan:
    """Return the plan of Moscow."""
    problem = problem_of(load("scenarios/moscow-2020-09.yaml"))
    plan = best_plan(Engine(60, 0, 1), problem, requirements_of(problem)).plan
    assert plan is not None
    return plan


def odd() -> Plan:
    """Return Moscow's plan with the odd names, one for each booking, in turn, and for people, venues and notes."""
    plan = moscow()
    first = plan.bookings[0]
    bookings = tuple(
        replace(
            first,
            meeting=f"odd-{number}",
            start=first.start + timedelta(hours=number // 4, minutes=10 * number),
            end=first.start + timedelta(hours=number // 4, minutes=10 * number + 10),
            note=name,
        )
        for number, name in enumerate(ODD)
    )
    sections = dict(plan.names.sections)
    sections["meetings"] = {f"odd-{number}": name for number, name in enumerate(ODD)}
    for number, section in enumerate(("principals", "people", "venues", "rooms", "delegations")):
        sections[section] = {key: ODD[(number + n) % len(ODD)] for n, key in enumerate(sections[section])}
    return replace(plan, scenario=ODD[0], bookings=bookings, names=replace(plan.names, sections=sections))


def clock(booking: Booking) -> str:
    """Return ``10:00–11:00``, on the clocks of the place."""
    return f"{booking.local(booking.start):%H:%M}–{booking.local(booking.end):%H:%M}"
