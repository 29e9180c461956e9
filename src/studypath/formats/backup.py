"""Convert backups to JSON objects and plain records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from studypath.core.backup import Amount, ComparedBackup, list_steps_of
from studypath.core.progress import Session, Timer
from studypath.core.undo import ABSENT, Change
from studypath.formats.json import FORMAT, time_to_json
from studypath.formats.records import Rows

Object = dict[str, Any]


def backups_to_json(backups: Iterable[ComparedBackup]) -> Object:
    """Return the backups with what each holds, brings back and removes."""
    return {"format": FORMAT, "backups": [_backup_to_json(each) for each in backups]}


def backups_to_plain(backups: Iterable[ComparedBackup]) -> Rows:
    """Return a record per backup."""
    return [
        (
            each.backup.number,
            time_to_json(each.backup.replaced),
            *_list_amount(each, each.holds),
            *_list_amount(each, each.brings_back),
            *_list_amount(each, each.removes),
            each.backup.file,
        )
        for each in backups
    ]


def backup_to_json(compared: ComparedBackup) -> Object:
    """Return a backup and its steps."""
    progress = compared.backup.progress
    steps = [
        {
            "path": path,
            "step": step,
            "state": entry.state,
            "started": time_to_json(entry.started),
            "finished": time_to_json(entry.finished),
            "minutes_spent": entry.minutes_spent,
            "note": entry.note,
        }
        for (path, step), entry in (list_steps_of(progress) if progress is not None else ())
    ]
    return {"format": FORMAT, "backup": _backup_to_json(compared), "steps": steps}


def difference_to_json(compared: ComparedBackup, changes: Sequence[Change]) -> Object:
    """Return a backup and the keys of the progress file that restoring it would change."""
    rows = [
        {
            "key": list(change.key),
            "before": _value_to_json(change.before),
            "after": _value_to_json(change.after),
        }
        for change in changes
    ]
    return {"format": FORMAT, "backup": _backup_to_json(compared), "changes": rows}


def _backup_to_json(compared: ComparedBackup) -> Object:
    backup = compared.backup
    has_content = backup.progress is not None
    return {
        "number": backup.number,
        "name": backup.name,
        "file": backup.file,
        "replaced": time_to_json(backup.replaced),
        "fault": backup.fault,
        "holds": _amount_to_json(compared.holds) if has_content else None,
        "brings_back": _amount_to_json(compared.brings_back) if has_content else None,
        "removes": _amount_to_json(compared.removes) if has_content else None,
    }


def _amount_to_json(amount: Amount) -> Object:
    return {"steps": amount.steps, "minutes": amount.minutes, "other_steps": amount.others}


def _list_amount(compared: ComparedBackup, amount: Amount) -> tuple[int | None, int | None]:
    return (amount.steps, amount.minutes) if compared.backup.progress is not None else (None, None)


def _value_to_json(value: object) -> object:
    if value is ABSENT:
        return None
    if isinstance(value, datetime):
        return time_to_json(value)
    if isinstance(value, Session | Timer):
        value = value._asdict()
    if isinstance(value, list | tuple):
        return [_value_to_json(each) for each in value]
    if isinstance(value, Mapping):
        return {name: _value_to_json(each) for name, each in value.items()}
    return value if isinstance(value, str | int | float) else str(value)
