"""Find the pages of the user's wiki."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from studypath.storage.fingerprints import fingerprint_existence

if TYPE_CHECKING:
    from studypath.storage.fingerprints import Fingerprint


class WikiPage(NamedTuple):
    """A page: its file or address, and whether the file exists (None for an address)."""

    target: str
    exists: bool | None


def find_wiki_page(wiki: str | None, page_id: str) -> WikiPage | None:
    """Return the page of a step or concept; None if no wiki is set.

    `wiki` is a directory of `ID.md` files or an address with `{id}`.
    """
    if wiki is None:
        return None
    if "://" in wiki:
        return WikiPage(wiki.replace("{id}", page_id), None)
    # Unlike pathlib, os.path does not raise for an unknown `~name` or a directory without access.
    file = os.path.join(os.path.expanduser(wiki), f"{page_id}.md")  # noqa: PTH111, PTH118
    return WikiPage(file, os.path.isfile(file))  # noqa: PTH113


def find_existing_page(wiki: str | None, page_id: str) -> str | None:
    """Return the file or address of a page, unless its file does not exist."""
    page = find_wiki_page(wiki, page_id)
    return page.target if page is not None and page.exists is not False else None


def fingerprint_page(wiki: str | None, page_id: str) -> tuple[Fingerprint, ...]:
    """Return the fingerprint of a page's existence; () if it is no file."""
    page = find_wiki_page(wiki, page_id)
    if page is None or page.exists is None:
        return ()
    return (fingerprint_existence(page.target),)
