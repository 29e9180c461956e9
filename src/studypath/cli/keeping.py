"""Keeping what `next` has shown, so that the fast lane can show it again."""

from __future__ import annotations

import os
import sys
import time

from studypath.cli.context import Context, find_wiki_page
from studypath.core.next import NextStep
from studypath.storage import answers, fingerprints


def keep_answer(context: Context, answer: NextStep, output: str) -> None:
    """Keep an answer that depends on nothing but files, terminal and environment.

    A running timer makes it depend on the clock; warnings go to stderr each time.
    """
    if context.warnings or context.tracked.progress.timer is not None or sys.stdout is None:
        return
    if "cache" not in context.places.found or not sys.stdout.encoding:
        return
    try:
        sources = (*context.stamps, *_stamps_of_page(context, answer))
    except OSError:
        # Whether the page is there cannot be known, so the answer is made anew each time.
        return
    encoded = output.encode(sys.stdout.encoding, "replace")
    answers.store_answer(str(context.places.cache), sources, encoded)


def _stamps_of_page(context: Context, answer: NextStep) -> tuple[fingerprints.Fingerprint, ...]:
    """The wiki page was looked for and not read: its being there is what counts."""
    page = (
        find_wiki_page(context.settings, answer.step.step.id) if answer.step is not None else None
    )
    if page is None or page.exists is None:
        return ()
    read_ns = time.time_ns()
    if not os.path.isabs(page.target):  # noqa: PTH117  a target is text
        # Such a folder is another one in every directory.
        return (fingerprints.fingerprint_unknown(page.target),)
    identity = fingerprints.read_identity(page.target)
    if identity is None:
        return (fingerprints.fingerprint_absent(page.target),)
    return ((page.target, identity, 0, read_ns),)
