"""The config file: reading it strictly, and changing one setting of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studypath.core.settings import Settings
from studypath.storage.files import read_if_there

if TYPE_CHECKING:
    from datetime import datetime

    from studypath.storage.places import Places


def read_config(places: Places) -> Settings:
    """Return the settings; UnusableFile with file, line and key where the file is broken."""
    from studypath.schema.config import CONFIG_LIMIT_BYTES, config_of

    source = read_if_there(places.config_file, CONFIG_LIMIT_BYTES)
    return Settings() if source is None else config_of(source.content, str(source.path)).settings


def change_setting(
    places: Places, name: str, text: str | None, now: datetime
) -> tuple[object, object]:
    """Change one setting under a lock and return its value before and after; None takes it away.

    The version before is kept in the backups beside the file. Raises WrongUsage for a text that
    is no value of the setting, SaveFailed and Busy as every save.
    """
    from studypath.schema.config import (
        CONFIG_LIMIT_BYTES,
        config_of,
        config_text,
        setting_named,
        with_setting,
    )
    from studypath.storage.lock import held
    from studypath.storage.save import save

    file, name = places.config_file, setting_named(name).name
    with held(places.config / "config.lock"):
        source = read_if_there(file, CONFIG_LIMIT_BYTES)
        data = {} if source is None else config_of(source.content, str(file)).data
        before = Settings() if source is None else config_of(source.content, str(file)).settings
        changed = with_setting(data, name, text)
        content = config_text(changed)
        after = config_of(content, str(file)).settings
        if after != before:
            backups = places.config / "backups"
            save(file, content, check=lambda _: None, backup_dir=backups, now=now)
    return getattr(before, name), getattr(after, name)
