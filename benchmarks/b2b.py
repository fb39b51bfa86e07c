"""Business-to-business meeting scheduling (Bofill et al., JAIR 74, 2022): all meetings are held, with few breaks.

A slot is a step of the grid on one day; tables are rooms that are alike; what a participant's forbidden slots
leave are the windows of the meetings; breaks are those of `few_breaks` and `even_breaks`.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from benchmarks.answer import Answer
from benchmarks.ours import RefusedError, planned, with_comfort

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SLOT = 15
"""Minutes of a slot; a day of them is short enough that no idle time in it is a night."""
DIFFER_BY = 2


def names(folder: Path | None) -> list[str]:
    """Return the name of each instance: its file."""
    return sorted(path.stem for path in folder.glob("*.json") if path.stem != "optima") if folder else []


def best_known(folder: Path | None, name: str) -> Any:
    """Return the published optimum, or `UNSAT`."""
    return json.loads((folder / "optima.json").read_text("utf-8")).get(name) if folder else None


def solve(folder: Path | None, name: str, limit: float, seed: int) -> Answer:
    """Solve an instance; the value is the number of breaks."""
    if folder is None:
        raise ValueError("the instances are read from a folder")
    instance = json.loads((folder / f"{name}.json").read_text("utf-8"))
    try:
        plan = planned(_scenario(instance), limit, seed, with_comfort(limit))
    except RefusedError as refused:
        # A meeting without any slot is refused as it is read: the lines prove that there is no plan.
        return Answer("impossible", note=str(refused))
    if plan is None:
        return Answer("out-of-time")
    if plan.status == "impossible":
        return Answer("impossible")
    slots = {int(b.meeting[1:]): (b.start.hour * 60 + b.start.minute) // SLOT + 1 for b in plan.bookings}
    comfort = next(tier for tier in plan.tiers if tier.tier == "comfort")
    weight = 10
    return Answer(plan.status, breaks(instance, slots), -(-comfort.bound // weight), "; ".join(errors(instance, slots)))


def breaks(instance: Mapping[str, Any], slots: Mapping[int, int]) -> int:
    """Return the number of breaks, by the definition alone: idle runs between two meetings of a participant."""
    return sum(_breaks_of(instance, slots).values())


def _breaks_of(instance: Mapping[str, Any], slots: Mapping[int, int]) -> Counter[int]:
    found = Counter(dict.fromkeys(range(1, instance["participants"] + 1), 0))
    for participant in found:
        busy = sorted(
            slots[number]
            for number, meeting in enumerate(instance["meetings"], 1)
            if participant in {meeting["a"], meeting["b"]} and number in slots
        )
        found[participant] = sum(after - before > 1 for before, after in itertools.pairwise(busy))
    return found


def errors(instance: Mapping[str, Any], slots: Mapping[int, int]) -> list[str]:
    """Return what is wrong with some slots, by the definition alone."""
    found = [f"meeting {number} is not held" for number, _ in _meetings(instance) if number not in slots]
    if found:
        return found
    morning, forbidden = instance["morning_slots"], instance["forbidden"]
    there: Counter[tuple[int, int]] = Counter()
    for number, meeting in _meetings(instance):
        slot = slots[number]
        there.update([(meeting["a"], slot), (meeting["b"], slot)])
        if not 1 <= slot <= instance["slots"]:
            found.append(f"meeting {number} is in slot {slot}")
        if (meeting["session"] == "AM" and slot > morning) or (meeting["session"] == "PM" and slot <= morning):
            found.append(f"meeting {number} is not in its session")
        if meeting["fixed"] and slot != meeting["fixed"]:
            found.append(f"meeting {number} is not in its fixed slot")
        if any(slot in forbidden[participant - 1] for participant in (meeting["a"], meeting["b"])):
            found.append(f"meeting {number} is in a forbidden slot")
        found += [
            f"meeting {earlier} is not before {number}" for earlier in meeting["before"] if slots[earlier] >= slot
        ]
    found += [f"participant {p} is twice in slot {slot}" for (p, slot), count in there.items() if count > 1]
    used = Counter(slots.values())
    found += [f"slot {slot} has {count} meetings" for slot, count in used.items() if count > instance["locations"]]
    numbers = _breaks_of(instance, slots).values()
    if max(numbers) - min(numbers) > DIFFER_BY:
        found.append("the numbers of breaks differ by too much")
    return found


def _meetings(instance: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    return enumerate(instance["meetings"], 1)


def _clock(slot: int) -> str:
    """Return when a slot begins."""
    return f"{(slot - 1) * SLOT // 60:02}:{(slot - 1) * SLOT % 60:02}"


def _windows(instance: Mapping[str, Any], meeting: Mapping[str, Any]) -> list[str]:
    """Return the runs of slots in which a meeting may be."""
    morning, forbidden = instance["morning_slots"], instance["forbidden"]
    slots = range(1, instance["slots"] + 1)
    if meeting["session"] != "any":
        slots = range(1, morning + 1) if meeting["session"] == "AM" else range(morning + 1, instance["slots"] + 1)
    never = {slot for participant in (meeting["a"], meeting["b"]) for slot in forbidden[participant - 1]}
    allowed = [slot for slot in slots if slot not in never and meeting["fixed"] in {0, slot}]
    if len(allowed) == instance["slots"]:
        return []
    begins = [slot for slot in allowed if slot - 1 not in allowed]
    ends = [slot for slot in allowed if slot + 1 not in allowed]
    return [f"3 Sep {_clock(low)}-{_clock(high + 1)}" for low, high in zip(begins, ends, strict=True)] or ["none"]


def _scenario(instance: Mapping[str, Any]) -> str:
    """Return an instance as a scenario."""
    people = [f"p{number}" for number in range(1, instance["participants"] + 1)]
    lines = ["title: business to business", "zone: UTC", "dates: 3 Sep 2020", f"grid: {SLOT} min", "few_gaps: false"]
    lines += [f'hours: "00:00-{_clock(instance["slots"] + 1)}"', "reset: 0 min"]
    lines += ["places:", "  town: {name: Town, zone: UTC}", "venues:", "  hall: {name: Hall, place: town}"]
    lines += ["rooms:", f"  table: {{venue: hall, count: {instance['locations']}}}"]
    lines += ["delegations:", "  all: {name: All}", "principals:"]
    lines += [f"  {key}: {{name: {key}, delegation: all, home: town}}" for key in people]
    lines += ["meetings:"]
    for number, meeting in _meetings(instance):
        windows = _windows(instance, meeting)
        said = f", windows: [{', '.join(windows)}]" if windows else ""
        lines.append(
            f"  m{number}: {{participants: [p{meeting['a']}, p{meeting['b']}], priority: must, "
            f"length: {SLOT} min{said}}}"
        )
    asked = ", ".join(p for p in people)
    lines += ["rules:", f"  - {{rule: few_breaks, principals: [{asked}]}}"]
    lines += [f"  - {{rule: even_breaks, principals: [{asked}], differ_by: {DIFFER_BY}, strength: strong wish}}"]
    lines += [
        f"  - {{rule: precedence, first: m{earlier}, then: m{number}, strength: must}}"
        for number, meeting in _meetings(instance)
        for earlier in meeting["before"]
    ]
    return "\n".join(lines) + "\n"
