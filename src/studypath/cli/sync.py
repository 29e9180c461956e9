"""`sync`: keep progress in a git repository."""

from __future__ import annotations

import os
from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.arguments import JsonOption
from studypath.cli.context import open_context
from studypath.cli.output import print_notes, show_result
from studypath.core.exchange import list_missing_paths
from studypath.formats.sync import sync_status_to_json, sync_to_json
from studypath.remotes.sync import SyncPlace, read_sync_status, sync_progress
from studypath.views.sync import format_sync, format_sync_status


def sync(
    init: Annotated[
        str | None,
        typer.Option("--init", metavar="REMOTE", help="Use this git repository from now on."),
    ] = None,
    status: Annotated[bool, typer.Option("--status", help="Only compare with it.")] = False,
    json: JsonOption = False,
) -> None:
    """Merge your progress with a git repository: another machine, a server, a stick.

    A sync unites both sides: a session or note that you remove after it was sent comes back.

    Example: studypath sync --init git@host:me/progress.git
    """
    context = open_context()
    place = SyncPlace(context.places.data / "sync", dict(os.environ), FilePath.cwd())
    if status:
        answer = read_sync_status(place, context.tracked.progress)
        show_result(answer, view=format_sync_status, to_json=sync_status_to_json, as_json=json)
        return
    result = sync_progress(place, context.change, now=context.now, init=init)
    show_result(result, view=format_sync, to_json=sync_to_json, as_json=json)
    print_notes(
        f"There is no path {path!r} here: copy its file and install it with studypath path add FILE"
        for path in list_missing_paths(result, context.tracked.curriculum)
    )
