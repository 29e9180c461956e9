"""The page as text, read with Python's own HTML parser."""

from __future__ import annotations

import base64
import re
import sys
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from studypath.report.page import render_page
from tests.progress_samples import path_of, studied
from tests.report.samples import SAMPLES, fresh, hostile, large, middle, report_on

VOID = {"meta", "br", "img", "link", "input", "hr"}


class Outline(HTMLParser):
    """Collect tags, attributes and headings, and check that tags are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.headings: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and open it."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost tag, which must be this one."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Add text to the heading that is open."""
        if any(re.fullmatch("h[1-6]", tag) for tag in self.open):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)


def read(page: str) -> Outline:
    """Return the outline of a page; all of its tags are closed."""
    outline = Outline()
    outline.feed(page)
    outline.close()
    assert outline.open == []
    return outline


@pytest.mark.parametrize("name", SAMPLES)
def test_the_page_is_well_formed_and_loads_nothing(name: str) -> None:
    """Tags nest; no script, style attribute, image, frame or foreign address is in the page."""
    outline = read(render_page(SAMPLES[name]()))
    tags = {tag for tag, _ in outline.tags}
    assert not tags & {"script", "img", "iframe", "object", "embed", "link", "form", "input"}
    for tag, attributes in outline.tags:
        assert not [key for key in attributes if key == "style" or key.startswith("on")]
        assert "src" not in attributes
        if "href" in attributes:
            assert tag == "a"
            assert (attributes["href"] or "").startswith(("https://", "http://", "#"))


@pytest.mark.parametrize("name", SAMPLES)
def test_ids_are_unique_and_references_lead_to_them(name: str) -> None:
    """Labels and descriptions for screen readers name an element of the page."""
    outline = read(render_page(SAMPLES[name]()))
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in outline.tags:
        for key in ("aria-labelledby", "aria-describedby"):
            if key in attributes:
                assert attributes[key] in ids


def test_sections_follow_the_order_of_the_design() -> None:
    """Standing, map, time, burn-up, calendar, journal, concepts, deferred works, table."""
    headings = [text for level, text in read(render_page(middle())).headings if level == 2]
    assert headings == [
        "Where you stand",
        "Map of the path",
        "Time against estimate",
        "Hours over time",
        "Days of study",
        "Reading journal",
        "Concepts learned",
        "Left for later",
        "All steps",
    ]


def test_the_policy_allows_the_style_sheet_and_nothing_else() -> None:
    """The content security policy names the hash of the one style element."""
    page = render_page(fresh())
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(sha256(style[1].encode()).digest()).decode()
    policy = next(
        attributes["content"]
        for _, attributes in read(page).tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'"


def test_the_same_report_gives_the_same_text() -> None:
    """The page can be kept under version control."""
    assert render_page(middle()) == render_page(middle())


def test_without_notes_no_private_text_is_on_the_page() -> None:
    """Neither notes nor reasons for skipping appear, and the journal is gone."""
    page = render_page(report_on(studied(), "paper", has_notes=False))
    entries = studied().progress.entries.values()
    private = [text for entry in entries for text in (entry.note, entry.reason) if text]
    assert private
    assert [text for text in private if text.splitlines()[0] in page] == []
    assert "Reading journal" not in page


def test_hostile_text_opens_no_tag_and_no_link() -> None:
    """Markup, scripts, control characters and odd addresses of a path stay text."""
    page = render_page(hostile())
    outline = read(page)
    assert {tag for tag, _ in outline.tags} <= {tag for tag, _ in read(render_page(middle())).tags}
    assert all(character == "\n" or ord(character) >= 32 for character in page)
    assert "\u202e" not in page


def test_every_step_is_in_map_and_table_with_its_state() -> None:
    """State is told in words, never by colour alone."""
    page = render_page(middle())
    for step in path_of("paper").steps:
        assert page.count(f"{step.number}") >= 2
    assert page.count("✓</span> done") >= 4


def test_a_thousand_steps_make_a_page_below_two_megabytes() -> None:
    """1,000 steps and 10,000 sessions fit the limit on size."""
    assert len(render_page(large()).encode()) < 2_000_000


def test_the_work_grows_in_step_with_the_path() -> None:
    """Twice the steps and sessions take at most about twice the calls."""

    def count(steps: int) -> int:
        report = large(steps, steps * 5)
        calls = 0

        def profile(*_: object) -> None:
            nonlocal calls
            calls += 1

        sys.setprofile(profile)
        try:
            render_page(report)
        finally:
            sys.setprofile(None)
        return calls

    count(100)
    assert count(800) < 2.3 * count(400)
