"""Read the progress in a JSON export, as strictly as the progress file itself is read."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

from studypath.core.errors import Fault, UnusableFile
from studypath.core.progress import Progress

FORMAT = 1
LIMIT_BYTES = 32 << 20
"""Twice the export of 10,000 steps with ten years of sessions."""

MOST_VALUES = 1_000_000
"""Python needs up to 150 bytes for each value of a JSON file."""

MOST_VALUES_OF_PROGRESS = 300_000
"""Checking a value as strictly as the progress file takes some microseconds."""

_ENTRY_TIMES = ("started", "finished", "updated")
_TIMER_TIMES = ("started", "paused")
_TYPES: dict[str, Callable[[str], object]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "float": float,
}


def parse_export(content: bytes, file: str) -> Progress:
    """Return the progress in an export; UnusableFile with what the file is if it is none."""
    document = load_document(content, file)
    tables = find_progress_tables(document, file)
    if tables is None:
        from studypath.files.recognition import describe_json

        raise describe_json(document, file)
    _restore_times(tables)
    _restore_types(tables, document.get("types", {}), file)
    return parse_tables(tables, file)


def load_document(content: bytes, file: str) -> Any:  # noqa: ANN401  whatever JSON holds
    """Return the value of a JSON file; UnusableFile if it is not JSON, or too much of it."""
    if sum(map(content.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise _unusable(file, f"holds more than {MOST_VALUES:,} values")
    try:
        return json.loads(
            content.removeprefix(b"\xef\xbb\xbf"),
            parse_float=_parse_float,
            parse_constant=_refuse_constant,
        )
    except RecursionError as error:
        raise _unusable(file, "is nested too deep") from error
    except UnicodeDecodeError as error:
        raise _unusable(file, "is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        from studypath.files.recognition import describe_text

        message = f"is not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        raise describe_text(content, file) or _unusable(file, message) from None
    except ValueError as error:
        raise _unusable(file, "holds a number that is too large or none") from error


def find_progress_tables(document: object, file: str) -> dict[str, Any] | None:
    """Return the tables of the progress file in an export, None if the document is no export.

    Raises UnusableFile for a newer format.
    """
    if not isinstance(document, dict) or not document.keys() & {"progress", "exported"}:
        return None
    version, tables = document.get("format"), document.get("progress")
    if type(version) is int and version > FORMAT:
        message = f"is an export of format {version}; this program reads {FORMAT}"
        raise UnusableFile((Fault(file, None, "format", message),), advice="Update the program.")
    return tables if type(version) is int and isinstance(tables, dict) else None


def parse_tables(tables: Mapping[str, Any], file: str) -> Progress:
    """Return the progress of the tables of a progress file, through the reader of that file."""
    import tomli_w

    from studypath.files.progress import parse_progress

    if _count_values(tables) > MOST_VALUES_OF_PROGRESS:
        raise _unusable(file, f"holds more than {MOST_VALUES_OF_PROGRESS:,} values in its progress")
    try:
        text = tomli_w.dumps(tables).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise _unusable(file, "its progress holds a value that no progress file can") from error
    try:
        return parse_progress(text, file).progress
    except UnusableFile as error:
        # Lines are those of the made text and would lead nowhere.
        faults = tuple(Fault(f.file, None, f.key, f.message) for f in error.faults)
        advice = "" if error.advice.startswith("Nothing was") else error.advice
        raise UnusableFile(faults, error.more, advice) from None


def restore_entry_times(entry: dict[str, Any]) -> None:
    """Turn the texts of an entry's times into times; a text that is none is left as it is."""
    _restore(entry, _ENTRY_TIMES)


def _count_values(value: object) -> int:
    """Return the number of values, counted no further than the limit."""
    count, waiting = 0, [value]
    while waiting and count <= MOST_VALUES_OF_PROGRESS:
        inner = waiting.pop()
        count += 1
        if isinstance(inner, dict):
            waiting += inner.values()
        elif isinstance(inner, list):
            waiting += inner
    return count + len(waiting)


def _restore_times(tables: dict[str, Any]) -> None:
    _restore(tables, ("switched",))
    if isinstance(timer := tables.get("timer"), dict):
        _restore(timer, _TIMER_TIMES)
    paths = tables.get("paths")
    for steps in paths.values() if isinstance(paths, dict) else ():
        for entry in steps.values() if isinstance(steps, dict) else ():
            if isinstance(entry, dict):
                restore_entry_times(entry)


def _restore(table: dict[str, Any], keys: tuple[str, ...]) -> None:
    for key in keys:
        if isinstance(table.get(key), str):
            # The reader names the key of a text that is no time.
            with suppress(ValueError):
                table[key] = datetime.fromisoformat(table[key])


def _restore_types(tables: dict[str, Any], types: object, file: str) -> None:
    """Give each value that JSON holds as text its type in TOML; `types` maps JSON Pointers."""
    try:
        for pointer, name in types.items():  # type: ignore[attr-defined]
            *parents, last = map(_unescape, pointer.split("/")[1:])
            place: Any = tables
            for part in parents:
                place = place[_to_index(place, part)]
            index = _to_index(place, last)
            place[index] = _TYPES[name](place[index])
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise _unusable(file, "its types do not match its progress") from error


def _to_index(place: object, part: str) -> Any:  # noqa: ANN401  a key or a position
    return int(part) if isinstance(place, list) else part


def _unescape(part: str) -> str:
    return part.replace("~1", "/").replace("~0", "~")


def _parse_float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _unusable(file: str, message: str) -> UnusableFile:
    return UnusableFile((Fault(file, None, "", message),))
