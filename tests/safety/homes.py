"""Homes brought about by commands, and what may be said of their files afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import tomli

from tests.conftest import Home
from tests.safety.commands import (
    COURSE,
    COURSE_NAME,
    EARLIER,
    OTHER,
    OTHER_NAME,
    PATHS,
    PATHS_NAME,
    Case,
)

if TYPE_CHECKING:
    from tests.safety.conftest import Forked


def write_files(home: Home) -> None:
    """Write the files that commands name into a home."""
    for name, text in ((OTHER_NAME, OTHER), (PATHS_NAME, PATHS), (COURSE_NAME, COURSE)):
        (home.root / name).write_text(text)


def brought_about(case: Case, home: Home, forked: Forked) -> list[object]:
    """Type what comes before a case; return what progress said at the start and after each."""
    write_files(home)
    states = [said(home.progress)]
    for args in case.before:
        assert forked(home, *args, env={"STUDYPATH_NOW": EARLIER}).code == 0, args
        states.append(said(home.progress))
    return states


def said(progress: Path) -> object:
    """Return what a progress file says; an absent one says as much as an empty one."""
    if not progress.exists():
        return {}
    data = tomli.loads(progress.read_text())
    return {key: value for key, value in data.items() if key != "format"}


def content_of(file: Path) -> bytes | None:
    """Return the bytes of a file, None where there is none."""
    return file.read_bytes() if file.exists() else None


class Template:
    """A home that is put back as it was before each attempt."""

    def __init__(self, home: Home, apart: Path) -> None:
        self._home, self._apart = home, apart
        shutil.copytree(home.root, apart, symlinks=True)

    def restore(self) -> None:
        """Put the home back as it was; modes and times of its files are the old ones."""
        shutil.rmtree(self._home.root)
        shutil.copytree(self._apart, self._home.root, symlinks=True)


def litter(home: Home) -> list[str]:
    """Return the temporary files anywhere in a home."""
    return sorted(str(each.relative_to(home.root)) for each in home.root.rglob("*.tmp"))


def snapshot(root: Path) -> dict[str, bytes]:
    """Return every regular file below a directory with its bytes."""
    return {
        str(each.relative_to(root)): each.read_bytes()
        for each in sorted(root.rglob("*"))
        if each.is_file()
    }
