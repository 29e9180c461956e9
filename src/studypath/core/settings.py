"""The user's settings, which apply to every command."""

from __future__ import annotations

from typing import NamedTuple


class Settings(NamedTuple):
    """The settings; None means unset.

    `wiki` is a directory or an address with `{id}`; `hours_per_week` is the default of plans;
    `forecast = false` hides time estimates.
    """

    wiki: str | None = None
    hours_per_week: float | None = None
    forecast: bool = True


class Setting(NamedTuple):
    """A setting: its key in the file, its type in words, its meaning and an example."""

    name: str
    type: str
    meaning: str
    example: str


SETTINGS = {
    setting.name: setting
    for setting in (
        Setting(
            "wiki",
            "text",
            "where your wiki pages are: a directory with ID.md files, or an address with {id}",
            "~/vault/papers",
        ),
        Setting("hours_per_week", "number", "how many hours a week you study", "5"),
        Setting("forecast", "switch", "show estimates, forecasts and remaining times", "true"),
    )
}
