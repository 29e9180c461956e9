"""Keeping what `next` has shown, so that the fast lane can show it again."""

from __future__ import annotations

import os
import sys
import time

from studypath import lane
from studypath.cli.desk import Desk, wiki_page
from studypath.core.next import NextStep
from studypath.storage import stamps


def keep_answer(desk: Desk, answer: NextStep, output: str) -> None:
    """Keep an answer that depends on nothing but files, terminal and environment.

    A running timer makes it depend on the clock; warnings go to stderr each time.
    """
    if desk.warnings or desk.ledger.progress.timer is not None or sys.stdout is None:
        return
    if "cache" not in desk.places.found or not sys.stdout.encoding:
        return
    try:
        sources = (*desk.stamps, *_stamps_of_page(desk, answer))
    except OSError:
        # Whether the page is there cannot be known, so the answer is made anew each time.
        return
    encoded = output.encode(sys.stdout.encoding, "replace")
    lane.keep(str(desk.places.cache), sources, encoded)


def _stamps_of_page(desk: Desk, answer: NextStep) -> tuple[stamps.Stamp, ...]:
    """The wiki page was looked for and not read: its being there is what counts."""
    page = wiki_page(desk.settings, answer.step.step.id) if answer.step is not None else None
    if page is None or page.exists is None:
        return ()
    read_ns = time.time_ns()
    if not os.path.isabs(page.target):  # noqa: PTH117  a target is text
        # Such a folder is another one in every directory.
        return (stamps.stamp_of_unknown(page.target),)
    identity = stamps.identity_of(page.target)
    if identity is None:
        return (stamps.stamp_of_absent(page.target),)
    return ((page.target, identity, 0, read_ns),)
