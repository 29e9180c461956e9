"""The curriculum and the settings from all files, broken ones left out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from studypath.core.errors import UnusableFile
from studypath.storage import library as room
from studypath.storage import seen_paths
from studypath.storage.library import Library, load_library
from studypath.storage.places import Places
from tests.core.sample import curriculum, path, step
from tests.storage.homes import OWN, places_in

BUNDLED = ["lightweight", "paper"]


@pytest.fixture
def home(tmp_path: Path) -> Places:
    """Places with an empty folder for own paths."""
    found = places_in(tmp_path)
    found.paths_dir.mkdir(parents=True)
    return found


def ids(found: Library) -> list[str]:
    """Return the ids of all paths."""
    return [path.id for path in found.curriculum.paths]


def test_the_bundled_paths_are_there_without_any_place(tmp_path: Path) -> None:
    """No directory needs to exist, and none needs to be known."""
    assert ids(load_library(places_in(tmp_path))) == BUNDLED
    nowhere = Places({}, dict.fromkeys(("data", "config", "cache"), "none"), {})
    found = load_library(nowhere)
    assert (ids(found), found.warnings) == (BUNDLED, ())
    assert not (tmp_path / "data").exists()


def test_own_paths_come_after_the_bundled_in_the_order_of_their_files(home: Places) -> None:
    """Only files named `*.toml` are paths."""
    (home.paths_dir / "b.toml").write_text(OWN.format("second"))
    (home.paths_dir / "a.toml").write_text(OWN.format("first"))
    (home.paths_dir / "notes.txt").write_text("no toml")
    found = load_library(home)
    assert (ids(found), found.warnings) == ([*BUNDLED, "first", "second"], ())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("format = 1\npath = [\n", "mine.toml:"),
        (OWN.format("Bad Id"), "path[0].id: an id is lower-case words"),
        (OWN.format("paper"), "another file has a path with the id paper"),
        ("format = 2\n", "is 2; this program reads 1"),
    ],
)
def test_a_broken_file_is_left_out_and_named(home: Places, content: str, words: str) -> None:
    """The bundled and the other own paths are there; the broken one is named each time."""
    (home.paths_dir / "good.toml").write_text(OWN.format("good"))
    (home.paths_dir / "mine.toml").write_text(content)
    for _ in range(2):
        found = load_library(home)
        assert ids(found) == [*BUNDLED, "good"]
        assert not found.warnings
        ((file, fault),) = found.left_out
        assert file == str(home.paths_dir / "mine.toml")
        assert words in fault


@pytest.mark.parametrize("make", [Path.mkdir, lambda file: file.symlink_to("nowhere")])
def test_what_is_no_file_is_left_out_and_looked_at_again(home: Places, make: object) -> None:
    """A folder or a dangling link in a file's place is named until a file stands there."""
    file = home.paths_dir / "mine.toml"
    make(file)  # type: ignore[operator]
    for _ in range(2):
        assert str(file) in load_library(home).left_out[0][1]
    if file.is_symlink():
        (home.paths_dir / "nowhere").write_text(OWN.format("mine"))
    else:
        file.rmdir()
        file.write_text(OWN.format("mine"))
    assert ids(load_library(home)) == [*BUNDLED, "mine"]


@pytest.mark.parametrize(
    "name",
    ["a.sync-conflict-20261121-184000-ABCDEFG.toml", "a (conflicted copy 2026-11-21).toml"],
)
def test_a_conflict_copy_is_named_and_not_read(home: Places, name: str) -> None:
    """The second version of a synchronised file is no path."""
    (home.paths_dir / name).write_text(OWN.format("mine"))
    found = load_library(home)
    assert ids(found) == BUNDLED
    assert "conflict copy" in found.warnings[0]


def test_a_file_in_place_of_the_folder_is_named_until_it_is_gone(home: Places) -> None:
    """A folder that cannot be listed is looked at again each time."""
    home.paths_dir.rmdir()
    home.paths_dir.write_text("x")
    for _ in range(2):
        found = load_library(home)
        assert ids(found) == BUNDLED
        assert "cannot be listed" in found.left_out[0][1]
    home.paths_dir.unlink()
    assert load_library(home).left_out == ()


def test_settings_are_read_and_broken_ones_named(home: Places) -> None:
    """A broken config file counts as none; an unknown key in it is named."""
    home.config_file.write_text("hours_per_week = 5\nwikki = 'x'\n")
    found = load_library(home)
    assert found.settings.hours_per_week == 5
    assert "did you mean wiki?" in found.warnings[0]
    home.config_file.write_text("hours_per_week = 'five'\n")
    found = load_library(home)
    assert found.settings.hours_per_week is None
    assert "The default settings are used" in found.warnings[0]
    home.config_file.unlink()
    home.config_file.mkdir()
    assert str(home.config_file) in load_library(home).warnings[0]
    home.config_file.rmdir()
    assert load_library(home).warnings == ()


def test_any_edit_is_seen(home: Places) -> None:
    """An edit of the same size in the same second, a new file and a removed one are all seen."""
    file = home.paths_dir / "mine.toml"
    file.write_text(OWN.format("one"))
    assert ids(load_library(home)) == [*BUNDLED, "one"]
    before = file.stat()
    file.write_text(OWN.format("two"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert ids(load_library(home)) == [*BUNDLED, "two"]
    (home.paths_dir / "more.toml").write_text(OWN.format("six"))
    assert ids(load_library(home)) == [*BUNDLED, "two", "six"]
    file.unlink()
    assert ids(load_library(home)) == [*BUNDLED, "six"]
    home.config_file.write_text("hours_per_week = 7\n")
    assert load_library(home).settings.hours_per_week == 7


def test_what_was_read_before_costs_no_pydantic(home: Places) -> None:
    """An unchanged library comes from the cache; neither pydantic nor tomli is imported."""
    (home.paths_dir / "mine.toml").write_text(OWN.format("mine"))
    code = (
        "import os, sys\n"
        "from studypath.storage.library import load_library\n"
        "from studypath.storage.places import find_places\n"
        "found = load_library(find_places(os.environ))\n"
        "print([path.id for path in found.curriculum.paths][-1], found.settings.hours_per_week)\n"
        "print(sorted({'pydantic', 'tomli', 'tomllib', 'rich', 'typer'} & set(sys.modules)))\n"
    )
    home.config_file.write_text("hours_per_week = 3\n")
    variables = {kind: str(place) for kind, place in home.directories.items()}
    env = os.environ | {f"STUDYPATH_{kind.upper()}_DIR": path for kind, path in variables.items()}
    printed = [
        subprocess.run(
            [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]
    assert "pydantic" in printed[0]
    assert printed[1] == "mine 3.0\n[]\n"


def test_a_cache_of_another_shape_is_none(home: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the cache holds is believed only in the shape it was stored in."""
    load_library(home)
    for strange in ("text", (1, 2, 3, 4), ((), ((), (), ()), ("x",) * 9, ())):
        monkeypatch.setattr("studypath.storage.cache.load", lambda *_, kept=strange: kept)
        assert ids(load_library(home)) == BUNDLED


def test_without_the_bundled_paths_there_is_no_answer(
    home: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken bundled paths are a fault, not an empty curriculum."""
    broken = tmp_path / "paths.toml"
    broken.write_text("format = 1\n")
    monkeypatch.setattr(room, "find_bundled_paths", lambda: broken)
    with pytest.raises(UnusableFile, match="path: is missing"):
        load_library(home)


def test_files_beyond_the_most_are_said_to_be_left_out(
    home: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more than so many files are read, and that is said."""
    monkeypatch.setattr(room, "FILES_MOST", 1)
    (home.paths_dir / "a.toml").write_text(OWN.format("first"))
    (home.paths_dir / "b.toml").write_text(OWN.format("second"))
    found = load_library(home)
    assert ids(found) == [*BUNDLED, "first"]
    assert "holds 2 path files; only 1 are read" in found.warnings[0]


def test_the_cache_is_not_listed_for_versions_without_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A curriculum of more paths than are stored costs no listing for each of the others."""
    listings = 0

    def list_names(directory: object) -> list[str]:
        nonlocal listings
        listings += 1
        return ["x"] * (seen_paths.FILES_MOST - 5)

    monkeypatch.setattr(os, "listdir", list_names)
    paths = [path(f"p{n}", [step(f"s{n}")]) for n in range(20)]
    assert seen_paths.list_changed_paths(tmp_path / "cache", curriculum(*paths)) == ()
    # Each write lists the directory too, to find temporary files.
    assert listings == 1 + 5
    assert len(list((tmp_path / "cache").glob("*.seen.toml"))) == 5
