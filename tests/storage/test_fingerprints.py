"""Fingerprints tell whether files are still what they were."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from studypath.storage import fingerprints
from studypath.storage.fingerprints import (
    SETTLED_NS,
    Fingerprint,
    fingerprint_absent,
    fingerprint_dir,
    fingerprint_existence,
    is_unchanged,
    read_identity,
)
from studypath.storage.reading import read_regular

LONG_AGO_NS = 10 * SETTLED_NS


def read_fingerprint(path: Path) -> Fingerprint:
    """Return the fingerprint of a file as reading it gives it."""
    return read_regular(path, 10**6).fingerprint


def settle(fingerprint: Fingerprint) -> Fingerprint:
    """Return the fingerprint as of a file that was unchanged for long when it was read."""
    path, identity, checksum, _ = fingerprint
    return (path, identity, checksum, time.time_ns() + LONG_AGO_NS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file that was just written."""
    path = tmp_path / "a.toml"
    path.write_bytes(b"one = 1\n")
    return path


def test_an_untouched_file_is_unchanged(file: Path) -> None:
    """A file nobody touched is unchanged, whether it was read at once or long after."""
    assert is_unchanged([read_fingerprint(file)])
    assert is_unchanged([settle(read_fingerprint(file))])
    assert is_unchanged([])


def test_an_edit_of_the_same_size_at_the_same_time_is_seen(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit within the tick of the clock, with size and all times equal, is a change."""
    before = read_fingerprint(file)
    file.write_bytes(b"one = 2\n")
    # The file system could not tell the two apart: the identity is the one from before.
    monkeypatch.setattr(fingerprints, "read_identity", lambda path: before[1])
    assert not is_unchanged([before])
    file.write_bytes(b"one = 1\n")
    assert is_unchanged([before])


def test_a_settled_file_is_not_read_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no edit could hide, the identity alone decides."""
    before = settle(read_fingerprint(file))

    def never(*args: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr(fingerprints, "_read_again", never)
    assert is_unchanged([before])


def test_a_file_from_the_future_is_read_again(file: Path) -> None:
    """A time after the reading, from a clock that was set back, is no proof."""
    future = time.time() + 1e6
    os.utime(file, (future, future))
    before = read_fingerprint(file)
    assert is_unchanged([before])
    path, identity, checksum, read_ns = before
    assert not is_unchanged([(path, identity, checksum ^ 1, read_ns)])


@pytest.mark.parametrize("change", ["size", "time", "inode", "gone", "directory", "dangling"])
def test_every_other_change_is_seen(file: Path, change: str) -> None:
    """Another size, time, inode or kind is a change, even of a file that had settled."""
    before = settle(read_fingerprint(file))
    if change == "size":
        file.write_bytes(b"one = 10\n")
    elif change == "time":
        os.utime(file, ns=(0, 0))
    elif change == "inode":
        other = file.with_name("b")
        other.write_bytes(file.read_bytes())
        status = file.stat()
        os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
        other.replace(file)
    elif change == "gone":
        file.unlink()
    elif change == "directory":
        file.unlink()
        file.mkdir()
    else:
        file.unlink()
        file.symlink_to("nowhere")
    assert not is_unchanged([before])


def test_a_link_turned_to_another_file_is_seen(file: Path) -> None:
    """The fingerprint holds the path that was asked for, not where it led."""
    link = file.with_name("link")
    link.symlink_to(file.name)
    before = settle(read_fingerprint(link))
    file.with_name("b").write_bytes(b"one = 1\n")
    link.unlink()
    link.symlink_to("b")
    assert not is_unchanged([before])


def test_an_absent_file_has_a_fingerprint(tmp_path: Path) -> None:
    """What was not there is unchanged until something is, be it a dangling link."""
    path = tmp_path / "a"
    before = fingerprint_absent(path)
    assert read_identity(path) is None
    assert is_unchanged([before])
    path.symlink_to("nowhere")
    assert not is_unchanged([before])
    path.unlink()
    path.write_bytes(b"")
    assert not is_unchanged([before])


def test_a_directory_changes_with_the_names_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file more, or one of another name within one tick of the clock, is a change."""
    absent = tmp_path / "paths"
    assert fingerprint_dir(absent) == fingerprint_absent(absent)
    absent.mkdir()
    (absent / "a.toml").write_bytes(b"")
    before = fingerprint_dir(absent)
    assert is_unchanged([before])
    (absent / "a.toml").rename(absent / "b.toml")
    monkeypatch.setattr(fingerprints, "read_identity", lambda path: before[1])
    assert not is_unchanged([before])
    monkeypatch.undo()
    (absent / "c.toml").write_bytes(b"")
    assert not is_unchanged([before])


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_a_pipe_in_place_of_a_racy_file_is_not_waited_for(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is no longer regular is a change, not something to read."""
    before = read_fingerprint(file)
    file.unlink()
    os.mkfifo(file)
    monkeypatch.setattr(fingerprints, "read_identity", lambda path: before[1])
    assert not is_unchanged([before])


def test_a_file_that_is_only_looked_for_changes_when_it_appears(
    tmp_path: Path,
) -> None:
    """A page that appears is a change; a relative or unreadable place is never unchanged."""
    page = tmp_path / "page.md"
    before = fingerprint_existence(str(page))
    assert is_unchanged([before])
    page.write_text("x")
    assert not is_unchanged([before])
    assert not is_unchanged([fingerprint_existence("page.md")])
    (tmp_path / "link").symlink_to("nowhere")
    assert not is_unchanged([fingerprint_existence(str(tmp_path / "link"))])
