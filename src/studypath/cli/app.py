"""Which commands there are, where each lives, and under which heading the help shows it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from importlib import import_module
from shutil import get_terminal_size

import typer
from typer.main import get_command

STUDY = "Study"
TIME = "Time"
LOOK = "Look"
MEND = "Mend"
PATHS = "Paths and settings"
CARRY = "Take it elsewhere"

# name: (module, function, heading). The order is the order of the help. A module is imported only
# when its command is asked for; the help asks for all.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "next": ("reading", "next_", STUDY),
    "done": ("marking", "done", STUDY),
    "status": ("reading", "status", STUDY),
    "open": ("opening", "open_", STUDY),
    "deepen": ("reading", "deepen", STUDY),
    "start": ("timing", "start", TIME),
    "stop": ("timing", "stop", TIME),
    "pause": ("timing", "pause", TIME),
    "resume": ("timing", "resume", TIME),
    "log": ("sittings", "log", TIME),
    "unlog": ("sittings", "unlog", TIME),
    "history": ("sittings", "history", TIME),
    "plan": ("planning", "plan", TIME),
    "list": ("reading", "list_", LOOK),
    "show": ("reading", "show", LOOK),
    "note": ("marking", "note", MEND),
    "skip": ("marking", "skip", MEND),
    "reset": ("marking", "reset", MEND),
    "undo": ("undoing", "undo", MEND),
    "redo": ("undoing", "redo", MEND),
    "use": ("curricula", "use", PATHS),
    "path": ("curricula", "path_app", PATHS),
    "config": ("settings", "config", PATHS),
    "where": ("settings", "where", PATHS),
    "export": ("carrying", "export", CARRY),
    "merge": ("carrying", "merge", CARRY),
}

LEAST_WIDTH = 20
LEAST_WIDTH_FOR_TABLES = 60

_COMPLETED_WORDS = ("_TYPER_COMPLETE_ARGS", "COMP_WORDS")


def command(arguments: Sequence[str]) -> Callable[..., object]:
    """Return the program with the commands that these arguments can mean."""
    columns = max(get_terminal_size().columns, LEAST_WIDTH)
    # The help as tables has words cut off in a narrow terminal; plain, all of it can be read.
    narrow = columns < LEAST_WIDTH_FOR_TABLES
    app = typer.Typer(
        help="Track a learning path: what is next, what is done, how long the rest takes.",
        epilog="Begin with: studypath next",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None if narrow else "rich",
        context_settings={
            "help_option_names": ["-h", "--help"],
            "terminal_width": columns if narrow else None,
        },
    )
    app.callback()(_program)
    for name in _asked_for(arguments):
        module, function, heading = COMMANDS[name]
        found = getattr(import_module(f"studypath.cli.{module}"), function)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name, rich_help_panel=heading)
        else:
            app.command(name, rich_help_panel=heading)(found)
    return get_command(app)


def _asked_for(arguments: Sequence[str]) -> Sequence[str]:
    """The one command that is named, or all where none is: for the help and for a mistyped name."""
    words = list(arguments)
    for variable in _COMPLETED_WORDS:
        # The last word is still being typed: only what stands before it is settled.
        words += os.environ.get(variable, "").split()[1:-1] if not words else []
    first = next((word for word in words if not word.startswith("-")), None)
    return (first,) if first in COMMANDS else tuple(COMMANDS)


def _version(value: bool) -> None:
    if value:
        from studypath import __version__

        typer.echo(f"studypath {__version__}")
        raise typer.Exit


def _program(
    version: bool = typer.Option(
        False, "--version", help="Print the version and exit.", callback=_version, is_eager=True
    ),
) -> None:
    pass
