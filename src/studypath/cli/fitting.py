"""`next --time`: what fits into the time at hand."""

from __future__ import annotations

from studypath.cli.context import Context, find_existing_page
from studypath.cli.dates import duration
from studypath.cli.output import print_view, write_json, write_lines
from studypath.core.curriculum import Path
from studypath.core.fitting import Fit, find_fit
from studypath.core.forecast import estimate_pace
from studypath.core.next import find_next_step
from studypath.core.path_forecast import list_observations
from studypath.core.status import build_path_status, list_steps_ahead
from studypath.core.tracked import TrackedProgress


def show_fitting(
    context: Context, path: str | None, time: str, *, as_json: bool, estimates: bool = True
) -> None:
    """Show the step, or the first sitting of one, that fits into so much time at one's pace."""
    minutes = duration(time)
    tracked = context.tracked
    status = build_path_status(tracked, context.path(path))
    factor = estimate_pace(list_observations(tracked)).factor
    fit = find_fit(list_steps_ahead(status), minutes, factor)
    if as_json:
        write_json(_json(tracked, status.path, fit, minutes))
        return
    if fit is None:
        from studypath.views.changes import format_next

        write_lines([format_next(find_next_step(tracked, status.path, count=1))])
        return
    from studypath.views.fitting import format_fit
    from studypath.views.next import render_next

    answer = find_next_step(tracked, status.path, count=1)._replace(step=fit.step)
    sentence = format_fit(fit, estimates=estimates)
    wiki = find_existing_page(context.settings, fit.step.step.id)
    view = render_next(answer, wiki=wiki, sentence=sentence, estimates=estimates)
    print_view(view)


def _json(tracked: TrackedProgress, path: Path, fit: Fit | None, minutes: int) -> dict[str, object]:
    """The shape of `next`, its step being the one that fits, and what of it fits."""
    from studypath.formats.json import next_to_json

    answer = find_next_step(tracked, path, count=1)
    chosen = answer._replace(step=fit.step if fit is not None else None)
    fitting = {
        "minutes": minutes,
        "how": fit.how if fit is not None else None,
        "low_minutes": fit.low_minutes if fit is not None else None,
        "high_minutes": fit.high_minutes if fit is not None else None,
    }
    return {**next_to_json(chosen), "fit": fitting}
