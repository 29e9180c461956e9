"""The paths there are, for a person: a row per path with how far one is on it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from studypath.core.status import PathStatus
from studypath.views.layout import Fitted, to_text
from studypath.views.wording import draw_bar, format_count, format_estimate, get_signs


def render_paths(
    statuses: Sequence[PathStatus], active: str, *, estimates: bool = True
) -> RenderableType:
    """Return each path: title, id, size, stated range, summary, bar; `active` is an id.

    Without `estimates` the stated range is left out.
    """

    def make(width: int) -> RenderableType:
        parts: list[RenderableType] = []
        for status in statuses:
            shown = _path(status, active, width, estimates=estimates)
            parts += [*shown, Text("")]
        return Group(*parts, to_text("Another path: studypath use ID", "dim"))

    return Fitted(make)


def _path(status: PathStatus, active: str, width: int, *, estimates: bool) -> list[RenderableType]:
    path = status.path
    heading = to_text(path.title, "bold")
    heading.append(f"  {to_text(path.id).plain}", "cyan not bold")
    if path.id == active:
        heading.append("  (active)", "green not bold")
    facts = [format_count(status.total, "step")]
    if estimates and path.estimate is not None:
        facts.append(format_estimate(path.estimate))
    if estimates and path.span is not None:
        facts.append(path.span)
    parts: list[RenderableType] = [
        heading,
        to_text(f" {get_signs().dot} ".join(facts), "dim"),
    ]
    if path.summary is not None:
        parts.append(to_text(path.summary))
    if status.percent is not None:
        length = min(20, max(4, width - 8))
        counting = status.total - status.skipped
        line = Text(draw_bar(status.done, counting, width=length), "green")
        line.append(f"  {status.percent} %", "not green")
        parts.append(line)
    return parts
