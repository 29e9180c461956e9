"""The manual page describes every command, is current, and is valid roff."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from docs.make_man import PAGE, build_page
from studypath.cli.app import COMMANDS
from tests.conftest import Run

ROOT = Path(__file__).parents[2]


def test_the_page_is_current() -> None:
    """docs/studypath.1 is what `make man` writes now, whatever the width of the terminal."""
    assert PAGE.read_text("utf-8") == build_page(), "run: make man"


def test_the_page_describes_every_command_and_option(run: Run) -> None:
    """Each command has a section with its options, groups one for each of their commands."""
    page = build_page().replace("\\-", "-")
    for name in COMMANDS:
        assert re.search(rf'^\.SS "studypath {name}[ "]', page, re.MULTILINE), name
    text = run("plan", "--help", COLUMNS="200").stdout
    options = re.findall(r"^  (-\S+)", text, re.MULTILINE)
    section = page.partition('.SS "studypath plan ')[2].partition(".SS")[0]
    assert len(options) > 5
    assert all(option in section for option in options if option != "-h,")


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
def test_the_page_is_valid_roff() -> None:
    """Groff prints the page without a warning, and every example is in it as it is typed."""
    command = ["groff", "-man", "-Tascii", "-ww", "-P-c", "-rLL=200n", str(PAGE)]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    assert not finished.stderr
    text = re.sub(r".\x08", "", finished.stdout)
    assert 'studypath done bert --time 1h30m --note "masked LM"' in text


@pytest.mark.skipif(shutil.which("man") is None, reason="needs man")
def test_man_shows_the_page_without_a_warning() -> None:
    """`man --warnings` has nothing to say."""
    command = ["man", "--warnings", "-E", "UTF-8", "-l", "-P", "cat", str(PAGE)]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    assert not finished.stderr
    assert "EXIT STATUS" in finished.stdout


def test_the_page_is_installed_with_the_wheel() -> None:
    """The wheel puts it where `man` looks below the prefix."""
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    shared = build["targets"]["wheel"]["shared-data"]
    assert shared == {"docs/studypath.1": "share/man/man1/studypath.1"}
