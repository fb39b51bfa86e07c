"""What a delegation may see of a plan, and that nothing else leaves a trace in any format."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scheduler.plan.file import to_json
from scheduler.plan.redact import redact
from scheduler.views.export_formats import FILE_FORMATS
from tests.conftest import Ran
from tests.sharing import HIDDEN, SCENARIO, exported, otherwise_hidden, plan_of, readable

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.plan.plan import Plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of(SCENARIO)


@pytest.fixture(scope="module")
def other() -> Plan:
    return plan_of(otherwise_hidden(SCENARIO))


@pytest.mark.parametrize("form", FILE_FORMATS)
def test_the_whole_file_holds_what_the_extract_must_not(form: str, plan: Plan) -> None:
    said = readable(exported(plan, form)).lower()
    assert any(word in said for word in HIDDEN)


@pytest.mark.parametrize("form", FILE_FORMATS)
@pytest.mark.parametrize("principal", [None, "marec", "vela"])
def test_nothing_hidden_stands_in_any_file(form: str, principal: str | None, plan: Plan) -> None:
    said = readable(exported(redact(plan, "norland"), form, principal))
    assert "Marec" in said
    words = [*HIDDEN, *(base64.b64encode(word.encode()).decode()[:5] for word in HIDDEN)]
    assert [word for word in words if re.search(word, said, re.IGNORECASE)] == []


@pytest.mark.parametrize("form", FILE_FORMATS)
@pytest.mark.parametrize("principal", [None, "vela"])
def test_a_file_is_the_same_to_the_byte_whatever_is_hidden(
    form: str, principal: str | None, plan: Plan, other: Plan
) -> None:
    assert to_json(plan) != to_json(other)
    files = [exported(redact(each, "norland"), form, principal) for each in (plan, other)]
    assert files[0] == files[1]


def test_of_a_counterpart_only_is_seen_when_they_are_engaged_as_one_time(plan: Plan) -> None:
    seen = redact(plan, "norland")
    hidden = [f for f in seen.fixed if f.kind == "engaged"]
    engaged = [(f.principals, f"{f.start:%H:%M}-{f.end:%H:%M}", f.title, f.venue) for f in hidden]
    # The opening is not among them: Marec attends it himself. Lisbon is an hour ahead of UTC.
    assert engaged == [
        (("vela",), "10:00-11:10", "engaged", None),
        (("vela",), "12:00-12:45", "engaged", None),
        (("vela",), "16:00-17:30", "engaged", None),
    ]


def test_own_meetings_are_seen_with_room_and_the_notes_that_are_meant_for_them(plan: Plan) -> None:
    booking = redact(plan, "norland").by_meeting["marec-vela"]
    assert (booking.room, booking.note) == (plan.by_meeting["marec-vela"].room, "bring the blue folder")
    assert (booking.priority, booking.line, booking.rests_on) == ("", "", ())


def test_a_note_without_visibility_is_the_officers_alone(plan: Plan) -> None:
    haircut = next(f for f in redact(plan, "norland").fixed if f.title == "Haircut")
    assert haircut.note == ""
    assert next(f for f in plan.fixed if f.title == "Haircut").note == "furtive barber"


@pytest.mark.parametrize(
    ("visibility", "takes_part", "invited", "host", "stranger"),
    [
        ("open", True, True, True, True),
        ("delegations only", True, True, True, False),
        ("confidential", True, False, False, False),
    ],
)
def test_who_sees_a_meeting(
    visibility: str, takes_part: bool, invited: bool, host: bool, stranger: bool, plan: Plan
) -> None:
    booking = replace(plan.by_meeting["marec-vela"], visibility=visibility, invited=("guest",), venue="house")
    shared = replace(
        plan,
        bookings=(booking,),
        delegations={**plan.delegations, "guest": "sund", "passer": "estria"},
        premises={"house": "corvia"},
    )
    sees = [bool(redact(shared, each).bookings) for each in ("norland", "alba", "sund", "corvia", "estria")]
    assert sees == [takes_part, takes_part, invited, host, stranger]


def test_a_meeting_without_a_slot_is_told_to_those_who_asked_without_a_reason(plan: Plan) -> None:
    entry = next(u for u in plan.unscheduled if u.meeting == "clandestine-never")
    asked = replace(entry, state="requested", because="Vela meets Hushland then", lines=("clandestine.yaml:3",))
    held_back = redact(replace(plan, unscheduled=(asked,)), "norland").unscheduled
    assert [(u.because, u.lines, u.priority) for u in held_back] == [("it has no slot in this plan", (), "")]
    assert redact(plan, "norland").unscheduled == ()


def test_what_is_called_off_is_told_to_those_who_saw_it(plan: Plan) -> None:
    gone = tuple(replace(plan.by_meeting[key], sequence=1) for key in ("hush-hush", "marec-vela"))
    kept = tuple(b for b in plan.bookings if b.meeting not in {"hush-hush", "marec-vela"})
    seen = redact(replace(plan, bookings=kept, cancelled=gone), "norland")
    assert [b.meeting for b in seen.cancelled] == ["marec-vela"]


def test_an_extract_of_an_extract_is_itself(plan: Plan) -> None:
    seen = redact(plan, "norland")
    assert redact(seen, "norland") is seen


def test_engaged_time_grows_with_the_hidden_meeting_and_nothing_else_does(plan: Plan) -> None:
    hidden = plan.by_meeting["veiled-walk"]
    longer = replace(hidden, end=hidden.end + timedelta(minutes=15))
    bookings = tuple(longer if b is hidden else b for b in plan.bookings)
    one, two = (redact(each, "norland") for each in (plan, replace(plan, bookings=bookings)))
    assert one.bookings == two.bookings
    assert [f for f in one.fixed if f.kind != "engaged"] == [f for f in two.fixed if f.kind != "engaged"]
    assert one.fixed != two.fixed


# On the command line.


@pytest.fixture
def file(tmp_path: Path, plan: Plan) -> str:
    path = tmp_path / "plan.json"
    path.write_text(to_json(plan), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("word", ["norland", "Norland", "NORLAND"])
def test_show_for_a_delegation_says_no_more_than_it_may_see(
    word: str, scheduler: Callable[..., Ran], file: str
) -> None:
    ran = scheduler("show", file, "--for", word)
    assert ran.code == 0
    assert "What Norland may see of the plan." in ran.out
    assert "Vela" in ran.out
    assert "engaged" in ran.out.lower()
    assert [each for each in HIDDEN if each in ran.out.lower()] == []


def test_show_as_json_for_a_delegation_is_a_plan_file_that_can_be_shown(
    scheduler: Callable[..., Ran], file: str, tmp_path: Path
) -> None:
    ran = scheduler("show", file, "--for", "norland", "--json")
    seen = tmp_path / "norland.json"
    seen.write_text(ran.out, encoding="utf-8")
    assert [each for each in HIDDEN if each in ran.out.lower()] == []
    assert scheduler("show", str(seen)).code == 0
    assert scheduler("export", str(seen), "--to", str(tmp_path / "norland.csv")).code == 0
    refused = scheduler("show", str(seen), "--for", "alba")
    assert refused.code == 2
    assert "the plan is the extract for Norland; it holds no other" in refused.err


@pytest.mark.parametrize("command", ["verify", "replan"])
def test_an_extract_is_refused_where_the_whole_plan_is_needed(
    command: str, scheduler: Callable[..., Ran], file: str, tmp_path: Path
) -> None:
    seen = tmp_path / "norland.json"
    seen.write_text(scheduler("show", file, "--for", "norland", "--json").out, encoding="utf-8")
    ran = scheduler(command, str(seen))
    assert ran.code == 2
    assert "this is the extract for Norland, not the whole plan" in ran.err


def test_an_unknown_reader_is_named_with_those_there_are(scheduler: Callable[..., Ran], file: str) -> None:
    ran = scheduler("show", file, "--for", "nordland")
    assert ran.code == 2
    assert "there is no delegation or principal 'nordland'. Did you mean 'norland'?" in ran.err


# What a review found, each with a test of its own.


def test_an_extract_counts_changes_on_from_what_the_same_delegation_saw(
    scheduler: Callable[..., Ran], file: str, tmp_path: Path
) -> None:
    """The whole plan that came before must not be called off in what one delegation reads."""
    seen, out = tmp_path / "norland.json", tmp_path / "norland.ics"
    assert scheduler("export", file, "--for", "norland", "--to", seen).code == 0
    for reader in ([], ["--for", "norland"]):
        for old in (file, seen):
            assert scheduler("export", seen, *reader, "--since", old, "--to", out, "--force").code == 0
            said = out.read_text(encoding="utf-8")
            assert [each for each in HIDDEN if each in said.lower()] == []
            assert re.findall(r"SEQUENCE:(.*)", said) == ["0"] * said.count("BEGIN:VEVENT")
            out.unlink()


def test_alternatives_are_no_more_than_the_delegation_may_see(
    scheduler: Callable[..., Ran], file: str, tmp_path: Path
) -> None:
    seen, other, out = tmp_path / "norland.json", tmp_path / "alba.json", tmp_path / "norland.html"
    assert scheduler("export", file, "--for", "norland", "--to", seen).code == 0
    assert scheduler("export", file, "--for", "alba", "--to", other).code == 0
    for plan_file in (seen, file):
        reader = ["--for", "norland"] if plan_file is file else []
        assert scheduler("export", plan_file, *reader, "--beside", file, "--to", out, "--force").code == 0
        assert [each for each in HIDDEN if each in out.read_text(encoding="utf-8").lower()] == []
    refused = scheduler("export", file, "--for", "norland", "--beside", other, "--to", tmp_path / "no.html")
    assert (refused.code, "this is the extract for Alba, not for these readers" in refused.err) == (2, True)
    mixed = scheduler("export", file, "--beside", seen, "--to", tmp_path / "no.html")
    assert (mixed.code, "this is the extract for Norland" in mixed.err) == (2, True)


def test_a_hidden_note_moves_no_count(scheduler: Callable[..., Ran], plan: Plan, tmp_path: Path) -> None:
    old, new, out = tmp_path / "old.json", tmp_path / "new.json", tmp_path / "n.ics"
    own = plan.by_meeting["marec-vela"]
    told = replace(own, note="another one", note_visibility="confidential")
    old.write_text(to_json(plan), encoding="utf-8")
    new.write_text(to_json(replace(plan, bookings=tuple(told if b is own else b for b in plan.bookings))), "utf-8")
    blank = replace(own, note="", note_visibility="confidential")
    old.write_text(to_json(replace(plan, bookings=tuple(blank if b is own else b for b in plan.bookings))), "utf-8")
    assert scheduler("export", new, "--for", "norland", "--since", old, "--to", out).code == 0
    assert "SEQUENCE:1" not in out.read_text(encoding="utf-8")


AFAR = """
title: By video
zone: Europe/Lisbon
dates: 8 Jun 2026
places:
  port: {name: Port Alba, zone: Europe/Lisbon, assumed: invented}
  hush: {name: Hushville, zone: Asia/Pyongyang, assumed: clandestine}
delegations: {alba: {name: Alba, assumed: invented}, norland: {name: Norland, assumed: invented}}
principals:
  vela:
    name: Ines Vela
    delegation: alba
    home: port
    stays: [{place: hush, from: 8 Jun 08:00, to: 8 Jun 14:00, assumed: clandestine}]
    assumed: invented
  marec: {name: Jon Marec, delegation: norland, home: port, assumed: invented}
forums:
  net:
    name: Net Forum
    mode: video
    dates: 8 Jun
    attendees: [marec, vela]
    sessions: [{kind: plenary, from: 8 Jun 11:00, to: 11:30, assumed: invented}]
    assumed: invented
meetings:
  marec-vela: {participants: [marec, vela], mode: video, start: 8 Jun 12:00, length: 30 min, assumed: invented}
  in-person: {participants: [marec, vela], place: port, start: 8 Jun 15:00, length: 30 min, assumed: invented}
"""


@pytest.mark.parametrize("form", FILE_FORMATS)
@pytest.mark.parametrize("principal", [None, "vela"])
def test_from_where_a_counterpart_joins_by_video_is_not_said(form: str, principal: str | None) -> None:
    whole = plan_of(AFAR)
    assert any(f.zone == "Asia/Pyongyang" for f in whole.fixed)
    said = readable(exported(redact(whole, "norland"), form, principal))
    assert "Vela" in said
    assert "Pyongyang" not in said
    assert "Hushville" not in said


PARALLEL = """
title: In parallel
zone: Europe/Lisbon
dates: 8 Jun 2026
places: {port: {name: Port Alba, zone: Europe/Lisbon, assumed: invented}}
venues:
  harbour: {name: Harbour Hall, place: port, premises_of: hush, assumed: invented}
  annex: {name: The Furtive Annex, place: port, premises_of: hush, assumed: clandestine}
delegations:
  alba: {name: Alba, assumed: invented}
  norland: {name: Norland, assumed: invented}
  sund: {name: Sund, assumed: invented}
  hush: {name: Hushland, assumed: clandestine}
principals:
  vela: {name: Ines Vela, delegation: alba, home: port, assumed: invented}
  marec: {name: Jon Marec, delegation: norland, home: port, assumed: invented}
  dorne:
    name: Ana Dorne
    delegation: sund
    home: port
    engagements: [{kind: other, title: Veiled dinner, from: 8 Jun 12:00, to: 13:00, assumed: hush}]
    assumed: invented
  envoy: {name: Hush Envoy, delegation: hush, home: port, assumed: clandestine}
forums:
  forum:
    name: Forum
    place: port
    venue: harbour
    dates: 8 Jun
    attendees: [vela, marec, envoy]
    sessions:
      - {kind: other, from: 8 Jun 10:00, to: 10:30, attendees: [marec], assumed: invented}
      - kind: other
        from: 8 Jun 10:00
        to: 10:30
        attendees: [vela]
        venue: annex
        note: {text: a veiled note, visibility: open}
        assumed: hush
    assumed: invented
meetings:
  marec-vela: {participants: [marec, vela], venue: harbour, start: 8 Jun 15:00, length: 45 min, assumed: invented}
  marec-dorne: {participants: [marec, dorne], state: declined, assumed: invented}
"""


@pytest.mark.parametrize("form", FILE_FORMATS)
@pytest.mark.parametrize("principal", [None, "marec", "vela"])
def test_a_session_at_the_same_time_under_the_same_title_is_another_one(form: str, principal: str | None) -> None:
    seen = redact(plan_of(PARALLEL), "norland")
    said = readable(exported(seen, form, principal))
    assert [word for word in HIDDEN if re.search(word, said, re.IGNORECASE)] == []
    assert [(f.title, f.principals, f.venue) for f in seen.fixed] == [
        ("Forum: other", ("marec",), "harbour"),
        ("engaged", ("vela",), None),
    ]
    assert seen.premises == {}


def test_both_of_two_sessions_at_a_time_are_in_the_officers_own_files() -> None:
    whole = plan_of(PARALLEL)
    for form in ("ics", "html"):
        said = readable(exported(whole, form))
        assert "The Furtive Annex" in said
        assert said.count("Forum: other") >= 2


def test_of_somebody_whom_the_delegation_does_not_meet_nothing_is_said() -> None:
    seen = redact(plan_of(PARALLEL), "norland")
    assert [u.meeting for u in seen.unscheduled] == ["marec-dorne"]
    assert [f for f in seen.fixed if "dorne" in f.principals] == []


def test_two_delegations_of_one_name_are_told_apart_by_their_keys(
    scheduler: Callable[..., Ran], tmp_path: Path
) -> None:
    path = tmp_path / "twins.json"
    path.write_text(to_json(plan_of(PARALLEL.replace("name: Sund", "name: Alba"))), encoding="utf-8")
    by_key = scheduler("show", path, "--for", "Alba", "--json")
    assert by_key.code == 0, "the key counts before the name, in whatever letters"
    assert '"audience": "alba"' in by_key.out
    twins = tmp_path / "named.json"
    twins.write_text(
        to_json(plan_of(PARALLEL.replace("name: Sund", "name: Port").replace("name: Alba", "name: Port"))), "utf-8"
    )
    ran = scheduler("show", twins, "--for", "Port")
    assert ran.code == 2
    assert "'Port' is the name of 2 of them. Name the key: alba, sund." in ran.err


def test_of_a_counterpart_no_free_time_is_claimed() -> None:
    said = exported(redact(plan_of(PARALLEL), "norland"), "md", "vela").decode()
    assert "engaged" in said
    assert "free" not in said


@pytest.mark.parametrize("form", FILE_FORMATS)
def test_how_likely_a_meeting_is_to_be_held_is_the_officers_alone(form: str) -> None:
    doubtful = AFAR.replace(
        "marec: {name: Jon Marec, delegation: norland, home: port, assumed: invented}",
        "marec: {name: Jon Marec, delegation: norland, home: hush, assumed: invented,"
        " stays: [{place: port, from: 8 Jun 08:00, to: 8 Jun 20:00, certainty: 0.37, assumed: invented}]}",
    )
    whole = plan_of(doubtful)
    assert [b.meeting for b in whole.bookings if b.likelihood == pytest.approx(0.37)] == ["in-person"]
    said = readable(exported(redact(whole, "norland"), form))
    assert (
        re.findall(
            r"37 ?%|0\.37|likely|held with|hangs", said.replace('"hangs_on": []', "").replace('"likelihood"', "")
        )
        == []
    )
