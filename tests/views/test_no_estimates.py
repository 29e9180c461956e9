"""Without estimates no view shows a time that is estimated or still to go; time spent stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from rich.console import RenderableType

from studypath.core.changes import with_done, with_skipped
from studypath.core.deepen import depth_of, depths
from studypath.core.fitting import fits
from studypath.core.ledger import ledger_of
from studypath.core.next import next_step
from studypath.core.outlook import steps_ahead
from studypath.core.status import path_status, step_status
from studypath.views.changes import change_lines
from studypath.views.deepen import deepen_view
from studypath.views.fitting import fit_line
from studypath.views.listing import list_view
from studypath.views.next import next_view
from studypath.views.paths import paths_view
from studypath.views.show import show_concept, show_path, show_phase, show_step
from studypath.views.status import status_view
from tests.ledgers import MOMENT, bundled, keys_of, ledger_with, path_of, studied
from tests.views.shown import assert_golden, shown

WIDTHS = (30, 40, 60, 80, 120)
# "50–75 min", "10-15 h", "2 h 45–4 h", "3 h to go", "unknown": what an estimate looks like.
ESTIMATED = re.compile(
    r"\d(?: min| h)?(?: \d+)? ?[–-] ?\d+(?: h| min)|to go|Estimate|Stated|stated|derived|Because"
    r"|The whole path|weekend\.$|unknown"
)


def _step(estimates: bool) -> RenderableType:
    path = path_of("paper")
    return show_step(step_status(studied(), path, path.steps[4]), estimates=estimates)


def _concept(estimates: bool) -> RenderableType:
    concept = bundled().concept("embeddings")
    assert concept is not None
    return show_concept(depth_of(studied(), concept), estimates=estimates)


def _paths(estimates: bool) -> RenderableType:
    statuses = [path_status(studied(), path) for path in bundled().paths]
    without_words = [s._replace(path=s.path._replace(summary=None)) for s in statuses]
    return paths_view(without_words, "paper", estimates=estimates)


VIEWS: dict[str, Callable[[bool], RenderableType]] = {
    "next": lambda e: next_view(next_step(studied(), path_of("paper")), estimates=e),
    "status": lambda e: status_view(path_status(studied(), path_of("paper")), estimates=e),
    "list": lambda e: list_view(path_status(studied(), path_of("paper")).steps, estimates=e),
    "show-step": _step,
    "show-phase": lambda e: show_phase(
        path_status(studied(), path_of("paper")).phases[1], estimates=e
    ),
    "show-path": lambda e: show_path(path_status(studied(), path_of("paper")), estimates=e),
    "show-concept": _concept,
    "deepen": lambda e: deepen_view(depths(studied()), estimates=e),
    "paths": _paths,
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", VIEWS)
def test_no_view_shows_an_estimate(name: str, width: int) -> None:
    """At every width a view without estimates holds none, and with them it does."""
    assert not ESTIMATED.search(shown(VIEWS[name](False), width))
    if width >= 80:
        assert ESTIMATED.search(shown(VIEWS[name](True), width))


@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize("name", ["next", "status"])
def test_view_without_estimates_is_as_agreed(name: str, width: int) -> None:
    """What is left of `next` and `status` is what their golden files hold."""
    assert_golden(f"{name}-no-estimates-{width}", shown(VIEWS[name](False), width))


def test_time_spent_stays() -> None:
    """What was studied is no estimate: the status, a phase and a step still say it."""
    status = path_status(studied(), path_of("paper"))
    seen = shown(status_view(status, estimates=False))
    assert "spent" in seen
    phase = next(phase for phase in status.phases if phase.minutes_spent)
    assert "Spent" in shown(show_phase(phase, estimates=False))


def test_changes_say_no_time_to_go() -> None:
    """`done` and `skip` count steps and name no minutes, on whatever path."""
    later = MOMENT + timedelta(days=30)
    for path_id in ("lightweight", "paper"):
        keys = keys_of(path_id, 1)
        before = ledger_with()
        for progress in (
            with_done(before, keys, at=later, now=later),
            with_skipped(before, keys, reason=None, now=later),
        ):
            after = ledger_of(before.curriculum, progress)
            lines = change_lines(before, after, keys, "done", estimates=False)
            assert not any(re.search(r"to go|\d (?:min|h)\b", line) for line in lines)
            assert any(" done" in line for line in lines[1:])


@pytest.mark.parametrize("minutes", [10, 45, 100, 6000])
def test_what_fits_is_said_without_a_length(minutes: int) -> None:
    """Whether a step fits is still answered; how long it takes is not said."""
    fit = fits(steps_ahead(path_status(ledger_with(), path_of("paper"))), minutes, 1.2)
    assert fit is not None
    line = fit_line(fit, estimates=False)
    assert line.startswith("in ")
    assert not ESTIMATED.search(line)
    assert ESTIMATED.search(fit_line(fit))
