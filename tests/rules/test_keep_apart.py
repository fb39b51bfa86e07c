"""Two delegations, or two press appearances, keep apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot
from tests.rules.tiny import issues_of

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Two delegations at two venues, an hour apart; a meeting of both is not meant.
    """
    grid: 120 min
    venues:
      palace: {name: Palace, place: hill}
      hotel: {name: Hotel, place: hill}
    meetings:
      talks: {participants: [ana, dia], length: 60 min}
      dinner: {participants: [ben, cem], length: 60 min, mode: [in person, video]}
    rules:
      - {rule: keep_apart, delegations: [north, south], within: 1 h}
    """,
    """
    grid: 120 min
    venues:
      palace: {name: Palace, place: hill}
    principals:
      dia: {engagements: [{kind: press availability, venue: palace, from: 3 Sep 12:00, to: 12:30}]}
    meetings:
      talks: {participants: [ana, dia], length: 3 h, press: 15 min}
      dinner: {participants: [ben, cem], length: 2 h}
      both: {participants: [ana, ben], length: 2 h}
    rules:
      - {rule: keep_apart, delegations: [south, north]}
      - {rule: keep_apart, delegations: [south, east], within: 2 h}
    """,
    # The press at the start of two meetings, and not at a third; press availabilities at one venue.
    """
    grid: 60 min
    venues:
      palace: {name: Palace, place: hill}
    principals:
      dia: {engagements: [{kind: press availability, venue: palace, from: 3 Sep 12:00, to: 12:30}]}
    meetings:
      talks: {participants: [ana, ben], length: 60 min, press: 15 min}
      dinner: {participants: [cem, dia], length: 2 h, press: 30 min}
    rules:
      - {rule: keep_apart, press: true, within: 30 min}
    """,
    """
    grid: 30 min
    venues:
      palace: {name: Palace, place: hill}
      hotel: {name: Hotel, place: hill}
    principals:
      ana:
        engagements:
          - {kind: press availability, venue: palace, from: 3 Sep 12:00, to: 12:31}
          - {kind: press availability, venue: palace, from: 3 Sep 15:29, to: 15:30}
          - {kind: reception, venue: palace, from: 3 Sep 17:00, to: 18:00}
    meetings:
      talks: {participants: [ana, ben], length: 60 min, press: 30 min, mode: [in person, video]}
      tea: {participants: [ana, ben], length: 11 h 30}
    rules:
      - {rule: keep_apart, press: true}
    """,
)


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
