"""A principal meets within working hours, on the clocks of where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story


def test_from_opening_to_closing(story: Story) -> None:
    """
    principals:
      ana: {hours: 10:00-18:00}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 17:00") == []
    assert story.says("ana") == ["Ana meets from 10:00–18:00 local time"]


def test_too_early_and_too_late(story: Story) -> None:
    """
    hours: 10:00-18:00
    principals:
      ben: {hours: 08:00-22:00}
      cem: {hours: 08:00-22:00}
    """
    assert story.breaches(talks="3 Sep 09:30", dinner="3 Sep 17:30") == [
        "Talks (3 Sep 09:30–10:30) is outside the working hours of Ana (10:00–18:00 Europe/Moscow)",
        "Dinner (3 Sep 17:30–18:30) is outside the working hours of Ana (10:00–18:00 Europe/Moscow)",
    ]


def test_in_person_the_clocks_are_those_of_the_place(story: Story) -> None:
    """
    hours: 10:00-18:00
    """
    # Eight in Moscow is half past ten on the coast.
    assert story.breaches(talks=Slot("3 Sep 08:00", "coast")) == []


def test_by_video_they_are_those_of_where_each_is(story: Story) -> None:
    """
    hours: 10:00-18:00
    principals:
      ben: {home: coast}
    meetings:
      talks: {mode: video}
    """
    assert story.breaches(talks="3 Sep 10:00") == []
    assert story.breaches(talks="3 Sep 15:00") == [
        "Talks (3 Sep 15:00–16:00) is outside the working hours of Ben (10:00–18:00 Asia/Kolkata)"
    ]


def test_who_is_nowhere_has_no_hours(story: Story) -> None:
    """
    hours: 10:00-18:00
    principals:
      ana: {home: null, stays: [{place: hill, from: 3 Sep 08:00, to: 3 Sep 12:00}]}
      ben: {hours: 00:00-24:00}
      cem: {hours: 00:00-24:00}
    meetings:
      talks: {mode: video}
      dinner: {mode: video}
    """
    assert story.breaches(talks="3 Sep 09:00", dinner="3 Sep 20:00") == [
        "Talks (3 Sep 09:00–10:00) is outside the working hours of Ana (10:00–18:00 Europe/Moscow)"
    ]
