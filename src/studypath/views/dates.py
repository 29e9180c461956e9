"""Format days in English, independent of the locale, and no more precisely than they are known."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

# The last days of the first and the second third of a month.
_EARLY, _MIDDLE = 10, 20
# A nearer month is unambiguous without its year.
_DAYS_WITHOUT_YEAR = 240
# A shorter span is given in days, a longer one in parts of months.
_DAYS_APART = 21
# A day further away is given as a month.
_DAYS_WITHOUT_DAY = 730
_DAYS_OF_A_CENTURY = 36_525


def format_day(day: date, today: date) -> str:
    """Return a day: `4 January`, `4 January 2028` if it is far, `January 2030` if farther."""
    distance = abs(day.toordinal() - today.toordinal())
    if distance > _DAYS_WITHOUT_DAY:
        return f"{MONTHS[day.month - 1]} {day.year}"
    return f"{day.day} {MONTHS[day.month - 1]}{_format_year(day, today)}"


def format_span(first: date, last: date, today: date) -> str:
    """Return a span of days: `14 to 21 December`, or `mid-December to late January`."""
    if last.toordinal() - first.toordinal() < _DAYS_APART:
        if first == last:
            return format_day(first, today)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day} to {format_day(last, today)}"
        return f"{_format_without_year(first, last, today)} to {format_day(last, today)}"
    begin, end = _format_part(first, today), _format_part(last, today)
    if first.year == last.year and _format_year(first, today) and _format_year(last, today):
        begin = begin.removesuffix(f" {first.year}")
    return begin if begin == end else f"{begin} to {end}"


def is_beyond_century(day: date, today: date) -> bool:
    """Return whether a day is more than a hundred years away."""
    return day == date.max or day.toordinal() - today.toordinal() > _DAYS_OF_A_CENTURY


def format_short_day(day: date) -> str:
    """Return a day for a column: `16 Nov 2026`."""
    return f"{day.day:2} {MONTHS[day.month - 1][:3]} {day.year}"


def format_week(monday: date) -> str:
    """Return a week for a column: `week of 16 Nov 2026`."""
    return f"week of {format_short_day(monday).strip()}"


def _format_part(day: date, today: date) -> str:
    month = MONTHS[day.month - 1]
    if day.toordinal() - today.toordinal() > _DAYS_WITHOUT_DAY:
        return f"{month} {day.year}"
    part = "early " if day.day <= _EARLY else "mid-" if day.day <= _MIDDLE else "late "
    return f"{part}{month}{_format_year(day, today)}"


def _format_without_year(first: date, last: date, today: date) -> str:
    words = format_day(first, today)
    return words.removesuffix(f" {first.year}") if first.year == last.year else words


def _format_year(day: date, today: date) -> str:
    near = abs(day.toordinal() - today.toordinal()) <= _DAYS_WITHOUT_YEAR
    return "" if near else f" {day.year}"
