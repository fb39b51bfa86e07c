"""On every plan of a tiny scenario, the solver obeys the rule exactly as a reader checks it."""

from __future__ import annotations

import pytest
from state_dinner_rules.dinner_last import DinnerLast

from scheduler.testing import check_rule

ONE_DAY = """
meetings:
  dinner: {participants: [ana, ben], length: 2 h}
  talks: {participants: [ana, cem], length: 60 min}
  tea: {participants: [cem, dia], length: 60 min}
rules: [{rule: dinner_last, dinner: dinner}]
"""
TWO_DAYS_AND_A_GUEST_WHO_MAY_COME = """
dates: 3-4 Sep 2020
meetings:
  dinner: {participants: [ana, ben], optional: [cem], length: 2 h}
  talks: {participants: [cem, dia], length: 3 h}
rules: [{rule: dinner_last, dinner: dinner}]
"""
TWO_CLOCKS = """
grid: 60 min
places:
  coast: {name: Coast, zone: Asia/Kolkata}
meetings:
  dinner: {participants: [ana, ben], length: 2 h}
  call: {participants: [ana, cem], length: 60 min, mode: video}
rules: [{rule: dinner_last, dinner: dinner}]
"""
NO_DINNER = """
meetings:
  dinner: {participants: [ana, ben], state: declined}
  talks: {participants: [ana, cem], length: 60 min}
  tea: {participants: [ana, dia], length: 60 min}
rules:
  - {rule: dinner_last, dinner: dinner}
  - {rule: dinner_last, dinner: tea}
"""


@pytest.mark.parametrize("scenario", [ONE_DAY, TWO_DAYS_AND_A_GUEST_WHO_MAY_COME, TWO_CLOCKS, NO_DINNER])
def test_the_solver_obeys_it_exactly_as_a_reader_checks_it(scenario: str) -> None:
    check_rule(DinnerLast, scenario)
