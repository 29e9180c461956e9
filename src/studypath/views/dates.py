"""How days are said, in English whatever the machine's locale, and as vaguely as they are known."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

# The last days of the first and the second third of a month.
_EARLY, _MIDDLE = 10, 20
# A month that is nearer than this needs no year to be understood.
_DAYS_WITHOUT_YEAR = 240
# Days that lie closer together than this are said as days, else as parts of months.
_DAYS_APART = 21
# What is further off than this is said in months.
_DAYS_WITHOUT_DAY = 730
# What is further off than this is not said at all.
_DAYS_OF_A_CENTURY = 36_525


def format_day(day: date, today: date) -> str:
    """Return a day: `4 January`, with its year where that is not plain, far off as a month."""
    away = abs(day.toordinal() - today.toordinal())
    if away > _DAYS_WITHOUT_DAY:
        return f"{MONTHS[day.month - 1]} {day.year}"
    return f"{day.day} {MONTHS[day.month - 1]}{_year(day, today)}"


def format_span(first: date, last: date, today: date) -> str:
    """Return the days between two as one says them: `mid-December to late January`."""
    if last.toordinal() - first.toordinal() < _DAYS_APART:
        if first == last:
            return format_day(first, today)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day} to {format_day(last, today)}"
        return f"{_without_year(first, last, today)} to {format_day(last, today)}"
    begin, end = _part(first, today), _part(last, today)
    if first.year == last.year and _year(first, today) and _year(last, today):
        begin = begin.removesuffix(f" {first.year}")
    return begin if begin == end else f"{begin} to {end}"


def is_beyond_century(day: date, today: date) -> bool:
    """Whether a day is so far off that naming it would say nothing."""
    return day == date.max or day.toordinal() - today.toordinal() > _DAYS_OF_A_CENTURY


def format_short_day(day: date) -> str:
    """Return a day for the column of a table: `16 Nov 2026`."""
    return f"{day.day:2} {MONTHS[day.month - 1][:3]} {day.year}"


def format_week(monday: date) -> str:
    """Return a week for the column of a table: `week of 16 Nov 2026`."""
    return f"week of {format_short_day(monday).strip()}"


def _part(day: date, today: date) -> str:
    month = MONTHS[day.month - 1]
    if day.toordinal() - today.toordinal() > _DAYS_WITHOUT_DAY:
        return f"{month} {day.year}"
    part = "early " if day.day <= _EARLY else "mid-" if day.day <= _MIDDLE else "late "
    return f"{part}{month}{_year(day, today)}"


def _without_year(first: date, last: date, today: date) -> str:
    words = format_day(first, today)
    return words.removesuffix(f" {first.year}") if first.year == last.year else words


def _year(day: date, today: date) -> str:
    near = abs(day.toordinal() - today.toordinal()) <= _DAYS_WITHOUT_YEAR
    return "" if near else f" {day.year}"
