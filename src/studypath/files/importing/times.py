"""Durations in prose and table cells: "(~2 hours)", "10-15 h", "6 weeks, 8-12 hours/week"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from studypath.core.durations import MOST_MINUTES

_NUMBER = r"(\d{1,4}(?:[.,]\d{1,2})?)"
_TO = r"\s{0,2}(?:-|–|—|−|~|to|bis)\s{0,2}"
_HOURS = r"(?:hours?|hrs?|h|Stunden?|Std\.?)"
_MINUTES = r"(?:minutes?|mins?|Minuten?|m)"
_END = r"(?![\w])"

# 2h, ~2-3 hours, 45 min, 1h30m, 1h30, 1 h 30 min, 1+ hours. "18h30" is a time of day.
_TIME = re.compile(
    rf"(?<![\w.,/$€:-]){_NUMBER}\+?(?:{_TO}{_NUMBER})?\s{{0,2}}-?"
    rf"(?:({_HOURS})(?:\s{{0,2}}(\d{{1,2}})\s{{0,2}}{_MINUTES}|(?<=\dh)(?<!\d\dh)([0-5]\d))?"
    rf"|({_MINUTES})){_END}",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_WEEKS = re.compile(
    rf"(?<![\w.]){_NUMBER}\+?(?:{_TO}{_NUMBER})?\s{{0,2}}-?(weeks?|wks?|months?|days?){_END}",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"\s{0,2}(?:/|per|a|an|each|every)\s{0,2}(week|wk|w|day|d|month)(?![\w])|\s{0,2}(?:weekly)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:~|≈|⏱\ufe0f?|🕒|⏳|⌛|about|around|approx\.?|approximately|roughly|circa|ca\.|takes?|needs?|spend|"
    r"estimated?:?|est\.|duration:?|time:?|length:?|effort:?|total:?|lasts?|runs?)\s*\*{0,2}\s*$",
    re.IGNORECASE,
)
_NO_LENGTH_BEFORE = re.compile(
    r"\b(?:from|at|after|until|till|past|first|last|every|in|within|under|minute)\s*$",
    re.IGNORECASE,
)
_SEPARATED = re.compile(r"(?:^|[-–—,;:|·•\n\[(])\s*$")
_ENDED = re.compile(r"^\s*(?:$|[\n,;.|·•)\]])")
_CUT_END = re.compile(r"^\s*(?:$|[\n,;.:|·•)\]–—-])")
_LONG = re.compile(r"^\s{0,2}(?:in total|total|long)\b", re.IGNORECASE)
_LONGEST_CUT = 30
_NOT_A_LENGTH = re.compile(r"^\s*(?:ago|old|later|before|after)\b", re.IGNORECASE)

_DAYS_OF = {"week": 7, "wk": 7, "w": 7, "day": 1, "d": 1, "month": 30}


class Time(NamedTuple):
    """A range of minutes stated in a text, and the span of the text that states it."""

    low_minutes: int
    high_minutes: int
    start: int
    end: int

    @property
    def minutes(self) -> tuple[int, int]:
        """The range alone."""
        return self.low_minutes, self.high_minutes


class _Amount(NamedTuple):
    low: float
    high: float
    rate_days: int | None
    start: int
    end: int


# The text of an item is asked for its time several times in a row.
@lru_cache(maxsize=64)
def find_time(text: str, *, anywhere: bool = False) -> Time | None:
    """Return the duration that a text states for the work it names, None without one.

    A number with a unit counts in parentheses, between separators, and after words such as
    "about" or "takes"; `anywhere` (a table cell) takes the first. A rate ("8 hours/week")
    counts together with a number of weeks.
    """
    if _DIGIT.search(text) is None:
        return None
    total: _Amount | None = None
    rated: _Amount | None = None
    for match in _TIME.finditer(text):
        amount = _amount(match, text)
        if amount.rate_days is not None:
            rated = rated or amount
        elif total is None and (anywhere or _is_stated(text, match.start(), match.end())):
            total = amount
    if rated is not None:
        weeks = next(iter(_WEEKS.finditer(text)), None)
        return None if weeks is None else _times(weeks, rated)
    return None if total is None else _time(total.low, total.high, total.start, total.end)


def compute_effort(duration: str, effort: str) -> Time | None:
    """Return the minutes of two table cells: "12 weeks" and "10-20 hours/week".

    A cell that states a whole time stands alone; a rate without weeks states nothing.
    """
    both = find_time(f"{duration} ; {effort}", anywhere=True)
    return both or find_time(effort, anywhere=True) or find_time(duration, anywhere=True)


def without_time(text: str, time: Time | None) -> str:
    """Return a text without the parentheses or the words that state its duration."""
    if time is None:
        return text
    start, end = time.start, time.end
    opening = max(text.rfind("(", 0, start), text.rfind("[", 0, start))
    if opening >= 0 and not re.search(r"[)\]]", text[opening:start]):
        closing = re.search(r"[)\]]", text[end:])
        if closing and closing.end() <= 40:  # noqa: PLR2004  # a remark, not a sentence
            start, end = opening, end + closing.end()
    else:
        start -= len(text[:start]) - len(re.sub(r"[\s~≈,;:–—-]+$", "", text[:start]))
    return f"{text[:start].rstrip()} {text[end:].lstrip()}".strip()


def strip_time(text: str) -> str:
    """Return a remark without the duration that it states beside other words: "fun, 45m".

    A duration inside a sentence or beside other words in parentheses stays.
    """
    time = find_time(text)
    if time is None or time.end - time.start > _LONGEST_CUT:
        return text
    before, after = text[: time.start].rstrip(), text[time.end :]
    while (word := _BEFORE.search(before)) is not None:
        before = before[: word.start()].rstrip()
    after = after[word.end() :] if (word := _LONG.match(after)) else after
    if not (_SEPARATED.search(before) or before.endswith(".")) or not _CUT_END.match(after):
        return text
    after = after.lstrip()
    is_opened, is_closed = before.endswith(("(", "[")), after.startswith((")", "]"))
    if is_opened and is_closed:
        return f"{before[:-1].rstrip()} {after[1:].lstrip()}".strip()
    return text if is_opened or is_closed else _join_around(before, after)


def _join_around(before: str, after: str) -> str:
    """Join what stands before and after a duration, with one of the separators between."""
    before = before.rstrip(" \n,;:|·•–—-")
    if not before:
        return after.lstrip(" \n,;.:|·•–—-")
    return f"{before}{after}" if after.startswith((",", ";", ".", ":")) else f"{before} {after}"


def find_only_time(text: str) -> Time | None:
    """Return the duration of a text that states nothing else: "~30 hours", "Total: 2h"."""
    time = find_time(text)
    return time if time is not None and not re.search(r"\w", strip_time(text)) else None


def split_time_at_end(text: str) -> tuple[str, int | None]:
    """Split the name of a part and its minutes: "part a 1h"; a range or a time within stays."""
    time = find_time(text, anywhere=True)
    if time is None or time.low_minutes != time.high_minutes:
        return text, None
    before, after = text[: time.start], text[time.end :]
    if re.search(r"\w", after) or _NO_LENGTH_BEFORE.search(before):
        return text, None
    name = without_time(text, time)
    return (name, time.low_minutes) if re.search(r"\w", name) else (text, None)


def _amount(match: re.Match[str], text: str) -> _Amount:
    low = _value(match[1])
    high = _value(match[2]) if match[2] else low
    if match[3]:
        low, high = low * 60, high * 60
        extra = int(match[4] or match[5] or 0)
        low, high = low + (extra if not match[2] else 0), high + extra
    rate = _RATE.match(text, match.end())
    days = None if rate is None else _DAYS_OF.get((rate[1] or "week").lower(), 7)
    return _Amount(low, high, days, match.start(), rate.end() if rate else match.end())


def _times(weeks: re.Match[str], rated: _Amount) -> Time | None:
    unit = weeks[3].lower()
    days = 7 if unit.startswith("w") else 30 if unit.startswith("mo") else 1
    low = _value(weeks[1])
    high = _value(weeks[2]) if weeks[2] else low
    share = days / (rated.rate_days or 7)
    if unit.startswith("mo") and rated.rate_days == _DAYS_OF["week"]:
        share = 52 / 12
    start, end = min(weeks.start(), rated.start), max(weeks.end(), rated.end)
    return _time(low * share * rated.low, high * share * rated.high, start, end)


def _time(low: float, high: float, start: int, end: int) -> Time | None:
    whole_low, whole_high = round(low), round(high)
    if whole_low > whole_high:
        whole_low, whole_high = whole_high, whole_low
    if whole_high < 1 or whole_high > MOST_MINUTES:
        return None
    return Time(whole_low, whole_high, start, end)


def _value(number: str) -> float:
    return float(number.replace(",", "."))


def _is_stated(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 30) : start], text[end : end + 30]
    if _NOT_A_LENGTH.match(after) or _NO_LENGTH_BEFORE.search(before):
        return False
    if _BEFORE.search(before) or re.match(r"[\s-]*long\b", after):
        return True
    opening = max(before.rfind("("), before.rfind("["))
    if opening >= 0 and not re.search(r"[)\]]", before[opening:]):
        return True
    return bool(_SEPARATED.search(before) and _ENDED.match(after))
