"""The bound of the number of breaks that is counted before any search: never above what enumeration finds."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

import pytest

from scheduler.problem.load import parse
from scheduler.problem.requirements import requirements_of
from scheduler.rules.break_bound import least_breaks
from scheduler.scenario.problem import problem_of
from scheduler.solver.model import build
from scheduler.solver.outcome import Found, Impossible
from scheduler.solver.search import solve

if TYPE_CHECKING:
    from collections.abc import Iterable

HEAD = """\
title: Breaks
zone: UTC
dates: 3 Sep 2020
grid: 30 min
few_gaps: false
hours: "09:00-{end}"
reset: 0 min
places: {{town: {{name: Town, zone: UTC}}}}
venues: {{hall: {{name: Hall, place: town}}}}
rooms: {{table: {{venue: hall, count: {rooms}}}}}
delegations: {{all: {{name: All}}}}
principals:
"""


def scenario(pairs: list[tuple[str, str]], slots: int, rooms: int) -> str:
    people = sorted({who for pair in pairs for who in pair})
    minutes = 9 * 60 + slots * 30
    lines = [HEAD.format(end=f"{minutes // 60:02}:{minutes % 60:02}", rooms=rooms)]
    lines += [f"  {who}: {{name: {who}, delegation: all, home: town}}\n" for who in people]
    lines += ["meetings:\n"]
    lines += [
        f"  m{n}: {{participants: [{one}, {other}], priority: must, length: 30 min}}\n"
        for n, (one, other) in enumerate(pairs)
    ]
    lines += ["rules:\n", f"  - {{rule: few_breaks, principals: [{', '.join(people)}]}}\n"]
    return "".join(lines)


def fewest(pairs: list[tuple[str, str]], slots: int, rooms: int) -> int | None:
    """Enumerate every plan, with nothing of the program's."""
    best = None
    for at in product(range(slots), repeat=len(pairs)):
        if any(at.count(slot) > rooms for slot in set(at)):
            continue
        number = 0
        for who in {who for pair in pairs for who in pair}:
            busy = sorted(slot for slot, pair in zip(at, pairs, strict=True) if who in pair)
            if len(set(busy)) < len(busy):
                break
            number += sum(after - before > 1 for before, after in pairwise(busy))
        else:
            best = number if best is None else min(best, number)
    return best


CASES = [
    ([("a", "b"), ("a", "c"), ("b", "c")], 3, 1),
    ([("a", "b"), ("c", "d"), ("a", "c"), ("b", "d")], 4, 1),
    ([("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")], 5, 1),
    ([("a", "b"), ("c", "d"), ("a", "d"), ("b", "c"), ("a", "c")], 4, 2),
]


def counted(text: str, people: Iterable[str], within: int = 12, *, with_claims: bool = True) -> int:
    read, issues = parse(text)
    assert read is not None, issues
    problem = problem_of(read)
    requirements = requirements_of(problem)
    resources = [resource for r in requirements if r.must for resource in r.rule.resources(problem)]
    return least_breaks(build(problem, requirements).vocabulary, people, resources if with_claims else [], within)


@pytest.mark.parametrize(("pairs", "slots", "rooms"), CASES)
def test_the_bound_is_no_more_than_the_fewest(pairs: list[tuple[str, str]], slots: int, rooms: int) -> None:
    text, known = scenario(pairs, slots, rooms), fewest(pairs, slots, rooms)
    assert known is not None
    assert counted(text, {who for pair in pairs for who in pair}) <= known
    read, _ = parse(text)
    assert read is not None
    outcome = solve(read, time_limit=20)
    assert isinstance(outcome, Found)
    comfort = next(tier for tier in outcome.plan.tiers if tier.tier == "comfort")
    assert comfort.value == 10 * known


def test_one_table_for_three_who_meet_in_turn_leaves_one_of_them_a_break() -> None:
    pairs, slots, rooms = CASES[0]
    text = scenario(pairs, slots, rooms)
    assert counted(text, "abc") == fewest(pairs, slots, rooms) == 1
    # Where nothing says that nobody is in two meetings at once, nothing is known.
    assert counted(text, "abc", with_claims=False) == 0
    # Nor where an idle time may be too long to be a break.
    assert counted(text, "abc", 1) == 0


def test_where_not_all_of_many_must_meetings_can_be_held_nobody_waits_for_the_comfort_of_the_rest() -> None:
    apart = [(f"a{n}", f"b{n}") for n in range(60)]
    text = scenario([*apart, *[("x", "y")] * 3], slots=2, rooms=70)
    text += "  - {rule: even_breaks, principals: [x, y], differ_by: 2, strength: strong wish}\n"
    data, issues = parse(text)
    assert data is not None, issues
    outcome = solve(data)
    assert isinstance(outcome, Impossible)
    assert len(outcome.plan.bookings) == 62
    assert {tier.tier: tier.bound for tier in outcome.plan.tiers}["comfort"] == 0
