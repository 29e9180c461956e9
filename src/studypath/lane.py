"""The fast lane: the answer to a plain `next`, as it was shown before for the very same inputs.

There is no second implementation of `next` here. An answer is kept as bytes together with all that
it was made from: the program, the terminal, the environment, and the identity of every file that
was read or looked for. If anything differs, or is in doubt, the lane steps aside and the program
takes its usual way. Nothing but os, sys and zlib is imported.
"""

from __future__ import annotations

import os
import sys

from studypath import __version__

MAGIC = b"studypath answer 1"
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
_COMPLETION = ("_STUDYPATH_COMPLETE", "_TYPER_COMPLETE", "_TYPER_COMPLETE_ARGS")
_OTHERS_MAY_WRITE = 0o022


def shown() -> bool:
    """Show the kept answer if it is still the answer; whether that was so."""
    if sys.argv[1:] != ARGUMENTS:
        return False
    try:
        output = _kept_answer()
        if output is None:
            return False
        sys.stdout.flush()
    except (OSError, ValueError, IndexError):
        return False
    _write(output)
    return True


def cache_dir() -> str | None:
    """Return where answers are kept, or None where the lane is not taken (Windows, no home).

    The same place as `storage.places` names; the program keeps no answer where the two differ.
    """
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


def situation() -> bytes:
    """Return all that an answer depends on besides files, as one line."""
    environ = os.environ
    program = os.stat(__file__)
    told = (
        __version__,
        __file__,
        program.st_mtime_ns,
        sys.version_info[:3],
        [environ.get(name) for name in ENVIRONMENT],
        [_size(descriptor) for descriptor in (0, 1, 2)],
        sys.stdout.isatty(),
        sys.stdout.encoding,
        sys.stdout.errors,
    )
    return repr(told).encode("ascii", "backslashreplace")


def identity(path: str) -> str:
    """Return the identity of a file as text; that of one that is not there is `-`."""
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return "-"
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ino} {found.st_ctime_ns}"


def keep(directory: str, sources: list[tuple[str, str]], output: bytes) -> None:
    """Keep an answer for the situation of now; where it cannot be written it is not kept.

    `sources` are paths with the identities they had when they were read.
    """
    if directory != cache_dir() or any("\n" in path for path, _ in sources):
        return
    import zlib

    lines = [situation(), b"%d" % len(sources)]
    for path, known in sources:
        lines += [os.fsencode(path), known.encode()]
    body = b"\n".join(lines) + b"\n" + output
    name = _name(directory)
    temporary = f"{name}.{os.getpid()}.tmp"
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as file:
            file.write(b"%b %08x\n" % (MAGIC, zlib.crc32(body)) + body)
        os.replace(temporary, name)
    except OSError:
        with _Tolerant():
            os.unlink(temporary)


class _Tolerant:
    """Like contextlib.suppress(OSError), which would cost an import."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is not None and issubclass(kind, OSError)


def _kept_answer() -> bytes | None:
    directory = cache_dir()
    if directory is None or any(name in os.environ for name in _COMPLETION):
        return None
    # Opened without following a link, since anybody may lay one into a shared directory.
    descriptor = os.open(_name(directory), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(descriptor, "rb") as file:
        kept = os.fstat(descriptor)
        if not (_ours(kept) and _ours(os.stat(directory))):
            return None
        head, _, body = file.read().partition(b"\n")
    import zlib

    if head != b"%b %08x" % (MAGIC, zlib.crc32(body)):
        return None
    told, count, rest = body.split(b"\n", 2)
    if told != situation():
        return None
    *sources, output = rest.split(b"\n", 2 * int(count))
    for path, known in zip(sources[::2], sources[1::2], strict=True):
        now = identity(os.fsdecode(path))
        if now.encode() != known or not _settled(now, kept.st_mtime_ns):
            return None
    return output


def _settled(known: str, kept_at_ns: int) -> bool:
    """Whether a later edit of the file would have to show in its times.

    Clocks of file systems tick in milliseconds: a file that changed in the tick in which the
    answer was kept may have changed again in it, unseen.
    """
    if known == "-":
        return True
    _, modified, _, changed = known.split(" ")
    return max(int(modified), int(changed)) < kept_at_ns


def _ours(found: os.stat_result) -> bool:
    return found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_MAY_WRITE


def _name(directory: str) -> str:
    return f"{directory}/next-{_size(1)}-{os.environ.get('COLUMNS', '')[:4].strip('/.')}.answer"


def _size(descriptor: int) -> int:
    try:
        return os.get_terminal_size(descriptor).columns
    except OSError:
        return 0


def _write(output: bytes) -> None:
    view = memoryview(output)
    while view:
        view = view[os.write(1, view) :]
