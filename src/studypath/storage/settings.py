"""The config file: reading it strictly, and changing one setting of it."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from studypath.core.settings import Settings
from studypath.storage.reading import read_if_there

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime

    from studypath.core.undo import Change, Key
    from studypath.storage.places import Places

CONFIG = "config"
"""The first part of a setting's key in the journal of undo."""


def load_settings(places: Places) -> Settings:
    """Return the settings; UnusableFile with file, line and key where the file is broken."""
    from studypath.files.settings import CONFIG_LIMIT_BYTES, parse_settings

    source = read_if_there(places.config_file, CONFIG_LIMIT_BYTES)
    return (
        Settings() if source is None else parse_settings(source.content, str(source.path)).settings
    )


def change_setting(
    places: Places, name: str, text: str | None, now: datetime
) -> tuple[object, object]:
    """Change one setting under a lock and return its value before and after; None takes it away.

    It is one save and one undo. The version before is kept in the backups beside the file. Raises
    WrongUsage for a text that is no value of the setting, SaveFailed and Busy as every save.
    """
    from studypath.core.undo import ABSENT, Change
    from studypath.files.settings import (
        format_settings,
        parse_settings,
        resolve_setting,
        with_setting,
    )
    from studypath.storage.journal import Command, journaled

    name = resolve_setting(name).name
    file = places.config_file
    with _locked(places):
        data = _data(places)
        changed = with_setting(data, name, text)
        content = format_settings(changed)
        before = parse_settings(format_settings(data), str(file)).settings
        after = parse_settings(content, str(file)).settings
        if after != before:
            change = Change((CONFIG, name), data.get(name, ABSENT), changed.get(name, ABSENT))
            words = f"config {name} {'--unset' if text is None else text}"
            command = Command(words, now.isoformat(timespec="seconds"), (change,))
            with journaled(places, command, now):
                _save(places, content, now)
    return getattr(before, name), getattr(after, name)


def revert_settings(
    places: Places, changes: Iterable[Change], now: datetime
) -> tuple[tuple[Key, ...], bool]:
    """Set each setting that stands at `before` to `after`; the keys kept, and whether one was set.

    The caller holds the lock of progress.
    """
    from studypath.core.undo import ABSENT
    from studypath.files.settings import format_settings, parse_settings

    with _config_locked(places):
        data = _data(places)
        reverted, kept = dict(data), []
        for change in changes:
            name = change.key[-1]
            here = reverted.get(name, ABSENT)
            if here == change.before:
                reverted[name] = change.after
            elif here != change.after:
                kept.append(change.key)
        reverted = {name: value for name, value in reverted.items() if value is not ABSENT}
        if reverted != data:
            content = format_settings(reverted)
            parse_settings(content, str(places.config_file))
            _save(places, content, now)
    return tuple(kept), reverted != data


def _data(places: Places) -> Mapping[str, object]:
    from studypath.files.settings import CONFIG_LIMIT_BYTES, parse_settings

    source = read_if_there(places.config_file, CONFIG_LIMIT_BYTES)
    return {} if source is None else parse_settings(source.content, str(places.config_file)).data


def _save(places: Places, content: bytes, now: datetime) -> None:
    from studypath.storage.save import save_file

    backups = places.config / "backups"
    save_file(places.config_file, content, check=lambda _: None, backup_dir=backups, now=now)


@contextmanager
def _locked(places: Places) -> Iterator[None]:
    """Hold the lock of progress, where there is a place for it, then that of the settings.

    Always in this order, as undo does, so that no two commands wait for each other.
    """
    from studypath.storage.lock import hold_lock

    with ExitStack() as locks:
        if "data" in places.found:
            locks.enter_context(hold_lock(places.lock))
        locks.enter_context(_config_locked(places))
        yield


def _config_locked(places: Places) -> AbstractContextManager[None]:
    from studypath.storage.lock import hold_lock

    return hold_lock(places.config / "config.lock")
