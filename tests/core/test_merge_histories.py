"""Merges of the histories of three machines whose clocks disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from studypath.core.changes import (
    with_active,
    with_done,
    with_note,
    with_reset,
    with_session,
    with_skipped,
)
from studypath.core.merge import merge_progress
from studypath.core.progress import Progress, Session
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.core.undo import diff_progress
from tests.core.sample import NOW, curriculum, path, step

KNOWN = curriculum(path("p", [step("a"), step("b")]), path("q", [step("c")]))
KEYS = [("p", "a"), ("p", "b"), ("q", "c")]
MACHINES = 3

Change = Callable[[TrackedProgress, datetime], Progress]


def done(key: tuple[str, str]) -> Change:
    """Mark a step as done, with a session."""
    return lambda tracked, now: with_done(
        tracked, [key], at=now, now=now, sessions={key: Session(now, 25)}
    )


def skipped(key: tuple[str, str], reason: str) -> Change:
    """Skip a step for a reason."""
    return lambda tracked, now: with_skipped(tracked, [key], reason=reason, now=now)


def reset(key: tuple[str, str]) -> Change:
    """Mark a step as to do."""
    return lambda tracked, now: with_reset(tracked, [key], now=now)


def logged(key: tuple[str, str], minutes: int) -> Change:
    """Log a session."""
    return lambda tracked, now: with_session(tracked, key, Session(now, minutes))


def noted(key: tuple[str, str], text: str) -> Change:
    """Add a line to a note."""
    return lambda tracked, _: with_note(tracked, key, text, append=True)


def chosen(path_id: str) -> Change:
    """Choose another path."""
    return lambda tracked, now: with_active(tracked.progress, path_id, now=now)


def edited(key: tuple[str, str], name: str, value: object) -> Change:
    """Add a key that the program does not know, at the top and to a step."""

    def change(tracked: TrackedProgress, _: datetime) -> Progress:
        progress = tracked.progress._replace(extra={**tracked.progress.extra, name: value})
        if key not in progress.entries:
            return progress
        entry = progress.entries[key]
        entry = entry._replace(extra={**entry.extra, name: value})
        return progress._replace(entries={**progress.entries, key: entry})

    return change


keys = st.sampled_from(KEYS)
texts = st.sampled_from(["why", "known", "later; perhaps", "two\nlines"])
changes: st.SearchStrategy[Change] = st.one_of(
    st.builds(done, keys),
    st.builds(skipped, keys, texts),
    st.builds(reset, keys),
    st.builds(logged, keys, st.integers(1, 90)),
    st.builds(noted, keys, texts),
    st.builds(chosen, st.sampled_from("pq")),
    st.builds(edited, keys, st.sampled_from("xyz"), st.integers(0, 3)),
)
# What one machine does, or that it takes over the version of another.
events = st.tuples(st.integers(0, MACHINES - 1), changes | st.integers(0, MACHINES - 1))
# A clock is wrong by up to three days, and in its own zone.
clocks = st.tuples(st.integers(-3 * 86_400, 3 * 86_400), st.sampled_from([0, 60, -300, 345, 540]))
histories = st.tuples(
    st.lists(clocks, min_size=MACHINES, max_size=MACHINES), st.lists(events, max_size=14)
)


def play(history: tuple[list[tuple[int, int]], list[tuple[int, object]]]) -> list[list[Progress]]:
    """Return every version that each machine had, the latest last."""
    clocks, events = history
    versions = [[Progress()] for _ in range(MACHINES)]
    for number, (machine, event) in enumerate(events):
        error, minutes = clocks[machine]
        moment = NOW + timedelta(minutes=7 * number, seconds=error)
        now = moment.astimezone(timezone(timedelta(minutes=minutes)))
        own = versions[machine][-1]
        if isinstance(event, int):
            versions[machine].append(merge_progress(own, versions[event][-1]))
        else:
            versions[machine].append(event(track_progress(KNOWN, own), now))  # type: ignore[operator]
    return versions


def is_same(one: Progress, other: Progress) -> bool:
    """Return whether two versions would be saved as the same."""
    return not diff_progress(one, other) and not diff_progress(other, one)


@given(histories)
def test_three_machines_end_in_the_same_progress(history: object) -> None:
    """In whatever order and grouping the versions meet, and however often."""
    a, b, c = (versions[-1] for versions in play(history))  # type: ignore[arg-type]
    whole = merge_progress(merge_progress(a, b), c)
    assert is_same(whole, merge_progress(a, merge_progress(b, c)))
    assert is_same(whole, merge_progress(merge_progress(c, a), b))
    assert is_same(whole, merge_progress(merge_progress(b, c), a))
    assert is_same(merge_progress(whole, whole), whole)
    for version in (a, b, c):
        assert is_same(merge_progress(whole, version), whole)
        assert is_same(merge_progress(version, whole), whole)


@given(histories)
def test_no_session_note_reason_or_unknown_key_is_lost(history: object) -> None:
    """What any machine has at the end is in the merge of all."""
    ends = [versions[-1] for versions in play(history)]  # type: ignore[arg-type]
    whole = merge_progress(merge_progress(ends[0], ends[1]), ends[2])
    for end in ends:
        assert end.extra.keys() <= whole.extra.keys()
        for key, entry in end.entries.items():
            merged = whole.entries[key]
            assert not Counter(entry.sessions) - Counter(merged.sessions)
            assert entry.extra.keys() <= merged.extra.keys()
            for text, whole_text in ((entry.note, merged.note), (entry.reason, merged.reason)):
                assert not text or text in (whole_text or "")


@given(histories)
def test_an_older_version_of_a_machine_takes_back_no_state(history: object) -> None:
    """A backup that is merged again leaves state and times as they are, whatever the clock."""
    for versions in play(history):  # type: ignore[arg-type]
        for old in versions:
            merged = merge_progress(versions[-1], old)
            for key, entry in versions[-1].entries.items():
                if entry.updated is None:
                    continue
                assert merged.entries[key].state == entry.state
                assert merged.entries[key].finished == entry.finished
