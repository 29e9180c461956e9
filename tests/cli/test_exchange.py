"""`export` in every format, `sync`, `push` and `class`, as the user types them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.conftest import Home

FORMATS = ("json", "csv", "markdown", "bibtex", "csl-json", "anki", "xapi")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_goes_to_stdout(cli: Cli, form: str) -> None:
    """Data goes to stdout and nothing else does."""
    cli("done", "bert", "--time", "1h", "--note", "masked")
    result = cli("export", "--format", form, "--path", "paper")
    assert "bert" in result.out.lower()
    assert result.err == ""


@pytest.mark.parametrize(
    ("name", "begin"),
    [
        ("a.json", "{"),
        ("a.csv", '"path"'),
        ("a.md", "# "),
        ("a.bib", "@"),
        ("a.jsonl", '{"id"'),
    ],
)
def test_the_suffix_of_the_file_is_the_format(
    cli: Cli, tmp_path: Path, name: str, begin: str
) -> None:
    """`export -o a.csv` writes CSV."""
    cli("done", "bert")
    file = tmp_path / name
    assert "exported to" in cli("export", "-o", file).err
    assert file.read_text("utf-8").startswith(begin)


def test_a_suffix_of_another_format_is_refused(cli: Cli, tmp_path: Path) -> None:
    """`-o a.csv --format json` contradicts itself; nothing is written."""
    file = tmp_path / "a.csv"
    assert "differ" in cli("export", "-o", file, "--format", "json", code=2).err
    assert not file.exists()
    cli("export", "-o", tmp_path / "a.json", "--format", "csl-json")


def test_an_obsidian_folder_keeps_notes_that_the_user_changed(cli: Cli, tmp_path: Path) -> None:
    """A changed note is left and named, the others are updated."""
    folder = tmp_path / "vault"
    cli("export", "-f", "obsidian", "-o", folder)
    index = folder / "studypath.md"
    index.write_text("mine", "utf-8")
    cli("done", "bert")
    result = cli("export", "-f", "obsidian", "-o", folder)
    assert "left as you changed it: studypath.md" in result.err
    assert index.read_text("utf-8") == "mine"
    assert 'state: "done"' in (folder / "steps/paper/bert.md").read_text("utf-8")
    cli("export", "-f", "obsidian", "-o", folder, "--force")
    assert index.read_text("utf-8") != "mine"


@pytest.mark.parametrize("name", ["progress.toml", "undo.json"])
def test_an_export_never_replaces_a_file_of_the_program(cli: Cli, home: Home, name: str) -> None:
    """With or without `--force`, the program's own files are refused."""
    cli("done", "1.1")
    file = home.data / name
    before = file.read_bytes()
    for more in ((), ("--force",)):
        cli("export", "-o", file, "-f", "json", *more, code=2)
    assert file.read_bytes() == before


@pytest.mark.skipif(shutil.which("git") is None, reason="git is missing")
def test_two_machines_meet_in_a_repository(cli: Cli, home: Home, tmp_path: Path) -> None:
    """What one machine sends the other receives."""
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", remote], check=True)
    cli("done", "1.1", "--time", "50m")
    cli("sync", "--init", remote)
    shutil.rmtree(home.data)
    cli("sync", "--init", remote)
    assert cli("show", "1.1", "--json").json["step"]["minutes_spent"] == 50
    assert cli("sync", "--status", "--json").json["format"] == 1


def test_a_class_is_read_from_exports_and_progress_files(
    cli: Cli, home: Home, tmp_path: Path
) -> None:
    """Each file is a learner; a broken one is named and left out."""
    cli("done", "1.1", "--time", "50m")
    (tmp_path / "anna").mkdir()
    shutil.copy(home.data / "progress.toml", tmp_path / "anna" / "progress.toml")
    cli("export", "-o", tmp_path / "ben.json")
    (tmp_path / "broken.toml").write_text("=", "utf-8")
    result = cli("class", tmp_path, "--json")
    assert [row["id"] for row in result.json["learners"]] == ["anna", "ben"]
    assert [row["minutes_spent"] for row in result.json["learners"]] == [50, 50]
    assert "left out" in result.err
    assert "2 learners" in cli("class", tmp_path).out
    assert cli("class", tmp_path, "--csv").out.count("\n") == 3
    cli("class", tmp_path / "broken.toml", code=4)
    cli("class", code=2)


def test_nothing_is_pushed_without_a_store(cli: Cli) -> None:
    """Without an address there is advice, and nothing is sent."""
    assert "--lrs URL" in cli("push", code=2).err


def test_the_account_name_is_random_and_stays(cli: Cli) -> None:
    """The actor of the statements is the same in each export and tells nothing of the user."""
    cli("done", "1.1")
    names = {
        json.loads(cli("export", "-f", "xapi").out.splitlines()[0])["actor"]["account"]["name"]
        for _ in range(2)
    }
    assert len(names) == 1
    assert len(names.pop()) == 36
