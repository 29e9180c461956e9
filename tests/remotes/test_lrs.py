"""Push and fetch with a real Learning Record Store on loopback."""

from __future__ import annotations

import json
import random
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from studypath.core.progress import Entry, Progress, Session
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.formats.xapi import BASE, Actor, build_statements, format_statements
from studypath.formats.xapi_progress import collect_progress
from studypath.remotes.errors import RemoteFailed
from studypath.remotes.fetch import fetch_statements
from studypath.remotes.push import push_statements
from tests.progress_samples import bundled
from tests.remotes.conftest import Store
from tests.remotes.machines import start_process
from tests.storage.homes import NOW

VALIDATE = """
import sys
from ralph.models.xapi.base.statements import BaseXapiStatement
for number, line in enumerate(sys.stdin, 1):
    BaseXapiStatement.model_validate_json(line)
print(number)
"""


def studied(sessions: int = 3) -> TrackedProgress:
    """Return progress with every kind of event, and so many sessions on one step."""
    logged = tuple(Session(NOW - timedelta(hours=n), 20 + n % 60) for n in range(sessions, 0, -1))
    entries = {
        ("paper", "bert"): Entry(
            state="done", started=logged[0].start, finished=NOW, updated=NOW, sessions=logged
        ),
        ("paper", "gpt-1"): Entry(state="skipped", updated=NOW, reason='I "know" it\n=1+1'),
        ("paper", "gpt-2"): Entry(state="doing", started=NOW, updated=NOW),
        ("gone", "step"): Entry(state="done", updated=NOW),
    }
    return track_progress(bundled(), Progress(entries=entries))


def statements(
    tracked: TrackedProgress,
    name: str = "ada",
    **limits: Any,  # noqa: ANN401
) -> Iterator[dict[str, Any]]:
    """Return the statements of a learner."""
    return build_statements(tracked, Actor(name), **limits)


def stored(store: Store) -> list[dict[str, Any]]:
    """Return what the store has on disk."""
    return [json.loads(line) for line in store.file.read_text().splitlines()]


def test_statements_are_valid_by_the_models_of_a_store(ralph_python: str) -> None:
    """The pydantic models of xAPI that Ralph ships accept every kind of statement."""
    actors = (
        Actor("ada"),
        Actor("é\u202e☃", "https://school.example/x"),
        Actor("a", mail="a@b.org"),
    )
    lines = [
        line for actor in actors for line in format_statements(build_statements(studied(), actor))
    ]
    answer = subprocess.run(
        [ralph_python, "-c", VALIDATE],
        input="".join(lines),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert answer.returncode == 0, answer.stderr
    assert int(answer.stdout) == len(lines)


def test_push_sends_each_event_once(tmp_path: Path, store: Store) -> None:
    """A second push sends nothing; new events go alone; another machine doubles nothing."""
    with store.connect() as lrs:
        first = push_statements(lrs, statements(studied()), tmp_path / "push")
        assert (first.sent, first.sent_before, first.conflicts) == (8, 0, 0)
        again = push_statements(lrs, statements(studied()), tmp_path / "push")
        assert (again.sent, again.sent_before) == (0, 8)
        more = push_statements(lrs, statements(studied(4)), tmp_path / "push")
        # The step began an hour earlier; that beginning is the same event.
        assert (more.sent, more.sent_before) == (1, 8)
        assert (more.sent + more.sent_before, more.conflicts) == (9, 0)
        other = push_statements(lrs, statements(studied()), tmp_path / "other")
        assert (other.sent, other.conflicts) == (8, 0)
    ids = [statement["id"] for statement in stored(store)]
    assert len(ids) == len(set(ids)) == 9


def test_an_event_in_other_words_is_no_loss(tmp_path: Path, store: Store) -> None:
    """A store that has an event under another title keeps its words; the rest of it arrives."""
    sent = list(statements(studied(40)))
    reworded = json.loads(json.dumps(sent))
    for statement in reworded[3:30:9]:
        statement["object"]["definition"]["name"] = {"und": "Another title"}
    with store.connect() as lrs:
        push_statements(lrs, sent[:20], tmp_path / "one")
        result = push_statements(lrs, reworded, tmp_path / "two")
        assert (result.conflicts, result.sent) == (2, len(sent) - 2)
        assert push_statements(lrs, reworded, tmp_path / "two").sent_before == len(sent)
    assert {s["id"] for s in stored(store)} == {s["id"] for s in sent}


def test_an_event_without_a_time_is_not_doubled(tmp_path: Path, store: Store) -> None:
    """The store gives it a time of its own; sent again by another machine it is there already."""
    undated = track_progress(bundled(), Progress(entries={("paper", "bert"): Entry(state="done")}))
    with store.connect() as lrs:
        assert push_statements(lrs, statements(undated), tmp_path / "one").sent == 1
        result = push_statements(lrs, statements(undated), tmp_path / "two")
    assert result.sent + result.conflicts == 1
    assert len(stored(store)) == 1


def test_wrong_secret_is_said_and_not_shown(tmp_path: Path, store: Store) -> None:
    """The store's refusal is in plain words, and the secret is not in them."""
    wrong = Store(store.account._replace(secret="wr0ng"), store.file)
    with (
        wrong.connect() as lrs,
        pytest.raises(RemoteFailed, match="refuses the key and secret") as refused,
    ):
        push_statements(lrs, statements(studied()), tmp_path)
    assert "wr0ng" not in str(refused.value)
    assert refused.value.exit_code == 4
    assert not stored(store)


def test_class_comes_back_from_the_store(tmp_path: Path, store: Store) -> None:
    """Paging gives every statement of ours, and from those the progress of each learner."""
    foreign = {
        "actor": {"mbox": "mailto:x@example.org"},
        "verb": {"id": "https://other.example/verb"},
        "object": {"id": "https://other.example/thing"},
    }
    with store.connect() as lrs:
        lrs.request("POST", f"{store.account.endpoint}statements", json.dumps([foreign]).encode())
        for name in ("ada", "bob"):
            push_statements(lrs, statements(studied(700), name), tmp_path)
        fetched = list(fetch_statements(lrs, BASE))
    assert len(fetched) == 2 * 705
    learners = collect_progress(fetched)
    assert list(learners) == ["ada", "bob"]
    entry = learners["ada"].entries["paper", "bert"]
    assert (entry.state, len(entry.sessions)) == ("done", 700)
    assert sum(s.minutes for s in entry.sessions) == sum(20 + n % 60 for n in range(1, 701))
    assert learners["bob"].entries["paper", "gpt-1"].reason == 'I "know" it\n=1+1'


@pytest.mark.slow
def test_push_killed_at_any_point_goes_on(tmp_path: Path, store: Store) -> None:
    """A push killed ten times over, and finished then, has every event in the store once."""
    moments = random.Random(5)
    sent = list(statements(studied(1500)))
    file = tmp_path / "statements.json"
    file.write_text(json.dumps(sent))
    arguments = (store.account.endpoint, str(file), str(tmp_path / "push"))
    for _ in range(10):
        with start_process("tests.remotes.pushing", *arguments) as process:
            time.sleep(moments.uniform(0.0, 0.3))
            process.kill()
    with store.connect() as lrs:
        result = push_statements(lrs, sent, tmp_path / "push", batch_statements=20)
    assert result.sent + result.sent_before == len(sent)
    ids = [statement["id"] for statement in stored(store)]
    assert sorted(ids) == sorted(s["id"] for s in sent)
