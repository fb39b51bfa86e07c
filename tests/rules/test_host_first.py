"""The host is met before the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot
from tests.rules.tiny import issues_of

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # The host may be met by video, which is no visit; the others too.
    """
    grid: 120 min
    meetings:
      visit: {participants: [ana, ben], length: 2 h, mode: [in person, video]}
      talks: {participants: [ben, dia], length: 2 h, mode: [in person, video]}
    rules:
      - {rule: host_first, host: ana, guests: [ben, cem]}
    """,
    # A guest who joins others, or may join; a meeting that the host may join; two guests.
    """
    grid: 120 min
    meetings:
      visit: {participants: [ben, ana], length: 60 min}
      talks: {participants: [cem, dia], optional: [ben], length: 60 min}
      tea: {participants: [ben, dia], optional: [ana], length: 60 min}
    rules:
      - {rule: host_first, host: ana, guests: ben}
    """,
    # With a third person it is no meeting with the host alone.
    """
    grid: 120 min
    meetings:
      visit: {participants: [ana, cem], length: 60 min}
      three: {participants: [ana, ben, cem], length: 60 min}
      tea: {participants: [ben, cem], length: 60 min}
    rules:
      - {rule: host_first, host: ana, guests: [ben, cem]}
    """,
)


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
