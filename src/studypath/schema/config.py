"""The shape of `config.toml`: one key a setting, each with what it means and an example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from studypath.core.errors import Fault, WrongUsage
from studypath.core.settings import SETTINGS, Setting, Settings
from studypath.core.text import nearest, visible

CONFIG_LIMIT_BYTES = 64 * 1024


class ConfigOfFile(NamedTuple):
    """What a config file says, and what its owner should hear of it."""

    settings: Settings
    warnings: tuple[Fault, ...]
    data: Mapping[str, object]


def config_of(content: bytes, file: str) -> ConfigOfFile:
    """Return the settings of a config file; UnusableFile with file, line and key of each fault."""
    from pydantic import ValidationError

    from studypath.schema.config_table import ConfigTable
    from studypath.schema.located import faults_of, refuse, unknown_keys
    from studypath.schema.toml import read_toml

    located = read_toml(content, file, CONFIG_LIMIT_BYTES)
    try:
        table = ConfigTable.model_validate(located.data)
    except ValidationError as error:
        raise refuse(faults_of(error, located, file)) from None
    values = {name: getattr(table, name) for name in SETTINGS}
    warnings = unknown_keys(ConfigTable, located.data, located, file)
    return ConfigOfFile(Settings(**values), tuple(warnings), located.data)


def setting_named(name: str) -> Setting:
    """Return the setting of that name; WrongUsage with the nearest ones."""
    wanted = name.strip().lower().replace("-", "_")
    if wanted in SETTINGS:
        return SETTINGS[wanted]
    close = nearest(wanted, tuple(SETTINGS)) or tuple(SETTINGS)
    msg = f"there is no setting {name!r}; there is {', '.join(close)}"
    raise WrongUsage(visible(msg))


def with_setting(data: Mapping[str, object], name: str, text: str | None) -> dict[str, object]:
    """Return the config's tables with one setting changed, or taken away where `text` is None.

    Raises WrongUsage where the text is no value of that setting. Unknown keys stay.
    """
    setting = setting_named(name)
    changed = dict(data)
    changed.setdefault("format", 1)
    if text is None:
        changed.pop(setting.name, None)
        return changed
    changed[setting.name] = value_of(setting, text)
    from studypath.schema.config_table import check_value

    fault = check_value(setting.name, changed[setting.name])
    if fault:
        msg = f"{setting.name}: {fault}; for example: {setting.example}"
        raise WrongUsage(visible(msg))
    return changed


def value_of(setting: Setting, text: str) -> object:
    """Return the text of the command line as the type the file holds."""
    stripped = text.strip()
    if setting.type == "switch":
        words = {"true": True, "on": True, "yes": True, "false": False, "off": False, "no": False}
        return words.get(stripped.lower(), stripped)
    if setting.type == "number":
        try:
            number = float(stripped)
        except ValueError:
            return stripped
        return int(number) if number.is_integer() else number
    return stripped


def config_text(data: Mapping[str, object]) -> bytes:
    """Return the bytes of a config file, the format first."""
    import tomli_w

    ordered = {"format": data.get("format", 1), **data}
    return tomli_w.dumps(ordered).encode()
