"""The bound of the number of breaks that is counted before any search: never above what enumeration finds."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from scheduler.load import parse
from scheduler.problem import problem_of
from scheduler.requirements import requirements_of
from scheduler.solve import Found, Search

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


@pytest.mark.parametrize(("pairs", "slots", "rooms"), CASES)
def test_the_bound_is_no_more_than_the_fewest(pairs: list[tuple[str, str]], slots: int, rooms: int) -> None:
    from scheduler.least_breaks import least_breaks
    from scheduler.model import build

    read, issues = parse(scenario(pairs, slots, rooms))
    assert read is not None, issues
    problem = problem_of(read)
    requirements = requirements_of(problem)
    v = build(problem, requirements).vocabulary
    claims = [claim for r in requirements if r.must for claim in r.rule.claims(problem)]
    people = sorted({who for pair in pairs for who in pair})
    known = fewest(pairs, slots, rooms)
    assert known is not None
    assert least_breaks(v, people, claims, 12) <= known
    outcome = Search(20, 0, 1).solve(problem, requirements)
    assert isinstance(outcome, Found)
    comfort = next(tier for tier in outcome.plan.tiers if tier.tier == "comfort")
    assert comfort.value == 10 * known


def test_one_table_for_three_who_meet_in_turn_leaves_one_of_them_a_break() -> None:
    from scheduler.least_breaks import least_breaks
    from scheduler.model import build

    pairs, slots, rooms = CASES[0]
    read, issues = parse(scenario(pairs, slots, rooms))
    assert read is not None, issues
    problem = problem_of(read)
    requirements = requirements_of(problem)
    v = build(problem, requirements).vocabulary
    claims = [claim for r in requirements if r.must for claim in r.rule.claims(problem)]
    assert least_breaks(v, "abc", claims, 12) == fewest(pairs, slots, rooms) == 1
    # Where nothing says that nobody is in two meetings at once, nothing is known.
    assert least_breaks(v, "abc", [], 12) == 0
    # Nor where an idle time may be too long to be a break.
    assert least_breaks(v, "abc", claims, 1) == 0
