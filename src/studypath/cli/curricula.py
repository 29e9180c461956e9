"""`use` and `path`: which curricula there are, and which is the active one."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.desk import open_desk
from studypath.cli.terminal import ascii_only, write_lines
from studypath.cli.terminal import show as show_answer
from studypath.cli.words import JsonOption, complete_path
from studypath.core.changes import with_active
from studypath.core.status import PathStatus, path_status

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
    from studypath.core.next import next_step
    from studypath.views.changes import next_line

    desk = open_desk()
    chosen = desk.path(path)
    changed = desk.change(
        ("use", chosen.id),
        lambda ledger: with_active(ledger.progress, chosen.id, now=desk.now),
    )
    said = "active" if changed.anything else "already active"
    answer = next_step(changed.after, changed.after.active, count=1)
    write_lines([f"{said}  {chosen.id}  {chosen.title}", next_line(answer)])


@path_app.command("list")
def path_list(json: JsonOption = False) -> None:
    """List the paths, with how far you are on each.

    Example: studypath path list
    """
    from studypath.formats.json import path_list_json

    desk = open_desk()
    active = desk.ledger.active.id
    answer = [path_status(desk.ledger, path) for path in desk.ledger.curriculum.paths]

    def view(statuses: list[PathStatus]) -> object:
        from studypath.views.paths import paths_view

        estimates = desk.settings.forecast
        return paths_view(statuses, active, ascii=ascii_only(), estimates=estimates)

    show_answer(answer, as_json=json, json=lambda a: path_list_json(a, active), view=view)  # type: ignore[arg-type]


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
