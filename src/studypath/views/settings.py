"""Show the settings and their changes. Without Rich."""

from __future__ import annotations

from collections.abc import Iterable

from studypath.core.settings import SETTINGS, Settings
from studypath.core.text import replace_controls


def format_settings(settings: Settings, names: Iterable[str]) -> list[str]:
    """Return two lines for each of these settings: its value, and what it means."""
    lines = []
    for name in names:
        setting = SETTINGS[name]
        lines.append(f"{name} = {format_value(getattr(settings, name))}")
        lines.append(f"    {setting.meaning}; for example: {setting.example}")
    return lines


def format_setting_change(name: str, before: object, after: object, *, unset: bool) -> list[str]:
    """Return the new value of a setting, and the value before if it was set."""
    verb = "no change" if before == after else "unset" if unset else "set"
    lines = [f"{verb}  {name} = {format_value(after)}"]
    if before not in {None, after}:
        lines.append(f"it was: {format_value(before)}")
    return lines


def format_value(value: object) -> str:
    """Return the value of a setting as it is typed."""
    if value is None:
        return "(not set)"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else replace_controls(str(value))
