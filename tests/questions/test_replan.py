"""Replanning: as few changes as enumeration finds, and nothing that is frozen or pinned moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from scheduler.plan.plan import Plan
from scheduler.problem.load import load, with_data_quickly
from scheduler.problem.requirement import PRIORITIES
from scheduler.problem.requirements import requirements_of
from scheduler.problem.verify import score
from scheduler.questions.replan import KEEPS, Replanned, Stuck, fewest_changes, weight_of
from scheduler.rules.asked.as_planned import AsPlanned
from scheduler.scenario.edit import Edit, patch_data
from scheduler.scenario.problem import problem_of
from scheduler.solver.engine import Engine
from scheduler.solver.outcome import Found
from scheduler.solver.search import solve
from tests.paths import MOSCOW
from tests.questions.oracle import every_plan, read, tight

if TYPE_CHECKING:
    pass

some = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

HAPPENS = st.sampled_from(
    [
        Edit(("principals", "ana", "stays", 0, "from"), "3 Sep 10:00"),
        Edit(("principals", "ana", "stays", 0, "to"), "3 Sep 10:50"),
        Edit(("hours",), "10:00-13:00"),
        Edit(("hours",), "09:00-12:00"),
        Edit(("rules",), [{"rule": "closed", "venue": "hotel", "from": "3 Sep 09:00", "to": "3 Sep 10:30"}]),
        Edit(("rules",), [{"rule": "closed", "room": "salon", "from": "3 Sep 10:00", "to": "3 Sep 11:30"}]),
        Edit(("meetings", "m1", "priority"), "low"),
        Edit(("meetings", "m0", "state"), "tentative"),
        Edit(("meetings", "m0", "state"), "declined"),
    ]
)


@some
@given(tight(), HAPPENS)
def test_the_changes_weigh_as_little_as_enumeration_finds(text: str, happens: Edit) -> None:
    assume(happens.path[:2] != ("principals", "ana") or "stays" in text)
    scenario, _, _ = read(text)
    outcome = solve(scenario)
    if not isinstance(outcome, Found):
        reject()
    changed = with_data_quickly(scenario, patch_data(scenario.origins.data, [happens]))
    if changed is None:
        reject()
    problem = problem_of(changed)
    requirements = requirements_of(problem)
    made = fewest_changes(Engine(), problem, requirements, outcome.plan)
    assert isinstance(made, Replanned)
    assert made.fewest

    def weight(plan: Plan) -> int:
        return sum(
            weight_of(problem, booking, None) * times
            for booking in outcome.plan.bookings
            if booking.meeting in problem.by_key
            for keeps, times in KEEPS
            if any(True for _ in AsPlanned(booking.meeting, booking, keeps).broken(plan))
        )

    def worth(plan: Plan) -> tuple[int, ...]:
        costs = score(plan, requirements)
        return (costs["must"], weight(plan), *(costs[tier] for tier in PRIORITIES[1:]), costs["comfort"])

    assert worth(made.plan) == min(map(worth, every_plan(problem, requirements)))
    assert made.weight == weight(made.plan)
    assert made.impossible == (score(made.plan, requirements)["must"] > 0)


def test_where_nothing_happened_nothing_moves() -> None:
    for name in ("moscow-2020-09", "general-assembly", "tutorial"):
        scenario = load(MOSCOW.parent / f"{name}.yaml")
        plan = solve(scenario).plan
        assert plan is not None
        problem = problem_of(scenario)
        made = fewest_changes(Engine(), problem, requirements_of(problem), plan)
        assert isinstance(made, Replanned)
        assert made.changes == ()
        assert made.fewest


def test_what_has_begun_or_is_pinned_does_not_move() -> None:
    scenario = load(MOSCOW)
    plan = solve(scenario).plan
    assert plan is not None
    pinned = plan.by_meeting["ric-trilateral"]
    start = pinned.start.astimezone(problem_of(scenario).facts.period.zone)
    data = patch_data(
        scenario.origins.data,
        [
            Edit(("meetings", "ric-trilateral", "start"), f"{start:%d} Sep {start:%H:%M}"),
            Edit(("principals", "jaishankar", "stays", 0, "from"), "10 Sep 08:00"),
            Edit(("hours",), "08:00-20:00"),
        ],
    )
    changed = with_data_quickly(scenario, data)
    assert changed is not None
    problem = problem_of(changed)
    now = plan.by_meeting["singh-wei"].start
    for moment in (None, now):
        made = fewest_changes(Engine(), problem, requirements_of(problem), plan, moment)
        assert isinstance(made, Replanned)
        assert made.changes
        moved = {change.move.meeting for change in made.changes}
        assert "ric-trilateral" not in moved
        assert made.plan.by_meeting["ric-trilateral"].start == pinned.start
        if moment is not None:
            begun = {booking.meeting for booking in plan.bookings if booking.start < moment}
            assert begun
            assert not begun & moved
            late = [b for b in made.plan.bookings if b.meeting not in begun and b.start < moment]
            assert late == []


def test_what_has_begun_and_cannot_stand_is_said() -> None:
    scenario = load(MOSCOW)
    plan = solve(scenario).plan
    assert plan is not None
    edits = [
        Edit(("meetings", "singh-shoigu", "calls_on"), "singh"),
        Edit(("meetings", "singh-shoigu", "venue"), "metropol"),
    ]
    changed = with_data_quickly(scenario, patch_data(scenario.origins.data, edits))
    assert changed is not None
    problem = problem_of(changed)
    now = plan.by_meeting["singh-wei"].start
    made = fewest_changes(Engine(), problem, requirements_of(problem), plan, now)
    assert isinstance(made, Stuck)
    assert "singh-shoigu" in made.conflict.meetings


def test_a_confirmed_meeting_a_high_rank_and_a_near_day_weigh_more() -> None:
    scenario = load(MOSCOW)
    problem = problem_of(scenario)
    plan = solve(scenario).plan
    assert plan is not None
    ministers, officials = plan.by_meeting["singh-wei"], plan.by_meeting["varma-morgulov"]
    assert weight_of(problem, ministers, None) > weight_of(problem, officials, None)
    assert weight_of(problem, ministers, ministers.start) == 2 * weight_of(problem, ministers, None)
    tentative = weight_of(problem, plan.by_meeting["singh-shoigu"], None)
    assert tentative == 2 * weight_of(problem, ministers, None)
