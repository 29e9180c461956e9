"""Render the papers that go deep into a concept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType

from studypath.core.curriculum import Deferred, Path
from studypath.core.deepen import Depth, Depths
from studypath.core.status import StepStatus
from studypath.views.layout import BLANK, Fitted, to_text
from studypath.views.listing import render_step_lines

if TYPE_CHECKING:
    from rich.text import Text

NONE_ON_THESE_PATHS = "none on these paths"


def render_deepen(depths: Depths, *, estimates: bool = True) -> RenderableType:
    """Return each concept with the steps and deferred works that go deep into it."""

    def make(width: int) -> RenderableType:
        if not depths.concepts:
            return to_text("These paths introduce no concepts.")
        parts: list[RenderableType] = []
        if depths.all_concepts:
            parts.append(to_text("You have not met any concept yet; these are all of them."))
        without = [depth for depth in depths.concepts if not (depth.steps or depth.deferred)]
        for depth in depths.concepts:
            if depth.steps or depth.deferred:
                parts += [BLANK, *render_depth(depth, width, estimates=estimates)]
        if without:
            parts += [BLANK, to_text(f"Papers on these concepts: {NONE_ON_THESE_PATHS}", "bold")]
            parts += [
                to_text(f"{title}: {note}" if note else title)
                for title, note in ((each.concept.title, each.concept.note) for each in without)
            ]
        return Group(*parts[parts[0] is BLANK :])

    return Fitted(make)


def render_depth(
    depth: Depth, width: int, *, whole: bool = False, estimates: bool = True
) -> list[RenderableType]:
    """Return a concept and what goes deep into it; with `whole` also what introduces it."""

    def render_steps(steps: Sequence[StepStatus]) -> RenderableType:
        if not steps:
            return to_text(NONE_ON_THESE_PATHS)
        return render_step_lines(steps, width, with_path=True, estimates=estimates)

    title = to_text(depth.concept.title, "bold")
    title.append(f"  {to_text(depth.concept.id).plain}", "not bold dim")
    parts: list[RenderableType] = [title]
    if whole:
        parts += [to_text(depth.concept.note)] if depth.concept.note is not None else []
        parts += [BLANK, to_text("Introduced by", "dim"), render_steps(depth.introduced_by)]
        parts += [BLANK, to_text("In depth", "dim")]
    if depth.steps or not depth.deferred:
        parts.append(render_steps(depth.steps))
    return [*parts, *(_render_deferred(path, work) for path, work in depth.deferred)]


def _render_deferred(path: Path, work: Deferred) -> Text:
    line = to_text(f"{path.id}/{work.id}", "bold")
    line.append(f"  deferred: {to_text(work.reason).plain}", "not bold")
    return line
