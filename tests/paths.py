"""Where things stand that tests read."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent
SCENARIOS = ROOT / "scenarios"
MOSCOW = SCENARIOS / "moscow-2020-09.yaml"
GOLDEN = ROOT / "tests" / "golden"
