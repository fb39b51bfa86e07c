"""For each rule of the catalogue, the tiny scenarios on which the model and the reader are to agree.

Each is a fragment of a scenario, merged into `tiny.FIELD`: one day, a start every two hours, one place. Its
comment says which boundary it walks along.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from scheduler.rules.catalogue import CATALOGUE
from tests.rules.tiny import FIELD
from tests.rules.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.rules.base import Rule

RULES = {rule.word: rule for rule in CATALOGUE}
"""Every rule by its word."""


@dataclass(frozen=True)
class Case:
    """A rule, and a fragment of a scenario with something for it to decide."""

    rule: type[Rule]
    fragment: str
    whose: str | None = None
    """The principal or the meeting whose requirement is looked at; every one of the rule's where None."""
    number: int = 0

    def __str__(self) -> str:
        return f"{self.rule.word}-{self.number}"


_TWO = """
meetings:
  talks: {participants: [ana, ben], length: 60 min}
  dinner: {participants: [ana, cem], length: 2 h}
"""

_FRAGMENTS: dict[str, list[str | tuple[str, str]]] = {
    "held": [
        (_TWO, "talks"),
        # One that may be held in two modes, with and without a guest.
        """
        meetings:
          talks: {participants: [ana, ben], optional: [cem], mode: [in person, video], priority: must}
        """,
    ],
    "as_asked": [
        # Lengths from one to three hours, the last of which ends with the scenario.
        """
        grid: 60 min
        meetings:
          talks:
            participants: [ana, ben]
            optional: [cem, dia]
            length: {shortest: 60 min, wanted: 2 h, longest: 3 h}
            mode: [in person, video]
        """,
        # Two teams of interpreters, one of which takes longer.
        """
        interpreters:
          slow: {languages: [en, ru], mode: consecutive, lengthens: 1.5}
          swift: {languages: [en, ru], mode: simultaneous}
        principals:
          ana: {languages: en}
          ben: {languages: ru}
        meetings:
          talks: {participants: [ana, ben], length: {shortest: 1 h, wanted: 2 h, longest: 3 h}, press: 5 min}
        """,
    ],
    "one_place": [
        # Meetings that touch each other, and meetings of different lengths.
        (f"grid: 60 min\n{_TWO}", "ana"),
        # An optional participant, whom two meetings may want at once.
        (
            """
            meetings:
              talks: {participants: [ana, ben], optional: [cem], length: {shortest: 1 h, wanted: 3 h, longest: 3 h}}
              dinner: {participants: [ana, dia], optional: [cem], length: 2 h}
            """,
            "cem",
        ),
        # A slot that two of three share, in one mode.
        (
            """
            grid: 120 min
            meetings:
              talks: {participants: [ana, ben], length: 3 h, mode: [in person, video], shares_slot_with: dinner}
              dinner: {participants: [ana, cem], length: 2 h, mode: [in person, video]}
              tea: {participants: [ana, dia], length: 2 h}
            """,
            "ana",
        ),
    ],
    "absence": [
        # Stays off the grid, two that touch each other, and none for some time.
        """
        grid: 30 min
        principals:
          ana:
            home: null
            stays:
              - {place: hill, from: 3 Sep 10:10, to: 12:00}
              - {place: hill, from: 3 Sep 12:00, to: 13:30}
              - {place: hill, from: 3 Sep 15:00, to: 16:29}
              - {place: hill, from: 3 Sep 16:31, to: 18:00}
        meetings:
          talks: {participants: [ana, ben], length: {shortest: 30 min, wanted: 60 min, longest: 3 h}}
        """,
        # From one place to another in another zone: in person at either, by video from both, not on the way.
        """
        grid: 30 min
        places:
          coast: {name: Coast, zone: Asia/Kolkata}
        travel:
          - {between: [hill, coast], takes: 90 min}
        principals:
          ana:
            home: coast
            stays:
              - {place: hill, from: 3 Sep 10:10, to: 17:30}
        meetings:
          talks: {participants: [ana, ben], length: 60 min, mode: [in person, video, telephone]}
        """,
        # Stays that overlap, and a place to which no way is written: by video all the time.
        """
        grid: 60 min
        places:
          coast: {name: Coast, zone: Asia/Kolkata}
        principals:
          ana:
            home: coast
            stays:
              - {place: hill, from: 3 Sep 14:00, to: 18:00}
              - {place: hill, from: 3 Sep 11:00, to: 15:00}
        meetings:
          talks: {participants: [ana, ben], length: 2 h, mode: [in person, video]}
        """,
        # An optional participant who comes for an afternoon, and another meeting that is untouched.
        """
        principals:
          cem: {home: null, stays: [{place: hill, from: 3 Sep 14:00, to: 20:00}]}
        meetings:
          talks: {participants: [ana, ben], optional: [cem], length: 2 h}
          tea: {participants: [ben, dia], length: 2 h}
        """,
    ],
    "in_session": [
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
    ],
    "engaged": [
        # Engagements that meetings touch, one of them off the grid, and one of an optional participant.
        """
        grid: 60 min
        principals:
          ana:
            engagements:
              - {kind: address, from: 3 Sep 10:00, to: 12:00}
              - {kind: reception, from: 3 Sep 17:10, to: 18:50}
          cem:
            engagements:
              - {kind: ceremony, from: 3 Sep 14:00, to: 15:00}
        meetings:
          talks: {participants: [ana, ben], optional: [cem], length: {shortest: 60 min, wanted: 2 h, longest: 2 h}}
        """,
    ],
    "hours": [
        # Hours that a meeting fits exactly, on the clocks of two places; an optional participant has others.
        """
        grid: 30 min
        hours: 09:30-12:30
        places:
          coast: {name: Coast, zone: Asia/Kolkata}
        principals:
          cem: {hours: 10:00-11:00}
        meetings:
          talks: {participants: [ana, ben], optional: [cem], length: {shortest: 60 min, wanted: 60 min, longest: 3 h}}
        """,
        # Round the clock: a meeting may begin at the midnight at which the hours of the day before it end.
        """
        grid: 120 min
        dates: 3-4 Sep 2020
        hours: 00:00-24:00
        meetings:
          talks: {participants: [ana, ben], length: 4 h}
          dinner: {participants: [ana, cem], length: 4 h}
        """,
        # By video on the clocks of where each is, who flies from one zone to another at noon.
        (
            """
            grid: 30 min
            places:
              coast: {name: Coast, zone: Asia/Kolkata}
            travel:
              - {between: [hill, coast], takes: 60 min}
            principals:
              ana:
                home: coast
                hours: 08:00-16:00
                stays:
                  - {place: hill, from: 3 Sep 12:00, to: 19:01}
            meetings:
              talks: {participants: [ana, ben], length: 60 min, mode: [video, in person]}
            """,
            "ana",
        ),
        # The same without a way between the two, so that the one stay ends when the other begins.
        (
            """
            grid: 60 min
            places:
              coast: {name: Coast, zone: Asia/Kolkata}
            principals:
              ana:
                home: coast
                hours: 08:30-16:30
                stays:
                  - {place: hill, from: 3 Sep 10:00, to: 12:00}
            meetings:
              talks: {participants: [ana, ben], length: 60 min, mode: video}
            """,
            "ana",
        ),
        # Whole days; in another zone they begin in the middle of the scenario's.
        """
        grid: 60 min
        hours: 00:00-24:00
        places:
          west: {name: West, zone: America/New_York}
        principals:
          ana: {home: west}
        meetings:
          talks: {participants: [ana, ben], length: 2 h, mode: [video, in person]}
        """,
        # The night in which clocks go back, and hours in the hour that is repeated.
        """
        zone: Europe/Paris
        dates: 25 Oct 2020
        grid: 15 min
        hours: 02:15-05:00
        places:
          hill: {zone: Europe/Paris}
        meetings:
          talks: {participants: [ana, ben], length: 30 min, mode: [video, in person]}
        """,
        # The night in which clocks go forward, and hours in the hour that is skipped.
        """
        zone: Europe/Paris
        dates: 29 Mar 2020
        grid: 30 min
        hours: 02:30-05:00
        places:
          hill: {zone: Europe/Paris}
        meetings:
          talks: {participants: [ana, ben], length: 60 min}
        """,
    ],
    "rest": [
        # The night from six to noon, with an evening and a morning engagement.
        (
            """
            dates: 3-4 Sep 2020
            principals:
              ana:
                rest: 9 h
                engagements:
                  - {kind: reception, from: 3 Sep 20:30, to: 21:00}
                  - {kind: ceremony, from: 4 Sep 10:00, to: 11:00}
            meetings:
              talks: {participants: [ana, ben], length: 60 min}
            """,
            "ana",
        ),
        # Two meetings, one of which a guest may join; the rest is nearly the whole night.
        (
            """
            dates: 3-4 Sep 2020
            rest: 17 h 50
            meetings:
              talks: {participants: [ana, ben], length: 2 h}
              dinner: {participants: [cem, ben], optional: [ana], length: 2 h}
            """,
            "ana",
        ),
        # A night from six in one zone to noon in another, two hours and a half longer.
        (
            """
            dates: 3-4 Sep 2020
            grid: 30 min
            places:
              coast: {name: Coast, zone: Asia/Kolkata}
            principals:
              ana:
                home: coast
                rest: 20 h
                stays: [{place: hill, from: 4 Sep 10:00, to: 4 Sep 20:00}]
                engagements: [{kind: other, from: 3 Sep 15:00, to: 15:45}]
            meetings:
              talks: {participants: [ana, ben], length: 30 min, mode: video}
            """,
            "ana",
        ),
        # Two nights; the day between them is free as well.
        (
            """
            dates: 3-5 Sep 2020
            rest: 17 h 50
            meetings:
              talks: {participants: [ana, ben], length: 60 min}
            """,
            "ana",
        ),
    ],
    "blocks": [
        # A principal's blocks, one that a meeting fits exactly; telephone and pull-asides are free.
        """
        grid: 60 min
        principals:
          ana:
            blocks:
              - {from: 3 Sep 10:00, to: 12:00}
              - {from: 3 Sep 15:10, to: 17:10}
        meetings:
          talks:
            participants: [ana, ben]
            length: {shortest: 60 min, wanted: 2 h, longest: 2 h}
            mode: [in person, video, telephone]
        """,
        (
            """
            principals:
              ana: {blocks: [{from: 3 Sep 10:00, to: 14:00}]}
            meetings:
              talks: {participants: [ana, ben], length: 2 h}
              aside: {participants: [ana, cem], format: pull-aside}
            """,
            "ana",
        ),
        # A forum's blocks bind those who attend on the days of the forum only.
        """
        dates: 3-5 Sep 2020
        grid: 60 min
        forums:
          council:
            name: Council
            place: hill
            dates: 4 Sep
            attendees: [ana, cem]
            blocks: [{from: 4 Sep 09:30, to: 12:00}]
        meetings:
          talks: {participants: [ana, ben], optional: [cem], length: {shortest: 60 min, wanted: 2 h, longest: 2 h}}
        """,
    ],
    "buffers": [
        # Minutes before and after that just fit between two meetings.
        (
            """
            grid: 60 min
            principals:
              ana: {briefing: 60 min, readout: 60 min}
            meetings:
              talks: {participants: [ana, ben], length: 60 min}
              dinner: {participants: [ana, cem], length: 2 h, briefing: 0 min}
            """,
            "ana",
        ),
        # An engagement off the grid, which a meeting may touch but for its briefing; an optional guest.
        """
        grid: 30 min
        readout: 30 min
        principals:
          ana: {engagements: [{kind: address, from: 3 Sep 10:00, to: 12:10}]}
          cem: {engagements: [{kind: ceremony, from: 3 Sep 16:00, to: 17:00}]}
        meetings:
          talks:
            participants: [ana, ben]
            optional: [cem]
            length: {shortest: 30 min, wanted: 60 min, longest: 60 min}
            briefing: 20 min
            holding: 10 min
        """,
        # A readout alone, and a meeting with nothing around it.
        (
            """
            grid: 60 min
            principals:
              ana: {engagements: [{kind: address, from: 3 Sep 10:00, to: 12:00}]}
            meetings:
              talks: {participants: [ana, ben], length: 60 min, readout: 60 min}
              tea: {participants: [ana, cem], length: 2 h}
            """,
            "ana",
        ),
        # Of three meetings two share a slot, briefing or not.
        (
            """
            briefing: 2 h
            meetings:
              talks: {participants: [ana, ben], length: 2 h, shares_slot_with: dinner}
              dinner: {participants: [ana, cem], length: 2 h}
              tea: {participants: [ana, dia], length: 2 h, briefing: 0 min}
            """,
            "ana",
        ),
        # A single meeting that is optional for one of them.
        (
            """
            briefing: 2 h
            meetings:
              talks: {participants: [ana, ben], optional: [cem], length: 2 h}
              dinner: {participants: [cem, dia], length: 2 h}
            """,
            "cem",
        ),
    ],
    "travel_time": [
        # An hour between two venues; the way fits exactly, between two meetings.
        (
            """
            grid: 120 min
            venues:
              palace: {name: Palace, place: hill}
              hotel: {name: Hotel, place: hill}
            travel: [{between: [palace, hotel], takes: 60 min}]
            meetings:
              talks: {participants: [ana, ben], length: 60 min}
              dinner: {participants: [ana, cem], length: 2 h}
            """,
            "ana",
        ),
        # Between a session at the one, an engagement at the other, and an engagement elsewhere.
        """
        grid: 60 min
        venues:
          palace: {name: Palace, place: hill}
          hotel: {name: Hotel, place: hill}
          garden: {name: Garden, place: hill}
        travel: [{between: [palace, hotel], takes: 60 min}]
        forums:
          council:
            name: Council
            place: hill
            venue: palace
            dates: 3 Sep
            attendees: [ana]
            sessions: [{from: 3 Sep 08:00, to: 09:00}]
        principals:
          ana:
            engagements:
              - {kind: address, venue: hotel, from: 3 Sep 12:10, to: 13:00}
              - {kind: reception, venue: garden, from: 3 Sep 18:00, to: 20:00}
          cem:
            engagements:
              - {kind: address, venue: hotel, from: 3 Sep 16:00, to: 17:00}
        meetings:
          talks: {participants: [ana, ben], optional: [cem], length: 60 min}
        """,
        # Two that are optional for one who would have to travel.
        (
            """
            grid: 120 min
            venues:
              palace: {name: Palace, place: hill}
              hotel: {name: Hotel, place: hill}
            travel: [{between: [palace, hotel], takes: 3 h}]
            meetings:
              talks: {participants: [ana, ben], optional: [cem], length: 60 min}
              dinner: {participants: [cem, dia], length: 60 min}
            """,
            "cem",
        ),
    ],
    "windows": [
        # Windows that a meeting fits exactly, one of them off the grid, two that touch each other.
        """
        grid: 30 min
        meetings:
          talks:
            participants: [ana, ben]
            length: {shortest: 60 min, wanted: 60 min, longest: 3 h}
            windows: [3 Sep 10:00-11:00, 3 Sep 13:10-15:10, 3 Sep 17:00-18:30, 3 Sep 18:30-20:00]
        """,
        # The sidelines of a forum are at its place, by video nowhere; another window is anywhere.
        """
        dates: 3-4 Sep 2020
        grid: 60 min
        places:
          coast: {name: Coast, zone: Asia/Kolkata}
        principals:
          ana: {home: coast}
        forums:
          council: {name: Council, place: coast, dates: 3 Sep}
        meetings:
          talks:
            participants: [ana, ben]
            mode: [in person, video]
            length: 60 min
            windows: [{sidelines: council, hours: 08:00-23:00}, {from: 4 Sep 09:00, to: 11:00}]
        """,
        # Preferred windows, as if they had to be.
        """
        grid: 60 min
        meetings:
          talks: {participants: [ana, ben], length: 60 min, prefers: 3 Sep 10:00-12:00}
        """,
    ],
    "start": [
        """
        grid: 30 min
        meetings:
          talks:
            participants: [ana, ben]
            length: {shortest: 30 min, wanted: 60 min, longest: 60 min}
            mode: [in person, video]
            start: 3 Sep 10:30
        """,
        "meetings:\n  talks: {participants: [ana, ben], start: 3 Sep 00:00, state: confirmed}",
    ],
    "room_needs": [
        # At one place.
        """
        places:
          coast: {name: Coast, zone: Asia/Kolkata}
        meetings:
          talks: {participants: [ana, ben], place: hill, mode: [in person, video]}
        """,
        # At one of two venues, in a room that seats enough.
        """
        venues:
          palace: {name: Palace, place: hill}
          hotel: {name: Hotel, place: hill}
          garden: {name: Garden, place: hill}
        rooms:
          salon: {venue: palace, seats: 8}
          vault: {venue: palace, seats: 8, secure: true}
          parlour: {venue: hotel, seats: 7, secure: true}
          suite: {venue: hotel, seats: 9, secure: true}
        meetings:
          talks:
            participants: [ana, ben]
            venue: [palace, garden]
            needs: {seats: 8, secure: true}
          tea: {participants: [ana, cem], venue: hotel, needs: {seats: 8}}
        """,
        # In one room, and on the premises of the one who is called on.
        """
        venues:
          palace: {name: Palace, place: hill, premises_of: south}
          hotel: {name: Hotel, place: hill}
        rooms:
          salon: {venue: palace}
          parlour: {venue: hotel}
        meetings:
          talks: {participants: [ana, ben], room: parlour}
          tea: {participants: [ana, cem], calls_on: cem, format: pull-aside}
        """,
    ],
    "room_capacity": [
        # One room, with time to reset it that just fits; another without.
        (
            """
            grid: 120 min
            venues:
              palace: {name: Palace, place: hill}
            rooms:
              salon: {venue: palace, reset: 60 min}
              parlour: {venue: palace}
            meetings:
              talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 2 h, longest: 2 h}}
              dinner: {participants: [cem, dia], length: 3 h}
            """,
            "salon",
        ),
        # Two that are alike, for three meetings.
        """
        grid: 120 min
        venues:
          palace: {name: Palace, place: hill}
        rooms:
          salon: {venue: palace, count: 2, reset: 2 h}
        meetings:
          talks: {participants: [ana, ben], length: 4 h}
          dinner: {participants: [cem, dia], length: 2 h}
          tea: {participants: [ana, cem], length: 90 min}
        """,
        # One for three meetings, without any reset.
        """
        grid: 120 min
        venues:
          palace: {name: Palace, place: hill}
        rooms:
          salon: {venue: palace}
        meetings:
          talks: {participants: [ana, ben], length: 4 h}
          dinner: {participants: [cem, dia], length: 2 h}
          tea: {participants: [ana, cem], length: 2 h}
        """,
    ],
    "available": [
        # Times that a meeting fits exactly, off the grid, in a room, at a venue, or not at all.
        """
        grid: 30 min
        venues:
          palace: {name: Palace, place: hill}
          hotel: {name: Hotel, place: hill, available: 3 Sep 09:40-12:00}
        rooms:
          salon: {venue: palace, available: [3 Sep 10:00-11:00, 3 Sep 14:00-18:00]}
          parlour: {venue: palace}
          suite: {venue: hotel}
        meetings:
          talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 60 min, longest: 2 h}}
        """,
    ],
    "interpreter_capacity": [
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
    ],
    "length": [
        "meetings:\n  talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 3 h, longest: 5 h}}",
        # With two teams, of which the one that lengthens them least is wanted.
        """
        interpreters:
          slow: {languages: [en, ru], mode: consecutive, lengthens: 1.5}
          swift: {languages: [en, ru], mode: simultaneous}
        principals:
          ana: {languages: en}
          ben: {languages: ru}
        meetings:
          talks: {participants: [ana, ben], length: {shortest: 2 h, wanted: 4 h, longest: 6 h}, press: 10 min}
        """,
    ],
    "attendance": [
        "meetings:\n  talks: {participants: [ana, ben], optional: [cem, dia]}",
    ],
    "mode": [
        "meetings:\n  talks: {participants: [ana, ben], mode: [video, in person, telephone]}",
        # In person at either of two places.
        """
        places:
          coast: {name: Coast, zone: Asia/Kolkata}
        meetings:
          talks: {participants: [ana, ben], mode: [in person, video]}
        """,
    ],
    "compact": [
        # Two meetings, and an engagement between which one waits.
        (
            """
            few_gaps: true
            principals:
              ana: {engagements: [{kind: address, from: 3 Sep 10:30, to: 11:15}]}
            meetings:
              talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 60 min, longest: 90 min}}
              dinner: {participants: [ana, cem], length: 2 h}
            """,
            "ana",
        ),
        # Two days, of which the second has an engagement, and a third that only an engagement has.
        (
            """
            few_gaps: true
            dates: 3-5 Sep 2020
            principals:
              ana:
                engagements:
                  - {kind: address, from: 4 Sep 10:00, to: 11:00}
                  - {kind: address, from: 4 Sep 17:00, to: 18:00}
                  - {kind: address, from: 5 Sep 10:00, to: 11:00}
                  - {kind: address, from: 5 Sep 13:00, to: 14:00}
            meetings:
              talks: {participants: [ana, ben], length: 60 min}
              dinner: {participants: [ana, cem], length: 2 h}
            """,
            "ana",
        ),
        # A guest who may stay away, and a meeting that may share a slot and is not counted.
        (
            """
            few_gaps: true
            meetings:
              talks: {participants: [ana, ben], optional: [cem], length: 60 min}
              dinner: {participants: [cem, dia], length: 60 min, shares_slot_with: tea}
              tea: {participants: [cem, ben], length: 60 min}
            """,
            "cem",
        ),
        (
            """
            few_gaps: true
            meetings:
              talks: {participants: [ana, ben], optional: [cem], length: 60 min}
              tea: {participants: [cem, ben], length: 90 min}
            """,
            "cem",
        ),
        # One meeting beside an engagement, and two engagements on what is already the next day for them.
        (
            """
            few_gaps: true
            places:
              coast: {name: Coast, zone: Asia/Kolkata}
            principals:
              ana:
                stays: [{place: coast, from: 3 Sep 20:00, to: 4 Sep}]
                engagements:
                  - {kind: address, from: 3 Sep 10:30, to: 11:15}
                  - {kind: address, from: 3 Sep 22:00, to: 22:30}
                  - {kind: address, from: 3 Sep 23:00, to: 23:30}
            meetings:
              talks: {participants: [ana, ben], length: 60 min, mode: video}
            """,
            "ana",
        ),
        # Days on the clocks of two places.
        (
            """
            few_gaps: true
            dates: 3-4 Sep 2020
            places:
              coast: {name: Coast, zone: Asia/Kolkata}
            principals:
              ana: {stays: [{place: coast, from: 3 Sep 16:00, to: 4 Sep 03:00}]}
              ben: {home: coast}
            meetings:
              talks: {participants: [ana, ben], length: 60 min, mode: [in person, video]}
              dinner: {participants: [ana, cem], length: 2 h}
            """,
            "ana",
        ),
    ],
    "precedence": [
        # Without a lag they may touch; with one they may not.
        f"{_TWO}\nrules: [{{rule: precedence, first: talks, then: dinner}}]",
        f"grid: 60 min\n{_TWO}\nrules: [{{rule: precedence, first: dinner, then: talks, lag: 1 h}}]",
        # Several before several; one that is not planned binds nobody.
        """
        meetings:
          talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 2 h, longest: 2 h}}
          tea: {participants: [ana, dia], length: 60 min}
          dinner: {participants: [ana, cem], length: 90 min}
          gone: {participants: [ana, cem], state: declined}
        rules:
          - {rule: precedence, first: [talks, gone], then: [dinner, tea], lag: 30 min}
        """,
    ],
    "host_first": [
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
    ],
    "same_day": [
        # Three days, and lengths that reach into the next.
        """
        dates: 3-5 Sep 2020
        meetings:
          talks: {participants: [ana, ben], length: 3 h}
          dinner: {participants: [ana, cem], length: 2 h}
        rules:
          - {rule: same_day, meetings: [talks, dinner]}
        """,
        # Days on the clocks of two places, and by video on the scenario's.
        """
        dates: 3-4 Sep 2020
        grid: 120 min
        places:
          coast: {name: Coast, zone: Asia/Kolkata}
        meetings:
          talks: {participants: [ana, ben], length: 60 min}
          dinner: {participants: [ana, cem], length: 60 min, mode: video}
        rules:
          - {rule: same_day, meetings: [dinner, talks]}
        """,
        # Three meetings on the day in which clocks change, west of Greenwich.
        """
        dates: 31 Oct to 1 Nov 2020
        grid: 120 min
        zone: America/New_York
        places:
          hill: {zone: America/New_York}
        meetings:
          talks: {participants: [ana, ben], length: 60 min}
          dinner: {participants: [ana, cem], length: 60 min}
          gone: {participants: [ana, cem], state: declined}
        rules:
          - {rule: same_day, meetings: [dinner, gone, talks]}
        """,
    ],
    "different_days": [
        """
        dates: 3-5 Sep 2020
        meetings:
          talks: {participants: [ana, ben], length: 3 h}
          dinner: {participants: [ana, cem], length: 2 h}
          gone: {participants: [ana, cem], state: never}
        rules:
          - {rule: different_days, meetings: [talks, dinner, gone]}
        """,
        """
        dates: 3-4 Sep 2020
        places:
          coast: {name: Coast, zone: Asia/Kolkata}
        meetings:
          talks: {participants: [ana, ben], length: 60 min}
          dinner: {participants: [ana, cem], length: 60 min, mode: video}
        rules:
          - {rule: different_days, meetings: [dinner, talks]}
        """,
        # Three meetings, and a single day.
        """
        meetings:
          talks: {participants: [ana, ben], length: 60 min}
          dinner: {participants: [ana, cem], length: 60 min}
          tea: {participants: [ana, dia], length: 60 min}
        rules:
          - {rule: different_days, meetings: [dinner, talks, tea]}
        """,
    ],
    "same_venue": [
        # Two venues, a place without any, and video.
        """
        grid: 120 min
        places:
          coast: {name: Coast, zone: Asia/Kolkata}
        venues:
          palace: {name: Palace, place: hill}
          hotel: {name: Hotel, place: hill}
        rooms:
          salon: {venue: palace}
          parlour: {venue: palace}
          suite: {venue: hotel}
        meetings:
          talks: {participants: [ana, ben], length: 20 h}
          dinner: {participants: [ana, cem], length: 20 h, mode: [in person, video]}
          tea: {participants: [dia, cem], length: 22 h}
        rules:
          - {rule: same_venue, meetings: [talks, dinner, tea]}
        """,
    ],
    "gap": [
        # At least so much, at most so much, both; meetings that touch each other or overlap.
        f"grid: 60 min\n{_TWO}\nrules: [{{rule: gap, meetings: [talks, dinner], at_least: 1 h}}]",
        f"grid: 60 min\n{_TWO}\nrules: [{{rule: gap, meetings: [dinner, talks], at_most: 1 h}}]",
        f"grid: 60 min\n{_TWO}\nrules: [{{rule: gap, meetings: [talks, dinner], at_least: 1 h, at_most: 3 h}}]",
        f"{_TWO}\nrules: [{{rule: gap, meetings: [talks, dinner], at_least: 0 min, at_most: 0 min}}]",
        # Several lengths; the one may lie wholly within the other.
        """
        meetings:
          talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 7 h, longest: 7 h}}
          dinner: {participants: [ana, cem], length: 60 min}
        rules:
          - {rule: gap, meetings: [talks, dinner], at_most: 90 min}
        """,
        # One that is not planned leaves nothing to say.
        """
        meetings:
          talks: {participants: [ana, ben]}
          gone: {participants: [ana, ben], state: declined}
          dinner: {participants: [ana, cem]}
        rules:
          - {rule: gap, meetings: [talks, gone], at_most: 90 min}
          - {rule: gap, meetings: [talks, dinner], at_most: 4 h}
        """,
    ],
    "not_at_the_same_time": [
        f"grid: 60 min\n{_TWO}\nrules: [{{rule: not_at_the_same_time, meetings: [talks, dinner]}}]",
        """
        meetings:
          talks: {participants: [ana, ben], length: {shortest: 2 h, wanted: 3 h, longest: 3 h}}
          dinner: {participants: [cem, dia], length: 2 h}
          gone: {participants: [ana, ben], state: declined}
          tea: {participants: [ana, dia], length: 2 h}
        rules:
          - {rule: not_at_the_same_time, meetings: [talks, dinner, gone, tea]}
        """,
    ],
    "at_most": [
        # One a day, of some formats, on days of two zones.
        """
        dates: 3-4 Sep 2020
        places:
          coast: {name: Coast, zone: Asia/Kolkata}
        meetings:
          talks: {participants: [ana, ben], length: 60 min}
          dinner: {participants: [ana, cem], length: 60 min, mode: video}
        rules:
          - {rule: at_most, principal: ana, meetings_a_day: 1}
        """,
        # Two of three, where one may stay away from some and one format does not count.
        """
        meetings:
          talks: {participants: [ana, ben], length: 4 h}
          dinner: {participants: [cem, dia], optional: [ana], length: 4 h}
          aside: {participants: [ana, dia], format: pull-aside, length: 4 h}
        rules:
          - {rule: at_most, principal: ana, meetings_a_day: 1, formats: bilateral}
          - {rule: at_most, principal: ana, meetings_a_day: 2}
        """,
        f"{_TWO}\nrules: [{{rule: at_most, principal: cem, meetings_a_day: 0}}]",
    ],
    "few_breaks": [
        # Back to back, an hour, and another length; one may stay away.
        """
        grid: 60 min
        hours: 09:00-13:00
        meetings:
          talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 2 h}}
          dinner: {participants: [cem, dia], optional: [ana], length: 60 min}
        rules:
          - {rule: few_breaks, principals: [ana, cem]}
        """,
        # At one spot together counts as busy; up to six hours are a break.
        """
        grid: 60 min
        hours: 08:00-17:00
        meetings:
          talks: {participants: [ana, ben], length: 60 min, shares_slot_with: dinner}
          dinner: {participants: [ana, cem], length: 60 min}
        rules:
          - {rule: few_breaks, principals: [ana, ben]}
        """,
    ],
    "even_breaks": [
        # Of two, one may have one break more.
        """
        grid: 60 min
        hours: 09:00-13:00
        meetings:
          talks: {participants: [ana, ben], length: 60 min}
          dinner: {participants: [ana, cem], length: 60 min}
        rules:
          - {rule: even_breaks, principals: [ana, ben], differ_by: 0}
        """,
    ],
    "keep_free": [
        # A break that just fits between two meetings and a session.
        """
        grid: 60 min
        principals:
          ana: {engagements: [{kind: address, from: 3 Sep 09:00, to: 12:20}]}
        meetings:
          talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 2 h, longest: 2 h}}
        rules:
          - {rule: keep_free, principal: ana, hours: 12:00-15:00, at_least: 1 h}
        """,
        # The whole of the hours, on two days; on the second an engagement makes it impossible.
        """
        dates: 3-4 Sep 2020
        principals:
          ana: {engagements: [{kind: address, from: 4 Sep 12:00, to: 12:30}]}
        meetings:
          talks: {participants: [ana, ben], length: 2 h}
          dinner: {participants: [cem, dia], optional: [ana], length: 60 min}
        rules:
          - {rule: keep_free, principal: ana, hours: 11:00-13:00}
        """,
        # An engagement that leaves just enough, for one who lives by other clocks at noon.
        """
        grid: 30 min
        places:
          coast: {name: Coast, zone: Asia/Kolkata}
        principals:
          ana:
            home: coast
            engagements: [{kind: address, from: 3 Sep 10:30, to: 11:10}]
        meetings:
          talks: {participants: [ana, ben], length: 60 min, mode: video}
        rules:
          - {rule: keep_free, principal: ana, hours: 12:30-14:30, at_least: 50 min}
          - {rule: keep_free, principal: ana, hours: 12:30-14:30, at_least: 51 min}
        """,
        # A stretch between two meetings.
        """
        grid: 60 min
        meetings:
          talks: {participants: [ana, ben], length: 60 min}
          dinner: {participants: [ana, cem], length: 60 min}
        rules:
          - {rule: keep_free, principal: ana, hours: 12:00-15:00, at_least: 3 h}
          - {rule: keep_free, principal: ana, hours: 12:00-13:10, at_least: 1 h}
        """,
    ],
    "keep_apart": [
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
    ],
    "never_meet": [
        """
        meetings:
          talks: {participants: [ana, ben], optional: [cem, dia], length: 4 h}
          dinner: {participants: [ben, dia], length: 10 h}
        rules:
          - {rule: never_meet, principals: [ana, cem, dia]}
        """,
    ],
    "closed": [
        # From a moment to another, with which meetings touch, and off the grid.
        """
        grid: 60 min
        venues:
          palace: {name: Palace, place: hill}
          hotel: {name: Hotel, place: hill}
        rooms:
          salon: {venue: palace, count: 2}
          parlour: {venue: palace}
          suite: {venue: hotel}
        meetings:
          talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 2 h, longest: 2 h}}
        rules:
          - {rule: closed, venue: palace, from: 3 Sep 12:00, to: 15:00}
          - {rule: closed, room: salon, from: 3 Sep 12:10, to: 14:50}
        """,
    ],
    "prefer": [
        # Early and late.
        f"{_TWO}\nrules: [{{rule: prefer, meetings: [talks, dinner], when: early}}]",
        """
        meetings:
          talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 90 min, longest: 90 min}}
          gone: {participants: [ana, ben], state: declined}
        rules:
          - {rule: prefer, meetings: [talks, gone], when: late}
        """,
        # Hours that a meeting fits exactly, on some of the days, at a place with other clocks.
        """
        dates: 3-5 Sep 2020
        grid: 30 min
        places:
          coast: {name: Coast, zone: Asia/Kolkata}
        meetings:
          talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 2 h, longest: 2 h}}
        rules:
          - {rule: prefer, meetings: talks, on: 3-4 Sep, hours: 10:00-12:00}
        """,
        # Hours alone, and days alone; in another zone there are more days than the scenario names.
        """
        grid: 60 min
        places:
          coast: {name: Coast, zone: Asia/Kolkata}
          west: {name: West, zone: America/New_York}
        meetings:
          talks: {participants: [ana, ben], length: 50 min, mode: [in person, video]}
        rules:
          - {rule: prefer, meetings: talks, hours: 00:00-24:00}
          - {rule: prefer, meetings: talks, hours: 22:00-24:00, when: early}
          - {rule: prefer, meetings: talks, on: 4 Sep}
          - {rule: prefer, meetings: talks, on: 3 Sep}
        """,
        # The night in which clocks go back.
        """
        zone: Europe/Paris
        dates: 25 Oct 2020
        grid: 15 min
        places:
          hill: {zone: Europe/Paris}
        meetings:
          talks: {participants: [ana, ben], length: 30 min}
        rules:
          - {rule: prefer, meetings: talks, hours: 01:00-02:45}
          - {rule: prefer, meetings: talks, hours: 02:15-05:00}
        """,
    ],
    "robust": [
        # Somebody comes, comes later, or not at all; with meetings of two lengths, one of which counts for more.
        """
        principals:
          ana:
            home: null
            stays:
              - place: hill
                from: 3 Sep 04:00
                to: 3 Sep 20:00
                certainty: 0.5
                or: [{from: 3 Sep 12:00, certainty: 0.3}]
        meetings:
          talks: {participants: [ana, ben], length: {shortest: 2 h, wanted: 4 h, longest: 4 h}}
          dinner: {participants: [ana, cem], length: 2 h, priority: must}
          gone: {participants: [ana, cem], state: declined}
        rules: [{rule: robust}]
        """,
        # Two who travel together, a session that may take longer, and one that may fall away; in two modes.
        """
        grid: 60 min
        events: {flight: {certainty: 0.7}, strike: {certainty: 0.4, if: flight, otherwise: 0.9}}
        venues:
          palace: {name: Palace, place: hill}
          hotel: {name: Hotel, place: hill}
        travel: [{between: [palace, hotel], takes: 60 min}]
        principals:
          ana: {home: null, stays: [{place: hill, from: 3 Sep 06:00, to: 3 Sep 20:00, when: flight}]}
          ben: {home: null, stays: [{place: hill, from: 3 Sep 06:00, to: 3 Sep 20:00, when: flight}]}
        forums:
          council:
            name: Council
            place: hill
            venue: palace
            dates: 3 Sep
            attendees: [ana, cem]
            sessions:
              - {from: 3 Sep 10:00, to: 12:00, overruns: {by: 60 min, when: strike}}
              - {from: 3 Sep 15:00, to: 16:00, certainty: 0.25}
        meetings:
          talks: {participants: [ana, ben], length: 2 h, mode: [in person, video]}
        rules: [{rule: robust, meetings: talks}]
        """,
        # A forum that moves by some hours of the clock, or is not held; who follows it, and who is only bound by it.
        """
        dates: 3-4 Sep 2020
        principals:
          ana: {home: null, stays: [{place: hill, from: 3 Sep 06:00, to: 3 Sep 20:00, follows: council}]}
        forums:
          council:
            name: Council
            place: hill
            dates: 3 Sep
            certainty: 50 %
            attendees: [{principal: ben, certainty: tentative}, ana]
            sessions: [{from: 3 Sep 10:00, to: 14:00}]
            or: [{moves_by: 1 day, dates: 3-4 Sep, certainty: unlikely}]
        meetings:
          talks: {participants: [ana, ben], length: 2 h, windows: {sidelines: council}}
          dinner: {participants: [cem, dia], length: 2 h}
        certainties: {tentative: 0.4}
        rules: [{rule: robust}]
        """,
    ],
    "preferred_attendee": [
        # Of two meetings that are followed one overlaps one's own; lengths that differ, off the grid.
        """
        meetings:
          talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 3 h, longest: 3 h}}
          dinner: {participants: [cem, dia], length: {shortest: 90 min, wanted: 4 h, longest: 4 h}}
        rules:
          - {rule: preferred_attendee, principal: dia, meetings: talks, strength: strong wish}
        """,
        # Meetings that are followed only, one that is passed over, and one's own that one may join.
        """
        grid: 120 min
        dates: 3 Sep 2020
        hours: 12:00-24:00
        meetings:
          talks: {participants: [ana, ben], length: 3 h, windows: 3 Sep 14:00-24:00}
          dinner: {participants: [ana, ben], optional: [dia], length: 5 h, shares_slot_with: talks}
          gone: {participants: [ana, cem], state: declined}
        rules:
          - {rule: preferred_attendee, principal: dia, meetings: [talks, dinner, gone]}
          - {rule: preferred_attendee, principal: cem, meetings: [talks, dinner, gone]}
        """,
    ],
    "rarely_at_once": [
        # Three of different lengths; two of them can never overlap.
        """
        grid: 120 min
        hours: 14:00-24:00
        meetings:
          talks: {participants: [ana, ben], length: 5 h}
          dinner: {participants: [cem, dia], length: {shortest: 1 h, wanted: 3 h, longest: 3 h}}
        rules:
          - {rule: rarely_at_once}
          - {rule: rarely_at_once, meetings: [talks, dinner], strength: strong wish 3}
        """,
        """
        grid: 120 min
        dates: 3 Sep 2020
        meetings:
          talks: {participants: [ana, ben], length: 8 h}
          dinner: {participants: [ana, dia], length: 8 h}
          tea: {participants: [cem, dia], length: 10 h}
        rules:
          - {rule: rarely_at_once, meetings: [talks, dinner, tea]}
        """,
    ],
    "breather": [
        # Meetings that touch, that nearly do, and that overlap.
        """
        meetings:
          talks: {participants: [ana, ben], length: 3 h}
          dinner: {participants: [cem, dia], length: {shortest: 2 h, wanted: 4 h, longest: 4 h}}
        rules:
          - {rule: breather, at_least: 90 min}
          - {rule: breather, meetings: [talks, dinner], at_least: 3 h}
        """,
    ],
    "larger_rooms_first": [
        # Rooms that are alike, rooms with no seats, and one elsewhere; a meeting by video has none.
        """
        venues:
          palace: {name: Palace, place: hill}
          hotel: {name: Hotel, place: hill}
        rooms:
          salon: {venue: palace, seats: 10}
          parlour: {venue: hotel, seats: 4, count: 2}
          den: {venue: hotel}
          booth: {venue: hotel, seats: 2}
        meetings:
          talks: {participants: [ana, ben], length: 3 h, mode: [in person, video]}
        rules:
          - {rule: larger_rooms_first}
          - {rule: larger_rooms_first, meetings: talks}
        """,
    ],
    "one_room": [
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
    ],
}


def _cases() -> Iterator[Case]:
    for word, entries in _FRAGMENTS.items():
        for number, entry in enumerate(entries, start=1):
            fragment, whose = entry if isinstance(entry, tuple) else (entry, None)
            yield Case(RULES[word], fragment, whose, number)


CASES = list(_cases())


@lru_cache(maxsize=12)
def world_of(case: Case) -> World:
    """Return the world of a case; that of `as_asked` has bookings too that nobody asked for."""
    return World.of(case.fragment, FIELD, strange=case.rule.word == "as_asked")
