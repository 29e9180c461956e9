"""Convert history, plan and forecast to JSON objects, as `formats.json` does."""

from __future__ import annotations

from studypath.core.appointments import Appointment
from studypath.core.history import History
from studypath.core.path_forecast import Finish, Forecast
from studypath.core.plan import Deadline, Plan
from studypath.formats.json import FORMAT, Object, path_to_json, time_to_json


def history_to_json(history: History) -> Object:
    """Return the sessions with their numbers, oldest first, in local time."""
    return {
        "format": FORMAT,
        "sessions": [
            {
                "path": session.path_id,
                "step": session.step_id,
                "start": time_to_json(session.start),
                "minutes": session.minutes,
                "number": session.number,
                "end": time_to_json(session.end),
            }
            for session in history.sessions
        ],
    }


def plan_to_json(plan: Plan) -> Object:
    """Return the weeks by their Mondays with the minutes of each step, and the forecast.

    `deadline` is null unless a day was given; `unplanned` has the steps without an estimate.
    `appointments` are empty without study days; `planned_end` is the last day of study.
    """
    return {
        "format": FORMAT,
        "path": path_to_json(plan.path),
        "hours_per_week": _round_hours(plan.hours_per_week),
        "weeks": [
            {
                "start": week.start.isoformat(),
                "steps": [
                    {"id": planned.step.id, "minutes": planned.minutes} for planned in week.steps
                ],
            }
            for week in plan.weeks
        ],
        "forecast": forecast_to_json(plan.forecast),
        "deadline": _deadline_to_json(plan.deadline),
        "unplanned": [step.id for step in plan.unplanned],
        "pauses": [
            {"from": first.isoformat(), "to": last.isoformat()} for first, last in plan.pauses
        ],
        "appointments": [_appointment_to_json(each) for each in plan.appointments],
        "planned_end": None if plan.planned_end is None else plan.planned_end.isoformat(),
    }


def forecast_to_json(forecast: Forecast | None) -> Object | None:
    """Return a forecast, or None without one."""
    if forecast is None:
        return None
    return {
        "remaining": {
            "p10_minutes": forecast.p10_minutes,
            "p50_minutes": forecast.p50_minutes,
            "p90_minutes": forecast.p90_minutes,
        },
        "pace": {
            "factor": round(forecast.pace.factor, 3),
            "steps_observed": forecast.pace.steps_observed,
        },
        "hours_per_week": _round_hours(forecast.hours_per_week),
        "finish": _finish_to_json(forecast.finish),
    }


def _appointment_to_json(appointment: Appointment) -> Object:
    return {
        "start": time_to_json(appointment.start),
        "minutes": appointment.minutes,
        "steps": [{"id": part.step.id, "minutes": part.minutes} for part in appointment.parts],
    }


def _deadline_to_json(deadline: Deadline | None) -> Object | None:
    if deadline is None:
        return None
    return {
        "by": deadline.by.isoformat(),
        "needed_hours_per_week": _round_hours(deadline.needed),
        "sure_hours_per_week": _round_hours(deadline.sure),
        "usual_hours_per_week": _round_hours(deadline.usual),
        "feasible": deadline.feasible,
    }


def _finish_to_json(finish: Finish | None) -> Object | None:
    if finish is None:
        return None
    return {
        "p10": finish.p10.isoformat(),
        "p50": finish.p50.isoformat(),
        "p90": finish.p90.isoformat(),
    }


def _round_hours(hours: float | None) -> float | None:
    return None if hours is None else round(hours, 2)
