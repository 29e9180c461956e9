"""Files that are no curricula, or want to do harm: a clear error, or what is left of them."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from studypath.core.errors import UnusableFile
from studypath.files.curriculum import parse_paths
from studypath.files.importing.curriculum import import_curriculum
from studypath.files.importing.decode import LIMIT_BYTES
from studypath.files.paths_text import format_paths
from tests.files.importing.shown import imported, one_path

GOOD = "- [Good](https://example.org/good)\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a" * (LIMIT_BYTES + 1), "more than the 2 MiB that are imported"),
        (bytes(range(256)) * 100, "this is a binary file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "this is a binary file"),
        ("# Plan\n\n- Café\n".encode("latin-1"), "x.md:3: the byte 0xE9 is not UTF-8"),
        (b"# A\n- \xe2\x82\xac ok\n- \x80 cp1252\n", "x.md:3: the byte 0x80 is not UTF-8"),
        (b"\xff\xfe#\0\n\0\x00\xd8", "x.md:2: the text is not valid UTF-16-LE"),
        (b"", "the file is empty"),
        (b" \n\t\n", "the file is empty"),
        (b"# Title\n\nSome text about it.\n", "no list, table or reference"),
        (b"# Title\n\n- [Top](#top)\n", "no list, table or reference"),
        (b"- " * 10_000 + b"x", "nested deeper than 30 levels"),
        (b"1. " * 10_000 + b"x", "nested deeper than 30 levels"),
        (b">" * 10_000 + b"- x", "nested deeper than 30 levels"),
        ("".join("  " * i + f"- {i}\n" for i in range(1_000)).encode(), "nested deeper than 30"),
        (b"![[" * 100_000, "it consists mostly of ["),
        (b"<ul><li>" * 50_000, "it consists mostly of <"),
        (b"a_b*" * 50_000, "it consists mostly of * or _"),
    ],
)
def test_what_cannot_be_imported(content: bytes, message: str) -> None:
    """The error has exit code 4, names the file and the line, and says what is wrong."""
    with pytest.raises(UnusableFile) as caught:
        import_curriculum(content, "x.md")
    assert caught.value.exit_code == 4
    assert str(caught.value).startswith("x.md:")
    assert message in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_with_a_mark(encoding: str) -> None:
    """UTF-8 is read with and without a byte order mark, UTF-16 and UTF-32 with one."""
    result = import_curriculum("# Œuvre\r\n\r\n- Été (1h)\r\n".encode(encoding), "x.md")
    assert result.paths[0].title == "Œuvre"
    assert [step.id for step in result.paths[0].steps] == ["ete"]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "file:///etc/passwd",
        "vbscript:x", "ftp://example.org/x", "mailto:a@example.org", "https://user:pw@example.org/",
        "https:///nohost", "https://[bad/", "https://example.org/&#x202e;x",
        "https://example.org/a\\b", "https://e.org:99999999/",
    ],
)  # fmt: skip
def test_hostile_links_are_left_out_and_reported(address: str) -> None:
    """A link that a path may not hold leaves a step without an address, and a note."""
    result = imported(f"- [ ] [Click](<{address}>)\n" + GOOD)
    click, good = result.paths[0].steps
    assert (click.title, click.url) == ("Click", None)
    assert good.url == "https://example.org/good"
    assert [note.line for note in result.notes] == [1]


def test_control_characters_are_replaced() -> None:
    """What could steer a terminal is replaced, with a note; so are entities that stand for it."""
    text = "# A\x1b[31mb\n\n- [x\u202ey &#x202e; &#27;\\[0m](https://example.org/x)\n"
    result = imported(text)
    path = result.paths[0]
    assert path.title == "A\ufffd[31mb"
    assert path.steps[0].title == "x\ufffdy \ufffd \ufffd[0m"
    assert result.notes[0].message == "2 control or invisible characters replaced by \ufffd"
    parse_paths(format_paths(result.paths).encode(), "x.toml")


def test_headings_ten_levels_deep() -> None:
    """Headings below the sixth level count too; all steps stay, in order."""
    text = "".join(f"{'#' * i} H{i}\n\n- [S{i}](https://example.org/{i})\n\n" for i in range(1, 11))
    path = one_path(text)
    assert [step.title for step in path.steps] == [f"S{i}" for i in range(1, 11)]


def test_long_texts_are_cut() -> None:
    """Titles and remarks are cut to what a path may hold, and the loader accepts the result."""
    title, remark = "word " * 300, "more " * 3_000
    result = imported(f"# {title}\n\n- [{title}](https://example.org/a) - {remark}\n- {title}\n")
    assert all(len(step.title) <= 400 for step in result.paths[0].steps)
    parse_paths(format_paths(result.paths).encode(), "x.toml")


def test_names_that_windows_reserves() -> None:
    """Ids are never names of devices, and never empty."""
    text = "# con\n\n## nul\n\n- con\n- CON\n- 中文\n- 中文\n- ***\n- " + "x" * 500 + "\n"
    result = imported(text)
    ids = [step.id for step in result.paths[0].steps]
    assert ids[:2] == ["step-con", "step-con-2"]
    assert ids[3] == f"{ids[2]}-2"
    assert len(ids) == len(set(ids)) == 5
    parse_paths(format_paths(result.paths).encode(), "x.toml")


def _calls(text: str, file_name: str) -> int:
    """How many Python functions are called to import a text."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        import_curriculum(text.encode(), file_name)
    except UnusableFile:
        pass
    finally:
        sys.setprofile(before)
    return count


GROWING: dict[str, tuple[Callable[[int], str], str]] = {
    "items": (lambda n: "".join(f"- [T](https://x.org/{i}) (1h)\n" for i in range(n)), "x.md"),
    "sections": (
        lambda n: "".join(f"## H\n\n- [T](https://x.org/{i})\n\n" for i in range(n)),
        "x.md",
    ),
    "levels": (
        lambda n: "".join(f"{'#' * (i % 6 + 1)} H\n\n- [T](https://x.org/{i})\n" for i in range(n)),
        "x.md",
    ),
    "bold lines": (
        lambda n: "".join(f"**B**\n\n- [T](https://x.org/{i})\n\n" for i in range(n)),
        "x.md",
    ),
    "one line": (lambda n: "- " + "".join(f"[T](https://x.org/{i}), " for i in range(n)), "x.md"),
    "one paragraph": (lambda n: "".join(f"https://x.org/{i}\n" for i in range(n)), "x.md"),
    "weeks": (
        lambda n: "|Week|Topic|\n|-|-|\n" + "".join(f"|{i // 2}|T|\n" for i in range(n)),
        "x.md",
    ),
    "columns": (lambda n: "|a" * n + "\n" + "|-" * n + "\n" + "|[b](https://x.org)" * n, "x.md"),
    "html": (lambda n: "<ul>" + "<li>some text in it" * n + "</ul>", "x.md"),
    "prose": (lambda n: "some words and more of them\n" * n + GOOD, "x.md"),
    "plain": (lambda n: "Heading\n- item (1h)\n" * n, "x.txt"),
    "plain nested": (lambda n: "".join(" " * (i % 50) + "- item\n" for i in range(n)), "x.txt"),
    "references": (lambda n: "".join(f"@a{{k{i}, title={{T}}}}\n" for i in range(n)), "x.bib"),
}


@pytest.mark.parametrize("name", GROWING)
def test_work_grows_with_the_size(name: str) -> None:
    """Four times the input takes at most five times the calls."""
    make, file_name = GROWING[name]
    _calls(make(10), file_name)
    assert _calls(make(1_200), file_name) < 5 * _calls(make(300), file_name)


@pytest.mark.parametrize(
    "unit",
    [
        " ", "\u00a0", "&nbsp;", "(1 h ", "1-2-3-4 ", "by A B, C D, ", "“a", "A’s ", "9", "A ",
        "a.", "10.1234/", "— a", "https://", "(a.b.c.", ":star:", "weeks 8 ", "~1 h ", "optional ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("file_name", ["x.md", "x.txt"])
def test_no_pattern_takes_quadratic_time(unit: str, file_name: str) -> None:
    """200 KB of one unit in an item, a heading and a paragraph end: squares would take minutes."""
    run = unit * (200_000 // len(unit))
    link = "[T](https://x.org)" if file_name == "x.md" else "T, https://x.org"
    text = f"Title\n\nText {run}\n\n- item {run}\n- {link} {run}\n"
    assert imported(text, file_name).paths
