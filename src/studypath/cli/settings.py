"""`config` and `where`: the lasting settings, and where the files live."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from studypath.cli.arguments import JsonOption
from studypath.cli.output import print_note, write_json, write_lines
from studypath.core.errors import WrongUsage
from studypath.core.settings import SETTINGS
from studypath.core.text import replace_controls


def _complete_setting(incomplete: str) -> list[str]:
    return [name for name in SETTINGS if name.startswith(incomplete)]


def config(
    key: Annotated[
        str | None,
        typer.Argument(metavar="[KEY]", help="A setting's name.", autocompletion=_complete_setting),
    ] = None,
    value: Annotated[
        str | None, typer.Argument(metavar="[VALUE]", help="Its new value; see also --unset.")
    ] = None,
    unset: Annotated[bool, typer.Option("--unset", help="Take the setting away.")] = False,
    json: JsonOption = False,
) -> None:
    """Show the lasting settings, or change one.

    Example: studypath config hours_per_week 5
    """
    from studypath.files.settings import resolve_setting
    from studypath.storage import clock
    from studypath.storage.places import find_places
    from studypath.storage.settings import change_setting, load_settings

    if unset and (key is None or value is not None):
        msg = "--unset takes one setting away: studypath config wiki --unset"
        raise WrongUsage(msg)
    found = find_places(os.environ)
    name = resolve_setting(key).name if key is not None else None
    if name is None or (value is None and not unset):
        names = tuple(SETTINGS) if name is None else (name,)
        _show(load_settings(found), names, json=json)
        return
    text = None if unset or value is None else _told(name, value)
    before, after, notices = change_setting(found, name, text, clock.now())
    for notice in notices:
        print_note(notice)
    verb = "unset" if unset else "set"
    said = "already" if before == after else verb
    write_lines([f"{said}  {name} = {_text(after)}"])
    if before not in {None, after}:
        write_lines([f"it was: {_text(before)}"])


def where(json: JsonOption = False) -> None:
    """Show where your files live, and what overrides each place.

    Example: studypath where
    """
    from studypath.storage.places import OVERRIDES, find_bundled_paths, find_places

    found = find_places(os.environ)
    rows: dict[str, dict[str, object]] = {}
    for kind, variable in OVERRIDES.items():
        place = found.found.get(kind)
        overridden = found.overridden.get(kind)
        rows[kind] = {
            "path": str(place) if place is not None else None,
            "override": variable,
            "overridden": overridden is not None,
        }
    files: dict[str, object] = {"bundled": str(find_bundled_paths())}
    if "data" in found.found:
        files |= {"progress": str(found.progress), "backups": str(found.backups)}
    if "config" in found.found:
        files |= {"settings": str(found.config_file), "paths": str(found.paths_dir)}
    if json:
        from studypath.formats.json import where_to_json

        write_json(where_to_json({**rows, "files": files}))
        return
    lines = []
    for kind, row in rows.items():
        shown = row["path"] or f"none here; set {row['override']}"
        by = f"  (set by {row['override']})" if row["overridden"] else ""
        lines.append(f"{kind:9} {replace_controls(str(shown))}{by}")
    lines += [f"{name:9} {replace_controls(str(path))}" for name, path in files.items()]
    lines.append("Override: " + ", ".join(OVERRIDES.values()))
    write_lines(lines)


def _told(name: str, value: str) -> str:
    """A wiki's folder is named from here, and means the same folder from anywhere."""
    if name != "wiki" or not value.strip() or "://" in value or value.strip().startswith("~"):
        return value
    return os.path.abspath(value.strip())  # noqa: PTH100  links stay as the user wrote them


def _show(settings: object, names: tuple[str, ...], *, json: bool) -> None:
    values = {name: getattr(settings, name) for name in names}
    if json:
        write_json({"format": 1, "settings": values})
        return
    lines = []
    for name, value in values.items():
        setting = SETTINGS[name]
        lines.append(f"{name} = {_text(value)}")
        lines.append(f"    {setting.meaning}; for example: {setting.example}")
    write_lines(lines)


def _text(value: object) -> str:
    if value is None:
        return "(not set)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    return replace_controls(str(value))
