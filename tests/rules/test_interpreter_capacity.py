"""A pool of interpreters serves so many meetings at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rules.story import Story


def test_one_after_the_other(story: Story) -> None:
    """
    interpreters:
      russian: {name: English and Russian, languages: [en, ru], mode: simultaneous}
    principals:
      ana: {languages: en}
      ben: {languages: ru}
      cem: {languages: ru}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 11:00") == []
    assert story.says("russian") == ["there is one interpreter English and Russian"]


def test_two_meetings_and_one_interpreter(story: Story) -> None:
    """
    interpreters:
      russian: {name: English and Russian, languages: [en, ru], mode: simultaneous}
    principals:
      ana: {languages: en}
      ben: {languages: ru}
      cem: {languages: ru}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 10:30") == [
        (
            "there is one interpreter English and Russian, but 2 meetings need one at once: "
            "Talks (3 Sep 10:00–11:00), Dinner (3 Sep 10:30–11:30)"
        )
    ]


def test_two_meetings_and_two_interpreters(story: Story) -> None:
    """
    interpreters:
      russian: {languages: [en, ru], count: 2, mode: simultaneous}
    principals:
      ana: {languages: en}
      ben: {languages: ru}
      cem: {languages: ru}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 10:00") == []
    assert story.says("russian") == ["there are 2 interpreters russian"]
