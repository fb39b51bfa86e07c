"""What one delegation may see of a plan, as a plan of its own: nothing hidden leaves a trace in it.

A meeting that is open is seen whole by everybody. One for delegations only is seen by the delegations that take
part, are invited, or own the premises; a confidential one by those that take part. Of the principals whom a
delegation meets, it sees when they are otherwise engaged, and no more: with whom, where and in how many parts is
not said. Notes are read by those who see the entry (open), by those who take part (delegations only), or by the
officer alone.

The extract is built from what may be seen; it is not the plan with things struck out.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from scheduler.plan.plan import Fixed, Names, Plan, Unscheduled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from scheduler.plan.plan import Booking

STATUS = "extract"
ENGAGED = "engaged"
"""What is said, as kind and as title, of a time whose purpose is not to be seen."""


def redact(plan: Plan, delegation: str) -> Plan:
    """Return what a delegation may see of a plan; the same again where the plan is that extract already."""
    if plan.audience == delegation:
        return plan
    return _Extract(plan, delegation).made()


PRIVATE = ("stay", "engagement", "movement")
"""The kinds of what is fixed for one principal alone."""


class _Extract:
    """The parts of an extract, each from what may be seen."""

    def __init__(self, plan: Plan, delegation: str) -> None:
        self.plan, self.delegation = plan, delegation
        self.own = {key for key, of in plan.delegations.items() if of == delegation}
        self.bookings = [self._shared(b) for b in self._in_order(plan.bookings) if self._sees(b)]
        self.cancelled = [self._shared(b) for b in self._in_order(plan.cancelled) if self._is_called_off(b)]
        self.unscheduled = [
            self._refused(u) for u in sorted(plan.unscheduled, key=lambda u: u.meeting) if self._asked_with_us(u)
        ]
        seen = chain(
            self.own,
            *(b.participants for b in self.bookings),
            *(b.invited for b in self.bookings),
            *(b.participants for b in self.cancelled),
            *(u.participants for u in self.unscheduled),
        )
        self.principals = set(seen)
        self.sessions = {f.session for f in plan.fixed if f.session and self._takes_part(f.principals)}
        ours = [b.participants for b in self.bookings if self._takes_part(b.participants)]
        self.met = {key for keys in ours for key in keys} - self.own

    def made(self) -> Plan:
        """Return the extract."""
        fixed = tuple(sorted((*self._own_days(), *self._engaged()), key=_moment_and_title))
        venues = {venue for venue in (*(b.venue for b in self.bookings), *(f.venue for f in fixed)) if venue}
        return Plan(
            bookings=tuple(self.bookings),
            names=self._names(fixed),
            scenario=self.plan.scenario,
            zone=self.plan.zone,
            status=STATUS,
            unscheduled=tuple(self.unscheduled),
            fixed=fixed,
            ways=tuple(sorted(way for way in self.plan.ways if {way[0], way[1]} <= venues)),
            delegations={key: of for key, of in sorted(self.plan.delegations.items()) if key in self.principals},
            premises={
                key: of for key, of in sorted(self.plan.premises.items()) if key in venues and of == self.delegation
            },
            cancelled=tuple(self.cancelled),
            audience=self.delegation,
        )

    # Who sees what.

    def _takes_part(self, participants: Iterable[str]) -> bool:
        return not self.own.isdisjoint(participants)

    def _sees(self, booking: Booking) -> bool:
        if self._takes_part(booking.participants) or booking.visibility == "open":
            return True
        at_ours = self.plan.premises.get(booking.venue or "") == self.delegation
        return booking.visibility == "delegations only" and (at_ours or self._takes_part(booking.invited))

    def _is_called_off(self, booking: Booking) -> bool:
        """Whether something is called off for us: it was seen, and is held no longer, or without those of ours."""
        now = next((b for b in self.bookings if b.meeting == booking.meeting), None)
        ours = self.own.intersection(booking.participants)
        return self._sees(booking) and (now is None or not ours.issubset(now.participants))

    def _of_ours(self, fixed: Fixed) -> bool:
        """Whether it is in the days of our own principals; of others, a session by video that ours attend as well."""
        if self._takes_part(fixed.principals):
            return True
        return self.met.issuperset(fixed.principals) and fixed.session in self.sessions

    def _asked_with_us(self, entry: Unscheduled) -> bool:
        return self._takes_part(entry.participants) and entry.state != "never"

    def _reads(self, participants: Iterable[str], note_visibility: str) -> bool:
        return note_visibility == "open" or (note_visibility == "delegations only" and self._takes_part(participants))

    # What is left of each.

    @staticmethod
    def _in_order(bookings: Iterable[Booking]) -> list[Booking]:
        return sorted(bookings, key=lambda booking: (booking.start, booking.meeting))

    def _shared(self, booking: Booking) -> Booking:
        """Return a booking without what only the officer weighs: its priority, its lines, what it rests on.

        Where the others are who take part by video or telephone is theirs to say.
        """
        read = booking.note and self._reads(booking.participants, booking.note_visibility)
        note = (booking.note, booking.note_visibility) if read else ("", "confidential")
        seats = zip(booking.participants, booking.clocks, strict=False)
        clocks = tuple(zone if key in self.own else booking.zone for key, zone in seats)
        shared = replace(booking, priority="", rests_on=(), likelihood=None, hangs_on=(), line="", clocks=clocks)
        return replace(shared, note=note[0], note_visibility=note[1])

    @staticmethod
    def _refused(entry: Unscheduled) -> Unscheduled:
        """Return a meeting of ours that has no slot; why not may lie in meetings that are not to be seen."""
        because = "it was declined" if entry.state == "declined" else "it has no slot in this plan"
        return replace(entry, because=because, priority="", lines=())

    def _own_days(self) -> Iterator[Fixed]:
        """Yield what is fixed for our own principals; of the others at a session, those whom we meet.

        Sessions are numbered anew, and on whose clocks others are who attend by video is not said.
        """
        ours = [fixed for fixed in self.plan.fixed if self._of_ours(fixed)]
        keys = dict.fromkeys(f.session for f in sorted(ours, key=_moment_and_title) if f.session)
        numbers = {key: str(number) for number, key in enumerate(keys, start=1)}
        zones = {f.session: f.zone for f in ours if f.session and self._takes_part(f.principals)}
        for fixed in ours:
            read = fixed.note and self._reads(fixed.principals, fixed.note_visibility)
            yield replace(
                fixed,
                principals=tuple(sorted(key for key in fixed.principals if key in self.own | self.met)),
                zone=fixed.zone if self._takes_part(fixed.principals) else zones[fixed.session],
                note=fixed.note if read else "",
                note_visibility=fixed.note_visibility if read else "confidential",
                session=numbers.get(fixed.session, ""),
            )

    def _engaged(self) -> Iterator[Fixed]:
        """Yield when the others whom we meet are engaged otherwise, what touches or overlaps as one."""
        seen = {booking.meeting for booking in self.bookings}
        for principal in sorted(self.met):
            times = [(b.start, b.end) for b in self.plan.of(principal) if b.meeting not in seen]
            times += [
                (fixed.start, fixed.end)
                for fixed in self.plan.fixed
                if principal in fixed.principals and fixed.kind != "stay" and not self._of_ours(fixed)
            ]
            for start, end in _merged(times):
                yield Fixed(ENGAGED, ENGAGED, start, end, (principal,), zone=self.plan.zone)

    def _names(self, fixed: Iterable[Fixed]) -> Names:
        """Return the names of what the extract speaks of, and of nothing else."""
        bookings, fixed = [*self.bookings, *self.cancelled], list(fixed)
        spoken: dict[str, set[str | None] | set[str]] = {
            "principals": self.principals,
            "people": self.principals,
            "meetings": {*(b.meeting for b in bookings), *(u.meeting for u in self.unscheduled)},
            "places": {*(b.place for b in bookings), *(f.place for f in fixed)},
            "venues": {*(b.venue for b in bookings), *(f.venue for f in fixed)},
            "rooms": {b.room_group for b in bookings},
            "interpreters": {pool for b in bookings for pool in b.interpreters},
            "delegations": {self.delegation, *(self.plan.delegations.get(key) for key in self.principals)},
        }
        sections = {
            section: {
                key: name for key, name in sorted(self.plan.names.sections.get(section, {}).items()) if key in keys
            }
            for section, keys in spoken.items()
        }
        return Names(self.plan.names.zone, sections)


def _merged(times: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Return times in order, with those that touch or overlap as one."""
    merged: list[tuple[datetime, datetime]] = []
    for start, end in sorted(times):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _moment_and_title(fixed: Fixed) -> tuple[datetime, datetime, str, tuple[str, ...]]:
    return fixed.start, fixed.end, fixed.title, fixed.principals
