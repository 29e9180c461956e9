"""Parse dates as people type them, with one meaning each: `sunday`, `last friday`, `20 Nov`.

A text that may mean two days is refused, and the message names both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

_LEAST_LETTERS = 3
_MOST_UNITS = 1000
# 29 February is at most eight years away.
_MOST_YEARS = 9
_SHOWN_CHARACTERS = 40
_AGO = re.compile(r"(\d{1,4}) (day|week)s? ago", re.ASCII)
_AHEAD = re.compile(r"in (\d{1,4}) (day|week)s?", re.ASCII)
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.? ([a-z]{3,})\.?(?:,? (\d{4}))?", re.ASCII)
_MONTH_DAY = re.compile(r"([a-z]{3,})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", re.ASCII)

_PAST = "2026-11-20, 20 Nov, yesterday, sunday, last friday or 3 days ago"
_COMING = "2027-01-31, 31 Jan, tomorrow, sunday, next friday or in 2 weeks"


class InvalidDate(ValueError):
    """The text is not a date, or may mean two; the message says what to write after a semicolon."""


def parse_date(text: str, today: date, *, forward: bool) -> date:
    """Return the day that a text means; raise InvalidDate if it means none or may mean two.

    `forward`: a weekday, or a day without its year, is the first one after today, else the last
    one before it. `last friday` is the last Friday before today, `next friday` the first after it.
    """
    words = " ".join(text.lower().replace(",", ", ").split()).replace(" ,", ",")
    day = (
        _parse_iso(words)
        or _parse_relative(words, today)
        or _parse_weekday(words, text, today, forward=forward)
        or _parse_month(words, today, forward=forward)
        or _parse_numbers(words, text)
    )
    if day is None:
        msg = f"{_quote(text)} is not a date; write it like {_COMING if forward else _PAST}"
        raise InvalidDate(msg)
    return day


def _parse_iso(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _parse_relative(words: str, today: date) -> date | None:
    near = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if words in near:
        return _add(today, near[words])
    for pattern, sign in ((_AGO, -1), (_AHEAD, 1)):
        match = pattern.fullmatch(words)
        if match is not None and int(match[1]) <= _MOST_UNITS:
            return _add(today, sign * int(match[1]) * (7 if match[2] == "week" else 1))
    return None


def _parse_weekday(words: str, text: str, today: date, *, forward: bool) -> date | None:
    first, space, rest = words.partition(" ")
    side = first if space and first in {"last", "next"} else ""
    weekday = _find_name(rest if side else words, WEEKDAYS)
    if weekday is None:
        return None
    back = (today.weekday() - weekday) % 7 or 7
    before, after = _add(today, -back), _add(today, (weekday - today.weekday()) % 7 or 7)
    if side:
        return before if side == "last" else after
    if weekday == today.weekday():
        other = after if forward else before
        named = f"{'next' if forward else 'last'} {WEEKDAYS[weekday]}"
        msg = f"{_quote(text)} may mean today or {other}; write today or {named}"
        raise InvalidDate(msg)
    return after if forward else before


def _parse_month(words: str, today: date, *, forward: bool) -> date | None:
    match = _DAY_MONTH.fullmatch(words)
    day_text, month_text, year_text = match.groups() if match is not None else ("", "", None)
    if match is None:
        match = _MONTH_DAY.fullmatch(words)
        if match is None:
            return None
        month_text, day_text, year_text = match.groups()
    index = _find_name(month_text, MONTHS)
    if index is None:
        return None
    month, day = index + 1, int(day_text)
    if year_text is not None:
        return _build(int(year_text), month, day)
    step = 1 if forward else -1
    for year in range(today.year, today.year + step * _MOST_YEARS, step):
        candidate = _build(year, month, day)
        if candidate is not None and (candidate >= today if forward else candidate <= today):
            return candidate
    return None


def _parse_numbers(words: str, text: str) -> date | None:
    match = _YEAR_FIRST.fullmatch(words)
    if match is not None:
        return _build(int(match[1]), int(match[2]), int(match[3]))
    match = _DOTTED.fullmatch(words)
    if match is not None:
        return _build(int(match[3]), int(match[2]), int(match[1]))
    match = _SLASHED.fullmatch(words)
    if match is None:
        return None
    one, two, year = (int(number) for number in match.groups())
    days = [day for day in (_build(year, one, two), _build(year, two, one)) if day is not None]
    if len(set(days)) > 1:
        msg = f"{_quote(text)} may mean {days[0]} or {days[1]}; write one of them"
        raise InvalidDate(msg)
    return days[0] if days else None


def _find_name(word: str, names: Iterable[str]) -> int | None:
    """Return the position of the name that a word of three letters or more begins."""
    letters = word.removesuffix(".")
    if len(letters) < _LEAST_LETTERS:
        return None
    positions = [position for position, name in enumerate(names) if name.startswith(letters)]
    return positions[0] if len(positions) == 1 else None


def _build(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _add(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _quote(text: str) -> str:
    return repr(text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "...")
