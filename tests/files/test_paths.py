"""The paths file: every refusal with file, line and key."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.errors import UnusableFile
from studypath.files.curriculum import (
    ParsedPaths,
    parse_paths,
)
from studypath.files.path_check import check_paths
from studypath.files.types import LINE_MOST, TEXT_MOST, URL_MOST

LEAST = """\
format = 1
[[path]]
id = "p"
title = "P"
[[path.phase]]
id = "one"
title = "One"
[[path.phase.step]]
id = "a"
title = "A"
kind = "post"
"""
LINES = LEAST.count("\n")


def read(text: str) -> ParsedPaths:
    """Return the paths of a text."""
    return parse_paths(text.encode(), "mine.toml")


def fault_of(text: str) -> str:
    """Return the first fault of a text, with its place."""
    with pytest.raises(UnusableFile) as caught:
        read(text)
    assert caught.value.exit_code == 4
    return str(caught.value.faults[0])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('estimate = "3h-2h"', "low end above its high end"),
        ('estimate = "soon"', "is not a duration"),
        ("estimate = 30", "must be text in quotes"),
        ('estimate_source = "guessed"', "stated"),
        ('url = "ftp://example.org"', "begins with http"),
        ('url = "javascript:alert(1)"', "begins with http"),
        ('url = "file:///etc/passwd"', "begins with http"),
        ('url = "https://"', "begins with http"),
        ('url = "https://me:secret@example.org"', "no user name"),
        ('url = "https://example.org/a b"', "no address has"),
        ('url = "https://example.org/<x>"', "no address has"),
        ('url = "https://[x"', "cannot be read"),
        ('url = "https://example.org:99999/"', "cannot be read"),
        (f'url = "https://example.org/{"a" * URL_MOST}"', "longer than"),
        ('alternatives = ["https://example.org", "mailto:x"]', "begins with http"),
        ('focus = "a\\u001b[31m"', "control character"),
        ('focus = "a\\u202e"', "control character"),
        ('takeaway = "a\\u0000"', "control character"),
        ('focus = " "', "is empty"),
        (f'focus = "{"a" * (TEXT_MOST + 1)}"', "longer than"),
        (f'venue = "{"a" * (LINE_MOST + 1)}"', "longer than"),
        ('venue = "a\\nb"', "control character"),
        ('aliases = ["A"]', "lower-case words"),
        ('introduces = ["x", "../y"]', "lower-case words"),
        ('covers = "a"', "must be a list"),
        ('covers = ["a"]', "cannot cover itself"),
        ("creators = [1]", "must be text"),
        ("year = true", "must be a whole number"),
        ('year = "2017"', "must be a whole number"),
        ("year = 2017.0", "must be a whole number"),
        ("year = 0", "must be at least 1"),
        ("year = 10000", "must be at most 9999"),
        ("pages = -1", "must be at least 1"),
        ("pages = 1_000_000", "must be at most 100000"),
        ('arxiv = "1706"', "arXiv id looks like"),
        ('doi = "doi:10.1/x"', "DOI looks like"),
        ('doi = "10.1234/a\\u0007"', "DOI looks like"),
        ('reading = "carefully"', "closely"),
        ("part = 3", "must be a list"),
        ("part = [3]", "must be a table"),
        ("part = [{}]", "is missing"),
        ('aliases = ["a"]', "a is the id of another step"),
    ],
)
def test_a_bad_value_of_a_step_is_refused_with_its_place(line: str, words: str) -> None:
    """File, line and key stand before what is wrong; types are strict."""
    fault = fault_of(f"{LEAST}{line}\n")
    key = line.split(" =", maxsplit=1)[0]
    assert fault.startswith(f"mine.toml:{LINES + 1}: path[0].phase[0].step[0].{key}")
    assert words in fault
    assert fault.isprintable()


@pytest.mark.parametrize(
    "step_id",
    [
        *("../x", "/etc/passwd", "A", "a_b", "a--b", "-a", "a-", "", "a b", "a.b", "ü", "a\\n"),
        *("con", "nul", "aux", "prn", "com1", "lpt0", "a" * 101, "a\\u200b"),
    ],
)
def test_an_id_is_lower_case_words_with_hyphens(step_id: str) -> None:
    """Paths, reserved names, other cases and scripts are no ids, whatever they are the id of."""
    for old, place in (
        ('id = "a"', "path[0].phase[0].step[0].id"),
        ('id = "one"', "path[0].phase[0].id"),
        ('id = "p"', "path[0].id"),
    ):
        text = LEAST.replace(old, f'id = "{step_id}"')
        line = LEAST[: LEAST.index(old)].count("\n") + 1
        assert fault_of(text).startswith(f"mine.toml:{line}: {place}: ")


STEP = '[[path.phase.step]]\nid = "{}"\ntitle = "T"\nkind = "post"\n'
PHASE = '[[path.phase]]\nid = "{}"\ntitle = "T"\n'


@pytest.mark.parametrize(
    ("more", "line", "fault"),
    [
        (STEP.format("a"), 2, "path[0].phase[0].step[1].id: a is the id of another step"),
        (
            PHASE.format("two") + STEP.format("a"),
            5,
            "path[0].phase[1].step[0].id: a is the id of another step",
        ),
        (
            'aliases = ["old"]\n' + STEP.format("old"),
            3,
            "path[0].phase[0].step[1].id: old is the former id of another step",
        ),
        (PHASE.format("one"), 2, "path[0].phase[1].id: one is the id of another phase"),
        (
            PHASE.format("two") + 'aliases = ["new", "one"]\n',
            4,
            "path[0].phase[1].aliases: one is the id of another phase",
        ),
        (
            PHASE.format("two") + "open_ended = true\n" + STEP.format("b"),
            4,
            "path[0].phase[1].open_ended: an open-ended phase cannot have steps",
        ),
        (
            '[[path]]\nid = "p"\ntitle = "T"\n' + PHASE.format("x"),
            2,
            "path[1].id: p is used twice in this file",
        ),
        (
            '[[path.deferred]]\nid = "d"\ntitle = "T"\nreason = "R"\n' * 2,
            6,
            "path[0].deferred[1].id: d is used twice in this file",
        ),
        (
            '[[concept]]\nid = "c"\n' * 2,
            4,
            "concept[1].id: c is used twice in this file",
        ),
        (
            'covers = ["b"]\n' + STEP.format("b") + 'covers = ["a"]\n',
            1,
            "path[0].phase[0].step[0].covers: covers forms a cycle: a > b > a",
        ),
        (PHASE.format("two") + "reading = 1\n", 4, "path[0].phase[1].reading: "),
    ],
)
def test_tables_that_contradict_each_other_are_refused(more: str, line: int, fault: str) -> None:
    """Ids taken twice, circles of covers and open-ended phases with steps are named."""
    assert fault_of(LEAST + more).startswith(f"mine.toml:{LINES + line}: {fault}")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "mine.toml: format: is missing"),
        ("format = 1\n", "mine.toml: path: is missing"),
        (
            LEAST.replace("format = 1", "format = true"),
            "mine.toml:1: format: must be a whole number",
        ),
        (LEAST.replace("format = 1", "format = 0"), "mine.toml:1: format: "),
        (
            LEAST.replace("format = 1", "format = 2"),
            "mine.toml:1: format: is 2; this program reads 1",
        ),
        (
            LEAST.replace('title = "A"\n', ""),
            "mine.toml:8: path[0].phase[0].step[0].title: is missing",
        ),
        ("format = 1\npath = []\n", "mine.toml:2: path: "),
        ('format = 1\n[[path]]\nid = "p"\ntitle = "P"\n', "mine.toml:2: path[0].phase: is missing"),
        ("format = 1\npath = [\n", "mine.toml:"),
    ],
)
def test_a_file_that_is_no_paths_file_is_refused(text: str, fault: str) -> None:
    """What is missing or of a newer format is said with its place."""
    assert fault_of(text).startswith(fault)


def test_ten_faults_are_shown_and_the_rest_counted() -> None:
    """A file with many faults names ten of them in order."""
    text = LEAST + "".join(STEP.format(f"X{n}") for n in range(25))
    with pytest.raises(UnusableFile) as caught:
        read(text)
    assert (len(caught.value.faults), caught.value.more) == (10, 15)
    lines = [fault.line for fault in caught.value.faults]
    assert lines == sorted(lines, key=lambda line: line or 0)
    assert "and 15 more" in str(caught.value)


def test_unknown_keys_only_warn() -> None:
    """A key that is not known is named with the nearest one, and the file is read."""
    text = LEAST.replace('kind = "post"', 'kind = "post"\nfocsu = "x"').replace(
        'title = "P"', 'title = "P"\n"\\u001b" = 1'
    )
    assert len(read(text).paths) == 1
    shown = [str(each) for each in check_paths(text.encode(), "mine.toml", []).warnings]
    warnings = [each for each in shown if "is unknown and ignored" in each]
    assert len(warnings) == 2
    assert "did you mean focus?" in warnings[1]
    assert warnings[1].startswith("mine.toml:13: path[0].phase[0].step[0].focsu: ")
    assert all(each.isprintable() for each in warnings)


@given(st.dictionaries(st.text(max_size=8), st.integers() | st.text() | st.none(), max_size=3))
def test_any_table_is_read_or_refused(table: dict[str, object]) -> None:
    """Whatever stands in a step, the answer is paths or an error with its faults."""
    import tomli_w

    extra = {key: value for key, value in table.items() if value is not None}
    step = {"id": "a", "title": "A", "kind": "post", **extra}
    phase = {"id": "one", "title": "One", "step": [step]}
    data = {"format": 1, "path": [{"id": "p", "title": "P", "phase": [phase]}]}
    with suppress(UnusableFile):
        assert parse_paths(tomli_w.dumps(data).encode("utf-8", "replace"), "mine.toml").paths
