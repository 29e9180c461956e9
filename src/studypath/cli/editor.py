"""Open a file in the user's editor and wait for it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path as FilePath

from studypath.cli.output import is_interactive
from studypath.core.errors import WrongUsage

VARIABLES = ("VISUAL", "EDITOR")
# What systems have where neither variable is set.
_DEFAULTS = ("notepad",) if os.name == "nt" else ("sensible-editor", "nano", "vim", "vi")


class NoEditor(WrongUsage):
    """No editor is set, or it could not be started."""


def has_terminal() -> bool:
    """Return whether an editor can be shown: input, output and errors are a terminal."""
    return is_interactive() and sys.stdout is not None and sys.stdout.isatty()


def edit_file(file: FilePath) -> None:
    """Open a file in the editor of VISUAL or EDITOR, else a usual one; return when it has ended.

    Raises NoEditor if no editor could be started.
    """
    command = _find_editor()
    if not command:
        msg = f"no editor is set\nSet EDITOR, or edit {file}"
        raise NoEditor(msg)
    sys.stdout.flush()
    try:
        subprocess.run([*command, str(file)], check=False)  # noqa: S603  the user's own editor
    except (OSError, ValueError) as error:
        msg = f"the editor {command[0]} could not be started: {error}\nSet EDITOR, or edit {file}"
        raise NoEditor(msg) from None


def _find_editor() -> list[str]:
    """Return the words of the command that edits a file; none if there is no editor."""
    for variable in VARIABLES:
        value = os.environ.get(variable, "").strip()
        if value:
            return _split(value)
    default = next(filter(None, map(shutil.which, _DEFAULTS)), None)
    return [default] if default is not None else []


def _split(command: str) -> list[str]:
    """Split a command as a shell does; one with a quote that is never closed is one word."""
    try:
        words = shlex.split(command, posix=os.name != "nt")
    except ValueError:
        return [command]
    return [word.strip('"') for word in words] if os.name == "nt" else words
