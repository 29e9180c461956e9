"""Where to go deep, for a person: per topic the papers on it, or honestly that there are none."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from studypath.core.curriculum import Deferred, Path
from studypath.core.deepen import Depth, Depths
from studypath.core.status import StepStatus
from studypath.views.layout import Fitted, to_text
from studypath.views.listing import render_step_lines

NONE_ON_THESE_PATHS = "none on these paths"
_BLANK = Text("")


def render_deepen(depths: Depths, *, estimates: bool = True) -> RenderableType:
    """Return the topics met so far and, under each, what goes deep into it."""

    def make(width: int) -> RenderableType:
        if not depths.concepts:
            return to_text("No step of these paths introduces a topic.")
        parts: list[RenderableType] = []
        if depths.all_concepts:
            said = "No step that introduces a topic is done yet; these are all of them."
            parts += [to_text(said), _BLANK]
        without = [depth for depth in depths.concepts if not (depth.steps or depth.deferred)]
        for depth in depths.concepts:
            if depth.steps or depth.deferred:
                parts += [*render_depth(depth, width, estimates=estimates), _BLANK]
        if without:
            parts.append(to_text(f"What goes deep into these: {NONE_ON_THESE_PATHS}.", "bold"))
            rows = [(depth.concept.title, depth.concept.note) for depth in without]
            parts += [to_text(f"{title}: {note}" if note else title) for title, note in rows]
        else:
            parts.pop()
        return Group(*parts)

    return Fitted(make)


def render_depth(
    depth: Depth, width: int, *, whole: bool = False, estimates: bool = True
) -> list[RenderableType]:
    """Return one topic: its title, what goes deep into it, and if `whole` what introduces it."""

    def lines(steps: Sequence[StepStatus]) -> RenderableType:
        return render_step_lines(steps, width, with_path=True, estimates=estimates)

    title = to_text(depth.concept.title, "bold")
    title.append(f"  {to_text(depth.concept.id).plain}", "not bold dim")
    parts: list[RenderableType] = [title]
    if whole and depth.concept.note is not None:
        parts.append(to_text(depth.concept.note))
    if whole:
        parts += [_BLANK, to_text("Introduced by", "dim")]
        if depth.introduced_by:
            parts.append(lines(depth.introduced_by))
        else:
            parts.append(to_text(NONE_ON_THESE_PATHS))
        parts += [_BLANK, to_text("Goes deep into it", "dim")]
    if depth.steps:
        parts.append(lines(depth.steps))
    elif not depth.deferred:
        parts.append(to_text(NONE_ON_THESE_PATHS))
    parts += [_later(path, work) for path, work in depth.deferred]
    return parts


def _later(path: Path, work: Deferred) -> Text:
    line = to_text(f"{path.id}/{work.id}", "bold")
    line.append(f"  left for later: {to_text(work.reason).plain}", "not bold")
    return line
