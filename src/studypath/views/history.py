"""What was studied when, for a person: a row and a bar per day, week or step, then sums."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.text import Text

from studypath.core.history import DAY, WEEK, History
from studypath.core.history import Group as SittingsTogether
from studypath.core.text import replace_controls
from studypath.views.dates import WEEKDAYS, format_short_day, format_week
from studypath.views.forecast import format_hours
from studypath.views.layout import Fitted, Line, Lines, shorten, to_text
from studypath.views.wording import format_count, get_signs, minutes_short, minutes_words

_LONGEST_BAR = 40
_SHORTEST_BAR = 6
_WIDTH_WITH_COUNTS = 48
_LONGEST_TITLE = 44
_WIDTH_WITH_WEEK_OF = 38
_LEAST_HOURS_APART = 0.1
_BLANK = Text("")


def render_history(
    history: History,
) -> RenderableType:
    """Return a row with a bar for each day, week or step, then the sums in plain sentences."""

    def make(width: int) -> RenderableType:
        heading = "All paths" if history.path is None else history.path.title
        if not history.sessions:
            since = f" since {history.since}" if history.since else ""
            return Group(to_text(heading, "bold"), to_text(f"No sittings{since}."))
        return Group(
            to_text(heading, "bold"),
            _BLANK,
            _rows(history, width),
            _BLANK,
            *(to_text(line) for line in format_sums(history)),
        )

    return Fitted(make)


def format_sums(
    history: History,
) -> list[str]:
    """Return what the sittings come to: in all, a week, and at which hour of the day most."""
    sittings = format_count(len(history.sessions), "sitting")
    lines = [f"{sittings}, {minutes_words(history.minutes)} in all."]
    if history.hours_per_week is not None:
        line = f"{format_hours(history.hours_per_week)} a week"
        recent = history.recent_hours_per_week
        if recent is not None and abs(recent - history.hours_per_week) >= _LEAST_HOURS_APART:
            line += f"; {format_hours(recent)} in the last eight weeks"
        lines.append(f"{line}.")
    if history.busiest_hour is not None:
        hour = history.busiest_hour
        dash = get_signs().dash
        lines.append(f"Most of it between {hour:02}:00{dash}{(hour + 1) % 24:02}:00.")
    return lines


def _rows(
    history: History,
    width: int,
) -> Lines:
    sign = get_signs()
    most = max(group.minutes for group in history.groups)
    labels = [_label(group, history.by, width) for group in history.groups]
    lengths = [minutes_short(group.minutes) for group in history.groups]
    counts = [
        str(group.sessions) if width >= _WIDTH_WITH_COUNTS else "" for group in history.groups
    ]
    length_width, count_width = max(map(len, lengths)), max(map(len, counts))
    fixed = length_width + (count_width + 2 if count_width else 0) + 2
    room = min(max(map(cell_len, labels)), max(4, width - fixed))
    bar_width = min(_LONGEST_BAR, width - fixed - room - 2)
    lines: list[Line] = []
    for label, length, count, group in zip(labels, lengths, counts, history.groups, strict=True):
        shown = set_cell_size(shorten(label, room, sign.cut), room)
        line = [(f"{shown}  ", "cyan"), (length.rjust(length_width), "")]
        if count_width:
            line.append((f"  {count.rjust(count_width)}", "dim"))
        if bar_width >= _SHORTEST_BAR:
            cells = max(1, group.minutes * bar_width // most) if group.minutes else 0
            line.append((f"  {sign.full * cells}", "green"))
        lines.append(line)
    return Lines(lines)


def _label(group: SittingsTogether, by: str, width: int) -> str:
    if group.start is None:
        return shorten(replace_controls(group.title or ""), min(_LONGEST_TITLE, width), "")
    if by == WEEK and width >= _WIDTH_WITH_WEEK_OF:
        return format_week(group.start)
    if by == DAY and width >= _WIDTH_WITH_COUNTS:
        return f"{WEEKDAYS[group.start.weekday()]} {format_short_day(group.start)}"
    return format_short_day(group.start)
