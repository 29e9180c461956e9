"""The README's pictures are what the program prints, and its commands exist."""

from __future__ import annotations

import os
import re
from pathlib import Path

from studypath.cli.app import COMMANDS
from tests.conftest import Run

PAGE = Path(__file__).parents[2] / "README.md"
README = PAGE.read_text("utf-8")

# The weekend that the second picture comes after: when, and what was typed.
WEEKEND = (
    ("2026-11-21T11:00:00+00:00", ("done", "1.1", "--time", "1h20m")),
    ("2026-11-21T14:00:00+00:00", ("done", "1.2", "--time", "1h05m")),
    ("2026-11-22T12:00:00+00:00", ("done", "2.1", "--time", "2h45m")),
    ("2026-11-22T15:00:00+00:00", ("done", "3.1", "--time", "30m")),
    ("2026-11-22T17:00:00+00:00", ("log", "3.2", "40m")),
    ("2026-11-22T17:05:00+00:00", ("config", "hours_per_week", "3")),
)


def _assert_picture(name: str, output: str) -> None:
    """Hold a picture to an output; STUDYPATH_UPDATE_GOLDEN=1 rewrites the picture instead."""
    found = re.search(rf"(?ms)^<!-- picture: {name} -->\n\n```text\n(.*?)^```$", README)
    assert found, f"README.md has no picture of {name}"
    if os.environ.get("STUDYPATH_UPDATE_GOLDEN"):
        text = PAGE.read_text("utf-8")
        PAGE.write_text(text.replace(found[1], output), "utf-8")
        return
    assert output == found[1]


def test_picture_of_next_is_its_output(run: Run) -> None:
    """The picture of `next` is what it prints on a fresh home, 80 columns wide."""
    _assert_picture("next", run("next").stdout)


def test_picture_of_status_is_its_output(run: Run) -> None:
    """The picture of `status` is what it prints after a weekend of study, 80 columns wide."""
    for now, words in WEEKEND:
        assert run(*words, STUDYPATH_NOW=now).returncode == 0
    _assert_picture("status", run("status", STUDYPATH_NOW="2026-11-22T17:10:00+00:00").stdout)


def test_commands_of_the_page_exist() -> None:
    """Each `studypath COMMAND` of the README is a command of the program."""
    named = set(re.findall(r"(?m)(?:^|`)studypath ([a-z]+)\b", README))
    assert named <= set(COMMANDS)
    assert {"next", "done", "status", "export", "undo", "where", "config"} <= named
