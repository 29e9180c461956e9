"""History, plan and forecast as JSON: the shapes of the design, nothing absent."""

import json
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from studypath.core.history import build_history
from studypath.core.path_forecast import forecast_path
from studypath.core.plan import build_plan
from studypath.core.status import build_path_status
from studypath.core.study_times import StudyTimes
from studypath.formats.json import format_json
from studypath.formats.time_json import forecast_to_json, history_to_json, plan_to_json
from tests.progress_samples import path_of, studied

TODAY = date(2026, 11, 30)


def test_forecast_has_every_field() -> None:
    """Minutes are whole; the pace is a factor and a count; days are ISO dates."""
    led = studied()
    status = build_path_status(led, path_of("paper"))
    found = forecast_to_json(forecast_path(led, status, hours_per_week=5, today=TODAY, tz=UTC))
    assert found is not None
    assert list(found) == ["remaining", "pace", "hours_per_week", "finish"]
    assert list(found["remaining"]) == ["p10_minutes", "p50_minutes", "p90_minutes"]
    assert all(type(value) is int for value in found["remaining"].values())
    assert list(found["pace"]) == ["factor", "steps_observed"]
    assert found["hours_per_week"] == 5
    assert [date.fromisoformat(found["finish"][p]) for p in ("p10", "p50", "p90")]


def test_what_is_not_known_is_null() -> None:
    """No forecast is null; no weekly hours make them and the finish null, not absent."""
    assert forecast_to_json(None) is None
    led = studied()
    empty = led._replace(progress=type(led.progress)())
    status = build_path_status(empty, path_of("paper"))
    found = forecast_to_json(forecast_path(empty, status, hours_per_week=None, today=TODAY, tz=UTC))
    assert found is not None
    assert (found["hours_per_week"], found["finish"]) == (None, None)


def test_plan_has_weeks_and_the_forecast() -> None:
    """A week is its Monday and the minutes of each step; all of it can be written."""
    led = studied()
    status = build_path_status(led, path_of("paper"))
    forecast = forecast_path(led, status, hours_per_week=5, today=TODAY, tz=UTC)
    found = plan_to_json(build_plan(status, forecast, start=TODAY))
    designed = ["format", "path", "hours_per_week", "weeks", "forecast"]
    more = ["deadline", "unplanned", "pauses", "appointments", "planned_end"]
    assert list(found) == [*designed, *more]
    assert (found["deadline"], found["unplanned"], found["pauses"]) == (None, [], [])
    assert found["appointments"] == []
    assert found["planned_end"] >= found["weeks"][-1]["start"]
    assert all(list(week) == ["start", "steps"] for week in found["weeks"])
    parts = [step for week in found["weeks"] for step in week["steps"]]
    assert all(list(part) == ["id", "minutes"] for part in parts)
    minutes = sum(part["minutes"] for part in parts)
    assert minutes == found["forecast"]["remaining"]["p50_minutes"]
    assert json.loads(format_json(found)) == found


def test_appointments_have_a_start_minutes_and_steps() -> None:
    """The start is a local time with an offset; the minutes are those of the steps."""
    led = studied()
    status = build_path_status(led, path_of("paper"))
    forecast = forecast_path(led, status, hours_per_week=5, today=TODAY, tz=UTC)
    times = StudyTimes((0, 2), time(19), ZoneInfo("Europe/Berlin"))
    found = plan_to_json(build_plan(status, forecast, start=TODAY, times=times))
    assert found["appointments"][0]["start"].endswith("T19:00:00+01:00")
    for appointment in found["appointments"]:
        assert list(appointment) == ["start", "minutes", "steps"]
        assert appointment["minutes"] == sum(step["minutes"] for step in appointment["steps"])
    assert found["planned_end"] == found["appointments"][-1]["start"][:10]
    assert json.loads(format_json(found)) == found


def test_plan_says_whether_a_day_can_be_kept_and_what_it_leaves_out() -> None:
    """The deadline, the ids of steps of unknown length, and the pauses are in the plan too."""
    led = studied()
    status = build_path_status(led, path_of("paper"))
    forecast = forecast_path(led, status, hours_per_week=1, today=TODAY, tz=UTC)
    last, pause = date(2026, 12, 31), (date(2026, 12, 20), date(2026, 12, 27))
    answer = build_plan(status, forecast, start=TODAY, by=last, pauses=[pause])
    found = plan_to_json(answer._replace(unplanned=status.path.steps[-1:]))
    assert answer.deadline is not None
    assert found["deadline"] == {
        "by": "2026-12-31",
        "needed_hours_per_week": answer.deadline.needed,
        "sure_hours_per_week": answer.deadline.sure,
        "usual_hours_per_week": 1,
        "feasible": False,
    }
    assert found["unplanned"] == [status.path.steps[-1].id]
    assert found["pauses"] == [{"from": "2026-12-20", "to": "2026-12-27"}]


def test_history_is_in_local_time() -> None:
    """A sitting has its path, step, start with an offset, and whole minutes."""
    found = history_to_json(build_history(studied(), today=TODAY, tz=ZoneInfo("Europe/Berlin")))
    assert list(found) == ["format", "sessions"]
    first = found["sessions"][0]
    assert list(first) == ["path", "step", "start", "minutes"]
    assert first["start"] == "2026-11-20T20:05:00+01:00"
    assert datetime.fromisoformat(first["start"]) == datetime(2026, 11, 20, 19, 5, tzinfo=UTC)
