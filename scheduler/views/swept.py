"""What a sweep found, as tables and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.text import Text

from scheduler.questions.alternatives import trade
from scheduler.questions.survival import ERRORS
from scheduler.shares import say_share
from scheduler.views.comparison import LETTERS
from scheduler.views.tables import titled

if TYPE_CHECKING:
    from rich.console import RenderableType

    from scheduler.futures import Outcomes
    from scheduler.questions.survival import Findings

FUTURES = 10
"""So many futures are listed, the likeliest first, where nobody says otherwise."""
NO_VALUE = 0.005
"""Below this a value is shown as none."""


def findings(found: Findings, futures: int = FUTURES) -> Group:
    """Return everything that a sweep says, in the order in which it is read."""
    parts = [
        *summary(found),
        Text(),
        _bookings(found),
        _plans(found),
        _hurts(found),
        _questions(found),
        _futures(found, futures),
    ]
    return Group(*(part for part in parts if part is not None))


def summary(found: Findings) -> list[Text]:
    """Return how many futures were looked at, and how the plan fares in them."""
    course, count = found.course, len(found.course.shares)
    said = f"All {count:,} ways in which it may turn out were looked at."
    if not found.futures.events:
        said = "Nothing in the scenario is uncertain: write 'certainty:' where something may turn out otherwise."
    elif course.samples:
        said = (
            f"{course.samples:,} ways in which it may turn out were drawn ({count:,} different ones of "
            f"{found.futures.count:,}); ± is twice the standard error, which covers 95 of 100 samples."
        )
    lines = [Text(found.plan.scenario, style="bold"), Text(said)]
    survival = found.survival(found.plan)
    lines.append(
        Text(
            f"The plan stands as it is with {share_of(found, found.stands)}. Of a worth of {survival.most}, "
            f"{survival.worth:.1f} can be expected to be held; {found.expected_after:.1f} if it is changed each time "
            "as little as possible. (A must is worth 4, high priority 3, normal 2, low 1.)"
        )
    )
    if found.doubtful:
        lines.append(
            Text(f"In {found.doubtful} of them time ended before the fewest changes were proved.", style="yellow")
        )
    return lines


def share_of(found: Findings, share: float) -> str:
    """Return a share of the futures, with its error where it is one of a sample."""
    error = found.course.error(share)
    return say_share(share) + (f" ± {100 * ERRORS * error:.1f}" if found.course.samples else "")


def _bookings(found: Findings) -> RenderableType:
    table = titled("How likely each meeting is held")
    table.add_column("Meeting", ratio=4)
    table.add_column("Plan kept", ratio=2)
    table.add_column("Replanned", ratio=2)
    table.add_column("Hangs on", ratio=5)
    for booking in found.bookings():
        kept = "not in the plan"
        if booking.exact is not None:
            kept = say_share(booking.exact)
        elif found.plan.booking(booking.meeting):
            kept = share_of(found, booking.before)
        table.add_row(
            Text(found.plan.names.meeting(booking.meeting)),
            Text(kept),
            Text(share_of(found, booking.after)),
            Text("\n".join(booking.hangs_on) or "–"),
        )
    return table


def _plans(found: Findings) -> RenderableType | None:
    if len(found.plans) < 2:
        return None
    table = titled("Which plan survives best, unchanged")
    table.add_column("", no_wrap=True)
    table.add_column("Stands whole", ratio=2)
    table.add_column("Expected worth", ratio=2)
    table.add_column("Otherwise than in A", ratio=6)
    for letter, plan in zip(LETTERS, found.plans, strict=False):
        survival = found.survival(plan)
        otherwise = "–" if plan is found.plan else trade(found.plan, plan)
        cells = (share_of(found, survival.stands), f"{survival.worth:.2f} of {survival.most}", otherwise)
        table.add_row(letter, *map(Text, cells))
    return table


def _hurts(found: Findings) -> RenderableType | None:
    hurts = [hurt for hurt in found.hurts() if max(hurt.before, hurt.after) >= NO_VALUE]
    if not hurts:
        return None
    table = titled("What hurts most")
    table.add_column("If it turns out that …", ratio=6)
    table.add_column("Likely", ratio=2)
    table.add_column("Worth lost, plan kept", ratio=3)
    table.add_column("Replanned", ratio=2)
    for hurt in hurts:
        outcome = found.futures.events[hurt.event].outcomes[hurt.outcome]
        cells = (outcome.says, say_share(hurt.probability), f"{hurt.before:.2f}", f"{hurt.after:.2f}")
        table.add_row(*map(Text, cells))
    return table


def _questions(found: Findings) -> RenderableType | None:
    questions = [question for question in found.questions() if question.value >= NO_VALUE]
    if not found.futures.events:
        return None
    if not questions:
        return Text("No confirmation changes what should be planned: the plan is the best whatever the answers are.")
    table = titled("What to ask for first")
    table.add_column("Is it certain that …", ratio=8)
    table.add_column("Value of knowing", ratio=4)
    for question in questions:
        table.add_row(Text(found.futures.events[question.event].subject), Text(f"{question.value:.2f} of worth"))
    return table


def _futures(found: Findings, most: int) -> RenderableType | None:
    if not found.futures.events:
        return None
    shares = found.course.shares
    listed = sorted(shares, key=lambda outcomes: (-shares[outcomes], found.futures.number(outcomes)))[:most]
    if not listed:
        return None
    table = titled("The likeliest futures" if len(listed) < len(shares) else "The futures")
    table.add_column("Share", no_wrap=True)
    table.add_column("Otherwise than written", ratio=5)
    table.add_column("Plan kept: not held", ratio=4)
    table.add_column("Replanned", ratio=4)
    for outcomes in listed:
        cells = (say_share(shares[outcomes]), "\n".join(found.says(outcomes)) or "nothing", *_becomes(found, outcomes))
        table.add_row(*map(Text, cells))
    return table


def _becomes(found: Findings, outcomes: Outcomes) -> tuple[str, str]:
    """Return what becomes of the plan in a future: what is not held, and what moves."""
    result, names = found.results[outcomes], found.plan.names
    if result["stands"]:
        return "the plan stands", "–"
    lost = [b.meeting for b in found.plan.bookings if b.meeting not in result["held"]]
    said = [names.meeting(key) for key in lost] + [f"broken: {sentence}" for sentence in result["broken"]]
    moved = [change["meeting"] for change in result["changes"] if change["now"] is not None]
    gone = [b.meeting for b in found.plan.bookings if b.meeting not in result["after"]]
    after = [f"moved: {names.meeting(key)}" for key in moved] + [f"lost: {names.meeting(key)}" for key in gone]
    return "\n".join(said), "\n".join(after) or "nothing is lost"


def data(found: Findings) -> dict[str, Any]:
    """Return everything as one JSON object."""
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
        "bookings": [
            {
                "meeting": booking.meeting,
                "held": booking.before if booking.exact is None else booking.exact,
                "exact": booking.exact is not None,
                "held_in_sweep": round(booking.before, 9),
                "held_replanned": round(booking.after, 9),
                "standard_error": round(course.error(booking.before), 9),
                "hangs_on": list(booking.hangs_on),
            }
            for booking in found.bookings()
        ],
        "plans": [
            {"plan": letter, "stands": round(each.stands, 9), "worth": round(each.worth, 9), "of": each.most}
            for letter, plan in zip(LETTERS, found.plans, strict=False)
            for each in [found.survival(plan)]
        ],
        "hurts": [
            {
                "event": futures.events[hurt.event].key,
                "says": futures.events[hurt.event].outcomes[hurt.outcome].says,
                "probability": hurt.probability,
                "lost": round(hurt.before, 9),
                "lost_replanned": round(hurt.after, 9),
            }
            for hurt in found.hurts()
        ],
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
