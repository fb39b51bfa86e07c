"""A session of a forum binds its attendees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Sessions that meetings touch, one of them off the grid, and an attendee who is optional.
    """
    forums:
      council:
        name: Council
        place: hill
        dates: 3 Sep
        attendees: [ana, cem]
        sessions:
          - {kind: plenary, from: 3 Sep 10:00, to: 12:00}
          - {kind: working lunch, from: 3 Sep 15:10, to: 17:50, attendees: [cem]}
    meetings:
      talks: {participants: [ana, ben], optional: [cem], length: {shortest: 60 min, wanted: 2 h, longest: 4 h}}
    """,
    # A coffee break, which leaves room for a pull-aside at its venue and for nothing else.
    """
    venues:
      palace: {name: Palace, place: hill}
      hotel: {name: Hotel, place: hill}
    forums:
      council:
        name: Council
        place: hill
        venue: palace
        dates: 3 Sep
        chair: ana
        sessions:
          - {kind: coffee break, from: 3 Sep 10:00, to: 13:00}
    meetings:
      aside: {participants: [ana, ben], format: pull-aside}
      talks: {participants: [ana, cem], length: 60 min}
    """,
)


def test_before_and_after_a_session(story: Story) -> None:
    """
    forums:
      council:
        name: Council
        place: hill
        dates: 3 Sep
        attendees: [ana]
        sessions: [{kind: plenary, title: First session, from: 3 Sep 10:00, to: 12:00}]
    """
    assert story.breaches(talks="3 Sep 09:00", dinner="3 Sep 12:00") == []
    assert story.says("ana") == ["Ana is in Council: First session 3 Sep 10:00–12:00"]


def test_during_a_session(story: Story) -> None:
    """
    forums:
      council:
        name: Council of Ministers
        short: Council
        place: hill
        dates: 3 Sep
        attendees: [ben]
        chair: cem
        sessions: [{kind: plenary, from: 3 Sep 10:00, to: 12:00}]
    """
    assert story.breaches(talks="3 Sep 09:30", dinner="3 Sep 11:30") == [
        "Talks (3 Sep 09:30–10:30) is held while Ben is in Council: plenary (3 Sep 10:00–12:00)",
        "Dinner (3 Sep 11:30–12:30) is held while Cem is in Council: plenary (3 Sep 10:00–12:00)",
    ]


def test_a_coffee_break_leaves_room_for_a_pull_aside_on_the_spot(story: Story) -> None:
    """
    forums:
      council:
        name: Council
        place: hill
        venue: palace
        dates: 3 Sep
        attendees: [ana]
        sessions: [{kind: coffee break, from: 3 Sep 10:00, to: 12:00}]
    meetings:
      talks: {format: pull-aside, length: 10 min}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", "palace")) == []
    assert story.breaches(talks=Slot("3 Sep 10:00", "hotel"), dinner=Slot("3 Sep 11:00", "palace")) == [
        "Talks (3 Sep 10:00–10:10) is held while Ana is in Council: coffee break (3 Sep 10:00–12:00)",
        "Dinner (3 Sep 11:00–12:00) is held while Ana is in Council: coffee break (3 Sep 10:00–12:00)",
    ]
    assert story.says("ana") == ["Ana has Council: coffee break 3 Sep 10:00–12:00, which leaves room for a pull-aside"]
