"""Write docs/studypath.1, the manual page, from the help of every command: `make man`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from studypath import __version__
from studypath.cli.app import COMMANDS, LazyGroup, build_app

if TYPE_CHECKING:
    from typer._click.core import Command, Context

PAGE = Path(__file__).with_name("studypath.1")

EXIT_CODES = {
    "0": "Done; also if nothing is left to do.",
    "1": "A bug in the program. With STUDYPATH_DEBUG=1 it prints where it happened.",
    "2": "Wrong usage.",
    "3": "There is no such path, phase, step or concept.",
    "4": "A file cannot be used: it is unreadable, invalid, or of a newer version.",
    "5": "Busy: another process held the lock too long.",
}
ENVIRONMENT = {
    "STUDYPATH_DATA_DIR": "The directory of progress, undo journal and backups.",
    "STUDYPATH_CONFIG_DIR": "The directory of config.toml and of your paths.",
    "STUDYPATH_CACHE_DIR": "The directory of the cache.",
    "STUDYPATH_LRS_URL, STUDYPATH_LRS_KEY, STUDYPATH_LRS_SECRET": (
        "The Learning Record Store of push and class, and the key to it."
    ),
    "STUDYPATH_NOW": "The time that the program takes for now, such as 2026-11-21T18:40:00+01:00.",
    "STUDYPATH_DEBUG": "If set, an unexpected error is printed with its traceback.",
    "NO_COLOR, FORCE_COLOR": "Print without colour, or with colour also into a pipe.",
    "COLUMNS": "The width of the output. Without it rows are not cut in a pipe or a file.",
    "TZ": "The time zone of sessions and days.",
}
FILES = {
    "~/.local/share/studypath/progress.toml": "Your progress, to be read and edited.",
    "~/.local/share/studypath/backups/": "The version before each save.",
    "~/.config/studypath/config.toml": "The settings.",
    "~/.config/studypath/paths/*.toml": "Your own paths.",
    "~/.cache/studypath/": "What is computed again when it is gone.",
}
DESCRIPTION = """\
studypath follows a learning path, an ordered list of videos, posts, papers and exercises. It shows
the next step and how to read it, records what you finished and how long it took, and forecasts how
much time the rest will take you. It works offline and keeps your progress in one text file.

A STEP is an id (bert), a number (2.3), a unique part of an id or title, or a phase (2, phase-2) for
all of its steps. Numbers refer to the active path; paper/2.3 names another one. Durations are 45m,
2h or 1h30m.

Commands that read take --json, listings take --plain for records separated by tabs. Commands that
change something print what they changed, and undo reverts it."""


def build_page() -> str:
    """Return the manual page as roff."""
    return "\n".join(_list_lines()) + "\n"


def _list_lines() -> Iterator[str]:
    app = build_app()
    context = _build_context(app, "studypath", None)
    yield f'.TH STUDYPATH 1 "" "studypath {__version__}" "User Commands"'
    yield ".SH NAME"
    yield f"studypath \\- {_escape('track a learning path: what is next, done and left')}"
    yield from (".SH SYNOPSIS", ".B studypath", ".I COMMAND", "[\\fIARGS\\fR...]")
    yield ".SH DESCRIPTION"
    yield from _list_paragraphs(DESCRIPTION)
    yield ".SH OPTIONS"
    yield from _list_parameters(app, context)
    for heading in dict.fromkeys(COMMANDS.values()):
        yield f'.SH "{heading.upper()}"'
        for name in (name for name, each in COMMANDS.items() if each == heading):
            yield from _list_command(app, context, name)
    for title, table in (
        ("EXIT STATUS", EXIT_CODES),
        ("ENVIRONMENT", ENVIRONMENT),
        ("FILES", FILES),
    ):
        yield f'.SH "{title}"'
        yield from _list_terms(table)
    yield ".PP"
    yield from _list_paragraphs("These are the places on Linux; studypath where prints yours.")


def _list_command(group: Command, parent: Context, name: str) -> Iterator[str]:
    """Yield usage, text, arguments and options of a command, or of each command of a group."""
    assert isinstance(group, LazyGroup)
    command = group.get_command(parent, name)
    assert command is not None
    context = _build_context(command, name, parent)
    if isinstance(command, LazyGroup):
        for each in command.list_commands(context):
            yield from _list_command(command, context, each)
        return
    words = [command_name for command_name in context.command_path.split(" ") if command_name]
    usage = " ".join([*words, *command.collect_usage_pieces(context)])
    yield f'.SS "{_escape(usage)}"'
    text, _, example = (command.help or "").partition("Example:")
    yield from _list_paragraphs(text)
    if example:
        yield from (".PP", "Example:", ".PP", ".EX", f"    {_escape(example.strip())}", ".EE")
    yield from _list_parameters(command, context)


def _list_parameters(command: Command, context: Context) -> Iterator[str]:
    # `--help` is the same for every command and is described once.
    parameters = command.get_params(context)
    if context.parent is not None:
        parameters = [each for each in parameters if each.name != "help"]
    rows = (each.get_help_record(context) for each in parameters)
    yield from _list_terms(dict(row for row in rows if row is not None))


def _list_terms(rows: Mapping[str, str]) -> Iterator[str]:
    for term, text in rows.items():
        yield from (".TP", f"\\fB{_escape(term)}\\fR", _escape(" ".join(text.split())))


def _list_paragraphs(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        yield ".PP"
        yield _escape(" ".join(paragraph.split()))


def _build_context(command: Command, name: str, parent: Context | None) -> Context:
    return command.make_context(name, [], parent=parent, resilient_parsing=True)


def _escape(text: str) -> str:
    """Return text that roff prints as it is."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    PAGE.write_text(build_page(), "utf-8", newline="\n")
