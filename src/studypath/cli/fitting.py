"""`next --time`: what fits into the time at hand."""

from __future__ import annotations

from studypath.cli.dates import duration
from studypath.cli.desk import Desk, shown_page
from studypath.cli.terminal import ascii_only, draw, write_json, write_lines
from studypath.core.curriculum import Path
from studypath.core.fitting import Fit, fits
from studypath.core.forecast import pace
from studypath.core.ledger import Ledger
from studypath.core.next import next_step
from studypath.core.outlook import observed, steps_ahead
from studypath.core.status import path_status


def show_fitting(
    desk: Desk, path: str | None, time: str, *, as_json: bool, estimates: bool = True
) -> None:
    """Show the step, or the first sitting of one, that fits into so much time at one's pace."""
    minutes = duration(time)
    ledger = desk.ledger
    status = path_status(ledger, desk.path(path))
    factor = pace(observed(ledger)).factor
    fit = fits(steps_ahead(status), minutes, factor)
    if as_json:
        write_json(_json(ledger, status.path, fit, minutes))
        return
    if fit is None:
        from studypath.views.changes import next_line

        write_lines([next_line(next_step(ledger, status.path, count=1))])
        return
    from studypath.views.fitting import fit_line
    from studypath.views.next import next_view

    answer = next_step(ledger, status.path, count=1)._replace(step=fit.step)
    sentence = fit_line(fit, ascii=ascii_only(), estimates=estimates)
    wiki = shown_page(desk.settings, fit.step.step.id)
    view = next_view(answer, ascii=ascii_only(), wiki=wiki, sentence=sentence, estimates=estimates)
    draw(view)


def _json(ledger: Ledger, path: Path, fit: Fit | None, minutes: int) -> dict[str, object]:
    """The shape of `next`, its step being the one that fits, and what of it fits."""
    from studypath.formats.json import next_json

    answer = next_step(ledger, path, count=1)
    chosen = answer._replace(step=fit.step if fit is not None else None)
    fitting = {
        "minutes": minutes,
        "how": fit.how if fit is not None else None,
        "low_minutes": fit.low_minutes if fit is not None else None,
        "high_minutes": fit.high_minutes if fit is not None else None,
    }
    return {**next_json(chosen), "fit": fitting}
