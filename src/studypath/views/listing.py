"""Steps in a list, for a person: one line a step, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from studypath.core.status import StepStatus
from studypath.views.layout import Fitted, align_columns, to_text
from studypath.views.wording import format_short_estimate, get_signs

if TYPE_CHECKING:
    from rich.console import RenderableType

_STYLES = ("cyan", "green", "bold", "dim", "")
_STYLES_WITHOUT_ESTIMATES = ("cyan", "green", "bold", "")


def render_list(
    steps: Sequence[StepStatus], *, with_path: bool = False, estimates: bool = True
) -> RenderableType:
    """Return a line per step: number, mark, id, estimate, title; drawn without a Rich table.

    `with_path` puts the path's id before the step's; without `estimates` there is no such column.
    """
    if not steps:
        return to_text("No step fits.")

    def make(width: int) -> RenderableType:
        return render_step_lines(steps, width, with_path=with_path, estimates=estimates)

    return Fitted(make)


def render_step_lines(
    steps: Sequence[StepStatus], width: int, *, with_path: bool = False, estimates: bool = True
) -> RenderableType:
    """Return the lines of steps, aligned, each at most `width` long."""
    sign = get_signs()
    rows = [
        (
            step.step.number,
            sign.mark(step.entry.state),
            f"{step.path_id}/{step.step.id}" if with_path else step.step.id,
            *((format_short_estimate(step),) if estimates else ()),
            step.step.title,
        )
        for step in steps
    ]
    styles = _STYLES if estimates else _STYLES_WITHOUT_ESTIMATES
    return align_columns(rows, styles, width, sign.cut)
