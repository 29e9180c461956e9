"""The house: the rooms and their arrows, the sizes, the words, and what the README promises."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import studypath

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "studypath"
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOMS = ("cli", "views", "formats", "storage", "files", "core")

# What is loaded before the first line of the lane: by the interpreter, and by the door itself.
LOADED_ANYWAY = {*sys.builtin_module_names, "os", "stat", "codecs", "io", "abc"}
LOADED_ANYWAY |= {"__future__", "studypath"}
LANE = (
    *(f"storage/{name}.py" for name in ("__init__", "answers", "cache", "fingerprints", "atomic")),
)
LOADED_ANYWAY |= {"studypath.storage", "studypath.storage.atomic", "zlib"}


def _name(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def _functions(module: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function below its signature and its docstring."""
    first = function.body[0]
    documented = ast.get_docstring(function, clean=False) is not None
    start = (first.end_lineno or first.lineno) + 1 if documented else first.lineno
    return (function.end_lineno or start) - start + 1


def _code_block(heading: str) -> str:
    readme = (ROOT / "README.md").read_text("utf-8")
    section = re.search(
        rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", readme, re.MULTILINE | re.DOTALL
    )
    assert section, f"README.md has no section {heading}"
    block = re.search(r"(?ms)^```\w*\n(.*?)^```", section[1])
    assert block, f"{heading} has no code block"
    return block[1].strip()


def test_arrows_point_down() -> None:
    """Every import between the rooms keeps the contracts in pyproject.toml."""
    # -P as the script has it: a test's working directory must not decide what is imported.
    answer = subprocess.run(
        [sys.executable, "-P", "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert " 0 broken" in answer.stdout


@pytest.mark.parametrize("room", ROOMS)
def test_room_exists(room: str) -> None:
    """Each room of the design is a package that says what it is for."""
    door = PACKAGE / room / "__init__.py"
    assert door.is_file()
    assert ast.get_docstring(ast.parse(door.read_text("utf-8")))


def test_package_root_imports_nothing() -> None:
    """Importing studypath costs nothing: its root holds a docstring and the version."""
    tree = ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))
    assert [type(node) for node in tree.body] == [ast.Expr, ast.Assign]


@pytest.mark.parametrize("module", LANE, ids=str)
def test_fast_lane_imports_only_what_is_loaded_anyway(module: str) -> None:
    """At its top the fast lane imports nothing but itself, zlib and what is loaded anyway."""
    tree = ast.parse((PACKAGE / module).read_text("utf-8"))
    imported = [
        alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names
    ]
    imported += [node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)]
    assert set(imported) <= LOADED_ANYWAY


@pytest.mark.parametrize("module", sorted((PACKAGE / "core").rglob("*.py")), ids=_name)
def test_core_asks_no_clock_and_prints_nothing(module: Path) -> None:
    """The core gets the time as a parameter, opens no file and writes to no stream."""
    asked = {
        node.attr
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
    } & {"now", "today", "utcnow", "stdout", "stderr", "environ"}
    called = {
        node.func.id
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    } & {"open", "print", "input", "exec", "eval"}
    assert not asked | called


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_module_is_small(module: Path) -> None:
    """No module is longer than 300 lines, no function than 40 below its docstring."""
    assert len(module.read_text("utf-8").splitlines()) <= 300
    long = {f.name: _body_lines(f) for f in _functions(module) if _body_lines(f) > 40}
    assert not long


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_module_is_named_for_what_it_holds(module: Path) -> None:
    """No module is called utils, helpers, manager, service or info."""
    names = re.split(r"[_/.]", _name(module))
    assert not {"util", "utils", "helper", "helpers", "manager", "service", "info"} & set(names)


def test_changelog_names_the_version() -> None:
    """The changelog has a section for the version that the package carries."""
    assert f"\n## [{studypath.__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("heading", ["Quick start", "Tests"])
def test_readme_gives_one_command(heading: str) -> None:
    """The first code block is one line, and the Makefile knows its target."""
    command = _code_block(heading)
    assert re.fullmatch(r"make [a-z]+", command)
    target = command.removeprefix("make ")
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_readme_sections_stand_in_order() -> None:
    """The README leads from what it is for to where the files live."""
    headings = re.findall(r"^## (.+)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    wanted = ["Quick start", "Tests", "Install for daily use", "Day to day", "Where the files live"]
    assert [heading for heading in headings if heading in wanted] == wanted


@pytest.mark.parametrize(
    "page", [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")], ids=lambda page: page.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """Every relative link of a page leads to a file of the repository."""
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_dependency_has_a_reason_and_a_range() -> None:
    """Each run-time dependency has a lower bound and a comment above it."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    lines = text.splitlines()
    for dependency in tomllib.loads(text)["project"]["dependencies"]:
        assert ">=" in dependency
        assert lines[lines.index(f'    "{dependency}",') - 1].lstrip().startswith("#")


def test_lock_is_whole() -> None:
    """The lock pins every direct dependency by version and hash and names no index."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    lock = (ROOT / "requirements-dev.lock").read_text("utf-8")
    project = tomllib.loads(text)
    pinned = set(re.findall(r"^([a-z0-9-]+)==\S+.* \\\n    --hash=sha256:", lock, re.MULTILINE))
    assert len(pinned) == len(re.findall(r"^[a-z0-9]", lock, re.MULTILINE))
    for wanted in project["project"]["dependencies"] + project["dependency-groups"]["dev"]:
        name = re.match(r"[A-Za-z0-9_.-]+", wanted)
        assert name
        assert name[0] in pinned
    assert "://" not in lock
    assert "index" not in lock.lower().replace("importlib-", "")
