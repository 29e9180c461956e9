"""Dated backups and their rotation."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.storage import backups
from studypath.storage.backups import is_sharp_shrink, list_backups, rotate_backups, write_backup

NOW = datetime(2026, 11, 21, 18, 40, 0, 123456, tzinfo=UTC)


def back_up(directory: Path, now: datetime, content: bytes = b"x", *, large: bool = False) -> Path:
    """Write a backup as a save does, and rotate."""
    path = write_backup(directory, "progress.toml", content, large=large, now=now)
    rotate_backups(directory, "progress")
    return path


def test_a_backup_is_named_for_its_number_and_the_time_of_its_save(tmp_path: Path) -> None:
    """The name holds the number and the time in UTC, whatever the zone of the clock."""
    local = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    path = back_up(tmp_path / "backups", local, b"before")
    assert path.name == "progress-000001-2026-11-21T184000Z.toml"
    assert path.read_bytes() == b"before"


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_backups_are_private(tmp_path: Path, umask: int) -> None:
    """Directory and files are the user's alone under any umask."""
    before = os.umask(umask)
    try:
        path = write_backup(tmp_path / "b", "progress.toml", b"x", large=False, now=NOW)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_saves_at_one_time_keep_all_versions(tmp_path: Path) -> None:
    """No backup takes the place of another one."""
    paths = [back_up(tmp_path, NOW, content) for content in (b"1", b"2", b"3")]
    assert [path.read_bytes() for path in paths] == [b"1", b"2", b"3"]
    assert [each.path for each in list_backups(tmp_path)] == paths[::-1]


def test_the_newest_of_hours_days_and_months_stay(tmp_path: Path) -> None:
    """After two years of saves: the newest 20, one of each of 14 days and of 12 months."""
    start = NOW - timedelta(days=730)
    for number, hours in enumerate(range(0, 730 * 24, 8), 1):
        moment = backups._format_time(start + timedelta(hours=hours))
        (tmp_path / f"progress-{number:06}-{moment}.toml").touch()
    path = back_up(tmp_path, NOW)
    found = list_backups(tmp_path)
    assert found[0].path == path
    days = {each.time[:10] for each in found}
    assert {f"2026-11-{day:02d}" for day in range(8, 22)} <= days
    months = {each.time[:7] for each in found}
    assert months == {"2025-12"} | {f"2026-{month:02d}" for month in range(1, 12)}
    assert 20 + 7 + 11 <= len(found) <= 20 + 14 + 12


@given(
    minutes=st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=40),
)
def test_a_backup_just_made_is_never_rotated_away(
    tmp_path_factory: pytest.TempPathFactory, minutes: list[int]
) -> None:
    """Wherever the clock jumps, the newest backup stays first, and their number stays bounded."""
    directory = tmp_path_factory.mktemp("backups", numbered=True)
    for jump in minutes:
        path = back_up(directory, NOW + timedelta(minutes=jump))
        assert path.exists()
        assert list_backups(directory)[0].path == path
        assert max(each.name for each in directory.iterdir()) == path.name
        assert len(list_backups(directory)) <= 20 + 20 + 14 + 12


@pytest.mark.parametrize(
    ("before", "after", "sharply"),
    [(1024, 0, False), (1025, 0, True), (2000, 1000, False), (2000, 999, True), (0, 10, False)],
)
def test_less_than_half_is_a_sharp_loss(before: int, after: int, sharply: bool) -> None:
    """A save that leaves less than half of more than a KiB loses sharply."""
    assert is_sharp_shrink(before, after) is sharply


def test_large_versions_outlive_the_rotation(tmp_path: Path) -> None:
    """Hundreds of later saves do not push out a larger version; the eleventh of them does."""
    large = back_up(tmp_path, NOW - timedelta(days=900), b"large", large=True)
    assert large.name.endswith("Z-large.toml")
    for minute in range(60):
        back_up(tmp_path, NOW + timedelta(minutes=minute))
    assert large.read_bytes() == b"large"
    for minute in range(10):
        back_up(tmp_path, NOW + timedelta(minutes=minute), large=True)
    assert not large.exists()
    assert sum(each.large for each in list_backups(tmp_path)) == 10


def test_files_of_others_are_never_touched(tmp_path: Path) -> None:
    """What does not bear the name of a backup of this file stays, and is not listed."""
    others = [
        "notes.txt",
        "progress.toml",
        "progress-old.toml",
        "progress-2026-11-21T184000.123456Z-x.toml",
        "progress-000001-2026-11-21T184000Z-x.toml",
        "progress-1-2026-11-21T184000Z.toml",
        "progress-٢٠26-11-21T184000.123456Z.toml",
        "config-2020-01-01T000000.000000Z.toml",
    ]
    for name in others:
        (tmp_path / name).touch()
    for minute in range(50):
        back_up(tmp_path, NOW + timedelta(minutes=minute))
    assert all((tmp_path / name).exists() for name in others)
    assert len(list_backups(tmp_path)) == 20


def test_backups_named_before_there_were_numbers_are_older(tmp_path: Path) -> None:
    """Names of earlier versions are listed, after all numbered ones and by time and count."""
    names = [
        "progress-2027-01-01T000000.500000Z-2.toml",
        "progress-2027-01-01T000000.500000Z.toml",
        "progress-2026-11-21T184000Z-large.toml",
    ]
    for name in names:
        (tmp_path / name).touch()
    path = back_up(tmp_path, NOW)
    assert [each.path.name for each in list_backups(tmp_path)] == [path.name, *names]
    assert [each.large for each in list_backups(tmp_path)] == [False, False, False, True]


@pytest.mark.parametrize(
    "moment",
    [
        datetime(9999, 12, 31, 23, 30, tzinfo=timezone(timedelta(hours=-12))),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
    ],
)
def test_the_ends_of_time_have_backups_too(tmp_path: Path, moment: datetime) -> None:
    """A time that UTC cannot hold is written as the clock has it."""
    assert back_up(tmp_path, moment).exists()
    assert list_backups(tmp_path)[0].time[:4] in {"0001", "9999"}


def test_no_directory_holds_no_backups(tmp_path: Path) -> None:
    """A directory that is not there, or is a file, has none."""
    (tmp_path / "file").touch()
    assert list_backups(tmp_path / "absent") == ()
    assert list_backups(tmp_path / "file") == ()
