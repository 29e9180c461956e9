import contextlib
import itertools
import string

import tomli
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studypath.core.errors import UnusableFile
from studypath.files.toml_scan import LOCATED_PARTS, Loc
from tests.files.toml_sample import SAMPLE, fault_of, read


def leaves(value: object, loc: Loc = ()) -> list[tuple[Loc, object]]:
    """Return each value that is no table and no array, with its location."""
    if isinstance(value, dict):
        return [x for key, inner in value.items() for x in leaves(inner, (*loc, key))]
    if isinstance(value, list):
        return [x for index, inner in enumerate(value) for x in leaves(inner, (*loc, index))]
    return [(loc, value)]


def inner_locs(value: object, loc: Loc = ()) -> list[Loc]:
    """Return the location of each key and element, at any depth."""
    items: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    return [x for key, inner in items for x in ((*loc, key), *inner_locs(inner, (*loc, key)))]


def test_every_place_of_the_data_is_located() -> None:
    """The lines hold exactly the keys and elements that the data holds."""
    located = read(SAMPLE)
    assert set(located.places) == set(inner_locs(located.data))
    assert located.data == tomli.loads(SAMPLE)


names = st.one_of(
    st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=6),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, object]:
    """Nested tables and arrays in which every leaf is a text that occurs once."""
    numbers = itertools.count()
    noise = st.sampled_from(["", "#", "[x]", "a = 1", "'", '"', "\n", "'''", '"""', "{", "\\"])

    def table(depth: int) -> dict[str, object]:
        keys = draw(st.lists(names, min_size=1, max_size=4, unique=True))
        return {key: value(depth + 1) for key in keys}

    def value(depth: int) -> object:
        kind = draw(st.sampled_from(["leaf", "leaf", "leaf", "table", "array", "tables"]))
        if kind == "leaf" or depth > 4:
            return f"<{next(numbers)}>{draw(noise)}"
        if kind == "table":
            return table(depth)
        count = draw(st.integers(0, 3))
        return [value(depth + 1) if kind == "array" else table(depth) for _ in range(count)]

    return table(0)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), st.booleans())
def test_any_document_has_its_data_and_its_lines(doc: dict[str, object], crlf: bool) -> None:
    """The data is the parser's, and the line of each leaf is the line that holds its text."""
    text = tomli_w.dumps(doc)
    located = read(text.replace("\n", "\r\n") if crlf else text)
    assert located.data == tomli.loads(text)
    lines = text.split("\n")
    for loc, leaf in leaves(doc):
        line = located.line_of(loc)
        assert line is not None
        mark = str(leaf).partition(">")[0] + ">"
        assert mark in lines[line - 1]
    known = {loc for loc in inner_locs(doc) if len(loc) <= LOCATED_PARTS}
    assert known == set(located.places)


PIECES = [
    *(bytes([byte]) for byte in b"\0\t\n\r \"'#[]{}=.,\\+-_:aTZ019\x7f\x80\xc3\xe9\xff"),
    *(b'"""', b"'''", b"[[", b"]]", b"\r\n", b"\xef\xbb\xbf", b"\\u", b"inf", b"[a]\n", b"a=1\n"),
]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(SAMPLE)), st.integers(0, 3), st.sampled_from(PIECES)),
        min_size=1,
        max_size=5,
    )
)
def test_a_damaged_file_is_read_as_the_parser_does_or_is_a_fault(
    edits: list[tuple[int, int, bytes]],
) -> None:
    """After any edits the file is accepted exactly when the parser accepts it, with all lines."""
    content = SAMPLE.encode()
    for at, cut, piece in edits:
        content = content[:at] + piece + content[at + cut :]
    try:
        data = tomli.loads(content.removeprefix(b"\xef\xbb\xbf").decode())
    except ValueError:
        fault = fault_of(content)
        assert fault.line is not None
        assert 1 <= fault.line <= content.count(b"\n") + 1
        return
    located = read(content)
    assert repr(located.data) == repr(data)
    assert set(inner_locs(data)) == set(located.places)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join))
def test_no_bytes_raise_anything_but_an_unusable_file(content: bytes) -> None:
    """Any bytes are read or refused, and nothing else happens."""
    with contextlib.suppress(UnusableFile):
        located = read(content)
        assert set(inner_locs(located.data)) == set(located.places)
