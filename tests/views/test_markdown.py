"""Markdown: what a parser of the standard makes of it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt

from scheduler.views.export_formats import Export, export_bytes
from scheduler.views.markdown import escape
from scheduler.views.printable import printable
from tests.plans import AT, ODD, clock, moscow, odd

if TYPE_CHECKING:
    from scheduler.plan.plan import Plan


def written(plan: Plan, **values: Any) -> str:
    return export_bytes(Export(plan, AT, **values), "md").decode()


def rows(text: str) -> list[list[str]]:
    """Return the cells of the tables that the parser finds."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    found: list[list[str]] = []
    for before, token in pairwise(tokens):
        if token.type == "tr_open":
            found.append([])
        elif token.type == "inline" and before.type in {"td_open", "th_open"}:
            found[-1].append("".join(child.content for child in token.children or []))
    return found


def test_each_booking_is_found_with_its_time() -> None:
    plan = moscow()
    found = rows(written(plan))
    for booking in plan.bookings:
        title = plan.names.meeting(booking.meeting)
        assert any(row[1] == title and clock(booking) in row[0] for row in found if len(row) == 6)
        own = [row for row in found if len(row) == 3 and clock(booking) in row[0] and row[1].startswith(title)]
        # Who joins from elsewhere reads it on another clock.
        assert len(own) >= (1 if booking.clocks else len(booking.participants))


@pytest.mark.parametrize("name", ODD)
def test_no_character_of_a_name_is_taken_for_a_mark(name: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(escape(name))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {child.type for child in tokens[1].children or []} <= {"text", "text_special"}
    assert "".join(child.content for child in tokens[1].children or []) == " ".join(printable(name).split())


@pytest.mark.parametrize(
    "name",
    ["# no heading", "1. no list", "2) no list", "- no list", "+ none", "> no quote", "https://example.org", "a@b.org"],
)
def test_nothing_that_begins_like_a_mark_is_one(name: str) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(escape(name))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert "".join(child.content for child in tokens[1].children or []) == name


def test_odd_names_stay_in_their_cells() -> None:
    found = rows(written(odd()))
    titles = [row[1] for row in found if len(row) == 6][1:]
    assert sorted(title.replace("<br>", " ") for title in titles) == sorted(" ".join(printable(n).split()) for n in ODD)
