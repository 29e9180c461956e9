"""Render sessions: a row with a bar per day, week or step, then sums."""

from __future__ import annotations

from rich.console import Group, RenderableType

from studypath.core.durations import format_duration
from studypath.core.history import DAY, History, SessionOfStep
from studypath.core.history import Group as SessionGroup
from studypath.core.text import replace_controls
from studypath.views.dates import WEEKDAYS, format_short_day
from studypath.views.fields import Hanging
from studypath.views.forecast import format_hours
from studypath.views.layout import (
    ACCENT,
    BLANK,
    LEAST_TITLE,
    LEAST_WIDTH_FOR_COLUMNS,
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

_SESSION_COLUMNS = (
    Column(ACCENT, "no.", right=True),
    Column("", "day"),
    Column("", "time"),
    Column("", "length", right=True),
    Column(ACCENT, "step", fold=True),
    Column("dim", "title", least=LEAST_TITLE, drop=1),
)


def render_history(history: History) -> RenderableType:
    """Return a row per day, week or step with its time, sessions and a bar, then the sums."""

    def make(width: int) -> RenderableType:
        title = to_text("All paths" if history.path is None else history.path.title, "bold")
        if not history.sessions:
            return Group(title, to_text(_format_none(history)))
        sums = [to_text(line) for line in format_sums(history)]
        return Group(title, BLANK, _render_rows(history, width), BLANK, *sums)

    return Fitted(make)


def render_sessions(history: History) -> RenderableType:
    """Return a row per session, oldest first: its number, day, times, length and step."""

    def make(width: int) -> RenderableType:
        title = to_text("All paths" if history.path is None else history.path.title, "bold")
        if not history.sessions:
            return Group(title, to_text(_format_none(history)))
        count = format_count(len(history.sessions), "session")
        total = to_text(f"{count}, {format_duration(history.minutes)} in total.")
        if width < LEAST_WIDTH_FOR_COLUMNS:
            return Group(title, BLANK, *_render_narrow(history), BLANK, total)
        rows = [(*_format_session(each), each.step_id, each.title) for each in history.sessions]
        return Group(title, BLANK, align(rows, _SESSION_COLUMNS, width), BLANK, total)

    return Fitted(make)


def format_sums(history: History) -> list[str]:
    """Return the total time, the hours per week and the busiest hour of the day."""
    sessions = format_count(len(history.sessions), "session")
    lines = [f"{sessions}, {format_duration(history.minutes)} in total."]
    if history.hours_per_week is not None:
        since = format_short_day(history.sessions[0].start.date()).strip()
        line = f"{format_hours(history.hours_per_week)} a week since {since}"
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


def _render_narrow(history: History) -> list[RenderableType]:
    """Return two lines per session: its number, day, times and length, then its step."""
    lines: list[RenderableType] = []
    for each in history.sessions:
        number, *rest = _format_session(each)
        lines.append(Hanging(f"{number:>3}  ", ACCENT, to_text("  ".join(rest))))
        lines.append(Hanging("     ", "", to_text(each.step_id, ACCENT)))
    return lines


def _format_session(session: SessionOfStep) -> tuple[str, str, str, str]:
    """Return the number, the day, the times and the length of a session."""
    day = session.start.date()
    return (
        str(session.number),
        f"{WEEKDAYS[day.weekday()]} {format_short_day(day)}",
        _format_times(session),
        format_duration(session.minutes),
    )


def _format_none(history: History) -> str:
    return f"No sessions{f' since {history.since}' if history.since else ''}."


def _format_times(session: SessionOfStep) -> str:
    """Return from when to when: `19:05–19:55`, `23:50–00:10 +1` past midnight."""
    start, end = session.start, session.end
    days = end.toordinal() - start.toordinal()
    later = f" +{days}" if days > 0 else ""
    return f"{start:%H:%M}{DASH}{end:%H:%M}{later}"


def _format_label(group: SessionGroup, by: str, width: int) -> str:
    if group.start is None:
        return shorten(replace_controls(group.title or ""), min(_LONGEST_TITLE, width // 2))
    weekday = f"{WEEKDAYS[group.start.weekday()]} " if by == DAY else ""
    return weekday + format_short_day(group.start)
