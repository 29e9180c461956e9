"""`class --html`, as the user types it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.conftest import Home


@pytest.fixture
def submissions(cli: Cli, home: Home, tmp_path: Path) -> Path:
    """Return a folder with one learner."""
    cli("done", "1.1", "--time", "50m", "--note", "a private thought")
    folder = tmp_path / "submissions"
    (folder / "Anna <b>").mkdir(parents=True)
    shutil.copy(home.progress, folder / "Anna <b>" / "progress.toml")
    return folder


def test_the_page_of_a_class_is_written_and_replaced(
    cli: Cli, submissions: Path, tmp_path: Path
) -> None:
    """A later page replaces the first; the same class gives the same bytes, without notes."""
    file = tmp_path / "class.html"
    result = cli("class", submissions, "--html", file)
    assert (result.out, result.err) == ("", f"studypath: wrote {file}\n")
    first = file.read_bytes()
    assert b"Anna &lt;b&gt;" in first
    assert b"private" not in first
    cli("class", submissions, "--html", file)
    assert file.read_bytes() == first


def test_only_a_page_is_replaced_without_force(cli: Cli, submissions: Path, tmp_path: Path) -> None:
    """A file of the user is kept until `--force` says otherwise."""
    file = tmp_path / "class.html"
    file.write_text("mine", "utf-8")
    assert "--force" in cli("class", submissions, "--html", file, code=2).err
    assert file.read_text("utf-8") == "mine"
    cli("class", submissions, "--html", file, "--force")
    assert "Lightweight Path" in file.read_text("utf-8")


def test_a_folder_and_own_files_are_refused(cli: Cli, home: Home, submissions: Path) -> None:
    """Neither a folder nor the program's own file is replaced, with or without `--force`."""
    before = home.progress.read_bytes()
    for target in (submissions, home.progress):
        for more in ((), ("--force",)):
            cli("class", submissions, "--html", target, *more, code=2)
    assert home.progress.read_bytes() == before


def test_a_page_and_a_table_exclude_each_other(cli: Cli, submissions: Path, tmp_path: Path) -> None:
    """Neither option silently wins, and nothing is written."""
    file = tmp_path / "class.html"
    for option in ("--json", "--csv", "--plain"):
        assert "--html excludes" in cli("class", submissions, "--html", file, option, code=2).err
    assert not file.exists()
