"""Changing a setting in the config file."""

from pathlib import Path

import pytest

from studypath.core.errors import UnusableFile, WrongUsage
from studypath.core.settings import Settings
from studypath.storage.settings import SettingChange, change_setting, load_settings
from tests.storage.homes import NOW, places_in


def test_a_setting_is_changed_and_read(tmp_path: Path) -> None:
    """The value before and after is returned; unknown keys stay; there is a backup."""
    home = places_in(tmp_path)
    assert load_settings(home) == Settings()
    assert change_setting(home, "hours_per_week", "5", NOW) == SettingChange(None, 5)
    home.config_file.write_bytes(home.config_file.read_bytes() + b"mine = 1\n")
    assert change_setting(home, "Hours-Per-Week", "6", NOW) == SettingChange(5, 6)
    assert load_settings(home).hours_per_week == 6
    assert b"mine = 1" in home.config_file.read_bytes()
    assert len(list((home.config / "backups").iterdir())) == 1
    assert change_setting(home, "hours_per_week", None, NOW) == SettingChange(6, None)


def test_the_same_value_is_not_saved_again(tmp_path: Path) -> None:
    """A setting that has the value already leaves the file alone."""
    home = places_in(tmp_path)
    home.config.mkdir()
    home.config_file.write_text("# mine\nhours_per_week = 5\n")
    assert change_setting(home, "hours_per_week", "5", NOW) == SettingChange(5, 5)
    assert home.config_file.read_text().startswith("# mine")


def test_a_broken_config_is_never_written(tmp_path: Path) -> None:
    """Neither a wrong value nor a broken file changes anything."""
    home = places_in(tmp_path)
    with pytest.raises(WrongUsage):
        change_setting(home, "hours_per_week", "soon", NOW)
    assert not home.config_file.exists()
    home.config.mkdir(exist_ok=True)
    home.config_file.write_text("wiki = 3\n")
    with pytest.raises(UnusableFile, match=r"config\.toml:1: wiki"):
        change_setting(home, "hours_per_week", "5", NOW)
    assert home.config_file.read_text() == "wiki = 3\n"
