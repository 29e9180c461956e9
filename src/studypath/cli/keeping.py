"""Store what `next` and `status` have shown, for the answer cache."""

from __future__ import annotations

import sys

from studypath.cli.context import Context, find_wiki_page
from studypath.core.curriculum import Step
from studypath.storage.answers import store_answer
from studypath.storage.fingerprints import fingerprint_existence


def keep_answer(context: Context, output: str, step: Step | None = None) -> None:
    """Store an answer that depends only on files, terminal, environment and day.

    A running timer makes it depend on the clock; warnings go to stderr each time.
    """
    if context.warnings or context.tracked.progress.timer is not None:
        return
    if "cache" in context.places.found:
        page = find_wiki_page(context.settings, step.id) if step is not None else None
        is_file = page is not None and page.exists is not None
        looked_for = (fingerprint_existence(page.target),) if is_file and page is not None else ()
        sources = (*context.stamps, *looked_for)
        day = context.now.timetuple()[:3]
        store_answer(sys.argv[1:], str(context.places.cache), sources, output, day)
