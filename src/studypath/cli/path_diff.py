"""`path diff`: compare two versions of a path."""

from __future__ import annotations

from typing import Annotated

import typer

from studypath.cli.arguments import JsonOption, PlainOption, complete_path
from studypath.cli.context import open_context
from studypath.cli.output import print_note, show_result
from studypath.cli.path_changes import build_diff
from studypath.formats.path_diff_json import path_diffs_to_json
from studypath.formats.records import path_diffs_to_plain
from studypath.storage.path_versions import load_versions
from studypath.views.path_diff import render_path_diffs


def path_diff(
    old: Annotated[
        str | None,
        typer.Argument(
            metavar="[OLD]",
            help="A file or the id of a path; alone, a file is compared with the installed path, "
            "an id with the version of it that you saw before.",
            autocompletion=complete_path,
        ),
    ] = None,
    new: Annotated[
        str | None,
        typer.Argument(
            metavar="[NEW]", help="A file or the id of a path.", autocompletion=complete_path
        ),
    ] = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Compare two versions of a path: each change, and its effect on your percentage and hours.

    Example: studypath path diff course.toml course-new.toml
    """
    context = open_context()
    words = [word for word in (old, new) if word is not None]
    versions = load_versions(context.places, context.library, context.tracked.active, words)
    if not (json or plain or versions[0].is_remembered):
        print_note(
            f"no earlier version of {versions[0].new.id} is stored: nothing to compare\n"
            "To compare a file with it: studypath path diff FILE"
        )
        return
    show_result(
        [build_diff(context, version.old, version.new) for version in versions],
        view=lambda each: render_path_diffs(each, estimates=context.settings.forecast),
        to_json=path_diffs_to_json,
        to_plain=path_diffs_to_plain,
        as_json=json,
        as_plain=plain,
    )
