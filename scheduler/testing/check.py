"""The enumeration test: the solver's half of a rule and its verification accept the same plans."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.scenario.rule_entries import RuleEntry, known
from scheduler.testing.tiny import FIELD
from scheduler.testing.world import SHOWN, World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduler.problem.requirement import Requirement
    from scheduler.rules.base import Rule
    from scheduler.testing.solutions import Key


class DisagreementError(AssertionError):
    """The two halves of a rule disagree; `differences` names each disagreement, with up to three plans that show it."""

    def __init__(self, rule: type[Rule], differences: Iterable[str]) -> None:
        self.differences = list(differences)
        super().__init__("\n".join([f"{rule.__name__}:", *(f"- {difference}" for difference in self.differences)]))


def check_rule(
    rule: type[Rule], scenario: str, *, base: str = FIELD, whose: str | None = None, unasked: bool = False
) -> None:
    """Enumerate every plan of a tiny scenario, and require that a rule's two halves agree on each of them.

    For a rule that holds or not, the model (`allows`, `resources`, `post`) must accept exactly the plans in which
    `broken` finds nothing, both without a switch and with the switch on; with the switch off it must accept every
    plan. A plan that keeps the rule must still keep it with one meeting fewer. For a graded rule, the least `cost`
    in the model must equal `measure`, and `broken` must report something if that is not 0. If a rule has `parts`,
    they must agree as well, and together be equivalent to the rule.

    The test enumerates all plans: use two or three meetings and a coarse grid, or it takes minutes. The scenario can
    use the rule's word even if the rule is not installed.

    Args:
        rule: the class of the rule.
        scenario: a scenario in YAML in which some plans keep the rule and some break it. It is merged into `base`:
            maps key by key; an empty entry removes a key; any other value replaces the old one.
        base: the rest of the scenario; by default `FIELD`, one day with four principals (ana, ben, cem, dia) and no
            meetings. With an empty text the scenario is complete by itself.
        whose: the principal or meeting whose requirements are tested; None means all.
        unasked: whether to test also plans with a booking that is not a candidate.

    Raises:
        DisagreementError: the halves disagree, or all plans of the scenario are alike to the rule.
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
    """Yield each disagreement between the halves of a rule."""
    looks = _differences_of_degree if requirement.rule.graded else _differences_of_kind
    yield from looks(world, requirement)
    yield from _differences_of_parts(world, requirement)


def _differences_of_kind(world: World, requirement: Requirement) -> Iterator[str]:
    yield from world.disagreements(requirement)
    kept = world.kept(requirement.rule)
    for difference in world.disagreements(requirement, switch=True):
        yield f"behind a switch that is on, {difference}"
    # The switch of a requirement that asks for a meeting is the meeting itself: off, it is not held.
    held = requirement.rule.asks_for is not None
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
    """Return the first few plans, in a fixed order."""
    return sorted(keys, key=str)[:SHOWN]


def _decides(world: World, requirements: Sequence[Requirement]) -> bool:
    """Whether the rule distinguishes plans: it accepts some only, or each graded requirement has several costs."""
    if requirements and requirements[0].rule.graded:
        costs = [{requirement.rule.measure(plan) for plan in world.plans.values()} for requirement in requirements]
        return all(len(different) > 1 for different in costs)
    return any(0 < len(world.kept(requirement.rule)) < len(world.plans) for requirement in requirements)
