"""Render the progress on a path: a table of its phases, totals, deferred works."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType

from studypath.core.curriculum import Deferred
from studypath.core.durations import format_duration
from studypath.core.status import Orphan, PathStatus, PhaseStatus
from studypath.core.text import replace_controls
from studypath.views.hyperlinks import Address
from studypath.views.layout import ACCENT, BLANK, Column, Fitted, Rows, align, to_text
from studypath.views.wording import (
    DASH,
    draw_bar,
    format_count,
    format_creators,
    format_estimate,
    format_left,
    format_orphan,
    is_all_skipped,
)

if TYPE_CHECKING:
    from rich.text import Text

MOST_NAMED = 5
# From these widths on there are titles and long bars, or bars at all.
_WIDE, _BAR = 60, 28
_LABEL = Column(ACCENT, least=7)
_COLUMNS = (
    Column(least=12),
    Column(ACCENT, drop=1),
    Column("", "done", right=True),
    Column("", "spent", right=True, drop=3),
    Column("", "left", right=True, drop=2),
)


def render_status(
    status: PathStatus,
    *,
    show_all: bool = False,
    sentence: str | None = None,
    timer: str | None = None,
    estimates: bool = True,
) -> RenderableType:
    """Return the table of phases, the author's estimate, the timer and the forecast.

    `show_all` adds the deferred works, `sentence` is the forecast in words, `timer` describes the
    running timer. Without `estimates` neither the remaining time nor the author's estimate is
    shown.
    """

    def make(width: int) -> RenderableType:
        notes: list[RenderableType] = []
        notes += [to_text(line) for line in _list_notes(status, estimates=estimates)]
        if status.path.deferred:
            notes += _render_deferred_notes(status.path.deferred, show_all=show_all)
        parts: list[RenderableType] = [_render_heading(status), BLANK]
        parts.append(render_phases(status, width, estimates=estimates))
        parts += [BLANK, *notes] if notes else []
        # The notes of a complete path say already that nothing is left.
        for line in (timer, None if status.complete else sentence):
            parts += [BLANK, to_text(line)] if line else []
        return Group(*parts)

    return Fitted(make)


def render_phases(status: PathStatus, width: int, *, estimates: bool = True) -> Rows:
    """Return a row per phase and one of totals, with the columns for which there is room."""
    rows = [_build_row(p, p.phase.label, p.phase.title, width) for p in status.phases]
    rows.append(_build_row(status, "Total", "", width))
    shown = (0, *((1,) if width >= _WIDE else ()), 2, 3, 4, *((5,) if estimates else ()))
    columns = (_LABEL, *_COLUMNS)
    return align(
        [[row[i] for i in shown] for row in rows], [columns[i] for i in shown], width, total=True
    )


def render_deferred(works: Sequence[Deferred]) -> list[RenderableType]:
    """Return the deferred works: title, creators, address, reason and when to return to them."""
    parts: list[RenderableType] = []
    for work in works:
        names = (format_creators(work.creators), str(work.year or ""))
        byline = ", ".join(name for name in names if name)
        parts += [BLANK, to_text(work.title)]
        parts += [to_text(byline, "dim")] if byline else []
        parts += [Address(work.address)] if work.address is not None else []
        parts.append(to_text(f"Reason: {work.reason}"))
        parts += [to_text(f"Revisit: {work.revisit}")] if work.revisit is not None else []
    return parts


def format_orphans(orphans: Sequence[Orphan], path_id: str) -> str:
    """Return in one line the progress on steps that are no longer on the path of this id.

    A step of another path, which is gone, is named with that path.
    """
    names = []
    for orphan in orphans[:MOST_NAMED]:
        name = orphan.id if orphan.path_id == path_id else f"{orphan.path_id}/{orphan.id}"
        names.append(f"{replace_controls(name)} ({format_orphan(orphan)})")
    more = len(orphans) - len(names)
    return f"No longer on the path: {', '.join(names)}{f' and {more} more' if more else ''}."


def _build_row(
    status: PhaseStatus | PathStatus, label: str, title: str, width: int
) -> tuple[str, ...]:
    counted = status.total - status.skipped
    spent = format_duration(status.minutes_spent) if status.minutes_spent else DASH
    if not counted:
        is_open = isinstance(status, PhaseStatus) and status.phase.open_ended
        open_word = "open-ended" if width >= _WIDE else "open"
        word = "skipped" if status.skipped else open_word if is_open else DASH
        return label, title, *((word, DASH) if width >= _BAR else ("", word)), spent, DASH
    return (
        label,
        title,
        draw_bar(status.done, counted, width=12 if width >= _WIDE else 8),
        f"{status.done}/{counted}",
        spent,
        DASH if status.done == counted else format_left(status),
    )


def _render_heading(status: PathStatus) -> Text:
    heading = to_text(status.path.title, "bold")
    if is_all_skipped(status):
        heading.append(f" {DASH} skipped", "not bold")
    elif status.percent is not None:
        heading.append(f" {DASH} {status.percent}% done", "not bold")
    return heading


def _list_notes(status: PathStatus, *, estimates: bool) -> list[str]:
    notes: list[str] = []
    if status.complete:
        notes.append("Nothing is left to do." if status.total else "It has no steps of its own.")
    if estimates and status.path.estimate is not None:
        span = f", {replace_controls(status.path.span)}" if status.path.span else ""
        notes.append(f"Whole path: {format_estimate(status.path.estimate)}{span}.")
    begun = [step for step in status.steps if step.entry.parts_done and step.left]
    if begun:
        from studypath.views.parts import format_begun_steps

        notes.append(format_begun_steps(begun))
    if status.skipped:
        numbers = [step.step.number for step in status.steps if step.entry.state == "skipped"]
        more = f" and {len(numbers) - MOST_NAMED} more" if len(numbers) > MOST_NAMED else ""
        notes.append(f"Skipped and not counted: {', '.join(numbers[:MOST_NAMED])}{more}.")
    if status.orphans:
        notes.append(format_orphans(status.orphans, status.path.id))
        notes.append("To move such progress to another step: studypath progress move OLD NEW")
    return notes


def _render_deferred_notes(works: Sequence[Deferred], *, show_all: bool) -> list[RenderableType]:
    if not show_all:
        count = format_count(len(works), "work")
        return [to_text(f"Deferred: {count} (status --all lists them).", "dim")]
    return [BLANK, to_text("Deferred", "bold"), *render_deferred(works)]
