"""`use` and `path`: which curricula there are, and which is the active one."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.arguments import JsonOption, complete_path
from studypath.cli.context import open_context
from studypath.cli.output import show_result as show_answer
from studypath.cli.output import write_lines
from studypath.core.changes import with_active
from studypath.core.status import PathStatus, build_path_status

path_app = typer.Typer(
    help="Which paths there are, and checking one of your own.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)


def use(
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="The path's id.", autocompletion=complete_path)
    ],
) -> None:
    """Make a path the active one.

    Example: studypath use paper
    """
    from studypath.core.next import find_next_step
    from studypath.views.changes import format_next

    context = open_context()
    chosen = context.path(path)
    changed = context.change(
        ("use", chosen.id),
        lambda tracked: with_active(tracked.progress, chosen.id, now=context.now),
    )
    said = "active" if changed.anything else "already active"
    answer = find_next_step(changed.after, changed.after.active, count=1)
    write_lines([f"{said}  {chosen.id}  {chosen.title}", format_next(answer)])


@path_app.command("list")
def path_list(json: JsonOption = False) -> None:
    """List the paths, with how far you are on each.

    Example: studypath path list
    """
    from studypath.formats.json import path_list_to_json

    context = open_context()
    active = context.tracked.active.id
    answer = [build_path_status(context.tracked, path) for path in context.tracked.curriculum.paths]

    def view(statuses: list[PathStatus]) -> object:
        from studypath.views.paths import render_paths

        estimates = context.settings.forecast
        return render_paths(statuses, active, estimates=estimates)

    show_answer(answer, as_json=json, json=lambda a: path_list_to_json(a, active), view=view)  # type: ignore[arg-type]


@path_app.command("check")
def path_check(
    file: Annotated[
        FilePath, typer.Argument(metavar="FILE", help="A paths file (docs/format.md).")
    ],
    json: JsonOption = False,
) -> None:
    """Check a path of your own: every fault with file, line and key.

    Example: studypath path check my-path.toml
    """
    from studypath.cli.checking import check_file

    check_file(file, as_json=json)
