"""`class`: show where the learners of a class are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Annotated

import typer

from studypath.cli.arguments import ForceOption, JsonOption, PathOption, PlainOption
from studypath.cli.context import Context, open_context
from studypath.cli.output import print_note, print_some_notes, show_progress_bar, show_result, write
from studypath.core.cohort import Cohort, Learner, build_cohort
from studypath.core.errors import WrongUsage
from studypath.formats.cohort import cohort_to_json, format_cohort_csv
from studypath.formats.records import cohort_to_plain

if TYPE_CHECKING:
    from rich.console import RenderableType

    from studypath.core.errors import UnusableFile


def class_(
    files: Annotated[
        list[FilePath] | None,
        typer.Argument(metavar="[DIR|FILE...]", help="Exports and progress files of learners."),
    ] = None,
    path: PathOption = None,
    lrs: Annotated[
        str | None,
        typer.Option("--lrs", metavar="URL", help="Read a Learning Record Store instead."),
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Print a row per learner as CSV.")] = False,
    html: Annotated[
        FilePath | None,
        typer.Option("--html", metavar="FILE", help="Write a page; an older page is replaced."),
    ] = None,
    force: ForceOption = False,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Show where the learners of a class are, who is stuck, and time against estimates.

    Example: studypath class submissions/ --path paper
    """
    if bool(files) == (lrs is not None):
        msg = "a class needs files or a store\nGive DIR, FILE... or --lrs URL."
        raise WrongUsage(msg)
    if html is not None and (csv or json or plain):
        msg = "--html excludes --csv, --json and --plain\nGive one of them."
        raise WrongUsage(msg)
    context = open_context()
    learners = _fetch(context, lrs) if lrs is not None else _read(files or [])
    cohort = build_cohort(context.tracked.curriculum, context.path(path), learners, now=context.now)
    if html is not None:
        _write_page(context, html, cohort, force=force)
        return
    if csv:
        write(format_cohort_csv(cohort))
        return
    show_result(
        cohort,
        view=_view,
        to_json=cohort_to_json,
        to_plain=cohort_to_plain,
        as_json=json,
        as_plain=plain,
    )


def _write_page(context: Context, file: FilePath, cohort: Cohort, *, force: bool) -> None:
    from studypath.report.class_page import render_class_page
    from studypath.storage.output_files import is_own_page, write_output

    page = render_class_page(cohort, context.now.date()).encode()
    write_output(file, page, force=force or is_own_page(file), places=context.places)
    print_note(f"wrote {file}")


def _view(cohort: Cohort) -> RenderableType:
    from studypath.views.cohort import render_cohort

    return render_cohort(cohort)


def _read(files: list[FilePath]) -> Iterator[Learner]:
    """Yield the learners; faults are printed, and are an error if no file can be used."""
    from studypath.storage.cohort import find_learner_files, read_learners

    learner_files = find_learner_files(files)
    faults: list[UnusableFile] = []
    count = 0
    for learner in show_progress_bar(read_learners(learner_files, faults), len(learner_files)):
        count += 1
        yield learner
    if faults and not count:
        raise faults[0]
    print_some_notes("left out", faults, "files")
    if not learner_files:
        print_note("there are no exports or progress files here")


def _fetch(context: Context, lrs: str) -> Iterable[Learner]:
    from studypath.formats.xapi import BASE
    from studypath.formats.xapi_progress import collect_progress
    from studypath.remotes.fetch import fetch_statements
    from studypath.remotes.lrs import Lrs
    from studypath.remotes.lrs_account import read_account

    account = read_account(os.environ, context.places.config / "lrs.toml", lrs)
    with Lrs(account) as store:
        collected = collect_progress(fetch_statements(store, BASE))
    return [Learner(name, progress) for name, progress in sorted(collected.items())]
