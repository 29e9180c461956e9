"""Say what a file is that holds no progress, and what to do with it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from studypath.core.errors import Fault, UnusableFile
from studypath.core.settings import SETTINGS
from studypath.files.tables import ENTRY_KEYS

_BEGINNING = 4096
_NO_PROGRESS = "holds no progress of studypath"
_EXPORT = "Export progress with: studypath export -o FILE.json"
_SECRET = {"key", "secret"}

# How files of other kinds begin.
_BINARY = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"%PDF-", "a PDF document"),
    (b"SQLite format 3\0", "an SQLite database"),
)
_TEXT = (
    (r"\s*<", "HTML or XML"),
    (r"BEGIN:VCALENDAR", "a calendar"),
    (r"#separator:", "an Anki export"),
    (r"\W{0,2}path\W{1,3}phase\W{1,3}number\W", "a CSV export, which is not complete"),
    (r"\s*@\w+\s*\{", "BibTeX"),
    (r"\s*\{\"id\".*\"actor\"", "xAPI statements"),
    (r"(?s).*^\s*[-*] \[[ x]\] ", "a Markdown task list"),
)


def has_progress(data: Mapping[str, object], content: bytes) -> bool:
    """Return whether TOML is a progress file: by its head, its keys, or an entry of a step."""
    if content.startswith((b"# studypath keeps your progress", b"\xef\xbb\xbf# studypath keeps")):
        return True
    if data.keys() & {"active", "timer"} or data.keys() == {"format"}:
        return True
    paths = data.get("paths")
    return isinstance(paths, dict) and ("format" in data or any(map(_has_entry, paths.values())))


def _has_entry(steps: object) -> bool:
    tables = steps.values() if isinstance(steps, dict) else ()
    return any(isinstance(table, dict) and table.keys() & set(ENTRY_KEYS) for table in tables)


def describe_toml(data: Mapping[str, object], file: str) -> UnusableFile:
    """Return the error for TOML that is no progress file."""
    if not data:
        return _build(file, "is empty", _EXPORT)
    path = data.get("path")
    if isinstance(path, list) and all(isinstance(each, dict) for each in path):
        return _build(
            file,
            f"is a file of paths and {_NO_PROGRESS}",
            "Install it with: studypath path add FILE",
        )
    if data.keys() & SETTINGS.keys():
        advice = "Set one with: studypath config KEY VALUE"
        return _build(file, f"is a file of settings and {_NO_PROGRESS}", advice)
    if data.keys() >= _SECRET:
        return _build(file, f"holds the key of a store and {_NO_PROGRESS}", "")
    return _build(file, f"is TOML, but {_NO_PROGRESS}", _EXPORT)


def describe_unknown(file: str) -> UnusableFile:
    """Return the error for a file that was not read because no line in it can be of progress."""
    return _build(file, _NO_PROGRESS, _EXPORT)


def describe_json(document: object, file: str) -> UnusableFile:
    """Return the error for JSON that is no export."""
    keys = document.keys() if isinstance(document, dict) else set()
    if keys >= {"journal", "checksum"}:
        return _build(file, "is the undo journal", "Revert a command with: studypath undo")
    if keys == {"format", "events"}:
        return _build(file, f"is the record of exported calendars and {_NO_PROGRESS}", _EXPORT)
    if keys == {"format", "notes"}:
        return _build(file, f"is the record of an Obsidian export and {_NO_PROGRESS}", _EXPORT)
    if "format" in keys and keys & {"path", "paths", "step", "steps", "sessions", "learners"}:
        return _build(file, "is the JSON of another command than export", _EXPORT)
    if isinstance(document, list) and all(isinstance(each, dict) for each in document):
        return _build(file, f"is a list, such as CSL JSON, and {_NO_PROGRESS}", _EXPORT)
    return _build(file, f"is JSON, but {_NO_PROGRESS}", _EXPORT)


def describe_text(content: bytes, file: str) -> UnusableFile | None:
    """Return the error for a file that is neither TOML nor JSON, None if its kind is unknown."""
    for mark, kind in _BINARY:
        if content.startswith(mark):
            return _build(file, f"is {kind}", _EXPORT)
    beginning = content[:_BEGINNING]
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    if not beginning.strip():
        return _build(file, "is empty", _EXPORT)
    # In UTF-16 every other byte is zero; the reader of TOML names that fault.
    is_wide = len(beginning) // 3 < beginning.count(0) < 2 * len(beginning) // 3
    if not is_wide and _count_controls(beginning) * 20 > len(beginning):
        return _build(file, "is a binary file, not text", _EXPORT)
    text = beginning.decode("utf-8", "replace").removeprefix("\ufeff")
    for pattern, kind in _TEXT:
        if re.match(pattern, text, re.MULTILINE | re.IGNORECASE):
            return _build(file, f"is {kind}, and {_NO_PROGRESS}", _EXPORT)
    return None


def _count_controls(beginning: bytes) -> int:
    return sum(byte < ord("\t") or ord("\r") < byte < ord(" ") for byte in beginning)


def _build(file: str, message: str, advice: str) -> UnusableFile:
    return UnusableFile((Fault(file, None, "", message),), advice=advice)
