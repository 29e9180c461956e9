"""Exports: whole or not at all, and nothing replaced without a word."""

import errno
import os
from pathlib import Path

import pytest

from studypath.core.errors import SaveFailed, WrongUsage
from studypath.storage.output_files import write_output
from studypath.storage.places import Places
from tests.storage.homes import places_in


@pytest.fixture
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Return places outside the directory of the export."""
    return places_in(tmp_path_factory.mktemp("home"))


def test_an_export_is_written_where_nothing_is(tmp_path: Path, places: Places) -> None:
    """The file is there whole, and nothing beside it."""
    file = tmp_path / "out.csv"
    write_output(file, b"new", force=False, places=places)
    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_is_replaced_only_with_force(tmp_path: Path, places: Places) -> None:
    """Without `force` the old file stays and is named."""
    file = tmp_path / "out.csv"
    file.write_bytes(b"old")
    with pytest.raises(WrongUsage, match="--force replaces it"):
        write_output(file, b"new", force=False, places=places)
    assert file.read_bytes() == b"old"
    write_output(file, b"new", force=True, places=places)
    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("force", [False, True])
def test_only_a_plain_file_is_replaced(tmp_path: Path, places: Places, force: bool) -> None:
    """A link and a directory are refused."""
    (tmp_path / "link").symlink_to("target")
    (tmp_path / "folder").mkdir()
    for name in ("link", "folder"):
        with pytest.raises(WrongUsage, match="not a regular file"):
            write_output(tmp_path / name, b"new", force=force, places=places)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["folder", "link"]


@pytest.mark.parametrize("name", ["missing/out.csv", "a" * 300, "file/out.csv"])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, places: Places, name: str) -> None:
    """A missing folder, a name too long, a file for a folder: plain words."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(SaveFailed, match="was not written"):
        write_output(tmp_path / name, b"new", force=False, places=places)


@pytest.mark.parametrize("there", [False, True])
def test_a_file_system_without_links_is_served(
    tmp_path: Path, places: Places, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    """Where no link can be made the file is moved, and one that came meanwhile is kept."""
    file = tmp_path / "out.csv"

    def link(*_: object) -> None:
        if there:
            file.write_bytes(b"theirs")
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", link)
    if there:
        with pytest.raises(WrongUsage):
            write_output(file, b"new", force=False, places=places)
    else:
        write_output(file, b"new", force=False, places=places)
    assert file.read_bytes() == (b"theirs" if there else b"new")
    assert list(tmp_path.iterdir()) == [file]


def test_a_full_disk_leaves_no_litter(
    tmp_path: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the file nor a temporary stays."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SaveFailed, match="the disk is full"):
        write_output(tmp_path / "out.csv", b"new", force=False, places=places)
    assert list(tmp_path.iterdir()) == []
