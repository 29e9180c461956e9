"""Without estimates no view shows an estimated or remaining time; time spent stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from rich.console import RenderableType

from studypath.core.changes import with_done, with_skipped
from studypath.core.deepen import build_depth, build_depths
from studypath.core.fitting import find_fit
from studypath.core.next import find_next_step
from studypath.core.status import build_path_status, build_step_status, list_steps_ahead
from studypath.core.tracked import track_progress
from studypath.views.changes import format_change
from studypath.views.deepen import render_deepen
from studypath.views.fitting import format_fit
from studypath.views.listing import render_list
from studypath.views.next import render_next
from studypath.views.paths import render_paths
from studypath.views.show import render_concept, render_path, render_phase, render_step
from studypath.views.status import render_status
from tests.progress_samples import MOMENT, bundled, keys_of, path_of, progress_with, studied
from tests.views.shown import assert_golden, shown

WIDTHS = (30, 40, 60, 80, 120)
# An estimate looks like "50m–1h15m", and these words go with one.
ESTIMATED = re.compile(
    r"\d[hm]–\d|to go\b|[hm] left\b|  left\b|Left|Estimate|stated|derived|Basis|Whole path"
)


def _step(estimates: bool) -> RenderableType:
    path = path_of("paper")
    return render_step(build_step_status(studied(), path, path.steps[4]), estimates=estimates)


def _concept(estimates: bool) -> RenderableType:
    concept = bundled().concept("embeddings")
    assert concept is not None
    return render_concept(build_depth(studied(), concept), estimates=estimates)


def _paths(estimates: bool) -> RenderableType:
    statuses = [build_path_status(studied(), path) for path in bundled().paths]
    without_words = [s._replace(path=s.path._replace(summary=None)) for s in statuses]
    return render_paths(without_words, "paper", estimates=estimates)


VIEWS: dict[str, Callable[[bool], RenderableType]] = {
    "next": lambda e: render_next(find_next_step(studied(), path_of("paper")), estimates=e),
    "status": lambda e: render_status(build_path_status(studied(), path_of("paper")), estimates=e),
    "list": lambda e: render_list(
        build_path_status(studied(), path_of("paper")).steps, estimates=e
    ),
    "show-step": _step,
    "show-phase": lambda e: render_phase(
        build_path_status(studied(), path_of("paper")).phases[1], estimates=e
    ),
    "show-path": lambda e: render_path(build_path_status(studied(), path_of("paper")), estimates=e),
    "show-concept": _concept,
    "deepen": lambda e: render_deepen(build_depths(studied()), estimates=e),
    "paths": _paths,
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", VIEWS)
def test_no_view_shows_an_estimate(name: str, width: int) -> None:
    """At every width a view without estimates has none, and at 80 columns with them it has."""
    assert not ESTIMATED.search(shown(VIEWS[name](False), width))
    if width >= 80:
        assert ESTIMATED.search(shown(VIEWS[name](True), width))


@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize("name", ["next", "status"])
def test_view_without_estimates_prints_its_golden_file(name: str, width: int) -> None:
    """`next` and `status` without estimates print their golden files."""
    assert_golden(f"{name}-no-estimates-{width}", shown(VIEWS[name](False), width))


def test_time_spent_stays() -> None:
    """The time spent is no estimate: the status and a phase still show it."""
    status = build_path_status(studied(), path_of("paper"))
    seen = shown(render_status(status, estimates=False))
    assert "spent" in seen
    phase = next(phase for phase in status.phases if phase.minutes_spent)
    assert "Spent" in shown(render_phase(phase, estimates=False))


def test_changes_show_no_remaining_time() -> None:
    """`done` and `skip` count steps and give no minutes, on any path."""
    later = MOMENT + timedelta(days=30)
    for path_id in ("lightweight", "paper"):
        keys = keys_of(path_id, 1)
        before = progress_with()
        for progress in (
            with_done(before, keys, at=later, now=later),
            with_skipped(before, keys, reason=None, now=later),
        ):
            after = track_progress(before.curriculum, progress)
            lines = format_change(before, after, keys, "done", estimates=False)
            assert not any(re.search(r"\bleft\b|\d[hm]\b", line) for line in lines)
            assert any(re.search("done|skipped|complete", line) for line in lines[1:])


@pytest.mark.parametrize("minutes", [10, 45, 100, 6000])
def test_fit_without_estimates_has_no_length(minutes: int) -> None:
    """The step that fits is named without its length."""
    fit = find_fit(
        list_steps_ahead(build_path_status(progress_with(), path_of("paper"))), minutes, 1.2
    )
    assert fit is not None
    line = format_fit(fit, estimates=False)
    assert line.startswith("in ")
    assert not ESTIMATED.search(line)
    assert ESTIMATED.search(format_fit(fit))
