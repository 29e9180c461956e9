"""What `sync` and `push` say, and their JSON: two renderings of one value."""

from __future__ import annotations

from pathlib import Path

from studypath.core.difference import compare_progress
from studypath.core.exchange import PushResult
from studypath.formats.sync import push_to_json, sync_status_to_json, sync_to_json
from studypath.formats.versions import difference_to_json
from studypath.views.sync import format_push, format_sync, format_sync_status
from tests.remotes.machines import Machine, bare

BERT = ("paper", "bert")
GPT = ("paper", "gpt-1")


def test_each_outcome_of_a_sync_has_its_words(tmp_path: Path) -> None:
    """First, nothing new, sent, received, and offline."""
    remote = bare(tmp_path / "remote.git")
    one, two = Machine(tmp_path / "one"), Machine(tmp_path / "two")
    one.done(BERT)
    assert format_sync(one.sync(remote)) == [f"{remote} was empty and now holds your progress."]
    again = one.sync()
    assert format_sync(again) == [f"In sync with {remote}: nothing new on either side."]
    two.done(GPT)
    both = two.sync(remote)
    assert format_sync(both) == [
        f"Received 1 step from {remote}:",
        "  paper/bert  done",
        f"Sent 1 step to {remote}.",
    ]
    assert sync_to_json(both) == {
        "format": 1,
        "remote": str(remote),
        "sent_steps": 1,
        "received_steps": 1,
        "offline": None,
        "received": difference_to_json(compare_progress(both.before, both.after)),
    }
    assert sync_to_json(both)["received"]["steps"][0]["state"] == {"before": None, "after": "done"}
    status = one.status()
    assert format_sync_status(status) == [
        f"Remote: {remote}",
        "Last change there: 2026-11-21 17:40 UTC",
        "To send: 0 steps",
        "To receive: 1 step",
    ]
    assert sync_status_to_json(status)["last_change"] == "2026-11-21T17:40:00+00:00"
    remote.rename(tmp_path / "away.git")
    assert format_sync(one.sync()) == [
        f"Received 1 step from {remote}:",
        "  paper/gpt-1  done",
        f"Offline: {remote} is not there.",
        "Your progress is committed on this machine; the next sync sends it.",
    ]


def test_a_long_list_of_changes_is_cut(tmp_path: Path) -> None:
    """Twenty changes are shown, the others are counted."""
    remote = bare(tmp_path / "remote.git")
    one, two = Machine(tmp_path / "one"), Machine(tmp_path / "two")
    curriculum = one.curriculum
    keys = [(path.id, step.id) for path in curriculum.paths for step in path.steps]
    one.done(*keys[:23])
    one.sync(remote)
    lines = format_sync(two.sync(remote))
    assert lines[0].startswith("Received 2")
    assert lines[21].endswith("more; see --json")


def test_push_says_what_went_where() -> None:
    """Sent, nothing new, and what the store has in other words."""
    url = "https://lrs.example/xAPI/"
    assert format_push(PushResult(url, 0, 9, 0)) == [f"Nothing new for {url}."]
    assert format_push(PushResult(url, 3, 9, 1)) == [
        f"Sent 3 events to {url}.",
        "The store has 1 event already, in other words; it keeps those.",
    ]
    assert push_to_json(PushResult(url, 3, 9, 1)) == {
        "format": 1,
        "store": url,
        "sent": 3,
        "sent_before": 9,
        "conflicts": 1,
    }
