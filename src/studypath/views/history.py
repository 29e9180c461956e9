"""Render sessions: a row with a bar per day, week or step, then sums."""

from __future__ import annotations

from rich.console import Group, RenderableType

from studypath.core.durations import format_duration
from studypath.core.history import DAY, History
from studypath.core.history import Group as SessionGroup
from studypath.core.text import replace_controls
from studypath.views.dates import WEEKDAYS, format_short_day
from studypath.views.forecast import format_hours
from studypath.views.layout import (
    ACCENT,
    BLANK,
    Column,
    Fitted,
    Rows,
    align,
    measure,
    shorten,
    to_text,
)
from studypath.views.wording import DASH, FULL, format_count

_LONGEST_BAR, _SHORTEST_BAR = 40, 6
_LONGEST_TITLE = 44
_WIDTH_WITH_COUNTS = 56
_LEAST_HOURS_APART = 0.1


def render_history(history: History) -> RenderableType:
    """Return a row per day, week or step with its time, sessions and a bar, then the sums."""

    def make(width: int) -> RenderableType:
        title = to_text("All paths" if history.path is None else history.path.title, "bold")
        if not history.sessions:
            since = f" since {history.since}" if history.since else ""
            return Group(title, to_text(f"No sessions{since}."))
        sums = [to_text(line) for line in format_sums(history)]
        return Group(title, BLANK, _render_rows(history, width), BLANK, *sums)

    return Fitted(make)


def format_sums(history: History) -> list[str]:
    """Return the total time, the hours per week and the busiest hour of the day."""
    sessions = format_count(len(history.sessions), "session")
    lines = [f"{sessions}, {format_duration(history.minutes)} in total."]
    if history.hours_per_week is not None:
        line = f"{format_hours(history.hours_per_week)} a week"
        recent = history.recent_hours_per_week
        if recent is not None and abs(recent - history.hours_per_week) >= _LEAST_HOURS_APART:
            line += f"; {format_hours(recent)} in the last eight weeks"
        lines.append(f"{line}.")
    if history.busiest_hour is not None:
        hour = history.busiest_hour
        lines.append(f"Busiest hour: {hour:02}:00{DASH}{(hour + 1) % 24:02}:00.")
    return lines


def _render_rows(history: History, width: int) -> Rows:
    columns = (
        Column(ACCENT, history.by, least=8),
        Column("", "time", right=True),
        Column("dim", "sessions", right=True),
        Column(ACCENT),
    )
    rows = [
        (
            _format_label(group, history.by, width),
            format_duration(group.minutes),
            str(group.sessions) if width >= _WIDTH_WITH_COUNTS else "",
            "",
        )
        for group in history.groups
    ]
    taken = sum(size + 2 for size in measure(rows, columns) if size)
    most = max(group.minutes for group in history.groups)
    longest = min(_LONGEST_BAR, width - taken)
    if longest >= _SHORTEST_BAR and most:
        for i, group in enumerate(history.groups):
            cells = max(1, group.minutes * longest // most) if group.minutes else 0
            rows[i] = (*rows[i][:3], FULL * cells)
    return align(rows, columns, width)


def _format_label(group: SessionGroup, by: str, width: int) -> str:
    if group.start is None:
        return shorten(replace_controls(group.title or ""), min(_LONGEST_TITLE, width // 2))
    weekday = f"{WEEKDAYS[group.start.weekday()]} " if by == DAY else ""
    return weekday + format_short_day(group.start)
