"""Parsing and formatting of durations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.durations import (
    MOST_MINUTES,
    InvalidDuration,
    format_duration,
    format_range,
    parse_duration,
    parse_range,
    parse_weekly_hours,
)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("0m", 0),
        ("45m", 45),
        ("2h", 120),
        ("1h30m", 90),
        ("1.5h", 90),
        ("0.25h15m", 30),
        (" 1 H 5 M ", 65),
        ("90m", 90),
        ("90 min", 90),
        ("1 h 30 min", 90),
        ("1h30", 90),
        ("1:30", 90),
        ("0:05", 5),
        ("12:00", 720),
        ("1:30h", 90),
        ("2 hours", 120),
        ("1h 30 min", 90),
        ("1 hour 30 minutes", 90),
        ("1.5 hrs", 90),
        ("45 mins", 45),
        ("10000h", MOST_MINUTES),
    ],
)
def test_a_duration_is_whole_minutes(text: str, minutes: int) -> None:
    """Accepted: hours, minutes, both, decimal hours; any spaces and case."""
    assert parse_duration(text) == minutes


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "h",
            "m",
            "30",
            "2 3h",
            "1 5m",
            "-5m",
            "+5m",
            "h30",
            "1h2h",
            "5m1h",
            "1.h",
            ".5h",
            "1.01h",
            "1,5h",
        ),
        *("1:5", "1:75", ":30", "1:30m", "1:30:00", "hour", "1 hourly", "1h and 5m"),
        *("1.5m", "٣m", "1e3m", "1d", "10000h1m", "9" * 5000 + "m", "1.5.5h", "nan", "\x1b[31m"),
    ],
)
def test_an_invalid_duration_raises(text: str) -> None:
    """Fractions of a minute, signs, other units and large numbers raise a short printable error."""
    with pytest.raises(InvalidDuration) as caught:
        parse_duration(text)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize("text", ["45", " 45 "])
def test_a_bare_number_raises_an_error_that_names_both_units(text: str) -> None:
    """The two likely meanings of `45` are 45 minutes and 45 hours."""
    with pytest.raises(
        InvalidDuration, match="has no unit; write 45m for minutes or 45h for hours"
    ):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "low", "high"), [("2h-3h", 120, 180), ("30m–1h", 30, 60), ("45m", 45, 45)]
)
def test_a_range_has_a_low_and_a_high_end(text: str, low: int, high: int) -> None:
    """A hyphen or a dash separates the ends; a single duration is both ends."""
    assert parse_range(text) == (low, high)


@pytest.mark.parametrize("text", ["3h-2h", "1h-", "-1h", "1h-2h-3h", "1h to 2h"])
def test_an_invalid_range_raises(text: str) -> None:
    """A low end above the high end and a missing end raise."""
    with pytest.raises(InvalidDuration):
        parse_range(text)


@given(st.integers(0, MOST_MINUTES))
def test_a_formatted_duration_parses_to_itself(minutes: int) -> None:
    """Parsing inverts formatting."""
    assert parse_duration(format_duration(minutes)) == minutes


@given(st.integers(0, MOST_MINUTES), st.integers(0, MOST_MINUTES))
def test_a_formatted_range_parses_to_itself(one: int, other: int) -> None:
    """Parsing inverts formatting, for both ends."""
    low, high = sorted((one, other))
    assert parse_range(format_range(low, high)) == (low, high)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("20-30h", (1200, 1800)),
        ("20–30 hours", (1200, 1800)),
        ("30-45m", (30, 45)),
        ("1.5-2h", (90, 120)),
        ("1h30m-2h", (90, 120)),
        ("1:30-2:00", (90, 120)),
    ],
)
def test_a_range_may_name_its_unit_once(text: str, ends: tuple[int, int]) -> None:
    """A low end without a unit has that of the high end."""
    assert parse_range(text) == ends


@pytest.mark.parametrize("text", ["1-1h30m", "30-1h", "20-30", "1-1:30"])
def test_a_range_whose_unit_is_not_clear_is_refused(text: str) -> None:
    """A low end without a unit is refused if the high end has two, or would be below it."""
    with pytest.raises(InvalidDuration):
        parse_range(text)


@pytest.mark.parametrize("text", ["20-30h", "20–30h", "1h-2h"])
def test_a_range_is_not_one_duration(text: str) -> None:
    """The message says that one duration is needed."""
    with pytest.raises(InvalidDuration, match="is a range; write one duration like"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "hours"), [("5", 5), ("7.5", 7.5), ("5h", 5), ("5h30m", 5.5), ("5 hours", 5)]
)
def test_weekly_hours_are_a_number_or_a_duration(text: str, hours: float) -> None:
    """Hours per week need no unit, but may have one."""
    assert parse_weekly_hours(text) == hours


@pytest.mark.parametrize("text", ["", "many", "5k", "5-6h"])
def test_weekly_hours_of_another_form_are_refused(text: str) -> None:
    """The message shows both forms."""
    with pytest.raises(InvalidDuration, match="write it like 5 or 5h30m"):
        parse_weekly_hours(text)
