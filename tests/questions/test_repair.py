"""Ways out: each makes the scenario possible, none is needless, and none with fewer changes of its kinds exists."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import HealthCheck, given, reject, settings

from scheduler.problem.load import parse, with_data_quickly
from scheduler.problem.requirements import requirements_of
from scheduler.problem.verify import verify
from scheduler.questions.conflict import musts_of
from scheduler.questions.repair import UNUSUAL, Repair, repairs
from scheduler.scenario.edit import NotEditableError, patch_data
from scheduler.scenario.problem import problem_of
from scheduler.scenario.repair_kinds import KINDS
from scheduler.solver.outcome import Found
from scheduler.solver.proof import Prover
from scheduler.solver.search import solve
from tests.broken import VARIANTS, text_of
from tests.questions.oracle import possible, read, tight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.rules.softening import Softening
    from scheduler.scenario.models import Scenario

some = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def with_bends(scenario: Scenario, softenings: Sequence[tuple[Softening, int]]) -> bool | None:
    """Whether a scenario is possible with some bends by their amounts, by brute force; None where it is refused."""
    try:
        edits = [edit for softening, amount in softenings for edit in softening.made(amount).edits]
        changed = with_data_quickly(scenario, patch_data(scenario.origins.data, edits))
    except NotEditableError:
        return None
    if changed is None:
        return None
    problem = problem_of(changed)
    return possible(problem, musts_of(requirements_of(problem)))


@some
@given(tight())
def test_every_way_out_makes_a_plan_possible_and_none_is_needless(text: str) -> None:
    scenario, problem, requirements = read(text)
    if possible(problem, musts_of(requirements)):
        reject()
    found = repairs(Prover(), scenario, text)
    assert found.found or not found.complete
    for repair in found.found:
        repaired, issues = parse(repair.text)
        assert repaired is not None
        assert not issues
        outcome = solve(repaired)
        assert isinstance(outcome, Found)
        assert verify(outcome.plan, repaired) == []
        softenings = [(change.softening, change.amount) for change in repair.changes]
        for fewer in combinations(softenings, len(softenings) - 1):
            assert not with_bends(scenario, fewer)
        for number, (softening, amount) in enumerate(softenings):
            smaller = [a for a in softening.amounts if a < amount] if softening.more_is_looser else []
            if smaller:
                assert not with_bends(
                    scenario, [*softenings[:number], (softening, smaller[-1]), *softenings[number + 1 :]]
                )


@some
@given(tight(most_meetings=2))
def test_none_with_fewer_changes_of_the_same_kinds_exists(text: str) -> None:
    """Every bend of every requirement is tried, by as much as it bends, not only those of a conflict."""
    scenario, problem, requirements = read(text)
    musts = musts_of(requirements)
    if possible(problem, musts):
        reject()
    facts = problem.facts
    every = [softening for r in musts for softening in r.rule.softenings(facts) if softening.amounts]
    for repair in repairs(Prover(), scenario, text).found:
        kinds = [change.kind for change in repair.changes]
        for count in range(1, len(kinds)):
            for several in combinations(every, count):
                theirs = [softening.kind for softening in several]
                if all(theirs.count(kind) <= kinds.count(kind) for kind in theirs):
                    assert not with_bends(scenario, [(softening, softening.amounts[-1]) for softening in several])


@some
@given(tight())
def test_as_few_musts_are_given_up_as_can_be(text: str) -> None:
    """Where nothing else may change, the way out gives up the fewest must-meetings."""
    only = {kind: "never" for kind in KINDS if kind != "priority"}
    data = {**yaml.safe_load(text), "repairs": only}
    text = yaml.safe_dump(data, sort_keys=False)
    scenario, problem, requirements = read(text)
    musts = musts_of(requirements)
    if possible(problem, musts):
        reject()
    keys = [key for key, meeting in scenario.meetings.items() if meeting.priority == "must"]

    def enough(given_up: Sequence[str]) -> bool:
        return possible(problem, [r for r in musts if getattr(r.rule, "meeting", None) not in given_up])

    fewest = next(n for n in range(1, len(keys) + 1) if any(enough(gone) for gone in combinations(keys, n)))
    found = repairs(Prover(), scenario, text)
    assert found.complete
    assert {len(repair.changes) for repair in found.found} == {fewest}
    given_up = [{str(e.path[1]) for c in repair.changes for e in c.edits} for repair in found.found]
    every = [set(gone) for gone in combinations(keys, fewest) if enough(gone)]
    assert len(given_up) == min(5, len(every))
    assert all(gone in every for gone in given_up)


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_way_out_of_the_broken_scenarios_solves(variant: str) -> None:
    text = text_of(variant)
    scenario, _ = parse(text)
    assert scenario is not None
    found = repairs(Prover(), scenario, text)
    assert found.complete
    assert len(found.found) >= 4
    assert [repair.cost for repair in found.found] == sorted(repair.cost for repair in found.found)
    for repair in found.found:
        repaired, issues = parse(repair.text)
        assert repaired is not None
        assert not issues
        outcome = solve(repaired)
        assert isinstance(outcome, Found)
        assert verify(outcome.plan, repaired) == []
        _keeps_comments_and_order(text, repair)


def _keeps_comments_and_order(text: str, repair: Repair) -> None:
    """No comment is lost, and no line changes but those at the paths of the repair."""
    comments = [line.partition("#")[2] for line in text.splitlines() if "#" in line]
    assert [line.partition("#")[2] for line in repair.text.splitlines() if "#" in line] == comments
    before, after = text.splitlines(), repair.text.splitlines()
    changed = [line for line in before if line not in after]
    assert len(changed) <= sum(len(change.edits) for change in repair.changes)


def test_what_is_firm_is_not_bent_and_what_is_not_may_be() -> None:
    text = text_of("flight")
    kinds, _ = _ways(text)
    assert "session" not in kinds
    assert "stay" in kinds
    firm = text.replace("        to: 4 Sep 14:50\n", "        to: 4 Sep 14:50\n        firm: true\n")
    assert "stay" not in _ways(firm)[0]
    text = text_of("slip")
    assert "session" not in _ways(text, most=8)[0]
    loose = text.replace("{kind: opening, ", "{kind: opening, firm: false, ")
    kinds, costs = _ways(loose, most=8)
    assert next(c for kind, c in zip(kinds, costs, strict=True) if kind == "session") >= UNUSUAL


def test_the_scenario_says_what_a_change_costs() -> None:
    text = text_of("flight") + "repairs: {stay: 5, length: never}\n"
    kinds, costs = _ways(text)
    assert kinds[0] == "stay"
    assert costs[0] == 6
    assert "length" not in kinds


def _ways(text: str, most: int = 5) -> tuple[list[str], list[int]]:
    scenario, issues = parse(text)
    assert scenario is not None, issues
    found = repairs(Prover(), scenario, text, most=most).found
    return [repair.changes[0].kind for repair in found], [repair.cost for repair in found]


def test_where_far_too_much_is_asked_the_fewest_musts_are_given_up() -> None:
    """Ten must-meetings of an hour in a day of six: no few changes help, and to combine many takes for ever."""
    people = "".join(f"  p{n}: {{name: P{n}, delegation: south, home: hill}}\n" for n in range(10))
    meetings = "".join(f"  m{n}: {{participants: [ana, p{n}], length: 60 min, priority: must}}\n" for n in range(10))
    text = (
        "title: full\nzone: UTC\ndates: 3 Sep 2020\ngrid: 60 min\nhours: 09:00-15:00\n"
        "repairs: {length: never, video: never, hours: never}\n"
        "places:\n  hill: {name: Hill, zone: UTC}\ndelegations:\n  north: {name: North}\n  south: {name: South}\n"
        f"principals:\n  ana: {{name: Ana, delegation: north, home: hill}}\n{people}meetings:\n{meetings}"
    )
    scenario, issues = parse(text)
    assert scenario is not None, issues
    found = repairs(Prover(), scenario, text)
    assert [[change.kind for change in repair.changes] for repair in found.found] == [["priority"] * 4]
    assert not found.complete
    repaired, _ = parse(found.found[0].text)
    assert repaired is not None
    assert isinstance(solve(repaired), Found)
