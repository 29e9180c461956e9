"""The parts of a step: marking them, what is left, and which comes next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.curriculum import Estimate, Part
from studypath.core.errors import UnknownStep, WrongUsage
from studypath.core.mark import DoneDetails, MarkedSteps, mark_done, mark_skipped, mark_todo
from studypath.core.material import resolve_material
from studypath.core.parts import (
    LEAST_SHARE_LEFT,
    compute_estimate_left,
    compute_share_left,
    estimate_parts,
    find_next_part,
    list_done_parts,
    split_part_word,
)
from studypath.core.path_forecast import estimate_hours_left
from studypath.core.progress import EMPTY, Entry, Progress, Session, Timer
from studypath.core.selection import resolve_step, resolve_steps
from studypath.core.status import build_path_status
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.core.undo import apply_changes, diff_progress
from tests.core.sample import curriculum, part_numbers, path, step

NOW = datetime(2026, 11, 21, 18, 40, tzinfo=UTC)
HOUR = Estimate(60, 120, "stated")
URL = "https://example.org/series"
PARTS = (
    Part("One", minutes=10),
    Part("Two", "https://example.org/two", minutes=20),
    Part("Three", minutes=30),
)
SERIES = step("series", parts=PARTS, estimate=HOUR, url=URL, works=("url:series",))
SAME = step("same", parts=PARTS, works=("url:series",))
CURRICULUM = curriculum(path("p", [SERIES, step("talk", estimate=HOUR)]), path("q", [SAME], None))
KEY, TALK, OTHER = ("p", "series"), ("p", "talk"), ("q", "same")


def track(timer: Timer | None = None, **entries: Entry) -> TrackedProgress:
    """Return progress with these entries of the first path."""
    by_key = {("p", name): entry for name, entry in entries.items()}
    return track_progress(CURRICULUM, Progress(entries=by_key, timer=timer))


def done(tracked: TrackedProgress, *words: str, **details: object) -> MarkedSteps:
    """Mark what these words name as done."""
    selections = resolve_steps(tracked, words)
    return mark_done(tracked, selections, DoneDetails(**details), now=NOW, tz=UTC)  # type: ignore[arg-type]


def after(marked: MarkedSteps) -> TrackedProgress:
    """Return the progress after marking."""
    return track_progress(CURRICULUM, marked.progress)


@pytest.mark.parametrize(
    ("word", "head", "numbers"),
    [
        ("1.1#3", "1.1", (3,)),
        ("series#1-3", "series", (1, 2, 3)),
        ("p/1.1#3,1", "p/1.1", (1, 3)),
        ("1.1#1-2, 2-3", "1.1", (1, 2, 3)),
        ("c#", "c#", ()),
        ("c# basics", "c# basics", ()),
        ("#3", "#3", ()),
        ("1.1#x", "1.1#x", ()),
        ("1.1#9999", "1.1#9999", ()),
        ("1.1#²", "1.1#²", ()),
    ],
)
def test_a_word_names_parts_after_a_hash(word: str, head: str, numbers: tuple[int, ...]) -> None:
    """Numbers and ranges, joined by commas; any other text is part of the word."""
    assert split_part_word(word) == (head, numbers)


def test_a_range_that_runs_backwards_is_refused() -> None:
    """It is not turned around silently."""
    with pytest.raises(WrongUsage, match="run backwards"):
        split_part_word("1.1#3-1")


def test_a_part_puts_its_step_in_progress() -> None:
    """The step keeps its place and its `updated`, as after a session."""
    entry = after(done(track(), "1.1#2")).entry(KEY)
    assert (entry.state, entry.parts_done, entry.started) == ("doing", (2,), NOW)
    assert entry.updated is None
    part = find_next_part(SERIES, entry)
    assert part is not None
    assert (part.number, part.part.title, part.total) == (1, "One", 3)


def test_the_last_part_finishes_the_step() -> None:
    """In any order, and with the time of finishing."""
    tracked = after(done(after(done(track(), "1.1#3")), "1.1#1"))
    assert tracked.entry(KEY).state == "doing"
    marked = done(tracked, "1.1#2", note="seen", read="skim")
    entry = after(marked).entry(KEY)
    assert (entry.state, entry.finished, entry.updated) == ("done", NOW, NOW)
    assert (entry.note, entry.read) == ("seen", "skim")
    assert find_next_part(SERIES, entry) is None


def test_done_of_the_step_finishes_all_parts() -> None:
    """A done step has no part left, whatever its entry lists."""
    entry = after(done(after(done(track(), "1.1#3")), "1.1")).entry(KEY)
    assert list_done_parts(SERIES, entry) == (1, 2, 3)
    assert find_next_part(SERIES, entry) is None


def test_a_step_named_as_a_whole_wins_over_its_parts() -> None:
    """`done 1.1#2 1.1` and `done 1.1#2 1` finish the step."""
    for words in (("1.1#2", "1.1"), ("1.1#2", "1")):
        assert after(done(track(), *words)).entry(KEY).state == "done"


def test_time_and_note_of_a_part_go_to_its_step() -> None:
    """`--time` logs one session on the step, `--on` dates it, a note is added."""
    marked = done(track(), "1.1#1-2", minutes=30, note="n", day=date(2026, 11, 20))
    entry = after(marked).entry(KEY)
    assert [session.minutes for session in entry.sessions] == [30]
    assert entry.sessions[0].start.date() == date(2026, 11, 20)
    assert (entry.state, entry.note, entry.started) == ("doing", "n", entry.sessions[0].start)


def test_time_for_several_steps_is_refused() -> None:
    """A part counts as its step."""
    with pytest.raises(WrongUsage, match="for one step"):
        done(track(), "1.1#1", "1.2", minutes=30)


def test_a_finished_part_changes_nothing() -> None:
    """The progress stays the same object; a time that was not logged is reported."""
    tracked = after(done(track(), "1.1#1"))
    assert done(tracked, "1.1#1").progress is tracked.progress
    marked = done(tracked, "1.1#1", minutes=20)
    assert marked.progress is tracked.progress
    assert marked.ignored_details == DoneDetails(20)


def test_the_note_on_a_finished_part_is_kept() -> None:
    """It goes to the step, below the note that it has."""
    tracked = after(done(track(), "1.1#1", note="one"))
    marked = done(tracked, "1.1#1", note="again", read="skim")
    assert marked.ignored_details is None
    entry = after(marked).entry(KEY)
    assert (entry.note, entry.read, entry.state) == ("one\nagain", "skim", "doing")
    whole = after(done(tracked, "1.1"))
    assert after(done(whole, "1.1#2", note="more")).entry(KEY).note == "one\nmore"


def test_the_timer_runs_on_after_a_part() -> None:
    """It stops with the last part; a time that is given replaces it."""
    timer = Timer("p", "series", NOW - timedelta(minutes=20))
    running = track(timer)
    marked = done(running, "1.1#1")
    assert marked.progress.timer == timer
    assert marked.stopped is None
    finished = done(after(marked), "1.1#2-3")
    assert finished.progress.timer is None
    assert after(finished).entry(KEY).minutes_spent == 20
    replaced = done(running, "1.1#1", minutes=15)
    assert replaced.stopped is not None
    assert replaced.progress.timer is None
    assert after(replaced).entry(KEY).minutes_spent == 15


def test_a_part_takes_back_a_skip() -> None:
    """The step is in progress, and wins over the skip in a merge."""
    skipped = track(series=Entry(state="skipped", reason="known", updated=NOW))
    entry = after(done(skipped, "1.1#1")).entry(KEY)
    assert (entry.state, entry.reason) == ("doing", None)
    assert entry.updated is not None
    assert entry.updated > NOW


def test_reset_takes_a_part_back() -> None:
    """A done step is in progress with its other parts; without parts and sessions it is to do."""
    tracked = after(done(track(), "1.1"))
    marked = mark_todo(tracked, resolve_steps(tracked, ["1.1#2"]), now=NOW)
    entry = after(marked).entry(KEY)
    assert (entry.state, entry.parts_done, entry.finished) == ("doing", (1, 3), None)
    tracked = after(marked)
    entry = after(mark_todo(tracked, resolve_steps(tracked, ["1.1#1,3"]), now=NOW)).entry(KEY)
    assert (entry.state, entry.parts_done, entry.started) == ("todo", (), None)


def test_reset_of_a_part_keeps_a_step_with_sessions_in_progress() -> None:
    """The sessions began it too."""
    tracked = after(done(track(), "1.1#2", minutes=20))
    entry = after(mark_todo(tracked, resolve_steps(tracked, ["1.1#2"]), now=NOW)).entry(KEY)
    assert (entry.state, entry.parts_done) == ("doing", ())


def test_reset_of_the_step_takes_all_parts_back() -> None:
    """Also those of a merged version in which the step is to do."""
    for state in ("todo", "doing", "done"):
        tracked = track(series=Entry(state=state, parts_done=(1,)))
        entry = after(mark_todo(tracked, resolve_steps(tracked, ["1.1"]), now=NOW)).entry(KEY)
        assert (entry.state, entry.parts_done) == ("todo", ())


@pytest.mark.parametrize("word", ["1.1#2", "1.1"])
@pytest.mark.parametrize("state", ["doing", "done"])
def test_reset_holds_for_the_same_work_on_another_path(word: str, state: str) -> None:
    """Parts unite over paths, so they are taken back on each."""
    entries = {
        KEY: Entry(state="doing", parts_done=(1, 2), updated=NOW),
        OTHER: Entry(state=state, parts_done=(2,)),
    }
    tracked = track_progress(CURRICULUM, Progress(entries=entries))
    marked = mark_todo(tracked, resolve_steps(tracked, [word]), now=NOW)
    for key in (KEY, OTHER):
        entry = after(marked).entry(key)
        assert 2 not in list_done_parts(SERIES, entry)
        assert entry.state == ("doing" if "#" in word else "todo")


@given(part_numbers, part_numbers)
def test_marking_in_two_commands_is_marking_at_once(
    one: tuple[int, ...], two: tuple[int, ...]
) -> None:
    """The order of parts does not matter, and a part counts once."""

    def mark(tracked: TrackedProgress, numbers: tuple[int, ...]) -> TrackedProgress:
        words = [f"1.1#{1 + number % 3}" for number in numbers]
        return after(done(tracked, *words)) if words else tracked

    apart = mark(mark(track(), one), two).entry(KEY)
    together = mark(track(), (*two, *one)).entry(KEY)
    assert (apart.state, list_done_parts(SERIES, apart)) == (
        together.state,
        list_done_parts(SERIES, together),
    )


@given(st.lists(st.sampled_from(["1.1#1", "1.1#2-3", "1.1", "1.1#3"]), min_size=1, max_size=4))
def test_parts_are_undone_exactly(words: list[str]) -> None:
    """Reverting the changes of a command gives the progress before it."""
    tracked = track()
    for i, word in enumerate(words):
        selections = resolve_steps(tracked, [word])
        marked = (
            mark_todo(tracked, selections, now=NOW)
            if i % 2
            else mark_done(tracked, selections, DoneDetails(), now=NOW, tz=UTC)
        )
        changes = diff_progress(tracked.progress, marked.progress)
        undone = apply_changes(marked.progress, [change.reverse() for change in changes])
        assert not undone.conflicts
        assert undone.progress == tracked.progress
        tracked = after(marked)


def test_a_skip_takes_whole_steps() -> None:
    """The message says what else to do."""
    with pytest.raises(WrongUsage, match=r"studypath done 1\.1#2"):
        mark_skipped(track(), resolve_steps(track(), ["1.1#2"]), None, now=NOW)


def test_words_that_name_no_part_are_refused() -> None:
    """A step without parts says how to define them; a number beyond them is unknown."""
    adding = r"add \[\[path\.phase\.step\.part\]\] tables .* path new my-p --from p"
    with pytest.raises(WrongUsage, match=adding):
        resolve_steps(track(), ["1.2#1"])
    with pytest.raises(UnknownStep, match="has 3 parts; there is no part 4"):
        resolve_steps(track(), ["1.1#2-4"])
    with pytest.raises(UnknownStep, match="no part 0"):
        resolve_steps(track(), ["1.1#0"])
    with pytest.raises(WrongUsage, match="Only a step has parts"):
        resolve_steps(track(), ["1#1"])
    with pytest.raises(WrongUsage, match=r"Name the step: 1\.1"):
        resolve_step(track(), "1.1#1")


def test_open_finds_the_address_of_a_part() -> None:
    """A part without one has its step's; the next step opens at its next part."""
    assert resolve_material(track(), "1.1#2").url == "https://example.org/two"
    assert resolve_material(track(), "1.1#1").url == URL
    assert resolve_material(after(done(track(), "1.1#1")), None).url == "https://example.org/two"
    assert resolve_material(after(done(track(), "1.1#1")), "1.1").url == URL


def test_what_is_left_counts_parts_by_their_length() -> None:
    """Two of three parts of 10, 20 and 30 minutes leave half of the step."""
    tracked = after(done(track(), "1.1#1-2"))
    status = build_path_status(tracked, CURRICULUM.paths[0])
    assert compute_estimate_left(HOUR, SERIES, tracked.entry(KEY)) == Estimate(30, 60, "stated")
    assert status.remaining == (30 + 60, 60 + 120)
    assert estimate_hours_left(status.steps[0], 1.5) == (0.5, 1.0)


def test_time_spent_is_not_deducted_twice() -> None:
    """Once parts are done, they say what is left, and not the time that they took."""
    tracked = after(done(track(), "1.1#1-2", minutes=300))
    status = build_path_status(tracked, CURRICULUM.paths[0])
    assert estimate_hours_left(status.steps[0], 1.0) == (0.5, 1.0)


@given(
    st.lists(st.none() | st.integers(1, 600), min_size=1, max_size=8),
    part_numbers,
    st.integers(1, 600),
)
def test_the_share_left_falls_with_each_part(
    lengths: list[int | None], numbers: tuple[int, ...], low: int
) -> None:
    """It is between a tenth and the whole, and never rises when one more part is done."""
    own = step("s", parts=tuple(Part(f"P{i}", minutes=m) for i, m in enumerate(lengths)))
    share = compute_share_left(own, Entry(parts_done=numbers))
    assert LEAST_SHARE_LEFT <= share <= 1
    for more in range(1, len(lengths) + 1):
        entry = Entry(parts_done=tuple(sorted({*numbers, more})))
        assert compute_share_left(own, entry) <= share + 1e-9
    left = compute_estimate_left(Estimate(low, 2 * low, "stated"), own, Entry(parts_done=numbers))
    assert left is not None
    assert 0 < left.low_minutes <= left.high_minutes <= 2 * low
    assert left.low_minutes <= low


def test_numbers_that_a_step_no_longer_has_are_ignored() -> None:
    """They stay in the entry: the path may get its parts back."""
    entry = Entry(state="doing", parts_done=(2, 7))
    assert list_done_parts(SERIES, entry) == (2,)
    assert after(done(track(series=entry), "1.1#1")).entry(KEY).parts_done == (1, 2, 7)


def test_a_part_takes_its_duration_or_its_share() -> None:
    """A part without a duration weighs as the mean of the others."""
    own = step("s", parts=(Part("A", minutes=20), Part("B")), estimate=HOUR)
    assert estimate_parts(own, HOUR) == (
        Estimate(20, 20, "stated"),
        Estimate(30, 60, "derived"),
    )
    assert estimate_parts(own, None)[1] is None
    assert compute_share_left(step("t"), EMPTY) == 1


def test_a_session_before_the_parts_keeps_the_start() -> None:
    """The step began with its first session."""
    session = Session(NOW - timedelta(days=1), 30)
    begun = track(series=Entry(state="doing", started=session.start, sessions=(session,)))
    assert after(done(begun, "1.1#1")).entry(KEY).started == session.start
