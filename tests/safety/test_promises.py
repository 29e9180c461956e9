"""Each promise and each known fault has a test that exists."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest

from tests.conftest import Home
from tests.safety.conftest import ROOT

PROMISES = ROOT / "docs" / "promises.md"
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def named_tests() -> list[tuple[str, str]]:
    """Return every test that the promises name: its file and its function."""
    return sorted(set(_NAMED.findall(PROMISES.read_text(encoding="utf-8"))))


@pytest.mark.parametrize(("file", "name"), named_tests(), ids="::".join)
def test_every_named_test_exists(file: str, name: str) -> None:
    """A promise whose test was renamed or removed is found out."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert name in functions


def test_every_promise_and_every_fault_has_a_test() -> None:
    """No bullet and no row of the table stands without a test."""
    text = PROMISES.read_text(encoding="utf-8")
    promises = re.findall(r"(?ms)^- \*\*.*?(?=^- |^\n*## |\Z)", text)
    rows = [line for line in text.splitlines() if line.startswith("| ")][2:]
    assert len(promises) > 15
    assert len(rows) > 40
    for each in (*promises, *rows):
        assert _NAMED.search(each), each


def test_every_test_of_safety_is_worth_a_promise() -> None:
    """Each file of these proofs is named by a promise."""
    files = {file for file, _ in named_tests()}
    here = {f"tests/safety/{file.name}" for file in (ROOT / "tests/safety").glob("test_*.py")}
    assert here <= files


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are text there")
def test_an_argument_that_is_no_text_is_refused(home: Home) -> None:
    """Bytes that are no text in the terminal's encoding never reach a file."""
    ran = subprocess.run(
        [sys.executable, "-m", "studypath", "note", "1.1", b"broken \xff"],
        capture_output=True,
        env=home.environment,
        cwd=home.root,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 2
    assert b"not valid text" in ran.stderr
    assert not home.progress.exists()
