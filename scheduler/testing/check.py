"""The enumeration test: what the solver obeys of a rule and what a reader checks of it are the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.rules.implied import Held
from scheduler.scenario.rule_entries import RuleEntry, known
from scheduler.testing.tiny import FIELD
from scheduler.testing.world import SHOWN, World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduler.problem.requirement import Requirement
    from scheduler.rules.base import Rule
    from scheduler.testing.solutions import Key


class DisagreementError(AssertionError):
    """A rule whose two halves disagree; `differences` names each, with up to three plans that show it."""

    def __init__(self, rule: type[Rule], differences: Iterable[str]) -> None:
        self.differences = list(differences)
        super().__init__("\n".join([f"{rule.__name__}:", *(f"- {difference}" for difference in self.differences)]))


def check_rule(
    rule: type[Rule], scenario: str, *, base: str = FIELD, whose: str | None = None, unasked: bool = False
) -> None:
    """Enumerate every plan of a tiny scenario, and require that a rule's two halves agree on each of them.

    Of a rule that holds or not, the model (`allows`, `resources`, `post`) must accept the plans in which `broken`
    finds nothing: taken alone, behind a switch that is on, and every plan behind a switch that is off. A plan that
    keeps the rule must keep it with a meeting less. Of a graded rule, the least `cost` in the model must be what
    `measure` returns, and `broken` must speak up where that is not 0. Where a rule has `parts`, they must agree as
    well, and together say what the rule says.

    All plans are made: keep the scenario at two or three meetings and a coarse grid, or the test takes minutes.
    A rule that is written need not be installed for its word to be known here.

    Args:
        rule: the class of the rule.
        scenario: a scenario in YAML, in which the rule has something to decide. It is merged into `base`: maps
            key by key, an empty entry takes something out, and all else replaces what is there.
        base: what the scenario leaves unsaid: `FIELD`, one day with four principals (ana, ben, cem, dia) and no
            meetings. An empty text means that the scenario stands alone.
        whose: the principal or meeting whose requirements are looked at; those of all where None.
        unasked: whether to look at plans, too, with a booking that nobody asked for.

    Raises:
        DisagreementError: the halves disagree, or the scenario leaves the rule nothing to decide.
        InputError: the scenario has issues; the lines are those of the text.

    Example::

        check_rule(AtMost, '''
        meetings:
          talks: {participants: [ana, ben], length: 60 min}
          dinner: {participants: [ana, cem], length: 2 h}
        rules:
          - {rule: at_most, principal: ana, meetings_a_day: 1}
        ''')
    """
    with known(*([rule] if issubclass(rule, RuleEntry) else [])):
        world = World.of(scenario, base, unasked=unasked)
        requirements = world.under(rule, whose)
        differences = [d for requirement in requirements for d in _differences(world, requirement)]
        if differences or not _decides(world, requirements):
            vacuous = "the scenario leaves it nothing to decide: the rule judges all plans alike, or is not in it"
            raise DisagreementError(rule, differences or [vacuous])


def _differences(world: World, requirement: Requirement) -> Iterator[str]:
    """Yield each way in which the halves of a rule disagree."""
    looks = _differences_of_degree if requirement.rule.graded else _differences_of_kind
    yield from looks(world, requirement)
    yield from _differences_of_parts(world, requirement)


def _differences_of_kind(world: World, requirement: Requirement) -> Iterator[str]:
    yield from world.disagreements(requirement)
    kept = world.kept(requirement.rule)
    for difference in world.disagreements(requirement, switch=True):
        yield f"behind a switch that is on, {difference}"
    # The switch of a meeting that is asked for is the meeting itself: off, it is not held.
    held = isinstance(requirement.rule, Held)
    off = world.asked - kept if held else world.asked
    for key in _some(world.accepted(requirement, switch=False) ^ off):
        yield f"behind a switch that is off, the model does not accept every plan, e.g. {world.say(key)}"
    fewer = {(*key[:number], None, *key[number + 1 :]) for key in kept for number in range(len(key))}
    for key in _some(set() if held else fewer - kept):
        yield f"`broken` accepts a plan, but not with a meeting less: {world.say(key)}"


def _differences_of_degree(world: World, requirement: Requirement) -> Iterator[str]:
    yield from world.misjudgements(requirement)
    rule = requirement.rule
    for key in _some(key for key, plan in world.plans.items() if any(rule.broken(plan)) != bool(rule.measure(plan))):
        yield f"`broken` and `measure` ({rule.measure(world.plans[key])}) contradict each other in {world.say(key)}"


def _differences_of_parts(world: World, requirement: Requirement) -> Iterator[str]:
    parts = list(requirement.rule.parts())
    if parts == [requirement.rule]:
        return
    for key in _some(set.intersection(*map(world.kept, parts)) ^ world.kept(requirement.rule)):
        yield f"the parts together do not say what the whole says of {world.say(key)}"
    for part in parts:
        for difference in world.disagreements(replace(requirement, rule=part)):
            yield f"a part: {difference}"


def _some(keys: Iterable[Key]) -> list[Key]:
    """Return the first few plans, in an order that is always the same."""
    return sorted(keys, key=str)[:SHOWN]


def _decides(world: World, requirements: Sequence[Requirement]) -> bool:
    """Whether the rule tells plans apart: it accepts some, or each graded requirement has several costs."""
    if requirements and requirements[0].rule.graded:
        costs = [{requirement.rule.measure(plan) for plan in world.plans.values()} for requirement in requirements]
        return all(len(different) > 1 for different in costs)
    return any(0 < len(world.kept(requirement.rule)) < len(world.plans) for requirement in requirements)
