"""Text from files is only text: it has no effect on the terminal and is never markup."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from studypath.core.deepen import build_single_depth
from studypath.core.next import find_next_step
from studypath.core.status import build_path_status
from studypath.core.text import has_control
from studypath.views.changes import format_change
from studypath.views.deepen import render_deepen, render_one_concept
from studypath.views.listing import render_list
from studypath.views.next import render_next
from studypath.views.paths import render_paths
from studypath.views.show import render_concept, render_path, render_phase, render_step
from studypath.views.status import render_status
from tests.progress_samples import HOSTILE, hostile_progress
from tests.views.shown import shown


def _texts(text: str, width: int) -> Iterator[tuple[str, str]]:
    tracked = hostile_progress(text)
    path = tracked.active
    status = build_path_status(tracked, path)
    depths = build_single_depth(tracked, tracked.curriculum.concepts[0])
    (depth,) = depths.concepts
    views = {
        "next": render_next(find_next_step(tracked, path), wiki=text, sentence=text, timer=text),
        "status": render_status(status, show_all=True, sentence=text, timer=text),
        "list": render_list(status.steps, with_path=True),
        "step": render_step(status.steps[0], wiki=text),
        "skipped": render_step(status.steps[2]),
        "phase": render_phase(status.phases[0]),
        "path": render_path(status),
        "concept": render_concept(depth, wiki=text),
        "deepen": render_deepen(depths),
        "deepen one": render_one_concept(depths),
        "paths": render_paths([status], "hostile"),
    }
    for name, view in views.items():
        yield name, shown(view, width)
    keys = [("hostile", step.id) for step in path.steps]
    yield "changes", "\n".join(format_change(tracked, tracked, keys, "done"))


@pytest.mark.parametrize("width", [20, 80])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_control_character_is_shown(text: str, width: int) -> None:
    """No view prints a control, bidirectional or surrogate character."""
    for name, output in _texts(text, width):
        assert not has_control(output, multiline=True), name
        assert "\t" not in output or "\t" in text, name


@pytest.mark.parametrize("name", ["markup", "emoji", "script", "wiki"])
def test_brackets_are_shown_as_they_are(name: str) -> None:
    """Markup and emoji codes of Rich are shown letter by letter."""
    text = HOSTILE[name]
    for view, output in _texts(text, 2_000):
        assert text in output, view


def test_coloured_output_holds_no_link() -> None:
    """No text becomes a terminal link, even with colour."""
    tracked = hostile_progress(HOSTILE["markup"])
    view = render_next(find_next_step(tracked, tracked.active))
    assert "\x1b]8" not in shown(view, colour=True)
