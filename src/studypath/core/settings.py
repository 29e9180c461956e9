"""The user's settings, which apply to every command."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import time


class Settings(NamedTuple):
    """The settings; None means unset.

    `wiki` is a directory or an address with `{id}`; `hours_per_week` is the default of plans;
    `forecast = false` hides time estimates. `study_days` (`mon,wed,sat`) and `study_time`
    (`19:00`) are text in one form, since the settings are cached and shown as they are;
    `study_weekdays` and `study_clock` are their values.
    """

    wiki: str | None = None
    hours_per_week: float | None = None
    forecast: bool = True
    study_days: str | None = None
    study_time: str | None = None

    @property
    def study_weekdays(self) -> tuple[int, ...] | None:
        """The weekdays of study, 0 for Monday, in order; None if unset."""
        if self.study_days is None:
            return None
        from studypath.core.study_days import parse_study_days

        return parse_study_days(self.study_days)

    @property
    def study_days_per_week(self) -> int | None:
        """The number of study days; None if unset."""
        days = self.study_weekdays
        return None if days is None else len(days)

    @property
    def study_clock(self) -> time | None:
        """The time at which appointments begin; None if unset."""
        if self.study_time is None:
            return None
        from studypath.core.study_days import parse_study_time

        return parse_study_time(self.study_time)


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
        Setting("study_days", "text", "the days of the week on which you study", "mon,wed,sat"),
        Setting("study_time", "text", "the time at which you begin on a study day", "19:00"),
    )
}
