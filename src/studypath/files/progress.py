"""`progress.toml` (`format = 1`): from bytes to progress and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from studypath.core.instants import to_stored_time
from studypath.core.progress import Entry, Progress, Timer
from studypath.core.undo import is_same_value
from studypath.files.tables import (
    ENTRY_KEYS,
    entry_from_table,
    entry_to_table,
    timer_from_table,
    timer_to_table,
)
from studypath.files.toml import PROGRESS_LIMIT_BYTES, Located, read_toml

if TYPE_CHECKING:
    from studypath.core.curriculum import StepKey

FORMAT = 1
TOP_KEYS = ("format", "active", "switched", "timer", "paths")
_ENTRY_KEYS = frozenset(ENTRY_KEYS)
_TIME_KEYS = ("started", "finished", "updated", "paused")

_HEAD = (
    "# studypath keeps your progress here. Edit it as you like; comments are lost when the\n"
    "# program saves, so put remarks into a step's note. Steps: {steps}, sessions: {sessions}.\n"
)
_COUNTS = re.compile(rb"Steps: (\d{1,9}), sessions: (\d{1,9})\.")
_COUNTS_WITHIN = 400


class ParsedProgress(NamedTuple):
    """The progress of a file, and warnings about the file."""

    progress: Progress
    warnings: tuple[str, ...]


def parse_progress(content: bytes, file: str) -> ParsedProgress:
    """Return the progress of a file; unknown keys and steps are part of it.

    Raises UnusableFile with file, line and key if the file is not TOML, has a value of the wrong
    type, or a newer `format`.
    """
    return parse_located_progress(read_toml(content, file, PROGRESS_LIMIT_BYTES), content, file)


def parse_located_progress(located: Located, content: bytes, file: str) -> ParsedProgress:
    """Return what `parse_progress` does for content that was read as TOML."""
    from studypath.files.faults import FaultList, add_errors, build_unusable_file
    from studypath.files.progress_model import find_progress_faults

    _refuse_newer(located, file)
    wrong = find_progress_faults(located.data)
    if wrong is not None:
        faults = FaultList(located, file)
        add_errors(faults, *wrong)
        raise build_unusable_file(faults)
    progress = _build_progress(located.data)
    return ParsedProgress(progress, _list_warnings(content, progress, file))


def progress_to_tables(progress: Progress) -> dict[str, Any]:
    """Return the tables of a progress file: one per step, sorted by path and step."""
    data: dict[str, Any] = {"format": FORMAT}
    if progress.active is not None:
        data["active"] = progress.active
    if progress.switched is not None:
        data["switched"] = progress.switched
    data.update(progress.extra)
    if progress.timer is not None:
        data["timer"] = timer_to_table(progress.timer)
    paths: dict[str, dict[str, object]] = {}
    for path_id, extra in sorted(progress.path_extra.items()):
        paths[path_id] = dict(extra)
    for (path_id, step_id), entry in sorted(progress.entries.items()):
        paths.setdefault(path_id, {})[step_id] = entry_to_table(entry)
    if paths:
        data["paths"] = paths
    return data


def format_tables(data: Mapping[str, Any]) -> bytes:
    """Return the bytes of a progress file with these tables."""
    import tomli_w

    top = {key: value for key, value in data.items() if key != "paths"}
    parts = [_with_t(tomli_w.dumps(top))]
    steps = sessions = 0
    for path, tables in sorted(data.get("paths", {}).items()):
        entries = {step: table for step, table in tables.items() if isinstance(table, dict)}
        extra = {key: value for key, value in tables.items() if key not in entries}
        if extra or not entries:
            parts.append("\n" + tomli_w.dumps({"paths": {path: extra}}))
        parts += [_format_entry(path, step, table) for step, table in entries.items()]
        steps += len(entries)
        sessions += sum(len(table.get("sessions", ())) for table in entries.values())
    return "".join((_HEAD.format(steps=steps, sessions=sessions), *parts)).encode()


def check_round_trip(content: bytes, data: Mapping[str, Any]) -> None:
    """Raise ValueError unless the bytes, parsed again, give exactly these tables."""
    import tomli

    parsed = tomli.loads(content.decode())
    # The first comparison is quick; only the second one knows that nan is nan.
    if parsed != data and not is_same_value(parsed, data):
        msg = "the text made from the progress does not read back as the same progress"
        raise ValueError(msg)


def _format_entry(path: str, step: str, table: Mapping[str, Any]) -> str:
    """Return the text of one step, as tomli-w writes it.

    Known keys are written here: every save writes all entries, and tomli-w costs 20 times as much.
    """
    import tomli_w

    names = f"{path}{step}".replace("-", "").replace("_", "")
    is_bare = path and step and names.isascii() and names.isalnum()
    if not is_bare or not table.keys() <= _ENTRY_KEYS:
        return "\n" + _with_t(tomli_w.dumps({"paths": {path: {step: table}}}))
    lines = [f"\n[paths.{path}.{step}]\n"]
    for key, value in table.items():
        if key == "sessions":
            lines += ["sessions = [\n", *[f'    "{line}",\n' for line in value], "]\n"]
        elif key == "parts_done":
            lines += ["parts_done = [\n", *[f"    {number},\n" for number in value], "]\n"]
        elif isinstance(value, datetime):
            lines.append(f"{key} = {value.isoformat()}\n")
        elif value.isprintable() and '"' not in value and "\\" not in value:
            lines.append(f'{key} = "{value}"\n')
        else:
            lines.append(tomli_w.dumps({key: value}))
    return "".join(lines)


def _with_t(text: str) -> str:
    """Write known times with a T between date and time; tomli-w writes a space."""
    return re.sub(r"(?m)^(\w+ = \d{4}-\d\d-\d\d) (?=\d\d:)", r"\1T", text)


def _refuse_newer(located: Located, file: str) -> None:
    version = located.data.get("format", FORMAT)
    if type(version) is int and version > FORMAT:
        from studypath.files.faults import FaultList, build_unusable_file

        faults = FaultList(located, file)
        faults.add(("format",), f"is {version}; this program reads {FORMAT}")
        raise build_unusable_file(
            faults,
            "It was written by a newer studypath; update the program. Nothing was changed.",
        )


def _build_progress(data: Mapping[str, Any]) -> Progress:
    entries: dict[StepKey, Entry] = {}
    path_extra: dict[str, dict[str, object]] = {}
    for path_id, steps in data.get("paths", {}).items():
        for step_id, table in steps.items():
            if isinstance(table, dict):
                entries[(path_id, step_id)] = entry_from_table(_with_stored_times(table))
            else:
                path_extra.setdefault(path_id, {})[step_id] = table
        if not steps:
            path_extra[path_id] = {}
    timer, switched = data.get("timer"), data.get("switched")
    return Progress(
        active=data.get("active"),
        switched=to_stored_time(switched) if switched is not None else None,
        entries=entries,
        timer=_build_timer(timer) if timer is not None else None,
        extra={key: value for key, value in data.items() if key not in TOP_KEYS},
        path_extra=path_extra,
    )


def _build_timer(table: Mapping[str, Any]) -> Timer:
    former = table.get("former")
    nested = {} if former is None else {"former": _with_stored_times(former)}
    return timer_from_table({**_with_stored_times(table), **nested})


def _with_stored_times(table: Mapping[str, object]) -> dict[str, object]:
    """Return the table with known times as this program stores them; TOML has no odd offsets."""
    return {
        key: to_stored_time(value) if key in _TIME_KEYS and isinstance(value, datetime) else value
        for key, value in table.items()
    }


def _list_warnings(content: bytes, progress: Progress, file: str) -> tuple[str, ...]:
    """Warn about a file that holds less than the program saved: it may have been cut off."""
    counts = _COUNTS.search(content[:_COUNTS_WITHIN])
    if counts is None:
        return ()
    steps = len(progress.entries)
    sessions = sum(len(entry.sessions) for entry in progress.entries.values())
    saved_steps, saved_sessions = int(counts[1]), int(counts[2])
    if steps >= saved_steps and sessions >= saved_sessions:
        return ()
    warning = (
        f"{file} holds {steps} steps and {sessions} sessions; the last save held {saved_steps} "
        f"and {saved_sessions}. If you did not remove them by hand: studypath backup list"
    )
    return (warning,)
