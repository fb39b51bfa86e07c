"""Whom a rule concerns: it says itself which meetings it can constrain, and constrains no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from ortools.sat.python import cp_model

from scheduler.problem.requirement import Requirement
from scheduler.problem.start_windows import Narrowing
from scheduler.questions.what_if import THE_QUESTION
from scheduler.rules.asked import AsPlanned, Enough, Supposed
from scheduler.rules.concern import EVERY_MEETING, Concern, named_or_every
from scheduler.rules.vocabulary import Vocabulary
from scheduler.solver.model import narrow
from scheduler.testing.tiny import FIELD
from scheduler.testing.world import World
from tests.rules.cases import CASES, world_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.rules.base import Rule
    from scheduler.scenario.problem import Problem
    from tests.rules.cases import RuleCase

TALKS, DINNER, CALL = "talks", "dinner", "call"
THREE = """
meetings:
  talks: {participants: [ana, ben]}
  dinner: {participants: [ana, cem], optional: [ben]}
  call: {participants: [cem, dia]}
"""
A_TIME = datetime(2020, 9, 3, 8, tzinfo=UTC)


class Listening(Vocabulary):
    """A vocabulary that notes which meetings are spoken of."""

    def __init__(self, problem: Problem) -> None:
        _, narrowed = narrow(problem, ())
        super().__init__(
            problem, cp_model.CpModel(), {key: next(iter(each.values())) for key, each in narrowed.items()}
        )
        self.heard: set[str] = set()

    def _once(self, key: Any, make: Callable[[], Any]) -> Any:
        if isinstance(key, tuple) and key[1] in self.problem.by_key:
            self.heard.add(key[1])
        return super()._once(key, make)


def constrained(rule: Rule, problem: Problem) -> set[str]:
    """Return the meetings that a rule constrains in any of its ways of speaking to the solver."""
    v = Listening(problem)
    if rule.graded:
        rule.cost(v)
    for _ in rule.post(v.model, v):
        pass
    found = v.heard | {
        use.meeting for claimed in rule.resources(problem) for use in (*claimed.uses, *(claimed.against or ()))
    }
    return found | {
        candidate.key
        for candidate in problem.candidates
        for setting in candidate.settings
        for minutes in candidate.minutes
        # A rule that names meetings or principals is asked of no others; one that names neither is asked of all.
        if rule.concerns.which is not None or candidate in rule.concerns.among(problem)
        if rule.allows(candidate, setting, minutes) is not None
    }


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_constrains_only_meetings_that_it_concerns(case: RuleCase) -> None:
    world = world_of(case)
    for requirement in world.under(case.rule):
        concerned = {candidate.key for candidate in requirement.rule.concerns.among(world.problem)}
        assert constrained(requirement.rule, world.problem) <= concerned


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_breach_is_one_of_the_meetings_that_a_rule_concerns(case: RuleCase) -> None:
    """The local search and the reasons for what has no slot ask a rule of these bookings alone."""
    world = world_of(case)
    for requirement in world.under(case.rule, case.whose):
        rule = requirement.rule
        concerned = {candidate.key for candidate in rule.concerns.among(world.problem)}
        for plan in list(world.plans.values())[:: max(1, len(world.plans) // 200)]:
            alone = replace(plan, bookings=tuple(b for b in plan.bookings if b.meeting in concerned))
            assert any(rule.broken(plan)) == any(rule.broken(alone))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_a_rule_concerns_it_touches(case: RuleCase) -> None:
    problem = world_of(case).problem
    for requirement in world_of(case).under(case.rule):
        concern = requirement.rule.concerns
        for candidate in concern.among(problem):
            assert concern.touches({candidate.key}, {*candidate.participants, *candidate.optional})


@pytest.mark.parametrize(
    ("concern", "keys"),
    [
        (Concern((DINNER, "another")), {DINNER}),
        (Concern(principals=("ben",)), {TALKS, DINNER}),
        (Concern((CALL,), ("ben",)), {TALKS, DINNER, CALL}),
        (Concern(which=lambda candidate: "dia" in candidate.participants), {CALL}),
        (EVERY_MEETING, {TALKS, DINNER, CALL}),
        (named_or_every(()), {TALKS, DINNER, CALL}),
        (named_or_every((TALKS,)), {TALKS}),
        (Concern(), set()),
    ],
)
def test_a_concern_is_the_meetings_named_and_those_of_the_principals_named(concern: Concern, keys: set[str]) -> None:
    found = [candidate.key for candidate in concern.among(World.of(THREE, FIELD).problem)]
    assert (set(found), len(found)) == (keys, len(keys))


def test_a_concern_touches_what_has_one_of_its_keys() -> None:
    assert Concern((TALKS,)).touches({TALKS}, set())
    assert Concern(principals=("ana",)).touches(set(), {"ana"})
    assert EVERY_MEETING.touches(set(), set())
    assert not Concern((TALKS,), ("ana",)).touches({DINNER}, {"ben"})


@pytest.mark.parametrize(
    ("rule", "keys"),
    [
        (Supposed(TALKS, before=DINNER), {TALKS, DINNER}),
        (Supposed(TALKS, after=CALL, start=A_TIME), {TALKS, CALL}),
        (Enough((TALKS, CALL), 1), {TALKS, CALL}),
    ],
)
def test_what_a_question_adds_constrains_what_it_concerns(rule: Rule, keys: set[str]) -> None:
    problem = World.of(THREE, FIELD).problem
    assert {candidate.key for candidate in rule.concerns.among(problem)} == keys == constrained(rule, problem)


def test_an_earlier_slot_concerns_its_meeting_alone() -> None:
    world = World.of(THREE, FIELD)
    booking = next(booking for plan in world.plans.values() for booking in plan.bookings if booking.meeting == CALL)
    rule = AsPlanned(CALL, booking)
    assert rule.concerns == Concern((CALL,))
    assert constrained(rule, world.problem) == {CALL}


def test_what_is_supposed_of_a_meeting_narrows_no_other() -> None:
    world = World.of(THREE, FIELD)
    supposed = Requirement(Supposed(TALKS, start=A_TIME, before=DINNER), THE_QUESTION)
    before, after = (Narrowing(each) for each in ([], [supposed]))
    by_key = world.problem.by_key
    assert after.starts(world.problem, by_key[DINNER]) == before.starts(world.problem, by_key[DINNER])
    assert after.starts(world.problem, by_key[TALKS]) != before.starts(world.problem, by_key[TALKS])
