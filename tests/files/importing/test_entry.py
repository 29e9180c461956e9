"""The entry of the importer: which reader reads a file, how it reports, what it leaves alone."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from studypath.core.errors import UnusableFile
from studypath.files.importing.curriculum import find_source, format_imported, import_curriculum
from tests.files.importing.shown import imported

LIST = "- [A](https://example.org/a)\n- [B](https://example.org/b)\n"


@pytest.mark.parametrize(
    ("text", "file_name", "source"),
    [
        ("Read\n- a\n", "x.md", "Markdown"),
        ("Read\n- a\n", "x.txt", "plain text"),
        ("# Read\n- a\n", "x.txt", "Markdown"),
        ("Read\n====\n- a\n", "x.txt", "Markdown"),
        (LIST, "-", "Markdown"),
        ("Read\n- a\n", "-", "plain text"),
        ('{"format": 1}', "-", "JSON"),
        ('[\n {"title": "x"}]', "notes.txt", "JSON"),
        ("[1] A. Author. A title. 2015.", "-", "plain text"),
        ("% c\n@book{a, title={x}}", "-", "BibTeX"),
        ("anything", "X.BIB", "BibTeX"),
    ],
)
def test_reader_by_suffix_and_content(text: str, file_name: str, source: str) -> None:
    """The suffix decides where it names a format, the content elsewhere."""
    assert find_source(text, file_name) == source


def test_reports_the_share_that_was_read() -> None:
    """`report_share` is called with growing shares of a long file."""
    shares: list[float] = []
    import_curriculum((LIST * 2_000).encode(), "x.md", report_share=shares.append)
    assert shares == sorted(shares)
    assert len(shares) > 5
    assert 0 < shares[0] < shares[-1] <= 1


@pytest.mark.parametrize("is_enabled", [True, False])
def test_collector_is_as_before(*, is_enabled: bool) -> None:
    """The search for cycles is paused while a file is read, and then as it was, also on errors."""
    before = gc.isenabled()
    try:
        (gc.enable if is_enabled else gc.disable)()
        imported(LIST)
        with pytest.raises(UnusableFile):
            imported("")
        assert gc.isenabled() is is_enabled
    finally:
        (gc.enable if before else gc.disable)()


def test_importing_the_entry_loads_no_parser() -> None:
    """The parsers are imported when a file of their format is read, not before."""
    code = (
        "import sys, studypath.files.importing.curriculum; "
        "print([m for m in ('markdown_it', 'bibtexparser', 'pylatexenc', 'pydantic', 'rich') "
        "if m in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout == "[]\n"


def test_a_path_that_no_file_can_hold() -> None:
    """TOML larger than what is read is refused with its size and advice, and never written."""
    link = "- [T{0}](https://e.org/{0}) a b c\n"
    large = imported("# A\n\n" + "".join(link.format(n) for n in range(30_000)))
    with pytest.raises(UnusableFile, match=r"x\.md: it becomes 3\.\d MiB of TOML") as caught:
        format_imported(large, "x.md")
    assert caught.value.exit_code == 4
    assert "Split the file at a heading" in str(caught.value)
