"""The config file: reading it strictly, and changing one setting of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studypath.core.settings import Settings
from studypath.storage.fingerprints import compute_digest
from studypath.storage.reading import read_if_there

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from studypath.core.curriculum import StepKey
    from studypath.core.undo import Change, Key
    from studypath.storage.places import Places
    from studypath.storage.save import SavedFile

    Tables = Mapping[str, object]


class SettingChange(NamedTuple):
    """The value of a setting before and after a command, and notices for the user."""

    before: object
    after: object
    notices: tuple[str, ...] = ()


def load_settings(places: Places) -> Settings:
    """Return the settings; UnusableFile with file, line and key if the file is broken."""
    return SettingsFile(places).parse(SettingsFile(places).load()[0])


def change_setting(places: Places, name: str, text: str | None, now: datetime) -> SettingChange:
    """Change one setting as one save and one undo; None as the text removes it.

    Raises WrongUsage for a text that is not a value of the setting, SaveFailed and Busy.
    """
    from studypath.files.settings import resolve_setting, with_setting
    from studypath.storage.transaction import run_transaction

    name = resolve_setting(name).name
    file = SettingsFile(places)
    words = f"config {name} {'--unset' if text is None else text}"
    before, after, notices = run_transaction(
        places, file, words, now, lambda data: with_setting(data, name, text)
    )
    return SettingChange(
        getattr(file.parse(before), name), getattr(file.parse(after), name), notices
    )


class SettingsFile:
    """The config file in a transaction; its value is the tables of the file."""

    def __init__(self, places: Places) -> None:
        self.name = "config"
        self.path = places.config_file
        self.backup_dir = places.config / "backups"

    def load(self) -> tuple[Tables, str]:
        """Return the tables and the digest of the file."""
        from studypath.files.settings import CONFIG_LIMIT_BYTES, parse_settings

        source = read_if_there(self.path, CONFIG_LIMIT_BYTES)
        if source is None:
            return {}, ""
        tables = parse_settings(source.content, str(self.path)).data
        return tables, compute_digest(source.content)

    def parse(self, tables: Tables) -> Settings:
        """Return the settings in these tables."""
        from studypath.files.settings import format_settings, parse_settings

        return parse_settings(format_settings(tables), str(self.path)).settings

    def diff(self, before: Tables, after: Tables) -> tuple[Change, ...]:
        """Return the settings that differ; `5` and `5.0` are the same number of hours."""
        from studypath.core.settings import SETTINGS
        from studypath.core.undo import diff_values

        if self.parse(before) == self.parse(after):
            return ()
        return tuple(each for each in diff_values((), before, after) if each.key[0] in SETTINGS)

    def apply(
        self, value: Tables, changes: tuple[Change, ...]
    ) -> tuple[Tables, tuple[Key, ...], tuple[Change, ...]]:
        """Return the changed tables, the settings left alone, and the changes that took effect."""
        from studypath.core.undo import apply_value

        tables = dict(value)
        done = [(change, apply_value(tables, change)) for change in changes]
        conflicts = tuple((self.name, *change.key) for change, took in done if took is False)
        return tables, conflicts, tuple(change for change, took in done if took)

    def format(self, value: Tables) -> bytes:
        """Return the bytes of the file; UnusableFile unless they can be read back."""
        from studypath.files.settings import format_settings

        self.parse(value)
        return format_settings(value)

    def find_edits(self, _value: Tables, _saved_digest: str) -> tuple[StepKey, ...]:
        """Return (): the config file holds no steps."""
        return ()

    def store(self, _value: Tables, _content: bytes, _saved: SavedFile) -> None:
        """Do nothing: the library reads a changed config file once and caches it then."""
