"""`config.toml`: from bytes to settings and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from studypath.core.durations import InvalidDuration, parse_weekly_hours
from studypath.core.errors import Fault, WrongUsage
from studypath.core.settings import SETTINGS, Setting, Settings
from studypath.core.text import find_nearest, replace_controls

CONFIG_LIMIT_BYTES = 64 * 1024


class ParsedSettings(NamedTuple):
    """The settings of a config file, warnings about it, and its tables."""

    settings: Settings
    warnings: tuple[Fault, ...]
    data: Mapping[str, object]


def parse_settings(content: bytes, file: str) -> ParsedSettings:
    """Return the settings of a config file; UnusableFile with file, line and key of each fault."""
    from pydantic import ValidationError

    from studypath.files.faults import (
        FaultList,
        add_errors,
        add_unknown_keys,
        build_unusable_file,
    )
    from studypath.files.settings_model import SettingsModel
    from studypath.files.toml import read_toml

    located = read_toml(content, file, CONFIG_LIMIT_BYTES)
    try:
        table = SettingsModel.model_validate(located.data)
    except ValidationError as error:
        faults = FaultList(located, file)
        add_errors(faults, error)
        raise build_unusable_file(faults) from None
    values = {name: getattr(table, name) for name in SETTINGS}
    warnings = FaultList(located, file)
    add_unknown_keys(warnings, SettingsModel, located.data)
    return ParsedSettings(Settings(**values), warnings.sort(), located.data)


def resolve_setting(name: str) -> Setting:
    """Return the setting of that name; raise WrongUsage with the nearest names."""
    wanted = name.strip().lower().replace("-", "_")
    if wanted in SETTINGS:
        return SETTINGS[wanted]
    close = find_nearest(wanted, tuple(SETTINGS)) or tuple(SETTINGS)
    msg = f"there is no setting {name!r}\nChoose one of: {', '.join(close)}."
    raise WrongUsage(replace_controls(msg, multiline=True))


def with_setting(data: Mapping[str, object], name: str, text: str | None) -> dict[str, object]:
    """Return the tables with one setting changed, or removed if `text` is None.

    Unknown keys stay. Raises WrongUsage if the text is not a value of that setting.
    """
    setting = resolve_setting(name)
    changed = dict(data)
    changed.setdefault("format", 1)
    if text is None:
        changed.pop(setting.name, None)
        return changed
    changed[setting.name] = parse_setting_value(setting, text)
    from studypath.files.settings_model import find_value_fault

    fault = find_value_fault(setting.name, changed[setting.name])
    if fault:
        example = "" if setting.example in fault else f"; for example: {setting.example}"
        msg = f"{setting.name}: {fault}{example}"
        raise WrongUsage(replace_controls(msg))
    return changed


def parse_setting_value(setting: Setting, text: str) -> object:
    """Return a command-line text as the type that the file holds."""
    stripped = text.strip()
    if setting.type == "switch":
        words = {"true": True, "on": True, "yes": True, "false": False, "off": False, "no": False}
        return words.get(stripped.lower(), stripped)
    if setting.type == "number":
        try:
            number = parse_weekly_hours(stripped)
        except InvalidDuration:
            return stripped
        return int(number) if number.is_integer() else number
    return stripped


def format_settings(data: Mapping[str, object]) -> bytes:
    """Return the bytes of a config file, the format first."""
    import tomli_w

    ordered = {"format": data.get("format", 1), **data}
    return tomli_w.dumps(ordered).encode()
