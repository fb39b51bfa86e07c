"""Two delegations, or two press appearances, keep apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot
from tests.rules.tiny import issues_of

if TYPE_CHECKING:
    from tests.rules.story import Story


def test_two_delegations_one_after_the_other(story: Story) -> None:
    """
    meetings:
      talks: {participants: [ana, dia]}
      dinner: {participants: [ben, cem]}
    rules:
      - {rule: keep_apart, delegations: [north, south], within: 30 min}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", "salon"), dinner=Slot("3 Sep 11:30", "salon")) == []
    assert story.breaches(talks=Slot("3 Sep 10:00", "palace"), dinner=Slot("3 Sep 10:00", "hotel")) == []
    assert story.says() == ["North and South keep apart at every venue, by 30 min"]


def test_two_delegations_at_one_venue(story: Story) -> None:
    """
    meetings:
      talks: {participants: [ana, dia]}
      dinner: {participants: [ben, cem]}
    rules:
      - {rule: keep_apart, delegations: [north, south], within: 31 min}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", "palace"), dinner=Slot("3 Sep 11:30", "palace")) == [
        "Talks (3 Sep 10:00–11:00) and Dinner (3 Sep 11:30–12:30) are too close at Palace"
    ]


def test_a_meeting_of_both_is_not_meant_nor_two_of_one(story: Story) -> None:
    """
    meetings:
      talks: {participants: [ana, ben]}
      dinner: {participants: [ben, dia]}
      tea: {participants: [cem, dia]}
    rules:
      - {rule: keep_apart, delegations: [north, south]}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 10:00", tea="3 Sep 10:00") == []


def test_the_press_at_two_meetings(story: Story) -> None:
    """
    meetings:
      talks: {press: 15 min}
      dinner: {press: 15 min}
      tea: {participants: [cem, dia]}
    rules:
      - {rule: keep_apart, press: true, within: 15 min}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 10:30", tea="3 Sep 10:00") == []
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 10:15") == [
        "Talks (3 Sep 10:00–11:15) and Dinner (3 Sep 10:15–11:30) are too close at Palace"
    ]
    assert story.says() == ["press appearances keep apart at every venue, by 15 min"]


def test_the_press_at_a_meeting_and_at_an_availability(story: Story) -> None:
    """
    principals:
      dia:
        engagements:
          - {kind: press availability, title: Doorstep, venue: palace, from: 3 Sep 10:30, to: 11:00}
    meetings:
      talks: {press: 15 min}
    rules:
      - {rule: keep_apart, press: true, within: 15 min}
    """
    assert story.breaches(talks="3 Sep 10:00") == []
    assert story.breaches(talks="3 Sep 11:15") == []
    assert story.breaches(talks="3 Sep 11:00", dinner="3 Sep 10:30") == [
        "Talks (3 Sep 11:00–12:15) and Doorstep are too close at Palace"
    ]


def test_two_delegations_or_the_press_and_not_both_are_meant() -> None:
    assert issues_of("rules: [{rule: keep_apart, within: 15 min}]") == [
        "either two delegations or the press keep apart. Write one of the two."
    ]
    assert issues_of("rules: [{rule: keep_apart, delegations: [north, north]}]") == [
        "two delegations are needed. Write [one, other]."
    ]
