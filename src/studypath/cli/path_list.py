"""`path list`: list the paths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from studypath.cli.arguments import JsonOption, PlainOption
from studypath.cli.context import open_context
from studypath.cli.output import show_result
from studypath.core.status import PathStatus, build_path_status
from studypath.formats.json import path_list_to_json
from studypath.formats.records import paths_to_plain

if TYPE_CHECKING:
    from rich.console import RenderableType


def path_list(json: JsonOption = False, plain: PlainOption = False) -> None:
    """List the paths with your progress on each.

    Example: studypath path list
    """
    context = open_context()
    active = context.tracked.active.id
    answer = [build_path_status(context.tracked, path) for path in context.tracked.curriculum.paths]

    def view(statuses: Sequence[PathStatus]) -> RenderableType:
        from studypath.views.paths import render_paths

        return render_paths(statuses, active, estimates=context.settings.forecast)

    show_result(
        answer,
        view=view,
        to_json=lambda each: path_list_to_json(each, active),
        to_plain=lambda each: paths_to_plain(each, active),
        as_json=json,
        as_plain=plain,
    )
