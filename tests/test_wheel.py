"""The wheel and the sdist contain the right files, and the program runs from each."""

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
SCHEMA = "studypath/data/paths.schema.json"
MAN = f"{NAME}.data/data/share/man/man1/studypath.1"

# The parts of the repository that belong into the sdist.
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
# Added by hatchling: the metadata, and the ignore file that a later build reads.
ADDED_TO_SDIST = {"PKG-INFO", ".gitignore"}


def _list_files(*directories: str) -> set[str]:
    """Return the files of the repository below the directories, committed or about to be."""
    process = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *directories],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name for name in process.stdout.split("\0") if name and (ROOT / name).is_file()}


def _build(target: Path, *kinds: str) -> list[Path]:
    subprocess.run(
        [sys.executable, "-m", "build", *kinds, "--no-isolation", "--outdir", target, ROOT],
        check=True,
        capture_output=True,
    )
    return sorted(target.iterdir())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the repository."""
    (package,) = _build(tmp_path_factory.mktemp("wheel"), "--wheel")
    return package


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Build the sdist from the repository, and the wheel from that sdist."""
    return _build(tmp_path_factory.mktemp("both"))


@pytest.fixture(scope="module")
def sdist(both: list[Path]) -> Path:
    """Return the sdist."""
    (package,) = (path for path in both if path.suffix == ".gz")
    return package


@pytest.fixture(scope="module")
def wheel_of_sdist(both: list[Path]) -> Path:
    """Return the wheel that was built from the sdist, outside the repository."""
    (package,) = (path for path in both if path.suffix == ".whl")
    return package


@pytest.fixture
def installed(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that installs into a new environment and returns its scripts directory."""

    def install(*arguments: str | Path) -> Path:
        environment = tmp_path / "environment"
        venv.create(environment, with_pip=True)
        scripts = environment / ("Scripts" if os.name == "nt" else "bin")
        pip: list[str | Path] = [scripts / "python", "-m", "pip", "--disable-pip-version-check"]
        lock = ROOT / "requirements.lock"
        commands: list[list[str | Path]] = [
            ["install", "-qq", "--no-deps", "--require-hashes", "-r", lock],
            ["install", "-qq", "--no-deps", "--no-build-isolation", *arguments],
            ["check"],
        ]
        for command in commands:
            subprocess.run([*pip, *command], check=True, cwd=tmp_path)
        return scripts

    return install


def _run_next(scripts: Path, home: Home) -> subprocess.CompletedProcess[str]:
    # Outside the repository, so that only what is installed counts.
    return subprocess.run(
        [scripts / "studypath", "next", "--json"],
        env=home.environment,
        cwd=home.root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _read_wheel(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_wheel_contains_the_package_and_nothing_else(wheel: Path) -> None:
    """The wheel contains src/studypath, bundled paths, manual and metadata, and nothing else."""
    metadata = {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}
    expected = {name.removeprefix("src/") for name in _list_files("src")} | {DATA, SCHEMA, MAN}
    expected |= {f"{NAME}.dist-info/{name}" for name in metadata}
    assert set(_read_wheel(wheel)) == expected


def test_wheel_carries_the_paths_unchanged(wheel: Path) -> None:
    """The wheel contains data/paths.toml and its schema unchanged."""
    for name in (DATA, SCHEMA):
        assert _read_wheel(wheel)[name] == (ROOT / "data" / Path(name).name).read_bytes()


def test_sdist_contains_what_is_tracked(sdist: Path) -> None:
    """The sdist contains source, data, tests, documents and benchmarks, and nothing else."""
    with tarfile.open(sdist) as archive:
        members = archive.getmembers()
    assert all(member.isfile() for member in members)
    names = {member.name.removeprefix(f"{NAME}/") for member in members}
    assert names == _list_files(*IN_SDIST) | FILES_IN_SDIST | ADDED_TO_SDIST


def test_wheel_of_the_sdist_is_the_same(wheel: Path, wheel_of_sdist: Path) -> None:
    """The sdist builds the same wheel as the repository."""
    assert _read_wheel(wheel_of_sdist) == _read_wheel(wheel)


@pytest.mark.parametrize("origin", ["wheel", "wheel_of_sdist"])
def test_installed_wheel_prints_the_next_step(
    origin: str, request: pytest.FixtureRequest, installed: Callable[..., Path], home: Home
) -> None:
    """A wheel installed by pip, with satisfied requirements, finds its bundled paths."""
    scripts = installed(request.getfixturevalue(origin))
    process = _run_next(scripts, home)
    assert process.returncode == 0, process.stderr
    assert json.loads(process.stdout)["step"]["id"] == "3blue1brown-neural-networks"
    page = scripts.parent / "share" / "man" / "man1" / "studypath.1"
    assert page.read_bytes() == (ROOT / "docs" / "studypath.1").read_bytes()


def test_editable_install_reads_the_checkout(installed: Callable[..., Path], home: Home) -> None:
    """An editable install uses the package and the paths of the checkout."""
    scripts = installed("--editable", ROOT)
    process = _run_next(scripts, home)
    assert process.returncode == 0, process.stderr
    location = subprocess.run(
        [scripts / "python", "-c", "import studypath; print(studypath.__file__)"],
        cwd=home.root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(location.stdout.strip()) == ROOT / "src" / "studypath" / "__init__.py"
    assert json.loads(process.stdout)["step"]["id"] == "3blue1brown-neural-networks"
