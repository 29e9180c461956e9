"""Whatever Markdown lists, the path has; whatever path there is, its TOML says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from studypath.core.curriculum import Deferred, Estimate, Part, Path, Phase, Step
from studypath.core.errors import UnusableFile
from studypath.core.text import has_control
from studypath.core.works import build_work_keys
from studypath.files.curriculum import parse_paths
from studypath.files.importing.curriculum import import_curriculum
from studypath.files.importing.inline import collect_words, parse_link_first
from studypath.files.importing.slugs import Slugs
from studypath.files.path_check import check_paths
from studypath.files.paths_model import FORMAT
from studypath.files.paths_text import format_paths
from studypath.files.types import check_id
from tests.files.importing.shown import imported
from tests.progress_samples import bundled

WORDS = st.lists(
    st.sampled_from(["sorting", "Trees", "graphs", "Hashing", "search", "C++", "café", "2024"]),
    min_size=1,
    max_size=5,
).map(" ".join)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Markdown with links in lists, tables and paragraphs below headings, and their addresses."""
    lines = ["# The plan", ""]
    addresses: list[str] = []

    def link() -> str:
        addresses.append(f"https://example.org/{len(addresses)}")
        return f"[{draw(WORDS)} {len(addresses)}]({addresses[-1]})"

    for number in range(draw(st.integers(1, 4))):
        lines += [f"{'#' * draw(st.integers(2, 4))} {draw(WORDS)} {number}", ""]
        for _ in range(draw(st.integers(1, 3))):
            shape = draw(st.sampled_from(["list", "tasks", "nested", "table", "lines", "numbers"]))
            count = draw(st.integers(1, 4))
            if shape == "list":
                lines += [f"- {link()} - {draw(WORDS)}" for _ in range(count)]
            elif shape == "tasks":
                lines += [f"- [{draw(st.sampled_from('x '))}] {link()}" for _ in range(count)]
            elif shape == "nested":
                lines += [f"- {draw(WORDS)}:", *(f"    - {link()}" for _ in range(count))]
            elif shape == "table":
                lines += ["| Course | Duration |", "|---|---|"]
                lines += [f"| {link()} | {draw(st.integers(1, 9))} hours |" for _ in range(count)]
            elif shape == "lines":
                lines += [f"{link()} - {draw(WORDS)}" for _ in range(count)]
            else:
                for at in range(count):
                    lines += [f'**[{at}]** Doe, Jane. "A title {at}." ICML. 2015. {link()}', ""]
            lines += ["", "<!-- end -->", ""]
    return "\n".join(lines), addresses


def _addresses(path: Path) -> list[str]:
    """Every address in a path: of steps, their parts, other places, and deferred works."""
    found: list[str] = []
    for step in path.steps:
        found += [step.url] if step.url else []
        found += [part.url for part in step.parts if part.url]
        found += step.alternatives
    return found + [work.url for work in path.deferred if work.url]


@given(documents())
def test_every_link_is_in_the_path_once(document: tuple[str, list[str]]) -> None:
    """Each listed link is in the path exactly once, in the order of the document."""
    text, addresses = document
    (path,) = imported(text).paths
    assert _addresses(path) == addresses


@given(documents())
def test_an_import_is_a_valid_path_file(document: tuple[str, list[str]]) -> None:
    """The TOML of an import reads back as the same paths; a second import gives the same ids."""
    text, _ = document
    result = imported(text)
    content = format_paths(result.paths).encode()
    assert parse_paths(content, "course.md").paths == result.paths
    warnings = check_paths(content, "course.md", []).warnings
    assert not [each for each in warnings if "is unknown" in each.message]
    assert imported(text) == result


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode), st.sampled_from(
    ["x.md", "x.txt", "x.json", "x.bib", "-"]))  # fmt: skip
def test_any_bytes_give_paths_or_an_error(content: bytes, file_name: str) -> None:
    """Whatever the bytes are, the answer is paths that the loader accepts, or UnusableFile."""
    try:
        result = import_curriculum(content, file_name)
    except UnusableFile:
        return
    back = parse_paths(format_paths(result.paths).encode(), file_name)
    assert back.paths == result.paths


MARKUP = st.lists(
    st.sampled_from([
        "# ", "## ", "- ", "  - ", "1. ", "[x] ", "[a](https://x.org/1)", "[b](#c)", "**", "~~",
        "| a | b |\n|---|---|\n", "| c |", "\n", "\n\n", "> ", "<details>", "<li>", "</a>", "<h2>",
        "(2h)", "optional", "by A. B.", "Week 1: ", "`", "\\", "&amp;", "![i](j)", ":", "“q”",
        "[1] ", "2015", "—", "x", "\t", "[r]: https://x.org/2", "<a href='https://x.org/3'>t",
    ]),
    max_size=40,
).map("".join)  # fmt: skip


@given(MARKUP)
def test_any_markup_gives_paths_or_an_error(text: str) -> None:
    """Pieces of markup in any order give paths that the loader accepts, or an error."""
    test_any_bytes_give_paths_or_an_error.hypothesis.inner_test(text.encode(), "x.md")  # type: ignore[attr-defined]


def _is_fine(text: str) -> bool:
    return bool(text.strip()) and not has_control(text, multiline=True) and text == text.strip()


LINE = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30).filter(
    lambda text: _is_fine(text) and not has_control(text)
)
TEXT = st.text(min_size=1, max_size=60).filter(_is_fine)
IDS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True).filter(
    lambda text: text not in {"con", "prn", "aux", "nul"} and not text.startswith(("com", "lpt"))
)
RANGES = st.tuples(st.integers(1, 5_000), st.integers(0, 5_000)).map(lambda p: (p[0], sum(p)))
STATED = RANGES.map(lambda pair: Estimate(*pair, "stated"))
DERIVED = st.builds(
    lambda pair, rule: Estimate(pair[0], pair[1], "derived", rule), RANGES, st.none() | TEXT
)
URL = st.integers(0, 99).map(lambda n: f"https://example.org/{n}")
WORKS = [(None, None), ("1706.03762", None), ("cs/0112017v2", "10.18653/v1/N19-1423")]
READING = st.none() | st.sampled_from(["closely", "selectively", "ideas", "skim"])


@st.composite
def paths(draw: st.DrawFn) -> Path:
    """Draw a valid path with any of the fields that a file can set."""
    step_ids = draw(st.lists(IDS, min_size=1, max_size=4, unique=True))
    phase_ids = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    phases: list[Phase] = []
    for position, phase_id in enumerate(phase_ids, 1):
        mine = step_ids[position - 1 :: len(phase_ids)]
        reading = draw(READING)
        steps: list[Step] = []
        for number, step_id in enumerate(mine, 1):
            url, alternatives = draw(st.none() | URL), draw(st.lists(URL, max_size=2).map(tuple))
            arxiv, doi = draw(st.sampled_from(WORKS))
            covers = draw(st.lists(IDS, max_size=2, unique=True))
            steps.append(
                Step(
                    step_id, f"{position}.{number}", draw(LINE), draw(IDS),
                    draw(st.lists(LINE, max_size=4).map(tuple)),
                    draw(st.none() | st.integers(1, 9999)), url, draw(st.none() | STATED | DERIVED),
                    draw(READING) or reading, draw(st.none() | TEXT), draw(st.none() | TEXT),
                    draw(st.lists(IDS, max_size=2, unique=True).map(tuple)),
                    deepens=draw(st.lists(IDS, max_size=2, unique=True).map(tuple)),
                    # A step of this path would make a cycle.
                    covers=tuple(f"elsewhere-{each}" for each in covers),
                    works=build_work_keys(url, arxiv, doi), alternatives=alternatives,
                    arxiv=arxiv, doi=doi, venue=draw(st.none() | LINE),
                    pages_to_read=draw(st.none() | st.integers(1, 900)),
                    aliases=(f"former-{step_id}",) if draw(st.booleans()) else (),
                    parts=draw(st.lists(st.builds(Part, LINE, st.none() | URL,
                                                  st.none() | st.integers(0, 900),
                                                  st.none() | TEXT), max_size=2).map(tuple)),
                    pages=draw(st.none() | st.integers(1, 900)), caution=draw(st.none() | TEXT),
                )
            )  # fmt: skip
        phases.append(
            Phase(
                phase_id, draw(st.just(f"Phase {position}") | LINE), draw(LINE), position,
                tuple(steps), reading, draw(st.none() | TEXT), draw(st.none() | STATED),
                open_ended=not steps, draws_on=draw(st.lists(IDS, max_size=1).map(tuple)),
                aliases=(f"former-{len(phases)}",) if draw(st.booleans()) else (),
            )
        )  # fmt: skip
    deferred_ids = draw(st.lists(IDS, max_size=2, unique=True))
    deferred = tuple(
        Deferred(
            each, draw(LINE), draw(TEXT), draw(st.none() | TEXT), draw(st.none() | IDS),
            draw(st.lists(LINE, max_size=2).map(tuple)), draw(st.none() | st.integers(1, 9999)),
            draw(st.none() | URL), *draw(st.sampled_from(WORKS)), draw(st.none() | LINE),
            draw(st.lists(IDS, max_size=2, unique=True).map(tuple)), draw(st.none() | TEXT),
        )
        for each in deferred_ids
    )  # fmt: skip
    return Path(
        draw(IDS), draw(LINE), tuple(phases), "f.toml", draw(st.none() | TEXT),
        draw(st.lists(LINE, max_size=3).map(tuple)), draw(st.lists(LINE, max_size=3).map(tuple)),
        estimate=draw(st.none() | STATED), span=draw(st.none() | LINE), deferred=deferred,
    )  # fmt: skip


@given(paths())
def test_path_to_toml_and_back(path: Path) -> None:
    """A path, written as TOML and read by the loader, is the same path."""
    text = format_paths([path], remark="Imported from a\x07file")
    assert parse_paths(text.encode(), "f.toml").paths == (path,)


def test_bundled_paths_to_toml_and_back() -> None:
    """Every field of the bundled paths survives the writer."""
    written = format_paths(bundled().paths).encode()
    back = parse_paths(written, bundled().paths[0].file)
    without = [
        path._replace(
            phases=tuple(
                phase._replace(steps=tuple(s._replace(covered_by=()) for s in phase.steps))
                for phase in path.phases
            )
        )
        for path in bundled().paths
    ]
    assert list(back.paths) == without
    assert f"\nformat = {FORMAT}\n".encode() in written


@given(st.lists(st.text(max_size=80), max_size=12))
def test_ids_are_valid_and_unique(texts: list[str]) -> None:
    """Any titles give valid ids, no two alike, and the same ids again."""
    slugs, again = Slugs(), Slugs()
    ids = [slugs.give(text, "step") for text in texts]
    assert [check_id(each) for each in ids] == ids
    assert len(set(ids)) == len(ids)
    assert [again.give(text, "step") for text in texts] == ids


MARKUP = st.text(alphabet="ab1 :/.,-[](){}*_`<>&!~\\\"'\u00e9", max_size=12)


@given(MARKUP, MARKUP, MARKUP)
def test_a_link_before_plain_text_is_read_as_by_the_parser(
    shown: str, address: str, rest: str
) -> None:
    """The short way to the words of a link gives what the parser gives, or nothing."""
    content = f"[{shown}](https://e.org/{address}){rest}".rstrip()
    words = parse_link_first(content)
    if words is not None:
        parser = MarkdownIt("commonmark").enable("strikethrough")
        parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
        assert words == collect_words(parser.parseInline(content)[0].children or [])
