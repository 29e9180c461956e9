"""Exports: whole or not at all, and nothing replaced without a word."""

import errno
import os
from pathlib import Path

import pytest

from studypath.core.errors import SaveFailed, WrongUsage
from studypath.storage.output_files import write_output
from studypath.storage.places import find_bundled_paths
from tests.storage.homes import places_in


def export(file: Path, *, force: bool) -> None:
    """Write an export beside the places of a home."""
    write_output(file, b"new", force=force, places=places_in(file.parent / "home"))


def test_an_export_is_written_where_nothing_is(tmp_path: Path) -> None:
    """The file is there whole, and nothing beside it."""
    file = tmp_path / "out.csv"
    export(file, force=False)
    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_is_replaced_only_with_force(tmp_path: Path) -> None:
    """Without `force` the old file stays and is named."""
    file = tmp_path / "out.csv"
    file.write_bytes(b"old")
    with pytest.raises(WrongUsage, match="exists; to replace it, add --force"):
        export(file, force=False)
    assert file.read_bytes() == b"old"
    export(file, force=True)
    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("force", [False, True])
def test_only_a_regular_file_is_replaced(tmp_path: Path, force: bool) -> None:
    """A link and a directory are refused."""
    (tmp_path / "link").symlink_to("target")
    (tmp_path / "folder").mkdir()
    for name in ("link", "folder"):
        with pytest.raises(WrongUsage, match="not a regular file"):
            export(tmp_path / name, force=force)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["folder", "link"]


@pytest.mark.parametrize("name", ["missing/out.csv", "a" * 300, "file/out.csv"])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, name: str) -> None:
    """A missing folder, a name too long, a file for a folder: plain words."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(SaveFailed, match="was not written"):
        export(tmp_path / name, force=False)


@pytest.mark.parametrize("there", [False, True])
def test_a_file_system_without_links_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
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
            export(file, force=False)
    else:
        export(file, force=False)
    assert file.read_bytes() == (b"theirs" if there else b"new")
    assert list(tmp_path.iterdir()) == [file]


def test_a_full_disk_leaves_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the file nor a temporary stays."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SaveFailed, match="the disk is full"):
        export(tmp_path / "out.csv", force=False)
    assert list(tmp_path.iterdir()) == []


OWN = (
    "data/progress.toml",
    "data/undo.json",
    "data/progress.lock",
    "data/undo.unreadable.json",
    "data/calendar.json",
    "data/learner",
    "data/sync/config",
    "data/push/sent",
    "data/backups/progress-000001-2026-11-21T184000Z.toml",
    "data/backups/new.json",
    "config/config.toml",
    "config/config.lock",
    "config/lrs.toml",
    "config/backups/new.json",
    "config/paths/mine.toml",
    "config/paths/new.json",
    "cache/library",
    "cache/progress",
    "cache/saved",
    "cache/0123abcd.answer",
    "cache/mine.seen.toml",
    "cache/mine.seen-before.toml",
)


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("there", [False, True])
def test_the_programs_own_files_are_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, force: bool, there: bool
) -> None:
    """Under their name, a relative one, through a link or by a hard link."""
    places = places_in(tmp_path)
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    if there or name.endswith((".answer", "seen.toml", "seen-before.toml")):
        file.write_bytes(b"own")
    monkeypatch.chdir(file.parent)
    (tmp_path / "link").symlink_to(file.parent)
    candidates = [
        file,
        Path(file.name),
        tmp_path / "link" / file.name,
    ]
    if file.exists() and not {"backups", "paths", "sync", "push"} & set(file.parts):
        os.link(file, tmp_path / "hard")
        candidates.append(tmp_path / "hard")
    before = {each: each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()}
    for candidate in candidates:
        with pytest.raises(WrongUsage, match="studypath's own files"):
            write_output(candidate, b"new", force=force, places=places)
    assert {each: each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()} == before


def test_the_bundled_paths_are_never_replaced(tmp_path: Path) -> None:
    """They are in the package, or in the checkout of a developer."""
    bundled = find_bundled_paths()
    before = bundled.read_bytes()
    with pytest.raises(WrongUsage, match="studypath's own files"):
        write_output(bundled, b"new", force=True, places=places_in(tmp_path))
    assert bundled.read_bytes() == before


def test_an_export_beside_the_own_files_is_written(tmp_path: Path) -> None:
    """Only the own files are refused, not their directories; unknown places refuse nothing."""
    places = places_in(tmp_path)
    for kind in ("data", "config", "cache"):
        (tmp_path / kind).mkdir()
        write_output(tmp_path / kind / "mine.json", b"new", force=False, places=places)
    nowhere = places._replace(
        directories={}, missing=dict.fromkeys(("data", "config", "cache"), "none")
    )
    write_output(tmp_path / "it.json", b"new", force=False, places=nowhere)
    assert (tmp_path / "it.json").read_bytes() == b"new"
