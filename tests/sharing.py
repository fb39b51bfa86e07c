"""A scenario in which much is hidden from one delegation, and plans of it that differ in nothing but what is hidden."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from scheduler.problem.load import parse
from scheduler.problem.requirements import requirements_of
from scheduler.scenario.problem import problem_of
from scheduler.solver.engine import Engine
from scheduler.solver.search import best_plan
from scheduler.views.export_formats import Export, export_bytes

if TYPE_CHECKING:
    from scheduler.plan.plan import Plan

AT = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
HIDDEN = ("hush", "furtive", "veiled", "clandestine", "undercover")
"""Every name, key and text that the delegation of Norland must not see holds one of these words."""

SCENARIO = """
title: A day in Port Alba
zone: Europe/Lisbon
dates: 8 Jun 2026
hours: 09:00-19:00
places:
  port: {name: Port Alba, zone: Europe/Lisbon, assumed: invented}
venues:
  harbour: {name: Harbour Hall, place: port, assumed: invented}
  hush-house: {name: The Furtive Annex, place: port, premises_of: hush-land, assumed: clandestine lease}
rooms:
  cabinet: {name: Cabinet Room, venue: harbour, assumed: invented}
  booth: {name: Booth, venue: harbour, count: 3, assumed: invented}
  veiled-room: {name: Veiled Room, venue: hush-house, assumed: clandestine}
travel: [{between: [harbour, hush-house], takes: 10 min, assumed: by the furtive tunnel}]
interpreters:
  undercover-team: {languages: [xx, yy], count: 1, name: Undercover Team, assumed: clandestine}
delegations:
  alba: {name: Alba, assumed: invented}
  norland: {name: Norland, assumed: invented}
  hush-land: {name: Hushland, assumed: clandestine}
principals:
  vela:
    name: Ines Vela
    delegation: alba
    home: port
    languages: [xx, en]
    engagements:
      - {kind: other, title: Clandestine check-up, from: 8 Jun 17:00, to: 18:00, note: furtive, assumed: hush}
      - {kind: other, title: Veiled dinner, from: 8 Jun 18:00, to: 18:30, assumed: hush}
    assumed: invented
  marec:
    name: Jon Marec
    delegation: norland
    home: port
    engagements:
      - {kind: other, title: Haircut, from: 8 Jun 09:00, to: 09:30, note: furtive barber, assumed: hush}
    assumed: clandestine informant
  furtive-envoy: {name: Hush Envoy, delegation: hush-land, home: port, languages: [yy], assumed: undercover}
  veiled-second: {name: Veiled Second, delegation: hush-land, home: port, languages: [yy], assumed: undercover}
forums:
  harbour-forum:
    name: Harbour Forum
    place: port
    venue: harbour
    dates: 8 Jun
    attendees: [vela, marec, furtive-envoy]
    sessions: [{kind: opening, from: 8 Jun 10:00, to: 10:30, note: a furtive note, assumed: hush}]
    assumed: clandestine circular
meetings:
  hush-hush:
    participants: [vela, furtive-envoy]
    start: 8 Jun 11:00
    length: 45 min
    room: booth
    title: Veiled talks
    note: a furtive handover
    assumed: undercover request
  marec-vela:
    participants: [marec, vela]
    start: 8 Jun 15:00
    length: 45 min
    room: booth
    note: {text: bring the blue folder, visibility: delegations only}
    assumed: clandestine request
  veiled-walk:
    participants: [vela, veiled-second]
    start: 8 Jun 13:00
    length: 30 min
    room: veiled-room
    visibility: confidential
    assumed: undercover request
  undercover-pair:
    participants: [furtive-envoy, veiled-second]
    start: 8 Jun 14:00
    length: 30 min
    room: cabinet
    assumed: hush
  clandestine-never: {participants: [marec, furtive-envoy], state: never, assumed: furtive}
rules:
  - {rule: prefer, meetings: hush-hush, hours: 15:00-16:00, assumed: a veiled wish}
"""


def plan_of(text: str) -> Plan:
    """Return the best plan of a scenario's text."""
    scenario, issues = parse(text, "clandestine.yaml")
    assert scenario is not None
    assert not issues, issues
    problem = problem_of(scenario)
    plan = best_plan(Engine(10, 0, 1), problem, requirements_of(problem)).plan
    assert plan is not None
    return plan


def otherwise_hidden(text: str) -> str:
    """Return the scenario with every hidden word replaced by another, and so with other keys, in another order."""
    for number, word in enumerate(HIDDEN):
        text = re.sub(word, f"z{number}q", text, flags=re.IGNORECASE)
    meetings, pair = text.split("  z4q-pair:\n")
    pair, rest = pair.split("  z3q-never:")
    head, tail = meetings.split("meetings:\n", 1)
    return f"{head}meetings:\n  z4q-pair:\n{pair}{tail}  z3q-never:{rest}"


def exported(plan: Plan, form: str, principal: str | None = None) -> bytes:
    """Return the bytes of a plan in a format, written at a fixed moment."""
    return export_bytes(Export(plan, AT, principal), form)


def readable(contents: bytes) -> str:
    """Return everything that stands in a file: its text, or the names and texts of the parts of an archive."""
    if not zipfile.is_zipfile(BytesIO(contents)):
        return contents.decode("utf-8")
    with zipfile.ZipFile(BytesIO(contents)) as archive:
        parts = [f"{info.filename}\n{archive.read(info).decode('utf-8', 'replace')}" for info in archive.infolist()]
        return "\n".join([*parts, archive.comment.decode("utf-8", "replace")])
