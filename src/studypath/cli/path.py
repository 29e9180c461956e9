"""`path`: the group of commands on paths."""

from __future__ import annotations

from typing import ClassVar

import typer

from studypath.cli.app import LazyGroup, show_help

LOOK = "Look"
INSTALL = "Install"
WRITE = "Write"


class PathCommands(LazyGroup):
    """The commands `path NAME`, each in its module `path_NAME`."""

    prefix = "path_"
    headings: ClassVar = {
        "list": LOOK,
        "show": LOOK,
        "stats": LOOK,
        "import": INSTALL,
        "add": INSTALL,
        "remove": INSTALL,
        "new": WRITE,
        "edit": WRITE,
        "check": WRITE,
        "diff": WRITE,
        "schema": WRITE,
    }


path = typer.Typer(
    cls=PathCommands,
    help="List the paths; import, write, check and install paths of your own.",
    add_completion=False,
    invoke_without_command=True,
    rich_markup_mode=None,
)
path.callback()(show_help)
