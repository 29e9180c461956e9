"""`open`: open a step's address or wiki page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.arguments import complete_any
from studypath.cli.context import Context, open_context
from studypath.cli.current import select_step
from studypath.cli.output import print_note, show_result
from studypath.core.errors import UnknownReference, UnknownStep, WrongUsage
from studypath.core.material import resolve_material, resolve_page_id
from studypath.core.text import replace_controls
from studypath.storage.wiki import find_wiki_page


def open(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[STEP|CONCEPT]",
            help="What to open; the timer's step or the next one if left out.",
            autocompletion=complete_any,
        ),
    ] = None,
    wiki: Annotated[bool, typer.Option("--wiki", help="Open the page in your wiki.")] = False,
    only_print: Annotated[bool, typer.Option("--print", help="Only print the address.")] = False,
) -> None:
    """Open a step's address in the browser, or its page in your wiki.

    Example: studypath open bert
    """
    context = open_context()
    word = select_step(context, what)
    target = _find_page(context, word) if wiki else _find_address(context, word)
    show_result(target, view=lambda each: [replace_controls(each)])
    if only_print:
        return
    sys.stdout.flush()
    if not _is_web_address(target):
        if not _open_file(target):
            print_note("no program for the page could be started; open the file printed above")
        return
    import webbrowser

    if not webbrowser.open(target):
        print_note("no browser could be started; open the address printed above")


def _find_address(context: Context, word: str) -> str:
    material = resolve_material(context.tracked, word)
    if material.url is None:
        msg = f"{material.id} has no address\nSee: studypath show {material.id}"
        raise UnknownStep(msg)
    if not _is_web_address(material.url):
        msg = f"The address of {material.id} is not http or https\n"
        raise WrongUsage(f"{msg}See: studypath show {material.id}")
    return material.url


def _find_page(context: Context, word: str) -> str:
    page_id = resolve_page_id(context.tracked, word)
    page = find_wiki_page(context.settings.wiki, page_id)
    if page is None:
        msg = "No wiki is set\nSet one: studypath config wiki DIRECTORY-OR-ADDRESS"
        raise WrongUsage(msg)
    if page.exists is False:
        msg = f"There is no page {page.target}\nWrite it, or see: studypath config wiki"
        raise UnknownReference(replace_controls(msg, multiline=True))
    return page.target if page.exists is None else str(FilePath(page.target).absolute())


def _is_web_address(target: str) -> bool:
    return target.lower().startswith(("https://", "http://"))


def _open_file(file: str) -> bool:
    """Open a file with the system's program for it; return whether one was started."""
    try:
        if sys.platform == "win32":
            os.startfile(file)  # noqa: S606  the user's own page, in a directory they set
        else:
            opener = "open" if sys.platform == "darwin" else "xdg-open"
            subprocess.Popen(  # noqa: S603  an absolute path cannot be an option
                [opener, file],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
    except OSError:
        return False
    return True
