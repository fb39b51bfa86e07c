"""A lower bound of the breaks that some principals have in total if every meeting is held.

Principals with the same number of meetings at the same moments are interchangeable. For each kind, a small integer
program counts how many have no break (their meetings follow each other without a gap, from some moment on) and how
many have at least one (their meetings may be anywhere), with no more people busy at any moment than the rooms hold.
The program ignores who meets whom, so that it is a relaxation: its value never exceeds the true minimum.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.rules.resources import Resource
    from scheduler.rules.vocabulary import Vocabulary

EFFORT = 0.02
"""Deterministic seconds for the program."""

Kind = tuple[bool, tuple[frozenset[int], ...]]
"""Whether the breaks are counted, and the moments of each of the meetings."""


def least_breaks(v: Vocabulary, principals: Iterable[str], resources: Iterable[Resource], within: int) -> int:
    """Return a lower bound of the breaks in any plan that holds all meetings; 0 if there is none to be had.

    Args:
        v: a vocabulary all of whose meetings last one step of the grid.
        principals: the keys of those whose breaks are counted.
        resources: those of the musts.
        within: steps of the grid; a longer idle time is no break.
    """
    counted, every = set(principals), {candidate.key for candidate in v.candidates}
    everybody = {principal for candidate in v.candidates for principal in candidate.participants}
    heads = {len(candidate.participants) for candidate in v.candidates}
    moments = {step for candidate in v.candidates for step in v.steps(candidate.key)}
    one_step = all(r.minutes == (v.problem.grid,) and not r.optional for r in v.candidates)
    if not one_step or len(heads) != 1 or not moments or max(moments) - min(moments) > within:
        return 0
    always = [(resource.capacity, _always(v, resource)) for resource in resources if resource.against is None]
    alone = [meetings for capacity, meetings in always if capacity == 1]
    if not all(any(each.issuperset(_keys(v, principal)) for each in alone) for principal in everybody):
        return 0
    most = min(capacity for capacity, meetings in [*always, (len(v.candidates), every)] if meetings >= every)
    kinds = Counter((principal in counted, _rows(v, principal)) for principal in sorted(everybody))
    model, broken = cp_model.CpModel(), []
    busy: dict[int, list[Any]] = defaultdict(list)
    for (is_counted, rows), number in kinds.items():
        with_breaks = _post(model, rows, number, busy)
        if is_counted:
            broken.append(with_breaks)
    for there in busy.values():
        at_once = model.new_int_var(0, most, "meetings at once")
        model.add(sum(there) == max(heads) * at_once)
    model.minimize(sum(broken))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = EFFORT
    status = solver.solve(model)
    return round(solver.best_objective_bound) if status in {cp_model.OPTIMAL, cp_model.FEASIBLE} else 0


def _rows(v: Vocabulary, principal: str) -> tuple[frozenset[int], ...]:
    """Return the moments of each of a principal's meetings, in a canonical order."""
    return tuple(sorted((frozenset(v.steps(r.key)) for r in v.meetings_of(principal)), key=sorted))


def _post(model: cp_model.CpModel, rows: Sequence[frozenset[int]], number: int, busy: dict[int, list[Any]]) -> Any:
    """Post where interchangeable principals are busy, and return how many of them have at least one break."""
    possible = sorted(frozenset.union(*rows))
    with_breaks = model.new_int_var(0, number, "with breaks")
    without = []
    for first in range(possible[0], possible[-1] - len(rows) + 2):
        row = range(first, first + len(rows))
        if set(row) <= set(possible) and all(not each.isdisjoint(row) for each in rows):
            in_a_row = model.new_int_var(0, number, f"in a row from {first}")
            without.append(in_a_row)
            for moment in row:
                busy[moment].append(in_a_row)
    model.add(sum(without) + with_breaks == number)
    anywhere = []
    for moment in possible:
        there = model.new_int_var(0, number, f"with breaks at {moment}")
        model.add(there <= with_breaks)
        busy[moment].append(there)
        anywhere.append(there)
    model.add(sum(anywhere) == len(rows) * with_breaks)
    return with_breaks


def _always(v: Vocabulary, resource: Resource) -> set[str]:
    """Return the meetings that use a resource whenever they are held."""
    return {use.meeting for use in resource.uses if v.present(use).index == v.held(use.meeting).index}


def _keys(v: Vocabulary, principal: str) -> set[str]:
    return {candidate.key for candidate in v.meetings_of(principal)}
