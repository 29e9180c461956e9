"""Backups: their names, their order and their rotation."""

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


def save_backup(
    directory: Path, now: datetime, content: bytes = b"x", *, large: bool = False
) -> Path:
    """Write one backup as a save does, and rotate."""
    path = write_backup(directory, "progress.toml", content, large=large, now=now)
    rotate_backups(directory, "progress")
    return path


def test_a_backup_is_named_for_the_number_and_time_of_its_save(tmp_path: Path) -> None:
    """The name holds a number, then the time in UTC, whatever the zone of the clock."""
    local = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    path = save_backup(tmp_path / "backups", local, b"before")
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


@given(seconds=st.lists(st.integers(-(10**8), 10**8), min_size=1, max_size=60), fixed=st.booleans())
def test_names_sort_by_save_and_the_version_before_each_is_kept(
    tmp_path_factory: pytest.TempPathFactory, seconds: list[int], fixed: bool
) -> None:
    """However many saves fall into one second or wherever the clock jumps, the newest 20 stay."""
    directory = tmp_path_factory.mktemp("backups", numbered=True)
    for count, jump in enumerate(seconds, 1):
        now = NOW if fixed else NOW + timedelta(seconds=jump)
        save_backup(directory, now, str(count).encode())
        listed = list_backups(directory)
        names = [backup.path.name for backup in listed]
        assert names == sorted(names, reverse=True)
        saves = [int(backup.path.read_bytes()) for backup in listed]
        assert saves == sorted(saves, reverse=True)
        assert saves[:20] == list(range(count, max(0, count - 20), -1))
        assert len(saves) <= 20 + 14 + 12


def test_the_newest_of_hours_days_and_months_stay(tmp_path: Path) -> None:
    """After two years of saves: the newest 20, one of each of 14 days and of 12 months."""
    start = NOW - timedelta(days=730)
    for number, hours in enumerate(range(0, 730 * 24, 8), 1):
        time = backups._format_time(start + timedelta(hours=hours))
        (tmp_path / f"progress-{number:06}-{time}.toml").touch()
    path = save_backup(tmp_path, NOW)
    listed = list_backups(tmp_path)
    assert listed[0].path == path
    days = {backup.time[:10] for backup in listed}
    assert {f"2026-11-{day:02d}" for day in range(8, 22)} <= days
    months = {backup.time[:7] for backup in listed}
    assert months == {"2025-12"} | {f"2026-{month:02d}" for month in range(1, 12)}
    assert 20 + 7 + 11 <= len(listed) <= 20 + 14 + 12


def test_one_command_under_a_wrong_clock_removes_no_other_day(tmp_path: Path) -> None:
    """A clock set far back or ahead for one save keeps the ladder of days."""
    for day in range(10):
        for minute in range(20):
            save_backup(tmp_path, NOW + timedelta(days=day, minutes=minute))
    for wrong in (-3000, 3000):
        save_backup(tmp_path, NOW + timedelta(days=wrong))
    days = {backup.time[:10] for backup in list_backups(tmp_path)}
    assert {f"2026-11-{day}" for day in range(21, 31)} <= days


def test_backups_under_their_former_names_are_listed_as_the_oldest(tmp_path: Path) -> None:
    """Names of time and count, without a number first, sort by both."""
    former = [
        "progress-2026-11-21T184000.123456Z.toml",
        "progress-2026-11-21T184000.123456Z-2.toml",
        "progress-2026-11-21T184000.123456Z-10-large.toml",
        "progress-2026-11-22T184000.123456Z.toml",
    ]
    for name in former:
        (tmp_path / name).touch()
    newest = save_backup(tmp_path, NOW - timedelta(days=900))
    listed = list_backups(tmp_path)
    assert [backup.path.name for backup in listed] == [newest.name, *former[::-1]]
    assert [backup.large for backup in listed] == [False, False, True, False, False]


@pytest.mark.parametrize(
    ("before", "after", "sharply"),
    [(1024, 0, False), (1025, 0, True), (2000, 1000, False), (2000, 999, True), (0, 10, False)],
)
def test_less_than_half_is_a_sharp_loss(before: int, after: int, sharply: bool) -> None:
    """A save that leaves less than half of more than a KiB loses sharply."""
    assert is_sharp_shrink(before, after) is sharply


def test_large_versions_outlive_the_rotation(tmp_path: Path) -> None:
    """Hundreds of later saves do not push out a larger version; the eleventh of them does."""
    large = save_backup(tmp_path, NOW - timedelta(days=900), b"large", large=True)
    assert large.name.endswith("Z-large.toml")
    for minute in range(60):
        save_backup(tmp_path, NOW + timedelta(minutes=minute))
    assert large.read_bytes() == b"large"
    for minute in range(10):
        save_backup(tmp_path, NOW + timedelta(minutes=minute), large=True)
    assert not large.exists()
    assert sum(backup.large for backup in list_backups(tmp_path)) == 10


def test_files_of_others_are_never_touched(tmp_path: Path) -> None:
    """What does not bear the name of a backup of this file stays, and is not listed."""
    others = [
        "notes.txt",
        "progress.toml",
        "progress-old.toml",
        "progress-2026-11-21T184000.123456Z-x.toml",
        "progress-٢٠26-11-21T184000.123456Z.toml",
        "progress-12-2026-11-21T184000Z.toml",
        "config-2020-01-01T000000.000000Z.toml",
    ]
    for name in others:
        (tmp_path / name).touch()
    for minute in range(50):
        save_backup(tmp_path, NOW + timedelta(minutes=minute))
    assert all((tmp_path / name).exists() for name in others)
    assert len(list_backups(tmp_path)) == 20


@pytest.mark.parametrize(
    "moment",
    [
        datetime(9999, 12, 31, 23, 30, tzinfo=timezone(timedelta(hours=-12))),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
    ],
)
def test_the_ends_of_time_have_backups_too(tmp_path: Path, moment: datetime) -> None:
    """A time that UTC cannot hold is written as the clock has it."""
    assert save_backup(tmp_path, moment).exists()
    assert list_backups(tmp_path)[0].time[:4] in {"0001", "9999"}


def test_no_directory_holds_no_backups(tmp_path: Path) -> None:
    """A directory that is not there, or is a file, has none."""
    (tmp_path / "file").touch()
    assert list_backups(tmp_path / "absent") == ()
    assert list_backups(tmp_path / "file") == ()
