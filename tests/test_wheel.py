"""The packages: what is in them, and that the program works from each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import studypath
from tests.conftest import Home

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
NAME = f"studypath-{studypath.__version__}"
DATA = "studypath/data/paths.toml"

# What an sdist takes from the repository; all else there is for the repository alone.
IN_SDIST = ("src", "data", "tests", "docs", "bench")
FILES_IN_SDIST = {
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "SECURITY.md",
    "pyproject.toml",
    "requirements-dev.lock",
    "requirements.lock",
}
# hatchling adds these two: the metadata, and the ignore file that a later build reads.
ADDED_TO_SDIST = {"PKG-INFO", ".gitignore"}


def _tracked(*places: str) -> set[str]:
    """The files of the repository below the given places, committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *places],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}


def _build(target: Path, *kinds: str) -> list[Path]:
    subprocess.run(
        [sys.executable, "-m", "build", *kinds, "--no-isolation", "--outdir", target, ROOT],
        check=True,
        capture_output=True,
    )
    return sorted(target.iterdir())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from the repository."""
    (package,) = _build(tmp_path_factory.mktemp("wheel"), "--wheel")
    return package


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The sdist built from the repository, and the wheel built from that sdist unpacked."""
    return _build(tmp_path_factory.mktemp("both"))


@pytest.fixture(scope="module")
def sdist(both: list[Path]) -> Path:
    """The sdist."""
    (package,) = (path for path in both if path.suffix == ".gz")
    return package


@pytest.fixture(scope="module")
def wheel_of_sdist(both: list[Path]) -> Path:
    """The wheel built from the sdist, outside any repository."""
    (package,) = (path for path in both if path.suffix == ".whl")
    return package


@pytest.fixture
def installed(tmp_path: Path) -> Callable[..., Path]:
    """Install into a fresh environment; return its directory of programs."""

    def environment(*arguments: str | Path) -> Path:
        place = tmp_path / "environment"
        venv.create(place, with_pip=True)
        programs = place / ("Scripts" if os.name == "nt" else "bin")
        subprocess.run(
            [programs / "python", "-m", "pip", "-qq", "install", *arguments],
            check=True,
            cwd=tmp_path,
        )
        return programs

    return environment


def _next(programs: Path, home: Home) -> subprocess.CompletedProcess[str]:
    # Run from elsewhere, so that only what is installed counts.
    return subprocess.run(
        [programs / "studypath", "next", "--json"],
        env=home.environment,
        cwd=home.root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_wheel_contains_the_package_and_nothing_else(wheel: Path) -> None:
    """The wheel is the files of src/studypath, the bundled paths and the metadata."""
    metadata = {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}
    wanted = {name.removeprefix("src/") for name in _tracked("src")} | {DATA}
    wanted |= {f"{NAME}.dist-info/{name}" for name in metadata}
    assert set(_contents(wheel)) == wanted


def test_wheel_carries_the_paths_unchanged(wheel: Path) -> None:
    """The bundled paths in the wheel are data/paths.toml, byte for byte."""
    assert _contents(wheel)[DATA] == (ROOT / "data" / "paths.toml").read_bytes()


def test_sdist_contains_what_is_tracked(sdist: Path) -> None:
    """The sdist is source, data, tests, documents and measurements, and no file besides."""
    with tarfile.open(sdist) as archive:
        members = archive.getmembers()
    assert all(member.isfile() for member in members)
    names = {member.name.removeprefix(f"{NAME}/") for member in members}
    assert names == _tracked(*IN_SDIST) | FILES_IN_SDIST | ADDED_TO_SDIST


def test_wheel_of_the_sdist_is_the_same(wheel: Path, wheel_of_sdist: Path) -> None:
    """The sdist builds the very wheel that the repository builds."""
    assert _contents(wheel_of_sdist) == _contents(wheel)


@pytest.mark.parametrize("origin", ["wheel", "wheel_of_sdist"])
def test_installed_wheel_knows_what_is_next(
    origin: str, request: pytest.FixtureRequest, installed: Callable[..., Path], home: Home
) -> None:
    """A wheel installed by pip into a fresh environment finds the paths it carries."""
    programs = installed(request.getfixturevalue(origin))
    answer = _next(programs, home)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["step"]["id"] == "3blue1brown-neural-networks"


def test_editable_install_reads_the_checkout(installed: Callable[..., Path], home: Home) -> None:
    """An editable install works, with the paths of the checkout."""
    programs = installed("--editable", ROOT)
    answer = _next(programs, home)
    assert answer.returncode == 0, answer.stderr
    where = subprocess.run(
        [programs / "python", "-c", "import studypath; print(studypath.__file__)"],
        cwd=home.root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()) == ROOT / "src" / "studypath" / "__init__.py"
    assert json.loads(answer.stdout)["step"]["id"] == "3blue1brown-neural-networks"
