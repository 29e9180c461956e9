"""Every view prints its golden file at 80 and 40 columns, and fits every width."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date

import pytest
from rich.console import RenderableType

from studypath.core.completion import build_summary
from studypath.core.deepen import build_depth, build_depths
from studypath.core.history import build_history
from studypath.core.next import find_next_step
from studypath.core.path_forecast import forecast_path
from studypath.core.plan import build_plan
from studypath.core.status import build_path_status, build_step_status
from studypath.views.deepen import render_deepen
from studypath.views.history import render_history
from studypath.views.listing import render_list
from studypath.views.next import render_next
from studypath.views.paths import render_paths
from studypath.views.plan import render_plan
from studypath.views.show import render_concept, render_path, render_phase, render_step
from studypath.views.status import render_status
from tests.progress_samples import bundled, keys_of, path_of, progress_with, studied
from tests.views.shown import assert_golden, shown

TODAY = date(2026, 11, 30)


def _next_fresh() -> RenderableType:
    sentence = "About 15h to go at the usual pace (6h–36h)."
    return render_next(find_next_step(progress_with(), path_of("lightweight")), sentence=sentence)


def _next_middle() -> RenderableType:
    answer = find_next_step(studied(), path_of("paper"))
    return render_next(
        answer, wiki="vault/gpt-2.md", timer="timer running since 19:05, 25m so far: 2.3  gpt-2"
    )


def _next_complete() -> RenderableType:
    tracked = progress_with(done=keys_of("lightweight"))
    answer = find_next_step(tracked, path_of("lightweight"))
    return render_next(answer, summary=build_summary(tracked, answer.status))


def _next_complete_paper() -> RenderableType:
    tracked = progress_with(done=keys_of("paper"))
    answer = find_next_step(tracked, path_of("paper"))
    return render_next(answer, summary=build_summary(tracked, answer.status))


def _status_fresh() -> RenderableType:
    return render_status(build_path_status(progress_with(), path_of("lightweight")))


def _status_middle() -> RenderableType:
    sentence = "About 31h to go at your pace (24h–41h)."
    return render_status(
        build_path_status(studied(), path_of("paper")), show_all=True, sentence=sentence
    )


def _status_complete() -> RenderableType:
    tracked = progress_with(done=keys_of("lightweight"))
    sentence = "Nothing is left to do."
    return render_status(build_path_status(tracked, path_of("lightweight")), sentence=sentence)


def _status_skipped() -> RenderableType:
    tracked = progress_with(done=keys_of("lightweight", 1), skipped=keys_of("lightweight")[2:8])
    return render_status(build_path_status(tracked, path_of("lightweight")))


def _list() -> RenderableType:
    return render_list(build_path_status(studied(), path_of("paper")).steps)


def _show_step() -> RenderableType:
    path = path_of("lightweight")
    return render_step(build_step_status(studied(), path, path.steps[2]))


def _show_parts() -> RenderableType:
    path = path_of("lightweight")
    return render_step(build_step_status(studied(), path, path.steps[0]))


def _show_phase() -> RenderableType:
    return render_phase(build_path_status(studied(), path_of("paper")).phases[1])


def _show_path() -> RenderableType:
    return render_path(build_path_status(studied(), path_of("lightweight")))


def _show_concept() -> RenderableType:
    concept = bundled().concept("embeddings")
    assert concept is not None
    return render_concept(build_depth(studied(), concept), wiki="vault/embeddings.md")


def _deepen() -> RenderableType:
    return render_deepen(build_depths(studied()))


def _history() -> RenderableType:
    return render_history(build_history(studied(), today=TODAY, tz=UTC))


def _plan() -> RenderableType:
    status = build_path_status(studied(), path_of("paper"))
    forecast = forecast_path(studied(), status, hours_per_week=5, today=TODAY, tz=UTC)
    return render_plan(build_plan(status, forecast, start=TODAY), today=TODAY)


def _paths() -> RenderableType:
    tracked = studied()
    return render_paths([build_path_status(tracked, path) for path in bundled().paths], "paper")


VIEWS: dict[str, Callable[[], RenderableType]] = {
    "next-fresh": _next_fresh,
    "next-middle": _next_middle,
    "next-complete": _next_complete,
    "next-complete-paper": _next_complete_paper,
    "status-fresh": _status_fresh,
    "status-middle": _status_middle,
    "status-complete": _status_complete,
    "status-skipped": _status_skipped,
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
def test_view_prints_its_golden_file(name: str, width: int) -> None:
    """A view prints its golden file."""
    assert_golden(f"{name}-{width}", shown(VIEWS[name](), width))


@pytest.mark.parametrize("width", [20, 30, 40, 53, 60, 79, 80, 120, 300])
@pytest.mark.parametrize("name", VIEWS)
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    """From 20 columns on every line fits the terminal."""
    from rich.cells import cell_len

    lines = shown(VIEWS[name](), width).splitlines()
    # An address is whole: the terminal wraps it.
    lines = [line for line in lines if "https://" not in line]
    assert max(cell_len(line) for line in lines) <= width


@pytest.mark.parametrize("name", VIEWS)
def test_colour_adds_nothing_but_colour(name: str) -> None:
    """Without its colour sequences a coloured view is the plain view, with one accent colour."""
    import re

    coloured = shown(VIEWS[name](), colour=True)
    codes = set(re.findall(r"\x1b\[([0-9;]*)m", coloured)) - {"0"}
    assert codes <= {"1", "2", "38;5;30", "1;38;5;30"}
    assert codes & {"38;5;30", "1;38;5;30"}
    assert re.sub(r"\x1b(\[[0-9;]*m|\]8;.*?\x1b\\)", "", coloured) == shown(VIEWS[name]())
