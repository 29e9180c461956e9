"""The paths file: every field, and every refusal with file, line and key."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.curriculum import Concept, Deferred, Estimate, Part, Path, Phase, Step
from studypath.core.errors import UnusableFile
from studypath.schema.curriculum import (
    PathsOfFile,
    curriculum_of,
    cycle_of_covers,
    paths_of,
    unknown_references,
)
from studypath.schema.words import LINE_MOST, TEXT_MOST, URL_MOST

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

FULL = """\
format = 1
[[concept]]
id = "attention"
title = "Attention"
note = "In short."
[[concept]]
id = "in-context-learning"
[[path]]
id = "p"
title = "P"
summary = "S"
prerequisites = ["statistics"]
not_needed = ["deep learning"]
estimate = "10h-15h"
span = "two weeks"
[[path.phase]]
id = "one"
title = "One"
label = "Step 1"
reading = "closely"
advice = "Slowly."
estimate = "2h-3h"
[[path.phase.step]]
id = "a"
title = "A"
kind = "paper"
creators = ["X", "Y"]
year = 2017
url = "https://arxiv.org/abs/1706.03762"
alternatives = ["https://example.org/a"]
estimate = "50m-1h15m"
estimate_source = "derived"
estimate_rule = "by pages"
reading = "skim"
focus = "Section 3"
takeaway = "Weights, not words."
introduces = ["attention"]
concepts = ["rlhf", "attention"]
deepens = ["attention"]
covers = ["b"]
aliases = ["a-old"]
arxiv = "1706.03762"
doi = "10.48550/arXiv.1706.03762"
venue = "NeurIPS"
pages = 15
pages_to_read = 9
note = "Two versions."
[[path.phase.step.part]]
title = "Ch. 1"
url = "https://example.org/1"
duration = "18m"
note = "Start here."
[[path.phase.step.part]]
title = "Ch. 2"
[[path.phase.step]]
id = "b"
title = "B"
kind = "post"
[[path.phase]]
id = "two"
title = "Two"
open_ended = true
draws_on = ["p"]
[[path.deferred]]
id = "w"
title = "W"
reason = "Old."
revisit = "Later."
kind = "paper"
creators = ["Z"]
year = 2013
url = "https://example.org/w"
arxiv = "1301.3781"
doi = "10.1234/w"
venue = "ICLR"
deepens = ["embeddings"]
note = "Short."
"""


def read(text: str) -> PathsOfFile:
    """The paths of a text."""
    return paths_of(text.encode(), "mine.toml")


def fault_of(text: str) -> str:
    """The first fault of a text, with its place."""
    with pytest.raises(UnusableFile) as caught:
        read(text)
    assert caught.value.exit_code == 4
    return str(caught.value.faults[0])


def test_the_least_is_enough() -> None:
    """An id, a title, a phase and a step with a kind are a path; the label is "Phase N"."""
    (path,) = read(LEAST).paths
    assert path == Path(
        "p",
        "P",
        (Phase("one", "Phase 1", "One", 1, (Step("a", "1.1", "A", "post"),)),),
        "mine.toml",
    )


def test_every_field_is_read() -> None:
    """Each key of docs/format.md arrives in its value."""
    found = read(FULL)
    assert found.warnings == ()
    assert found.concepts == (
        Concept("attention", "Attention", "In short."),
        Concept("in-context-learning", "In context learning"),
    )
    (path,) = found.paths
    step = Step(
        id="a",
        number="1.1",
        title="A",
        kind="paper",
        creators=("X", "Y"),
        year=2017,
        url="https://arxiv.org/abs/1706.03762",
        estimate=Estimate(50, 75, "derived", "by pages"),
        reading="skim",
        focus="Section 3",
        takeaway="Weights, not words.",
        introduces=("attention", "rlhf"),
        deepens=("attention",),
        covers=("b",),
        aliases=("a-old",),
        works=("arxiv:1706.03762",),
        alternatives=("https://example.org/a",),
        parts=(Part("Ch. 1", "https://example.org/1", 18, "Start here."), Part("Ch. 2")),
        arxiv="1706.03762",
        doi="10.48550/arXiv.1706.03762",
        venue="NeurIPS",
        pages=15,
        pages_to_read=9,
        caution="Two versions.",
    )
    # A step without a reading of its own has its phase's.
    other = Step("b", "1.2", "B", "post", reading="closely")
    stated = Estimate(120, 180, "stated")
    first = Phase("one", "Step 1", "One", 1, (step, other), "closely", "Slowly.", stated)
    second = Phase("two", "Phase 2", "Two", 2, open_ended=True, draws_on=("p",))
    work = Deferred(
        id="w",
        title="W",
        reason="Old.",
        revisit="Later.",
        kind="paper",
        creators=("Z",),
        year=2013,
        url="https://example.org/w",
        arxiv="1301.3781",
        doi="10.1234/w",
        venue="ICLR",
        deepens=("embeddings",),
        caution="Short.",
    )
    assert path == Path(
        id="p",
        title="P",
        phases=(first, second),
        file="mine.toml",
        summary="S",
        prerequisites=("statistics",),
        not_needed=("deep learning",),
        estimate=Estimate(600, 900, "stated"),
        span="two weeks",
        deferred=(work,),
    )


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
        ("year = 0", "greater than or equal to 1"),
        ("year = 10000", "less than or equal to 9999"),
        ("pages = -1", "greater than or equal to 1"),
        ("pages = 1_000_000", "less than or equal"),
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
        (PHASE.format("one"), 2, "path[0].phase[1].id: one is taken already in this file"),
        (
            PHASE.format("two") + "open_ended = true\n" + STEP.format("b"),
            4,
            "path[0].phase[1].open_ended: an open-ended phase has no steps of its own",
        ),
        (
            '[[path]]\nid = "p"\ntitle = "T"\n' + PHASE.format("x"),
            2,
            "path[1].id: p is taken already in this file",
        ),
        (
            '[[path.deferred]]\nid = "d"\ntitle = "T"\nreason = "R"\n' * 2,
            6,
            "path[0].deferred[1].id: d is taken already in this file",
        ),
        (
            '[[concept]]\nid = "c"\n' * 2,
            4,
            "concept[1].id: c is taken already in this file",
        ),
        (
            'covers = ["b"]\n' + STEP.format("b") + 'covers = ["a"]\n',
            1,
            "path[0].phase[0].step[0].covers: covers goes in a circle: a > b > a",
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
    warnings = [str(each) for each in read(text).warnings]
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
        assert paths_of(tomli_w.dumps(data).encode("utf-8", "replace"), "mine.toml").paths


def other(text: str, file: str = "other.toml") -> PathsOfFile:
    """The paths of another file."""
    return paths_of(text.encode(), file)


def test_files_make_one_curriculum() -> None:
    """Paths stand in the order of the files; covers reach from one to the other."""
    first = read(LEAST + 'introduces = ["x-y"]\n')
    text = LEAST.replace('"p"', '"q"').replace('"a"', '"b"') + 'covers = ["a"]\ndeepens = ["z"]\n'
    work = '[[path.deferred]]\nid = "d"\ntitle = "T"\nreason = "R"\ndeepens = ["later"]\n'
    concept = '[[concept]]\nid = "z"\ntitle = "Zed"\n'
    known, faults = curriculum_of([first, other(text + work + concept)])
    assert faults == ()
    assert [path.id for path in known.paths] == ["p", "q"]
    assert known.paths[0].steps[0].covered_by == ("b",)
    assert {c.id: c.title for c in known.concepts} == {"z": "Zed", "x-y": "X y", "later": "Later"}


def test_a_file_that_takes_an_id_of_another_is_left_out() -> None:
    """The earlier file stays, the later one is named."""
    known, faults = curriculum_of([read(LEAST), other(LEAST)])
    assert [path.file for path in known.paths] == ["mine.toml"]
    assert [str(fault) for fault in faults] == [
        "other.toml: the path id p is taken by another file"
    ]


def test_a_file_that_closes_a_circle_with_another_is_left_out() -> None:
    """Two files, each sound, may not cover each other's steps in a circle."""
    text = LEAST.replace('"p"', '"q"').replace('"a"', '"b"') + 'covers = ["a"]\n'
    known, faults = curriculum_of([read(LEAST + 'covers = ["b"]\n'), other(text)])
    assert [path.id for path in known.paths] == ["p"]
    assert "covers goes in a circle: " in str(faults[0])
    assert faults[0].file == "other.toml"


def test_a_long_chain_of_covers_is_no_circle() -> None:
    """Thousands of steps, each covering the next, are walked without recursion."""
    steps = "".join(STEP.format(f"s{n}") + f'covers = ["s{n + 1}"]\n' for n in range(3000))
    (path,) = read(LEAST + steps).paths
    assert cycle_of_covers([path]) == ()


def test_a_step_covered_twice_is_no_circle() -> None:
    """Two ways to one step are none."""
    more = 'covers = ["b", "c"]\n' + STEP.format("b") + 'covers = ["c"]\n' + STEP.format("c")
    assert cycle_of_covers(read(LEAST + more).paths) == ()


def test_references_to_nothing_are_found() -> None:
    """`covers` without a step and `draws_on` without a path are named; others are not."""
    more = 'covers = ["b", "gone"]\n' + PHASE.format("two") + 'draws_on = ["q", "nowhere"]\n'
    mine = read(LEAST + more).paths
    known = other(LEAST.replace('"p"', '"q"').replace('"a"', '"b"')).paths
    assert [str(fault) for fault in unknown_references(mine, known)] == [
        "mine.toml: p.a.covers: no step has the id gone",
        "mine.toml: p.two.draws_on: no path has the id nowhere",
    ]
