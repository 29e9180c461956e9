"""Word the forecast of a finish day and the strongest lever. Without Rich."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from studypath.core.lever import EXTRA_DAY, Lever
from studypath.core.weeks import find_monday
from studypath.views.dates import (
    DAYS_WITHOUT_DAY,
    DAYS_WITHOUT_YEAR,
    MONTHS,
    WEEKDAYS,
    format_day,
    is_beyond_century,
)

# Up to so many days ahead a bound of the interval is a day, beyond that a part of a month.
_DAYS_NAMED = 14
# The last days of the first and the second third of a month.
_EARLY, _MIDDLE = 10, 20

_NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# Gains from here on are given in weeks, and from there on in months.
_WEEKS_FROM, _MONTHS_FROM = 12, 75
_MONTH_DAYS = 30.4


class FinishDates(Protocol):
    """The days on which the work is finished: at the median and at both ends of 80 %."""

    @property
    def p10(self) -> date:
        """The day that one in ten is faster than."""

    @property
    def p50(self) -> date:
        """The median day."""

    @property
    def p90(self) -> date:
        """The day that one in ten is slower than."""


def format_finish(finish: FinishDates, today: date, *, prior_only: bool = False) -> str:
    """Return the finish day and its interval, without a full stop.

    "around 26 January; four in five people with your rhythm finish between mid-December and early
    April". Bounds within two weeks are days, later ones parts of months. With `prior_only` no
    session has been logged: the words then do not speak of the learner's rhythm.
    """
    if is_beyond_century(finish.p50, today):
        return "in more than a hundred years"
    about = "on" if finish.p10 == finish.p90 else "around"
    return with_interval(
        f"{about} {format_day(finish.p50, today)}", finish, today, prior_only=prior_only
    )


def with_interval(words: str, finish: FinishDates, today: date, *, prior_only: bool) -> str:
    """Return words on a finish with its interval appended, unless that is a single day."""
    if finish.p10 == finish.p90:
        return words
    people = "four in five people" if prior_only else "four in five people with your rhythm"
    if is_beyond_century(finish.p90, today):
        return f"{words}, or much later"
    first, last = _format_bound(finish.p10, today), _format_bound(finish.p90, today)
    if first == last:
        return f"{words}; {people} finish in {last}"
    if finish.p10.year == finish.p90.year and last.endswith(f" {finish.p90.year}"):
        first = first.removesuffix(f" {finish.p10.year}")
    return f"{words}; {people} finish between {first} and {last}"


def format_plan_end(end: date, today: date, *, by_week: bool) -> str:
    """Return the end of a plan: `on Wed 9 December`, or `in the week of 7 December` with `by_week`.

    With `by_week` the plan names weeks, not days. An end years away is a month.
    """
    if abs(end.toordinal() - today.toordinal()) > DAYS_WITHOUT_DAY:
        return f"in {format_day(end, today)}"
    if by_week:
        return f"in the week of {format_day(find_monday(end), today)}"
    return f"on {WEEKDAYS[end.weekday()]} {format_day(end, today)}"


def format_own_plan(hours: str, end: date, today: date) -> str:
    """Return the sentence on the end of the user's plan of so many hours a week."""
    words = f"By your plan of {hours} a week you finish"
    if is_beyond_century(end, today):
        return f"{words} in more than a hundred years."
    about = "in" if end.toordinal() - today.toordinal() > DAYS_WITHOUT_DAY else "around"
    return f"{words} {about} {format_day(end, today)}."


def format_basis(hours_per_week: float | None, *, prior_only: bool) -> str | None:
    """Return the sentence that says so where only the prior speaks, else None."""
    if not prior_only:
        return None
    if hours_per_week is None:
        return "No session is logged yet: this assumes an hour and a half every other day."
    return f"No session is logged yet: this assumes your {round(hours_per_week, 1):g}h a week."


def format_lever(lever: Lever) -> str:
    """Return a lever and its gain: `one more evening a week: about three weeks earlier`."""
    change = (
        "one more evening a week"
        if lever.change == EXTRA_DAY
        else "half an hour more on each study day"
    )
    return f"{change}: about {_format_gain(lever.days_gained)} earlier"


def _format_bound(day: date, today: date) -> str:
    """Return a day within two weeks, else a part of a month, far off a month with its year."""
    away = day.toordinal() - today.toordinal()
    if away <= _DAYS_NAMED:
        return format_day(day, today)
    month = MONTHS[day.month - 1]
    if away > DAYS_WITHOUT_DAY:
        return f"{month} {day.year}"
    part = "early " if day.day <= _EARLY else "mid-" if day.day <= _MIDDLE else "late "
    year = f" {day.year}" if away > DAYS_WITHOUT_YEAR else ""
    return f"{part}{month}{year}"


def _format_gain(days: int) -> str:
    """Return a gain in days, weeks or months, whichever says it without false precision."""
    if days < _WEEKS_FROM:
        return _format_count(days, "day")
    if days < _MONTHS_FROM:
        return _format_count(round(days / 7), "week")
    return _format_count(round(days / _MONTH_DAYS), "month")


def _format_count(number: int, unit: str) -> str:
    words = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{words} {unit}" if number == 1 else f"{words} {unit}s"
