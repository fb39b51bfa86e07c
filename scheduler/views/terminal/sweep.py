"""The findings of a sweep, as tables and as a JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.text import Text

from scheduler.base.percent import say_share
from scheduler.base.value import value
from scheduler.plan.priorities import say_worth
from scheduler.questions.alternatives import trade
from scheduler.questions.survival import ERRORS
from scheduler.views.terminal.comparison import LETTERS
from scheduler.views.terminal.plan import titled_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from scheduler.problem.uncertainty.events import Outcomes
    from scheduler.questions.survival import Findings

FUTURES = 10
"""The default number of listed futures, the likeliest first."""
NO_VALUE = 0.005
"""Values below this are not shown."""


@value
class TextTable:
    """A table of texts, for the terminal and for a page."""

    title: str
    heads: tuple[tuple[str, int], ...]
    """The header of each column and its relative width; 0 for the width of its content."""
    rows: Sequence[tuple[str, ...]]


def findings_tables(found: Findings, futures: int = FUTURES) -> Group:
    """Return all findings of a sweep, in reading order."""
    texts = [Text(line, style="bold" if not number else "") for number, line in enumerate(findings_summary(found))]
    return Group(*texts, Text(), *map(terminal_table, sheets(found, futures)))


def terminal_table(sheet: TextTable) -> RenderableType:
    """Return a table for the terminal."""
    table = titled_table(sheet.title)
    for head, ratio in sheet.heads:
        table.add_column(head, ratio=ratio or None, no_wrap=not ratio)
    for row in sheet.rows:
        table.add_row(*map(Text, row))
    return table


def sheets(found: Findings, futures: int = FUTURES) -> list[TextTable]:
    """Return the tables that are not empty."""
    every = [_bookings(found), _plans(found), _hurts(found), _questions(found), _futures(found, futures)]
    return [sheet for sheet in every if sheet.rows]


def findings_summary(found: Findings) -> list[str]:
    """Return the name of the scenario, the number of futures that were examined, and how the plan fares in them."""
    course, count = found.course, len(found.course.shares)
    examined = f"All {count:,} futures were examined."
    if count == 1:
        examined = "The only future was examined."
    if not found.futures.events:
        examined = "Nothing in the scenario is uncertain: add 'certainty:' to the entries that are."
    elif course.samples:
        examined = (
            f"{course.samples:,} futures were sampled ({count:,} different ones of "
            f"{found.futures.count:,}); ± is twice the standard error, which covers 95 of 100 samples."
        )
    survival = found.survival(found.plan)
    fares = (
        f"The plan stands unchanged with probability {share_of(found, found.stands)}. Its expected worth is "
        f"{survival.worth:.1f} of {survival.most}, or {found.expected_after:.1f} if it is replanned with the fewest "
        f"changes in each future. ({say_worth()})"
    )
    lines = [found.plan.scenario, examined, fares]
    if found.doubtful:
        lines.append(f"In {found.doubtful} of them the fewest changes were not proved in time.")
    if found.futures.events and not _questions(found).rows:
        lines.append("No confirmation would change the plan: it is the best whatever the answers are.")
    return lines


def share_of(found: Findings, share: float) -> str:
    """Return a share of the futures as a percentage, with its error if the futures are a sample."""
    error = found.course.error(share)
    return say_share(share) + (f" ± {100 * ERRORS * error:.1f}" if found.course.samples else "")


def _bookings(found: Findings) -> TextTable:
    heads = (("Meeting", 4), ("Plan kept", 2), ("Replanned", 2), ("Depends on", 5))
    rows = []
    for booking in found.bookings():
        kept = "not in the plan"
        if booking.exact is not None:
            kept = say_share(booking.exact)
        elif found.plan.booking(booking.meeting):
            kept = share_of(found, booking.before)
        title = found.plan.names.meeting(booking.meeting)
        rows.append((title, kept, share_of(found, booking.after), "\n".join(booking.hangs_on) or "–"))
    return TextTable("How likely each meeting is held", heads, rows)


def _plans(found: Findings) -> TextTable:
    heads = (("Plan", 0), ("Stands whole", 2), ("Expected worth", 2), ("Differences from A", 6))
    rows = []
    for letter, plan in zip(LETTERS, found.plans if len(found.plans) > 1 else (), strict=False):
        survival = found.survival(plan)
        otherwise = "–" if plan is found.plan else trade(found.plan, plan)
        worth = f"{survival.worth:.2f} of {survival.most}"
        rows.append((letter, share_of(found, survival.stands), worth, otherwise))
    return TextTable("Which plan survives best, unchanged", heads, rows)


def _hurts(found: Findings) -> TextTable:
    heads = (("If it turns out that …", 6), ("Likely", 2), ("Worth lost, plan kept", 3), ("Replanned", 2))
    rows = []
    for hurt in found.hurts():
        if max(hurt.before, hurt.after) >= NO_VALUE:
            says = found.futures.events[hurt.event].outcomes[hurt.outcome].says
            rows.append((says, say_share(hurt.probability), f"{hurt.before + 0:.2f}", f"{hurt.after + 0:.2f}"))
    return TextTable("What hurts most", heads, rows)


def _questions(found: Findings) -> TextTable:
    heads = (("Is it certain that …", 8), ("Value of knowing", 4))
    rows = [
        (found.futures.events[question.event].subject, f"{question.value:.2f} of worth")
        for question in found.questions()
        if question.value >= NO_VALUE
    ]
    return TextTable("What to ask for first", heads, rows)


def _futures(found: Findings, most: int) -> TextTable:
    heads = (("Share", 0), ("Differences from the file", 5), ("Plan kept: not held", 4), ("Replanned", 4))
    listed = by_share(found)[:most] if found.futures.events else []
    rows = [
        (say_share(found.course.shares[o]), "\n".join(found.says(o)) or "nothing", *_effect(found, o)) for o in listed
    ]
    return TextTable("The futures" if len(listed) == len(found.course.shares) else "The likeliest futures", heads, rows)


def by_share(found: Findings) -> list[Outcomes]:
    """Return the futures, the likeliest first, in a stable order."""
    shares = found.course.shares
    return sorted(shares, key=lambda outcomes: (-shares[outcomes], found.futures.number(outcomes)))


def _effect(found: Findings, outcomes: Outcomes) -> tuple[str, str]:
    """Return the effect of a future on the plan: what is not held unchanged, and what changes when replanned."""
    result, names = found.results[outcomes], found.plan.names
    if result["stands"]:
        return "the plan stands", "–"
    lost = [b.meeting for b in found.plan.bookings if b.meeting not in result["held"]]
    said = [names.meeting(key) for key in lost] + [f"broken: {sentence}" for sentence in result["broken"]]
    moved = [change["meeting"] for change in result["changes"] if change["now"] is not None]
    gone = [b.meeting for b in found.plan.bookings if b.meeting not in result["after"]]
    after = [
        f"{word}: {', '.join(map(names.meeting, keys))}" for word, keys in (("moved", moved), ("lost", gone)) if keys
    ]
    return "\n".join(said), "\n".join(after) or "nothing is lost"


def findings_to_json(found: Findings) -> dict[str, Any]:
    """Return all findings as one JSON object."""
    course, futures = found.course, found.futures
    return {
        "scenario": found.plan.scenario,
        "digest": found.plan.digest,
        "sampled": course.samples,
        "stands": round(found.stands, 9),
        "expected_worth": {
            "kept": round(found.survival(found.plan).worth, 9),
            "replanned": round(found.expected_after, 9),
        },
        "events": [
            {
                "event": event.key,
                "outcomes": [
                    {"says": outcome.says, "probability": float(outcome.probability)} for outcome in event.outcomes
                ],
            }
            for event in futures.events
        ],
        "bookings": _bookings_data(found),
        "plans": [
            {"plan": letter, "stands": round(each.stands, 9), "worth": round(each.worth, 9), "of": each.most}
            for letter, plan in zip(LETTERS, found.plans, strict=False)
            for each in [found.survival(plan)]
        ],
        "hurts": _hurts_data(found),
        "questions": [
            {
                "event": futures.events[question.event].key,
                "asks": futures.events[question.event].subject,
                "value": round(question.value, 9),
            }
            for question in found.questions()
        ],
        "futures": [
            {"share": round(course.shares[outcomes], 12), "otherwise": list(found.says(outcomes)), **result}
            for outcomes, result in found.results.items()
        ],
    }


def _bookings_data(found: Findings) -> list[dict[str, Any]]:
    return [
        {
            "meeting": booking.meeting,
            "held": booking.before if booking.exact is None else booking.exact,
            "exact": booking.exact is not None,
            "held_in_sweep": round(booking.before, 9),
            "held_replanned": round(booking.after, 9),
            "standard_error": round(found.course.error(booking.before), 9),
            "hangs_on": list(booking.hangs_on),
        }
        for booking in found.bookings()
    ]


def _hurts_data(found: Findings) -> list[dict[str, Any]]:
    events = found.futures.events
    return [
        {
            "event": events[hurt.event].key,
            "says": events[hurt.event].outcomes[hurt.outcome].says,
            "probability": hurt.probability,
            "lost": round(hurt.before, 9),
            "lost_replanned": round(hurt.after, 9),
        }
        for hurt in found.hurts()
    ]
