"""The JSON of history, plan and forecast has every key."""

import json
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from studypath.core.history import build_history
from studypath.core.path_forecast import forecast_path
from studypath.core.plan import build_plan
from studypath.core.status import build_path_status
from studypath.core.study_times import StudyTimes
from studypath.core.tracked import track_progress
from studypath.formats.json import format_json
from studypath.formats.time_json import forecast_to_json, history_to_json, plan_to_json
from tests.progress_samples import path_of, studied

TODAY = date(2026, 11, 30)


def test_forecast_has_every_field() -> None:
    """A forecast has whole minutes, a pace with its count, and ISO dates."""
    tracked = studied()
    status = build_path_status(tracked, path_of("paper"))
    value = forecast_to_json(forecast_path(tracked, status, hours_per_week=5, today=TODAY, tz=UTC))
    assert value is not None
    assert list(value) == ["remaining", "pace", "hours_per_week", "finish"]
    assert list(value["remaining"]) == ["p10_minutes", "p50_minutes", "p90_minutes"]
    assert all(type(value) is int for value in value["remaining"].values())
    assert list(value["pace"]) == ["factor", "steps_observed"]
    assert value["hours_per_week"] == 5
    assert [date.fromisoformat(value["finish"][p]) for p in ("p10", "p50", "p90")]


def test_unknown_values_are_null() -> None:
    """Without a forecast the value is null; without weekly hours they are."""
    assert forecast_to_json(None) is None
    tracked = studied()
    empty = track_progress(tracked.curriculum, type(tracked.progress)())
    status = build_path_status(empty, path_of("paper"))
    value = forecast_to_json(forecast_path(empty, status, hours_per_week=None, today=TODAY, tz=UTC))
    assert value is not None
    assert value["hours_per_week"] is None


def test_plan_has_weeks_and_the_forecast() -> None:
    """A week has its Monday and the minutes of each step."""
    tracked = studied()
    status = build_path_status(tracked, path_of("paper"))
    forecast = forecast_path(tracked, status, hours_per_week=5, today=TODAY, tz=UTC)
    value = plan_to_json(build_plan(status, forecast, start=TODAY))
    designed = ["format", "path", "hours_per_week", "weeks", "forecast"]
    more = ["deadline", "unplanned", "pauses", "appointments", "planned_end"]
    assert list(value) == [*designed, *more]
    assert (value["deadline"], value["unplanned"], value["pauses"]) == (None, [], [])
    assert value["appointments"] == []
    assert value["planned_end"] >= value["weeks"][-1]["start"]
    assert all(list(week) == ["start", "steps"] for week in value["weeks"])
    parts = [step for week in value["weeks"] for step in week["steps"]]
    assert all(list(part) == ["id", "minutes"] for part in parts)
    minutes = sum(part["minutes"] for part in parts)
    assert minutes == value["forecast"]["remaining"]["p50_minutes"]
    assert json.loads(format_json(value)) == value


def test_appointments_have_a_start_minutes_and_steps() -> None:
    """The start is a local time with an offset; the minutes are those of the steps."""
    tracked = studied()
    status = build_path_status(tracked, path_of("paper"))
    forecast = forecast_path(tracked, status, hours_per_week=5, today=TODAY, tz=UTC)
    times = StudyTimes((0, 2), time(19), ZoneInfo("Europe/Berlin"))
    value = plan_to_json(build_plan(status, forecast, start=TODAY, times=times))
    assert value["appointments"][0]["start"].endswith("T19:00:00+01:00")
    for appointment in value["appointments"]:
        assert list(appointment) == ["start", "minutes", "steps"]
        assert appointment["minutes"] == sum(step["minutes"] for step in appointment["steps"])
    assert value["planned_end"] == value["appointments"][-1]["start"][:10]
    assert json.loads(format_json(value)) == value


def test_plan_has_deadline_pauses_and_unplanned_steps() -> None:
    """A plan has the deadline, the ids of steps without an estimate, and the pauses."""
    tracked = studied()
    status = build_path_status(tracked, path_of("paper"))
    forecast = forecast_path(tracked, status, hours_per_week=1, today=TODAY, tz=UTC)
    last, pause = date(2026, 12, 31), (date(2026, 12, 20), date(2026, 12, 27))
    answer = build_plan(status, forecast, start=TODAY, by=last, pauses=[pause])
    value = plan_to_json(answer._replace(unplanned=status.path.steps[-1:]))
    assert answer.deadline is not None
    assert value["deadline"] == {
        "by": "2026-12-31",
        "needed_hours_per_week": answer.deadline.needed,
        "sure_hours_per_week": answer.deadline.sure,
        "usual_hours_per_week": 1,
        "feasible": False,
    }
    assert value["unplanned"] == [status.path.steps[-1].id]
    assert value["pauses"] == [{"from": "2026-12-20", "to": "2026-12-27"}]


def test_history_is_in_local_time() -> None:
    """A session has its path, its step, a local start with an offset, and whole minutes."""
    value = history_to_json(build_history(studied(), today=TODAY, tz=ZoneInfo("Europe/Berlin")))
    assert list(value) == ["format", "sessions"]
    first = value["sessions"][0]
    assert list(first) == ["path", "step", "start", "minutes", "number", "end"]
    assert first["start"] == "2026-11-20T20:05:00+01:00"
    assert datetime.fromisoformat(first["start"]) == datetime(2026, 11, 20, 19, 5, tzinfo=UTC)
