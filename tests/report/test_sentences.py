"""The sentences beside the charts."""

from __future__ import annotations

import pytest

from studypath.core.report import Calendar
from studypath.report.sentences import (
    describe_burn_up,
    describe_calendar,
    describe_finish,
    describe_hours,
    describe_status,
    sum_weeks,
)
from tests.report.samples import SAMPLES, TODAY, fresh, middle, without_estimates


def test_sentences_for_some_progress() -> None:
    """They count steps, minutes and days as the charts show them."""
    path = middle().paths[0]
    assert describe_status(path) == "4 of 14 steps done, 1 skipped; 4h46m logged."
    assert describe_hours(path.status.steps) == (
        "4 finished steps took 4h46m, less than the estimate of 11h–16h15m."
    )
    assert describe_burn_up(path, TODAY).startswith("4h46m logged since 20 November; about ")


def test_sentences_for_no_progress() -> None:
    """An empty page says that nothing is there yet."""
    report = fresh()
    path = report.paths[0]
    assert describe_status(path) == "0 of 10 steps done."
    assert describe_hours([]) == "No time is logged yet."
    assert describe_burn_up(path, TODAY) == "No time is logged yet."
    assert describe_calendar(report.calendar) == "No session in the last twelve months."


def test_without_estimates_nothing_is_promised() -> None:
    """No finish day, no hours left."""
    path = without_estimates().paths[0]
    assert describe_finish(path.forecast, TODAY) is None
    assert describe_burn_up(path, TODAY) == "4h46m logged since 20 November."


@pytest.mark.parametrize("name", SAMPLES)
def test_weeks_sum_to_the_minutes_of_the_calendar(name: str) -> None:
    """The table behind the calendar holds the same minutes, newest week first."""
    calendar: Calendar = SAMPLES[name]().calendar
    weeks = sum_weeks(calendar)
    assert sum(minutes for _, _, minutes in weeks) == sum(calendar.minutes.values())
    assert [week for week, _, _ in weeks] == sorted((w for w, _, _ in weeks), reverse=True)
