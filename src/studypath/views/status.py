"""How far one is, for a person: a row per phase, the totals, and what stands beside the path."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.text import Text

from studypath.core.curriculum import Deferred
from studypath.core.status import Orphan, PathStatus, PhaseStatus
from studypath.core.text import replace_controls
from studypath.views.layout import Fitted, Line, Lines, shorten, to_text
from studypath.views.wording import (
    draw_bar,
    format_count,
    format_creators,
    format_estimate,
    format_remaining,
    get_signs,
    minutes_short,
    minutes_words,
    range_short,
)

# A Rich table measures every cell: beyond this many rows plain lines are drawn instead.
MOST_TABLE_ROWS = 50
MOST_NAMED = 5

# The widths from which the columns of the table fit.
_BAR_AND_TITLE = 72
_TITLE = 54
_BAR = 38
_BLANK = Text("")


class _Row(NamedTuple):
    """One line of the table, cell by cell."""

    label: str
    title: str
    bar: str
    done: str
    spent: str
    left: str


def render_status(
    status: PathStatus,
    *,
    show_all: bool = False,
    sentence: str | None = None,
    timer: str | None = None,
    estimates: bool = True,
) -> RenderableType:
    """Return a table of the path's phases, its totals and what the author states.

    `show_all` adds the deferred works; `sentence` is the forecast in words, `timer` what runs.
    Without `estimates` neither time to go nor what the author states of it is shown.
    """

    def make(width: int) -> RenderableType:
        parts: list[RenderableType] = [_heading(status), _BLANK]
        table = render_phases(status, width, estimates=estimates)
        facts = _facts(status, width, estimates=estimates)
        parts += [table, *([_BLANK] if facts or status.orphans or status.path.deferred else [])]
        parts += [to_text(line) for line in facts]
        if status.orphans:
            parts.append(to_text(format_orphans(status.orphans)))
        if status.path.deferred:
            parts += _deferred(status.path.deferred, show_all=show_all)
        parts += [part for said in (timer, sentence) if said for part in (_BLANK, to_text(said))]
        return Group(*parts)

    return Fitted(make)


def render_phases(status: PathStatus, width: int, *, estimates: bool = True) -> RenderableType:
    """Return a row per phase and one of totals, with as many columns as the width bears."""
    names = _columns(width, estimates=estimates)
    rows = [_row(phase, width) for phase in status.phases]
    rows.append(_numbers(status, ("All", ""), width))
    cells = [[replace_controls(getattr(row, name)) for name in names] for row in rows]
    widths = _fitting_widths(names, _wanted_widths(names, cells), width)
    if len(rows) > MOST_TABLE_ROWS:
        return _lines(names, cells, widths, get_signs().cut)
    return _table(names, cells, widths)


def _table(
    names: Sequence[str], cells: Sequence[Sequence[str]], widths: Sequence[int]
) -> RenderableType:
    """The rows as a Rich table, whose long titles are wrapped."""
    from rich.table import Table

    table = Table(
        box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim", show_edge=False
    )
    for name, size in zip(names, widths, strict=True):
        table.add_column(
            _HEADINGS.get(name, ""),
            style=_STYLES.get(name, ""),
            justify="right" if name in _HEADINGS else "left",
            overflow="fold",
            no_wrap=name not in _WORDS,
            width=size,
        )
    for row in cells:
        table.add_row(*map(Text, row), style="bold" if row is cells[-1] else "")
    return table


def _lines(
    names: Sequence[str], cells: Sequence[Sequence[str]], widths: Sequence[int], cut: str
) -> Lines:
    """The same rows where there are too many for a Rich table, which takes 11 s for 10,000."""
    lines: list[Line] = []
    for row in ([_HEADINGS.get(name, "") for name in names], *cells):
        line: list[tuple[str, str]] = []
        for name, cell, size in zip(names, row, widths, strict=True):
            held = shorten(cell, size, cut)
            space = " " * (size - cell_len(held))
            style = _STYLES.get(name, "")
            if row is cells[-1]:
                style = f"{style} bold".strip()
            piece = space + held if name in _HEADINGS else held + space
            gap = "  " if line else ""
            line.append((gap + piece, style if lines else "dim"))
        lines.append(line)
    return Lines(lines)


def format_orphans(orphans: Sequence[Orphan]) -> str:
    """Return in one line what is kept of steps that have left the path."""
    named = [
        f"{replace_controls(orphan.id)} ({orphan.state}"
        + (f", {minutes_words(orphan.minutes_spent)})" if orphan.minutes_spent else ")")
        for orphan in orphans[:MOST_NAMED]
    ]
    more = len(orphans) - len(named)
    tail = f" and {more} more" if more else ""
    steps = format_count(len(orphans), "step")
    return f"Kept, though no longer on the path: {steps}: {', '.join(named)}{tail}"


_STYLES = {"label": "cyan", "bar": "green"}
_HEADINGS = {"done": "done", "spent": "spent", "left": "to go"}
_WORDS = ("title", "label")
_LEAST_WORDS = 7


def _columns(width: int, *, estimates: bool) -> tuple[str, ...]:
    last = ("left",) if estimates else ()
    if width >= _BAR_AND_TITLE:
        return ("label", "title", "bar", "done", "spent", *last)
    if width >= _TITLE:
        return ("label", "title", "done", *last)
    if width >= _BAR:
        return ("label", "bar", "done", *last)
    return ("label", "done")


def _wanted_widths(names: Sequence[str], cells: Sequence[Sequence[str]]) -> list[int]:
    return [
        max(cell_len(_HEADINGS.get(name, "")), *(cell_len(row[i]) for row in cells))
        for i, name in enumerate(names)
    ]


def _fitting_widths(names: Sequence[str], wanted: Sequence[int], width: int) -> list[int]:
    """The widths that fit: the words give way to the numbers, down to _LEAST_WORDS."""
    widths = list(wanted)
    excess = sum(widths) + 2 * (len(widths) - 1) - width
    for name in _WORDS:
        if name in names and excess > 0:
            i = names.index(name)
            given = min(excess, max(0, widths[i] - _LEAST_WORDS))
            widths[i] -= given
            excess -= given
    return widths


def _row(
    status: PhaseStatus,
    width: int,
) -> _Row:
    phase = status.phase
    if not status.steps:
        dash = get_signs().dash
        open_words = "open" if width < _BAR_AND_TITLE else "open-ended"
        bar_words = open_words if phase.open_ended else dash
        done_words = open_words if width < _BAR and phase.open_ended else dash
        return _Row(phase.label, phase.title, bar_words, done_words, dash, dash)
    return _numbers(status, (phase.label, phase.title), width)


def _numbers(
    status: PhaseStatus | PathStatus,
    names: tuple[str, str],
    width: int,
) -> _Row:
    dash = get_signs().dash
    counting = status.total - status.skipped
    left = status.remaining
    complete = status.done == counting
    return _Row(
        label=names[0],
        title=names[1],
        bar=draw_bar(status.done, counting, width=12 if width >= _BAR_AND_TITLE else 8),
        done=f"{status.done}/{counting}",
        spent=minutes_short(status.minutes_spent) if status.minutes_spent else dash,
        left=dash if complete else range_short(left.low_minutes, left.high_minutes),
    )


def _heading(
    status: PathStatus,
) -> Text:
    heading = to_text(status.path.title, "bold")
    if status.percent is not None:
        heading.append(f" {get_signs().dash} {status.percent} % done", "not bold")
    return heading


def _facts(status: PathStatus, width: int, *, estimates: bool) -> list[str]:
    lines: list[str] = []
    if status.complete:
        lines.append("Nothing is left to do." if status.total else "It has no steps of its own.")
    elif estimates and width < _BAR:
        lines.append(f"To go: {format_remaining(status.remaining)}.")
    if estimates and status.path.estimate is not None:
        stated = format_estimate(status.path.estimate)
        span = f", {replace_controls(status.path.span)}" if status.path.span else ""
        lines.append(f"The whole path: {stated}{span}.")
    if status.skipped:
        numbers = [step.step.number for step in status.steps if step.entry.state == "skipped"]
        named = ", ".join(numbers[:MOST_NAMED]) + (" ..." if len(numbers) > MOST_NAMED else "")
        lines.append(f"Skipped, and so not counted: {named}.")
    return lines


def _deferred(works: Sequence[Deferred], *, show_all: bool) -> list[RenderableType]:
    if not show_all:
        return [
            to_text(
                f"Left for later: {format_count(len(works), 'work')} (--all shows them).", "dim"
            )
        ]
    return [_BLANK, to_text("Left for later", "bold"), *render_deferred(works)]


def render_deferred(works: Sequence[Deferred]) -> list[RenderableType]:
    """Return the works to leave for later: what, by whom, where, why, and when to come back."""
    parts: list[RenderableType] = []
    for work in works:
        parts += [_BLANK, to_text(work.title)]
        by = ", ".join(
            part for part in (format_creators(work.creators), str(work.year or "")) if part
        )
        if by:
            parts.append(to_text(by, "dim"))
        if work.url is not None:
            parts.append(to_text(work.url, "cyan"))
        parts.append(to_text(f"Why later: {work.reason}"))
        if work.revisit is not None:
            parts.append(to_text(f"Come back: {work.revisit}"))
    return parts
