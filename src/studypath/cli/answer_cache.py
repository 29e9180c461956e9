"""Store a shown answer in the cache, if it depends only on files, terminal and environment."""

from __future__ import annotations

import sys

from studypath.cli.context import Context
from studypath.core.next import NextStep
from studypath.storage import answers
from studypath.storage.wiki import fingerprint_page


def store_shown_answer(context: Context, answer: NextStep, text: str) -> None:
    """Store the text unless it depends on the clock (a timer) or came with warnings."""
    if context.warnings or context.tracked.progress.timer is not None or sys.stdout is None:
        return
    if "cache" not in context.places.found or not sys.stdout.encoding:
        return
    sources = context.fingerprints
    if answer.step is not None:
        try:
            sources += fingerprint_page(context.settings.wiki, answer.step.step.id)
        except OSError:
            return
    encoded = text.encode(sys.stdout.encoding, "replace")
    answers.store_answer(str(context.places.cache), sources, encoded)
