"""Take over other versions of the user's progress: merge them, or replace progress by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import NamedTuple

from studypath.core.difference import ProgressDifference
from studypath.core.errors import WrongUsage
from studypath.core.merge import merge_progress
from studypath.core.progress import Progress
from studypath.core.text import replace_controls
from studypath.core.timer import get_running_timer


class ImportResult(NamedTuple):
    """What an import changed, or would change if `is_dry_run`.

    `files` names what was read, `backup` the version before a replacement, None without one.
    """

    files: tuple[str, ...]
    difference: ProgressDifference
    replaces: bool
    is_dry_run: bool
    backup: str | None = None


def take_versions(own: Progress, versions: Sequence[Progress], *, replaces: bool) -> Progress:
    """Return own progress merged with other versions, or their merge in its place.

    Raises WrongUsage if a replacement would drop a running timer, whose minutes are not logged.
    """
    if not replaces:
        merged = reduce(merge_progress, versions, own)
        # A timer whose sessions are logged is no timer any more, and would only be in the way.
        is_running = get_running_timer(merged) is not None
        return merged if is_running else merged._replace(timer=own.timer)
    after = reduce(merge_progress, versions)
    timer = get_running_timer(own)
    if timer is not None and after.timer != timer:
        msg = (
            f"A timer runs on {replace_controls(f'{timer.path}/{timer.step}')}; --replace would "
            "drop it\nStop it first (studypath stop) or discard it (studypath stop --discard)."
        )
        raise WrongUsage(msg)
    return after


def sort_unknown_keys(progress: Progress) -> Progress:
    """Return the same progress with its unknown keys in alphabetical order, at every level.

    A save may order them in another way than a file edited by hand, and an export must not depend
    on that.
    """
    timer = progress.timer
    return progress._replace(
        entries={
            key: entry._replace(extra=_sort_keys(entry.extra)) if entry.extra else entry
            for key, entry in progress.entries.items()
        },
        timer=timer and timer._replace(extra=_sort_keys(timer.extra)),
        extra=_sort_keys(progress.extra),
        # An empty table says nothing, and alone it is no change that would be saved.
        path_extra={
            path: _sort_keys(table) for path, table in progress.path_extra.items() if table
        },
    )


def _sort_keys(table: Mapping[str, object]) -> dict[str, object]:
    return {key: _sort_value(table[key]) for key in sorted(table)}


def _sort_value(value: object) -> object:
    if isinstance(value, Mapping):
        return _sort_keys(value)
    return [_sort_value(item) for item in value] if isinstance(value, list) else value
