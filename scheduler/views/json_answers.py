"""The answers of `explain` and `slots_to_json` as JSON objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.plan.file import entry_data
from scheduler.questions.what_if import THE_QUESTION
from scheduler.views.terminal.explanations import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from scheduler.plan.plan import Booking
    from scheduler.problem.requirement import Requirement
    from scheduler.questions.explain import Answer, Refusal
    from scheduler.questions.repair import Repair
    from scheduler.questions.slots import Slot
    from scheduler.questions.what_if import Price
    from scheduler.scenario.problem import Problem


def refusal_to_json(problem: Problem, refused: Refusal) -> dict[str, Any]:
    """Return the conflicts and the repairs."""
    data: dict[str, Any] = {
        "conflicts": [
            {
                "meetings": list(conflict.meetings),
                "minimal": conflict.minimal,
                "requirements": [requirement_to_json(problem, each) for each in conflict.requirements],
            }
            for conflict in refused.conflicts
        ],
        "all_conflicts_found": refused.all_found,
    }
    if refused.repairs is not None:
        data["repairs"] = [_repair(problem, n, each) for n, each in enumerate(refused.repairs.found, start=1)]
        data["all_repairs_tried"] = refused.repairs.complete
    return data


def requirement_to_json(problem: Problem, given: Requirement) -> dict[str, Any]:
    """Return a requirement with its sentence, file and line; both are null for a supposition of the question."""
    supposed = given.origin == THE_QUESTION
    return {
        "rule": given.rule.word,
        "sentence": sentence(problem, given),
        "file": None if supposed else given.origin.file,
        "line": None if supposed else given.origin.line,
    }


def _repair(problem: Problem, number: int, repair: Repair) -> dict[str, Any]:
    origins = problem.facts.scenario.origins
    return {
        "number": number,
        "cost": repair.cost,
        "changes": [
            {
                "kind": change.kind,
                "sentence": change.sentence,
                "cost": change.cost,
                "file": origins.file,
                "line": origins.origin(change.edits[0].path).line,
                "paths": [list(edit.path) for edit in change.edits],
            }
            for change in repair.changes
        ],
        "bookings": [entry_data(booking) for booking in repair.bookings],
    }


def answer_to_json(problem: Problem, given: Answer) -> dict[str, Any]:
    """Return the answer to a question about one meeting."""
    data: dict[str, Any] = {
        "meeting": given.meeting,
        "supposed": [each.say(problem.facts.names) for each in given.supposed],
        "possible": True if given.price else False if given.refusal else None,
        "out_of_time": given.out_of_time,
    }
    if given.refusal:
        data |= refusal_to_json(problem, given.refusal)
    if given.nearest:
        before, after = (moment and _iso(problem, moment) for moment in given.nearest)
        data["nearest"] = {"before": before, "after": after}
    if given.price:
        data["price"] = _price(given.price)
    return data


def _price(paid: Price) -> dict[str, Any]:
    return {
        "proved": paid.proved,
        "moves": [
            {"meeting": move.meeting, "before": _booking(move.before), "after": _booking(move.after)}
            for move in paid.moves
        ],
        "tiers": [{"tier": tier, "before": before, "after": after} for tier, before, after in paid.tiers],
        "wishes_no_longer_kept": [{"wish": wish.wish, "origin": wish.origin} for wish in paid.broken],
    }


def _booking(booking: Booking | None) -> dict[str, Any] | None:
    return None if booking is None else entry_data(booking)


def slots(problem: Problem, found: Sequence[Slot]) -> list[dict[str, Any]]:
    """Return every start with what becomes of it."""
    return [
        {
            "start": _iso(problem, slot.start),
            "state": slot.state,
            "because": [requirement_to_json(problem, each) for each in slot.because],
        }
        for slot in found
    ]


def _iso(problem: Problem, moment: datetime) -> str:
    return moment.astimezone(problem.facts.period.zone).isoformat()
