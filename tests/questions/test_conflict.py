"""Conflicts: they are conflicts, each member is needed, and none is missed; on scenarios decided by brute force."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from scheduler.problem.load import load
from scheduler.problem.requirements import requirements_of
from scheduler.questions.conflict import conflicts, fewest, in_order, musts_of
from scheduler.scenario.problem import problem_of
from scheduler.solver.proof import OutOfTimeError, Prover
from tests.broken import VARIANTS, text_of
from tests.paths import MOSCOW
from tests.questions.oracle import possible, read, tight

many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@many
@given(tight())
def test_a_conflict_is_one_and_each_member_is_needed(text: str) -> None:
    _, problem, requirements = read(text)
    found, whole = conflicts(Prover(), problem, requirements)
    assert whole
    assert bool(found) == (not possible(problem, musts_of(requirements)))
    for conflict in found:
        assert conflict.minimal
        members = conflict.requirements
        assert not possible(problem, members)
        for number in range(len(members)):
            assert possible(problem, [*members[:number], *members[number + 1 :]])


@many
@given(tight())
def test_a_naive_twin_agrees_on_what_is_impossible(text: str) -> None:
    """The twin leaves out one requirement after the other, by brute force, with no screen, no solver and no hint."""
    _, problem, requirements = read(text)
    musts = musts_of(requirements)
    found, _ = conflicts(Prover(), problem, requirements)
    if possible(problem, musts):
        assert not found
        return
    twin = fewest(musts, lambda fewer: not possible(problem, fewer))
    assert Prover().together(problem, twin) is None
    assert all(Prover().together(problem, [r for r in twin if r is not each]) is not None for each in twin)
    assert found


@many
@given(tight())
def test_the_conflicts_are_independent_and_none_is_left(text: str) -> None:
    _, problem, requirements = read(text)
    found, _ = conflicts(Prover(), problem, requirements)
    named = [key for conflict in found for key in conflict.meetings]
    assert len(named) == len(set(named))
    without = [r for r in musts_of(requirements) if getattr(r.rule, "meeting", None) not in named]
    assert possible(problem, without)


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_conflicts_of_the_broken_scenarios_are_minimal(variant: str) -> None:
    _, problem, requirements = read(text_of(variant))
    found, whole = conflicts(Prover(), problem, requirements)
    assert whole
    assert len(found) == (2 if variant == "both" else 1)
    for conflict in found:
        members = conflict.requirements
        assert Prover().together(problem, members) is None
        for member in members:
            assert Prover().together(problem, [r for r in members if r is not member]) is not None


def test_a_scenario_with_a_plan_has_no_conflict() -> None:
    problem = problem_of(load(MOSCOW))
    assert conflicts(Prover(), problem, requirements_of(problem)) == ([], True)


def test_out_of_time_is_not_impossible() -> None:
    _, problem, requirements = read(text_of("room"))
    with pytest.raises(OutOfTimeError):
        conflicts(Prover(time_limit=0), problem, requirements)


def test_a_set_that_was_not_proved_minimal_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time ends after the meetings were found, while the rules are left out one by one."""
    _, problem, requirements = read(text_of("room"))
    prover = Prover()
    enough = prover.together

    def soon_over(*arguments: object) -> object:
        if prover.proofs > 6:
            raise OutOfTimeError
        return enough(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(prover, "together", soon_over)
    found, whole = conflicts(prover, problem, requirements)
    assert [conflict.minimal for conflict in found] == [False]
    assert not whole
    assert Prover().together(problem, found[0].requirements) is None


def test_an_argument_begins_with_what_is_asked_and_goes_on_in_time() -> None:
    _, problem, requirements = read(text_of("flight"))
    (conflict,), _ = conflicts(Prover(), problem, requirements)
    words = [r.rule.word for r in conflict.requirements]
    assert words[:4] == ["held", "room_needs", "absence", "absence"]
    assert in_order(list(reversed(conflict.requirements))) == list(conflict.requirements)
