"""What a person sees, line by line, at 80 and 40 columns without colour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date

import pytest
from rich.console import RenderableType

from studypath.core.deepen import depth_of, depths
from studypath.core.history import history
from studypath.core.next import next_step
from studypath.core.outlook import outlook
from studypath.core.plan import plan
from studypath.core.status import path_status, step_status
from studypath.views.deepen import deepen_view
from studypath.views.history import history_view
from studypath.views.listing import list_view
from studypath.views.next import next_view
from studypath.views.paths import paths_view
from studypath.views.plan import plan_view
from studypath.views.show import show_concept, show_path, show_phase, show_step
from studypath.views.status import status_view
from tests.ledgers import bundled, keys_of, ledger_with, path_of, studied
from tests.views.shown import assert_golden, shown

TODAY = date(2026, 11, 30)


def _next_fresh() -> RenderableType:
    sentence = "About 15 h to go at the usual pace (6–36)."
    return next_view(next_step(ledger_with(), path_of("lightweight")), sentence=sentence)


def _next_middle() -> RenderableType:
    answer = next_step(studied(), path_of("paper"))
    return next_view(answer, wiki="vault/gpt-2.md", timer="Running: 2.3 gpt-2, 25 min")


def _next_complete() -> RenderableType:
    ledger = ledger_with(done=keys_of("lightweight"))
    return next_view(next_step(ledger, path_of("lightweight")))


def _next_complete_paper() -> RenderableType:
    return next_view(next_step(ledger_with(done=keys_of("paper")), path_of("paper")))


def _status_fresh() -> RenderableType:
    return status_view(path_status(ledger_with(), path_of("lightweight")))


def _status_middle() -> RenderableType:
    sentence = "About 31 h to go at your pace (24–41)."
    return status_view(path_status(studied(), path_of("paper")), show_all=True, sentence=sentence)


def _status_complete() -> RenderableType:
    ledger = ledger_with(done=keys_of("lightweight"))
    return status_view(path_status(ledger, path_of("lightweight")))


def _list() -> RenderableType:
    return list_view(path_status(studied(), path_of("paper")).steps)


def _show_step() -> RenderableType:
    path = path_of("lightweight")
    return show_step(step_status(studied(), path, path.steps[2]))


def _show_parts() -> RenderableType:
    path = path_of("lightweight")
    return show_step(step_status(studied(), path, path.steps[0]))


def _show_phase() -> RenderableType:
    return show_phase(path_status(studied(), path_of("paper")).phases[1])


def _show_path() -> RenderableType:
    return show_path(path_status(studied(), path_of("lightweight")))


def _show_concept() -> RenderableType:
    concept = bundled().concept("embeddings")
    assert concept is not None
    return show_concept(depth_of(studied(), concept), wiki="vault/embeddings.md")


def _deepen() -> RenderableType:
    return deepen_view(depths(studied()))


def _history() -> RenderableType:
    return history_view(history(studied(), today=TODAY, tz=UTC))


def _plan() -> RenderableType:
    status = path_status(studied(), path_of("paper"))
    forecast = outlook(studied(), status, hours_per_week=5, today=TODAY, tz=UTC)
    return plan_view(plan(status, forecast, start=TODAY), today=TODAY)


def _paths() -> RenderableType:
    ledger = studied()
    return paths_view([path_status(ledger, path) for path in bundled().paths], "paper")


VIEWS: dict[str, Callable[[], RenderableType]] = {
    "next-fresh": _next_fresh,
    "next-middle": _next_middle,
    "next-complete": _next_complete,
    "next-complete-paper": _next_complete_paper,
    "status-fresh": _status_fresh,
    "status-middle": _status_middle,
    "status-complete": _status_complete,
    "list": _list,
    "show-step": _show_step,
    "show-parts": _show_parts,
    "show-phase": _show_phase,
    "show-path": _show_path,
    "show-concept": _show_concept,
    "deepen": _deepen,
    "paths": _paths,
    "history": _history,
    "plan": _plan,
}


@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize("name", VIEWS)
def test_view_is_as_agreed(name: str, width: int) -> None:
    """Each view prints what its golden file holds."""
    assert_golden(f"{name}-{width}", shown(VIEWS[name](), width))


@pytest.mark.parametrize("width", [20, 30, 40, 53, 60, 79, 80, 120, 300])
@pytest.mark.parametrize("name", VIEWS)
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    """From 20 columns up every line fits, so that the terminal never breaks one itself."""
    from rich.cells import cell_len

    lines = shown(VIEWS[name](), width).splitlines()
    assert max(cell_len(line) for line in lines) <= width


@pytest.mark.parametrize("name", VIEWS)
def test_colour_adds_nothing_but_colour(name: str) -> None:
    """With the colour sequences taken out, the coloured view is the plain one."""
    import re

    coloured = shown(VIEWS[name](), colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == shown(VIEWS[name]())
