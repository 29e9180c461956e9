"""`config`: show or change the settings."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from studypath.cli.arguments import JsonOption, PlainOption, SettingArgument
from studypath.cli.output import print_notes, show_result
from studypath.core.errors import WrongUsage
from studypath.core.settings import SETTINGS
from studypath.formats.json import settings_to_json
from studypath.formats.records import settings_to_plain
from studypath.views.settings import format_setting_change, format_settings


def config(
    key: SettingArgument = None,
    value: Annotated[
        str | None, typer.Argument(metavar="[VALUE]", help="Its new value; see also --unset.")
    ] = None,
    unset: Annotated[bool, typer.Option("--unset", help="Remove the setting.")] = False,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Show the settings, or change one.

    Example: studypath config hours_per_week 5
    """
    from studypath.files.settings import resolve_setting
    from studypath.storage import clock
    from studypath.storage.places import find_places
    from studypath.storage.settings import change_setting, load_settings

    if unset and (key is None or value is not None):
        msg = "--unset removes one setting\nFor example: studypath config wiki --unset"
        raise WrongUsage(msg)
    places = find_places(os.environ)
    name = resolve_setting(key).name if key is not None else None
    if name is None or (value is None and not unset):
        names = (name,) if name is not None else tuple(SETTINGS)
        show_result(
            load_settings(places),
            view=lambda each: format_settings(each, names),
            to_json=lambda each: settings_to_json(each, names),
            to_plain=lambda each: settings_to_plain(each, names),
            as_json=json,
            as_plain=plain,
        )
        return
    text = _make_absolute(name, value) if value is not None else None
    change = change_setting(places, name, text, clock.now())
    print_notes(change.notices)
    show_result(
        change,
        view=lambda each: format_setting_change(name, each.before, each.after, unset=unset),
    )


def _make_absolute(name: str, value: str) -> str:
    """Return the value; the directory of a wiki becomes absolute."""
    if name != "wiki" or not value.strip() or "://" in value or value.strip().startswith("~"):
        return value
    return os.path.abspath(value.strip())  # noqa: PTH100  links stay as the user typed them
