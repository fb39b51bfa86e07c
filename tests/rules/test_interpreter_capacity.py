"""A pool of interpreters serves so many meetings at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # One interpreter, whom two meetings need; touching is enough.
    """
    grid: 60 min
    interpreters:
      russian: {languages: [en, ru], mode: simultaneous}
    principals:
      ana: {languages: en}
      ben: {languages: ru}
      cem: {languages: ru}
    meetings:
      talks: {participants: [ana, ben], length: 2 h}
      dinner: {participants: [ana, cem], length: 60 min}
    """,
    # Two pools that will do, one of which lengthens the talks.
    """
    grid: 120 min
    interpreters:
      slow: {languages: [en, ru], mode: consecutive, lengthens: 2}
      swift: {languages: [en, ru], mode: simultaneous}
    principals:
      ana: {languages: en}
      ben: {languages: ru}
      cem: {languages: ru}
    meetings:
      talks: {participants: [ana, ben], length: 2 h}
      dinner: {participants: [ana, cem], length: 2 h}
    """,
    # Two interpreters for three meetings, one of which needs a second pool as well.
    """
    grid: 120 min
    interpreters:
      russian: {languages: [en, ru], mode: simultaneous, count: 2}
      chinese: {languages: [en, zh], mode: simultaneous}
    principals:
      ana: {languages: en}
      ben: {languages: ru}
      cem: {languages: ru}
      dia: {languages: zh}
    meetings:
      talks: {participants: [ana, ben], length: 2 h}
      dinner: {participants: [ana, cem], length: 2 h}
      tea: {participants: [dia, cem], length: 4 h}
    """,
)


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
