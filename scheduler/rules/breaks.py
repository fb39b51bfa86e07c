"""Breaks: idle times between two consecutive meetings of a principal, each counting one whatever its length."""

from __future__ import annotations

from datetime import timedelta
from math import gcd
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.plan.plan import Plan
    from scheduler.rules.vocabulary import Literal, Vocabulary

NIGHT = 6 * 60
"""Minutes; a longer idle time is no break, but a night or an afternoon off."""


def breaks_of(plan: Plan, principal: str) -> int:
    """Return how many breaks a principal has in a finished plan."""
    number, until = 0, None
    for booking in plan.of(principal):
        if until is not None and timedelta(0) < booking.start - until <= timedelta(minutes=NIGHT):
            number += 1
        until = booking.end if until is None else max(until, booking.end)
    return number


def break_literals(v: Vocabulary, principal: str) -> list[Literal]:
    """Return a literal for each moment at which a principal's break may end; it is true if one ends there.

    The implication goes one way only, which is enough for minimising and makes the search faster. For a lower
    limit of the number of breaks use `sure_breaks`.

    A break ends at a moment if the principal is busy at it, idle right before it, and busy some time before that.
    A moment is the largest unit of time of which all starts and lengths are multiples.
    """
    made: list[Literal] = v.once(("breaks", principal), lambda: _new_literals(v, principal, _if))
    return made


def sure_breaks(v: Vocabulary, principal: str) -> list[Literal]:
    """Return the same literals with the opposite implication: each is true only if a break ends there."""
    made: list[Literal] = v.once(("sure breaks", principal), lambda: _new_literals(v, principal, _only_if))
    return made


def _if(ends: Literal, needed: list[Literal]) -> list[list[Literal]]:
    """Return the clauses for: if all conditions hold, a break ends."""
    return [[ends, *(~literal for literal in needed)]]


def _only_if(ends: Literal, needed: list[Literal]) -> list[list[Literal]]:
    """Return the clauses for: a break ends only if all conditions hold."""
    return [[~ends, literal] for literal in needed]


def busy_literals(v: Vocabulary, principal: str) -> dict[int, tuple[Literal, list[Literal]]]:
    """Return, for each moment, the literal that the principal is in a meeting, and its disjuncts."""
    made: dict[int, tuple[Literal, list[Literal]]] = v.once(("busy", principal), lambda: _new_busy(v, principal))
    return made


def moments(v: Vocabulary, principal: str, minutes: int) -> int:
    """Return the length of a number of minutes in a principal's moments."""
    return minutes // _unit(v, principal)


def _unit(v: Vocabulary, principal: str) -> int:
    return gcd(v.problem.grid, *(minutes for r in v.meetings_of(principal) for minutes in r.minutes))


def _new_busy(v: Vocabulary, principal: str) -> dict[int, tuple[Literal, list[Literal]]]:
    unit = _unit(v, principal)
    covering: dict[int, list[Literal]] = {}
    for candidate in v.meetings_of(principal):
        starts, attends = v.starts(candidate.key), v.attends(candidate.key, principal)
        joins = [] if attends is v.held(candidate.key) else [attends]
        for step, start in starts.items():
            for minutes in candidate.minutes:
                others = [*joins, v.takes(candidate.key, minutes)] if len(candidate.minutes) > 1 else joins
                there = v.all_of([start, *others]) if others else start
                first = step * v.problem.grid // unit
                for moment in range(first, first + minutes // unit):
                    covering.setdefault(moment, []).append(there)
    return {
        moment: (v.any_of(("busy", principal, moment), literals), literals)
        for moment, literals in sorted(covering.items())
    }


def _new_literals(
    v: Vocabulary, principal: str, clauses: Callable[[Literal, list[Literal]], list[list[Literal]]]
) -> list[Literal]:
    model, busy = v.model, busy_literals(v, principal)
    within = NIGHT // _unit(v, principal)
    literals = []
    seen: dict[int, Literal] = {}
    for moment, (now, _) in busy.items():
        before = [m for m in busy if moment - 1 - within <= m < moment - 1]
        if not before:
            continue
        # Where the whole day lies within, each moment adds one to what is known of those before it.
        longest = [seen[m] for m in (moment - 1, moment - 2) if m in seen and min(busy) >= moment - 1 - within][:1]
        added = [busy[m][0] for m in before if not longest or m >= moment - 3]
        seen[moment] = v.any_of(("busy before", principal, moment), [*longest, *added])
        was_idle = [~busy[moment - 1][0]] if moment - 1 in busy else []
        ends = model.new_bool_var(f"{principal} ends a break at {moment}")
        for clause in clauses(ends, [now, seen[moment], *was_idle]):
            model.add_bool_or(clause).with_name(f"vocabulary: {principal} ends a break at {moment}")
        literals.append(ends)
    return literals
