"""`path diff`, and the report of `status` that a path has changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from studypath.storage.places import find_bundled_paths
from tests.cli.conftest import Cli
from tests.conftest import Home

STEP = """
[[path.phase.step]]
id = "{0}"
title = "Step {0}"
kind = "post"
url = "https://example.org/{0}"
estimate = "{1}"
"""


def write_path(file: Path, *steps: str, more: str = "") -> Path:
    """Write the path `mine` with steps of an hour, or of the time behind a colon."""
    rows = [STEP.format(*(each if ":" in each else f"{each}:1h").split(":")) for each in steps]
    file.parent.mkdir(parents=True, exist_ok=True)
    head = 'format = 1\n[[path]]\nid = "mine"\ntitle = "Mine"\n'
    phase = '[[path.phase]]\nid = "one"\ntitle = "One"\n'
    file.write_text(head + phase + "".join(rows) + more, "utf-8")
    return file


@pytest.fixture
def installed(cli: Cli, home: Home) -> Path:
    """Return the file of the installed, active path `mine` of four steps, two of them done."""
    file = write_path(home.paths / "mine.toml", "a", "b", "c", "d")
    cli("use", "mine")
    cli("done", "a", "b")
    cli("status")
    return file


def test_a_file_is_compared_with_the_installed_path(cli: Cli, installed: Path, home: Home) -> None:
    """`path diff FILE` names each change and its effect on percentage and hours."""
    new = write_path(home.root / "new.toml", "a", "c:2h", "d", "e:30m")
    result = cli("path", "diff", new)
    assert "25% done (was 50%), 3h30m left (was 2h)." in result.words
    assert "removed 1.2 b Step b: 33% done (was 50%)" in result.words
    assert "added 1.4 e Step e: 25% done (was 33%), 30m more" in result.words
    assert "estimate 1.2 c Step c, 2h (was 1h): 1h more" in result.words
    assert installed.read_text("utf-8").count("[[path.phase.step]]") == 4


def test_two_files_or_two_ids_are_compared(cli: Cli, home: Home) -> None:
    """Each of the two words is a file or the id of a path; nothing needs to be installed."""
    old = write_path(home.root / "old.toml", "a", "b")
    new = write_path(home.root / "new.toml", "b", "a")
    assert "moved" in cli("path", "diff", old, new).out
    assert "added" in cli("path", "diff", "lightweight", "paper").out
    assert "Nothing changes." in cli("path", "diff", "lightweight", "light").out
    assert "Nothing changes." in cli("path", "diff", find_bundled_paths()).out


def test_json_explains_the_percentage_step_by_step(cli: Cli, installed: Path, home: Home) -> None:
    """Each change begins where the one before it ended, as in `status --json`."""
    new = write_path(home.root / "new.toml", "a", "c:2h", "d", "e:30m")
    (diff,) = cli("path", "diff", "mine", new, "--json").json["paths"]
    effects = [diff["before"], *(change["after"] for change in diff["changes"])]
    assert [change["before"] for change in diff["changes"]] == effects[:-1]
    assert effects[-1] == diff["after"]
    before = cli("status", "--json").json
    shutil.copy(new, installed)
    after = cli("status", "--json").json
    for effect, status in ((diff["before"], before), (diff["after"], after)):
        assert effect == {key: status[key] for key in effect}
    assert diff["orphans"] == [{"id": "b", "state": "done", "minutes_spent": 0, "successor": None}]


def test_nothing_to_compare_is_an_error(cli: Cli, home: Home) -> None:
    """An unknown path exits 3 with the nearest, a file that cannot be used 4."""
    assert "Did you mean paper?" in cli("path", "diff", "papr", code=3).err
    assert "cannot be read" in cli("path", "diff", "gone.toml", code=4).err
    mine = write_path(home.root / "mine.toml", "a")
    assert "No path is on both sides" in cli("path", "diff", mine, code=3).err
    mine.write_bytes(b"\0\xff")
    assert "mine.toml" in cli("path", "diff", mine, code=4).err


def test_without_estimates_no_hours_are_shown(cli: Cli, installed: Path, home: Home) -> None:
    """With `forecast = false` the percentage alone is shown."""
    new = write_path(home.root / "new.toml", "a", "c:2h", "d", "e:30m")
    cli("config", "forecast", "false")
    result = cli("path", "diff", new)
    assert "25% done (was 50%)." in result.words
    assert "30m" not in result.out
    assert "estimate" not in result.out


def test_status_reports_a_change_once(cli: Cli, installed: Path) -> None:
    """The first `status` after an edit says what changed, the next one does not."""
    write_path(installed, "a", "c:2h", "d", "e:30m")
    result = cli("status")
    assert "Mine has changed: 1 added, 1 removed, 1 estimate changed" in result.err
    assert "25% done (was 50%), 3h30m left (was 2h)" in result.err
    assert "To see each change: studypath path diff\n" in result.err
    assert "Mine" in result.out
    assert not cli("status").err
    assert not cli("status", COLUMNS="90").err


def test_the_reported_change_can_be_seen_afterwards(cli: Cli, installed: Path) -> None:
    """`path diff` without a file compares with the version seen before."""
    first = cli("path", "diff")
    assert "no earlier version of mine is stored" in first.err
    assert not first.out
    write_path(installed, "a", "c", "d")
    pending = cli("path", "diff").out
    assert "removed" in pending
    assert "has changed" in cli("status").err
    assert cli("path", "diff").out == cli("path", "diff", "mine").out == pending


def test_other_commands_leave_the_report_to_status(cli: Cli, installed: Path) -> None:
    """A change is reported by the first `status`, whatever read the path before it."""
    write_path(installed, "a", "c")
    for args in (("next",), ("done", "c"), ("status", "--json"), ("status", "--path", "paper")):
        assert not cli(*args).err
    assert "Mine has changed" in cli("status").err


def test_a_path_that_was_not_shown_is_not_reported(cli: Cli, installed: Path, home: Home) -> None:
    """A new path and a lost cache are no change."""
    write_path(installed, "a", "c")
    shutil.rmtree(home.cache)
    assert not cli("status").err
    write_path(installed, "a", "c", "d")
    for file in home.cache.glob("*.seen*"):
        file.write_bytes(b"damaged = ")
    assert not cli("status").err
    write_path(installed, "a")
    assert "Mine has changed: 2 removed" in cli("status").err


def test_an_edit_that_changes_nothing_for_the_learner_is_not_reported(
    cli: Cli, installed: Path
) -> None:
    """A comment or another summary is no change of the path."""
    text = installed.read_text("utf-8")
    installed.write_text(text.replace('title = "Mine"', 'title = "Mine"\nsummary = "New"'), "utf-8")
    assert not cli("status").err


def test_an_update_of_the_bundled_paths_is_reported(
    cli: Cli, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new version of the program with a changed path is reported once, by its own cache."""
    cli("status")
    file = home.root / "paths.toml"
    text = find_bundled_paths().read_text("utf-8")
    file.write_text(text.replace("Let's build GPT", "Let us build GPT"), "utf-8")
    for place in ("library", "path_check"):
        monkeypatch.setattr(f"studypath.storage.{place}.find_bundled_paths", lambda: file)
    # As an update does: it is another version, and the compiled cache starts anew.
    monkeypatch.setattr("studypath.storage.cache.__version__", "99")
    monkeypatch.setattr("studypath.storage.answers.__version__", "99")
    assert "Lightweight Path has changed: 1 renamed" in cli("status").err
    assert not cli("status").err


def test_a_cache_that_cannot_be_written_reports_nothing(
    cli: Cli, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be stored as seen would be reported every time."""

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError

    write_path(installed, "a")
    with monkeypatch.context() as here:
        here.setattr("studypath.storage.seen_paths.write_atomically", refuse)
        assert not cli("status").err
    cli("config", "forecast", "true")
    assert "Mine has changed" in cli("status", COLUMNS="90").err


def test_progress_that_is_left_is_named_with_the_command_that_moves_it(
    cli: Cli, installed: Path
) -> None:
    """A removed step with progress is followed by `progress move`, with its likely successor."""
    text = write_path(installed, "a", "b2", "c", "d").read_text("utf-8")
    installed.write_text(text.replace("example.org/b2", "example.org/b"), "utf-8")
    cli("status")
    assert "studypath progress move b b2 (done)" in cli("path", "diff").words


def test_a_version_that_others_may_write_is_not_believed(
    cli: Cli, installed: Path, home: Home
) -> None:
    """A stored version that is open to others, or a link, counts as none."""
    for file in home.cache.glob("*.seen.toml"):
        file.chmod(0o666)
    write_path(installed, "a")
    assert not cli("status").err
    seen = home.cache / "mine.seen.toml"
    shutil.move(seen, home.root / "elsewhere.toml")
    seen.symlink_to(home.root / "elsewhere.toml")
    write_path(installed, "a", "b")
    assert not cli("status").err
    assert not seen.is_symlink()
