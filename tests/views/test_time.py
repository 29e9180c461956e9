"""Forecasts, timers, sessions, histories and plans in words."""

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
from studypath.core.lever import EXTRA_DAY, Lever
from studypath.core.path_forecast import Finish, Forecast, forecast_path
from studypath.core.plan import build_plan
from studypath.core.progress import Session, Timer
from studypath.core.session_list import LoggedSession
from studypath.core.status import build_path_status, list_steps_ahead
from studypath.views.fitting import format_fit
from studypath.views.forecast import format_forecast
from studypath.views.history import format_sums, render_history
from studypath.views.plan import format_plan, render_plan
from studypath.views.timer import (
    format_edited,
    format_logged,
    format_running,
    format_stopped,
    format_unlogged,
)
from tests.progress_samples import path_of, progress_with, studied
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
    """Return the forecast with other days."""
    return FORECAST._replace(finish=Finish(*days))


def test_forecast_is_a_sentence() -> None:
    """A forecast gives hours, pace, interval, the day and its range; then the lever if asked."""
    sentence = (
        "About 31h to go at your pace (24h–41h). Done around 4 January; four in five people with "
        "your rhythm finish between mid-December and late January."
    )
    assert format_forecast(FORECAST, TODAY) == sentence
    with_lever = FORECAST._replace(lever=Lever(EXTRA_DAY, 21))
    assert format_forecast(with_lever, TODAY, with_lever=True) == (
        f"{sentence} One more evening a week: about three weeks earlier."
    )


@pytest.mark.parametrize(
    ("forecast", "words"),
    [
        (FORECAST._replace(pace=Pace(1.2, 0)), "at the usual pace (24h–41h)"),
        (FORECAST._replace(finish=None, hours_per_week=None), "at your pace (24h–41h)."),
        (FORECAST._replace(p50_minutes=400, p10_minutes=110, p90_minutes=580), "About 7h "),
        (FORECAST._replace(p50_minutes=400, p10_minutes=110, p90_minutes=580), "(1h45m–10h)"),
        (FORECAST._replace(p50_minutes=20, p10_minutes=4, p90_minutes=61), "About 15m "),
        (FORECAST._replace(p50_minutes=20, p10_minutes=4, p90_minutes=61), "(15m–1h)"),
        (FORECAST._replace(p90_minutes=6620), "(24h–110h)"),
        (FORECAST._replace(p50_minutes=0), "Nothing is left to do."),
        (FORECAST._replace(prior_only=True), "four in five people finish between"),
        (FORECAST._replace(prior_only=True), "this assumes your 5h a week."),
        (FORECAST._replace(without_estimate=1), ". Not counted: 1 without an estimate."),
    ],
)
def test_forecast_has_no_false_precision(forecast: Forecast, words: str) -> None:
    """Hours are rounded to quarters below 4h; unknown parts are left out or named."""
    assert words in format_forecast(forecast, TODAY)


@given(
    minutes=st.tuples(*[st.integers(0, 10**8)] * 3).map(sorted),
    days=st.tuples(*[st.dates()] * 3).map(sorted),
    hours=st.floats(0.001, 168),
    today=st.dates(),
)
def test_every_forecast_is_one_line(
    minutes: list[int], days: list[date], hours: float, today: date
) -> None:
    """No forecast, however long or far, fails or contains a line break."""
    p10, p50, p90 = minutes
    forecast = Forecast(p10, p50, p90, Pace(1.2, 1), hours, "set", Finish(*days))
    sentence = format_forecast(forecast, today)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_running_timer_is_one_line() -> None:
    """A timer shows its state, since when, its minutes and its step; another day is named."""
    tracked = progress_with(active="paper")
    timer = Timer(*KEY, NOW - timedelta(minutes=50))
    line = "timer running since 17:10, 50m so far: 2.2  bert  BERT"
    assert format_running(tracked, timer, NOW, BERLIN).startswith(line)
    paused = timer._replace(paused=NOW - timedelta(minutes=10))
    assert format_running(tracked, paused, NOW, BERLIN).startswith(
        "timer paused since 17:50, 40m so far: 2.2"
    )
    old = Timer(*KEY, NOW - timedelta(days=1))
    assert "since 2026-11-21 18:00" in format_running(tracked, old, NOW, BERLIN)


def test_sessions_are_in_local_time() -> None:
    """A logged, removed or edited session names its length and its local day and times."""
    tracked = progress_with(active="paper")
    session = Session(datetime(2026, 11, 20, 22, 50, tzinfo=UTC), 20)
    words = "20m on 2026-11-20, 23:50–2026-11-21 00:10  2.2  bert"
    assert format_logged(tracked, KEY, session, BERLIN).startswith(f"logged {words}")
    (line,) = format_stopped(tracked, KEY, [session], BERLIN)
    assert line.startswith(f"logged {words}")
    assert format_stopped(tracked, KEY, [session, session], BERLIN)[-1] == "40m in 2 sessions"
    assert "nothing logged" in format_stopped(tracked, KEY, [], BERLIN)[0]
    logged = LoggedSession(KEY, session)
    assert format_unlogged(tracked, [logged], BERLIN)[0].startswith(f"removed {words}")
    assert format_unlogged(tracked, [], BERLIN) == ["no session to remove"]
    longer = session.__class__(session.start, 60)
    assert "to 1h on 2026-11-20" in format_edited(tracked, logged, longer, BERLIN)
    assert format_edited(tracked, logged, session, BERLIN).startswith("no change")


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
@pytest.mark.parametrize("by", GROUPINGS)
def test_history_fits_the_width(width: int, by: str) -> None:
    """From 20 columns on no line of a history is wider than the terminal."""
    answer = build_history(studied(), by=by, today=date(2026, 11, 30), tz=BERLIN)
    text = shown(render_history(answer), width)
    assert max(map(len, text.splitlines())) <= width
    assert "5 sessions" in text


def test_bars_are_as_long_as_the_minutes() -> None:
    """Bars grow with the minutes, and the longest has 40 cells."""
    answer = build_history(studied(), by=DAY, today=date(2026, 11, 30), tz=BERLIN)
    lines = shown(render_history(answer)).splitlines()
    bars = [line.count("█") for line in lines if "2026" in line and "since" not in line]
    assert len(bars) == 5
    assert bars == sorted(bars)
    assert bars[-1] == 40


def test_empty_history_is_a_sentence() -> None:
    """Without sessions there is no table."""
    answer = build_history(progress_with(), today=TODAY, tz=BERLIN)
    assert "No sessions." in shown(render_history(answer))


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
def test_plan_fits_the_width(width: int) -> None:
    """From 20 columns on every week and step has a line, and none is too wide."""
    tracked = studied()
    status = build_path_status(tracked, path_of("paper"))
    forecast = forecast_path(tracked, status, hours_per_week=5, today=TODAY, tz=BERLIN)
    answer = build_plan(status, forecast, start=TODAY)
    lines = shown(render_plan(answer, today=TODAY), width).splitlines()
    assert max(map(len, lines)) <= width
    parts = sum(len(week.steps) for week in answer.weeks)
    weeks = 0 if width >= 60 else len(answer.weeks)
    assert lines.index("", 2) - 2 == parts + weeks


def test_deadline_is_two_plain_sentences() -> None:
    """A deadline says the hours it needs beside those planned, and the chances they give."""
    tracked = progress_with()
    status = build_path_status(tracked, path_of("paper"))
    forecast = forecast_path(tracked, status, hours_per_week=2, today=TODAY, tz=BERLIN)

    def lines(by: date) -> list[str]:
        return format_plan(build_plan(status, forecast, start=TODAY, by=by), today=TODAY)

    assert lines(date(2027, 1, 31))[:2] == [
        "You need 5.8h a week; you plan 2h.",
        "5.8h a week gives a 50% chance to finish by 2027-01-31; 14h a week gives 90%.",
    ]
    assert lines(TODAY)[0].endswith("a week to finish by 2026-11-22; a week has 168h.")
    assert lines(date(2026, 11, 24))[1].endswith("to finish by 2026-11-24.")


def test_fit_labels_both_estimates() -> None:
    """The next step fits, perhaps fits or needs several sessions; both estimates are labelled."""
    steps = list_steps_ahead(build_path_status(progress_with(), path_of("paper")))
    cases = (
        (45, "in 45m: a first session of 1.1  seq2seq"),
        (45, " (derived 2h45m–4h, you 3h20m–4h50m)"),
        (100, "in 1h40m: a first session of 1.1  seq2seq"),
        (180, "\nwould fit as a whole, but comes later: 2.3, 3.3 and 5.1"),
        (210, "in 3h30m: perhaps all of 1.1"),
        (600, "in 10h: all of 1.1"),
        (6000, ", then 1.2, 1.3 and 2.1"),
    )
    for minutes, words in cases:
        fit = find_fit(steps, minutes, 1.2)
        assert fit is not None
        assert words in format_fit(fit)


def test_timer_and_forecast_import_no_rich() -> None:
    """The lines of `start`, `stop`, `log` and of the forecast import no Rich."""
    code = (
        "import sys, studypath.views.timer, studypath.views.forecast, studypath.views.fitting;"
        "print('rich' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "False"


def test_pauses_and_unknown_steps_are_named_under_a_plan() -> None:
    """Pauses and steps without an estimate are listed below the plan."""
    status = build_path_status(progress_with(), path_of("paper"))
    pauses = [(date(2026, 12, 20), date(2027, 1, 4)), (date(2027, 2, 1), date(2027, 2, 1))]
    answer = build_plan(
        status, FORECAST._replace(weekly_source="history"), start=TODAY, pauses=pauses
    )
    answer = answer._replace(unplanned=path_of("paper").steps[:7])
    lines = format_plan(answer, today=TODAY)
    assert "Pauses: 2026-12-20 to 2027-01-04, 2027-02-01." in lines
    assert any("1.1, 1.2, 1.3, 2.1, 2.2 and 2 more." in line for line in lines)
    assert any("--hours-per-week" in line for line in lines)


def test_sums_have_weekly_hours_and_busiest_hour() -> None:
    """Recent weekly hours are given if they differ from those of all weeks."""
    answer = build_history(studied(), today=date(2026, 11, 30), tz=BERLIN)
    lines = format_sums(
        answer._replace(hours_per_week=3.0, recent_hours_per_week=4.52, busiest_hour=23)
    )
    first = answer.sessions[0].start
    since = f"{first.day} {first:%b %Y}"
    assert lines[1] == f"3h a week since {since}; 4.5h in the last eight weeks."
    assert lines[2] == "Busiest hour: 23:00–00:00."
