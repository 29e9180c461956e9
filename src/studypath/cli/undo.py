"""`undo`: undo the last command."""

from __future__ import annotations

from studypath.cli.context import open_context
from studypath.cli.output import print_note, print_notes, show_result
from studypath.storage.clock import LOCAL
from studypath.storage.undo import revert_command
from studypath.views.undo import format_undo


def undo() -> None:
    """Undo the last command; edits made by hand since then stay.

    Example: studypath undo
    """
    revert(redo=False)


def revert(*, redo: bool) -> None:
    """Undo or redo one command and print what changed."""
    context = open_context()
    result = revert_command(context.places, context.now, redo=redo)
    print_notes(result.notices)
    if result.is_gone:
        print_note(f"{result.file} was removed since the last command")
    elif result.edited_steps is not None:
        steps = ", ".join("/".join(key) for key in result.edited_steps[:10])
        which = f" ({steps})" if steps else ""
        print_note(f"{result.file} was edited since the last command{which}; these edits stay")
    command = result.command.words if result.command is not None else None
    show_result(
        result,
        view=lambda each: format_undo(
            command,
            each.conflicts,
            each.changes,
            active=context.tracked.active.id,
            tz=LOCAL,
            redo=redo,
            is_gone=result.is_gone,
        ),
    )
