"""Parse study days and the study time: `mon,wed,sat` and `19:00`, with one meaning each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time

from studypath.core.errors import WrongUsage

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The names of days in settings; the position is the weekday, 0 is Monday."""

_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHOWN_CHARACTERS = 40
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d\d))?\s*(am|pm|a\.m\.|p\.m\.)?", re.ASCII)
_NOON = 12
_LAST_HOUR, _LAST_MINUTE = 23, 59


def parse_study_days(text: str) -> tuple[int, ...]:
    """Return the weekdays, 0 for Monday, of `mon,wed,sat`, `Monday Thursday` or `mon-fri`.

    A day may be shortened as long as it means one day. Days are in the order of the week, each
    once. Raises WrongUsage for any other text; the error names the days that a text may mean.
    """
    spaced = re.sub(r"\s*[-–]\s*", "-", text.strip().lower())
    words = [word for word in re.split(r"[\s,;]+", spaced) if word]
    if not words:
        msg = "no study day is given; write days like mon,wed,sat"
        raise WrongUsage(msg)
    days: set[int] = set()
    for word in words:
        first, dash, last = word.partition("-")
        begin = _parse_day(first, word)
        end = _parse_day(last, word) if dash else begin
        days.update((begin + n) % 7 for n in range((end - begin) % 7 + 1))
    return tuple(sorted(days))


def format_study_days(days: Iterable[int]) -> str:
    """Return weekdays as they are typed: `mon,wed,sat`."""
    return ",".join(DAY_NAMES[day] for day in days)


def parse_study_time(text: str) -> time:
    """Return the time of day of `19:00`, `9:05`, `7pm` or `7:30 pm`.

    Raises WrongUsage for any other text; a bare hour up to 12 may be in the morning or in the
    evening, and the error names both.
    """
    match = _CLOCK.fullmatch(text.strip().lower())
    if match is None:
        raise WrongUsage(_describe_time(text))
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half:
        if not 1 <= hour <= _NOON:
            raise WrongUsage(_describe_time(text))
        hour = hour % _NOON + (_NOON if half.startswith("p") else 0)
    elif match[2] is None and 1 <= hour <= _NOON:
        msg = (
            f"{_quote(text)} may mean {hour:02}:00 or {(hour + _NOON) % 24:02}:00; "
            "write one of them"
        )
        raise WrongUsage(msg)
    if hour > _LAST_HOUR or minute > _LAST_MINUTE:
        raise WrongUsage(_describe_time(text))
    return time(hour, minute)


def format_study_time(at: time) -> str:
    """Return a time of day as it is typed: `19:00`."""
    return f"{at:%H:%M}"


def _parse_day(word: str, whole: str) -> int:
    if word.isascii() and word.isdigit():
        raise WrongUsage(_describe_number(word))
    named = [day for day, name in enumerate(_FULL_NAMES) if word and name.startswith(word)]
    if len(named) == 1:
        return named[0]
    # "tues" and "thurs" are beginnings already; "weds" is the one usual form that is not.
    if word == "weds":
        return 2
    if named:
        meanings = " or ".join(DAY_NAMES[day] for day in named)
        msg = f"{_quote(whole)} may mean {meanings}; write one of them"
        raise WrongUsage(msg)
    msg = f"{_quote(whole)} is not a day of the week; write days like mon,wed,sat"
    raise WrongUsage(msg)


def _describe_number(word: str) -> str:
    """Weeks begin on Monday for some people and on Sunday for others."""
    number = int(word) if len(word) == 1 else 0
    if not 1 <= number <= len(DAY_NAMES):
        return f"{_quote(word)} is not a day of the week; write days like mon,wed,sat"
    monday, sunday = DAY_NAMES[number - 1], DAY_NAMES[number - 2]
    return f"{_quote(word)} may mean {monday} or {sunday}; write one of them"


def _describe_time(text: str) -> str:
    return f"{_quote(text)} is not a time of day; write it like 19:00"


def _quote(text: str) -> str:
    short = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "..."
    return ascii(short) if not short.isprintable() else repr(short)
