"""What `next` and `status` say of time: the forecast, its sentence, the running timer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from studypath.cli.desk import Desk
from studypath.cli.terminal import ascii_only
from studypath.core.curriculum import StepKey
from studypath.core.ledger import Ledger
from studypath.core.status import PathStatus
from studypath.storage.clock import LOCAL

if TYPE_CHECKING:
    from studypath.core.outlook import Forecast


def forecast_of(desk: Desk, status: PathStatus) -> Forecast | None:
    """Return the forecast of what is left, unless the settings turn forecasts off."""
    if not desk.settings.forecast:
        return None
    from studypath.core.outlook import outlook

    hours = desk.settings.hours_per_week
    today = desk.now.date()
    return outlook(desk.ledger, status, hours_per_week=hours, today=today, tz=LOCAL)


def undated_sentence(desk: Desk, status: PathStatus) -> str | None:
    """Return the forecast as a sentence that holds on any day; None where nothing is left."""
    if status.complete:
        return None
    from studypath.core.outlook import undated_outlook
    from studypath.views.forecast import forecast_sentence

    forecast = undated_outlook(desk.ledger, status)
    return forecast_sentence(forecast, None, ascii=ascii_only()) if forecast is not None else None


def sentence_of(desk: Desk, forecast: Forecast | None) -> str | None:
    """Return the forecast as one plain sentence."""
    if forecast is None:
        return None
    from studypath.views.forecast import forecast_sentence

    return forecast_sentence(forecast, desk.now.date(), ascii=ascii_only())


def timer_line(desk: Desk) -> str | None:
    """Return one line on the running timer, or None where none runs."""
    if desk.ledger.progress.timer is None:
        return None
    from studypath.core.timer import running
    from studypath.views.timer import running_words

    timer = running(desk.ledger.progress)
    return running_words(desk.ledger, timer, desk.now, LOCAL) if timer is not None else None


def timer_line_for(ledger: Ledger, keys: Sequence[StepKey], now: datetime) -> str | None:
    """Return one line on the running timer if it is for one of these steps."""
    from studypath.core.timer import is_for, running
    from studypath.views.timer import running_words

    timer = running(ledger.progress)
    if timer is None or not is_for(ledger, timer, keys):
        return None
    return running_words(ledger, timer, now, LOCAL)
