"""`scheduler replan`: the fewest changes when something happens, and whom to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.issue import InputError, Issue, Mistake, nearest
from scheduler.commands.base import Exit, agreed_plan, answer_json, ensure_out, option_error, say
from scheduler.commands.options import add_json, add_limits, add_out, add_own_scenario, add_plan_file
from scheduler.commands.progress import Display

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date, datetime

    from scheduler.plan.plan import Plan
    from scheduler.questions.incidents import Incident
    from scheduler.questions.replan import Replanned
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.models import Scenario
    from scheduler.scenario.problem import Problem

HELP = "find the fewest changes after an incident"
DESCRIPTION = """Make a new plan that changes as little as possible of an old one: after the scenario was edited
(--scenario), or after an everyday change. Changes are counted in those whom they disturb: by rank, more for a
confirmed meeting, a changed day and a meeting within a day. Exit code 0: a plan with all must-meetings; 1: proved
that they cannot all be held any more (the rest is replanned); 2: bad input; 3: out of time; 130: interrupted."""
EPILOG = """examples:
  scheduler replan plan.json --scenario changed.yaml --out new.json
  scheduler replan plan.json --late singh=2h --now "3 Sep 12:00"
  scheduler replan plan.json --close suite@"4 Sep 15:00-18:00"
  scheduler replan plan.json --cancel wei-shoigu --absent wei"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_plan_file(parser)
    add_own_scenario(parser, "--scenario")
    parser.add_argument("--now", metavar="TIME", help="what has begun by then stays, and nothing else starts before")
    parser.add_argument(
        "--late", action="append", default=[], metavar="PRINCIPAL=2h", help="a principal arrives this much later"
    )
    parser.add_argument(
        "--absent", action="append", default=[], metavar="PRINCIPAL[@DATES]", help="a principal does not come"
    )
    parser.add_argument(
        "--cancel", action="append", default=[], metavar="KEY", help="a meeting or a forum is called off"
    )
    parser.add_argument("--close", action="append", default=[], metavar="ROOM@WINDOW", help="a room or venue is closed")
    parser.add_argument("--instead", action="append", default=[], metavar="PRINCIPAL=DEPUTY", help="a deputy stands in")
    parser.add_argument(
        "--overrun", action="append", default=[], metavar="MEETING=20min", help="a meeting takes longer"
    )
    parser.add_argument("--add", action="append", default=[], metavar="'KEY: {…}'", help="a meeting is added")
    add_out(parser)
    add_limits(parser)
    add_json(parser, "the new plan with its changes")


def run(arguments: Namespace) -> Exit:
    """Read the plan and the scenario as it is now, replan, print, write."""
    from scheduler.problem.load import load

    old = agreed_plan(arguments.plan, whole=True)
    if arguments.out:
        ensure_out(arguments.out)
    scenario = load(arguments.scenario or old.file)
    now = _now(arguments.now, scenario)
    scenario, happened = _as_it_is_now(arguments, scenario, old, now)
    return _replan(arguments, scenario, old, now, happened)


def _replan(arguments: Namespace, scenario: Scenario, old: Plan, now: datetime | None, happened: list[str]) -> Exit:
    # Only now is the solver paid for.
    from scheduler.questions.replan import Stuck, replan
    from scheduler.scenario.problem import problem_of
    from scheduler.solver.outcome import OutOfTime
    from scheduler.views.terminal.plan import console

    display = Display()
    limits = {"seed": arguments.seed, "workers": arguments.workers}
    try:
        made = replan(old, scenario, now=now, time_limit=arguments.time_limit, progress=display.show, **limits)
    finally:
        display.close()
    if isinstance(made, OutOfTime):
        say("Interrupted." if made.interrupted else "Out of time: there is no new plan yet. Try a longer --time-limit.")
        return Exit.INTERRUPTED if made.interrupted else Exit.OUT_OF_TIME
    problem = problem_of(scenario)
    if isinstance(made, Stuck):
        from scheduler.questions.explain import Refusal
        from scheduler.views.terminal.explanations import refusal_tables

        say("What has begun cannot stand with what has changed:")
        console().print(refusal_tables(problem, Refusal((made.conflict,), all_found=True)))
        return Exit.NO_SUCH_PLAN
    _print(arguments, problem, old, made, happened)
    if made.interrupted:
        return Exit.INTERRUPTED
    if made.plan.status == "out-of-time":
        return Exit.OUT_OF_TIME
    return Exit.NO_SUCH_PLAN if made.impossible else Exit.ANSWERED


def _print(arguments: Namespace, problem: Problem, old: Plan, made: Replanned, happened: list[str]) -> None:
    from scheduler.views.terminal import changes

    if arguments.out:
        from scheduler.base.files import write_whole
        from scheduler.plan.file import to_json

        write_whole(arguments.out, to_json(made.plan))
    if arguments.json:
        answer_json(changes.replan_to_json(problem, made, happened))
        return
    from scheduler.views.terminal.plan import console

    console().print(changes.replan_tables(problem, old, made, happened))


# What happened.


def _now(text: str | None, scenario: Scenario) -> datetime | None:
    from scheduler.base.times import read_moment
    from scheduler.scenario.facts import facts_of

    try:
        return read_moment(text, facts_of(scenario).period) if text else None
    except Mistake as mistake:
        raise option_error("--now", mistake) from None


def _as_it_is_now(
    arguments: Namespace, scenario: Scenario, old: Plan, now: datetime | None
) -> tuple[Scenario, list[str]]:
    """Return the scenario with everything that happened, and what is said of it."""
    from scheduler.problem.load import with_data
    from scheduler.scenario.edit import patch_data
    from scheduler.scenario.facts import facts_of

    happened: list[str] = []
    for option, happen in _events(arguments, old, now):
        facts = facts_of(scenario)
        try:
            event = happen(facts)
        except Mistake as mistake:
            raise option_error(option, mistake) from None
        happened += event.said
        after, issues = with_data(scenario, patch_data(scenario.origins.data, event.edits))
        if after is None or issues:
            raise InputError([Issue(i.file, i.line, f"with {option}: {i.message}", i.hint) for i in issues])
        scenario = after
    return scenario, happened


def _events(arguments: Namespace, old: Plan, now: datetime | None) -> Iterator[tuple[str, Callable[[Facts], Incident]]]:
    """Yield each option with what it does to the facts, in a fixed order."""
    from scheduler.questions import incidents as events

    begun = [booking.meeting for booking in old.bookings if now and booking.start < now]
    for text in arguments.cancel:
        yield f"--cancel {text}", lambda facts, text=text: events.cancel(facts, _key(text, _cancellable(facts)))  # type: ignore[misc]
    for text in arguments.instead:
        yield f"--instead {text}", lambda facts, text=text: events.instead(facts, *_two(text, facts), begun)  # type: ignore[misc]
    for text in arguments.absent:
        yield f"--absent {text}", lambda facts, text=text: events.absent(facts, *_absence(text, facts))  # type: ignore[misc]
    for text in arguments.late:
        yield f"--late {text}", lambda facts, text=text: events.late(facts, *_delay(text, facts), now)  # type: ignore[misc]
    for text in arguments.close:
        yield f"--close {text}", lambda facts, text=text: events.close(facts, *_closing(text, facts))  # type: ignore[misc]
    for text in arguments.overrun:
        yield f"--overrun {text}", lambda facts, text=text: events.overrun(facts, *_longer(text, facts), old)  # type: ignore[misc]
    for text in arguments.add:
        yield f"--add {text}", lambda facts, text=text: events.add(facts, text)  # type: ignore[misc]


def _key(word: str, known: Mapping[str, str]) -> str:
    """Return the key of an entry that is called by it or by its name."""
    called = {name.casefold(): key for key, title in known.items() for name in (title, key)}
    if word.strip().casefold() not in called:
        raise Mistake(f"there is no '{word}'.", nearest(word, known))
    return called[word.strip().casefold()]


def _halves(text: str, sign: str, example: str) -> tuple[str, str]:
    left, found, right = text.partition(sign)
    if not (found and left.strip() and right.strip()):
        raise Mistake(f"'{text}' is incomplete.", f"Write it like {example}.")
    return left.strip(), right.strip()


def _principals(facts: Facts) -> Mapping[str, str]:
    return facts.names.sections["principals"]


def _cancellable(facts: Facts) -> dict[str, str]:
    return {**facts.names.sections["forums"], **facts.names.sections["meetings"]}


def _two(text: str, facts: Facts) -> tuple[str, str]:
    one, other = _halves(text, "=", "singh=deputy")
    pair = _key(one, _principals(facts)), _key(other, _principals(facts))
    if pair[0] == pair[1]:
        raise Mistake("nobody stands in for themself.", "Name another principal.")
    return pair


def _delay(text: str, facts: Facts) -> tuple[str, int]:
    from scheduler.base.times import read_length

    who, length = _halves(text, "=", "singh=2h")
    return _key(who, _principals(facts)), read_length(length)


def _longer(text: str, facts: Facts) -> tuple[str, int]:
    from scheduler.base.times import read_length

    what, length = _halves(text, "=", "singh-wei=20min")
    return _key(what, facts.names.sections["meetings"]), read_length(length)


def _absence(text: str, facts: Facts) -> tuple[str, tuple[date, date] | None]:
    from scheduler.base.times import read_dates

    who, found, dates = text.partition("@")
    return _key(who, _principals(facts)), read_dates(dates, facts.period) if found else None


def _closing(text: str, facts: Facts) -> tuple[str, datetime, datetime]:
    """Return what is closed, from when to when: `ROOM@4 Sep`, `ROOM@4 Sep 15:00-18:00`."""
    from datetime import timedelta

    from scheduler.base.times import at_clock, midnight, read_date, read_hours

    key, window = _halves(text, "@", "'suite@4 Sep 15:00-18:00'")
    known = {**facts.names.sections["rooms"], **facts.names.sections["venues"]}
    words = window.split()
    hours = read_hours(words[-1]) if ":" in words[-1] else None
    day = read_date(" ".join(words[:-1] if hours else words), facts.period)
    zone = facts.period.zone
    if hours is None:
        return _key(key, known), midnight(day, zone), midnight(day + timedelta(days=1), zone)
    return _key(key, known), at_clock(day, hours[0], zone), at_clock(day, hours[1], zone)
