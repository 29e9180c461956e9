"""The files of a class: which are read, and what hostile ones can do."""

from __future__ import annotations

import json
import os
import time
import tracemalloc
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from studypath.core.changes import with_done
from studypath.core.cohort import build_cohort
from studypath.core.errors import UnusableFile
from studypath.core.progress import Progress, Session
from studypath.core.status import build_path_status
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.files.progress import format_tables, progress_to_tables
from studypath.formats.export import export_to_json
from studypath.formats.json import format_json
from studypath.storage.cohort import find_learner_files, read_learner, read_learners
from tests.progress_samples import bundled
from tests.storage.homes import NOW

BERT = ("paper", "bert")
DONE = 'format = 1\n[paths.paper.bert]\nstate = "done"\n'


def export(tracked: TrackedProgress) -> str:
    """Return the JSON export of somebody's progress."""
    statuses = [build_path_status(tracked, path) for path in tracked.curriculum.paths]
    progress = progress_to_tables(tracked.progress)
    return format_json(export_to_json(statuses, active="paper", exported=NOW, progress=progress))


def studied(now: datetime = NOW) -> TrackedProgress:
    """Return progress with a finished step, a note and two sessions."""
    tracked = track_progress(bundled(), Progress(active="paper", switched=now))
    progress = with_done(tracked, (BERT,), at=now, now=now)
    entry = progress.entries[BERT]
    sessions = (Session(now - timedelta(days=1), 50), Session(now, 70))
    changed = entry._replace(note="é\nb", sessions=sessions, extra={"mood": "good"})
    return track_progress(bundled(), progress._replace(entries={BERT: changed}))


def write(file: Path, text: str) -> Path:
    """Write a file and the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_folder_of_exports_and_repositories(tmp_path: Path) -> None:
    """Files are learners of their name, folders with progress in them of the folder's."""
    write(tmp_path / "ada.json", export(studied()))
    write(tmp_path / "bob.toml", DONE)
    write(tmp_path / "cleo" / "progress.toml", DONE)
    write(tmp_path / "dora" / "progress.json", export(studied()))
    write(tmp_path / "empty" / "README.md", "nothing")
    write(tmp_path / ".git" / "progress.toml", DONE)
    write(tmp_path / ".hidden.json", "{}")
    write(tmp_path / "notes.txt", "nothing")
    faults: list[UnusableFile] = []
    learners = list(read_learners(find_learner_files([tmp_path]), faults))
    assert [learner.id for learner in learners] == ["ada", "bob", "cleo", "dora"]
    assert {learner.progress.entries[BERT].state for learner in learners} == {"done"}
    assert not faults


def test_export_gives_back_the_entries(tmp_path: Path) -> None:
    """An export is read to the very entries that it was made from, unknown keys apart."""
    tracked = studied()
    file = write(tmp_path / "ada.json", export(tracked))
    (found,) = find_learner_files([file])
    wanted = tracked.progress.entries[BERT]._replace(extra={})
    assert read_learner(found).progress.entries == {BERT: wanted}


def test_learners_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Files given one by one are named for their folder, and numbered where names repeat."""
    one = write(tmp_path / "a" / "ada" / "progress.toml", DONE)
    two = write(tmp_path / "b" / "ada" / "progress.toml", DONE)
    assert [each.id for each in find_learner_files([one, two])] == ["ada", "ada (2)"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("x.json", "", "is empty"),
        ("x.json", "[" * 100_000, "nested too deep"),
        ("x.json", "[]", "is a list"),
        ("x.json", '{"format": 1}', "is JSON, but"),
        ("x.json", '{"format": true, "progress": {}}', "is JSON, but"),
        ("x.json", '{"format": 2, "progress": {}}', "format 2"),
        ("x.json", '{"format": 1, "progress": {"format": 9}}', "is 9"),
        ("x.json", '{"format": 1, "progress": {"paths": []}}', "paths"),
        ("x.json", '{"format": 1, "progress": {"paths": {"p": 1}}}', "paths.p"),
        ("x.json", '{"format": 1, "progress": {"paths": {"p": null}}}', "value"),
        ("x.json", '{"format": 1, "progress": {"paths": {"p": {"s": {"note": null}}}}}', "value"),
        (
            "x.json",
            '{"format": 1, "progress": {"paths": {"p": {"s": {"state": "eaten"}}}}}',
            "paths.p.s.state",
        ),
        (
            "x.json",
            '{"format": 1, "progress": {"paths": {"p": {"s": {"finished": "never"}}}}}',
            "paths.p.s.finished",
        ),
        ("x.json", '{"format": 1, "progress": {"paths": {"\\ud800": {}}}}', "value"),
        ("x.toml", "format = 9\n", "newer"),
        ("x.toml", "=", "x.toml:1"),
    ],
)
def test_unusable_files_are_named_and_passed_over(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    """A file that is no export keeps nobody else out of the table."""
    write(tmp_path / name, text)
    write(tmp_path / "ada.toml", DONE)
    faults: list[UnusableFile] = []
    learners = list(read_learners(find_learner_files([tmp_path]), faults))
    assert [learner.id for learner in learners] == ["ada"]
    (fault,) = faults
    assert message in str(fault)
    assert fault.exit_code == 4


def test_links_and_other_kinds_are_not_read(tmp_path: Path) -> None:
    """In a folder of other people's files a link leads nowhere and a pipe keeps nobody waiting."""
    secret = write(tmp_path / "secret.toml", DONE)
    folder = tmp_path / "class"
    (folder / "ada").mkdir(parents=True)
    (folder / "ada" / "progress.toml").symlink_to(secret)
    (folder / "bob.toml").symlink_to(secret)
    (folder / "cleo").symlink_to(tmp_path)
    os.mkfifo(folder / "dora.json")
    (folder / "eve.json").mkdir()
    write(folder / "fay.json", "x" * (5 << 20))
    faults: list[UnusableFile] = []
    assert not list(read_learners(find_learner_files([folder]), faults))
    assert len(faults) == 4
    assert "larger" in str(faults[3])


def test_missing_place_is_named(tmp_path: Path) -> None:
    """A file that is not there is a fault of that file."""
    (missing,) = find_learner_files([tmp_path / "nowhere.json"])
    with pytest.raises(UnusableFile, match=r"nowhere\.json"):
        read_learner(missing)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["json", "toml"])
def test_a_thousand_learners(tmp_path: Path, kind: str) -> None:
    """A class of 1,000 learners with 15 steps each takes under 10 s and 200 MB."""
    path = bundled().path("paper")
    assert path is not None
    keys = [("paper", step.id) for step in path.steps[:15]]
    for number in range(1_000):
        now = NOW - timedelta(days=number % 40)
        tracked = track_progress(bundled(), Progress(active="paper", switched=now))
        progress = with_done(tracked, keys[: number % 16], at=now, now=now)
        progress = progress._replace(
            entries={
                key: entry._replace(sessions=(Session(now - timedelta(days=1), 30 + number % 90),))
                for key, entry in progress.entries.items()
            }
        )
        file = tmp_path / f"learner-{number:04}.{kind}"
        if kind == "json":
            file.write_text(export(track_progress(bundled(), progress)), encoding="utf-8")
        else:
            file.write_bytes(format_tables(progress_to_tables(progress)))
    began = time.monotonic()
    learners = read_learners(find_learner_files([tmp_path]), [])
    cohort = build_cohort(bundled(), path, learners, now=NOW)
    seconds = time.monotonic() - began
    tracemalloc.start()
    build_cohort(bundled(), path, read_learners(find_learner_files([tmp_path]), []), now=NOW)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(json.dumps({"kind": kind, "seconds": seconds, "peak_mb": peak / 1e6}))
    assert len(cohort.learners) == 1_000
    assert seconds < 10
    assert peak < 200e6
