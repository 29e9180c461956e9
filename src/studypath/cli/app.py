"""The commands, their headings in the help, and groups that import a command when it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from keyword import iskeyword
from shutil import get_terminal_size
from typing import TYPE_CHECKING, ClassVar

import typer
from typer.core import TyperGroup
from typer.main import get_command

if TYPE_CHECKING:
    from typer._click.core import Command, Context
    from typer._click.formatting import HelpFormatter

STUDY = "Study"
TIME = "Time"
LOOK = "Look"
EDIT = "Edit"
PATHS = "Paths and settings"
EXPORT = "Export and sync"

# In the order of the help. A command is the function of its name in the module of its name.
COMMANDS: dict[str, str] = {
    "next": STUDY,
    "open": STUDY,
    "done": STUDY,
    "status": STUDY,
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
    "deepen": LOOK,
    "report": LOOK,
    "note": EDIT,
    "skip": EDIT,
    "reset": EDIT,
    "undo": EDIT,
    "redo": EDIT,
    "backup": EDIT,
    "progress": EDIT,
    "use": PATHS,
    "path": PATHS,
    "config": PATHS,
    "where": PATHS,
    "export": EXPORT,
    "import": EXPORT,
    "sync": EXPORT,
    "push": EXPORT,
    "class": EXPORT,
}

# Commands of earlier versions, and those that do it now.
FORMER = {"merge": "import"}

LEAST_WIDTH = 20
MOST_WIDTH = 100


class LazyGroup(TyperGroup):
    """A group whose command `name` is the function `PREFIXname` of the module `cli/PREFIXname`.

    `headings` maps each name to its heading in the help, in the order of the help.
    """

    headings: ClassVar[Mapping[str, str]] = {}
    prefix: ClassVar[str] = ""

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002  part of the interface
        """Return the names of the commands without importing them."""
        return list(self.headings)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002
        """Import a command; None if there is none of this name."""
        if cmd_name not in self.headings:
            return None
        # For `class` and `import`, words of Python, function and module end with an underscore.
        name = f"{self.prefix}{cmd_name}"
        if iskeyword(name):
            name += "_"
        function = getattr(import_module(f"studypath.cli.{name}"), name)
        app = function if isinstance(function, typer.Typer) else _build_app(cmd_name, function)
        return get_command(app)

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        """Find the command that is typed first; suggest the nearest ones if there is none."""
        if args[0] not in self.headings and not ctx.resilient_parsing:
            from studypath.core.selection import format_suggestion
            from studypath.core.text import find_nearest

            former = FORMER.get(args[0], "")
            is_former = former in self.headings
            close = (former,) if is_former else find_nearest(args[0], self.headings)
            hint = f"\n{format_suggestion(close)}" if close else ""
            ctx.fail(f"There is no command {args[0]!r}{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the commands below their headings."""
        width = max(map(len, self.headings))
        for heading in dict.fromkeys(self.headings.values()):
            rows = []
            for name in (name for name, each in self.headings.items() if each == heading):
                command = self.get_command(ctx, name)
                if command is not None:
                    rows.append((f"{name:{width}}", command.get_short_help_str(limit=200)))
            with formatter.section(heading):
                formatter.write_dl(rows)


class Program(LazyGroup):
    """All commands; their help fits a screen, since it explains only those of every day."""

    headings = COMMANDS

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        """Find the command that is typed first; `help COMMAND` is `COMMAND --help`."""
        if args[0] == "help" and not ctx.resilient_parsing:
            args = [word for word in args if word not in {"help", *ctx.help_option_names}]
            if not args:
                typer.echo(ctx.get_help())
                ctx.exit()
            args.append("--help")
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the names of the options in one line, then the commands."""
        self.format_commands(ctx, formatter)
        names = [name for each in self.get_params(ctx) for name in getattr(each, "opts", ())]
        formatter.write_paragraph()
        formatter.write_dl([("Options:", ", ".join(names))])

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write what the commands of every day do, and the names of the others by purpose."""
        names: dict[str, list[str]] = {}
        for name, heading in self.headings.items():
            names.setdefault(heading, []).append(name)
        with formatter.section(STUDY):
            commands = ((name, self.get_command(ctx, name)) for name in names.pop(STUDY))
            formatter.write_dl(
                [
                    (name, command.get_short_help_str(limit=200))
                    for name, command in commands
                    if command is not None
                ]
            )
        with formatter.section("More commands"):
            formatter.write_dl([(heading, "  ".join(each)) for heading, each in names.items()])


def build_app() -> Command:
    """Return the program; a command is imported when it is typed."""
    app = typer.Typer(
        cls=Program,
        help="Track a learning path: what is next, what is done, how long the rest takes.",
        # The mark keeps the lines apart.
        epilog="\b\nBegin with: studypath next\nTo see the options: studypath help COMMAND",
        invoke_without_command=True,
        rich_markup_mode=None,
        context_settings={
            "help_option_names": ["-h", "--help"],
            "terminal_width": min(max(get_terminal_size().columns, LEAST_WIDTH), MOST_WIDTH),
        },
    )
    app.callback()(_program)
    return get_command(app)


def show_help(ctx: typer.Context) -> None:
    """Print the help on stderr and exit 2 if no command is typed."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help(), err=True)
        raise typer.Exit(2)


def _build_app(name: str, function: object) -> typer.Typer:
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name)(function)  # type: ignore[type-var]  # a command is a function
    return app


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
