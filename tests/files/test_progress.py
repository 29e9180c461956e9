"""The progress file: what it says, what is kept, what is refused."""

import re
import tomllib
from datetime import UTC, datetime

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.errors import UnusableFile
from studypath.core.progress import Entry, Progress, Session
from studypath.files.progress import (
    check_round_trip,
    format_tables,
    parse_progress,
    progress_to_tables,
)
from tests.core.sample import progresses

FILE = """\
format = 1
active = "paper"
mood = "keen"

[paths.paper.bert]
state = "done"
finished = 2026-11-21T18:40:00+01:00
updated = 2026-11-21T18:40:00+01:00
read = "selectively"
note = "masked LM"
stars = 5
sessions = [
    "2026-11-20T19:05+01:00 50m",
    "2026-11-21T17:30+01:00 1h10m",
]

[paths.gone.step]
state = "skipped"
"""


def read(text: str) -> Progress:
    """Return the progress of a text."""
    return parse_progress(text.encode(), "progress.toml").progress


def text_of(progress: Progress) -> str:
    """Return the text of progress."""
    return format_tables(progress_to_tables(progress)).decode()


def fault_of(text: str) -> str:
    """Return the first fault of a text."""
    with pytest.raises(UnusableFile) as caught:
        read(text)
    return str(caught.value.faults[0])


def test_a_file_says_what_was_done() -> None:
    """States, times, sessions, notes and what the program does not know are read."""
    progress = read(FILE)
    assert progress.active == "paper"
    assert progress.extra == {"mood": "keen"}
    entry = progress.entries["paper", "bert"]
    assert (entry.state, entry.read, entry.note) == ("done", "selectively", "masked LM")
    assert entry.minutes_spent == 120
    assert entry.extra == {"stars": 5}
    assert progress.entries["gone", "step"].state == "skipped"


def test_what_is_not_known_is_kept_through_a_save() -> None:
    """Keys and tables of any kind, everywhere in the file, are in the text made of it."""
    unknown = (
        "later = 1979-05-27\nclock = 07:32:00\nlocal = 1979-05-27T07:32:00\nbig = 1e300\n"
        "[colour]\nname = 'red'\n[timer]\npath = 'p'\nstep = 's'\nstarted = 2026-01-01T10:00:00Z\n"
        "rested = '5m'\npaused = 2026-01-01T11:00:00Z\nwhere = 'train'\n"
        "pauses = ['2026-01-01T10:20+00:00/2026-01-01T10:30:05+00:00']\n"
        "[timer.former]\nstate = 'skipped'\nreason = 'known'\n"
        "[paths.paper]\nweight = 3\n[[paths.paper.log]]\na = 1\n[[paths.paper.log]]\n"
        "b = [1, {c = 2}]\n"
        "[paths.paper.bert]\nstate = 'done'\n[paths.paper.bert.mine]\nx.y = true\n[paths.empty]\n"
    )
    before = tomllib.loads(unknown)
    after = tomllib.loads(text_of(read(unknown)))
    assert after.pop("format") == 1
    assert after == before


@pytest.mark.parametrize(
    "text",
    ["", "# nothing\n", "\ufeff" + FILE, FILE.replace("\n", "\r\n"), "format = 1\n[paths]\n"],
)
def test_any_valid_layout_is_read(text: str) -> None:
    """An empty file, a byte order mark, CRLF: all are read."""
    expected = read(FILE) if "bert" in text else Progress()
    assert read(text) == expected


def test_dotted_and_inline_tables_are_read() -> None:
    """The layout of TOML does not matter."""
    assert read('paths.p.s.state = "done"\n') == read('paths = {p = {s = {state = "done"}}}\n')


def test_a_newer_format_is_refused_with_advice() -> None:
    """Nothing of it is believed, whatever else is wrong with it."""
    with pytest.raises(UnusableFile, match="newer studypath; update") as caught:
        read("active = 5\nformat = 2\n")
    assert str(caught.value.faults[0]) == "progress.toml:2: format: is 2; this program reads 1"


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ('state = "finished"', "state", "'todo', 'doing', 'done' or 'skipped'"),
        ("state = true", "state", ""),
        ("updated = 1700000000", "updated", "must be a date and time"),
        ('updated = "2026-11-21T18:40:00Z"', "updated", "must be a date and time"),
        ("finished = 2026-11-21", "finished", "must be a date and time"),
        ("finished = 2026-11-21T18:40:00", "finished", "must have an offset"),
        ('read = "fast"', "read", "'closely'"),
        ("parts_done = [1, 0]", "parts_done[1]", "1"),
        ("parts_done = [501]", "parts_done[0]", "500"),
        ("parts_done = [true]", "parts_done[0]", "whole number"),
        ("parts_done = 3", "parts_done", "list"),
        ("note = 5", "note", "must be text"),
        ('note = "\\u001b[31m"', "note", "control character"),
        ('reason = "\\u202e"', "reason", "control character"),
        ('sessions = "2026-11-20T19:05Z 5m"', "sessions", "must be a list"),
        ('sessions = ["2026-11-20T19:05Z 5m", "yesterday"]', "sessions[1]", "a session is"),
        ('sessions = ["2026-11-20T19:05 5m"]', "sessions[0]", "no offset"),
        ('sessions = ["2026-11-20T19:05Z 0m"]', "sessions[0]", "a minute at least"),
        ("sessions = [5]", "sessions[0]", "must be text"),
    ],
)
def test_a_wrong_type_in_an_entry_is_refused_with_its_place(
    line: str, key: str, words: str
) -> None:
    """File, line and key are named; nothing is taken for something else."""
    fault = fault_of(f"[paths.p.s]\n{line}\n")
    assert fault.startswith(f"progress.toml:2: paths.p.s.{key}: ")
    assert words in fault


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("format = 0\n", "progress.toml:1: format: "),
        ("format = true\n", "progress.toml:1: format: must be a whole number"),
        ("active = 1\n", "progress.toml:1: active: must be text"),
        ('active = "\\u0007"\n', "progress.toml:1: active: the text holds a control"),
        ("switched = 2026-01-01T10:00:00\n", "progress.toml:1: switched: must have an offset"),
        ("paths = 1\n", "progress.toml:1: paths: must be a table"),
        ("[paths]\np = 1\n", "progress.toml:2: paths.p: must be a table"),
        ('[timer]\npath = "p"\nstep = "s"\n', "progress.toml:1: timer.started: is missing"),
        ("timer = 1\n", "progress.toml:1: timer: "),
        ("a = 1\na = 2\n", "progress.toml:2: a: given twice"),
    ],
)
def test_a_wrong_type_at_the_top_is_refused_with_its_place(text: str, fault: str) -> None:
    """The keys that the program knows have their types."""
    assert fault_of(text).startswith(fault)


def test_a_file_cut_off_warns() -> None:
    """Fewer steps or sessions than were saved are named, and only named."""
    whole = text_of(read(FILE))
    assert parse_progress(whole.encode(), "f").warnings == ()
    cut = whole[: whole.index("[paths.paper")]
    (warning,) = parse_progress(cut.encode(), "f").warnings
    assert "holds 1 steps and 0 sessions" in warning
    assert "2 and 2" in warning
    assert parse_progress((whole + "[paths.p.more]\n").encode(), "f").warnings == ()
    assert parse_progress(FILE.encode(), "f").warnings == ()


def test_a_nan_can_be_saved() -> None:
    """Not a number in an unknown key does not stop a save."""
    tables = progress_to_tables(read("x = nan\ny = [nan, {z = -inf}]\n"))
    content = format_tables(tables)
    check_round_trip(content, tables)
    with pytest.raises(ValueError, match="does not read back"):
        check_round_trip(content, progress_to_tables(Progress()))
    with pytest.raises(ValueError, match="does not read back"):
        check_round_trip(b"format = 1\nx = [nan]\n", {"format": 1, "x": [1.0]})


def test_a_note_of_any_length_is_read_back() -> None:
    """What merging or adding has made long is no fault of the file."""
    progress = Progress(entries={("p", "s"): Entry(note="n" * 300_000)})
    assert read(text_of(progress)) == progress


_texts = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ['"', "\\", "a\nb", "\x7f", "ü", "\u00a0", "''", ""]
)
_ids = st.text(st.characters(codec="utf-8"), max_size=4) | st.sampled_from(
    ["a", "a-b", "A_1", "a.b", "", "ü", '"', "1", "-", "_"]
)
_moments = st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0))


@given(
    _ids,
    _ids,
    st.fixed_dictionaries(
        {"state": st.just("done")},
        optional={
            "updated": _moments,
            "reason": _texts,
            "note": _texts,
            "parts_done": st.lists(st.integers(1, 500), min_size=1, max_size=3),
            "sessions": st.just(["2026-11-20T19:05+01:00 50m", "2026-11-21T19:05+01:00 1h"]),
            "x": st.integers(-9, 9) | _texts,
        },
    ),
)
def test_an_entry_is_written_as_the_library_writes_it(
    path: str, step: str, table: dict[str, object]
) -> None:
    """The quick writer of known keys gives the text of tomli-w, but for the T in times."""
    text = format_tables({"format": 1, "paths": {path: {step: table}}}).decode()
    expected = "\n" + tomli_w.dumps({"paths": {path: {step: table}}})
    expected = re.sub(r"(?m)^(updated = \d{4}-\d\d-\d\d) (?=\d\d:)", r"\1T", expected)
    assert text.endswith(f"format = 1\n{expected}")


def test_tables_are_sorted_and_times_have_a_t() -> None:
    """One table a step, in the order of path and id, so that files differ little."""
    moment = datetime(2026, 11, 21, 18, 40, tzinfo=UTC)
    entry = Entry(state="done", finished=moment, sessions=(Session(moment, 5),))
    text = text_of(Progress("p", moment, {("q", "b"): entry, ("p", "z"): entry, ("p", "a"): entry}))
    tables = [line for line in text.splitlines() if line.startswith("[")]
    assert tables == ["[paths.p.a]", "[paths.p.z]", "[paths.q.b]"]
    assert "finished = 2026-11-21T18:40:00+00:00\n" in text
    assert '"2026-11-21T18:40+00:00 5m"' in text
    assert "switched = 2026-11-21T18:40:00" in text


@given(progresses)
def test_progress_is_read_back_as_written(progress: Progress) -> None:
    """Text made of progress says the same progress, and making it again the same text."""
    tables = progress_to_tables(progress)
    content = format_tables(tables)
    check_round_trip(content, tables)
    again = parse_progress(content, "f").progress
    assert progress_to_tables(again) == tables
    assert format_tables(progress_to_tables(again)) == content


_keys = st.text(st.characters(codec="utf-8"), max_size=6)
_any = st.recursive(
    st.integers(-(2**63), 2**63 - 1)
    | st.booleans()
    | st.text(max_size=5)
    | st.datetimes(timezones=st.just(UTC))
    | st.dates()
    | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=3),
    max_leaves=8,
)
_entry = st.fixed_dictionaries({}, optional={"state": st.just("done") | _any, "x": _any})
_paths = st.dictionaries(
    _keys, st.dictionaries(_keys, _entry | _any, max_size=2) | _any, max_size=2
)


@given(st.fixed_dictionaries({}, optional={"paths": _paths, "active": _any, "u": _any}))
def test_any_document_is_kept_or_refused(data: dict[str, object]) -> None:
    """Any TOML document is refused with its place, or said again by the text made of it."""
    content = tomli_w.dumps(data).encode()
    try:
        found = parse_progress(content, "f").progress
    except UnusableFile:
        return
    after = tomllib.loads(text_of(found))
    assert after.pop("format") == 1
    paths = data.get("paths", {})
    assert isinstance(paths, dict)
    for steps in paths.values():
        for table in steps.values():
            if isinstance(table, dict):
                table.setdefault("state", "todo")
    if not paths:
        data.pop("paths", None)
    assert after == data


@pytest.mark.parametrize(
    "wrong",
    [
        Progress(entries={("paper", "bert"): Entry(state="skipped")}),
        Progress(entries={}),
        Progress(entries={("paper", "bert"): Entry(state="done", note="another")}),
        Progress(entries={("paper", "bert"): Entry(state="done"), ("p", "s"): Entry()}),
    ],
)
def test_any_difference_is_seen_when_read_back(wrong: Progress) -> None:
    """A missing entry, another state, a note more: the save does not go ahead."""
    tables = progress_to_tables(Progress(entries={("paper", "bert"): Entry(state="done")}))
    with pytest.raises(ValueError, match="does not read back"):
        check_round_trip(format_tables(progress_to_tables(wrong)), tables)
