"""What a person can set, once for all commands."""

from __future__ import annotations

from typing import NamedTuple


class Settings(NamedTuple):
    """The lasting settings; None where nothing was said.

    `wiki` is a folder or an address with `{id}`; `hours_per_week` is what a plan counts with;
    `forecast` is False for those whom estimates press: then no time still to go is shown.
    """

    wiki: str | None = None
    hours_per_week: float | None = None
    forecast: bool = True


class Setting(NamedTuple):
    """One setting: its key in the file, its type in words, what it means, and an example."""

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
            "where your wiki's pages are: a folder of ID.md pages, or an address with {id}",
            "~/vault/papers",
        ),
        Setting("hours_per_week", "number", "how many hours a week you study", "5"),
        Setting(
            "forecast", "switch", "whether estimates, forecasts and times to go are shown", "true"
        ),
    )
}
