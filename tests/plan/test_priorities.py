"""Priorities are written once; all else follows from the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.importers import synonyms
from scheduler.plan.priorities import MUST, PRIORITIES, TIERS, USUAL, WISHES, WORTH, rank, say_worth
from scheduler.scenario.generate import PRIORITY_SHARES
from scheduler.scenario.models import Meeting
from tests.literals import collections_of, tree_of
from tests.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

BY_HAND = {"plan/priorities.py", "importers/synonyms.py", "scenario/generate.py"}
"""The files that name several priorities: what is to be changed by hand where one is added."""


def test_the_order_of_the_priorities_is_that_of_their_worth() -> None:
    assert PRIORITIES[0] == MUST
    assert [rank(priority) for priority in PRIORITIES] == list(range(len(PRIORITIES)))
    assert [WORTH[priority] for priority in PRIORITIES] == [4, 3, 2, 1]
    assert rank("whatever") > max(map(rank, PRIORITIES))
    assert (*PRIORITIES, *WISHES) == TIERS


def test_the_worth_is_said_in_a_sentence() -> None:
    assert say_worth() == "A must is worth 4, high priority 3, normal 2, low 1."


def test_every_priority_can_be_written_imported_and_invented() -> None:
    assert Meeting.model_fields["priority"].default == USUAL
    assert Meeting.model_fields["priority"].description == "must, high, normal or low"
    assert set(synonyms.PRIORITY_SYNONYMS.values()) == set(PRIORITIES) == {priority for priority, _ in PRIORITY_SHARES}


@pytest.mark.parametrize("path", sorted((ROOT / "scheduler").rglob("*.py")), ids=str)
def test_no_other_file_lists_the_priorities(path: Path) -> None:
    if str(path.relative_to(ROOT / "scheduler")) in BY_HAND:
        return
    for line, strings in collections_of(tree_of(path)):
        named = set(PRIORITIES).intersection(strings)
        assert len(named) < 2, f"{path}:{line} lists {sorted(named)}"
