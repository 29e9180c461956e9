"""Whether files are still what they were."""

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
    is_unchanged,
    read_identity,
)
from studypath.storage.reading import read_regular

LONG_AGO_NS = 10 * SETTLED_NS


def fingerprint_of(path: Path) -> Fingerprint:
    """Return the fingerprint of a file as it is read."""
    return read_regular(path, 10**6).fingerprint


def settled(fingerprint: Fingerprint) -> Fingerprint:
    """Return the same fingerprint, of a file that was unchanged for long when it was read."""
    path, identity, digest, _ = fingerprint
    return (path, identity, digest, time.time_ns() + LONG_AGO_NS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Create a file that was just written."""
    path = tmp_path / "a.toml"
    path.write_bytes(b"one = 1\n")
    return path


def test_an_untouched_file_is_unchanged(file: Path) -> None:
    """A file nobody touched is unchanged, whether it was read at once or long after."""
    assert is_unchanged([fingerprint_of(file)])
    assert is_unchanged([settled(fingerprint_of(file))])
    assert is_unchanged([])


def test_an_edit_of_the_same_size_at_the_same_time_is_seen(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit within the tick of the clock, with size and all times equal, is a change."""
    before = fingerprint_of(file)
    file.write_bytes(b"one = 2\n")
    # The file system could not tell the two apart: the identity is the one from before.
    monkeypatch.setattr(fingerprints, "read_identity", lambda path: before[1])
    assert not is_unchanged([before])
    file.write_bytes(b"one = 1\n")
    assert is_unchanged([before])


def test_a_settled_file_is_not_read_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no edit could hide, the identity alone decides."""
    before = settled(fingerprint_of(file))

    def never(*args: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr(fingerprints, "_read_again", never)
    assert is_unchanged([before])


def test_a_file_from_the_future_is_read_again(file: Path) -> None:
    """A time after the reading, from a clock that was set back, is no proof."""
    future = time.time() + 1e6
    os.utime(file, (future, future))
    before = fingerprint_of(file)
    assert is_unchanged([before])
    path, identity, digest, read_ns = before
    assert not is_unchanged([(path, identity, digest ^ 1, read_ns)])


@pytest.mark.parametrize("change", ["size", "time", "inode", "gone", "directory", "dangling"])
def test_every_other_change_is_seen(file: Path, change: str) -> None:
    """Another size, time, inode or kind is a change, even of a file that had settled."""
    before = settled(fingerprint_of(file))
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
    """The fingerprint goes by the path that was asked for, not by where it led."""
    link = file.with_name("link")
    link.symlink_to(file.name)
    before = settled(fingerprint_of(link))
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
    before = fingerprint_of(file)
    file.unlink()
    os.mkfifo(file)
    monkeypatch.setattr(fingerprints, "read_identity", lambda path: before[1])
    assert not is_unchanged([before])
