"""`scheduler watch`, in a process of its own: from save to a new plan, through a half-saved and a broken file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.broken import text_of
from tests.paths import MOSCOW
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Ran

TEXT = MOSCOW.read_text(encoding="utf-8")


class Watched:
    """A watch that runs, and what it has written so far."""

    def __init__(self, folder: Path, name: str) -> None:
        self.output = folder / "output.txt"
        with self.output.open("w") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scheduler", "watch", name],
                stdout=file,
                stderr=subprocess.STDOUT,
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(MOSCOW.parent.parent), "COLUMNS": "80"},
            )

    def until(self, said: str, count: int = 1) -> str:
        """Wait until something stands so often in the output, and return all of it."""
        until(lambda: self._text().count(said) >= count or self.process.poll() is not None, f"'{said}'")
        assert self._text().count(said) >= count, self._text()
        return self._text()

    def _text(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Callable[[str], Watched]]:
    started: list[Watched] = []

    def start(name: str) -> Watched:
        started.append(Watched(tmp_path, name))
        return started[-1]

    yield start
    for each in started:
        each.process.kill()
        each.process.wait()


def test_from_save_to_save(tmp_path: Path, watched: Callable[[str], Watched]) -> None:
    path = tmp_path / "moscow.yaml"
    path.write_text(TEXT, encoding="utf-8")
    watch = watched("moscow.yaml")
    assert "What changed" not in watch.until("planned in")
    path.write_text(TEXT.replace("to: 4 Sep 22:30", "to: 4 Sep 16:30"), encoding="utf-8")
    changed = watch.until("What changed").partition("What changed")[2]
    assert "Singh – Wei" in changed
    path.write_text(TEXT.replace("to: 4 Sep 22:30", "to: 4 Sep 16:30") + "# a comment\n", encoding="utf-8")
    watch.until("Nothing changed")
    # Half of it, then something that is no YAML, then nothing at all, then no file.
    path.write_text(TEXT[: TEXT.index("participants: [singh, wei]") + 20], encoding="utf-8")
    watch.until("this is not YAML")
    path.write_text("meetings: [\n", encoding="utf-8")
    watch.until("this is not YAML", 2)
    path.write_text("", encoding="utf-8")
    watch.until("the file is empty")
    path.unlink()
    watch.until("there is no such file")
    path.write_text(text_of("flight"), encoding="utf-8")
    assert "PARTIAL" in watch.until("Status: IMPOSSIBLE")
    path.write_text(TEXT, encoding="utf-8")
    watch.until("planned in", 5)
    assert watch.end() == 0


def test_what_a_variant_extends_is_watched_as_well(tmp_path: Path, watched: Callable[[str], Watched]) -> None:
    (tmp_path / "base.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "variant.yaml").write_text("extends: base.yaml\ntitle: Variant\n", encoding="utf-8")
    watch = watched("variant.yaml")
    watch.until("planned in")
    (tmp_path / "base.yaml").write_text(TEXT.replace("to: 4 Sep 22:30", "to: 4 Sep 16:30"), encoding="utf-8")
    watch.until("What changed")
    (tmp_path / "base.yaml").write_text(TEXT.replace("to: 4 Sep 22:30", "to: 4 Sep 22:61"), encoding="utf-8")
    assert "base.yaml:" in watch.until("variant.yaml has")
    assert watch.end() == 0


def test_bad_input(scheduler: Callable[..., Ran]) -> None:
    assert "cannot be watched" in scheduler("watch", "-").err
    ran = scheduler("watch", "nothing.yaml")
    assert ran.code == 2
    assert "there is no such file" in ran.err


def test_it_can_end_after_so_many_plans(scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("watch", MOSCOW, "--times", "1")
    assert ran.code == 0
    assert "planned in" in ran.out
    assert "Jaishankar" in ran.out
