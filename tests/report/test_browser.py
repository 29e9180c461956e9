"""The page in a real browser: headless Chromium driven by playwright, checked with axe-core.

It needs Chromium, Node.js, pdftotext, and `npm ci` in tests/report/browser. Without them the tests
are skipped, or fail if STUDYPATH_REQUIRE_BROWSER=1 is set, as it is in .ci/run.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from studypath.report.class_page import render_class_page
from studypath.report.page import render_page
from tests.report.class_samples import CLASS_SAMPLES, TODAY
from tests.report.samples import SAMPLES

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent / "browser"
PAGES = (*SAMPLES, *CLASS_SAMPLES)
Observations = dict[str, list[dict[str, Any]]]


def find_missing() -> list[str]:
    """Return which of the programs that the tests need are missing."""
    missing = [name for name in ("node", "pdftotext") if shutil.which(name) is None]
    if find_browser() is None:
        missing.append("chromium")
    if not (HERE / "node_modules" / "axe-core").is_dir():
        missing.append("npm ci in tests/report/browser")
    return missing


def find_browser() -> str | None:
    """Return the file of Chromium, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((file for name in names if (file := shutil.which(name))), None)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write every sample page into one directory."""
    directory = tmp_path_factory.mktemp("pages")
    for name, build in SAMPLES.items():
        (directory / f"{name}.html").write_text(render_page(build()), "utf-8")
    for name, build_class in CLASS_SAMPLES.items():
        page = render_class_page(build_class(), TODAY)
        (directory / f"{name}.html").write_text(page, "utf-8")
    return directory


@pytest.fixture(scope="module")
def observed(pages: Path) -> Observations:
    """Open every page in the browser and return what was observed, by sample."""
    missing = find_missing()
    if missing:
        reason = f"not here: {', '.join(missing)}"
        if os.environ.get("STUDYPATH_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    files = [str(pages / f"{name}.html") for name in PAGES]
    finished = subprocess.run(
        ["node", str(HERE / "check.mjs"), str(find_browser()), *files],
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert finished.returncode == 0, finished.stderr
    answers = json.loads(finished.stdout)
    return {Path(file).stem: observations for file, observations in answers.items()}


@pytest.mark.parametrize("name", PAGES)
def test_the_browser_has_nothing_to_say_and_nothing_to_load(
    observed: Observations, name: str
) -> None:
    """There is no console message, no policy violation, and no request but for the page."""
    for observation in observed[name]:
        assert observation["messages"] == []
        assert observation["requests"] == []


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation_in_light_and_dark(observed: Observations, name: str) -> None:
    """The page keeps WCAG 2.2 AA and axe-core's best practices."""
    for observation in observed[name]:
        assert observation["violations"] == [], observation["colorScheme"]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_on_a_phone(observed: Observations, name: str) -> None:
    """At 360 pixels the page is no wider than the screen."""
    for observation in observed[name]:
        assert observation["scrollWidth"] <= observation["width"]


@pytest.mark.parametrize("name", PAGES)
def test_everything_is_reachable_by_keyboard(observed: Observations, name: str) -> None:
    """The Tab key visits every link, cell and region, and each is visible while focused."""
    (reached, *_) = [o["reached"] for o in observed[name] if o["reached"] is not None]
    assert reached["hiddenFocus"] == 0
    assert reached["seen"] >= min(reached["wanted"], reached["limit"])


def read_pdf(file: Path) -> list[str]:
    """Return the text of each page of a PDF file."""
    finished = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True
    )
    return finished.stdout.decode("utf-8", "replace").split("\f")[:-1]


@pytest.mark.usefixtures("observed")
def test_no_row_is_cut_in_print(pages: Path) -> None:
    """The first and the last word of each row of the table stand on one sheet."""
    sheets = read_pdf(pages / "large.html.pdf")
    for part in ("begin", "end"):
        assert sum(sheet.count(f"{part}20x50") for sheet in sheets) >= 1
    for sheet in sheets:
        begun = sorted(re.findall(r"begin(\d+x\d+)\b", sheet))
        ended = sorted(re.findall(r"end(\d+x\d+)\b", sheet))
        assert begun == ended


@pytest.mark.usefixtures("observed")
def test_no_row_of_a_class_is_cut_in_print(pages: Path) -> None:
    """The name of each learner stands on one sheet."""
    sheets = read_pdf(pages / "class-large.html.pdf")
    assert any("begin999x" in sheet for sheet in sheets)
    for sheet in sheets:
        assert sorted(re.findall(r"begin(\d+)x", sheet)) == sorted(re.findall(r"end(\d+)x", sheet))


@pytest.mark.usefixtures("observed")
@pytest.mark.parametrize("name", ["fresh", "middle", "class-dozen"])
def test_a_path_fits_on_three_sheets(pages: Path, name: str) -> None:
    """A bundled path prints on at most three pages of A4."""
    assert 1 <= len(read_pdf(pages / f"{name}.html.pdf")) <= 3
