"""Anki text files, read by Anki's documented rules."""

from __future__ import annotations

import csv
import html

import pytest

from studypath.core.changes import with_done, with_note
from studypath.core.status import build_path_status
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.formats.anki import format_anki
from tests.progress_samples import HOSTILE, MOMENT, bundled, hostile_progress, path_of, studied


def read(text: str) -> tuple[dict[str, str], list[list[str]]]:
    """Return header and rows as Anki reads them: `#key:value` lines, then separated fields."""
    lines = text.splitlines()
    header = [line for line in lines if line.startswith("#")]
    assert lines[: len(header)] == header
    pairs = dict(line[1:].split(":", 1) for line in header)
    assert pairs["separator"] == "tab"
    rows = list(csv.reader(lines[len(header) :], delimiter="\t", strict=True))
    return pairs, rows


def export(tracked: TrackedProgress, **options: object) -> tuple[dict[str, str], list[list[str]]]:
    """Return what Anki reads from the export of all paths."""
    statuses = [build_path_status(tracked, path) for path in tracked.curriculum.paths]
    return read(format_anki(statuses, **options))  # type: ignore[arg-type]


def test_the_header_names_every_column() -> None:
    """Anki takes note type, deck, tags and GUID from the header."""
    header, _ = export(studied())
    assert header["notetype"] == "Basic"
    assert header["deck"] == "studypath"
    assert header["html"] == "true"
    assert (header["guid column"], header["tags column"]) == ("1", "4")
    assert header["columns"].split("\t") == ["GUID", "Front", "Back", "Tags"]


def test_each_finished_step_is_one_card() -> None:
    """Title and focus are on the front, takeaway and note on the back."""
    tracked = studied()
    _, rows = export(tracked)
    done = [
        step
        for path in bundled().paths
        for step in build_path_status(tracked, path).steps
        if step.entry.state == "done"
    ]
    assert len(rows) == len(done)
    step = done[0]
    guid, front, back, tags = rows[0]
    assert html.escape(step.step.title) in front
    assert html.escape(step.step.focus or "") in front
    assert html.escape(step.step.takeaway or "") in back
    assert guid
    assert tags.split()[:2] == ["studypath", f"studypath::{step.path_id}"]


def test_a_second_import_updates_the_same_cards() -> None:
    """GUIDs do not depend on notes: a changed note changes the back only."""
    tracked = studied()
    key = ("paper", "seq2seq")
    before = with_done(tracked, [key], at=MOMENT, now=MOMENT)
    first = track_progress(bundled(), before)
    second = track_progress(bundled(), with_note(first, key, "new words"))
    _, old = export(first)
    _, new = export(second)
    assert [row[0] for row in old] == [row[0] for row in new]
    assert [row[2] for row in old] != [row[2] for row in new]


def test_since_leaves_out_earlier_cards() -> None:
    """With a day, only steps finished on or after it are exported."""
    _, rows = export(studied(), since=MOMENT.date().replace(year=MOMENT.year + 1))
    assert rows == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    """Tabs, quotes, line ends and HTML of titles and notes open no field and no tag."""
    tracked = hostile_progress(text)
    keys = [(path.id, step.id) for path in tracked.curriculum.paths for step in path.steps]
    finished = track_progress(
        tracked.curriculum, with_done(tracked, keys, at=MOMENT, now=MOMENT, note='a\tb\n"<i>c')
    )
    _, rows = export(finished)
    assert rows
    for row in rows:
        assert len(row) == 4
        bare = row[1].replace("<b>", "").replace("</b>", "") + row[2]
        assert "<" not in bare.replace("<br>", "")


def test_the_order_is_that_of_the_path() -> None:
    """Cards come in reading order."""
    keys = [("paper", step.id) for step in path_of("paper").steps[:3]]
    finished = with_done(track_progress(bundled(), studied().progress), keys, at=MOMENT, now=MOMENT)
    _, rows = export(track_progress(bundled(), finished))
    titles = [step.title for step in path_of("paper").steps[:3]]
    fronts = [html.unescape(row[1]) for row in rows if "studypath::paper" in row[3]]
    assert [title in front for title, front in zip(titles, fronts, strict=False)] == [True] * 3
