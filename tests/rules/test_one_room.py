"""Who goes from meeting to meeting stays in one room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Meetings within just that time, one that is followed only, and one by video.
    """
    venues:
      palace: {name: Palace, place: hill}
    rooms:
      salon: {venue: palace, count: 2}
      parlour: {venue: palace}
    meetings:
      talks: {participants: [ana, ben], length: 8 h, mode: [in person, video]}
      dinner: {participants: [cem, dia], optional: [ben], length: 7 h}
    rules:
      - {rule: one_room, principal: ben, within: 2 h}
      - {rule: one_room, principal: ana, within: 3 h, also: [talks, dinner]}
    """,
)


def test_one_room_or_much_time(story: Story) -> None:
    """
    rules:
      - {rule: one_room, principal: ana, within: 30 min}
    """
    assert story.cost(talks=Slot("3 Sep 10:00", "salon"), dinner=Slot("3 Sep 11:30", "salon")) == 0
    assert story.cost(talks=Slot("3 Sep 10:00", "salon"), dinner=Slot("3 Sep 12:00", "parlour")) == 0
    assert story.says() == ["Ana stays in one room from meeting to meeting"]


def test_another_room_soon_after(story: Story) -> None:
    """
    rules:
      - {rule: one_room, principal: ana, within: 30 min}
    """
    slots = {"talks": Slot("3 Sep 10:00", "salon"), "dinner": Slot("3 Sep 11:30", "parlour")}
    assert story.cost(**slots) == 4
    assert story.breaches(**slots) == ["Ana changes rooms from Talks (3 Sep 10:00–11:00) to Dinner (3 Sep 11:30–12:30)"]


def test_a_meeting_that_is_followed_only(story: Story) -> None:
    """
    rules:
      - {rule: one_room, principal: ben, within: 30 min, also: dinner}
    """
    slots = {"talks": Slot("3 Sep 10:00", "salon"), "dinner": Slot("3 Sep 10:30", "parlour")}
    assert story.cost(**slots) == 4
    # Both at once is no way from one to the other.
    assert story.cost(talks=Slot("3 Sep 10:00", "salon"), dinner=Slot("3 Sep 10:00", "parlour")) == 0
    assert story.says() == ["Ben stays in one room from meeting to meeting (Dinner among them)"]
    (requirement,) = story.world.under(story.rule)
    assert requirement.rule.applies(story.plan(**slots))
    assert not requirement.rule.applies(story.plan(talks=slots["talks"]))
