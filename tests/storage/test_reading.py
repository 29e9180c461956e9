"""Reading a file whole."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from studypath.core.errors import UnusableFile
from studypath.storage import reading
from studypath.storage.reading import read_if_there, read_regular

posix = pytest.mark.skipif(os.name != "posix", reason="special files of POSIX")
LIMIT = 1000


def fault(path: Path) -> str:
    """Return the message about a file that cannot be read."""
    with pytest.raises(UnusableFile) as caught:
        read_regular(path, LIMIT)
    assert caught.value.exit_code == 4
    assert str(path) in str(caught.value).replace(str(path.parent), str(path.parent))
    return str(caught.value)


def test_a_file_is_read_with_its_identity(tmp_path: Path) -> None:
    """Content and identity are those of the file, under the path that was asked for."""
    path = tmp_path / "a.toml"
    path.write_bytes(b"format = 1\n")
    source = read_regular(path, LIMIT)
    status = path.stat()
    assert source.content == b"format = 1\n"
    assert source.identity == (
        str(path),
        11,
        status.st_mtime_ns,
        status.st_ino,
        status.st_ctime_ns,
    )


@posix
def test_links_are_followed(tmp_path: Path) -> None:
    """A link to a regular file is as good as the file."""
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "link").symlink_to("a")
    assert read_regular(tmp_path / "link", LIMIT).content == b"x"


@posix
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("directory", "a directory"),
        ("pipe", "a named pipe"),
        ("socket", "a socket"),
        ("device", "a device"),
        ("dangling", "a link to a file that is not there"),
        ("loop", "links lead in a circle"),
        ("absent", "no such file"),
        ("under a file", "not a directory"),
        ("long", "too long"),
    ],
)
def test_whatever_is_no_regular_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, words: str
) -> None:
    """A pipe, device, socket, directory, dangling link or loop is named, and never waited for."""
    path = tmp_path / "it"
    if kind == "directory":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        monkeypatch.chdir(tmp_path)
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("it")
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "dangling":
        path.symlink_to("nowhere")
    elif kind == "loop":
        path.symlink_to("it")
    elif kind == "under a file":
        path.write_text("")
        path /= "below"
    elif kind == "long":
        path = tmp_path / ("x" * 300)
    assert words in fault(path)


def test_a_name_no_file_can_have_is_named(tmp_path: Path) -> None:
    """A NUL in a name is an error about the file, not a ValueError."""
    assert "no file has such a name" in fault(tmp_path / "a\0b")


def test_the_size_is_capped(tmp_path: Path) -> None:
    """A file of the limit is read, one byte more is refused."""
    path = tmp_path / "a"
    path.write_bytes(b"x" * LIMIT)
    assert len(read_regular(path, LIMIT).content) == LIMIT
    path.write_bytes(b"x" * (LIMIT + 1))
    assert "larger than" in fault(path)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_file_that_hides_its_size_is_capped_too() -> None:
    """What is read counts, not what the file system says: files of /proc claim to be empty."""
    with pytest.raises(UnusableFile, match="larger than"):
        read_regular(Path("/proc/self/stat"), 10)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    """A file that may not be read is an error about the file."""
    path = tmp_path / "a"
    path.write_bytes(b"x")
    path.chmod(0)
    assert "permission is denied" in fault(path)


def test_an_error_while_reading_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the system answers becomes an error about the file."""
    path = tmp_path / "a"
    path.write_bytes(b"x")

    def denied(*args: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    assert "permission is denied" in fault(path)


def test_only_a_file_that_is_not_there_at_all_is_absent(tmp_path: Path) -> None:
    """Nothing at the path is None; a dangling link is an error."""
    path = tmp_path / "a"
    assert read_if_there(path, LIMIT) is None
    assert read_if_there(path / "below", LIMIT) is None
    path.write_bytes(b"x")
    found = read_if_there(path, LIMIT)
    assert found is not None
    assert found.content == b"x"
    path.unlink()
    path.symlink_to("nowhere")
    with pytest.raises(UnusableFile, match="link to a file that is not there"):
        read_if_there(path, LIMIT)


def test_a_file_that_changes_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write in the middle leads to another reading, and its identity is the one before it."""
    path = tmp_path / "a"
    path.write_bytes(b"old")
    real = os.fstat
    calls = []

    def writing_between(fd: int) -> os.stat_result:
        calls.append(fd)
        if len(calls) == 2:
            path.write_bytes(b"newer")
        return real(fd)

    monkeypatch.setattr(os, "fstat", writing_between)
    source = read_regular(path, LIMIT)
    assert source.content == b"newer"
    assert source.identity == reading.read_identity(path)
