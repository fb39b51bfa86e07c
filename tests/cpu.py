"""A plug-in of pytest: what each test costs in CPU seconds, which ones are slow, and that the others stay quick.

`tests/slow.txt` lists the tests that cost most; what is not in it is what `make quick` runs. Nobody keeps that list by
hand: `make measure` runs every test and writes it anew. A quick run that costs more than `MOST` fails, and says which
tests cost most, so that the list stays true.
"""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from tests.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

SLOW = ROOT / "tests" / "slow.txt"
MOST = 60.0
"""CPU seconds that the quick tests may take together, those of the processes that they start included."""
WANTED = 45.0
"""CPU seconds that they take together when the list is written: what is between the two is for new tests."""
HEADER = "# The tests that cost most CPU time; 'make measure' writes this anew. What is not here, 'make quick' runs.\n"


def function_of(test: str) -> str:
    """Return a test without the case that it is run with: `tests/a.py::test_b` of `tests/a.py::test_b[c]`."""
    return test.partition("[")[0]


def slow_tests() -> list[str]:
    """Return what the list says."""
    return [line for line in SLOW.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def costly(costs: Mapping[str, float], wanted: float = WANTED) -> list[str]:
    """Return the tests that cost most, as few as it takes for the others to cost no more than wanted."""
    left, chosen = sum(costs.values()), []
    for test, cost in sorted(costs.items(), key=lambda item: (-item[1], item[0])):
        if left <= wanted:
            break
        left -= cost
        chosen.append(test)
    return sorted(chosen)


class CpuTime:
    """Counts the CPU seconds of each test, also where several processes share the tests."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.costs: defaultdict[str, float] = defaultdict(float)
        self.began: dict[str, float] = {}

    @property
    def total(self) -> float:
        """CPU seconds of all tests that were run."""
        return sum(self.costs.values())

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.began[nodeid] = _spent()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if report.when == "teardown":
            report.user_properties.append(("cpu", _spent() - self.began[item.nodeid]))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "teardown":
            self.costs[function_of(report.nodeid)] += float(str(dict(report.user_properties)["cpu"]))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(self.config, "workerinput"):
            return
        if self.config.getoption("--measure"):
            SLOW.write_text(HEADER + "".join(f"{test}\n" for test in costly(self.costs)), encoding="utf-8")
        elif self.too_slow:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @property
    def too_slow(self) -> bool:
        """Whether the quick tests are no longer quick."""
        return self.config.getoption("-m") == "not slow" and self.total > MOST

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.write_line(f"{self.total:.1f} CPU seconds.")
        if self.too_slow:
            terminalreporter.write_line(f"That is more than {MOST:.0f}: 'make measure' finds out which tests are slow.")
            for test, cost in sorted(self.costs.items(), key=lambda item: -item[1])[:10]:
                terminalreporter.write_line(f"{cost:6.1f}  {test}")


def _spent() -> float:
    """Return the CPU seconds of this process and of all that it has waited for."""
    return sum(os.times()[:4])
