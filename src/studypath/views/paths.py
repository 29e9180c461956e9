"""Render the list of paths with the progress on each."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType

from studypath.core.status import PathStatus
from studypath.views.layout import ACCENT, BLANK, Fitted, to_text
from studypath.views.next import render_bar
from studypath.views.wording import DOT, format_estimate


def render_paths(
    statuses: Sequence[PathStatus], active: str, *, estimates: bool = True
) -> RenderableType:
    """Return each path with title, id, estimate, summary and progress.

    `active` is the id of the active path. Without `estimates` no length is shown.
    """

    def make(width: int) -> RenderableType:
        parts: list[RenderableType] = []
        for status in statuses:
            parts += [*_render_path(status, active, width, estimates=estimates), BLANK]
        return Group(*parts, to_text("To change the path: studypath use ID", "dim"))

    return Fitted(make)


def _render_path(
    status: PathStatus, active: str, width: int, *, estimates: bool
) -> list[RenderableType]:
    path = status.path
    heading = to_text(path.title, "bold")
    heading.append(f"  {to_text(path.id).plain}", f"{ACCENT} not bold")
    if path.id == active:
        heading.append("  (active)", f"{ACCENT} not bold")
    parts: list[RenderableType] = [heading]
    lengths = [format_estimate(path.estimate) if path.estimate is not None else None, path.span]
    if estimates and any(lengths):
        parts.append(to_text(f" {DOT} ".join(filter(None, lengths)), "dim"))
    if path.summary is not None:
        parts.append(to_text(path.summary))
    return [*parts, render_bar(status, width)]
