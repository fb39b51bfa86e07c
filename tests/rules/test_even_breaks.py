"""The breaks between meetings are spread evenly over the principals."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Of two, one may have one break more.
    """
    grid: 60 min
    hours: 09:00-13:00
    meetings:
      talks: {participants: [ana, ben], length: 60 min}
      dinner: {participants: [ana, cem], length: 60 min}
    rules:
      - {rule: even_breaks, principals: [ana, ben], differ_by: 0}
    """,
)


def test_as_many_breaks_as_the_other(story: Story) -> None:
    """
    rules:
      - {rule: even_breaks, principals: [ana, ben], differ_by: 0}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 11:00") == []
    assert story.says() == ["the numbers of breaks of Ana and Ben differ by at most 0"]


def test_more_breaks_than_the_other(story: Story) -> None:
    """
    rules:
      - {rule: even_breaks, principals: [ana, ben], differ_by: 0}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 16:00") == [
        "Ana has 1 breaks between meetings, Ben 0: they differ by more than 0"
    ]


def test_by_one_they_may_differ(story: Story) -> None:
    """
    rules:
      - {rule: even_breaks, principals: [ana, ben], differ_by: 1}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 16:00") == []
