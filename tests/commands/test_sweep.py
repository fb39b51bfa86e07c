"""Sweeps: what they find, on any executor, stopped and gone on with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.base.issue import InputError, Mistake
from scheduler.base.parallel import InProcess, Job, crew
from scheduler.base.resume import Ledger
from scheduler.problem.load import load
from scheduler.questions.playbook import playbook
from scheduler.questions.survival import Findings, course_of
from scheduler.questions.sweep import Sweeper, digest_of_plan, job_of
from scheduler.solver.outcome import Found
from scheduler.solver.search import solve
from scheduler.views.playbook import pages
from scheduler.views.terminal.sweep import findings_summary, findings_to_json
from tests.paths import ROOT
from tests.waiting import lines_of, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.plan.plan import Plan
    from scheduler.problem.uncertainty.events import Outcomes
    from scheduler.scenario.models import Scenario
    from tests.conftest import Ran

MOSCOW = "scenarios/moscow-2020-09.yaml"
SMALL = """
title: Small
zone: Europe/Moscow
dates: 3 Sep 2020
grid: 60 min
few_gaps: false
places:
  hill: {name: Hill, zone: Europe/Moscow}
delegations:
  north: {name: North}
principals:
  ana:
    name: Ana
    delegation: north
    stays:
      - place: hill
        from: 3 Sep 08:00
        to: 3 Sep 20:00
        certainty: 0.6
        or: [{from: 3 Sep 12:00, certainty: 0.3}]
  ben: {name: Ben, delegation: north, home: hill}
  cem: {name: Cem, delegation: north, home: hill}
meetings:
  talks: {participants: [ana, ben], length: 60 min, priority: must, overruns: {by: 1 h, certainty: 0.25}}
  tea: {participants: [ana, cem], length: 60 min, priority: low}
  chat: {participants: [ben, cem], length: 60 min}
rules:
  - {rule: prefer, meetings: talks, when: early, strength: wish 50}
  - {rule: prefer, meetings: chat, when: early, strength: wish 10}
  - {rule: prefer, meetings: tea, when: early, strength: wish 1}
  - {rule: precedence, first: talks, then: tea}
"""


@pytest.fixture(scope="module")
def moscow() -> Scenario:
    return load(ROOT / MOSCOW)


@pytest.fixture(scope="module")
def plan(moscow: Scenario) -> Plan:
    return plan_of(moscow)


@pytest.fixture(scope="module")
def sweeper(moscow: Scenario, plan: Plan) -> Sweeper:
    return Sweeper(moscow, plan)


@pytest.fixture(scope="module")
def alone(sweeper: Sweeper) -> dict[Outcomes, Any]:
    """The results of all futures, found one after the other in this process."""
    return {outcomes: sweeper(outcomes) for outcomes in sweeper.futures.all()}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def plan_of(scenario: Scenario) -> Plan:
    outcome = solve(scenario)
    assert isinstance(outcome, Found)
    return outcome.plan


def job(moscow: Scenario, plan: Plan) -> Job:
    return job_of(moscow, plan, 60.0, 0)


# What it finds.


def test_the_moscow_sweep(scheduler: Callable[..., Ran], golden: Callable[[str, str], None]) -> None:
    ran = scheduler("sweep", MOSCOW, "--alternatives", "3", "--futures", "48", "--workers", "2")
    assert ran.code == 0
    golden("sweep-moscow.txt", ran.out)
    assert max(map(len, ran.out.splitlines())) <= 80


def test_a_small_sweep_by_hand(small: Path, scheduler: Callable[..., Ran]) -> None:
    """Talks at 8, chat at 9, tea at 10; Ana comes in time, at noon, or not; talks run over until 10, or not."""
    ran = scheduler("sweep", small, "--json", "--workers", "1")
    assert ran.code == 0
    found = json.loads(ran.out)
    assert len(found["futures"]) == 6
    assert sum(each["share"] for each in found["futures"]) == pytest.approx(1)
    bookings = {each["meeting"]: each for each in found["bookings"]}
    # Talks and tea need Ana in time; chat follows the talks at once, and Ben is in both.
    assert bookings["talks"]["held"] == pytest.approx(0.6)
    assert bookings["talks"]["hangs_on"] == ["Ana comes to Hill (60 %)"]
    assert bookings["tea"]["held"] == pytest.approx(0.6)
    assert bookings["tea"]["hangs_on"] == ["Ana comes to Hill (60 %)"]
    assert bookings["chat"]["held"] == pytest.approx(1 - 0.6 * 0.25)
    assert bookings["chat"]["hangs_on"] == ["Ana – Ben ends in time (75 %)"]
    assert {key: each["held_in_sweep"] for key, each in bookings.items()} == pytest.approx(
        {key: each["held"] for key, each in bookings.items()}
    )
    # Replanned, all can be held unless Ana does not come.
    assert {key: each["held_replanned"] for key, each in bookings.items()} == pytest.approx(
        {"talks": 0.9, "tea": 0.9, "chat": 1}
    )
    assert found["stands"] == pytest.approx(0.6 * 0.75)
    assert found["expected_worth"]["kept"] == pytest.approx(5 * 0.6 + 2 * 0.85)
    assert found["expected_worth"]["replanned"] == pytest.approx(5 * 0.9 + 2)
    by_says = {hurt["says"]: hurt for hurt in found["hurts"]}
    # In time: talks and tea, and chat unless the talks run over. Not at all: chat alone, which nothing disturbs then.
    in_time = 4 + 1 + 2 * 0.75
    assert by_says["Ana does not come to Hill"]["lost"] == pytest.approx(in_time - 2)
    assert by_says["Ana does not come to Hill"]["lost_replanned"] == pytest.approx(5)
    assert by_says["Ana comes to Hill 4 h later (3 Sep 12:00)"]["lost_replanned"] == pytest.approx(0)
    assert found["hurts"][0]["says"] == "Ana does not come to Hill"
    # To know whether Ana comes late is worth most: then everything is planned after noon.
    assert found["questions"][0]["asks"] == "Ana comes to Hill"
    assert found["questions"][0]["value"] > 0


def test_the_value_of_knowing_is_what_the_best_plan_for_each_answer_gains(small: Path) -> None:
    scenario = load(small)
    plan = plan_of(scenario)
    sweeper = Sweeper(scenario, plan)
    course = course_of(sweeper.futures, None, 0)
    found = Findings(sweeper.likelihood, [plan], course, {each: sweeper(each) or {} for each in course.shares})

    def worth(plan_: Plan, outcomes: Outcomes) -> float:
        return sum({"talks": 4, "tea": 1, "chat": 2}[key] for key in sweeper.likelihood.held(plan_.bookings, outcomes))

    candidates = found.candidates
    assert len(candidates) > 1
    now = max(sum(share * worth(each, o) for o, share in course.shares.items()) for each in candidates)
    for question in found.questions():
        known = 0.0
        for answer in range(len(sweeper.futures.events[question.event].outcomes)):
            seen = {o: share for o, share in course.shares.items() if o[question.event] == answer}
            known += max(sum(share * worth(each, o) for o, share in seen.items()) for each in candidates)
        assert question.value == pytest.approx(known - now)


def test_a_sample_agrees_with_the_exact_likelihoods_within_its_stated_error(
    scheduler: Callable[..., Ran], tmp_path: Path
) -> None:
    out = tmp_path / "results.jsonl"
    ran = scheduler("sweep", MOSCOW, "--samples", "60", "--seed", "3", "--json", "--out", out)
    found = json.loads(ran.out)
    assert found["sampled"] == 60
    assert len(found["futures"]) < 48
    for booking in found["bookings"]:
        p = booking["held_in_sweep"]
        near = (p * 60 + 2) / 64
        assert booking["standard_error"] == pytest.approx((near * (1 - near) / 64) ** 0.5, abs=1e-6)
        assert abs(booking["held"] - p) <= 3 * booking["standard_error"]
    assert sum(each["share"] for each in found["futures"]) == pytest.approx(1)
    # The same file serves a sweep of all futures: what was drawn is not done again.
    again = scheduler("sweep", MOSCOW, "--seed", "3", "--json", "--out", out)
    assert f"{len(found['futures'])} of 48 futures were finished before." in again.err
    whole = json.loads(again.out)
    assert whole["sampled"] is None
    assert {b["meeting"]: b["held_in_sweep"] for b in whole["bookings"]} == pytest.approx(
        {b["meeting"]: b["held"] for b in whole["bookings"]}
    )
    text = scheduler("sweep", MOSCOW, "--samples", "60", "--seed", "3", "--out", out).out
    assert "60 futures were sampled" in text
    assert "±" in text


def test_the_stated_error_covers_95_of_100_samples(sweeper: Sweeper, plan: Plan) -> None:
    known, within = sweeper.likelihood, []
    for seed in range(200):
        course = course_of(known.futures, 300, seed)
        held = {outcomes: known.held(plan.bookings, outcomes) for outcomes in course.shares}
        for booking in plan.bookings:
            exact = float(known.standing(plan.bookings, booking.meeting).likelihood)
            share = sum(part for outcomes, part in course.shares.items() if booking.meeting in held[outcomes])
            within += [abs(share - exact) <= 2 * course.error(share)] if exact < 1 else []
    assert 0.93 < sum(within) / len(within) < 0.975


def test_many_futures_are_drawn_where_nobody_asks_for_all(sweeper: Sweeper) -> None:
    course = course_of(sweeper.futures, None, 0, most=10)
    assert course.samples == 1000
    assert list(course.shares) == sorted(course.shares, key=sweeper.futures.number)
    assert course.shares == course_of(sweeper.futures, None, 0, most=10).shares
    assert course.shares != course_of(sweeper.futures, None, 1, most=10).shares


def test_a_plan_that_was_named_is_swept_and_compared(
    scheduler: Callable[..., Ran], tmp_path: Path, small: Path
) -> None:
    path = tmp_path / "plan.json"
    assert scheduler("solve", small, "--out", path).code == 0
    ran = scheduler("sweep", small, "--plan", path, "--alternatives", "2", "--to", tmp_path / "sweep.html")
    assert ran.code == 0
    assert "Which plan survives best" in ran.out
    page = (tmp_path / "sweep.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "http" not in page.replace("http-equiv", "")
    small.write_text(SMALL.replace("Small", "Other"), encoding="utf-8")
    ran = scheduler("sweep", small, "--plan", path)
    assert ran.code == 2
    assert "belongs to another scenario" in ran.err


def test_where_nothing_is_uncertain_it_says_so(scheduler: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "certain.yaml"
    text = SMALL.replace("certainty: 0.6", "certainty: 1").replace(", certainty: 0.3}]", ", certainty: 0}]")
    path.write_text(text.replace(", overruns: {by: 1 h, certainty: 0.25}", ""), encoding="utf-8")
    ran = scheduler("sweep", path, "--to", tmp_path / "page.html")
    assert ran.code == 0
    assert "Nothing in the scenario is uncertain" in ran.out
    assert "100 %" in ran.out


def test_where_not_all_musts_can_be_held_even_as_written(scheduler: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "impossible.yaml"
    at_noon = "{participants: [ben, cem], length: 60 min, priority: must, windows: 3 Sep 12:00-13:00}"
    chat = "chat: {participants: [ben, cem], length: 60 min}"
    path.write_text(SMALL.replace(chat, f"chat: {at_noon}\n  more: {at_noon}"), encoding="utf-8")
    ran = scheduler("sweep", path)
    assert ran.code == 1
    assert "How likely each meeting is held" in ran.out
    assert "Not all must-meetings can be held" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", "page.txt"], "'page.txt' is not a page. Name a file that ends in .html."),
        (["--samples", "0"], "argument --samples"),
        (["--alternatives", "9"], "argument --alternatives"),
        (["--workers", "0"], "argument --workers"),
        (["--cluster", "tcp://127.0.0.1:9"], "there is no cluster at tcp://127.0.0.1:9"),
        (["--cluster", "nonsense://x"], "there is no cluster at nonsense://x"),
    ],
)
def test_bad_options(
    arguments: list[str], said: str, scheduler: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.base.parallel.CONNECTING", "1 s")
    ran = scheduler("sweep", MOSCOW, *arguments)
    assert ran.code == 2
    assert said in ran.err


def test_where_time_ended_it_is_said(sweeper: Sweeper, plan: Plan, alone: dict[Outcomes, Any]) -> None:
    course = course_of(sweeper.futures, None, 0)
    one, other = list(alone)[1:3]
    unproved = {**alone, one: {**alone[one], "fewest": False}, other: {**alone[other], "fewest": False}}
    found = findings_summary(Findings(sweeper.likelihood, [plan], course, unproved))
    assert "In 2 of them the fewest changes were not proved in time." in found
    assert not any(
        "time ended" in line for line in findings_summary(Findings(sweeper.likelihood, [plan], course, alone))
    )
    fallback = next(iter(playbook(sweeper)))
    (page,) = pages(plan, [replace(fallback, made=None)])
    assert page.lines[-1] == "Out of time: no new plan was found. Try a longer --time-limit."
    assert page.sheets == []


def test_without_dask_a_cluster_is_refused(scheduler: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    ran = scheduler("sweep", MOSCOW, "--cluster", "tcp://127.0.0.1:9")
    assert ran.code == 2
    assert "Install the program with its extra: scheduler[cluster]." in ran.err


# Executors.


def test_a_pool_of_processes_finds_the_same(moscow: Scenario, plan: Plan, alone: dict[Outcomes, Any]) -> None:
    with crew(job(moscow, plan), 2) as there:
        found = dict(there.results(alone))
    assert found == alone


def test_a_process_that_is_killed_costs_nothing(moscow: Scenario, plan: Plan, alone: dict[Outcomes, Any]) -> None:
    found: list[tuple[Outcomes, Any]] = []
    with crew(job(moscow, plan), 2) as there:
        for number, pair in enumerate(there.results(alone)):
            found.append(pair)
            if number == 4:
                victim = next(iter(there.executor._processes))  # type: ignore[attr-defined]
                os.kill(victim, signal.SIGKILL)
    assert len(found) == len(alone)
    assert dict(found) == alone


def _explode(_: object) -> Callable[[int], int]:
    def tool(piece: int) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return piece

    return tool


def _fail(_: object) -> Callable[[int], int]:
    def tool(piece: int) -> int:
        raise LookupError(str(piece))

    return tool


def test_workers_that_are_lost_again_and_again_are_given_up() -> None:
    with pytest.raises(Mistake, match="again and again"), crew(Job("explode", _explode, None), 2) as there:
        list(there.results([1, 2, 3]))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_mistake_in_the_work_is_no_lost_worker(workers: int) -> None:
    with pytest.raises(LookupError, match="1"), crew(Job("fail", _fail, None), workers) as there:
        list(there.results([1]))


def test_the_executor_of_this_process_is_one_of_the_usual_kind() -> None:
    with InProcess() as executor:
        assert list(executor.map(abs, [-1, 2])) == [1, 2]


# The results file.

KEYS = ("future",)


def test_a_results_file_of_other_work_is_refused(tmp_path: Path, moscow: Scenario, plan: Plan) -> None:
    path = tmp_path / "results.jsonl"
    header = {"scenario": moscow.digest, "plan": digest_of_plan(plan), "seed": 0}
    with Ledger(str(path), header, KEYS, 9) as ledger:
        ledger.add({"future": 3})
        with pytest.raises(InputError, match="another sweep is writing to this file"):
            Ledger(str(path), header, KEYS, 9)
    with Ledger(str(path), header, KEYS, 9) as ledger:
        assert ledger.finished == [{"future": 3}]
    for word, of in (("scenario", "scenario"), ("plan", "plan"), ("seed", "--seed")):
        with pytest.raises(InputError, match=f"results for another {of}"):
            Ledger(str(path), {**header, word: "other"}, KEYS, 9)
    for text, said in (
        ('{"file": "something"}\n', "not a results file"),
        ("some notes\n", "not a results file"),
        ("notes without an end", "not a results file"),
        ('{"file": "scheduler sweep", "format": 0}\n', "another version"),
        (json.dumps({"file": "scheduler sweep", "format": 1, **header}) + "\nnot JSON\n{}\n", "not a line"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=said):
            Ledger(str(path), header, KEYS, 9)
        assert path.read_text(encoding="utf-8") == text


def test_a_torn_line_is_dropped_and_done_again(tmp_path: Path) -> None:
    path, header = tmp_path / "results.jsonl", {"scenario": "s", "plan": "p", "seed": 0}
    with Ledger(str(path), header, KEYS, 9) as ledger:
        ledger.add({"future": 1})
        ledger.add({"future": 2})
    whole = path.read_bytes()
    path.write_bytes(whole[:-5])
    with Ledger(str(path), header, KEYS, 9) as ledger:
        assert ledger.finished == [{"future": 1}]
        ledger.add({"future": 2})
    assert path.read_bytes() == whole
    # Torn in its first line, it is begun anew.
    path.write_bytes(whole[:10])
    with Ledger(str(path), header, KEYS, 9) as ledger:
        assert ledger.finished == []


@pytest.mark.parametrize(
    "line", ['{"foo": 1}', '{"future": "a"}', '{"future": true}', '{"future": -1}', '{"future": 9}', "[1]", ""]
)
def test_a_line_that_is_no_result_is_named(line: str, tmp_path: Path) -> None:
    path, header = tmp_path / "results.jsonl", {"scenario": "s", "plan": "p", "seed": 0}
    with Ledger(str(path), header, KEYS, 9) as ledger:
        ledger.add({"future": 1})
    text = path.read_text(encoding="utf-8") + line + "\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"results\.jsonl:3: this is not a line of a results file"):
        Ledger(str(path), header, KEYS, 9)
    assert path.read_text(encoding="utf-8") == text


def test_results_and_page_are_files_of_their_own(tmp_path: Path, small: Path, scheduler: Callable[..., Ran]) -> None:
    both = tmp_path / "x.html"
    ran = scheduler("sweep", small, "--out", both, "--to", both)
    assert (ran.code, f"'{both}' is the page. Name another file for the results." in ran.err) == (2, True)
    ran = scheduler("sweep", small, "--out", "-")
    assert (ran.code, "results are kept in a file." in ran.err) == (2, True)
    assert not both.exists()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="there is no /proc on this machine")
def test_workers_end_with_a_sweep_that_was_killed(tmp_path: Path) -> None:
    out = tmp_path / "results.jsonl"
    running = command("sweep", MOSCOW, "--out", out, "--workers", "2", "--json")
    until(lambda: lines_of(out) > 5, "a sixth line of results")
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text(encoding="ascii").split()
    os.kill(running.pid, signal.SIGKILL)
    running.communicate(timeout=60)
    assert len(children) >= 2
    until(lambda: not any(Path(f"/proc/{child}").exists() for child in children), "an end of the workers")


ANA = """\
zone: UTC
dates: 3 Sep 2026
places: {hill: {name: Hill, zone: UTC}}
delegations: {a: {name: A}, b: {name: B}}
principals:
  ana:
    name: Ana
    delegation: a
"""
"""A day on the hill, up to how long Ana is there."""


def test_a_plan_stands_without_those_who_merely_may_join(tmp_path: Path, scheduler: Callable[..., Ran]) -> None:
    path = tmp_path / "may-join.yaml"
    path.write_text(
        "title: May join\n"
        + ANA
        + """\
    stays: [{place: hill, from: 3 Sep 08:00, to: 3 Sep 20:00, certainty: 0.5}]
  ben: {name: Ben, delegation: b, home: hill}
  cem: {name: Cem, delegation: b, home: hill}
meetings:
  talks: {participants: [ben, cem], optional: [ana], length: 60 min}
""",
        encoding="utf-8",
    )
    found = json.loads(scheduler("sweep", path, "--json").out)
    assert (found["stands"], found["plans"][0]["stands"]) == (1.0, 1.0)
    assert [future["broken"] for future in found["futures"]] == [[], []]


def test_where_what_is_written_cannot_be_the_likeliest_way_is_what_others_are_compared_with(
    tmp_path: Path, scheduler: Callable[..., Ran]
) -> None:
    path = tmp_path / "either.yaml"
    path.write_text(
        "title: Either way\n"
        + ANA
        + """\
    stays:
      - place: hill
        from: 3 Sep 08:00
        to: 3 Sep 20:00
        or: [{from: 3 Sep 14:00, certainty: 0.4}, {to: 3 Sep 12:00, certainty: 0.6}]
  cem: {name: Cem, delegation: b, home: hill}
meetings:
  talks: {participants: [ana, cem], length: 60 min, priority: must, windows: 3 Sep 09:00-11:00}
""",
        encoding="utf-8",
    )
    found = json.loads(scheduler("sweep", path, "--json").out)
    hurts = [(hurt["says"], hurt["probability"], hurt["lost"]) for hurt in found["hurts"] if hurt["probability"]]
    assert hurts == [("Ana comes to Hill 6 h later (3 Sep 14:00)", 0.4, 4.0)]
    assert [question["asks"] for question in found["questions"]] == ["Ana leaves Hill 8 h earlier (3 Sep 12:00)"]


def test_of_linked_events_the_one_that_makes_the_difference_is_named(
    tmp_path: Path, scheduler: Callable[..., Ran]
) -> None:
    path = tmp_path / "linked.yaml"
    path.write_text(
        """
title: Linked
zone: UTC
dates: 3 Sep 2026
places: {hill: {name: Hill, zone: UTC}}
delegations: {a: {name: A}, b: {name: B}}
events:
  first: {title: the first aircraft flies, certainty: 0.6}
  second: {title: the second aircraft flies, certainty: 0.5, if: first}
principals:
  ana: {name: Ana, delegation: a, stays: [{place: hill, from: 3 Sep 08:00, to: 3 Sep 20:00, when: first}]}
  ben: {name: Ben, delegation: a, stays: [{place: hill, from: 3 Sep 08:00, to: 3 Sep 20:00, when: second}]}
  cem: {name: Cem, delegation: b, home: hill}
meetings:
  one: {participants: [ana, cem], length: 60 min}
  two: {participants: [ben, cem], length: 60 min}
""",
        encoding="utf-8",
    )
    bookings = {b["meeting"]: b for b in json.loads(scheduler("sweep", path, "--json").out)["bookings"]}
    assert {key: (b["held"], b["hangs_on"]) for key, b in bookings.items()} == {
        "one": (0.6, ["the first aircraft flies (60 %)"]),
        "two": (0.3, ["the second aircraft flies (30 %)"]),
    }


def test_the_command_refuses_results_of_another_scenario(
    tmp_path: Path, small: Path, scheduler: Callable[..., Ran]
) -> None:
    out = tmp_path / "results.jsonl"
    assert scheduler("sweep", small, "--out", out).code == 0
    small.write_text(SMALL.replace("certainty: 0.25", "certainty: 0.5"), encoding="utf-8")
    ran = scheduler("sweep", small, "--out", out)
    assert ran.code == 2
    assert "these are results for another scenario, or for an earlier version of this one." in ran.err


def command(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "scheduler", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_sweep_that_was_stopped_goes_on_from_its_file(
    how: signal.Signals, workers: str, tmp_path: Path, moscow: Scenario, plan: Plan, alone: dict[Outcomes, Any]
) -> None:
    out = tmp_path / "results.jsonl"
    arguments = ("sweep", MOSCOW, "--out", out, "--workers", workers, "--json")
    running = command(*arguments)
    until(lambda: lines_of(out) > 5, "a sixth line of results")
    os.killpg(running.pid, how)
    _, errors = running.communicate(timeout=60)
    before = out.read_bytes()
    assert 5 < before.count(b"\n") < 49, "it was not stopped in the middle"
    if how == signal.SIGINT:
        assert running.returncode == 130
        assert "run the same command again to resume" in errors
    finished = before[: before.rindex(b"\n") + 1]
    output, errors = command(*arguments).communicate(timeout=120)
    count = len(finished.splitlines()) - 1
    assert f"{count} of 48 futures were finished before." in errors
    after = out.read_bytes()
    assert after.startswith(finished)
    lines = [json.loads(line)["future"] for line in after.splitlines()[1:]]
    assert sorted(lines) == list(range(48))
    course = course_of(Sweeper(moscow, plan).futures, None, 0)
    findings = Findings(Sweeper(moscow, plan).likelihood, [plan], course, alone)
    assert json.loads(output) == json.loads(json.dumps(findings_to_json(findings)))
