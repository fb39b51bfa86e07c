"""Principals who must not be paired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot
from tests.rules.tiny import issues_of

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    """
    meetings:
      talks: {participants: [ana, ben], optional: [cem, dia], length: 4 h}
      dinner: {participants: [ben, dia], length: 10 h}
    rules:
      - {rule: never_meet, principals: [ana, cem, dia]}
    """,
)


def test_never_together(story: Story) -> None:
    """
    meetings:
      talks: {optional: [dia]}
    rules:
      - {rule: never_meet, principals: [ana, dia]}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 10:00") == []
    assert story.says() == ["Ana and Dia never meet"]


def test_together_after_all(story: Story) -> None:
    """
    meetings:
      talks: {optional: [dia]}
    rules:
      - {rule: never_meet, principals: [dia, ana]}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", joined=("dia",))) == ["Talks (3 Sep 10:00–11:00) pairs Dia and Ana"]


def test_one_who_is_named_twice_is_a_mistake() -> None:
    assert issues_of("rules: [{rule: never_meet, principals: [ana, ana]}]") == ["'ana' is named twice. Name it once."]
