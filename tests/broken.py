"""Moscow, broken on purpose: what is written otherwise in each variant, and nothing else.

Each change is an exact text of the scenario and what stands there instead, so that the lines of an
explanation can be looked up in the file that it makes.
"""

from __future__ import annotations

from tests.paths import MOSCOW

Change = tuple[str, str]

VARIANTS: dict[str, list[Change]] = {
    # Wei comes for the second day alone, and his flight leaves right after the lunch.
    "flight": [
        ("        from: 3 Sep 09:00\n        to: 4 Sep 22:30", "        from: 4 Sep 09:00\n        to: 4 Sep 14:50"),
        ("to: 20:30, assumed", "to: 20:30, attendees: [singh, shoigu], assumed"),
    ],
    # Two must-meetings are to be in the one suite, in the one hour and a quarter that both have.
    "room": [
        ("    windows: 1-2 Sep\n    venue: mansion\n    priority: normal",
         "    windows: 4 Sep 15:00-16:15\n    room: suite\n    priority: must"),
        ("    windows: {sidelines: sco-defence}\n    venue: [metropol, congress]\n    needs: {secure: true}",
         "    windows: 4 Sep 15:00-16:15\n    room: suite"),
        ("    first: varma-morgulov\n    then: [singh-shoigu, jaishankar-lavrov]",
         "    first: varma-morgulov\n    then: jaishankar-lavrov"),
    ],
    # One team of interpreters, and two meetings that need it in the same hour and a half.
    "interpreter": [
        ("    windows: {sidelines: sco-defence}\n    venue: [metropol, congress]",
         "    windows: 3 Sep 10:00-11:30\n    venue: [metropol, congress]"),
        ("    length: {shortest: 60 min, wanted: 90 min, longest: 150 min}\n    windows: {sidelines: sco-foreign}",
         "    length: 60 min\n    mode: video\n    windows: 3 Sep 10:00-11:30"),
    ],
    # Russia is called on first; India wants to have spoken with China before.
    "circle": [
        ("  - rule: host_first\n", "  - rule: host_first\n    strength: must\n"),
        ("    calls_on: lavrov\n    press: 5 min\n    priority: high",
         "    calls_on: lavrov\n    press: 5 min\n    priority: must"),
        ("    first: jaishankar-wang\n    then: ric-trilateral\n    assumed: the two settle first what the three then"
         " talk about",
         "    first: jaishankar-wang\n    then: [jaishankar-lavrov, ric-trilateral]\n    strength: must\n"
         "    assumed: New Delhi wants to have heard Beijing first"),
    ],
    # The defence ministers' forum slips by a day; Singh comes a day later, and Wei still leaves on the 4th.
    "slip": [
        ("        from: 2 Sep 20:00\n        to: 5 Sep 11:00", "        from: 4 Sep 17:30\n        to: 6 Sep 11:00"),
        ("        from: 3 Sep 09:00\n        to: 4 Sep 22:30", "        from: 3 Sep 09:00\n        to: 4 Sep 21:30"),
        ("    dates: 3-4 Sep\n", "    dates: 4-5 Sep\n"),
        ("from: 3 Sep 18:30, to: 20:30", "from: 4 Sep 18:30, to: 20:30"),
        ("from: 4 Sep 10:00, to: 11:30", "from: 5 Sep 10:00, to: 11:30, attendees: [singh, shoigu]"),
        ("from: 4 Sep 11:30, to: 12:00", "from: 5 Sep 11:30, to: 12:00, attendees: [singh, shoigu]"),
        ("from: 4 Sep 12:00, to: 13:30", "from: 5 Sep 12:00, to: 13:30, attendees: [singh, shoigu]"),
        ("from: 4 Sep 13:30, to: 14:30", "from: 5 Sep 13:30, to: 14:30, attendees: [singh, shoigu]"),
    ],
    # From New Delhi and Beijing by video, within hours that have no minute in common.
    "video": [
        ("    home: delhi\n    source: F8", "    home: delhi\n    hours: 10:00-13:00\n    source: F8"),
        ("    home: beijing\n    source: F9", "    home: beijing\n    hours: 09:00-12:00\n    source: F9"),
        ("    windows: {sidelines: sco-foreign}\n    prefers: 10 Sep\n    venue: [metropol, congress]",
         "    mode: video\n    windows: 7-8 Sep\n    venue: [metropol, congress]"),
    ],
    # Two that have nothing to do with each other: the flight, and the hours by video.
    "both": [],
}  # fmt: skip
VARIANTS["both"] = [*VARIANTS["flight"], *VARIANTS["video"]]


def text_of(variant: str) -> str:
    """Return the text of a variant."""
    text = MOSCOW.read_text(encoding="utf-8")
    for old, new in VARIANTS[variant]:
        assert text.count(old) == 1, (variant, old, text.count(old))
        text = text.replace(old, new)
    return text
