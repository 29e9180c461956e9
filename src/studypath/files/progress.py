"""The shape of `progress.toml` (`format = 1`): from its text to progress, and back."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from studypath.core.progress import Entry, Progress
from studypath.core.tables import (
    entry_from_table,
    entry_to_table,
    timer_from_table,
    timer_to_table,
    to_stored_time,
)
from studypath.files.toml import PROGRESS_LIMIT_BYTES, Located, read_toml

if TYPE_CHECKING:
    from studypath.core.curriculum import StepKey

FORMAT = 1
TOP_KEYS = ("format", "active", "switched", "timer", "paths")

_HEAD = (
    "# studypath keeps your progress here. Edit it as you like; comments are lost when the\n"
    "# program saves, so put remarks into a step's note. Steps: {steps}, sessions: {sessions}.\n"
)
_MARK = re.compile(rb"Steps: (\d{1,9}), sessions: (\d{1,9})\.")
_MARK_WITHIN = 400


class ParsedProgress(NamedTuple):
    """What a progress file says, and what its owner should hear of it."""

    progress: Progress
    warnings: tuple[str, ...]


def parse_progress(content: bytes, file: str) -> ParsedProgress:
    """Return the progress of a file; unknown keys and steps are kept as they are.

    Raises UnusableFile with file, line and key: not TOML, a wrong type, a newer `format`.
    """
    from studypath.files.faults import build_unusable_file, list_faults
    from studypath.files.progress_model import find_progress_faults

    located = read_toml(content, file, PROGRESS_LIMIT_BYTES)
    data = located.data
    _refuse_newer(located, file)
    wrong = find_progress_faults(data)
    if wrong is not None:
        raise build_unusable_file(
            list_faults(wrong[0], located, file, wrong[1]),
            "Nothing was changed. Mend the file by hand, or take a version from the backups.",
        )
    progress = _progress(data)
    return ParsedProgress(progress, _warnings(content, progress, file))


def progress_to_tables(progress: Progress) -> dict[str, object]:
    """Return the progress as the tables of its file: one table a step, sorted by path and id."""
    data: dict[str, object] = {"format": FORMAT}
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


def format_progress(
    progress: Progress, known: Mapping[StepKey, tuple[Entry, str]]
) -> FormattedProgress:
    """Return the text of a progress file, entry by entry.

    `known` holds texts made before: an entry that is still the same object is not written anew,
    so that a change costs what it changes and not what there is.
    """
    import tomli_w

    top = progress_to_tables(
        Progress(progress.active, progress.switched, {}, progress.timer, progress.extra)
    )
    sessions = sum(len(entry.sessions) for entry in progress.entries.values())
    parts = [
        _HEAD.format(steps=len(progress.entries), sessions=sessions),
        _with_t(tomli_w.dumps(top)),
    ]
    texts: dict[StepKey, tuple[Entry, str]] = {}
    kept: list[StepKey] = []
    loose = dict(sorted(progress.path_extra.items()))
    for key, entry in sorted(progress.entries.items()):
        if key[0] in loose:
            parts.append("\n" + tomli_w.dumps({"paths": {key[0]: loose.pop(key[0])}}))
        before = known.get(key)
        if before is not None and before[0] is entry:
            text = before[1]
            kept.append(key)
        else:
            text = _with_t(
                "\n" + tomli_w.dumps({"paths": {key[0]: {key[1]: entry_to_table(entry)}}})
            )
        texts[key] = (entry, text)
        parts.append(text)
    parts.extend("\n" + tomli_w.dumps({"paths": {path: extra}}) for path, extra in loose.items())
    return FormattedProgress("".join(parts).encode(), texts, frozenset(kept))


def _with_t(text: str) -> str:
    """Write known times with a T between date and time; tomli-w writes a blank."""
    return re.sub(r"(?m)^(\w+ = \d{4}-\d\d-\d\d) (?=\d\d:)", r"\1T", text)


class FormattedProgress(NamedTuple):
    """The bytes of a progress file, and the text of each entry for the next time.

    `kept` names the entries whose text was taken over as it was.
    """

    content: bytes
    texts: Mapping[StepKey, tuple[Entry, str]]
    kept: frozenset[StepKey] = frozenset()


def _refuse_newer(located: Located, file: str) -> None:
    version = located.data.get("format", FORMAT)
    if type(version) is int and version > FORMAT:
        from studypath.files.faults import build_fault, build_unusable_file

        raise build_unusable_file(
            [build_fault(located, file, ("format",), f"is {version}; this program reads {FORMAT}")],
            "It was written by a newer studypath; update the program. Nothing was changed.",
        )


def _progress(data: Mapping[str, object]) -> Progress:
    entries: dict[StepKey, Entry] = {}
    loose: dict[str, dict[str, object]] = {}
    paths = data.get("paths", {})
    for path_id, steps in paths.items():  # type: ignore[attr-defined]  # checked: a table
        for step_id, table in steps.items():
            if isinstance(table, dict):
                entries[(path_id, step_id)] = entry_from_table(_with_stored_times(table))
            else:
                loose.setdefault(path_id, {})[step_id] = table
        if not steps:
            loose[path_id] = {}
    timer = data.get("timer")
    switched = data.get("switched")
    return Progress(
        active=data.get("active"),  # type: ignore[arg-type]  # checked: text
        switched=to_stored_time(switched) if isinstance(switched, datetime) else None,
        entries=entries,
        timer=timer_from_table(_with_stored_times(timer)) if isinstance(timer, dict) else None,
        extra={key: value for key, value in data.items() if key not in TOP_KEYS},
        path_extra=loose,
    )


def _with_stored_times(table: dict[str, object]) -> dict[str, object]:
    """Known times as this program stores them: tomli-w would write others unreadably."""
    known = ("started", "finished", "updated", "paused")
    return {
        key: to_stored_time(value) if key in known and isinstance(value, datetime) else value
        for key, value in table.items()
    }


def _warnings(content: bytes, progress: Progress, file: str) -> tuple[str, ...]:
    """A file that holds less than the program last wrote may have been cut off."""
    mark = _MARK.search(content[:_MARK_WITHIN])
    if mark is None:
        return ()
    steps = len(progress.entries)
    sessions = sum(len(entry.sessions) for entry in progress.entries.values())
    said_steps, said_sessions = int(mark[1]), int(mark[2])
    if steps >= said_steps and sessions >= said_sessions:
        return ()
    warning = (
        f"{file} holds {steps} steps and {sessions} sessions; when it was saved it held "
        f"{said_steps} and {said_sessions}. If you did not remove them by hand, look into backups."
    )
    return (warning,)


def check_round_trip(content: bytes, progress: Progress, kept: Collection[StepKey] = ()) -> None:
    """Raise ValueError unless the bytes, parsed back, say exactly this progress.

    `kept` names the entries whose text stands in the file already and was checked when it was
    made: of those it is compared that they are there, their state and how many sessions they have.
    """
    import tomli

    data = tomli.loads(content.decode())
    paths = data.get("paths", {})
    as_kept = all(_taken_out(paths, key, progress.entries[key]) for key in kept)
    rest = {key: entry for key, entry in progress.entries.items() if key not in kept}
    wanted = progress_to_tables(progress._replace(entries=rest))
    said = {path: steps for path, steps in paths.items() if steps or path in progress.path_extra}
    data = {key: value for key, value in data.items() if key != "paths"}
    if not as_kept or not _same(data | ({"paths": said} if said else {}), wanted):
        msg = "the text that was made of the progress does not say the same"
        raise ValueError(msg)


def _taken_out(paths: dict[str, dict[str, Any]], key: StepKey, entry: Entry) -> bool:
    """Whether the table of a step says its state and number of sessions; it is taken out."""
    table = paths.get(key[0], {}).pop(key[1], {})
    sessions = table.get("sessions", ())
    return table.get("state") == entry.state and len(sessions) == len(entry.sessions)


def _same(one: object, other: object) -> bool:
    """Whether two values of a TOML file are equal; not a number is itself, unlike in Python."""
    if isinstance(one, dict) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    return one == other or (one != one and other != other)  # noqa: PLR0124
