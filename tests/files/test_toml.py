import pytest
import tomli

from studypath.core.errors import UnusableFile
from studypath.files.toml import (
    PATHS_LIMIT_BYTES,
    format_key,
    read_toml,
)
from studypath.files.toml_scan import Loc
from tests.files.toml_sample import SAMPLE, fault_of, read

LINES = [
    (("format",), 2),
    (("text",), 3),
    (("path-less",), 7),
    (("path-less", "quoted # key"), 8),
    (("path-less", "literal.key"), 9),
    (("path",), 11),
    (("path", 0), 11),
    (("path", 0, "id"), 12),
    (("path", 0, "size", "high", "most"), 13),
    (("path", 0, "phase", 0, "id"), 16),
    (("path", 0, "phase", 0, "step", 0, "id"), 18),
    (("path", 1), 20),
    (("path", 1, "phase", 0, "id"), 23),
    (("path", 1, "phase", 1), 24),
    (("path", 1, "phase", 1, "step", 0), 26),
    (("path", 1, "phase", 1, "step", 0, "covers"), 28),
    (("path", 1, "phase", 1, "step", 0, "covers", 0), 29),
    (("path", 1, "phase", 1, "step", 0, "covers", 1), 29),
    (("path", 1, "phase", 1, "step", 0, "covers", 2), 31),
    (("path", 1, "phase", 1, "step", 1, "url"), 34),
    (("path", 1, "phase", 1, "step", 1, "estimate", "low"), 35),
    (("path", 1, "phase", 1, "step", 1, "estimate", "high"), 36),
    (("path", 1, "phase", 1, "step", 1, "estimate", "high", 0, 1), 37),
    (("path", 1, "phase", 1, "step", 1, "estimate", "high", 1, 0), 38),
    (("path", 1, "deep", "er"), 39),
    (("path", 1, "deep", "er", "when"), 40),
]


@pytest.mark.parametrize(("loc", "line"), LINES)
def test_every_kind_of_key_has_its_line(loc: Loc, line: int) -> None:
    """Headers, arrays of tables, dotted, quoted and inline keys and elements are located."""
    assert read(SAMPLE).places[loc][0] == line


def test_a_longer_location_has_the_line_of_its_known_beginning() -> None:
    """A missing key is located at its table, and the file itself has no line."""
    located = read(SAMPLE)
    assert located.line_of(("path", 1, "phase", 1, "step", 1, "title")) == 33
    assert located.line_of(("nothing",)) is None
    assert located.line_of(()) is None


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_byte_order_mark_and_crlf_change_nothing(mark: bytes, newline: str) -> None:
    """A file of a Windows editor has the data and the lines of any other."""
    located = read(mark + SAMPLE.replace("\n", newline).encode())
    assert located.data == tomli.loads(SAMPLE)
    assert dict(located.places) == dict(read(SAMPLE).places)


@pytest.mark.parametrize(
    ("content", "line", "column", "words"),
    [
        (b'a = 1\nb = "x\0"\n', 2, 7, "NUL"),
        (b"a = 1\rb = 2\n", 1, 6, "carriage return"),
        (b"a = 1\r\r\nb = 2\n", 1, 6, "carriage return"),
        ("\ufeffa = 1\n".encode("utf-16-le"), 1, 1, "UTF-16"),
        ("a = 1\n".encode("utf-16"), 1, 1, "UTF-16"),
        ("a = 1\n".encode("utf-16-le"), 1, 1, "UTF-16"),
        ("a = 1\n".encode("utf-16-be"), 1, 1, "UTF-16"),
        ("a = 1\n".encode("utf-32"), 1, 1, "UTF-16 or UTF-32"),
        ('a = 1\r\nb = "é, café"\n'.encode("latin-1"), 2, 6, "0xE9"),
        ("a = 1\nb = 'é'\n".encode() + b"c = '\xe9'", 3, 6, "UTF-8"),
        (b'a = "\x1b[31m"\n', 1, 6, "character"),
    ],
)
def test_bytes_that_are_not_plain_utf8_are_named(
    content: bytes, line: int, column: int, words: str
) -> None:
    """NUL, a bare carriage return, UTF-16, Latin-1 and raw controls have a line and a column."""
    fault = fault_of(content)
    assert fault.line == line
    assert f"(column {column})" in fault.message
    assert words in fault.message


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ('a = 1\nb = "x\n', 2, 5, "not closed on its line"),
        ("a = 1\nb = 'x\n", 2, 5, "not closed on its line"),
        ('a = 1\nb = """x\n\n', 2, 5, "never closed"),
        ("a = '''x''\n\n", 1, 5, "never closed"),
        ("a = 1\nb = hello\n", 2, 5, "texts need quotes"),
        ("a = 1\nb\n", 2, 2, "needs ="),
        ("a = 1 2\n", 1, 7, "unexpected text"),
        ("[a\nb = 1\n", 1, 3, "needs its ]"),
        ("[[a]\nb = 1\n", 1, 4, "needs its ]]"),
        ("a = [1 2]\n", 1, 8, "comma or ]"),
        ("a = {b = 1 c = 2}\n", 1, 12, "comma or }"),
        ('a = "\\q"\n', 1, 8, "escapes nothing"),
        ('a = "\\ud800"\n', 1, 12, "no character"),
        ("a = 2026-02-30\n", 1, 5, "no such date"),
        ("= 1\n", 1, 1, "neither a key"),
        ("a. = 1\n", 1, 4, "not a key"),
        ("a = [\n", 2, 1, "not a value"),
    ],
)
def test_a_fault_of_syntax_is_told_in_plain_words(
    text: str, line: int, column: int, words: str
) -> None:
    """What the parser refuses is named with its line, its column and what is missing."""
    fault = fault_of(text)
    assert fault.line == line
    assert f"(column {column})" in fault.message
    assert words in fault.message
    assert str(fault).startswith(f"paths.toml:{line}: ")


@pytest.mark.parametrize(
    ("text", "line", "key", "first"),
    [
        ('a = 1\n\na = """\n\n\n"""\n', 3, "a", 1),
        ("[t]\na = 1\na = [\n1,\n2\n]  # end\n", 3, "t.a", 2),
        ("[a]\n[b]\n[ a ]\n", 3, "a", 1),
        ("[a]\n[b]\n[ a . ' ' ]\n[a.' '\t ]\n", 4, 'a." "', 3),
        ("a = {\nb = 1,\nc = 2,\nb = [\n3]}\n", 4, "a.b", 2),
        ("[[p]]\n[[p.q]]\n[[p]]\n[[p.q]]\nx = 1\n'x' = 2\n", 6, "p[1].q[0].x", 5),
        ("a.b = 1\na.b.c = 2\n", 2, "a.b.c", None),
        ("a = 1\n[a]\n", 2, "a", 1),
        ("a.b = 1\n[a]\n", 2, "a", 1),
        ("x = [{a = 1, b = 2, a = 3}]\n", 1, "x[0].a", 1),
        ("a = [1]\n[[a]]\n", 2, "a", 1),
        ("[a]\nb = 1\n[a.c]\n[[a]]\n", 4, "a", 1),
        ("a = {}\n[a.b]\n", 2, "a.b", None),
        ("[a]\n[a]\u00a0", 2, "a", 1),
    ],
)
def test_a_duplicate_key_is_reported_where_it_stands(
    text: str, line: int, key: str, first: int | None
) -> None:
    """The fault names the second key at its own line, and the line of the first."""
    fault = fault_of(text)
    assert (fault.line, fault.key) == (line, key)
    assert (f"first in line {first}" in fault.message) is (first is not None)


def test_a_hostile_name_is_shown_harmless_and_short() -> None:
    """Controls in names of files and keys are replaced, and no message grows with the file."""
    key = "'\u202e" + "x" * 10_000 + "'"
    with pytest.raises(UnusableFile) as caught:
        read_toml(f"{key} = 1\n{key} = 2\n".encode(), "\x1b[31m.toml", PATHS_LIMIT_BYTES)
    told = str(caught.value)
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert len(told) < 300


def test_a_format_key_is_written_as_toml_writes_it() -> None:
    """Indices stand in brackets, and names that need quotes have them."""
    assert format_key(("path", 1, "a b", "c-d_e")) == 'path[1]."a b".c-d_e'
