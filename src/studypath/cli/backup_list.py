"""`backup list`: list the backups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from studypath.cli.arguments import JsonOption, PlainOption
from studypath.cli.backup import open_backups
from studypath.cli.output import show_result
from studypath.core.backup import ComparedBackup
from studypath.formats.backup import backups_to_json, backups_to_plain
from studypath.storage.clock import LOCAL

if TYPE_CHECKING:
    from rich.console import RenderableType


def backup_list(json: JsonOption = False, plain: PlainOption = False) -> None:
    """List the backups of your progress, the newest first, with what each would bring back.

    Example: studypath backup list
    """
    show_result(
        list(open_backups().iterate()),
        view=_view,
        to_json=backups_to_json,
        to_plain=backups_to_plain,
        as_json=json,
        as_plain=plain,
    )


def _view(backups: Sequence[ComparedBackup]) -> RenderableType:
    from studypath.views.backup import render_backups

    return render_backups(backups, LOCAL)
