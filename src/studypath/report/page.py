"""Render a report as one self-contained HTML page."""

from __future__ import annotations

import base64
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from studypath.core.curriculum import Estimate
from studypath.core.durations import format_duration
from studypath.core.report import PathReport, Report
from studypath.core.text import replace_controls
from studypath.report import sentences
from studypath.report.charts import lay_out_burn_up, lay_out_calendar, lay_out_hours

if TYPE_CHECKING:
    from jinja2 import Environment

STATES = {"todo": "todo", "doing": "in progress", "done": "done", "skipped": "skipped"}
MARKS = {"todo": "○", "doing": "◐", "done": "✓", "skipped": "–"}
MOST_STEPS_WITH_CARDS = 300


def render_page(report: Report) -> str:
    """Return the page as HTML text in UTF-8.

    The page loads nothing and runs no script: its content security policy allows the one style
    sheet inside it, by its hash. The same report gives the same text.
    """
    return render_template(
        "page.html.j2",
        report=report,
        paths=[_lay_out_path(path, report) for path in report.paths],
        calendar=lay_out_calendar(report.calendar),
        calendar_sentence=sentences.describe_calendar(report.calendar),
        weeks=sentences.sum_weeks(report.calendar),
    )


def render_template(name: str, **values: object) -> str:
    """Return the page of a template with these values, the style sheet and its policy."""
    style = _read_template("page.css")
    digest = base64.b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    return _environment().get_template(name).render(style=style, policy=policy, **values)


def _lay_out_path(path: PathReport, report: Report) -> dict[str, object]:
    status, forecast = path.status, path.forecast
    remaining = forecast.p50_minutes if forecast is not None else None
    finish = forecast.finish if forecast is not None else None
    hours = lay_out_hours(status.steps)
    return {
        "status": status,
        "next": path.next_step,
        "sentence": sentences.describe_status(path),
        "finish": sentences.describe_finish(forecast, report.today),
        "hours": hours,
        "hours_sentence": sentences.describe_hours([bar.step for bar in hours]),
        "burn_up": lay_out_burn_up(path.burn_up, report.today, remaining, finish),
        "burn_up_sentence": sentences.describe_burn_up(path, report.today),
        "points": path.burn_up.points,
        "has_cards": len(status.steps) <= MOST_STEPS_WITH_CARDS,
    }


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("studypath.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters |= {
        "duration": format_duration,
        "estimate": format_estimate,
        "day": format_day,
        "iso": date.isoformat,
        "days": format_days,
        "pace": format_pace,
    }
    environment.globals |= {"STATES": STATES, "MARKS": MARKS}
    environment.tests["web"] = is_web_address
    return environment


def _finalize(value: object) -> object:
    """Replace control characters of text from files; None must be handled by the template."""
    if value is None:
        message = "a template printed a missing value"
        raise ValueError(message)
    if type(value) is str:
        return replace_controls(value, multiline=True)
    return value


def format_estimate(estimate: Estimate | None) -> str:
    """Return a range as it is typed, `2h–3h`; empty where there is none."""
    if estimate is None:
        return ""
    low, high = format_duration(estimate.low_minutes), format_duration(estimate.high_minutes)
    return low if low == high else f"{low}–{high}"


def format_day(day: date | datetime) -> str:
    """Return a day in words: `4 January 2027`."""
    from studypath.views.dates import MONTHS

    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_days(days: int) -> str:
    """Return a number of days: `1 day`, `14 days`."""
    return "1 day" if days == 1 else f"{days} days"


def format_pace(factor: float) -> str:
    """Return a pace as a factor on the estimates: `1.3×`."""
    return f"{factor:.1f}×"


def is_web_address(url: str | None) -> bool:
    """Return whether an address may become a link."""
    return url is not None and url.lower().startswith(("http://", "https://"))


@cache
def _read_template(name: str) -> str:
    return (files("studypath.report") / "templates" / name).read_text("utf-8")
