"""Where the files live."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import studypath
from studypath.core.errors import NoPlace, UnusableFile
from studypath.storage.places import OVERRIDES, find_bundled_paths, find_places

posix = pytest.mark.skipif(os.name != "posix", reason="users and homes of POSIX")

SHOW = """
import os
from studypath.storage.places import find_places
from studypath.core.errors import NoPlace
found = find_places(os.environ)
for kind in ("data", "config", "cache"):
    try:
        print(getattr(found, kind))
    except NoPlace as error:
        print("NoPlace:", error)
"""


def shown(env: dict[str, str], *, uid: int | None = None) -> list[str]:
    """Return the three places that a process with exactly this environment uses."""
    source = str(Path(studypath.__file__).parent.parent)
    # The modules are loaded by the user who may read them, before the user is changed.
    before = "import studypath.storage.places, platformdirs, platformdirs.unix, os\n"
    change = f"os.setuid({uid})\n" if uid is not None else ""
    done = subprocess.run(
        [sys.executable, "-c", before + change + SHOW],
        env=env | {"PYTHONPATH": source, "PATH": os.environ.get("PATH", "")},
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
    )
    return done.stdout.splitlines()


def test_overrides_name_the_places(tmp_path: Path) -> None:
    """Each variable overrides its place, and every file lies in one of the three."""
    found = find_places({variable: str(tmp_path / kind) for kind, variable in OVERRIDES.items()})
    assert found.progress == tmp_path / "data" / "progress.toml"
    assert found.lock == tmp_path / "data" / "progress.lock"
    assert found.backups == tmp_path / "data" / "backups"
    assert found.journal == tmp_path / "data" / "undo.json"
    assert found.config_file == tmp_path / "config" / "config.toml"
    assert found.paths_dir == tmp_path / "config" / "paths"
    assert found.cache == tmp_path / "cache"
    assert found.overridden == dict(OVERRIDES)


@posix
def test_an_empty_override_counts_as_none(tmp_path: Path) -> None:
    """A variable that is set to nothing overrides nothing."""
    env = {"HOME": str(tmp_path)}
    assert shown(env | {"STUDYPATH_DATA_DIR": ""}) == shown(env)
    assert find_places({"STUDYPATH_DATA_DIR": ""}).overridden == {}


@posix
def test_a_tilde_and_a_relative_override_become_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`~` is the home directory, and a relative override starts where one is."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    found = find_places({"STUDYPATH_DATA_DIR": "~/study", "STUDYPATH_CACHE_DIR": "here/cache"})
    assert found.data == tmp_path / "study"
    assert found.cache == tmp_path / "here" / "cache"


def test_the_tilde_of_nobody_is_no_place() -> None:
    """A home that cannot be found is an error that names the variable."""
    found = find_places({"STUDYPATH_DATA_DIR": "~no-such-user-here/x"})
    with pytest.raises(NoPlace, match="STUDYPATH_DATA_DIR"):
        _ = found.progress


@posix
@pytest.mark.parametrize("env", [{"HOME": ""}, {"HOME": "relative"}])
def test_a_home_that_leads_nowhere_is_no_place(env: dict[str, str]) -> None:
    """Without a usable home each place names its override, and none lies at the root."""
    lines = shown(env)
    assert all(line.startswith("NoPlace: ") for line in lines)
    assert all(variable in line for line, variable in zip(lines, OVERRIDES.values(), strict=True))


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
def test_an_unknown_user_without_home_needs_the_overrides(tmp_path: Path) -> None:
    """An unknown uid without HOME misses only the places that are not overridden."""
    lines = shown({"STUDYPATH_DATA_DIR": str(tmp_path)}, uid=54321)
    assert lines[0] == str(tmp_path)
    assert lines[1].startswith("NoPlace: ")
    assert "STUDYPATH_CONFIG_DIR" in lines[1]


@posix
def test_a_lost_working_directory_is_no_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative override in a directory that was removed is an error, not a traceback."""
    lost = tmp_path / "lost"
    lost.mkdir()
    monkeypatch.chdir(lost)
    lost.rmdir()
    with pytest.raises(NoPlace, match="STUDYPATH_DATA_DIR"):
        _ = find_places({"STUDYPATH_DATA_DIR": "x"}).data


def test_the_bundled_paths_are_beside_the_package_or_in_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wheel's place is looked at first, then the checkout's; missing in both is named."""
    package = tmp_path / "src" / "studypath"
    package.mkdir(parents=True)
    monkeypatch.setattr(studypath, "__file__", str(package / "__init__.py"))
    with pytest.raises(UnusableFile, match=r"paths\.toml: the bundled paths are missing"):
        find_bundled_paths()
    for root in (tmp_path, package):
        file = root / "data" / "paths.toml"
        file.parent.mkdir()
        file.write_text("format = 1\n")
        assert find_bundled_paths() == file
