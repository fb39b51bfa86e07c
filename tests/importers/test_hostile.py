"""Hostile files: refused in bounded time and memory, with a sentence that says why."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.base import bounded as bounds
from scheduler.base.bounded import run_bounded
from scheduler.base.issue import InputError, Mistake
from scheduler.importers.programmes import import_programme_table
from scheduler.importers.requests import import_requests
from scheduler.importers.table import tables
from tests.foreign import PERIOD, SCENARIO, calendar, known, read, workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran

ONE = "UID:one@x\nSUMMARY:Budget\nDTSTART:20200903T050000Z\nDTEND:20200903T060000Z"


@pytest.fixture(autouse=True)
def _hill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("hill.yaml").write_text(SCENARIO, encoding="utf-8")


def repacked(data: bytes, **changed: bytes) -> bytes:
    """Return an archive with some of its parts changed or added; two underscores stand for a slash, one for a point."""
    parts = {name.replace("__", "/").replace("_", "."): contents for name, contents in changed.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, contents in parts.items():
            new.writestr(name, contents)
    return packed.getvalue()


def sheet(inner: str, head: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'<?xml version="1.0"?>{head}<worksheet xmlns="{space}"><sheetData>{inner}</sheetData></worksheet>'
    return text.encode()


PLAIN = workbook([["Who", "Minutes"], ["ana, ben", 30]])
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {one} "{f"&{other};" * 10}">' for one, other in zip("bcdefghij", "abcdefghi", strict=True)
) + "]>"  # fmt: skip
HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb.xlsx": lambda: repacked(PLAIN, xl__worksheets__sheet2_xml=b"\0" * 300_000_000),
    "laughs.xlsx": lambda: repacked(PLAIN, xl__worksheets__sheet1_xml=sheet("&j;", LAUGHS)),
    "far.xlsx": lambda: repacked(
        PLAIN,
        xl__worksheets__sheet1_xml=sheet(
            '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
    ),
    "deep.xlsx": lambda: repacked(PLAIN, xl__worksheets__sheet1_xml=sheet("<row>" * 200_000)),
    "cut.xlsx": lambda: PLAIN[: len(PLAIN) // 2],
    "parts.xlsx": lambda: repacked(PLAIN, **{f"p{number}": b"" for number in range(5_001)}),
    "not.xlsx": lambda: b"Who,Minutes\n",
    "huge.csv": lambda: b"Who,Minutes\n" + b"ana,30\n" * 4_000_000,
    "wide.csv": lambda: b"Who,Minutes\n" + b"," * 1_000_000,
    "nul.csv": lambda: b"Who,Minutes\nana\0,30\n",
    "quote.csv": lambda: b'Who,Minutes\n"' + b"ana,30\n" * 400_000,
    "empty.csv": lambda: b" \n\n",
    "nul.ics": lambda: calendar(ONE).replace(b"Budget", b"Bud\0get"),
    "deep.ics": lambda: b"BEGIN:VCALENDAR\r\n" * 200_000,
    "huge.ics": lambda: calendar(ONE) + b"X" * 20_000_000,
    "many.ics": lambda: calendar(*[f"UID:{number}" for number in range(20_001)]),
    "not.ics": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
}
SAID = {
    "bomb.xlsx": "it unpacks to more than 200 million bytes",
    "laughs.xlsx": "defines XML entities, which office files never do",
    "far.xlsx": "the file is refused: ",
    "deep.xlsx": "",
    "cut.xlsx": "it is not a file of this kind, or it is damaged",
    "parts.xlsx": "parts; the limit is 5000",
    "not.xlsx": "it is not a file of this kind, or it is damaged",
    "huge.csv": "the file is far too large for a calendar or table",
    "wide.csv": "the line has more than 10000 cells",
    "nul.csv": "this is not a table: it contains bytes that are not text",
    "quote.csv": "the cells cannot be separated from here on",
    "empty.csv": "the file is empty",
    "nul.ics": "this is not a calendar: it contains bytes that are not text",
    "deep.ics": "line 9 is nested too deeply for a calendar",
    "huge.ics": "the file is far too large for a calendar or table",
    "many.ics": "it holds more than 20000 events",
    "not.ics": "this is not a calendar",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_and_the_scenario_stays(name: str) -> None:
    """In a process of its own, with a bound on its memory, and measured in processor time."""
    Path(name).write_bytes(HOSTILE[name]())
    whose = ["--as", "ana"] if name.endswith(".ics") else []

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (2_500_000_000, 2_500_000_000))

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "scheduler", "import", name, *whose, "--into", "hill.yaml"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240, preexec_fn=limited)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert ran.returncode == 2, ran.stdout
    assert SAID[name] in ran.stderr
    assert "Traceback" not in ran.stderr
    assert Path("hill.yaml").read_text(encoding="utf-8") == SCENARIO
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 30


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("RRULE:FREQ=SECONDLY", "it repeats every second"),
        ("RRULE:FREQ=MINUTELY;INTERVAL=1", "it repeats every minute"),
        ("RRULE:FREQ=HOURLY;BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30", ""),
        ("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", ""),
        ("RDATE:" + ",".join(f"20200903T{hour:02d}{minute:02d}{second:02d}Z" for hour in range(24) for minute in range(60) for second in (0, 30)),
         "it repeats"),
    ],
    ids=["secondly", "minutely", "hourly", "never", "rdate"],
)  # fmt: skip
def test_an_event_that_repeats_without_measure_spoils_no_other(
    scheduler: Callable[..., Ran], rule: str, said: str
) -> None:
    hostile = f"UID:evil@x\nDTSTART:20200101T050000Z\nDURATION:PT1M\n{rule}"
    Path("busy.ics").write_bytes(
        calendar(
            ONE.replace("T05", "T06").replace("T060000Z\nDTEND:20200903T06", "T060000Z\nDTEND:20200903T07"), hostile
        )
    )
    began = time.process_time()
    ran = scheduler("import", "busy.ics", "--as", "cem", "--into", "hill.yaml")
    assert time.process_time() - began < 20
    if said:
        assert ran.code == 2
        assert said in " ".join(ran.out.replace("│", " ").split())
    assert "title: Budget" in Path("hill.yaml").read_text(encoding="utf-8")


def test_the_bounds_of_the_process_are_said() -> None:
    with pytest.raises(InputError, match=r"x\.ics: the file is refused: it takes more than 1 seconds to read"):
        run_bounded("x.ics", time.sleep, 30, seconds=1)
    with pytest.raises(InputError, match=r"x\.ics: the file is refused: it takes too much memory to read"):
        run_bounded("x.ics", bytes, 3_000_000_000)
    with pytest.raises(InputError, match="the file is refused: too odd"):
        run_bounded("x.ics", _odd)


def _odd() -> None:
    raise Mistake("too odd.")


def test_a_mistake_within_the_bounds_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process, whose lines are counted."""
    sent: list[object] = []

    class Answer:
        def send(self, what: object) -> None:
            sent.append(what)

    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    bounds._run_with_limits(Answer(), 5, _odd, ())  # type: ignore[arg-type]
    assert sent == [("failed", "too odd")]


def test_texts_like_formulas_and_markup_stay_texts(scheduler: Callable[..., Ran]) -> None:
    odd = [
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM(1)",
        "<script>",
        "a: {b}",
        "- x",
        "# no comment",
        "'",
        '"',
        "*a",
        "&a",
        "!!x",
        "%",
        "null",
        "~",
        "yes",
        "2020",
        "1e3",
    ]
    lines = "".join(f'"ana, ben";"{title.replace(chr(34), chr(34) * 2)}"\r\n' for title in odd)
    Path("r.csv").write_text(f"Who;Title\r\n{lines}", encoding="utf-8")
    assert scheduler("import", "r.csv", "--into", "hill.yaml").code == 0
    from scheduler.problem.load import load

    titles = [meeting.title for key, meeting in load("hill.yaml").meetings.items() if key != "ana-cem"]
    assert titles == odd
    assert "Nothing changes" in scheduler("import", "r.csv", "--into", "hill.yaml").err


def damaged(data: bytes, damages: list[tuple[float, int, bytes]]) -> bytes:
    """Return a file with some of its bytes taken out and others put in."""
    for at, length, added in damages:
        place = int(at * len(data))
        data = data[:place] + added + data[place + length :]
    return data


DAMAGES = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 30),
        st.sampled_from([b"", b"?", b";", b'"', b"\r\n", b"99", b"-1", b"24:00", b"31 Feb", "²٣".encode(), b"\xff", b"RRULE:FREQ=HOURLY\r\n",
                         b"DTSTART:99991231T235959Z\r\n", b"DURATION:P9999999D\r\n", b"END:VEVENT\r\n", b"BEGIN:VEVENT\r\n", b"UID:\r\n"]),
    ),
    max_size=6,
)  # fmt: skip
TABLE = 'Date;Start;End;Who;Minutes;Where\n4 Sep;10:00;11:00;"Ana, Okoye";30;Grand Hotel\n;2 pm;3 pm;Cem – Kaya;1h30;\n'.encode()


@settings(max_examples=80)
@given(DAMAGES)
def test_whatever_is_damaged_is_read_or_refused_and_nothing_else(damages: list[tuple[float, int, bytes]]) -> None:
    with suppress(InputError):
        read(damaged(calendar(ONE, ONE + "\nRRULE:FREQ=DAILY;COUNT=3"), damages))
    with suppress(InputError):
        for table in tables("x.csv", damaged(TABLE, damages)):
            for taken in (import_requests, import_programme_table):
                with suppress(InputError):
                    taken("x.csv", table, PERIOD, known(), {})
