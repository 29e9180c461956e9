"""Several paths files make one curriculum."""

from studypath.files.covers import find_covers_cycle
from studypath.files.curriculum import (
    ParsedPaths,
    build_curriculum,
    parse_paths,
)
from tests.files.test_paths import LEAST, STEP, read


def other(text: str, file: str = "other.toml") -> ParsedPaths:
    """Return the paths of another file."""
    return parse_paths(text.encode(), file)


def test_files_make_one_curriculum() -> None:
    """Paths stand in the order of the files; covers reach from one to the other."""
    first = read(LEAST + 'introduces = ["x-y"]\n')
    text = LEAST.replace('"p"', '"q"').replace('"a"', '"b"') + 'covers = ["a"]\ndeepens = ["z"]\n'
    work = '[[path.deferred]]\nid = "d"\ntitle = "T"\nreason = "R"\ndeepens = ["later"]\n'
    concept = '[[concept]]\nid = "z"\ntitle = "Zed"\n'
    known, faults = build_curriculum([first, other(text + work + concept)])
    assert faults == ()
    assert [path.id for path in known.paths] == ["p", "q"]
    assert known.paths[0].steps[0].covered_by == ("b",)
    assert {c.id: c.title for c in known.concepts} == {"z": "Zed", "x-y": "X y", "later": "Later"}


def test_a_file_that_takes_an_id_of_another_is_left_out() -> None:
    """The earlier file stays, the later one is named."""
    known, faults = build_curriculum([read(LEAST), other(LEAST)])
    assert [path.file for path in known.paths] == ["mine.toml"]
    assert [str(fault) for fault in faults] == [
        "other.toml: another file has a path with the id p; give this one another id"
    ]


def test_a_file_that_closes_a_circle_with_another_is_left_out() -> None:
    """Two files, each sound, may not cover each other's steps in a circle."""
    text = LEAST.replace('"p"', '"q"').replace('"a"', '"b"') + 'covers = ["a"]\n'
    known, faults = build_curriculum([read(LEAST + 'covers = ["b"]\n'), other(text)])
    assert [path.id for path in known.paths] == ["p"]
    assert "covers forms a cycle: " in str(faults[0])
    assert faults[0].file == "other.toml"


def test_a_long_chain_of_covers_is_no_circle() -> None:
    """Thousands of steps, each covering the next, are walked without recursion."""
    steps = "".join(STEP.format(f"s{n}") + f'covers = ["s{n + 1}"]\n' for n in range(3000))
    (path,) = read(LEAST + steps).paths
    assert find_covers_cycle([path]) == ()


def test_a_step_covered_twice_is_no_circle() -> None:
    """Two ways to one step are none."""
    more = 'covers = ["b", "c"]\n' + STEP.format("b") + 'covers = ["c"]\n' + STEP.format("c")
    assert find_covers_cycle(read(LEAST + more).paths) == ()
