"""What a question costs, and every slot of a meeting: as brute force over all plans says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from scheduler.plan.plan import Plan
from scheduler.problem.load import load
from scheduler.problem.requirement import PRIORITIES, Requirement
from scheduler.problem.requirements import requirements_of
from scheduler.problem.verify import score
from scheduler.questions.conflict import musts_of
from scheduler.questions.explain import what_it_takes
from scheduler.questions.slots import every_start
from scheduler.questions.what_if import THE_QUESTION, asked_for
from scheduler.rules.asked.as_planned import AsPlanned
from scheduler.rules.asked.supposed import Supposed
from scheduler.rules.implied.held import Held
from scheduler.scenario.problem import problem_of
from scheduler.solver.outcome import Found
from scheduler.solver.proof import Prover
from scheduler.solver.search import solve
from tests.paths import MOSCOW
from tests.questions.oracle import every_plan, possible, read, tight

if TYPE_CHECKING:
    pass

some = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@some
@given(tight(most_meetings=2), st.integers(0, 3), st.booleans())
def test_the_price_is_the_least_there_is(text: str, hour: int, by_day: bool) -> None:
    scenario, problem, requirements = read(text)
    outcome = solve(scenario)
    if not isinstance(outcome, Found):
        reject()
    meeting = problem.candidates[0].key
    start = problem.facts.first + timedelta(hours=hour + 9)
    supposed = [Supposed(meeting, day=problem.facts.dates[0]) if by_day else Supposed(meeting, start=start)]
    answer = what_it_takes(Prover(), problem, requirements, outcome.plan, meeting, supposed)
    asked = asked_for(requirements, meeting, supposed)
    assert bool(answer.price) == possible(problem, musts_of(asked))
    if answer.price is None:
        return

    def worth(plan: Plan) -> tuple[int, ...]:
        costs = score(plan, requirements)
        changes = sum(any(True for _ in AsPlanned(b.meeting, b).broken(plan)) for b in outcome.plan.bookings)
        return (*(costs[tier] for tier in PRIORITIES), changes, costs["comfort"])

    held = [plan for plan in every_plan(problem, asked) if plan.booking(meeting)]
    assert worth(answer.price.after) == min(worth(plan) for plan in held)
    assert answer.price.proved
    changed = {move.meeting for move in answer.price.moves}
    for candidate in problem.candidates:
        one, other = outcome.plan.booking(candidate.key), answer.price.after.booking(candidate.key)
        same = one == other or (
            one is not None and other is not None and not AsPlanned(candidate.key, one).differs(other)
        )
        assert same == (candidate.key not in changed)


@some
@given(tight(most_meetings=2), st.integers(0, 1))
def test_each_start_is_what_brute_force_says(text: str, which: int) -> None:
    scenario, problem, requirements = read(text)
    outcome = solve(scenario)
    if not isinstance(outcome, Found):
        reject()
    meeting = problem.candidates[which].key
    plan = outcome.plan
    found = every_start(Prover(), problem, requirements, plan, meeting)
    others = [booking for booking in plan.bookings if booking.meeting != meeting]
    asked = asked_for(requirements, meeting, [])
    stay = [Requirement(AsPlanned(booking.meeting, booking), THE_QUESTION) for booking in others]
    held = {r.rule.meeting: r for r in asked if isinstance(r.rule, Held)}
    rules = [r for r in musts_of(asked) if not isinstance(r.rule, Held)]
    now = plan.booking(meeting)
    for slot in found:
        then = Requirement(Supposed(meeting, start=slot.start), THE_QUESTION)
        moving = possible(problem, [*musts_of(asked), then])
        booked = [held[booking.meeting] for booking in others]
        standing = possible(problem, [*rules, *booked, held[meeting], *stay, then])
        expected = "free" if standing else "others move" if moving else "ruled out"
        assert slot.state == ("planned" if now and now.start == slot.start else expected)
        if slot.state == "ruled out":
            because = [r for r in slot.because if getattr(r.rule, "meeting", "") != meeting or r.rule.word != "held"]
            assert not possible(problem, [*because, held[meeting], then])


def test_every_slot_of_moscow_has_an_answer_and_a_reason() -> None:
    scenario = load(MOSCOW)
    problem = problem_of(scenario)
    requirements = requirements_of(problem)
    plan = solve(scenario).plan
    assert plan is not None
    found = every_start(Prover(), problem, requirements, plan, "singh-wei")
    assert len(found) == 12 * 96 - 3
    assert sum(slot.state == "planned" for slot in found) == 1
    assert all(slot.because for slot in found if slot.state == "ruled out")
    assert "unknown" not in {slot.state for slot in found}


def test_what_time_did_not_reach_is_unknown() -> None:
    scenario = load(MOSCOW)
    problem = problem_of(scenario)
    plan = solve(scenario).plan
    assert plan is not None
    found = every_start(Prover(time_limit=0), problem, requirements_of(problem), plan, "singh-wei")
    assert {slot.state for slot in found} == {"planned", "ruled out", "unknown"}
    answer = what_it_takes(Prover(time_limit=0), problem, requirements_of(problem), plan, "singh-wei")
    assert answer.out_of_time
    assert answer.price is None
    assert answer.refusal is None
