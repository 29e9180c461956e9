"""`report`, as the user types it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.cli.conftest import Cli
from tests.conftest import Home


def test_the_page_is_written_and_replaced(cli: Cli, tmp_path: Path) -> None:
    """A second report replaces the first; the same progress gives the same bytes."""
    file = tmp_path / "page.html"
    cli("done", "1.1", "--time", "50m", "--note", "a private thought")
    cli("report", "-o", file)
    first = file.read_bytes()
    assert b"a private thought" in first
    cli("report", "-o", file)
    assert file.read_bytes() == first
    cli("report", "-o", file, "--no-notes", "--all", "--title", "Mine")
    text = file.read_text("utf-8")
    assert "a private thought" not in text
    assert "<h1>Mine</h1>" in text
    assert "Paper Path" in text


def test_without_forecast_no_time_is_promised(cli: Cli, tmp_path: Path) -> None:
    """The setting `forecast = false` holds for the page too."""
    file = tmp_path / "page.html"
    cli("config", "forecast", "false")
    cli("report", "-o", file)
    assert "Done around" not in file.read_text("utf-8")


def test_a_folder_and_own_files_are_refused(cli: Cli, home: Home, tmp_path: Path) -> None:
    """Neither a folder nor the program's own file is replaced."""
    cli("done", "1.1")
    cli("report", "-o", tmp_path, code=2)
    before = (home.data / "progress.toml").read_bytes()
    cli("report", "-o", home.data / "progress.toml", code=2)
    assert (home.data / "progress.toml").read_bytes() == before


def test_only_a_page_is_replaced_without_force(cli: Cli, tmp_path: Path) -> None:
    """A file of the user is kept until `--force` says otherwise."""
    file = tmp_path / "notes.html"
    file.write_text("<p>mine</p>", "utf-8")
    assert "--force" in cli("report", "-o", file, code=2).err
    assert file.read_text("utf-8") == "<p>mine</p>"
    cli("report", "-o", file, "--force")
    assert "studypath" in file.read_text("utf-8")


def test_all_paths_and_one_path_exclude_each_other(cli: Cli, tmp_path: Path) -> None:
    """Neither option silently wins, and nothing is written."""
    file = tmp_path / "page.html"
    assert "--all and a path" in cli("report", "-o", file, "--all", "--path", "paper", code=2).err
    assert not file.exists()


def test_watch_writes_the_page_again_when_progress_changes(
    cli: Cli, home: Home, tmp_path: Path
) -> None:
    """A step marked in another terminal appears on the page."""
    file = tmp_path / "page.html"
    program = [sys.executable, "-m", "studypath"]
    environment = {**home.environment, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*program, "report", "-o", str(file), "--watch"], env=environment, stderr=subprocess.DEVNULL
    ) as watching:
        try:
            _wait_until(file.exists)
            first = file.read_bytes()
            cli("done", "1.1")
            _wait_until(lambda: file.read_bytes() != first)
        finally:
            watching.terminate()
    assert b"1 of 10 steps done" in file.read_bytes()


def _wait_until(is_met: object) -> None:
    for _ in range(600):
        if is_met():  # type: ignore[operator]
            return
        time.sleep(0.1)
    raise AssertionError
