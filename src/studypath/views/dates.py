"""Format days in English, independent of the locale, and no more precisely than they are known."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

# A nearer month is unambiguous without its year.
DAYS_WITHOUT_YEAR = 240
# A day further away is given as a month.
DAYS_WITHOUT_DAY = 730
_DAYS_OF_A_CENTURY = 36_525


def format_day(day: date, today: date) -> str:
    """Return a day: `4 January`, `4 January 2028` if it is far, `January 2030` if farther."""
    distance = abs(day.toordinal() - today.toordinal())
    if distance > DAYS_WITHOUT_DAY:
        return f"{MONTHS[day.month - 1]} {day.year}"
    return f"{day.day} {MONTHS[day.month - 1]}{_format_year(day, today)}"


def is_beyond_century(day: date, today: date) -> bool:
    """Return whether a day is more than a hundred years away."""
    return day == date.max or day.toordinal() - today.toordinal() > _DAYS_OF_A_CENTURY


def format_short_day(day: date) -> str:
    """Return a day for a column: `16 Nov 2026`."""
    return f"{day.day:2} {MONTHS[day.month - 1][:3]} {day.year}"


def format_week(monday: date) -> str:
    """Return a week for a column: `week of 16 Nov 2026`."""
    return f"week of {format_short_day(monday).strip()}"


def _format_year(day: date, today: date) -> str:
    near = abs(day.toordinal() - today.toordinal()) <= DAYS_WITHOUT_YEAR
    return "" if near else f" {day.year}"
