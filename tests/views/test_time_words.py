"""What is said of time: the sentence, the timer's lines, the history's bars, the plan's weeks."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.fitting import find_fit
from studypath.core.forecast import Pace
from studypath.core.history import DAY, GROUPINGS, build_history
from studypath.core.path_forecast import Finish, Forecast, forecast_path
from studypath.core.plan import build_plan
from studypath.core.progress import Session, Timer
from studypath.core.sessions import LoggedSession
from studypath.core.status import build_path_status, list_steps_ahead
from studypath.views.fitting import format_fit
from studypath.views.forecast import format_forecast
from studypath.views.history import format_sums, render_history
from studypath.views.plan import format_plan, render_plan
from studypath.views.timer import (
    format_edited,
    format_logged,
    format_running,
    format_stale,
    format_stopped,
    format_unlogged,
)
from tests.progress_samples import ledger_with, path_of, studied
from tests.views.shown import shown

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 18, 0, tzinfo=BERLIN)
KEY = ("paper", "bert")
FORECAST = Forecast(
    24 * 60, 31 * 60, 41 * 60, Pace(1.3, 5), 5.0, "set",
    Finish(date(2026, 12, 14), date(2027, 1, 4), date(2027, 1, 25)),
)  # fmt: skip


def with_finish(*days: date) -> Forecast:
    """The forecast with other days."""
    return FORECAST._replace(finish=Finish(*days))


def test_the_sentence() -> None:
    """Hours, whose pace, the interval, the week, the day, and how vaguely it is known."""
    assert format_forecast(FORECAST, TODAY) == (
        "About 31 h to go at your pace (24–41); at 5 h a week done around 4 January "
        "(mid-December to late January)."
    )
    assert "(24-41)" in format_forecast(FORECAST, TODAY)


@pytest.mark.parametrize(
    ("forecast", "words"),
    [
        (FORECAST._replace(pace=Pace(1.2, 0)), "at the usual pace (24–41)"),
        (FORECAST._replace(finish=None, hours_per_week=None), "at your pace (24–41)."),
        (FORECAST._replace(p50_minutes=400, p10_minutes=110, p90_minutes=580), "6.5 h"),
        (FORECAST._replace(p50_minutes=400, p10_minutes=110, p90_minutes=580), "(2–9.5)"),
        (FORECAST._replace(p50_minutes=20, p10_minutes=4, p90_minutes=61), "20 min"),
        (FORECAST._replace(p50_minutes=20, p10_minutes=4, p90_minutes=61), "(5–60)"),
        (FORECAST._replace(p90_minutes=6620), "(24–110)"),
        (FORECAST._replace(p50_minutes=0), "Nothing is left to do."),
        (FORECAST._replace(weekly_source="history"), "as in the last eight weeks, done"),
        (FORECAST._replace(hours_per_week=0.04), "at under 0.1 h a week"),
        (FORECAST._replace(hours_per_week=7 / 3), "at 2.3 h a week"),
        (FORECAST._replace(without_estimate=1), "Not counted: 1 step without an estimate."),
    ],
)
def test_the_sentence_says_what_is_known(forecast: Forecast, words: str) -> None:
    """Half hours below ten, minutes below one; what is unknown is left out or named as such."""
    assert words in format_forecast(forecast, TODAY)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (((2026, 12, 5), (2026, 12, 8), (2026, 12, 14)), "8 December (5 to 14 December)."),
        (((2026, 11, 28), (2026, 12, 1), (2026, 12, 6)), "1 December (28 November to 6 December)."),
        (((2026, 12, 8),) * 3, "8 December (8 December)."),
        (((2027, 8, 2), (2027, 9, 8), (2027, 12, 14)), "(early August to mid-December 2027)."),
        (((2027, 12, 5), (2028, 3, 8), (2028, 6, 14)), "(early December 2027 to mid-June 2028)."),
        (((2028, 12, 5), (2029, 12, 8), (2033, 6, 14)), "(December 2028 to June 2033)."),
        (((2028, 12, 5), (2060, 12, 8), (9999, 12, 31)), "December 2060, or much later."),
        (((2028, 12, 5), (9999, 12, 31), (9999, 12, 31)), "not done within a hundred years."),
    ],
)  # fmt: skip
def test_days_are_said_as_vaguely_as_they_are_known(
    days: tuple[tuple[int, int, int], ...], words: str
) -> None:
    """Near days as days, spread ones as parts of months, far ones as months with their year."""
    sentence = format_forecast(with_finish(*(date(*day) for day in days)), TODAY)
    assert sentence.endswith(words)


@given(
    minutes=st.tuples(*[st.integers(0, 10**8)] * 3).map(sorted),
    days=st.tuples(*[st.dates()] * 3).map(sorted),
    hours=st.floats(0.001, 168),
    today=st.dates(),
)
def test_every_forecast_is_one_line(
    minutes: list[int], days: list[date], hours: float, today: date
) -> None:
    """No forecast, however long or far, fails or breaks the line."""
    p10, p50, p90 = minutes
    forecast = Forecast(p10, p50, p90, Pace(1.2, 1), hours, "set", Finish(*days))
    sentence = format_forecast(forecast, today)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_running_timer_is_one_line() -> None:
    """Since when, how long and for what; a rest and another day are said."""
    led = ledger_with(active="paper")
    timer = Timer(*KEY, NOW - timedelta(minutes=50))
    line = "timer running since 17:10, 50 min: 2.2  bert  BERT"
    assert format_running(led, timer, NOW, BERLIN).startswith(line)
    resting = timer._replace(paused=NOW - timedelta(minutes=10))
    assert format_running(led, resting, NOW, BERLIN).startswith(
        "timer resting since 17:50, 40 min so far: 2.2"
    )
    old = Timer(*KEY, NOW - timedelta(days=1))
    assert "since 2026-11-21 18:00" in format_running(led, old, NOW, BERLIN)


def test_sittings_are_said_in_local_time() -> None:
    """What was booked, logged, removed and edited names its day and hours where one is."""
    led = ledger_with(active="paper")
    session = Session(datetime(2026, 11, 20, 22, 50, tzinfo=UTC), 20)
    words = "20 min on 2026-11-20, 23:50–2026-11-21 00:10  2.2  bert"
    assert format_logged(led, KEY, session, BERLIN).startswith(f"logged {words}")
    assert format_stopped(led, KEY, session, BERLIN).startswith(f"booked {words}")
    assert "nothing booked" in format_stopped(led, KEY, None, BERLIN)
    sitting = LoggedSession(KEY, session)
    assert format_unlogged(led, [sitting], BERLIN)[0].startswith(f"removed {words}")
    assert format_unlogged(led, [], BERLIN) == ["there is no sitting to take away"]
    longer = session.__class__(session.start, 60)
    assert "to 1 h on 2026-11-20" in format_edited(led, sitting, longer, BERLIN)
    assert format_edited(led, sitting, session, BERLIN).startswith("already")


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
@pytest.mark.parametrize("by", GROUPINGS)
def test_history_keeps_to_the_width(width: int, by: str) -> None:
    """From 20 columns on no line of the history is longer than the terminal."""
    answer = build_history(studied(), by=by, today=date(2026, 11, 30), tz=BERLIN)
    text = shown(render_history(answer), width)
    assert max(map(len, text.splitlines())) <= width
    assert "5 sittings" in text


def test_bars_are_as_long_as_the_minutes() -> None:
    """The longest group fills the bar, half of it half; in ASCII they are number signs."""
    answer = build_history(studied(), by=DAY, today=date(2026, 11, 30), tz=BERLIN)
    lines = shown(render_history(answer)).splitlines()
    bars = [line.count("#") for line in lines if "2026" in line]
    assert len(bars) == 5
    assert bars == sorted(bars)
    assert bars[-1] == 40
    shown(render_history(answer)).encode("ascii")


def test_no_history_is_said() -> None:
    """Without sittings there is no table and no blame."""
    answer = build_history(ledger_with(), today=TODAY, tz=BERLIN)
    assert "No sittings." in shown(render_history(answer))


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
def test_plan_keeps_to_the_width(width: int) -> None:
    """From 20 columns on every week and step is there and no line is too long."""
    led = studied()
    status = build_path_status(led, path_of("paper"))
    forecast = forecast_path(led, status, hours_per_week=5, today=TODAY, tz=BERLIN)
    answer = build_plan(status, forecast, start=TODAY)
    lines = shown(render_plan(answer, today=TODAY), width).splitlines()
    assert max(map(len, lines)) <= width
    parts = sum(len(week.steps) for week in answer.weeks)
    weeks = 0 if width >= 60 else len(answer.weeks)
    assert lines.index("", 2) - 2 == parts + weeks


def test_a_day_that_cannot_be_kept_is_said_plainly() -> None:
    """Not feasible at under N h a week, and what it takes to be sure."""
    led = ledger_with()
    status = build_path_status(led, path_of("paper"))
    forecast = forecast_path(led, status, hours_per_week=2, today=TODAY, tz=BERLIN)

    def first_line(by: date) -> str:
        return format_plan(build_plan(status, forecast, start=TODAY, by=by), today=TODAY)[0]

    assert first_line(date(2027, 1, 31)).endswith("a week; now it is 2 h a week.")
    assert "not feasible at under" in first_line(date(2027, 1, 31))
    assert first_line(TODAY).endswith("a week; a week has 168.")
    assert "as likely as not" in first_line(date(2036, 11, 23))


def test_what_fits_is_one_line() -> None:
    """A whole step, perhaps one, or a first sitting of the next, said as such."""
    steps = list_steps_ahead(build_path_status(ledger_with(), path_of("paper")))
    found = find_fit(steps, 45, 1.2)
    assert found is not None
    assert format_fit(found).startswith("in 45 min: the first sitting of 1.1  seq2seq")
    cases = ((100, "perhaps all of 2.3"), (100, "passes over 5 steps"), (6000, ": all of 1.1"))
    for minutes, words in cases:
        found = find_fit(steps, minutes, 1.2)
        assert found is not None
        assert words in format_fit(found)


def test_timer_and_sentence_do_without_rich() -> None:
    """What `start`, `stop` and `log` print, and the forecast's sentence, import no Rich."""
    code = (
        "import sys, studypath.views.timer, studypath.views.forecast, studypath.views.fitting;"
        "print('rich' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "False"


def test_pauses_and_unknown_steps_are_named_under_a_plan() -> None:
    """What the plan leaves free or cannot lay out stands below it."""
    status = build_path_status(ledger_with(), path_of("paper"))
    pauses = [(date(2026, 12, 20), date(2027, 1, 4)), (date(2027, 2, 1), date(2027, 2, 1))]
    answer = build_plan(
        status, FORECAST._replace(weekly_source="history"), start=TODAY, pauses=pauses
    )
    answer = answer._replace(unplanned=path_of("paper").steps[:7])
    lines = format_plan(answer, today=TODAY)
    assert "Pauses: 2026-12-20 to 2027-01-04, 2027-02-01." in lines
    assert any("1.1, 1.2, 1.3, 2.1, 2.2 and 2 more." in line for line in lines)
    assert any("--hours-per-week" in line for line in lines)


def test_hours_a_week_and_the_busiest_hour_are_said() -> None:
    """Recent hours are named beside those of all weeks where they differ; so is the hour."""
    answer = build_history(studied(), today=date(2026, 11, 30), tz=BERLIN)
    said = format_sums(
        answer._replace(hours_per_week=3.0, recent_hours_per_week=4.52, busiest_hour=23)
    )
    assert said[1] == "3 h a week; 4.5 h in the last eight weeks."
    assert said[2] == "Most of it between 23:00–00:00."


def test_a_stale_timer_is_answered_with_a_way_on() -> None:
    """The refusal names the step, the reason and what to type, also for a step that left."""
    led = ledger_with(active="paper")
    words = format_stale(led, Timer(*KEY, NOW), "it began 9 hours ago")
    assert "the timer for bert is not booked" in words
    assert "it began 9 hours ago" in words
    assert "stop --at 18:30" in words
    gone = format_stale(led, Timer("paper", "gone", NOW), "it began 9 hours ago")
    assert "the timer for gone" in gone
