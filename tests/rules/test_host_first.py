"""The host is met before the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot
from tests.rules.tiny import issues_of

if TYPE_CHECKING:
    from tests.rules.story import Story


def test_the_host_is_met_first(story: Story) -> None:
    """
    meetings:
      dinner: {participants: [ben, dia]}
    rules:
      - {rule: host_first, host: ana, guests: [ben, cem]}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 11:00") == []
    assert story.breaches(dinner="3 Sep 11:00") == []
    assert story.says() == ["Ben and Cem meet the host Ana first"]


def test_another_is_met_before_the_host(story: Story) -> None:
    """
    meetings:
      dinner: {participants: [ben, dia]}
    rules:
      - {rule: host_first, host: ana, guests: ben}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 10:30") == [
        "Ben has Dinner (3 Sep 10:30–11:30) before Talks (3 Sep 10:00–11:00) with the host Ana"
    ]


def test_by_video_nobody_is_received(story: Story) -> None:
    """
    meetings:
      dinner: {participants: [ben, dia], mode: [in person, video]}
    rules:
      - {rule: host_first, host: ana, guests: ben}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner=Slot("3 Sep 09:00", "video")) == []


def test_a_meeting_to_which_the_host_is_invited_may_come_first(story: Story) -> None:
    """
    meetings:
      dinner: {participants: [ben, dia], optional: [ana]}
    rules:
      - {rule: host_first, host: ana, guests: ben}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 09:00") == []


def test_a_host_among_the_guests_is_a_mistake() -> None:
    assert issues_of("rules: [{rule: host_first, host: ana, guests: [ana, ben]}]") == [
        "'ana' is both host and guest. Name others as guests."
    ]
