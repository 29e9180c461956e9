"""Render a class as one self-contained HTML page."""

from __future__ import annotations

from datetime import date
from statistics import median

from studypath.core.cohort import Cohort
from studypath.report import class_sentences as sentences
from studypath.report.class_charts import lay_out_phases, lay_out_stuck, lay_out_times
from studypath.report.page import render_template

MOST_STUCK_OPEN = 40
"""More stuck learners are in a table that opens on demand."""


def render_class_page(cohort: Cohort, today: date) -> str:
    """Return the page of a class, which is made as that of a report is."""
    phases, stuck, times = lay_out_phases(cohort), lay_out_stuck(cohort), lay_out_times(cohort)
    percents = [learner.percent for learner in cohort.learners if learner.percent is not None]
    through = sentences.count_through(cohort)
    return render_template(
        "class.html.j2",
        cohort=cohort,
        today=today,
        median_percent=int(median(percents)) if percents else None,
        standing=sentences.describe_standing(cohort),
        pace=sentences.describe_pace(cohort),
        phases=phases if cohort.learners else (),
        phases_sentence=sentences.describe_phases(cohort, phases),
        through=through,
        through_share=round(100 * through / max(len(cohort.learners), 1), 2),
        stuck=stuck,
        stuck_sentence=sentences.describe_stuck(stuck),
        stuck_total=sum(len(bar.learners) for bar in stuck),
        most_open=MOST_STUCK_OPEN,
        times=times,
        time_sentence=sentences.describe_times(times),
    )
