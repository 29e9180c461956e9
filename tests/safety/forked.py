"""Real processes at the price of a fork: one process imports the program, each run is its child.

`python -m tests.safety.forked` reads one request a line (JSON) and answers each in a line. A child
runs `studypath.__main__.main()` as an interpreter would: its own environment, arguments, streams
and limits, and an exit through `os._exit`. Nothing of the program runs in the parent.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import io
import json
import os
import pkgutil
import resource
import signal
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

_CREATING = os.O_CREAT | os.O_WRONLY | os.O_RDWR

# What changes something on disk. Death before a call that only reads leaves the same files as
# death after the change before it.
CHANGING = (
    "open", "write", "fsync", "replace", "rename", "link", "unlink", "remove", "mkdir", "rmdir",
    "chmod", "fchmod", "ftruncate",
)  # fmt: skip


ENCODINGS = ("utf_8_sig", "ascii", "latin_1", "cp1252", "idna", "unicode_escape")


def preload() -> None:
    """Import all that a command may import, and run nothing of it."""
    root = Path(importlib.import_module("studypath").__file__ or "").parent
    for file in sorted(root.rglob("*.py")):
        name = ".".join(("studypath", *file.relative_to(root).with_suffix("").parts))
        if not name.endswith("__init__"):
            importlib.import_module(name)
    # Pydantic imports more when it builds a schema.
    importlib.import_module("studypath.files.paths_schema").build_paths_schema()
    # Another user may not be able to read this user's Python and its packages.
    for package in ("typer", "rich", "jinja2", "markdown_it"):
        for each in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if not each.name.endswith("__main__"):
                # Some modules are for Windows only and say so in different ways.
                with contextlib.suppress(ImportError, AttributeError, AssertionError):
                    importlib.import_module(each.name)
    for name in (
        "pydantic", "tomli", "tomli_w", "filelock", "platformdirs", "icalendar",
        "csv", "webbrowser", "difflib", "zoneinfo", "traceback", "importlib.readers",
        *(f"encodings.{each}" for each in ENCODINGS),
    ):  # fmt: skip
        importlib.import_module(name)


def _on_each_change(act: Callable[[int, str, Callable[..., Any], tuple[Any, ...]], Any]) -> None:
    """Let `act` stand before every call of the os module that changes something on disk."""
    count = 0

    def guarded(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - what stands for a call takes anything
            nonlocal count
            reads = name == "open" and not (len(args) > 1 and args[1] & _CREATING)
            if reads or (name == "write" and args[0] in {0, 1, 2}):
                return real(*args, **kwargs)
            count += 1
            return act(count, name, lambda: real(*args, **kwargs), args)

        return call

    for name in CHANGING:
        setattr(os, name, guarded(name, getattr(os, name)))


def _arm(request: dict[str, Any]) -> None:
    """Make the child die, or an operation fail, where the request says so."""
    note, die_at, tear = request.get("ops"), request.get("die_at"), request.get("tear", False)
    fail, number = request.get("fail", []), request.get("errno", errno.EIO)
    at = request.get("fail_at")
    if not (note or die_at or fail or at):
        return
    real_write = os.write
    said = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if note else -1

    def act(count: int, name: str, real: Callable[..., Any], args: tuple[Any, ...]) -> Any:  # noqa: ANN401 - what stands for a call takes anything
        if note:
            real_write(said, f"{name}\n".encode())
        if count == die_at:
            if tear and name == "write":
                real_write(args[0], bytes(args[1])[: len(args[1]) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        directory = name == "fsync" and stat.S_ISDIR(os.fstat(args[0]).st_mode)
        if name in fail or count == at or (directory and "fsync of a directory" in fail):
            raise OSError(number, os.strerror(number))
        return real()

    _on_each_change(act)


def _streams(request: dict[str, Any]) -> None:
    for fd, name, flags in (
        (0, request.get("stdin") or os.devnull, os.O_RDONLY),
        (1, request["stdout"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, request["stderr"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        if name == "closed":
            os.close(fd)
            continue
        opened = os.open(name, flags, 0o666)
        if opened != fd:
            os.dup2(opened, fd)
            os.close(opened)
    encoding = request.get("encoding", "utf-8")
    sys.stdin = _stream(0, "r", encoding)
    sys.stdout = _stream(1, "w", encoding)
    sys.stderr = _stream(2, "w", encoding, errors="backslashreplace")


def _stream(fd: int, mode: str, encoding: str, errors: str = "strict") -> Any:  # noqa: ANN401 - what stands for a call takes anything
    try:
        os.fstat(fd)
    except OSError:
        return None
    raw = open(fd, f"{mode}b", closefd=False)  # noqa: SIM115 - lives as long as the child
    return io.TextIOWrapper(raw, encoding=encoding, errors=errors)


def _child(request: dict[str, Any]) -> NoReturn:
    code = 70
    try:
        os.umask(request.get("umask", 0o022))
        _streams(request)
        os.environ.clear()
        os.environ.update(request["env"])
        time.tzset()
        os.chdir(request["cwd"])
        sys.argv = ["studypath", *request["args"]]
        for name, value in request.get("limits", {}).items():
            resource.setrlimit(getattr(resource, name), (value, value))
        if "RLIMIT_FSIZE" in request.get("limits", {}):
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        if request.get("uid"):
            os.setgroups([])
            os.setgid(request["uid"])
            os.setuid(request["uid"])
        _arm(request)
        from studypath.__main__ import main

        try:
            main()
            code = 0
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else int(bool(leaving.code))
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except BaseException:  # noqa: BLE001 - an interpreter says so too
        import traceback

        traceback.print_exc()
        if sys.stderr is not None:
            sys.stderr.flush()
        code = 120
    os._exit(code)


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Run one request to its end; a run beyond its time is killed and has the code None."""
    started = time.monotonic()
    pid = os.fork()
    if not pid:
        _child(request)
    ending = started + request.get("seconds", 20)
    while True:
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            break
        if time.monotonic() > ending:
            os.kill(pid, signal.SIGKILL)
            os.wait4(pid, 0)
            return {"code": None, "cpu": 0.0, "rss_kib": 0}
        time.sleep(0.001)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "cpu": usage.ru_utime + usage.ru_stime,
        "rss_kib": usage.ru_maxrss,
    }


if __name__ == "__main__":
    preload()
    gc.freeze()  # Children that never touch these objects share their memory.
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
