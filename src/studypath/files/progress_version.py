"""Read another version of the user's progress: a progress file or a JSON export."""

from __future__ import annotations

import re

from studypath.core.errors import UnusableFile
from studypath.core.progress import Progress

_LARGE_BYTES = 1 << 20
_PATHS = rb"(?m)^[ \t]*(?:\[[ \t]*['\"]?paths\b|['\"]?paths\b['\"]?[ \t]*[.=])"


def parse_progress_version(content: bytes, file: str) -> Progress:
    """Return the progress in a file; no other TOML or JSON is taken for progress.

    Raises UnusableFile with what the file is, or with its faults.
    """
    from studypath.files.export_file import parse_export

    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"{":
        return parse_export(content, file)
    try:
        return _parse_toml(content, file)
    except UnusableFile:
        if start == b"[":
            # TOML may begin with a bracket as well.
            _refuse_json(content, file)
        raise


def _parse_toml(content: bytes, file: str) -> Progress:
    from studypath.files.progress import parse_located_progress
    from studypath.files.recognition import (
        describe_text,
        describe_toml,
        describe_unknown,
        has_progress,
    )
    from studypath.files.toml import PROGRESS_LIMIT_BYTES, read_toml

    if len(content) > _LARGE_BYTES and not re.search(_PATHS, content):
        # Parsing a large file takes seconds, and large progress has entries.
        raise describe_text(content, file) or describe_unknown(file)
    try:
        located = read_toml(content, file, PROGRESS_LIMIT_BYTES)
    except UnusableFile as error:
        raise describe_text(content, file) or error from None
    if not has_progress(located.data, content):
        raise describe_toml(located.data, file)
    return parse_located_progress(located, content, file).progress


def _refuse_json(content: bytes, file: str) -> None:
    from studypath.files.export_file import load_document
    from studypath.files.recognition import describe_json

    try:
        document = load_document(content, file)
    except UnusableFile:
        return
    raise describe_json(document, file)
