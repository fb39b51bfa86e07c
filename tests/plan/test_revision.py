"""A plan that follows another counts its changes, and keeps what is called off."""

from dataclasses import replace
from datetime import timedelta

from scheduler.base.times import moment_of
from scheduler.plan.plan import Booking, Names, Plan
from scheduler.plan.revision import revise

START = moment_of(26_000_000)


def booking(meeting: str, minutes_later: int = 0, **values: object) -> Booking:
    start = START + timedelta(minutes=minutes_later)
    made = Booking(meeting, ("singh", "wei"), start, start + timedelta(minutes=30), venue="metropol")
    return replace(made, **values)  # type: ignore[arg-type]


def test_what_stays_keeps_its_count_and_what_changes_is_counted_on() -> None:
    old = Plan((booking("stays", sequence=2), booking("moves", sequence=2), booking("room", room="suite")))
    new = revise(old, Plan((booking("stays"), booking("moves", 15), booking("room", room="booth"), booking("new"))))
    assert {b.meeting: b.sequence for b in new.bookings} == {"stays": 2, "moves": 3, "room": 1, "new": 0}


def test_what_no_calendar_shows_is_no_change() -> None:
    new = revise(Plan((booking("one", line="a.yaml:3"),)), Plan((booking("one", line="a.yaml:9", priority="must"),)))
    assert new.bookings[0].sequence == 0


def test_what_is_called_off_stays_called_off_and_comes_back_with_a_higher_count() -> None:
    names = Names(sections={"meetings": {"one": "First", "two": "Second"}, "venues": {"metropol": "Metropol"}})
    first = Plan((booking("one"), booking("two")), names)
    later = Names(sections={"meetings": {"two": "Second"}, "venues": {"metropol": "Metropol"}})
    second = revise(first, Plan((booking("two"),), later))
    assert [(b.meeting, b.sequence) for b in second.cancelled] == [("one", 1)]
    assert second.names.meeting("one") == "First"
    third = revise(second, Plan((booking("two"),), later))
    assert [(b.meeting, b.sequence) for b in third.cancelled] == [("one", 1)]
    fourth = revise(third, Plan((booking("one"), booking("two")), names))
    assert {b.meeting: b.sequence for b in fourth.bookings} == {"one": 2, "two": 0}
    assert not fourth.cancelled


def test_a_note_that_not_all_read_who_see_the_meeting_is_no_change() -> None:
    old, new = Plan((booking("one"),)), Plan((booking("one", note="private"),))
    assert revise(old, new).bookings[0].sequence == 0
    told = Plan((booking("one", note="for all", note_visibility="open"),))
    assert revise(old, told).bookings[0].sequence == 1


def test_another_title_or_venue_is_a_change() -> None:
    names = [Names(sections={"venues": {"metropol": name}}) for name in ("Metropol", "Metropol Palace")]
    assert revise(Plan((booking("one"),), names[0]), Plan((booking("one"),), names[1])).bookings[0].sequence == 1


def test_for_who_is_no_longer_among_those_who_meet_it_is_called_off() -> None:
    people = {"singh": "india", "wei": "china", "shoigu": "russia"}
    old = Plan((booking("one", sequence=1),), delegations=people)
    other = Plan(
        (booking("one", participants=("singh", "shoigu")),), delegations={"singh": "india", "shoigu": "russia"}
    )
    new = revise(old, other)
    assert [(b.meeting, b.participants, b.sequence) for b in new.cancelled] == [("one", ("singh", "wei"), 2)]
    assert new.delegations == people
    assert revise(new, replace(new, cancelled=())).cancelled == new.cancelled
    back = revise(new, replace(old, bookings=(booking("one"),)))
    assert [b.participants for b in back.cancelled] == [("singh", "shoigu")]
