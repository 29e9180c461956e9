"""Text from outside is shown as text: it steers no terminal and is never read as markup."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from studypath.core.deepen import Depths, depth_of
from studypath.core.next import next_step
from studypath.core.status import path_status
from studypath.core.text import has_control
from studypath.views.changes import change_lines
from studypath.views.deepen import deepen_view
from studypath.views.listing import list_view
from studypath.views.next import next_view
from studypath.views.paths import paths_view
from studypath.views.show import show_concept, show_path, show_phase, show_step
from studypath.views.status import status_view
from tests.ledgers import HOSTILE, hostile_ledger
from tests.views.shown import shown


def _texts(text: str, width: int) -> Iterator[tuple[str, str]]:
    ledger = hostile_ledger(text)
    path = ledger.active
    status = path_status(ledger, path)
    depth = depth_of(ledger, ledger.curriculum.concepts[0])
    views = {
        "next": next_view(next_step(ledger, path), wiki=text, sentence=text, timer=text),
        "status": status_view(status, show_all=True, sentence=text, timer=text),
        "list": list_view(status.steps, with_path=True),
        "step": show_step(status.steps[0], wiki=text),
        "skipped": show_step(status.steps[2]),
        "phase": show_phase(status.phases[0]),
        "path": show_path(status),
        "concept": show_concept(depth, wiki=text),
        "deepen": deepen_view(Depths((depth,))),
        "paths": paths_view([status], "hostile"),
    }
    for name, view in views.items():
        yield name, shown(view, width)
    keys = [("hostile", step.id) for step in path.steps]
    yield "changes", "\n".join(change_lines(ledger, ledger, keys, "done"))


@pytest.mark.parametrize("width", [20, 80])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_steers_the_terminal(text: str, width: int) -> None:
    """No view lets a control, bidirectional or surrogate character through."""
    for name, seen in _texts(text, width):
        assert not has_control(seen, multiline=True), name
        assert "\t" not in seen or "\t" in text, name


@pytest.mark.parametrize("name", ["markup", "emoji", "script", "wiki"])
def test_brackets_are_shown_as_they_are(name: str) -> None:
    """What Rich would read as markup or emoji stands on the screen letter by letter."""
    text = HOSTILE[name]
    for view, seen in _texts(text, 2_000):
        assert text in seen, view


def test_coloured_output_holds_no_link() -> None:
    """Text never becomes a terminal link, not even with colour."""
    ledger = hostile_ledger(HOSTILE["markup"])
    view = next_view(next_step(ledger, ledger.active))
    assert "\x1b]8" not in shown(view, colour=True)
