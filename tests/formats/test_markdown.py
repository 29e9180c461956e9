"""The Markdown export is a task list in which every text is only text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from studypath.core.progress import Entry
from studypath.core.status import build_path_status
from studypath.core.text import has_control, replace_controls
from studypath.formats.markdown import escape, escape_address, format_link, format_markdown
from tests.progress_samples import (
    HOSTILE,
    bundled,
    hostile_progress,
    path_of,
    progress_with,
    studied,
)

READER = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def _words(text: str) -> str:
    return " ".join(replace_controls(text, multiline=True).split())


def _inline(text: str) -> list[Token]:
    return [
        child
        for token in READER.parse(text)
        if token.type == "inline"
        for child in token.children or ()
    ]


def _plain(tokens: list[Token]) -> str:
    return "".join(token.content if token.type.startswith("text") else "\n" for token in tokens)


def _items(text: str) -> Iterator[str]:
    tokens = READER.parse(text)
    for i, token in enumerate(tokens):
        if token.type == "list_item_open":
            yield tokens[i + 2].content


def test_task_list_ticks_what_is_done() -> None:
    """Each step is a task, ticked and dated if done, struck out with its reason if skipped."""
    tracked = studied()
    text = format_markdown([build_path_status(tracked, path) for path in bundled().paths])
    items = [item for item in _items(text) if item.startswith("[")][:25]
    tasks = [item for item in items if re.match(r"\[[ x]\] ", item)]
    assert len(tasks) == 25
    assert sum(task.startswith("[x] ") for task in tasks) == 5
    assert "(done 2026-11-23, 1h13m)" in text
    assert "- [ ] ~~[BERT: Pre-training" in text
    assert "(skipped: known already)" in text
    assert "  > read \\[\\[Zero-shot\\]\\] again  \n  > and the samples" in text
    assert "## Step 5: Deepen Selectively" in text


def test_headings_are_paths_and_phases() -> None:
    """Every path has a heading and every phase a subheading."""
    tokens = READER.parse(format_markdown([build_path_status(studied(), path_of("paper"))]))
    opened = [
        (t.tag, tokens[i + 1].content) for i, t in enumerate(tokens) if t.type == "heading_open"
    ]
    assert opened[0] == ("h1", "Paper Path")
    assert opened[1] == ("h2", "Phase 1: Core Architecture")
    assert opened[-1] == ("h2", "Deferred")
    assert len(opened) == 7


def test_a_note_stays_inside_its_task() -> None:
    """A quoted note belongs to the list item of its task."""
    text = format_markdown([build_path_status(studied(), path_of("paper"))])
    tokens = READER.parse(text)
    quotes = [token for token in tokens if token.type == "blockquote_open"]
    assert [token.level for token in quotes] == [2]


def test_orphans_are_listed() -> None:
    """Progress on a step that is no longer on the path is listed."""
    tracked = progress_with(entries=[(("paper", "gone"), Entry(state="done"))])
    text = format_markdown([build_path_status(tracked, path_of("paper"))])
    assert text.endswith("## No longer on the path\n\n- gone (done)\n")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_only_shown(text: str) -> None:
    """No text makes HTML, an image, code, a rule or a foreign link, or changes the structure."""
    tracked = hostile_progress(text)
    written = format_markdown([build_path_status(tracked, tracked.active)])
    assert not has_control(written, multiline=True)
    assert "[[" not in written
    tokens = READER.parse(written)
    kinds = {token.type for token in tokens}
    assert not kinds & {"html_block", "code_block", "fence", "hr", "table_open"}
    assert sum(token.type == "list_item_open" for token in tokens) == 5
    inline = _inline(written)
    assert not {t.type for t in inline} & {"html_inline", "image", "code_inline", "em_open"}
    for token in inline:
        if token.type == "link_open":
            assert str(token.attrs["href"]).startswith("https://example.org/")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@example("www.example.org and https://example.org")
@example("1. one")
@example("- x")
@example("+ x\n= y")
@example("&amp; &#65; <b> `x` $x$ ==x== %%x%% [[x]] ![[x]] #x ~~x~~ x|y \\")
def test_escaped_text_shows_itself(text: str) -> None:
    """A Markdown reader shows exactly the escaped words, as one paragraph of text."""
    tokens = READER.parse(escape(text))
    if not _words(text):
        assert not tokens
        return
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert all(token.type.startswith("text") for token in tokens[1].children or ())
    assert _plain(tokens[1].children or []) == _words(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_titles_in_tasks_round_trip(title: str) -> None:
    """A reader finds the title of a task and the address of its link unchanged."""
    status = build_path_status(progress_with(), path_of("lightweight"))
    phase = status.phases[0]
    step = phase.steps[0]._replace(step=phase.steps[0].step._replace(title=title))
    changed = status._replace(phases=(phase._replace(steps=(step,)),))
    inline = _inline(format_markdown([changed]))
    start = next(i for i, token in enumerate(inline) if token.type == "link_open")
    end = next(i for i, token in enumerate(inline) if token.type == "link_close")
    assert inline[start].attrs["href"] == step.step.url
    assert _plain(inline[start + 1 : end]) == _words(title)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:x", "", None])
def test_only_web_addresses_become_links(url: str | None) -> None:
    """With any other address, or none, the title is plain text."""
    assert format_link("Title", url) == "Title"


def test_addresses_keep_their_meaning() -> None:
    """Parentheses and ampersands in an address neither end the link nor become entities."""
    url = "https://example.org/a_(b)?x=1&copy=2&lt;"
    inline = _inline(format_link("T", url))
    assert inline[0].attrs["href"] == "https://example.org/a_%28b%29?x=1&copy=2&lt;"
    assert escape_address("https://example.org/ü") == "https://example.org/ü"
