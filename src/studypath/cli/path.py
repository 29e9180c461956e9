"""`path`: the group of commands on paths."""

from __future__ import annotations

from typing import ClassVar

import typer

from studypath.cli.app import LazyGroup, show_help


class PathCommands(LazyGroup):
    """The commands `path NAME`, each in its module `path_NAME`."""

    prefix = "path_"
    headings: ClassVar = {
        "list": "Commands",
        "import": "Commands",
        "check": "Commands",
        "diff": "Commands",
        "add": "Commands",
    }


path = typer.Typer(
    cls=PathCommands,
    help="List the paths; import, check and add paths of your own.",
    add_completion=False,
    invoke_without_command=True,
    rich_markup_mode=None,
)
path.callback()(show_help)
