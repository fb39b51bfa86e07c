"""The page of a plan, in a real browser: what is seen, by whom, on which clocks, and how it prints."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from scheduler.plan.days import day_title
from scheduler.plan.file import read_plan
from scheduler.plan.plan import Fixed
from scheduler.views.export_formats import Export, export_bytes
from tests.browser import chromium, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from playwright.sync_api import Browser

    from scheduler.plan.plan import Booking, Plan

AT = datetime(2020, 8, 30, 9, 0, tzinfo=UTC)
HOSTILE = '<script>document.title="x"</script>"\'&amp;\n=1+1 שלום – 会谈 🤝 ' + "x" * 200
VIEWS = ("principal", "room", "day")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    from scheduler.commands.cli import run

    path = str(tmp_path_factory.mktemp("plans") / "plan.json")
    assert run(["solve", "scenarios/moscow-2020-09.yaml", "--out", path]) == 0
    return read_plan(path)[0]


@pytest.fixture
def page_of(tmp_path: Path) -> Any:
    def write(plan: Plan, **values: Any) -> Path:
        path = tmp_path / "plan.html"
        path.write_bytes(export_bytes(Export(plan, AT, **values), "html"))
        return path

    return write


def clock(booking: Booking, zone: str) -> str:
    start, end = (moment.astimezone(ZoneInfo(zone)) for moment in (booking.start, booking.end))
    return f"{start:%H:%M}–{end:%H:%M}"


def days(plan: Plan) -> list[str]:
    zone = ZoneInfo(plan.zone)
    moments = [b.start for b in plan.bookings] + [f.start for f in plan.fixed if f.kind not in {"stay", "engagement"}]
    return [day_title(day) for day in sorted({moment.astimezone(zone).date() for moment in moments})]


# What is seen.


def test_each_view_shows_every_booking_with_its_time(browser: Browser, plan: Plan, page_of: Any) -> None:
    with opened(browser, page_of(plan)) as page:
        for view in VIEWS:
            page.page.check(f"input[value={view}]")
            assert page.shown(".view h2") != []
            assert page.page.locator(".view").evaluate_all("all => all.filter(e => !e.hidden).map(e => e.id)") == [
                f"view-{view}"
            ]
            said = page.page.locator(f"#view-{view}").inner_text().split()
            for booking in plan.bookings:
                assert clock(booking, plan.zone) in said
                assert plan.names.meeting(booking.meeting).split()[0] in said


def test_a_block_stands_where_its_time_is(browser: Browser, plan: Plan, page_of: Any) -> None:
    booking = plan.by_meeting["singh-wei"]
    with opened(browser, page_of(plan)) as page:
        article = page.page.locator("#view-principal article", has_text=day_title(booking.start.date()))
        block = article.locator(".block", has_text="Singh – Wei").first.bounding_box()
        hours = article.locator(".hours span").all()
        first, second = (hour.bounding_box() for hour in hours[:2])
        begins = datetime.fromisoformat(hours[0].locator("time").get_attribute("datetime") or "")
    assert block
    assert first
    assert second
    an_hour = second["x"] - first["x"]
    expected = first["x"] + an_hour * ((booking.start - begins) / timedelta(hours=1))
    assert abs(block["x"] - expected) < 3
    assert abs(block["width"] - an_hour * booking.minutes / 60) < 3


def test_the_zone_switch_moves_every_clock_and_marks_other_days(browser: Browser, plan: Plan, page_of: Any) -> None:
    with opened(browser, page_of(plan)) as page:
        page.page.check("input[value=day]")
        page.page.select_option("select[name=zone]", "Asia/Kolkata")
        rows = page.page.locator("#view-day").inner_text()
        assert all(clock(booking, "Asia/Kolkata") in rows for booking in plan.bookings)
        assert "times of Asia/Kolkata" in page.shown("#view-day h2")[0]
        page.page.select_option("select[name=zone]", "Europe/Moscow")
        rows = page.page.locator("#view-day").inner_text()
        assert all(clock(booking, plan.zone) in rows for booking in plan.bookings)
        page.page.select_option("select[name=zone]", "device")
        morning = next(b for b in plan.bookings if b.meeting == "ric-trilateral")
        local = morning.start.astimezone(ZoneInfo("America/New_York"))
        assert f"{local:%H:%M}–" in page.page.locator("#view-day").inner_text()


def test_a_late_meeting_is_on_the_next_day_of_a_clock_further_east(browser: Browser, plan: Plan, page_of: Any) -> None:
    late = replace(
        plan.bookings[0], start=datetime(2020, 9, 4, 18, 30, tzinfo=UTC), end=datetime(2020, 9, 4, 19, 0, tzinfo=UTC)
    )
    with opened(browser, page_of(replace(plan, bookings=(late,), fixed=()), zone="Asia/Shanghai")) as page:
        page.page.check("input[value=day]")
        assert page.page.locator("select[name=zone]").input_value() == "Asia/Shanghai"
        assert "02:30 +1 day–03:00" in page.page.locator("#view-day").inner_text()


def test_what_lasts_past_midnight_says_so_and_goes_on_on_the_next_day(
    browser: Browser, plan: Plan, page_of: Any
) -> None:
    start, end = datetime(2020, 9, 4, 20, 0, tzinfo=UTC), datetime(2020, 9, 6, 4, 0, tzinfo=UTC)
    train = Fixed("Night train", "engagement", start, end, ("singh",), zone="Europe/Moscow")
    with opened(browser, page_of(replace(plan, bookings=(), fixed=(train,)))) as page:
        said = [" ".join(text.split()) for text in page.page.locator("#view-principal .block").all_inner_texts()]
        assert said == [
            "Night train 23:00–07:00⁺²",
            "Night train (continued) 00:00–07:00⁺¹",
            "Night train (continued) 00:00–07:00",
        ]
        boards = page.page.locator(".lanes").evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
        blocks = page.page.locator(".block").evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
        assert all(block <= board + 1 for block, board in zip(blocks, boards, strict=True))
        page.page.select_option("select[name=zone]", "UTC")
        first = page.page.locator("#view-principal .block").first.inner_text()
        assert "20:00–04:00⁺²" in first


def test_the_filter_hides_what_is_not_of_the_delegation(browser: Browser, plan: Plan, page_of: Any) -> None:
    with opened(browser, page_of(plan)) as page:
        page.page.select_option("select[name=delegation]", label="China")
        people = set(page.shown("#view-principal h3 > bdi"))
        assert people == {"Wei Fenghe", "Wang Yi"}
        with_china = [title for title in days(plan) if title != "Wednesday 2 Sep 2020"]
        assert [title.split(" · ")[0] for title in page.shown("#view-principal h2")] == with_china
        assert page.shown("#view-principal .days a") == with_china
        page.page.check("input[value=room]")
        assert "Ministers' Hall Ministry of Defence" not in page.shown("#room-2 h3")
        page.page.check("input[value=day]")
        shown = page.shown("#view-day td b[dir]")
        china = {key for key, of in plan.delegations.items() if of == "china"}
        for booking in plan.bookings:
            assert (plan.names.meeting(booking.meeting) in shown) == bool(china & set(booking.participants))
        page.page.select_option("select[name=delegation]", "")
        assert len(page.shown("#view-day td b[dir]")) > len(shown)


def test_details_unfold_on_hover_and_on_focus(browser: Browser, plan: Plan, page_of: Any) -> None:
    narrow = ".block:has-text('Singh – Jaishankar')"
    with opened(browser, page_of(plan)) as page:
        block = page.page.locator(narrow).first
        folded = block.bounding_box()
        block.hover()
        unfolded = block.bounding_box()
        page.page.mouse.move(0, 0)
        block.focus()
        focused = block.bounding_box()
        page.page.keyboard.press("Escape")
        again = block.bounding_box()
    assert folded
    assert unfolded
    assert focused
    assert unfolded["width"] > folded["width"] + 50
    assert focused["width"] == unfolded["width"]
    assert again == folded


def test_everything_is_reached_by_the_keyboard_alone(browser: Browser, plan: Plan, page_of: Any) -> None:
    with opened(browser, page_of(plan)) as page:
        keyboard = page.page.keyboard
        keyboard.press("Tab")
        assert page.page.evaluate("document.activeElement.value") == "principal"
        keyboard.press("ArrowRight")
        assert page.page.evaluate("[...document.querySelectorAll('.view')].find(e => !e.hidden).id") == "view-room"
        reached = set()
        for _ in range(200):
            keyboard.press("Tab")
            reached.add(page.page.evaluate("document.activeElement.textContent.trim()"))
            if page.page.evaluate("document.activeElement === document.body"):
                break
        for booking in plan.bookings:
            assert any(text.startswith(plan.names.meeting(booking.meeting)) for text in reached)


def test_without_scripts_the_page_shows_all_of_it(browser: Browser, plan: Plan, page_of: Any) -> None:
    with opened(browser, page_of(plan), java_script_enabled=False) as page:
        assert not page.page.locator("#controls").is_visible()
        assert all(page.page.locator(f"#view-{view}").is_visible() for view in VIEWS)


def test_alternatives_stand_side_by_side_with_what_differs_marked(browser: Browser, plan: Plan, page_of: Any) -> None:
    moved = plan.by_meeting["singh-wei"]
    later = replace(moved, start=moved.start + timedelta(minutes=30), end=moved.end + timedelta(minutes=30))
    other = replace(plan, bookings=tuple(later if b is moved else b for b in plan.bookings))
    with opened(browser, page_of(plan, beside=(other,))) as page:
        page.page.check("input[value=alternatives]")
        assert page.page.locator("#view-alternatives td.differs").count() == 1
        assert "differs: " in page.page.locator("td.differs").text_content()  # type: ignore[operator]
        assert "1 meeting differs from A" in page.page.locator("#view-alternatives").inner_text()


# Whatever is in it.


def test_names_come_out_as_they_are_and_run_nothing(browser: Browser, plan: Plan, page_of: Any) -> None:
    booking = plan.bookings[0]
    names = dict(plan.names.sections)
    names["meetings"] = {**names["meetings"], booking.meeting: HOSTILE}
    names["people"] = {**names["people"], booking.participants[0]: HOSTILE}
    odd = replace(plan, scenario=HOSTILE, names=replace(plan.names, sections=names))
    with opened(browser, page_of(odd)) as page:
        expected = " ".join(HOSTILE.split())
        assert page.shown("h1") == [expected]
        assert page.page.title().split() == HOSTILE.split()
        page.page.check("input[value=day]")
        assert expected in page.shown("#view-day td b[dir]")
        assert page.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_no_barrier_is_found_by_axe(browser: Browser, plan: Plan, page_of: Any, width: int, colours: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    with opened(browser, page_of(plan, beside=(plan,)), width=width, color_scheme=colours) as page:
        for view in (*VIEWS, "alternatives"):
            page.page.check(f"input[value={view}]")
            found = axe.run(page.page)
            assert found.violations_count == 0, found.generate_report()
        assert page.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# On paper.


def test_a_print_has_one_day_a_page(browser: Browser, plan: Plan, page_of: Any, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("there is no pdftotext on this machine")
    with opened(browser, page_of(plan)) as page:
        page.page.pdf(path=str(tmp_path / "plan.pdf"), prefer_css_page_size=True)
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "plan.pdf"), "-"], capture_output=True, check=True, text=True
    ).stdout
    pages = text.split("\f")[:-1]
    titles = days(plan)
    assert [title for paper in pages for title in titles if title in paper] == titles
    assert len(pages) == len(titles)
    assert all("Office copy: the whole plan" in paper for paper in pages)
    for booking in plan.bookings:
        paper = pages[titles.index(day_title(booking.local(booking.start).date()))]
        assert clock(booking, plan.zone) in paper
