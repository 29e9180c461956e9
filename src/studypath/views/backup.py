"""Render the backups of the progress file, and format what restoring one does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from studypath.core.backup import Amount, Backup, ComparedBackup, list_steps_of
from studypath.core.durations import format_duration
from studypath.core.instants import to_local
from studypath.core.text import replace_controls
from studypath.core.undo import Change
from studypath.views.field_changes import format_field_changes
from studypath.views.wording import DASH, MARKS, format_count

if TYPE_CHECKING:
    from rich.console import RenderableType


OTHER_STEPS = "Other steps differ in state or note. To see them: studypath backup diff N"


def render_backups(backups: Sequence[ComparedBackup], tz: tzinfo) -> RenderableType:
    """Return a line per backup: what it holds, and what restoring it would do."""
    from rich.console import Group

    from studypath.views.layout import ACCENT, BLANK, Column, Fitted, align, to_text

    if not backups:
        return to_text("No backups yet. Each command that changes your progress keeps one.")
    columns = (
        Column(ACCENT, "backup", right=True),
        Column("", "until"),
        Column("", "done", right=True, drop=2),
        Column("", "time", right=True, drop=1),
        Column("bold", "brings back"),
        Column("dim", "removes"),
    )
    rows = [_list_cells(each, tz) for each in backups]
    table = Fitted(lambda width: align(rows, columns, width))
    others = any(each.brings_back.others or each.removes.others for each in backups)
    return Group(table, BLANK, to_text(OTHER_STEPS, "dim")) if others else table


def format_backup(compared: ComparedBackup, tz: tzinfo) -> list[str]:
    """Return what restoring a backup would do, then each of its steps."""
    backup = compared.backup
    lines = format_summary(compared, tz)
    if backup.progress is None:
        return lines
    lines.append("")
    for (path, step), entry in list_steps_of(backup.progress):
        at = entry.finished or entry.started
        day = f"{to_local(at, tz).date()}" if at is not None else " " * 10
        spent = format_duration(entry.minutes_spent) if entry.sessions else DASH
        mark = MARKS.get(entry.state, "?")
        lines.append(f"{mark} {day} {spent:>6}  {replace_controls(f'{path}/{step}')}")
    return lines


def format_difference(
    compared: ComparedBackup, changes: Sequence[Change], active: str, tz: tzinfo
) -> list[str]:
    """Return what restoring a backup would do, in sum and change by change."""
    lines = format_field_changes(changes, active, tz, most=1000)
    return [*format_summary(compared, tz), "", *(lines or ["no difference"])]


def format_summary(compared: ComparedBackup, tz: tzinfo) -> list[str]:
    """Return which backup it is, what it holds, and what restoring it would do."""
    backup = compared.backup
    head = format_backup_name(backup, tz)
    if backup.fault is not None:
        return [f"{head}: cannot be used", replace_controls(backup.fault)]
    return [
        f"{head}: {format_held(compared.holds)}",
        f"brings back  {format_amount(compared.brings_back)}",
        f"removes      {format_amount(compared.removes)}",
    ]


def format_restored(
    compared: ComparedBackup,
    tz: tzinfo,
    *,
    changed: bool,
    replaced_version: str | None,
    unreadable: str | None,
    last_command: tuple[str, bool] | None = None,
) -> list[str]:
    """Return what was restored, and where the replaced version is.

    `last_command` holds the words of the command that was saved after the backup of a lost file,
    and whether it was repeated.
    """
    name = format_backup_name(compared.backup, tz)
    if not changed:
        return [f"no change  {name} is what the progress file holds"]
    lines = [
        f"restored  {name}",
        f"brought back  {format_amount(compared.brings_back)}",
        f"removed       {format_amount(compared.removes)}",
    ]
    if last_command is not None:
        words, is_repeated = last_command
        verb = "repeated" if is_repeated else "this backup is from before"
        lines.append(f"{verb}: studypath {replace_controls(words)}")
    if unreadable is not None:
        return [*lines, f"the unreadable file is kept as {replace_controls(unreadable)}"]
    if replaced_version is not None:
        lines.append(f"the replaced version is kept as {replace_controls(replaced_version)}")
    return [*lines, "to go back: studypath undo"]


def format_backup_name(backup: Backup, tz: tzinfo) -> str:
    """Return the number and the time of a backup: `backup 12 (until 2026-11-21 18:40)`."""
    number = replace_controls(backup.name) if backup.number is None else str(backup.number)
    return f"backup {number} (until {to_local(backup.replaced, tz):%Y-%m-%d %H:%M})"


def format_held(amount: Amount) -> str:
    """Return what a backup holds: `2 finished steps, 1h30m, 1 unfinished step`."""
    parts = _list_parts(amount)
    if amount.others:
        parts.append(format_count(amount.others, "unfinished step"))
    return ", ".join(parts) or "nothing"


def format_amount(amount: Amount) -> str:
    """Return what restoring does: `2 finished steps, 1h30m, state or note of 1 other step`."""
    parts = _list_parts(amount)
    if amount.others:
        parts.append(f"state or note of {format_count(amount.others, 'other step')}")
    return ", ".join(parts) or "nothing"


def _list_parts(amount: Amount) -> list[str]:
    parts = [format_count(amount.steps, "finished step")] if amount.steps else []
    return [*parts, format_duration(amount.minutes)] if amount.minutes else parts


def _list_cells(each: ComparedBackup, tz: tzinfo) -> tuple[str, ...]:
    backup = each.backup
    number = DASH if backup.number is None else str(backup.number)
    until = f"{to_local(backup.replaced, tz):%Y-%m-%d %H:%M}"
    if backup.progress is None:
        return number, until, "", "", "cannot be used", ""
    return (
        number,
        until,
        str(each.holds.steps),
        format_duration(each.holds.minutes),
        _format_short(each.brings_back),
        _format_short(each.removes),
    )


def _format_short(amount: Amount) -> str:
    parts: list[str] = []
    if amount.steps:
        parts.append(f"{amount.steps} done")
    if amount.minutes:
        parts.append(format_duration(amount.minutes))
    if amount.others:
        parts.append(format_count(amount.others, "other step"))
    return ", ".join(parts) or DASH
