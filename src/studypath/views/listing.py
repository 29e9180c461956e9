"""Render steps as a list, one line each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from studypath.core.status import StepStatus
from studypath.views.layout import ACCENT, LEAST_TITLE, Column, Fitted, align, to_text
from studypath.views.wording import MARKS, format_estimate

if TYPE_CHECKING:
    from rich.console import RenderableType

_COLUMNS = (
    Column(ACCENT),
    Column(ACCENT),
    Column("bold", fold=True),
    Column("dim", right=True, drop=2),
    Column("dim", right=True, drop=3),
    Column(least=LEAST_TITLE, drop=1),
)


def render_list(
    steps: Sequence[StepStatus], *, with_path: bool = False, estimates: bool = True
) -> RenderableType:
    """Return a line per step: number, mark, id, estimate, finished parts, title.

    With `with_path` the id of the path precedes that of the step.
    """
    if not steps:
        return to_text("No step matches.")

    def make(width: int) -> RenderableType:
        return render_step_lines(steps, width, with_path=with_path, estimates=estimates)

    return Fitted(make)


def render_step_lines(
    steps: Sequence[StepStatus], width: int, *, with_path: bool = False, estimates: bool = True
) -> RenderableType:
    """Return the lines of `render_list`, each at most `width` cells long."""
    rows = [
        (
            step.step.number,
            MARKS.get(step.entry.state, "?"),
            f"{step.path_id}/{step.step.id}" if with_path else step.step.id,
            format_short_estimate(step) if estimates else "",
            _format_parts(step) if step.entry.parts_done and step.left else "",
            step.step.title,
        )
        for step in steps
    ]
    return align(rows, _COLUMNS, width)


def _format_parts(step: StepStatus) -> str:
    """Return how many parts are done; only steps of which some are have this column."""
    from studypath.views.parts import format_part_count

    return format_part_count(step.step, step.entry) if step.step.parts else ""


def format_short_estimate(step: StepStatus) -> str:
    """Return the estimate of a step without its source; empty if there is none."""
    return format_estimate(step.estimate, with_source=False) if step.estimate else ""
