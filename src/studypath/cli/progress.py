"""`progress`: the group of commands on the progress itself."""

from __future__ import annotations

from typing import ClassVar

import typer

from studypath.cli.app import LazyGroup, show_help


class ProgressCommands(LazyGroup):
    """The commands `progress NAME`, each in its module `progress_NAME`."""

    prefix = "progress_"
    headings: ClassVar = {"move": "Commands"}


progress = typer.Typer(
    cls=ProgressCommands,
    help="Move the progress of a removed step to another one.",
    add_completion=False,
    invoke_without_command=True,
    rich_markup_mode=None,
)
progress.callback()(show_help)
