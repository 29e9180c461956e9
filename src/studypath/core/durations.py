"""Parse and format durations in whole minutes: `45m`, `1h30m`, `2h-3h`."""

from __future__ import annotations

# Ten thousand hours: longer than any curriculum, far below an overflow of timedelta.
MOST_MINUTES = 600_000

# Ten digits exceed MOST_MINUTES in any unit and never reach int().
_MOST_DIGITS = 9
_SHOWN_CHARACTERS = 40


class InvalidDuration(ValueError):
    """The text is not a duration; the message shows the notation."""


def parse_duration(text: str) -> int:
    """Return the whole minutes of a duration such as `45m`, `2h`, `1h30m` or `1.5h`.

    Accepts `min` for `m` and `1h30` for `1h30m`; ignores spaces and case. Raises InvalidDuration
    for any other text, for a fraction of a minute and above MOST_MINUTES.
    """
    compact = text.replace(" ", "").lower()
    if compact.endswith("min"):
        compact = compact.removesuffix("in")
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


def parse_range(text: str) -> tuple[int, int]:
    """Return (low, high) minutes of `2h-3h`; a single duration is both ends.

    Raises InvalidDuration for any other text and if the low end is above the high end.
    """
    low_text, dash, high_text = text.replace("–", "-").partition("-")
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
    return f"{_quote(text)} is not a duration; write it like 45m, 2h or 1h30m"


def _quote(text: str) -> str:
    if len(text) <= _SHOWN_CHARACTERS:
        return repr(text)
    return repr(text[:_SHOWN_CHARACTERS] + "...")
