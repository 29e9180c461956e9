"""Exports and progress files are read back without loss."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.errors import UnusableFile
from studypath.core.progress import Progress
from studypath.core.undo import diff_progress
from studypath.core.versions import sort_unknown_keys, take_versions
from studypath.files.progress import format_tables, parse_progress, progress_to_tables
from studypath.files.progress_version import parse_progress_version
from studypath.formats.export import export_to_json
from studypath.formats.json import format_json
from tests.core.sample import NOW, progresses


def save(progress: Progress) -> bytes:
    """Return the bytes of the progress file."""
    return format_tables(progress_to_tables(progress))


def export(progress: Progress) -> bytes:
    """Return the bytes of the JSON export, without paths."""
    tables = progress_to_tables(sort_unknown_keys(progress))
    return format_json(export_to_json([], active="p", exported=NOW, progress=tables)).encode()


odd_texts = st.text(max_size=8) | st.sampled_from(["~/a", "~1", "", "\x7f", "a.b", "\n", "'\"\\"])
odd_values = st.recursive(
    odd_texts
    | st.dates()
    | st.times()
    | st.datetimes()
    | st.floats()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(odd_texts, inner, max_size=3),
    max_leaves=6,
)
odd_progresses = st.builds(
    lambda progress, table: progress._replace(extra={"odd": table, **progress.extra}),
    progresses,
    odd_values,
)


@given(progresses | odd_progresses)
def test_an_export_comes_back_byte_for_byte(progress: Progress) -> None:
    """Export, import and export are the same bytes, on an empty home, the same, and in place."""
    own = parse_progress(save(progress), "progress.toml").progress
    exported = export(own)
    version = parse_progress_version(exported, "export.json")
    assert not diff_progress(take_versions(own, [version], replaces=False), own)
    for empty, replaces in ((Progress(), False), (Progress(), True), (own, True)):
        taken = take_versions(empty, [version], replaces=replaces)
        saved = parse_progress(save(taken), "progress.toml").progress
        assert export(saved) == exported


@given(progresses)
def test_a_progress_file_is_read_as_its_own_reader_does(progress: Progress) -> None:
    """Every file that the program saves is recognized."""
    content = save(progress)
    version = parse_progress_version(content, "copy.toml")
    assert not diff_progress(version, parse_progress(content, "copy.toml").progress)


@pytest.mark.parametrize(
    "text",
    [
        "format = 1\n",
        'active = "paper"\n',
        '[timer]\npath = "p"\nstep = "a"\nstarted = 2026-11-21T18:00:00Z\n',
        '[paths.p.a]\nstate = "done"\n',
        "format = 1\n[paths.p]\n",
    ],
)
def test_a_progress_file_written_by_hand_is_recognized(text: str) -> None:
    """One usual key is enough."""
    parse_progress_version(text.encode(), "hand.toml")


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_other_bytes_are_refused_with_the_name(content: bytes) -> None:
    """Noise ends in UnusableFile and in no other error."""
    with pytest.raises(UnusableFile, match=r"noise"):
        parse_progress_version(content, "noise")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["paths", "timer", "state", "sessions", "started", "p"])
            | st.text(max_size=3),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)


@given(json_values, json_values)
def test_any_json_is_progress_or_refused(tables: object, types: object) -> None:
    """Whatever stands in an export, it is read by the rules of the progress file or refused."""
    content = json.dumps({"format": 1, "progress": tables, "types": types}).encode()
    try:
        progress = parse_progress_version(content, "any.json")
    except UnusableFile:
        return
    assert not diff_progress(parse_progress(save(progress), "saved").progress, progress)
