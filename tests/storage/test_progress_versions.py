"""Conflict copies are found, and mentioned once."""

import os
from pathlib import Path

import pytest

from studypath.core.progress import Progress
from studypath.storage.progress import load_progress
from studypath.storage.progress_versions import (
    find_new_copies,
    list_conflict_copies,
    remember_copies,
)
from tests.storage.homes import BERT, HomeWithCommands

ENTRY = 'format = 1\n[paths.paper.bert]\nstate = "done"\n'


@pytest.fixture
def home(tmp_path: Path) -> HomeWithCommands:
    """Return a home with one conflict copy."""
    home = HomeWithCommands(tmp_path)
    home.places.data.mkdir(parents=True)
    (home.places.data / "progress 2.toml").write_text(ENTRY)
    return home


def names(home: HomeWithCommands) -> list[str]:
    """Return the names of the copies to mention."""
    return [copy.name for copy in find_new_copies(home.places, Progress())]


@pytest.mark.parametrize(
    ("name", "is_copy"),
    [
        ("progress.toml", False),
        ("progress.sync-conflict-20260101-120000-ABCDEFG.toml", True),
        ("progress (conflicted copy 2026-01-01 120000).toml", True),
        ("progress-Annas-MacBook.toml", True),
        ("progress 12.toml", True),
        ("progress-.toml", False),
        ("progress-000001-2026-11-21T184000Z.toml", False),
        ("progress-2026-11-21T184000Z.toml", False),
        ("progress old.toml", False),
        ("progress.toml.bak", False),
        ("progression 2.toml", False),
    ],
)
def test_which_names_sync_clients_give(tmp_path: Path, name: str, is_copy: bool) -> None:
    """Names of four clients are known; backups and others' files are left out."""
    home = HomeWithCommands(tmp_path)
    home.places.data.mkdir(parents=True)
    (home.places.data / name).write_text(ENTRY)
    assert [each.name for each in list_conflict_copies(home.places)] == [name] * is_copy


def test_a_copy_is_mentioned_again_only_if_it_changes(home: HomeWithCommands) -> None:
    """Its time and size tell; a copy that comes later is mentioned alone."""
    assert names(home) == ["progress 2.toml"]
    assert names(home) == []
    (home.places.data / "progress 3.toml").write_text(ENTRY)
    assert names(home) == ["progress 3.toml"]
    os.utime(home.places.data / "progress 2.toml", ns=(1, 1))
    assert names(home) == ["progress 2.toml"]


def test_an_imported_copy_is_not_mentioned(home: HomeWithCommands) -> None:
    """Files elsewhere and copies that are gone need no memory."""
    remember_copies(home.places, [home.places.data / "progress 2.toml", Path("elsewhere.toml")])
    assert names(home) == []
    (home.places.data / "progress 2.toml").unlink()
    assert names(home) == []


def test_a_copy_without_news_is_not_mentioned(home: HomeWithCommands) -> None:
    """What a merge would not change is no news."""
    home.done(BERT)
    copy = home.places.data / "progress 2.toml"
    copy.write_bytes(home.places.progress.read_bytes())
    assert find_new_copies(home.places, load_progress(home.places).progress) == ()


def test_without_a_cache_copies_are_mentioned_each_time(home: HomeWithCommands) -> None:
    """Where nothing can be remembered, too much is said rather than too little."""
    (home.places.cache).mkdir(parents=True, exist_ok=True)
    home.places.cache.chmod(0o777)
    assert names(home) == names(home) == ["progress 2.toml"]
