"""Any strategies in any order give verified plans, and bounds that no plan beats."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from scheduler.problem.load import load, parse
from scheduler.problem.requirement import TIERS
from scheduler.problem.requirements import requirements_of
from scheduler.problem.verify import broken_musts, score
from scheduler.rules.written.not_at_the_same_time import NotAtTheSameTime
from scheduler.scenario.generate import invent
from scheduler.scenario.problem import problem_of
from scheduler.solver.engine import Engine
from scheduler.solver.local_search import machine, many
from scheduler.solver.outcome import BrokenPlanError, Found
from scheduler.solver.params import DEFAULTS, STRATEGY_NAMES, SolveParams, load_params
from scheduler.solver.search import STRATEGIES, LogEntry, searched, solve
from scheduler.solver.state import State
from tests.paths import SCENARIOS
from tests.solver.test_optimum import best, scenarios

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Ran

TUTORIAL = SCENARIOS / "tutorial.yaml"


def in_this_order(names: list[str], *, many: int) -> SolveParams:
    return replace(DEFAULTS, strategies=tuple(names), sizes=replace(DEFAULTS.sizes, many=many, few=many + 1))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenarios(), st.lists(st.sampled_from(STRATEGY_NAMES), unique=True), st.sampled_from([0, 1, 100]))
def test_any_subset_and_order_of_strategies_gives_valid_plans_and_true_bounds(
    data: dict[str, Any], names: list[str], many: int
) -> None:
    scenario, _ = parse(yaml.safe_dump(data, sort_keys=False))
    if scenario is None:
        reject()
    problem = problem_of(scenario)
    requirements = requirements_of(problem)
    state = searched(State(Engine(5.0, params=in_this_order(names, many=many)), problem, requirements))
    if state.bookings is None:
        assert state.outcome().plan is None
        return
    plan = state.plan_of(state.bookings)
    assert broken_musts(plan, requirements) == []
    assert {tier: state.costs[tier] for tier in TIERS} == score(plan, requirements)
    lowest = dict(zip(TIERS, best(scenario, problem, requirements), strict=True))
    for tier in TIERS:
        # No plan that keeps what this one has reached in the tiers before is better than the bound.
        assert state.bound(tier) <= lowest[tier]
        if state.costs[tier] != lowest[tier]:
            break
    if state.optimal:
        assert {tier: state.costs[tier] for tier in TIERS} == lowest


def test_the_names_of_the_parameters_are_those_of_the_strategies_in_their_order() -> None:
    assert tuple(strategy.name for strategy in STRATEGIES) == STRATEGY_NAMES


def test_a_state_takes_no_plan_that_breaks_a_must() -> None:
    problem = problem_of(load(TUTORIAL))
    state = State(Engine(), problem, requirements_of(problem))
    plan = solve(load(TUTORIAL)).plan
    assert plan is not None
    first, *others = plan.bookings
    moved = replace(first, start=first.start.replace(hour=2), end=first.end.replace(hour=3))
    with pytest.raises(BrokenPlanError):
        state.accept([moved, *others])
    assert state.bookings is None
    assert state.accept(plan.bookings)
    assert not state.accept(others), "a worse plan does not take the place of a better one"
    assert len(state.bookings or ()) == len(plan.bookings)


def test_a_bound_counts_only_beside_what_was_reached_before() -> None:
    problem = problem_of(load(TUTORIAL))
    state = State(Engine(), problem, requirements_of(problem))
    assert state.accept(())
    state.prove("comfort", 7)
    reached = dict(state.costs)
    assert state.bound("comfort") == 7
    state.costs = reached | {"normal": reached["normal"] - 1}
    assert state.bound("comfort") == 7, "it holds for plans that are better in the tiers before"
    state.costs = reached | {"must": reached["must"] - 1, "normal": reached["normal"] + 1}
    assert state.bound("comfort") == 0, "nothing is known of plans that are worse in one of them"


def test_a_plan_that_is_better_than_a_proof_allows_is_a_mistake_of_ours() -> None:
    problem = problem_of(load(TUTORIAL))
    state = State(Engine(), problem, requirements_of(problem))
    state.accept(())
    state.prove("must", state.costs["must"])
    assert state.costs["must"]
    plan = solve(load(TUTORIAL)).plan
    assert plan is not None
    with pytest.raises(BrokenPlanError, match="better than what was proved of must"):
        state.accept(plan.bookings)


def test_the_log_has_a_line_for_each_strategy_that_ran() -> None:
    lines: list[LogEntry] = []
    outcome = solve(load(TUTORIAL), log=lines.append)
    assert isinstance(outcome, Found)
    assert lines
    assert [line.strategy for line in lines] == [n for n in STRATEGY_NAMES if n in {line.strategy for line in lines}]
    assert lines[-1].held == len(outcome.plan.bookings)
    assert all(line.bounds[tier] <= line.costs[tier] for line in lines for tier in line.bounds)


class _Largest(NotAtTheSameTime):
    """Says something in a kind of constraint that nobody reads: the later of two starts is some moment."""

    def post(self, model: Any, v: Any) -> Iterator[Any]:
        starts = [v.step(key) for key in v.asked(self.meetings)]
        later = model.new_int_var(0, 10_000, "the later start")
        yield model.add_max_equality(later, starts)


@pytest.mark.parametrize("strength", ["must", "strong wish"])
def test_a_kind_of_constraint_that_cannot_be_taken_apart_leaves_the_model_whole(
    monkeypatch: pytest.MonkeyPatch, strength: str
) -> None:
    text = TUTORIAL.read_text(encoding="utf-8")
    scenario, issues = parse(text)
    assert scenario is not None, issues
    keys = [key for key, meeting in scenario.meetings.items() if meeting.planned][:2]
    monkeypatch.setattr(NotAtTheSameTime, "post", _Largest.post)
    monkeypatch.setattr(NotAtTheSameTime, "resources", lambda *_: ())
    rule = f"  - {{rule: not_at_the_same_time, meetings: [{', '.join(keys)}], strength: {strength}}}\n"
    assert "\nrules:\n" in text
    scenario, issues = parse(text.replace("\nrules:\n", f"\nrules:\n{rule}"))
    assert scenario is not None, issues
    few = replace(DEFAULTS, sizes=replace(DEFAULTS.sizes, few=1))
    for params in (DEFAULTS, few):
        assert isinstance(solve(scenario, params=params), Found)


def test_numbers_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "numbers.toml"
    path.write_text(
        'strategies = ["tier_by_tier"]\n[neighbourhoods]\neffort = 1\n[local_search.plain]\nmost_people = 7\n',
        encoding="utf-8",
    )
    params = load_params(path)
    assert params.strategies == ("tier_by_tier",)
    assert params.neighbourhoods.effort == 1.0
    assert params.local_search.plain.most_people == 7
    assert params.local_search.compiled == DEFAULTS.local_search.compiled


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[neighbourhoods]\neffect = 1\n", "there is no number 'neighbourhoods.effect'"),
        ("[neighbourhoods]\neffort = 'much'\n", "'neighbourhoods.effort' is 'much', not a number"),
        ("neighbourhoods = 3\n", "'neighbourhoods' is a table"),
        ('strategies = ["luck"]\n', "strategies are some of"),
        ('strategies = ["comfort", "comfort"]\n', "each once"),
    ],
)
def test_a_file_of_numbers_that_names_what_there_is_not_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "numbers.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        load_params(path)


def test_without_numba_thousands_of_meetings_are_planned_and_that_it_is_slower_is_said(
    scheduler: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "HAS_COMPILER", False)
    monkeypatch.setattr(many, "HAS_COMPILER", False)
    (tmp_path / "week.yaml").write_text(invent("general-assembly", 2_100, 3), encoding="utf-8")
    (tmp_path / "little.toml").write_text("[local_search]\nwork_a_second = 100\n", encoding="utf-8")
    ran = scheduler("solve", tmp_path / "week.yaml", "--params", tmp_path / "little.toml", "--json")
    assert "notice: the search of more than 2,000 meetings is slower without numba" in ran.err
    assert len(json.loads(ran.out)["bookings"]) > 1_500


def test_numbers_of_the_search_are_an_option_and_mistakes_in_them_are_bad_input(
    scheduler: Callable[..., Ran], tmp_path: Path
) -> None:
    path = tmp_path / "numbers.toml"
    path.write_text('strategies = ["tier_by_tier"]\n', encoding="utf-8")
    ran = scheduler("solve", str(TUTORIAL), "--params", str(path), "--log", "--json")
    assert ran.code == 0
    assert [line.partition(":")[0] for line in ran.err.splitlines()] == ["tier_by_tier"]
    path.write_text("[neighbourhood]\n", encoding="utf-8")
    ran = scheduler("solve", str(TUTORIAL), "--params", str(path))
    assert ran.code == 2
    assert f"{path}: there is no number 'neighbourhood'" in ran.err
