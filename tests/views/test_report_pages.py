"""The pages of the sweep and of the playbook in a real browser: nothing is loaded, nothing bars a reader."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scheduler.commands.cli import run
from tests.browser import chromium, opened
from tests.commands.test_sweep import SMALL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

HOSTILE = '<script>document.title="x"</script> ' + "x" * 60


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both pages of a scenario whose names are meant to do harm."""
    folder = tmp_path_factory.mktemp("pages")
    scenario, plan = folder / "small.yaml", folder / "plan.json"
    said = json.dumps(HOSTILE)
    named = SMALL.replace("    name: Ana\n", f"    name: {said}\n    short: {said}\n")
    scenario.write_text(named.replace("title: Small", f"title: {said}"), encoding="utf-8")
    found = {name: folder / f"{name}.html" for name in ("sweep", "playbook")}
    assert run(["solve", str(scenario), "--out", str(plan)]) == 0
    assert run(["sweep", str(scenario), "--plan", str(plan), "--to", str(found["sweep"]), "--workers", "1"]) == 0
    assert run(["playbook", str(plan), "--to", str(found["playbook"])]) == 0
    return found


@pytest.mark.parametrize("name", ["sweep", "playbook"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_no_barrier_is_found_and_no_name_does_harm(
    browser: Browser, pages: dict[str, Path], name: str, width: int, colours: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    with opened(browser, pages[name], width=width, color_scheme=colours) as page:
        assert page.page.title() != "x"
        assert page.page.locator("script").count() == 0
        found = axe.run(page.page)
        assert found.violations_count == 0, found.generate_report()
        assert page.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_picture_is_as_wide_as_the_futures_are_likely(browser: Browser, pages: dict[str, Path]) -> None:
    with opened(browser, pages["sweep"]) as page:
        widths = {}
        for kind in ("kept", "moved", "lost"):
            rects = page.page.locator(f"main > section > svg .{kind}").all()
            widths[kind] = sum(float(rect.get_attribute("width") or 0) for rect in rects)
        # Of three rows: talks 0.6, tea 0.6 and chat 0.85 are held as planned.
        assert widths["kept"] == pytest.approx(640 * (0.6 + 0.6 + 0.85), abs=0.1)
        assert sum(widths.values()) == pytest.approx(3 * 640, abs=0.1)
