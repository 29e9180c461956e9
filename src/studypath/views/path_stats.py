"""Render how the estimates of a path fit the time its steps took."""

from __future__ import annotations

from rich.console import Group, RenderableType

from studypath.core.durations import format_duration
from studypath.core.path_stats import LEAST_TIMED_STEPS, PathStats
from studypath.core.text import replace_controls
from studypath.views.layout import BLANK, Column, Fitted, align, to_text
from studypath.views.wording import format_count, format_estimate

_COLUMNS = (
    Column(style="bold"),
    Column(least=8),
    Column(heading="estimate", right=True),
    Column(heading="spent", right=True),
)


def render_path_stats(stats: PathStats, *, is_bundled: bool) -> RenderableType:
    """Return the timed steps of a path, and the lines to change for those that are off."""

    def make(width: int) -> RenderableType:
        parts: list[RenderableType] = [to_text(line) for line in _list_facts(stats)]
        if stats.steps:
            rows = [
                (
                    each.step.number,
                    each.step.id,
                    format_estimate(each.estimate, with_source=False),
                    format_duration(each.minutes_spent),
                    "" if each.minutes_at_pace is None else format_duration(each.minutes_at_pace),
                    "off" if each.suggested is not None else "",
                )
                for each in stats.steps
            ]
            heading = "" if stats.pace is None else f"/ {stats.pace:.2g}"
            columns = (*_COLUMNS, Column(heading=heading, right=True, drop=1), Column())
            parts += [BLANK, align(rows, columns, width)]
        lines = _list_changes(stats, is_bundled=is_bundled)
        if lines:
            parts += [BLANK, *map(to_text, lines)]
        return Group(*parts)

    return Fitted(make)


def _list_facts(stats: PathStats) -> list[str]:
    count = format_count(len(stats.steps), "done step")
    lines = [f"{stats.path.title}: {count} with an estimate and logged time"]
    if stats.pace is None:
        lines.append(f"Estimates are judged from {LEAST_TIMED_STEPS} such steps on.")
    else:
        off = format_count(len(stats.off), "step") if stats.off else "no step"
        lines.append(
            f"You take {stats.pace:.2g} times the estimates. Divided by that, the time of {off} "
            "is off."
        )
    if stats.without_estimate:
        more = format_count(stats.without_estimate, "done step")
        lines.append(f"{more} with logged time without an estimate")
    return lines


def _list_changes(stats: PathStats, *, is_bundled: bool) -> list[str]:
    """Return each line to change with its place, as it is and as it would fit."""
    changes: list[str] = []
    for each in stats.off:
        if each.line is not None:
            changes += [
                f"{replace_controls(stats.path.file)}:{each.line.line}:",
                f'    estimate = "{each.line.text}" → estimate = "{each.suggested}"',
            ]
    if not changes:
        return []
    advice = []
    if is_bundled:
        copy = f"studypath path new my-{stats.path.id} --from {stats.path.id}"
        advice = [f"A bundled path cannot be changed. To copy it: {copy}"]
    return ["Lines to change:", *changes, *advice]
