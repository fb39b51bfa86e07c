"""Write a plan as the JSON object of a plan file, and read it back.

`solve --json` prints the same object. Moments are ISO 8601 with the local offset of the booking. A checksum shows
whether somebody altered the file. Reading a plan needs no scenario.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import UTC, datetime
from types import UnionType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from scheduler.base.files import display_name, read_text
from scheduler.base.issue import InputError, Issue, Mistake
from scheduler.base.times import zone_of
from scheduler.plan.plan import Booking, Fixed, Names, Plan, Solver, Tier, Unscheduled, WishKept

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 3
"""The version of the file format; it increases when an older program could not read a newer file."""


def to_json(plan: Plan) -> str:
    """Return the text of a plan file."""
    return json.dumps(to_data(plan), ensure_ascii=False, indent=1) + "\n"


def to_data(plan: Plan) -> dict[str, Any]:
    """Return the JSON object of a plan, with its checksum."""
    data = {
        "format": FORMAT,
        "scenario": plan.scenario,
        "file": plan.file,
        "digest": plan.digest,
        "zone": plan.zone,
        "status": plan.status,
        "gap": round(plan.gap, 6),
        "tiers": [_tier(tier) for tier in plan.tiers],
        "bookings": [entry_data(booking) for booking in plan.bookings],
        "cancelled": [entry_data(booking) for booking in plan.cancelled],
        "unscheduled": [asdict(entry) for entry in plan.unscheduled],
        "wishes": [asdict(wish) for wish in plan.wishes],
        "notices": list(plan.notices),
        "fixed": [entry_data(fixed) for fixed in plan.fixed],
        "ways": [list(way) for way in plan.ways],
        "delegations": dict(plan.delegations),
        "premises": dict(plan.premises),
        "rules_from": dict(plan.rules_from),
        "audience": plan.audience,
        "names": {section: dict(names) for section, names in plan.names.sections.items()},
        "solver": asdict(plan.solver) if plan.solver else None,
    }
    return {**data, "checksum": checksum(data)}


def _tier(tier: Tier) -> dict[str, Any]:
    return {key: value for key, value in asdict(tier).items() if value is not None}


def entry_data(entry: Booking | Fixed) -> dict[str, Any]:
    """Return the JSON object of a booking or a fixed entry; its moments are ISO 8601 in local time."""
    zone = zone_of(entry.zone)
    moments = {
        "start": entry.start.astimezone(zone).isoformat(),
        "end": entry.end.astimezone(zone).isoformat(),
    }
    return {**asdict(entry), **moments}


def checksum(data: dict[str, Any]) -> str:
    """Return the checksum of a plan's JSON object; its entry `checksum` is excluded."""
    rest = {key: value for key, value in data.items() if key != "checksum"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()[:16]


def read_plan(path: str | Path) -> tuple[Plan, bool]:
    """Read a plan file.

    Returns:
        The plan, and whether its checksum is right: False means that somebody altered the file.

    Raises:
        InputError: it is not a plan file, was written by another version, or is truncated or damaged.
    """
    return plan_of_text(read_text(path, "plan"), display_name(path))


def plan_of_text(text: str, name: str) -> tuple[Plan, bool]:
    """Read a plan from the text of its file, as `read_plan` does.

    Args:
        text: the content of the file.
        name: the name of the file in issues.

    Raises:
        InputError: as for `read_plan`.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        message, hint = (
            "this is not a plan file (it is not JSON).",
            "'scheduler solve … --out FILE' writes one.",
        )
        if text.lstrip().startswith("{"):
            message, hint = "the plan file is truncated or damaged.", "Write it anew with 'scheduler solve'."
        raise InputError([Issue(name, error.lineno, message, hint)]) from None
    except RecursionError:
        raise InputError([Issue(name, 1, "this is not a plan file.", "It is nested too deeply.")]) from None
    if not _is_text(data, text):
        hint = "Write it anew with 'scheduler solve'."
        raise InputError([Issue(name, 1, "the plan file is damaged: it holds half a character.", hint)])
    return _plan_of(data, name)


def _is_text(data: Any, text: str) -> bool:
    """Whether the data can be encoded again: JSON escapes can hold half of a surrogate pair."""
    if "\\ud" not in text.lower():
        return True
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def looks_like_plan(text: str) -> bool:
    """Whether a text is probably a plan file, without parsing it."""
    return text.lstrip().startswith("{") and '"checksum"' in text


def _plan_of(data: Any, name: str) -> tuple[Plan, bool]:
    if not isinstance(data, dict) or "format" not in data or "bookings" not in data:
        hint = "'scheduler solve … --out FILE' writes one."
        raise InputError([Issue(name, 1, "this JSON is not a plan file.", hint)])
    if data["format"] != FORMAT:
        age = "an older" if isinstance(data["format"], int) and data["format"] < FORMAT else "another"
        message = f"the plan file was written by {age} version (format {data['format']}, not {FORMAT})."
        raise InputError([Issue(name, 1, message, "Write it anew with 'scheduler solve'.")])
    as_written = data.get("checksum") == checksum(data)
    try:
        plan = _read(data)
        if not as_written:
            _ensure_types(plan)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, Mistake) as error:
        message = f"the plan file was altered and can no longer be read ({error})."
        raise InputError([Issue(name, 1, message, "Write it anew with 'scheduler solve'.")]) from None
    return plan, as_written


def _read(data: dict[str, Any]) -> Plan:
    zone = _text(data["zone"])
    return Plan(
        bookings=tuple(Booking(**_moments(entry)) for entry in data["bookings"]),
        names=Names(zone_of(zone), {_text(section): _texts_of(names) for section, names in data["names"].items()}),
        scenario=_text(data["scenario"]),
        file=_text(data["file"]),
        digest=_text(data["digest"]),
        zone=zone,
        status=_text(data["status"]),
        tiers=tuple(Tier(**entry) for entry in data["tiers"]),
        unscheduled=tuple(Unscheduled(**_tuples(entry)) for entry in data["unscheduled"]),
        wishes=tuple(WishKept(**_tuples(entry)) for entry in data["wishes"]),
        fixed=tuple(Fixed(**_moments(entry)) for entry in data["fixed"]),
        notices=tuple(_text(notice) for notice in data["notices"]),
        cancelled=tuple(Booking(**_moments(entry)) for entry in data["cancelled"]),
        delegations=_texts_of(data["delegations"]),
        premises=_texts_of(data["premises"]),
        rules_from=_texts_of(data.get("rules_from", {})),  # files of before have none
        audience=None if data["audience"] is None else _text(data["audience"]),
        ways=tuple((_text(one), _text(other), int(takes)) for one, other, takes in data["ways"]),
        solver=Solver(**data["solver"]) if data["solver"] else None,
    )


def _ensure_types(plan: Plan) -> None:
    """Check the types of all entries of a plan that somebody altered.

    Raises:
        TypeError: a value has another type than its field.
        Mistake: a zone is unknown.
    """
    entries = (*plan.bookings, *plan.cancelled, *plan.fixed, *plan.tiers, *plan.unscheduled, *plan.wishes)
    for entry in entries:
        for name, hint in get_type_hints(type(entry)).items():
            if not _fits(getattr(entry, name), hint):
                raise TypeError(f"{getattr(entry, name)!r} is not what '{name}' can be")
    for booking in (*plan.bookings, *plan.cancelled):
        if booking.clocks and len(booking.clocks) != len(booking.participants):
            raise TypeError(
                f"'{booking.meeting}' has {len(booking.clocks)} clocks for {len(booking.participants)} participants"
            )
        for zone in booking.clocks:
            zone_of(zone)


def _fits(value: Any, hint: Any) -> bool:
    if isinstance(hint, UnionType):
        return any(_fits(value, each) for each in get_args(hint))
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(isinstance(each, str) for each in value)
    kinds = (int, float) if hint is float else hint
    return isinstance(value, kinds) and (hint is bool or not isinstance(value, bool))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value


def _texts_of(names: dict[str, Any]) -> dict[str, str]:
    return {_text(key): _text(value) for key, value in names.items()}


def _tuples(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the entry with its lists of texts as tuples."""
    return {
        key: tuple(_text(item) for item in value) if isinstance(value, list) else value for key, value in entry.items()
    }


def _moments(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the entry with its lists as tuples and its start and end as datetimes in UTC."""
    fields = _tuples(entry)
    zone_of(fields.get("zone", "UTC"))
    for key in ("start", "end"):
        try:
            moment = datetime.fromisoformat(fields[key])
        except ValueError:
            raise ValueError(f"the time '{fields[key]}' is not written like 2020-09-04T15:00+03:00") from None
        if moment.tzinfo is None:
            raise ValueError(f"the time {fields[key]} has no offset")
        fields[key] = moment.astimezone(UTC)
    if fields["end"] <= fields["start"]:
        raise ValueError(f"the entry that starts at {entry['start']} ends before it begins")
    return fields
