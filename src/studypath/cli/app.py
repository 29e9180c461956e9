"""The commands and the headings under which the help lists them."""

from __future__ import annotations

from shutil import get_terminal_size
from typing import TYPE_CHECKING

import typer
from typer.main import get_command

from studypath.cli.groups import LazyGroup, show_help

if TYPE_CHECKING:
    from typer._click.core import Command

STUDY = "Study"
TIME = "Time"
LOOK = "Look"
EDIT = "Edit"
PATHS = "Paths and settings"
EXPORT = "Export and sync"

# In the order of the help. A command is the function of its name in the module of its name.
COMMANDS: dict[str, str] = {
    "next": STUDY,
    "done": STUDY,
    "status": STUDY,
    "open": STUDY,
    "deepen": STUDY,
    "start": TIME,
    "stop": TIME,
    "pause": TIME,
    "resume": TIME,
    "log": TIME,
    "unlog": TIME,
    "history": TIME,
    "plan": TIME,
    "list": LOOK,
    "show": LOOK,
    "note": EDIT,
    "skip": EDIT,
    "reset": EDIT,
    "undo": EDIT,
    "redo": EDIT,
    "use": PATHS,
    "path": PATHS,
    "config": PATHS,
    "where": PATHS,
    "export": EXPORT,
    "merge": EXPORT,
}

LEAST_WIDTH = 20
MOST_WIDTH = 100


class Program(LazyGroup):
    """All commands."""

    headings = COMMANDS


def build_app() -> Command:
    """Return the program; a command is imported when it is typed."""
    app = typer.Typer(
        cls=Program,
        help="Track a learning path: what is next, what is done, how long the rest takes.",
        epilog="Begin with: studypath next",
        invoke_without_command=True,
        rich_markup_mode=None,
        context_settings={
            "help_option_names": ["-h", "--help"],
            "terminal_width": min(max(get_terminal_size().columns, LEAST_WIDTH), MOST_WIDTH),
        },
    )
    app.callback()(_program)
    return get_command(app)


def _print_version(value: bool) -> None:
    if value:
        from studypath import __version__

        typer.echo(f"studypath {__version__}")
        raise typer.Exit


def _program(
    ctx: typer.Context,
    version: bool = typer.Option(  # noqa: ARG001  its callback acts
        False,
        "--version",
        help="Print the version and exit.",
        callback=_print_version,
        is_eager=True,
    ),
) -> None:
    show_help(ctx)
