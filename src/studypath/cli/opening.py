"""`open`: a step's address, or a wiki page, in the browser."""

from __future__ import annotations

import os
import sys
from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.arguments import complete_anything
from studypath.cli.context import Context, find_wiki_page, open_context
from studypath.cli.output import print_note, write
from studypath.core.errors import UnknownReference, UnknownStep, WrongUsage
from studypath.core.text import replace_controls


def open_(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[STEP|CONCEPT]",
            help="What to open; the next step if left out.",
            autocompletion=complete_anything,
        ),
    ] = None,
    wiki: Annotated[bool, typer.Option("--wiki", help="Your wiki's page instead.")] = False,
    only_print: Annotated[bool, typer.Option("--print", help="Only print the address.")] = False,
) -> None:
    """Open a step's address in the browser, or its page in your wiki.

    Example: studypath open bert
    """
    context = open_context()
    target = _wiki_target(context, what) if wiki else _address(context, what)
    write(f"{replace_controls(target)}\n")
    if only_print:
        return
    sys.stdout.flush()
    if not _is_for_browsers(target):
        if not _handed_over(target):
            print_note("no program for the page could be started; it is printed above")
        return
    import webbrowser

    if not webbrowser.open(target):
        print_note("no browser could be started; the address is printed above")


def _address(context: Context, word: str | None) -> str:
    step_id, url = _step(context, word)
    if url is None:
        msg = f"{step_id} has no address"
        raise UnknownStep(msg)
    if not _is_for_browsers(url):
        msg = f"only http and https addresses are opened, and {step_id} has another"
        raise WrongUsage(msg)
    return url


def _step(context: Context, word: str | None) -> tuple[str, str | None]:
    if word is None:
        from studypath.core.next import find_next_step

        answer = find_next_step(context.tracked, context.tracked.active, count=1)
        if answer.step is None:
            msg = "the path is complete; name the step to open"
            raise UnknownStep(msg)
        return answer.step.step.id, answer.step.step.url
    paths, wanted = context.tracked.curriculum.paths, word.strip().lower()
    if not any(step.id == wanted for path in paths for step in path.steps):
        for work in (work for path in paths for work in path.deferred):
            if work.id == wanted:
                return work.id, work.url
    selection = context.select(word)
    if len(selection.steps) != 1:
        msg = f"{word!r} means {len(selection.steps)} steps; name one"
        raise WrongUsage(replace_controls(msg))
    return selection.steps[0].id, selection.steps[0].url


def _wiki_target(context: Context, word: str | None) -> str:
    if context.settings.wiki is None:
        msg = "no wiki is set; set one with: studypath config wiki FOLDER-OR-ADDRESS"
        raise WrongUsage(msg)
    page = find_wiki_page(context.settings, _page_id(context, word))
    if page is None or page.exists is False:
        msg = f"there is no page {page.target if page else word} in your wiki"
        raise UnknownReference(replace_controls(msg))
    return page.target if page.exists is None else str(FilePath(page.target).absolute())


def _page_id(context: Context, word: str | None) -> str:
    if word is None:
        return _step(context, None)[0]
    from studypath.core.selection import resolve_concept

    curriculum, wanted = context.tracked.curriculum, word.strip().lower()
    # The whole id of a concept means the concept, even where it is part of a step's.
    if curriculum.concept(wanted) and not any(
        step.id == wanted for path in curriculum.paths for step in path.steps
    ):
        return wanted
    try:
        return _step(context, word)[0]
    except UnknownReference:
        return resolve_concept(context.tracked.curriculum, word).id


def _is_for_browsers(target: str) -> bool:
    return target.lower().startswith(("https://", "http://"))


def _handed_over(file: str) -> bool:
    """Open a page with the system's program for it, never a browser; whether one was started."""
    import subprocess

    try:
        if sys.platform == "win32":
            os.startfile(file)  # noqa: S606  the page is the user's own, in a folder they named
        else:
            opener = "open" if sys.platform == "darwin" else "xdg-open"
            subprocess.Popen(  # noqa: S603  an absolute path is no option of the opener
                [opener, file],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
    except OSError:
        return False
    return True
