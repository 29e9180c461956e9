"""Parse and format durations in whole minutes: `45m`, `1h30m`, `2h-3h`."""

from __future__ import annotations

from itertools import pairwise

# Ten thousand hours: longer than any curriculum, far below an overflow of timedelta.
MOST_MINUTES = 600_000

# Ten digits exceed MOST_MINUTES in any unit and never reach int().
_MOST_DIGITS = 9
_SHOWN_CHARACTERS = 40
_CLOCK_MINUTES = frozenset(f"{minutes:02}" for minutes in range(60))
# The longer words first: `hours` begins with `hour`.
_UNITS = (
    ("hours", "h"),
    ("hour", "h"),
    ("hrs", "h"),
    ("hr", "h"),
    ("minutes", "m"),
    ("minute", "m"),
    ("mins", "m"),
    ("min", "m"),
)


class InvalidDuration(ValueError):
    """The text is not a duration; the message shows the notation."""


def parse_duration(text: str) -> int:
    """Return the whole minutes of a duration such as `45m`, `2h`, `1h30m`, `1.5h` or `1:30`.

    Accepts `hours` for `h`, `min` for `m` and `1h30` for `1h30m`; ignores spaces and case. Raises
    InvalidDuration for any other text, for a fraction of a minute and above MOST_MINUTES.
    """
    compact = _shorten_units(text)
    hours_text, has_hours, rest = compact.rpartition("h")
    minutes = 0
    if has_hours:
        minutes += _parse_hours(hours_text, text)
    if rest or not has_hours:
        digits = rest.removesuffix("m")
        if not _is_digits(digits):
            raise InvalidDuration(_describe(text))
        if digits == rest and not has_hours:
            msg = f"{_quote(text)} has no unit; write {digits}m for minutes or {digits}h for hours"
            raise InvalidDuration(msg)
        minutes += int(digits)
    if minutes > MOST_MINUTES:
        msg = f"{_quote(text)} is longer than {MOST_MINUTES // 60} hours"
        raise InvalidDuration(msg)
    return minutes


def parse_weekly_hours(text: str) -> float:
    """Return hours per week: `5`, `7.5`, `5h` or `5h30m`. Raises InvalidDuration."""
    try:
        return float(text)
    except ValueError:
        pass
    if not is_duration(text):
        msg = f"{_quote(text)} is not a number of hours; write it like 5 or 5h30m"
        raise InvalidDuration(msg)
    return parse_duration(text) / 60


def is_duration(text: str) -> bool:
    """Return whether a text is a duration."""
    try:
        parse_duration(text)
    except InvalidDuration:
        return False
    return True


def parse_range(text: str) -> tuple[int, int]:
    """Return (low, high) minutes of `2h-3h` or `2-3h`; a single duration is both ends.

    Raises InvalidDuration for any other text and if the low end is above the high end.
    """
    low_text, dash, high_text = text.replace("–", "-").partition("-")
    if dash and _is_number(low_text.strip()):
        low_text += _find_only_unit(high_text)
    low = parse_duration(low_text)
    high = parse_duration(high_text) if dash else low
    if low > high:
        msg = f"the range {_quote(text)} has its low end above its high end"
        raise InvalidDuration(msg)
    return low, high


def format_duration(minutes: int) -> str:
    """Return whole minutes as they are typed: `0m`, `45m`, `2h`, `1h30m`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}m"
    return f"{hours}h{rest}m" if rest else f"{hours}h"


def format_range(low_minutes: int, high_minutes: int, dash: str = "-") -> str:
    """Return a range as files hold it: `2h-3h`, or `2h` if both ends are equal."""
    if low_minutes == high_minutes:
        return format_duration(low_minutes)
    return f"{format_duration(low_minutes)}{dash}{format_duration(high_minutes)}"


def _shorten_units(text: str) -> str:
    """Return a duration without spaces, in lower case, with `h` and `m` as units."""
    words = text.split()
    if any(a[-1].isdigit() and b[0].isdigit() for a, b in pairwise(words)):
        return text  # Two numbers: `2 3h` is not `23h`.
    compact = text.replace(" ", "").lower()
    hours, colon, minutes = compact.removesuffix("h").partition(":")
    if colon and _is_digits(hours) and minutes in _CLOCK_MINUTES:
        return f"{hours}h{minutes}m"
    if len(compact) <= _SHOWN_CHARACTERS:
        for word, unit in _UNITS:
            compact = compact.replace(word, unit)
    return compact


def _find_only_unit(text: str) -> str:
    """Return the unit of `30h` or `45m`; empty if there is none or more than one."""
    compact = _shorten_units(text)
    return compact[-1] if compact[-1:] in {"h", "m"} and _is_number(compact[:-1]) else ""


def _is_number(text: str) -> bool:
    whole, point, fraction = text.partition(".")
    return _is_digits(whole) and (not point or _is_digits(fraction))


def _parse_hours(number: str, text: str) -> int:
    whole, point, fraction = number.partition(".")
    if not _is_digits(whole) or (point and not _is_digits(fraction)):
        raise InvalidDuration(_describe(text))
    if not point:
        return int(whole) * 60
    minutes, rest = divmod(int(whole + fraction) * 60, int("1" + "0" * len(fraction)))
    if rest:
        raise InvalidDuration(_describe(text))
    return minutes


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


def _describe(text: str) -> str:
    if _is_digits(text[:1]) and ("-" in text or "–" in text):
        return f"{_quote(text)} is a range; write one duration like 45m, 2h or 1h30m"
    return f"{_quote(text)} is not a duration; write it like 45m, 2h or 1h30m"


def _quote(text: str) -> str:
    if len(text) <= _SHOWN_CHARACTERS:
        return repr(text)
    return repr(text[:_SHOWN_CHARACTERS] + "...")
