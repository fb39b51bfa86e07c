"""A real browser for the tests of pages: Debian's Chromium, started once for each module that asks for it."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser; skip, with the reason, where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if path is None:
        pytest.skip("there is no chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


class Opened:
    """A page that is open, with everything that it said on its console or asked for elsewhere."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page, self.said, self.asked_for = page, list[str](), list[str]()
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked_for.append(request.url))
        page.goto(path.as_uri())
        self.address = path.as_uri()

    def shown(self, selector: str) -> list[str]:
        """Return the texts of what a selector finds and a reader sees."""
        found = self.page.locator(selector).all()
        return [" ".join(each.inner_text().split()) for each in found if each.is_visible()]


@contextmanager
def opened(browser: Browser, path: Path, *, width: int = 1280, **options: object) -> Iterator[Opened]:
    """Open a page in a window of its own; at the end it must have said nothing and asked nobody for anything."""
    context = browser.new_context(viewport={"width": width, "height": 900}, timezone_id="America/New_York", **options)  # type: ignore[arg-type]
    try:
        page = Opened(context.new_page(), path)
        yield page
        assert page.said == []
        assert page.asked_for == [page.address]
    finally:
        context.close()
