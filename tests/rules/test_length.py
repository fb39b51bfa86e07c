"""A meeting takes the length that was wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    """
    meetings:
      talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 3 h, longest: 5 h}}
    """,
    # With two teams, of which the one that lengthens them least is wanted.
    """
    interpreters:
      slow: {languages: [en, ru], mode: consecutive, lengthens: 1.5}
      swift: {languages: [en, ru], mode: simultaneous}
    principals:
      ana: {languages: en}
      ben: {languages: ru}
    meetings:
      talks: {participants: [ana, ben], length: {shortest: 2 h, wanted: 4 h, longest: 6 h}, press: 10 min}
    """,
)


def test_the_length_that_was_wanted(story: Story) -> None:
    """
    meetings:
      talks: {length: {shortest: 30 min, wanted: 60 min, longest: 90 min}, press: 5 min}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", minutes=65)) == []
    assert story.says("talks") == ["Talks is wanted for 1 h 05, press and interpretation included"]


def test_another_length(story: Story) -> None:
    """
    meetings:
      talks: {length: {shortest: 30 min, wanted: 60 min, longest: 90 min}}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", minutes=30)) == ["Talks (3 Sep 10:00–10:30) takes 30 min, not 1 h"]
    assert story.breaches(talks=Slot("3 Sep 10:00", minutes=90)) == ["Talks (3 Sep 10:00–11:30) takes 1 h 30, not 1 h"]


def test_by_the_interpreters_who_lengthen_it_least(story: Story) -> None:
    """
    interpreters:
      slow: {languages: [en, ru], mode: consecutive, lengthens: 1.5}
      swift: {languages: [en, ru], mode: simultaneous}
    principals:
      ana: {languages: en}
      ben: {languages: ru}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", minutes=60, team=("swift",))) == []
    assert story.breaches(talks=Slot("3 Sep 10:00", minutes=90, team=("slow",))) == [
        "Talks (3 Sep 10:00–11:30) takes 1 h 30, not 1 h"
    ]
