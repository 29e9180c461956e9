"""Store a shown answer in the cache, if it depends only on files, terminal and environment."""

from __future__ import annotations

import sys

from studypath.cli.context import Context
from studypath.storage.answers import store_answer
from studypath.storage.wiki import fingerprint_page


def store_shown_answer(context: Context, text: str, step_id: str | None = None) -> None:
    """Store the text unless it depends on the clock (a timer) or came with warnings.

    `step_id` is the step whose wiki page was looked for.
    """
    if context.warnings or context.tracked.progress.timer is not None:
        return
    if "cache" not in context.places.directories:
        return
    pages = fingerprint_page(context.settings.wiki, step_id) if step_id is not None else ()
    sources = (*context.fingerprints, *pages)
    day = context.now.timetuple()[:3]
    store_answer(sys.argv[1:], str(context.places.cache), sources, text, day)
