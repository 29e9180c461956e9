"""Replacing a file: the old version or the new one, whole."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

import studypath
from studypath.core.errors import SaveFailed
from studypath.files.progress import format_tables
from studypath.storage import atomic
from studypath.storage.atomic import build_temporary_name
from studypath.storage.backups import list_backups
from studypath.storage.fingerprints import is_unchanged
from studypath.storage.save import SavedFile, save_file
from tests.storage.homes import BERT, GPT, HomeWithCommands

posix = pytest.mark.skipif(os.name != "posix", reason="files of POSIX")
NOW = datetime(2026, 11, 21, 18, 40, tzinfo=UTC)
SOURCE = str(Path(studypath.__file__).parent.parent)


def saved(path: Path, content: bytes, backup_dir: Path | None = None) -> SavedFile:
    """Save with a fixed time."""
    return save_file(path, content, backup_dir=backup_dir, now=NOW)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a progress file that holds b"old"."""
    path = tmp_path / "data" / "progress.toml"
    path.parent.mkdir()
    path.write_bytes(b"old")
    return path


def names(directory: Path) -> list[str]:
    """Return the names in a directory."""
    return sorted(each.name for each in directory.iterdir())


def test_a_save_replaces_the_file_and_keeps_the_old_one(file: Path) -> None:
    """The new version is in place, the old one among the backups, nothing else anywhere."""
    backup_dir = file.parent / "backups"
    result = saved(file, b"new", backup_dir)
    assert file.read_bytes() == b"new"
    assert [each.path.read_bytes() for each in list_backups(backup_dir)] == [b"old"]
    assert names(file.parent) == ["backups", "progress.toml"]
    assert len(names(backup_dir)) == 1
    assert result.larger_version is None


def test_the_fingerprint_of_a_save_holds_until_the_file_is_edited(file: Path) -> None:
    """What a save returns tells whether the file is still what was saved."""
    result = saved(file, b"new")
    assert is_unchanged([result.fingerprint])
    file.write_bytes(b"wen")
    assert not is_unchanged([result.fingerprint])


def test_a_first_save_makes_its_directory(tmp_path: Path) -> None:
    """Missing directories are made, and there is nothing to back up."""
    path = tmp_path / "a" / "b" / "progress.toml"
    saved(path, b"new", path.parent / "backups")
    assert path.read_bytes() == b"new"
    assert names(path.parent) == ["progress.toml"]


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_what_is_saved_is_private(tmp_path: Path, umask: int) -> None:
    """File and directory are the user's alone under any umask."""
    path = tmp_path / "data" / "progress.toml"
    before = os.umask(umask)
    try:
        saved(path, b"1")
        path.chmod(0o644)
        saved(path, b"2")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("wrong", [("done", "todo"), ("]", ""), ("format = 1", "format = 2")])
def test_what_does_not_read_back_is_never_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: tuple[str, str]
) -> None:
    """If the bytes do not parse back as the progress, neither file nor journal is touched."""
    home = HomeWithCommands(tmp_path)
    home.done(BERT)
    before = (home.text, home.places.journal.read_bytes())

    def write_wrongly(tables: dict[str, object]) -> bytes:
        return format_tables(tables).decode().replace(*wrong).encode()

    monkeypatch.setattr("studypath.files.progress.format_tables", write_wrongly)
    with pytest.raises(ValueError, match=r"."):
        home.done(GPT)
    assert (home.text, home.places.journal.read_bytes()) == before


def test_a_sharp_loss_keeps_the_larger_version_apart(file: Path) -> None:
    """A save to less than half keeps the larger version and says where."""
    file.write_bytes(b"x" * 5000)
    larger = saved(file, b"y" * 2000, file.parent / "backups").larger_version
    assert larger is not None
    assert larger.read_bytes() == b"x" * 5000
    assert saved(file, b"z" * 1500, file.parent / "backups").larger_version is None


@posix
def test_a_linked_file_is_followed(file: Path, tmp_path: Path) -> None:
    """The link stays, its target is replaced, and the backup bears the link's name."""
    link = tmp_path / "home" / "progress.toml"
    link.parent.mkdir()
    link.symlink_to("../data/link.toml")
    (tmp_path / "data" / "link.toml").symlink_to("progress.toml")
    saved(link, b"new", link.parent / "backups")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert not file.is_symlink()
    assert list_backups(link.parent / "backups")[0].path.read_bytes() == b"old"


@posix
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("dangling", "a link to a file that is not there"),
        ("loop", "its links form a loop"),
        ("pipe", "it is a named pipe"),
        ("directory", "it is a directory"),
        ("device", "it is a device"),
        ("under a file", "a part of its path is not a directory"),
        ("parent is a file", "in the place of a directory|not a directory"),
        ("nul", "no file can have this name"),
        ("long", "name is too long"),
    ],
)
def test_whatever_stands_in_its_place_is_named_and_stays(
    tmp_path: Path, kind: str, words: str
) -> None:
    """A link that leads nowhere, a pipe, a device, a directory: named, and left as they are."""
    path = tmp_path / "it"
    if kind == "dangling":
        path.symlink_to("nowhere")
    elif kind == "loop":
        path.symlink_to("it")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "directory":
        path.mkdir()
    elif kind == "device":
        path.symlink_to("/dev/null")
    elif kind == "under a file":
        path.touch()
        path = path / "a" / "b"
    elif kind == "parent is a file":
        path.touch()
        path = path / "a"
    elif kind == "nul":
        path = tmp_path / "a\0b"
    elif kind == "long":
        path = tmp_path / ("x" * 300)
    before = names(tmp_path)
    with pytest.raises(SaveFailed, match=words) as caught:
        saved(path, b"new", tmp_path / "backups")
    assert str(path) in str(caught.value)
    assert names(tmp_path) == before


def test_a_name_of_the_greatest_length_can_be_saved(tmp_path: Path) -> None:
    """The temporary file's name is no longer than the file system takes."""
    path = tmp_path / ("é" * 125)
    saved(path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("number", ["ENOSPC", "EIO", "EDQUOT", "EROFS", "EACCES", "EFBIG", "EXDEV"])
@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace", "close"])
@pytest.mark.parametrize("backed_up", [True, False])
def test_a_disk_that_fails_keeps_the_old_file_and_no_litter(
    file: Path, monkeypatch: pytest.MonkeyPatch, number: str, call: str, backed_up: bool
) -> None:
    """Whatever call fails, and however: the old file whole, no temporary, plain words."""
    real = getattr(os, call)
    backup_dir = file.parent / "backups" if backed_up else None

    def failing(*args: object, **kwargs: object) -> object:
        if call == "close":
            real(*args)
        raise OSError(getattr(errno, number), os.strerror(getattr(errno, number)))

    monkeypatch.setattr(os, call, failing)
    with pytest.raises(SaveFailed) as caught:
        saved(file, b"new", backup_dir)
    monkeypatch.undo()
    assert file.read_bytes() == b"old"
    assert [name for name in names(file.parent) if name.endswith(".tmp")] == []
    assert "What was there before is unchanged" in str(caught.value)
    assert "Errno" not in str(caught.value)


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_a_backup_that_cannot_be_written_keeps_the_old_file(
    file: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """No save goes ahead without its backup; the message names the backups."""
    real = getattr(os, call)
    calls: list[object] = []

    def failing(*args: object) -> object:
        calls.append(args)
        # The new version is written first, the backup second, and replaced the other way round.
        if len(calls) == (1 if call == "replace" else 2):
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*args)

    monkeypatch.setattr(os, call, failing)
    with pytest.raises(SaveFailed, match=r"the disk is full \(.*backups\)"):
        saved(file, b"new", file.parent / "backups")
    monkeypatch.undo()
    assert file.read_bytes() == b"old"
    assert names(file.parent) == ["backups", "progress.toml"]
    assert names(file.parent / "backups") == []


@posix
@pytest.mark.parametrize(
    ("number", "tolerated"),
    [("EINVAL", True), ("ENOTSUP", True), ("EACCES", True), ("EIO", False), ("ENOSPC", False)],
)
def test_a_directory_that_cannot_be_synced(
    file: Path, monkeypatch: pytest.MonkeyPatch, number: str, tolerated: bool
) -> None:
    """Not every file system syncs directories; only a failing disk is worth an error."""
    real = os.fsync

    def failing(fd: int) -> None:
        if stat.S_ISDIR(os.fstat(fd).st_mode):
            raise OSError(getattr(errno, number), "no")
        real(fd)

    monkeypatch.setattr(os, "fsync", failing)
    if tolerated:
        saved(file, b"new", file.parent / "backups")
    else:
        with pytest.raises(SaveFailed, match="is written, but"):
            saved(file, b"new")
    assert file.read_bytes() == b"new"


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_an_interrupt_keeps_the_old_file_and_no_litter(
    file: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """Ctrl-C before the replacement goes through, and leaves all as it was."""

    def interrupted(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, call, interrupted)
    with pytest.raises(KeyboardInterrupt):
        saved(file, b"new", file.parent / "backups")
    monkeypatch.undo()
    assert file.read_bytes() == b"old"
    assert [name for name in names(file.parent) if name.endswith(".tmp")] == []


@posix
def test_a_file_too_large_for_the_disk_keeps_the_old_one(file: Path) -> None:
    """A disk that takes only a part (here a limit on file sizes) leaves the old file whole."""
    code = (
        "import resource, sys; from datetime import datetime, UTC; from pathlib import Path\n"
        "from studypath.storage.save import save_file\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        "try:\n"
        "    save_file(Path(sys.argv[1]), b'x' * 10_000,\n"
        "         backup_dir=None, now=datetime.now(UTC))\n"
        "except Exception as error:\n"
        "    print(type(error).__name__, error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)],
        env={**os.environ, "PYTHONPATH": SOURCE},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "SaveFailed" in done.stdout
    assert "larger than this system allows" in done.stdout
    assert file.read_bytes() == b"old"
    assert names(file.parent) == ["progress.toml"]


def test_a_disk_that_takes_little_at_a_time_is_asked_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that takes only some bytes is continued."""
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, bytes(data[:3])))
    saved(file, b"0123456789" * 10)
    assert file.read_bytes() == b"0123456789" * 10


@posix
def test_the_temporaries_of_the_dead_are_swept(file: Path) -> None:
    """What a killed save left is removed by the next; files of others and of the living stay."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    directory = file.parent
    old = time.time() - 3600
    swept = [
        f".progress.toml.{dead.pid}-0123abcd.tmp",
        f".progress.toml.{os.getpid()}-aaaaaaaa.tmp",
    ]
    staying = [
        f".progress.toml.{os.getppid()}-0123abcd.tmp",  # alive and fresh
        f".other.toml.{dead.pid}-0123abcd.tmp",
        ".progress.toml.mine.tmp",
        ".progress.toml.12-34.tmp",
        f"progress.toml.{dead.pid}-0123abcd.tmp",
    ]
    for name in swept + staying:
        (directory / name).touch()
    os.utime(directory / swept[1], (old, old))
    link = f".progress.toml.{dead.pid}-99999999.tmp"
    (directory / link).symlink_to(file)
    saved(file, b"new")
    assert names(directory) == sorted([*staying, link, "progress.toml"])


@pytest.mark.slow
@posix
def test_a_kill_before_any_file_operation_loses_nothing(tmp_path: Path) -> None:
    """Killed before each of its file operations, a save leaves the old file or the new, whole."""
    code = (
        "import os, sys; from datetime import datetime, UTC; from pathlib import Path\n"
        "from studypath.storage import backups, reading, save as s\n"
        "left = int(sys.argv[2])\n"
        "def dying(real):\n"
        "    def call(*args, **kwargs):\n"
        "        global left\n"
        "        left -= 1\n"
        "        if left < 0: os._exit(9)\n"
        "        return real(*args, **kwargs)\n"
        "    return call\n"
        "for name in 'open write fsync close replace unlink mkdir chmod fchmod'.split():\n"
        "    setattr(os, name, dying(getattr(os, name)))\n"
        "path = Path(sys.argv[1])\n"
        "s.save_file(path, b'new' * 9,\n"
        "       backup_dir=path.parent / 'backups', now=datetime.now(UTC))\n"
    )
    seen = []
    for operation in range(40):
        path = tmp_path / str(operation) / "progress.toml"
        path.parent.mkdir()
        path.write_bytes(b"old")
        done = subprocess.run(
            [sys.executable, "-c", code, str(path), str(operation)],
            env={**os.environ, "PYTHONPATH": SOURCE},
            check=False,
        )
        seen.append(path.read_bytes())
        assert seen[-1] in (b"old", b"new" * 9)
        copies = list_backups(path.parent / "backups")
        assert all(each.path.read_bytes() == b"old" for each in copies)
        saved(path, b"next", path.parent / "backups")
        assert names(path.parent) == ["backups", "progress.toml"]
        assert not [each for each in names(path.parent / "backups") if each.endswith(".tmp")]
        if done.returncode == 0:
            break
    assert 10 < len(seen) < 40
    assert seen[-1] == b"new" * 9
    assert seen == sorted(seen, reverse=True)  # old, old, ..., new, new


def test_a_temporary_lies_beside_its_target(tmp_path: Path) -> None:
    """It is hidden, in the same directory, and never the same twice."""
    first, second = (Path(build_temporary_name(str(tmp_path / "a.toml"))) for _ in range(2))
    assert first.parent == tmp_path
    assert first.name.startswith(f".a.toml.{os.getpid()}-")
    assert first != second


def test_a_file_that_vanishes_after_the_save_is_an_error(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the directory is removed at the last moment, the save is not acknowledged."""
    monkeypatch.setattr(atomic, "sync_dir", lambda directory: file.unlink())
    with pytest.raises(SaveFailed, match="no such file"):
        saved(file, b"new")
