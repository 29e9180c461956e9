"""The answer cache: what plain `next` and `status` printed before for the very same inputs.

Nothing is computed here. An answer is stored as bytes under a key of everything it was made from:
program, terminal, environment, day, and the fingerprint of every file that was read or looked for.
In doubt there is no answer. This module imports no library, not even pathlib.
"""

from __future__ import annotations

import os
import sys
import time
from zlib import crc32

from studypath import __version__
from studypath.storage import cache, fingerprints

COMMANDS = (["next"], ["status"])
"""The arguments whose answers are stored."""

MOST = 32
"""The cache holds at most this many answers, one per command, terminal and day."""

ENVIRONMENT = (
    "STUDYPATH_DATA_DIR",
    "STUDYPATH_CONFIG_DIR",
    "STUDYPATH_CACHE_DIR",
    "STUDYPATH_NOW",
    "STUDYPATH_DEBUG",
    "HOME",
    "XDG_DATA_HOME",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "NO_COLOR",
    "FORCE_COLOR",
    "TERM",
    "COLORTERM",
    "COLUMNS",
    "LINES",
    "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
    "UNICODE_VERSION",
    "JUPYTER_COLUMNS",
    "JUPYTER_LINES",
    "TZ",
)
"""The variables that an answer may depend on; a test records which ones the program reads.

Not the whole environment: it differs between windows and directories, where `next` would then be
computed again for six times the cost.
"""

_COMPLETION = ("_STUDYPATH_COMPLETE", "_TYPER_COMPLETE", "_TYPER_COMPLETE_ARGS")


def load_answer(arguments: list[str]) -> bytes | None:
    """Return the stored answer to a command, None if there is none for these inputs."""
    directory = find_cache_dir()
    if directory is None or not _is_answered(arguments):
        return None
    key = build_cache_key(arguments, time.localtime()[:3])
    cached = cache.load(directory, _name(key), key)
    if not isinstance(cached, tuple) or not fingerprints.is_unchanged(cached[0]):
        return None
    answer: bytes = cached[1]
    return answer


def store_answer(
    arguments: list[str],
    directory: str,
    sources: tuple[fingerprints.Fingerprint, ...],
    output: str,
    day: tuple[int, ...],
) -> None:
    """Store the answer just printed to stdout, made from files with these fingerprints.

    `day` is the local year, month and day on which the command began. Do nothing for other
    commands, or if `load_answer` would look in another place than `directory`.
    """
    if not _is_answered(arguments) or directory != find_cache_dir() or not sys.stdout.encoding:
        return
    key = build_cache_key(arguments, day)
    name = _name(key)
    try:
        if cache.is_private_dir(directory):
            _make_room(directory, name)
    except OSError:
        pass  # There is no directory yet.
    answer = output.encode(sys.stdout.encoding, "replace")
    cache.store(directory, name, key, (sources, answer))


def find_cache_dir() -> str | None:
    """Return the cache directory as `storage.places` finds it, but without platformdirs.

    None on Windows, without a home, and for relative places: those differ in every directory, and
    no fingerprint would tell.
    """
    for name in ("STUDYPATH_DATA_DIR", "STUDYPATH_CONFIG_DIR"):
        place = os.environ.get(name, "")
        if place and not (os.path.isabs(place) or place.startswith("~")):
            return None
    override = os.environ.get("STUDYPATH_CACHE_DIR")
    if override:
        return override if os.path.isabs(override) else None
    home = os.environ.get("HOME", "")
    if os.name != "posix" or not os.path.isabs(home):
        return None
    if sys.platform == "darwin":
        return f"{home}/Library/Caches/studypath"
    base = os.environ.get("XDG_CACHE_HOME", "").strip()
    return f"{base if os.path.isabs(base) else f'{home}/.cache'}/studypath"


def build_cache_key(arguments: list[str], day: tuple[int, ...]) -> bytes:
    """Return the cache key: every input that is not a file."""
    program = os.stat(__file__)
    inputs = (
        arguments,
        __version__,
        __file__,
        program.st_mtime_ns,
        [os.environ.get(name) for name in ENVIRONMENT],
        [_columns(descriptor) for descriptor in (0, 1, 2)],
        sys.stdout.isatty(),
        sys.stdout.encoding,
        # `status` names days, so it holds for one; with STUDYPATH_NOW the environment tells it.
        day if arguments == ["status"] and "STUDYPATH_NOW" not in os.environ else None,
    )
    return repr(inputs).encode("ascii", "backslashreplace")


def _is_answered(arguments: list[str]) -> bool:
    return (
        arguments in COMMANDS
        and sys.stdout is not None
        and not any(name in os.environ for name in _COMPLETION)
    )


def _name(key: bytes) -> str:
    # One file per key: two terminals do not overwrite each other's answers.
    return f"{crc32(key):08x}.answer"


def _make_room(directory: str, name: str) -> None:
    names = [each for each in os.listdir(directory) if each.endswith(".answer")]
    if name not in names and len(names) >= MOST:
        for each in names:
            os.unlink(os.path.join(directory, each))


def _columns(descriptor: int) -> int:
    try:
        return os.get_terminal_size(descriptor).columns
    except OSError:
        return 0
