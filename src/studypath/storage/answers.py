"""The fast lane: the answer to a plain `next`, as it was shown before for the very same inputs.

There is no second implementation of `next` here. An answer is kept as bytes in the cache, under all
that it was made from: the program, the terminal, the environment, and the stamp of every file that
was read or looked for. If anything differs, or is in doubt, the lane steps aside and the program
takes its usual way. Neither Typer nor Rich, pydantic, platformdirs or a TOML reader is imported.
"""

from __future__ import annotations

import os
import sys

from studypath import __version__
from studypath.storage import cache, fingerprints

ARGUMENTS = ["next"]

# Whatever of the environment can change what `next` prints or where it reads.
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
COMPLETION = ("_STUDYPATH_COMPLETE", "_TYPER_COMPLETE", "_TYPER_COMPLETE_ARGS")


def show_cached_answer() -> bool:
    """Show the kept answer if it is still the answer; whether that was so.

    Raises OSError where stdout cannot be written.
    """
    if sys.argv[1:] != ARGUMENTS or any(name in os.environ for name in COMPLETION):
        return False
    directory = find_cache_dir()
    if directory is None or sys.stdout is None:
        return False
    kept = cache.load(directory, _name(), build_cache_key())
    if not isinstance(kept, tuple) or not fingerprints.is_unchanged(kept[0]):
        return False
    output = memoryview(kept[1])
    while output:
        output = output[os.write(sys.stdout.fileno(), output) :]
    return True


def store_answer(
    directory: str, sources: tuple[fingerprints.Fingerprint, ...], output: bytes
) -> None:
    """Keep the answer that was shown just now, made from what the stamps say.

    Nothing is kept where the lane would look in another place than `directory`.
    """
    if directory == find_cache_dir():
        cache.store(directory, _name(), build_cache_key(), (sources, output))


def find_cache_dir() -> str | None:
    """Return where answers are kept, or None where the lane is not taken (Windows, no home).

    The same place as `storage.places` names, told without platformdirs. None too where a place is
    relative: it is another one in every directory, which nothing that is kept knows of.
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


def build_cache_key() -> bytes:
    """Return all that an answer depends on besides files."""
    program = os.stat(__file__)
    told = (
        __version__,
        __file__,
        program.st_mtime_ns,
        [os.environ.get(name) for name in ENVIRONMENT],
        [_columns(descriptor) for descriptor in (0, 1, 2)],
        sys.stdout.isatty(),
        sys.stdout.encoding,
    )
    return repr(told).encode("ascii", "backslashreplace")


def _name() -> str:
    # One answer a width: a prompt and a person at the terminal do not push each other out.
    told = "".join(c for c in os.environ.get("COLUMNS", "")[:5] if c.isdigit())
    return f"next-{_columns(1)}-{told}.answer"


def _columns(descriptor: int) -> int:
    try:
        return os.get_terminal_size(descriptor).columns
    except OSError:
        return 0
