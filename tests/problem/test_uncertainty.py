"""What is uncertain, and how likely each booking is held: by hand, by enumeration, and against the sweep."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.base.percent import say_share
from scheduler.plan.file import plan_of_text, to_json
from scheduler.plan.plan import Plan
from scheduler.plan.redact import redact
from scheduler.problem.load import load
from scheduler.problem.requirements import each_requirement_of
from scheduler.problem.uncertainty.events import Futures
from scheduler.problem.uncertainty.likelihood import Likelihood, likelihood_of
from scheduler.problem.uncertainty.realise import realised
from scheduler.questions.sweep import settled
from scheduler.scenario.facts import Facts
from scheduler.scenario.problem import problem_of
from scheduler.solver.outcome import Found
from scheduler.solver.search import solve
from scheduler.testing.tiny import FIELD
from scheduler.testing.world import World
from tests.rules.tiny import scenario_of

if TYPE_CHECKING:
    from datetime import datetime

    from scheduler.scenario.models import Scenario

MOSCOW = "scenarios/moscow-2020-09.yaml"


def plan_of(scenario: Scenario) -> Plan:
    outcome = solve(scenario)
    assert isinstance(outcome, Found)
    return outcome.plan


def likelihoods(scenario: Scenario) -> Likelihood:
    return likelihood_of(problem_of(scenario), each_requirement_of)


def standings(scenario: Scenario, plan: Plan) -> dict[str, Fraction]:
    known = likelihoods(scenario)
    return {booking.meeting: known.standing(plan.bookings, booking.meeting).likelihood for booking in plan.bookings}


def test_a_future_in_which_all_is_as_written_is_settled_all_the_same() -> None:
    # Its scenario is the officer's own, of whose facts it is known already how likely everything is.
    scenario = load(MOSCOW)
    assert likelihoods(scenario).futures.events
    settled_one = likelihood_of(settled(scenario), each_requirement_of)
    assert not settled_one.futures.events
    assert likelihoods(scenario).futures.events


def test_readers_of_the_rules_of_a_future_all_see_all_of_them() -> None:
    known = likelihoods(load(MOSCOW))
    _, requirements = known.alone("singh-wei", known.futures.as_written)
    one = iter(requirements)
    first = [next(one), next(one)]
    whole = list(requirements)
    assert len(whole) > 5
    assert [*first, *one] == whole == list(requirements)
    expected = each_requirement_of(known.alone("singh-wei", known.futures.as_written)[0])
    assert [r.name for r in whole] == [r.name for r in expected if r.must and r.rule.narrows]


# The example by hand of docs/uncertainty.md.

TWO_TRAVEL = """
events: {aircraft: {title: the aircraft leaves, certainty: 0.5}}
principals:
  ana: {home: null, stays: [{place: hill, from: 3 Sep 08:00, to: 4 Sep 20:00, %s}]}
  ben: {home: null, stays: [{place: hill, from: 3 Sep 08:00, to: 4 Sep 20:00, %s}]}
meetings:
  talks: null
  dinner: null
  first: {participants: [ana, cem], length: 60 min}
  second: {participants: [ben, cem], length: 60 min}
  both: {participants: [ana, ben, cem], length: 60 min}
"""


def expected(scenario: Scenario) -> tuple[dict[str, Fraction], Fraction, Fraction]:
    """Return how likely each meeting is held, and all of them, and none, over all futures."""
    plan, known = plan_of(scenario), likelihoods(scenario)
    chances = dict.fromkeys(("first", "second", "both"), Fraction(0))
    whole = nothing = Fraction(0)
    for outcomes in known.futures.all():
        held = known.held(plan.bookings, outcomes)
        chance = known.futures.probability(outcomes)
        for key in held:
            chances[key] += chance
        whole += chance if len(held) == 3 else 0
        nothing += chance if not held else 0
    assert standings(scenario, plan) == chances
    return chances, whole, nothing


def test_independent_events_are_as_the_example_by_hand_says() -> None:
    half, quarter = Fraction(1, 2), Fraction(1, 4)
    scenario = scenario_of(TWO_TRAVEL % ("certainty: 0.5", "certainty: tentative"))
    assert likelihoods(scenario).futures.count == 4
    assert expected(scenario) == ({"first": half, "second": half, "both": quarter}, quarter, quarter)


def test_linked_events_are_as_the_example_by_hand_says() -> None:
    half = Fraction(1, 2)
    scenario = scenario_of(TWO_TRAVEL % ("when: aircraft", "when: aircraft"))
    assert likelihoods(scenario).futures.count == 2
    assert expected(scenario) == ({"first": half, "second": half, "both": half}, half, half)


# What the words mean.


def futures_of(fragment: str) -> Futures:
    return Futures(Facts(scenario_of(fragment)))


def outcomes(fragment: str) -> dict[str, list[tuple[str, str]]]:
    return {
        event.key: [(outcome.says, str(outcome.probability)) for outcome in event.outcomes]
        for event in futures_of(fragment).events
    }


def test_words_probabilities_and_shares() -> None:
    stay = "home: null, stays: [{place: hill, from: 3 Sep 08:00, to: 4 Sep 20:00, certainty: %s}]"
    for said, chance in (
        ("likely", "4/5"),
        ("tentative", "1/2"),
        ("unlikely", "1/5"),
        ("0.35", "7/20"),
        ("12.5 %", "1/8"),
    ):
        found = outcomes(f"principals: {{ana: {{{stay % said}}}}}")
        assert found == {
            "principals, ana, stays, 1": [
                ("Ana comes to Hill", chance),
                ("Ana does not come to Hill", str(1 - Fraction(chance))),
            ]
        }
    for said in ("confirmed", "1", "100 %", "1.0"):
        assert outcomes(f"principals: {{ana: {{{stay % said}}}}}") == {}
    own = f"certainties: {{likely: 0.9}}\nprincipals: {{ana: {{{stay % 'likely'}}}}}"
    assert outcomes(own)["principals, ana, stays, 1"][0] == ("Ana comes to Hill", "9/10")


def test_what_alternatives_leave_is_for_what_is_written_unless_a_certainty_says_otherwise() -> None:
    fragment = """
    principals:
      ana:
        home: null
        stays:
          - place: hill
            from: 3 Sep 08:00
            to: 4 Sep 20:00
            %s
            or: [{from: 3 Sep 12:00, certainty: 0.2}, {to: 4 Sep 10:00, certainty: 10 %%}]
    """
    later, sooner = (
        ("Ana comes to Hill 4 h later (3 Sep 12:00)", "1/5"),
        ("Ana leaves Hill 10 h earlier (4 Sep 10:00)", "1/10"),
    )
    assert list(outcomes(fragment % "").values()) == [[("Ana comes to Hill", "7/10"), later, sooner]]
    gone = ("Ana does not come to Hill", "1/5")
    assert list(outcomes(fragment % "certainty: tentative").values()) == [
        [("Ana comes to Hill", "1/2"), later, sooner, gone]
    ]


FORUM = """
principals:
  ana: {home: null, stays: [{place: hill, from: 3 Sep 08:00, to: 3 Sep 20:00%s}]}
forums:
  council:
    name: Council
    place: hill
    dates: 3 Sep
    attendees: [{principal: ana%s}, {principal: ben%s}]
    sessions: [{from: 3 Sep 10:00, to: 12:00}]
"""


@pytest.mark.parametrize(
    ("stay", "ana", "ben", "found"),
    [
        # A stay without a certainty of its own hangs on the attendance.
        ("", ", certainty: 0.6", "", {"principals, ana, stays, 1": "3/5"}),
        # The same at both is one and the same thing.
        (", certainty: 0.6", ", certainty: 0.6", "", {"principals, ana, stays, 1": "3/5"}),
        # Of those who come, half attend.
        (
            ", certainty: 0.8",
            ", certainty: 0.4",
            "",
            {"principals, ana, stays, 1": "4/5", "forums, council, attendees, 1": "1/2"},
        ),
        # More than come cannot attend.
        (", certainty: 0.4", ", certainty: 0.8", "", {"principals, ana, stays, 1": "2/5"}),
        # A host is at home.
        ("", "", ", certainty: 0.3", {"forums, council, attendees, 2": "3/10"}),
    ],
)
def test_attendance_goes_with_the_stay(stay: str, ana: str, ben: str, found: dict[str, str]) -> None:
    events = outcomes(FORUM % (stay, ana, ben))
    assert {key: said[0][1] for key, said in events.items()} == found


def test_who_does_not_come_attends_no_session_and_a_host_who_stays_away_is_free() -> None:
    futures = futures_of(FORUM % (", certainty: 0.5", "", ", certainty: 0.5"))
    assert [event.key for event in futures.events] == ["principals, ana, stays, 1", "forums, council, attendees, 2"]
    for coming, attending in product((0, 1), repeat=2):
        scenario = realised(futures, (coming, attending))
        assert len(scenario.principals["ana"].stays) == 1 - coming
        there = {attendee.principal for attendee in scenario.forums["council"].attendees}
        assert there == {"ana"} - ({"ana"} if coming else set()) | ({"ben"} if not attending else set())


def test_a_forum_moves_with_its_sessions_blocks_and_those_who_follow_it() -> None:
    futures = futures_of("""
    principals:
      ana:
        home: null
        stays: [{place: hill, from: 3 Sep 08:00, to: 3 Sep 20:00, follows: council}]
        engagements: [{kind: reception, from: 3 Sep 18:00, to: 3 Sep 19:00, follows: council}]
    forums:
      council:
        name: Council
        place: hill
        dates: 3 Sep
        certainty: 0.5
        attendees: [ana]
        sessions: [{from: 3 Sep 10:00, to: 12:00}]
        blocks: [{from: 3 Sep 14:00, to: 18:00}]
        or: [{moves_by: 1 day, certainty: 0.3}]
    meetings:
      talks: {windows: {sidelines: council}, prefers: {sidelines: council}}
    """)
    names = futures.facts.names
    assert [said for said, _ in outcomes_of(futures)] == [
        "Council is held as written (3 Sep)", "Council is a day later", "Council is not held on its dates"
    ]  # fmt: skip
    moved, gone = realised(futures, (1,)), realised(futures, (2,))
    forum, ana = moved.forums["council"], moved.principals["ana"]
    assert str(forum.dates[0]) == str(forum.dates[1]) == "2020-09-04"
    spans = [names.span(e.start, e.end) for e in (*forum.sessions, *forum.blocks, *ana.stays, *ana.engagements)]
    assert spans == ["4 Sep 10:00–12:00", "4 Sep 14:00–18:00", "4 Sep 08:00–20:00", "4 Sep 18:00–19:00"]
    assert (gone.forums["council"].sessions, gone.principals["ana"].stays, gone.principals["ana"].engagements) == (
        (),
        (),
        (),
    )
    talks = gone.meetings["talks"]
    assert (talks.state, talks.windows, talks.prefers) == ("declined", (), ())


def outcomes_of(futures: Futures) -> list[tuple[str, Fraction]]:
    return [(outcome.says, outcome.probability) for event in futures.events for outcome in event.outcomes]


def test_events_that_depend_on_each_other_have_the_joint_probabilities_that_are_written() -> None:
    futures = futures_of("""
    events:
      snow: {title: it snows, certainty: 0.25}
      strike: {certainty: 0.5, if: snow, otherwise: 0.1}
      alone: {certainty: 0.5}
    principals:
      ana: {home: null, stays: [{place: hill, from: 3 Sep, to: 4 Sep, or: [{from: 3 Sep 12:00, when: snow}]}]}
      ben: {home: null, stays: [{place: hill, from: 3 Sep, to: 4 Sep, or: [{from: 3 Sep 14:00, when: strike}]}]}
    """)
    (event,) = futures.events
    found = {frozenset(outcome.happens): outcome.probability for outcome in event.outcomes}
    assert found == {
        frozenset(): Fraction(27, 40),
        frozenset({"snow"}): Fraction(1, 8),
        frozenset({"strike"}): Fraction(3, 40),
        frozenset({"snow", "strike"}): Fraction(1, 8),
    }
    assert sum(found.values()) == 1
    assert {"it snows", "strike", "it snows, strike"} <= {outcome.says for outcome in event.outcomes}


def test_futures_are_numbered_and_their_probabilities_add_up() -> None:
    futures = likelihoods(load(MOSCOW)).futures
    everything = list(futures.all())
    assert len(everything) == futures.count == 48
    assert sum(futures.probability(each) for each in everything) == 1
    assert [futures.number(each) for each in everything] == list(range(48))
    assert [futures.numbered(number) for number in range(48)] == everything
    assert everything[0] == futures.as_written
    assert realised(futures, futures.as_written) == futures.scenario


def test_what_comes_about_in_no_future_stays_the_first_outcome() -> None:
    stay = "{place: hill, from: 3 Sep, to: 4 Sep, certainty: 0, or: [{from: 3 Sep 12:00, certainty: 1}]}"
    futures = futures_of(f"principals: {{ana: {{home: null, stays: [{stay}]}}}}")
    assert outcomes_of(futures)[0] == ("Ana comes to Hill", Fraction(0))
    assert list(futures.all()) == [(1,)]


# A booking, and what it hangs on.


def test_every_booking_of_moscow_says_how_likely_it_is_and_on_what_that_hangs() -> None:
    plan = plan_of(load(MOSCOW))
    said = {booking.meeting: (booking.likelihood, booking.hangs_on) for booking in plan.bookings}
    assert said["varma-morgulov"] == (1.0, ())
    assert said["singh-wei"] == (0.64, ("Singh comes to Moscow (80 %)", "Wei comes to Moscow (80 %)"))
    assert said["wang-lavrov"][1][1].startswith("unless SCO foreign is a day later")
    read, as_written = plan_of_text(to_json(plan), "plan.json")
    assert as_written
    assert read.bookings == plan.bookings


def test_an_extract_says_nothing_of_it() -> None:
    plan = plan_of(load(MOSCOW))
    for delegation in ("india", "china", "russia"):
        shared = redact(plan, delegation)
        assert shared.bookings
        assert all(booking.likelihood is None and booking.hangs_on == () for booking in shared.bookings)
        unlikely = replace(plan, bookings=tuple(replace(b, likelihood=0.1, hangs_on=("x",)) for b in plan.bookings))
        assert to_json(redact(unlikely, delegation)) == to_json(shared)


def test_where_nothing_is_uncertain_nothing_is_said() -> None:
    assert {booking.likelihood for booking in plan_of(scenario_of("")).bookings} == {None}


OVERRUN = """
rooms:
  salon: {reset: 0 min}
venues:
  palace: {name: Palace, place: hill}
  hotel: {name: Hotel, place: hill}
travel: [{between: [palace, hotel], takes: 30 min}]
meetings:
  talks: {venue: palace, start: 3 Sep 10:00, overruns: {by: 20 min, certainty: 0.5}}
  dinner: {venue: palace, start: 3 Sep 11:00, overruns: {by: 30 min, certainty: 0.4}}
  tea: {participants: [cem, dia], length: 60 min, venue: palace, start: 3 Sep 12:00}
  supper: {participants: [ana, dia], length: 60 min, venue: hotel, start: 3 Sep 14:30}
"""


def test_a_meeting_that_runs_over_keeps_the_next_one_from_being_held_and_so_on() -> None:
    scenario = scenario_of(OVERRUN)
    plan = plan_of(scenario)
    # Dinner is held unless the talks run over; tea unless dinner is held and runs over; supper is far enough away.
    assert standings(scenario, plan) == {
        "talks": 1,
        "dinner": Fraction(1, 2),
        "tea": 1 - Fraction(1, 2) * Fraction(2, 5),
        "supper": 1,
    }
    (dinner,) = (booking for booking in plan.bookings if booking.meeting == "dinner")
    assert dinner.hangs_on == ("Talks ends in time (50 %)",)


def test_what_hangs_on_too_much_at_once_is_left_to_the_sweep() -> None:
    sessions = "".join(
        f"          - {{from: 3 Sep {hour:02d}:00, to: {hour:02d}:30, certainty: 0.5}}\n" for hour in range(9, 20)
    )
    scenario = scenario_of(f"""
    forums:
      council:
        name: Council
        place: hill
        dates: 3 Sep
        attendees: [ana]
        sessions:
{sessions}
    rules: [{{rule: robust}}]
    """)
    plan = plan_of(scenario)
    assert {booking.likelihood for booking in plan.bookings} == {None}
    assert sum("hangs on too many events at once" in notice for notice in plan.notices) == 2
    known = likelihoods(scenario)
    assert known.futures.count == 2**11
    with pytest.raises(OverflowError):
        known.standing(plan.bookings, "talks")


# Against enumeration.

HOURS = st.sampled_from([8, 10, 12, 14, 16])
CHANCES = st.sampled_from(["0.2", "0.5", "0.7", "0.9"])


@st.composite
def comings(draw: st.DrawFn) -> tuple[tuple[int, int, str, int | None, str], ...]:
    """Of two principals: from when, to when, how likely, or from when instead, and how likely that is."""
    made = []
    for _ in range(2):
        start = draw(HOURS)
        chance = draw(CHANCES)
        other = draw(st.one_of(st.none(), st.sampled_from([10, 14, 18])))
        left = 1 - Fraction(chance)
        share = draw(st.sampled_from([str(float(left)), str(float(left / 2))]))
        made.append((start, 22, chance, other if other != start else None, share))
    return tuple(made)


def written(coming: tuple[int, int, str, int | None, str], when: str | None) -> str:
    start, end, chance, other, share = coming
    entry = [f"place: hill, from: '3 Sep {start:02d}:00', to: '3 Sep {end}:00'"]
    entry.append(f"when: {when}" if when else f"certainty: {chance}")
    if other is not None and when is None:
        entry.append(f"or: [{{from: '3 Sep {other}:00', certainty: {share}}}]")
    return f"{{home: null, stays: [{{{', '.join(entry)}}}]}}"


def ways(coming: tuple[int, int, str, int | None, str]) -> list[tuple[int | None, Fraction]]:
    """Return from what hour somebody is there, if at all, with the probability of each."""
    start, _, chance, other, share = coming
    found: list[tuple[int | None, Fraction]] = [(start, Fraction(chance))]
    if other is not None:
        found.append((other, Fraction(share)))
    left = 1 - sum((each for _, each in found), Fraction(0))
    return [*found, (None, left)]


def oracle(plan: Plan, comings_: tuple[tuple[int, int, str, int | None, str], ...], linked: str | None) -> Fraction:
    """Return the expected number of meetings held, future by future, in plain Python."""
    ana, ben = comings_
    if linked:
        chance = Fraction(linked)
        futures = [((ana[0], ben[0]), chance), ((None, None), 1 - chance)]
    else:
        futures = [((a, b), p * q) for (a, p), (b, q) in product(ways(ana), ways(ben))]
    total = Fraction(0)
    for (a, b), chance in futures:
        there = {"ana": a, "ben": b, "cem": 0, "dia": 0}
        held = (all(_is_there(there[p], b.start, plan) for p in b.participants) for b in plan.bookings)
        total += chance * sum(held)
    return total


def _is_there(hour: int | None, start: datetime, plan: Plan) -> bool:
    return hour is not None and start.astimezone(plan.names.zone).hour >= hour


@settings(max_examples=25)
@given(comings(), st.one_of(st.none(), CHANCES))
def test_the_robust_optimum_is_the_best_over_all_futures(
    comings_: tuple[tuple[int, int, str, int | None, str], ...], linked: str | None
) -> None:
    events = f"events: {{flight: {{certainty: {linked}}}}}" if linked else ""
    fragment = f"""
    {events}
    principals:
      ana: {written(comings_[0], "flight" if linked else None)}
      ben: {written(comings_[1], "flight" if linked else None)}
    meetings:
      talks: {{participants: [ana, ben], length: 2 h, windows: 3 Sep 08:00-20:00}}
      dinner: {{participants: [ana, cem], length: 2 h}}
      tea: {{participants: [ben, cem], length: 2 h, windows: 3 Sep 08:00-20:00}}
    rules: [{{rule: robust, strength: strong wish}}]
    """
    world = World.of(fragment, FIELD)
    scenario = world.problem.facts.scenario
    kept = set.intersection(*(world.kept(r.rule) for r in world.requirements if r.must))
    most = max(sum(choice is not None for choice in key) for key in kept)
    best = max(oracle(world.plans[key], comings_, linked) for key in kept if sum(c is not None for c in key) == most)
    outcome = solve(scenario)
    assert isinstance(outcome, Found)
    assert outcome.plan.status == "optimal"
    assert len(outcome.plan.bookings) == most
    assert oracle(outcome.plan, comings_, linked) == best
    assert sum(standings(scenario, outcome.plan).values()) == best


@settings(max_examples=25)
@given(comings(), st.one_of(st.none(), CHANCES), CHANCES, CHANCES)
def test_the_exact_likelihoods_are_those_of_all_futures_together(
    comings_: tuple[tuple[int, int, str, int | None, str], ...], linked: str | None, longer: str, late: str
) -> None:
    scenario = scenario_of(
        f"""
        grid: 60 min
        events: {{flight: {{certainty: {linked or 0.5}}}}}
        principals:
          ana: {written(comings_[0], "flight" if linked else None)}
          ben: {written(comings_[1], "flight" if linked else None)}
        forums:
          council:
            name: Council
            place: hill
            dates: 3 Sep
            attendees: [cem]
            sessions: [{{from: '3 Sep 08:00', to: '10:00', overruns: {{by: 1 h, certainty: {longer}}}}}]
        meetings:
          talks: {{participants: [ana, ben], length: 2 h, overruns: {{by: 1 h, certainty: {late}}}}}
          dinner: {{participants: [ana, cem], length: 2 h, overruns: {{by: 2 h, certainty: 0.5}}}}
          tea: {{participants: [ben, cem], length: 2 h}}
        """,
        FIELD,
    )
    outcome = solve(scenario)
    plan = outcome.plan
    assert plan is not None
    known = likelihoods(scenario)
    summed: dict[str, Fraction] = {booking.meeting: Fraction(0) for booking in plan.bookings}
    for each in known.futures.all():
        for meeting in known.held(plan.bookings, each):
            summed[meeting] += known.futures.probability(each)
    assert standings(scenario, plan) == summed


# Sessions, and what cannot come about.


def test_a_session_falls_away_is_at_another_time_or_takes_longer() -> None:
    futures = futures_of("""
    principals:
      ana: {home: null, stays: [{place: hill, from: 3 Sep 08:00, to: 3 Sep 20:00, certainty: 0.5}]}
    forums:
      council:
        name: Council
        place: hill
        dates: 3 Sep
        chair: ana
        attendees: [ana, ben, cem]
        sessions:
          - from: 3 Sep 10:00
            to: 12:00
            attendees: [ana, ben]
            certainty: 0.5
            overruns: {by: 30 min, certainty: 0.25}
            or: [{from: 3 Sep 15:00, to: 3 Sep 16:00, certainty: 0.25}]
          - {from: 3 Sep 17:00, to: 18:00, attendees: [cem]}
    """)
    names = futures.facts.names
    said = [[outcome.says for outcome in event.outcomes] for event in futures.events]
    assert said == [
        ["Ana comes to Hill", "Ana does not come to Hill"],
        [
            "Council: plenary is held as written",
            "Council: plenary is at 3 Sep 15:00–16:00",
            "Council: plenary falls away",
        ],
        ["Council: plenary ends in time", "Council: plenary runs over by 30 min"],
    ]

    def sessions(*outcomes_: int) -> list[tuple[str, tuple[str, ...]]]:
        forum = realised(futures, outcomes_).forums["council"]
        return [(names.span(each.start, each.end), each.attendees or ()) for each in forum.sessions]

    later = ("3 Sep 17:00–18:00", ("cem",))
    assert sessions(0, 0, 1) == [("3 Sep 10:00–12:30", ("ana", "ben")), later]
    assert sessions(0, 1, 1) == [("3 Sep 15:00–16:30", ("ana", "ben")), later]
    assert sessions(0, 2, 1) == [later]
    assert sessions(1, 0, 0) == [("3 Sep 10:00–12:00", ("ben",)), later]
    assert realised(futures, (1, 0, 0)).forums["council"].chair is None


def test_an_event_that_never_happens_is_still_what_is_written() -> None:
    futures = futures_of("""
    events: {flight: {certainty: 0}}
    principals: {ana: {home: null, stays: [{place: hill, from: 3 Sep, to: 4 Sep, when: flight}]}}
    """)
    assert outcomes_of(futures) == [("flight", Fraction(0)), ("not: flight", Fraction(1))]
    assert list(futures.all()) == [(1,)]


def test_two_stays_in_one_place_are_told_apart_and_one_may_be_all_otherwise() -> None:
    fragment = """
    principals:
      ana:
        home: null
        stays:
          - {place: hill, from: 3 Sep 08:00, to: 3 Sep 12:00, certainty: 0.5}
          - {place: hill, from: 4 Sep 08:00, to: 4 Sep 12:00, or: [{from: 4 Sep 9:00, to: 4 Sep 11:00, certainty: 0.5}]}
    """.replace(" 9:00", " 09:00")
    assert [said for said, _ in outcomes_of(futures_of(fragment))] == [
        "Ana comes to Hill (3 Sep 08:00–12:00)",
        "Ana does not come to Hill (3 Sep 08:00–12:00)",
        "Ana comes to Hill (4 Sep 08:00–12:00)",
        "Ana is in Hill 4 Sep 09:00–11:00",
    ]


def test_a_stay_for_two_forums_hangs_on_the_surer_one() -> None:
    two = """
    principals:
      ana: {home: null, stays: [{place: hill, from: 3 Sep 08:00, to: 4 Sep 20:00}]}
    events: {fog: {certainty: 0.5}}
    forums:
      council: {name: Council, place: hill, dates: 3 Sep, attendees: [{principal: ana, certainty: 0.6}]}
      summit: {name: Summit, place: hill, dates: 4 Sep, attendees: [{principal: ana, %s}]}
    """
    found = {key: said[0][1] for key, said in outcomes(two % "certainty: 0.3").items()}
    assert found == {"principals, ana, stays, 1": "3/5", "forums, summit, attendees, 1": "1/2"}
    # Where one of them hangs on an event, the stay itself is certain.
    found = {key: said[0][1] for key, said in outcomes(two % "when: fog").items()}
    assert found == {"events, fog": "1/2", "forums, council, attendees, 1": "3/5"}


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0 %"), (1, "100 %"), (0.5, "50 %"), (0.125, "12.5 %"), (Fraction(1, 3), "33.3 %"),
        (0.00001, "< 0.1 %"), (0.99999, "> 99.9 %"), (0.1 + 0.2 + 0.7, "100 %"),
    ],
)  # fmt: skip
def test_shares_as_readers_see_them(share: float | Fraction, said: str) -> None:
    assert say_share(share) == said
