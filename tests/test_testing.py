"""`check_rule` finds what it is there to find: each rule here is wrong in one point."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.base.issue import InputError
from scheduler.rules.implied import RoomNeeds
from scheduler.rules.written.at_most import AtMost
from scheduler.rules.written.rarely_at_once import RarelyAtOnce
from scheduler.testing import DisagreementError, check_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan.plan import Plan
    from scheduler.rules.base import Constraints, Rule
    from scheduler.rules.vocabulary import Vocabulary

ONE_A_DAY = """
meetings:
  talks: {participants: [ana, ben], length: 60 min}
  dinner: {participants: [ana, cem], length: 2 h}
rules:
  - {rule: at_most, principal: ana, meetings_a_day: 1}
"""
RARELY = """
grid: 120 min
meetings:
  talks: {participants: [ana, ben], length: 6 h}
  dinner: {participants: [cem, dia], length: 6 h}
rules:
  - {rule: rarely_at_once, meetings: [talks, dinner]}
"""


class AtMostUnsaid(AtMost):
    """The solver is not told."""

    def post(self, model: CpModel, v: Vocabulary) -> Constraints:  # noqa: ARG002
        yield from ()


class AtMostTooFew(AtMost):
    """The solver is told one meeting less."""

    def post(self, model: CpModel, v: Vocabulary) -> Constraints:
        yield from self.model_copy(update={"meetings_a_day": self.meetings_a_day - 1})._told(model, v)

    def _told(self, model: CpModel, v: Vocabulary) -> Constraints:
        yield from AtMost.post(self, model, v)


class AtMostAlways(AtMost):
    """The solver is told behind the back of the builder, which can then not switch it off."""

    def post(self, model: CpModel, v: Vocabulary) -> Constraints:
        for constraint in super().post(model, v):
            model.add(sum(v.held(key) for key in v.problem.by_key) <= 1)
            yield constraint


class Both(AtMost):
    """A plan that keeps it does not keep it with a meeting less."""

    def post(self, model: CpModel, v: Vocabulary) -> Constraints:
        yield model.add(v.held("talks") == v.held("dinner"))

    def broken(self, plan: Plan) -> Iterator[str]:
        if len(plan.bookings) == 1:
            yield "one is held without the other"


class AtMostInParts(AtMost):
    """Its only part says nothing."""

    def parts(self) -> Iterable[Rule]:
        yield self.model_copy(update={"meetings_a_day": 2})


class RarelyTwice(RarelyAtOnce):
    """The solver pays twice."""

    def cost(self, v: Vocabulary) -> Any:
        return 2 * super().cost(v)


class RarelySilent(RarelyAtOnce):
    """A reader is not told."""

    def broken(self, plan: Plan) -> Iterator[str]:  # noqa: ARG002
        yield from ()


def differences_of(rule: type[Rule], scenario: str) -> list[str]:
    with pytest.raises(DisagreementError) as found:
        check_rule(rule, scenario)
    assert str(found.value) == "\n".join([f"{rule.__name__}:", *(f"- {each}" for each in found.value.differences)])
    return found.value.differences


def test_a_rule_that_is_in_order_passes() -> None:
    check_rule(AtMost, ONE_A_DAY)
    check_rule(RarelyAtOnce, RARELY)


def test_what_the_solver_is_not_told() -> None:
    first, *others = differences_of(AtMostUnsaid, ONE_A_DAY)
    assert first == (
        "only the model accepts Ana – Ben (3 Sep 00:00–01:00) in person at hill with ana and ben, "
        "Ana – Cem (3 Sep 00:00–02:00) in person at hill with ana and cem"
    )
    assert len(others) == 5  # two more plans, and the same three behind a switch that is on
    assert others[-1].startswith("behind a switch that is on, only the model accepts")


def test_what_the_solver_is_told_and_a_reader_does_not_check() -> None:
    first = differences_of(AtMostTooFew, ONE_A_DAY)[0]
    assert first.startswith("only `broken` accepts Ana – Ben (3 Sep 00:00–01:00)")


def test_what_cannot_be_switched_off() -> None:
    (*_, difference) = differences_of(AtMostAlways, ONE_A_DAY)
    assert difference.startswith("behind a switch that is off, the model does not accept every plan, e.g. Ana – Ben")


def test_what_a_meeting_less_breaks() -> None:
    difference = differences_of(Both, ONE_A_DAY)[0]
    assert difference.startswith("`broken` accepts a plan, but not with a meeting less: Ana – Ben (3 Sep 00:00–01:00)")


def test_parts_that_do_not_make_the_whole() -> None:
    difference = differences_of(AtMostInParts, ONE_A_DAY)[0]
    assert difference.startswith("the parts together do not say what the whole says of Ana – Ben")


def test_a_cost_that_a_reader_does_not_measure() -> None:
    difference = differences_of(RarelyTwice, RARELY)[0]
    assert difference.startswith("`cost` is 240, `measure` is 120 in Ana – Ben")


def test_a_cost_of_which_a_reader_hears_nothing() -> None:
    difference = differences_of(RarelySilent, RARELY)[0]
    assert difference.startswith("`broken` and `measure` (360) contradict each other in Cem – Dia (3 Sep 00:00–06:00)")


@pytest.mark.parametrize(
    ("rule", "scenario"),
    [
        (AtMost, ONE_A_DAY.replace("meetings_a_day: 1", "meetings_a_day: 2")),
        (RarelyAtOnce, RARELY.replace("[cem, dia]", "[cem, dia], state: declined")),
        (AtMost, RARELY),
        (RoomNeeds, ONE_A_DAY),
    ],
    ids=["kept by all", "of one cost", "not written", "not implied"],
)
def test_a_scenario_that_leaves_nothing_to_decide_proves_nothing(rule: type[Rule], scenario: str) -> None:
    (difference,) = differences_of(rule, scenario)
    assert difference.startswith("the scenario leaves it nothing to decide")


def test_a_mistake_in_the_scenario_has_its_line() -> None:
    with pytest.raises(InputError) as found:
        check_rule(AtMost, ONE_A_DAY.replace("principal: ana", "principal: zoe"))
    assert str(found.value).startswith("tiny.yaml:6: there is no principal 'zoe'")


def test_a_scenario_that_stands_alone_needs_no_base() -> None:
    alone = """
    title: Alone
    zone: UTC
    dates: 5 Oct 2020
    grid: 120 min
    places: {town: {name: Town, zone: UTC}}
    delegations: {land: {name: Land}}
    principals:
      eva: {name: Eva, delegation: land, home: town}
      fay: {name: Fay, delegation: land, home: town}
    meetings:
      talks: {participants: [eva, fay], length: 60 min}
    rules: [{rule: at_most, principal: eva, meetings_a_day: 0}]
    """
    check_rule(AtMost, alone, base="")
    with pytest.raises(InputError):
        check_rule(AtMost, ONE_A_DAY, base="")


def test_it_needs_no_test_framework() -> None:
    listed = "import sys, scheduler.testing; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", listed], capture_output=True, text=True, check=True)
    assert {"pytest", "_pytest", "unittest", "hypothesis"}.isdisjoint(ran.stdout.split())
    assert "scheduler.testing.check" in ran.stdout.split()
