"""Redaction: the part of a plan that one delegation may see, as a plan of its own without traces of the rest.

Every delegation sees an open meeting in full. A meeting for delegations only is visible to the delegations that take
part, are invited, or own the premises; a confidential meeting, to the delegations that take part. A delegation sees
when its counterparts are otherwise engaged, but not with whom, where or in how many parts. A note is visible to
everybody who sees its entry (open), to the delegations that take part (delegations only), or to the officer only.

The extract is built up from what is visible; nothing is deleted from a copy of the plan.
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
"""The kind and the title of a time whose purpose is hidden."""


def redact(plan: Plan, delegation: str) -> Plan:
    """Return the extract of a plan for a delegation; a plan that is already that extract is returned as it is."""
    if plan.audience == delegation:
        return plan
    return _Extract(plan, delegation).plan_for_delegation()


PRIVATE = ("stay", "engagement", "movement")
"""The kinds of fixed entries that concern one principal only."""


class _Extract:
    """Builds the extract of a plan, part by part, from what is visible."""

    def __init__(self, plan: Plan, delegation: str) -> None:
        self.plan, self.delegation = plan, delegation
        self.own = {key for key, of in plan.delegations.items() if of == delegation}
        self.bookings = [self._redacted_booking(b) for b in self._in_order(plan.bookings) if self._is_visible(b)]
        self.cancelled = [
            self._redacted_booking(b) for b in self._in_order(plan.cancelled) if self._is_cancelled_for_us(b)
        ]
        self.unscheduled = [
            self._redacted_unscheduled(u)
            for u in sorted(plan.unscheduled, key=lambda u: u.meeting)
            if self._involves_us(u)
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

    def plan_for_delegation(self) -> Plan:
        """Return the extract as a plan."""
        fixed = tuple(sorted((*self._own_entries(), *self._busy_times()), key=_moment_and_title))
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

    # Visibility.

    def _takes_part(self, participants: Iterable[str]) -> bool:
        return not self.own.isdisjoint(participants)

    def _is_visible(self, booking: Booking) -> bool:
        if self._takes_part(booking.participants) or booking.visibility == "open":
            return True
        at_ours = self.plan.premises.get(booking.venue or "") == self.delegation
        return booking.visibility == "delegations only" and (at_ours or self._takes_part(booking.invited))

    def _is_cancelled_for_us(self, booking: Booking) -> bool:
        """Whether a booking is cancelled for us: we saw it, and now it is not held, or not with all of ours."""
        now = next((b for b in self.bookings if b.meeting == booking.meeting), None)
        ours = self.own.intersection(booking.participants)
        return self._is_visible(booking) and (now is None or not ours.issubset(now.participants))

    def _is_ours(self, fixed: Fixed) -> bool:
        """Whether an entry is ours: one of our principals has it, or a counterpart attends our session by video."""
        if self._takes_part(fixed.principals):
            return True
        return self.met.issuperset(fixed.principals) and fixed.session in self.sessions

    def _involves_us(self, entry: Unscheduled) -> bool:
        return self._takes_part(entry.participants) and entry.state != "never"

    def _may_read_note(self, participants: Iterable[str], note_visibility: str) -> bool:
        return note_visibility == "open" or (note_visibility == "delegations only" and self._takes_part(participants))

    # The redacted entries.

    @staticmethod
    def _in_order(bookings: Iterable[Booking]) -> list[Booking]:
        return sorted(bookings, key=lambda booking: (booking.start, booking.meeting))

    def _redacted_booking(self, booking: Booking) -> Booking:
        """Return a booking without the officer's own data: priority, line, sources, likelihood.

        By video or telephone the local zones of the other delegations are hidden too.
        """
        read = booking.note and self._may_read_note(booking.participants, booking.note_visibility)
        note = (booking.note, booking.note_visibility) if read else ("", "confidential")
        seats = zip(booking.participants, booking.clocks, strict=False)
        clocks = tuple(zone if key in self.own else booking.zone for key, zone in seats)
        shared = replace(booking, priority="", rests_on=(), likelihood=None, hangs_on=(), line="", clocks=clocks)
        return replace(shared, note=note[0], note_visibility=note[1])

    @staticmethod
    def _redacted_unscheduled(entry: Unscheduled) -> Unscheduled:
        """Return an unscheduled meeting without its reasons, which may lie in hidden meetings."""
        because = "it was declined" if entry.state == "declined" else "it has no slot in this plan"
        return replace(entry, because=because, priority="", lines=())

    def _own_entries(self) -> Iterator[Fixed]:
        """Yield the fixed entries of our own principals; a session lists only ours and our counterparts.

        Sessions are renumbered, and the local zones of others who attend by video are hidden.
        """
        ours = [fixed for fixed in self.plan.fixed if self._is_ours(fixed)]
        keys = dict.fromkeys(f.session for f in sorted(ours, key=_moment_and_title) if f.session)
        numbers = {key: str(number) for number, key in enumerate(keys, start=1)}
        zones = {f.session: f.zone for f in ours if f.session and self._takes_part(f.principals)}
        for fixed in ours:
            read = fixed.note and self._may_read_note(fixed.principals, fixed.note_visibility)
            yield replace(
                fixed,
                principals=tuple(sorted(key for key in fixed.principals if key in self.own | self.met)),
                zone=fixed.zone if self._takes_part(fixed.principals) else zones[fixed.session],
                note=fixed.note if read else "",
                note_visibility=fixed.note_visibility if read else "confidential",
                session=numbers.get(fixed.session, ""),
            )

    def _busy_times(self) -> Iterator[Fixed]:
        """Yield the times at which our counterparts are otherwise engaged, with adjacent times merged."""
        seen = {booking.meeting for booking in self.bookings}
        for principal in sorted(self.met):
            times = [(b.start, b.end) for b in self.plan.of(principal) if b.meeting not in seen]
            times += [
                (fixed.start, fixed.end)
                for fixed in self.plan.fixed
                if principal in fixed.principals and fixed.kind != "stay" and not self._is_ours(fixed)
            ]
            for start, end in _merged_times(times):
                yield Fixed(ENGAGED, ENGAGED, start, end, (principal,), zone=self.plan.zone)

    def _names(self, fixed: Iterable[Fixed]) -> Names:
        """Return the names of everything that the extract mentions, and no others."""
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


def _merged_times(times: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Return the times sorted, with adjacent and overlapping ones merged."""
    merged: list[tuple[datetime, datetime]] = []
    for start, end in sorted(times):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _moment_and_title(fixed: Fixed) -> tuple[datetime, datetime, str, tuple[str, ...]]:
    return fixed.start, fixed.end, fixed.title, fixed.principals
