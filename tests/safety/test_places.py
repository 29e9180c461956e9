"""Terminals, encodings, strange things in a file's place: answered or named, never a hang."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests.cache_forgery import forge
from tests.conftest import Home
from tests.safety.commands import DONE, READING
from tests.safety.conftest import NOW, Forked, Ran
from tests.safety.homes import write_files

SHOWN = (("next",), ("status",), ("list",), ("show", "1.1"), ("show", "paper"), ("deepen",),
         ("history",), ("plan", "--by", "2027-06-30"), ("path", "list"))  # fmt: skip
WIDTHS = [*range(45), 60, 79, 80, 81, 100, 200, 300]
KINDS = ("link", "dangling link", "loop", "pipe", "directory", "device", "empty", "noise")
FILES = ("data/progress.toml", "data/undo.json", "data/progress.lock", "data/backups",
         "config/config.toml", "config/paths", "config/paths/own.toml", "cache", "cache/library",
         "cache/progress", "cache/saved")  # fmt: skip
NOBODY = 65534


def fair(ran: Ran, *context: object) -> None:
    """Check for an answer or a clear error: an expected exit, no traceback, no hang."""
    assert ran.code in (0, 2, 3, 4, 5), (context, ran)
    assert "Traceback" not in ran.stderr, (context, ran)
    assert "Fault of the program" not in ran.stderr, (context, ran)


@pytest.mark.parametrize("command", SHOWN, ids=" ".join)
def test_every_width_is_kept(command: tuple[str, ...], home: Home, forked: Forked) -> None:
    """From 0 to 300 columns something is shown, in lines no wider than asked (least 20).

    Addresses and names of files are whole at any width, so that they can be copied.
    """
    whole = ("://", "paths.toml")
    forked(home, *DONE)
    quick = WIDTHS if os.environ.get("HYPOTHESIS_PROFILE") == "prove" else WIDTHS[::4]
    for width in quick:
        ran = forked(home, *command, env={"COLUMNS": str(width)})
        assert ran.code == 0, (width, ran)
        assert ran.stdout.strip(), width
        lines = ran.stdout.splitlines()
        widest = max(cell_len(line) for line in lines if not any(map(line.__contains__, whole)))
        assert widest <= max(width or 80, 20), (width, ran.stdout)


@pytest.mark.parametrize("columns", ["", "-5", "abc", "99999999999999999999", "1e3", "80.5", "٣"])
def test_absurd_columns_are_borne(columns: str, home: Home, forked: Forked) -> None:
    """COLUMNS that is no width is no reason to fail."""
    for command in SHOWN:
        ran = forked(home, *command, env={"COLUMNS": columns})
        assert ran.code == 0, (command, ran)
        assert ran.stdout.strip()


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "utf-16", "utf-8-sig"])
def test_every_encoding_gets_an_answer(encoding: str, home: Home) -> None:
    """What an encoding cannot say is replaced; nothing ends in a UnicodeEncodeError."""
    for args in (("next",), ("status",), ("show", "bert"), ("list", "--json"), ("done", "nope")):
        ran = subprocess.run(
            [sys.executable, "-m", "studypath", *args],
            capture_output=True,
            env={**home.environment, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LANG": "C"},
            cwd=home.root,
            timeout=60,
            check=False,
        )
        assert ran.returncode == (3 if "nope" in args else 0), ran
        assert b"Traceback" not in ran.stderr
        (ran.stdout + ran.stderr).decode(encoding, "strict" if encoding != "utf-16" else "replace")


@pytest.mark.parametrize("language", ["C", "POSIX", "de_DE.ISO-8859-1", "xx_YY.nonsense", ""])
def test_every_locale_gets_an_answer(language: str, home: Home, forked: Forked) -> None:
    """No locale changes what is kept, and none ends in an error."""
    env = {"LANG": language, "LC_ALL": language, "PYTHONUTF8": "0"}
    assert forked(home, "note", "1.1", "ü 字", env=env).code == 0
    assert forked(home, "note", "1.1", env=env).code == 0
    assert 'note = "ü 字"' in home.progress.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "env",
    [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"FORCE_COLOR": "1"}, {"TERM": ""}, {"TERM": None}],
    ids=str,
)
def test_colour_is_never_needed(env: dict[str, str | None], home: Home, forked: Forked) -> None:
    """Without colour no escape is written; with it the words are the same."""
    plain = forked(home, "status").stdout
    ran = forked(home, "status", env={"NO_COLOR": None, **env})
    assert ran.code == 0
    if "FORCE_COLOR" not in env:
        assert "\x1b" not in ran.stdout
        assert ran.stdout == plain


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_reader_that_leaves_is_no_error(
    command: tuple[str, ...], home: Home, forked: Forked
) -> None:
    """A closed pipe ends quietly, a full device with exit 1 and a message, twice alike."""
    assert forked(home, *DONE).code == 0
    write_files(home)
    if command == ("plan", "--json"):
        forked(home, "config", "hours_per_week", "5")
    for _ in range(2):  # the second time the answer may come from the cache
        full = forked(home, *command, stdout="/dev/full")
        assert full.code == 1, full
        what, advice = full.stderr.splitlines()
        assert what.startswith("studypath: The output could not be written: No space")
        assert advice == "Write it to another place."
        closed = forked(home, *command, stdout="closed")
        fair(closed, command)
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", "studypath", *command],
        stdout=writing,
        stderr=subprocess.PIPE,
        env=home.environment,
        cwd=home.root,
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")


def closed(stream: str) -> dict[str, Any]:
    """Return the request for a process without that stream."""
    return {stream: "closed"}


def test_closed_streams_are_borne(home: Home, forked: Forked) -> None:
    """Without stdin, stdout or stderr the commands do what they do."""
    for stream in ("stdin", "stdout", "stderr"):
        ran = forked(home, "note", "1.1", stream, **closed(stream))
        assert ran.code == 0, ran
        assert f'note = "{stream}"' in home.progress.read_text()
        fair(forked(home, "next", **closed(stream)), stream)
        fair(forked(home, "done", "nope", **closed(stream)), stream)


def test_no_home_is_said_with_its_override(home: Home, forked: Forked) -> None:
    """With no HOME and nothing else, exit 4 names the variable to set; with them all is well."""
    bare = dict.fromkeys(
        ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "STUDYPATH_DATA_DIR",
         "STUDYPATH_CONFIG_DIR", "STUDYPATH_CACHE_DIR"))  # fmt: skip
    for home_value in (None, "", "relative"):
        for args in (("next",), ("done", "1.1"), ("where",), ("config",)):
            fair(forked(home, *args, env={**bare, "HOME": home_value}), args, home_value)
    ran = forked(home, "done", "1.1", env={**bare, "HOME": ""})
    assert ran.code == 4
    assert "STUDYPATH_DATA_DIR" in ran.stderr
    without = {"HOME": None, "XDG_DATA_HOME": None}
    assert forked(home, "done", "1.1", env=without).code == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="wants root to become somebody else")
def test_an_unknown_user_is_nobody_special(home: Home, forked: Forked) -> None:
    """A uid that the system does not know reads and saves where it may."""
    home.root.parent.chmod(0o711)
    home.root.chmod(0o777)
    unknown = 54321
    assert forked(home, "done", "1.1", uid=unknown).code == 0
    assert home.progress.stat().st_uid == unknown
    without = {"HOME": None, "STUDYPATH_DATA_DIR": None, "XDG_DATA_HOME": None}
    fair(forked(home, "next", uid=unknown, env=without))
    fair(forked(home, "done", "1.1", uid=unknown, env=without))


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_stands_in_a_files_place(file: str, kind: str, home: Home, forked: Forked) -> None:
    """A link, pipe, directory, device or noise in each file's place: answered or named, no hang."""
    for setup in (DONE, ("config", "hours_per_week", "5")):
        assert forked(home, *setup).code == 0
    target = home.root / file
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        target.rename(home.root / "moved")
    put(target, kind, home.root / "moved")
    for args in (("next",), ("status", "--json"), ("done", "1.2"), ("undo",), ("config",),
                 ("config", "hours_per_week", "6"), ("path", "check", target),
                 ("import", target), ("export",)):  # fmt: skip
        ran = forked(home, *args, seconds=8)
        fair(ran, file, kind, args)
    if kind == "link" and file.startswith(("data/progress.toml", "config/config")):
        assert target.is_symlink()
    assert target.exists() or target.is_symlink()


def put(target: Path, kind: str, moved: Path) -> None:
    """Put something strange in a file's place."""
    if kind == "link":
        target.symlink_to(moved)
    elif kind == "dangling link":
        target.symlink_to("nowhere")
    elif kind == "loop":
        target.symlink_to(target.name)
    elif kind == "pipe":
        os.mkfifo(target)
    elif kind == "directory":
        target.mkdir()
    elif kind == "device":
        target.symlink_to("/dev/zero")
    elif kind == "empty":
        target.write_bytes(b"")
    else:
        target.write_bytes(os.urandom(2000))


def test_a_cache_that_cannot_be_written_is_none(home: Home, forked: Forked) -> None:
    """A file in the cache's place, or a cache of somebody else, costs time and nothing more."""
    home.cache.write_text("mine")
    assert forked(home, *DONE).code == 0
    assert forked(home, "next").code == 0
    assert home.cache.read_text() == "mine"


@pytest.mark.skipif(os.geteuid() != 0, reason="wants root to give files away")
@pytest.mark.parametrize("poison", ["owner", "mode", "directory owner", "directory mode"])
def test_a_cache_that_others_may_write_is_not_believed(
    poison: str, home: Home, forked: Forked
) -> None:
    """An answer planted in the cache is shown only if file and directory are the user's alone."""
    forked(home, "next")
    honest = forked(home, "next").stdout
    # The versions seen last are path files, from which no answer is made.
    for file in (each for each in home.cache.iterdir() if each.suffix != ".toml"):
        forge(file, b"Then", b"EVIL")
        forge(file, b"Neural", b"EVIL!!")
    assert "EVIL" in forked(home, "next").stdout  # as long as nobody else may write it
    for file in home.cache.iterdir():
        planted = home.cache if "directory" in poison else file
        if "owner" in poison:
            os.chown(planted, NOBODY, NOBODY)
        else:
            planted.chmod(0o777)
    assert forked(home, "next").stdout == honest


def test_a_torn_cache_is_not_believed(home: Home, forked: Forked) -> None:
    """Cut off, flipped or foreign cache files are answered past."""
    forked(home, "next")
    honest = forked(home, "next").stdout
    assert list(home.cache.iterdir())
    for file in home.cache.iterdir():
        content = file.read_bytes()
        for broken in (content[:-7], b"", content[:-4] + b"XXXX", marshal.dumps(("x",) * 9)):
            file.write_bytes(broken)
            ran = forked(home, "next", env={"STUDYPATH_NOW": NOW})
            assert (ran.code, ran.stdout) == (0, honest)
