"""What was studied when, for a person: a row and a bar per day, week or step, then sums."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.text import Text

from studypath.core.history import DAY, WEEK, History
from studypath.core.history import Group as SittingsTogether
from studypath.core.text import visible
from studypath.views.dates import WEEKDAYS, short_day, week_words
from studypath.views.forecast import hours_words
from studypath.views.layout import Fitted, Line, Lines, shortened, text
from studypath.views.words import counted, minutes_short, minutes_words, signs

_LONGEST_BAR = 40
_SHORTEST_BAR = 6
_WIDTH_WITH_COUNTS = 48
_LONGEST_TITLE = 44
_WIDTH_WITH_WEEK_OF = 38
_LEAST_HOURS_APART = 0.1
_BLANK = Text("")


def history_view(history: History, *, ascii: bool = False) -> RenderableType:
    """Return a row with a bar for each day, week or step, then the sums in plain sentences."""

    def make(width: int) -> RenderableType:
        heading = "All paths" if history.path is None else history.path.title
        if not history.sessions:
            since = f" since {history.since}" if history.since else ""
            return Group(text(heading, "bold"), text(f"No sittings{since}."))
        return Group(
            text(heading, "bold"),
            _BLANK,
            _rows(history, width, ascii=ascii),
            _BLANK,
            *(text(line) for line in sums(history, ascii=ascii)),
        )

    return Fitted(make)


def sums(history: History, *, ascii: bool = False) -> list[str]:
    """Return what the sittings come to: in all, a week, and at which hour of the day most."""
    sittings = counted(len(history.sessions), "sitting")
    lines = [f"{sittings}, {minutes_words(history.minutes)} in all."]
    if history.hours_per_week is not None:
        line = f"{hours_words(history.hours_per_week)} a week"
        recent = history.recent_hours_per_week
        if recent is not None and abs(recent - history.hours_per_week) >= _LEAST_HOURS_APART:
            line += f"; {hours_words(recent)} in the last eight weeks"
        lines.append(f"{line}.")
    if history.busiest_hour is not None:
        hour = history.busiest_hour
        dash = signs(ascii=ascii).dash
        lines.append(f"Most of it between {hour:02}:00{dash}{(hour + 1) % 24:02}:00.")
    return lines


def _rows(history: History, width: int, *, ascii: bool) -> Lines:
    sign = signs(ascii=ascii)
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
        shown = set_cell_size(shortened(label, room, sign.cut), room)
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
        return shortened(visible(group.title or ""), min(_LONGEST_TITLE, width), "")
    if by == WEEK and width >= _WIDTH_WITH_WEEK_OF:
        return week_words(group.start)
    if by == DAY and width >= _WIDTH_WITH_COUNTS:
        return f"{WEEKDAYS[group.start.weekday()]} {short_day(group.start)}"
    return short_day(group.start)
