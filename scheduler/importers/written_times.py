"""Write moments and spans in the scenario language, so that they are read back unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.issue import Mistake
from scheduler.base.times import read_moment, say_moment, zone_of

if TYPE_CHECKING:
    from datetime import datetime

    from scheduler.base.times import Period


def written_moment(moment: datetime, period: Period, zone: str = "") -> str:
    """Return ``4 Sep 20:00``, with the zone if its local time differs from that of the scenario's zone.

    If this would be read as another moment (another year, an hour that a clock change repeats), the moment is written
    in full, with its offset.
    """
    clocks = zone_of(zone) if zone else period.zone
    other = moment.astimezone(clocks).utcoffset() != moment.astimezone(period.zone).utcoffset()
    text = say_moment(moment, clocks if other else period.zone) + (f" {zone}" if other else "")
    if _reads_back(text, moment, period):
        return text
    return moment.astimezone(clocks).isoformat(timespec="minutes")


def _reads_back(text: str, moment: datetime, period: Period) -> bool:
    try:
        return read_moment(text, period) == moment
    except Mistake:
        return False


def written_span(start: datetime, end: datetime, period: Period, zone: str = "") -> dict[str, str]:
    """Return the `from:` and the `to:` of an entry; an end on the same day is written as a time of day."""
    first, last = written_moment(start, period, zone), written_moment(end, period, zone)
    here, there = start.astimezone(period.zone), end.astimezone(period.zone)
    alone = f"{there:%H:%M}"
    if here.date() == there.date() and last == say_moment(end, period.zone) and first == say_moment(start, period.zone):
        return {"from": first, "to": alone}
    return {"from": first, "to": last}
