"""Progress joined with the curriculum."""

from datetime import timedelta

from studypath.core.progress import EMPTY, Entry, Progress, Session
from studypath.core.tracked import track_progress
from tests.core.sample import NOW, curriculum, path, step
from tests.progress_samples import bundled

SESSION = Session(NOW, 30)


def test_a_renamed_step_inherits_the_progress_of_its_former_ids() -> None:
    """Entries under former ids are merged with the step's own."""
    known = curriculum(path("p", [step("new", aliases=("old", "older"))]))
    progress = Progress(
        entries={
            ("p", "old"): Entry(state="done", updated=NOW, sessions=(SESSION,)),
            ("p", "older"): Entry(note="from before"),
        }
    )
    tracked = track_progress(known, progress)
    entry = tracked.entry(("p", "new"))
    assert (entry.state, entry.note, entry.minutes_spent) == ("done", "from before", 30)
    assert tracked.orphans == []
    assert tracked.step(("p", "old")) == known.paths[0].steps[0]


def test_the_later_entry_of_current_and_former_id_decides() -> None:
    """A later `updated` wins over the entry of a former id."""
    known = curriculum(path("p", [step("new", aliases=("old",))]))
    later = Entry(state="todo", updated=NOW + timedelta(seconds=1))
    progress = Progress(
        entries={("p", "old"): Entry(state="done", updated=NOW), ("p", "new"): later}
    )
    assert track_progress(known, progress).own_entry(("p", "new")).state == "todo"


def test_progress_without_a_step_is_an_orphan() -> None:
    """The entry of a step that no path has is listed."""
    known = curriculum(path("p", [step("a", aliases=("b",))]), path("q", [step("c")]))
    progress = Progress(entries={("p", "gone"): EMPTY, ("x", "a"): EMPTY, ("q", "b"): EMPTY})
    tracked = track_progress(known, progress)
    assert set(tracked.orphans) == {("p", "gone"), ("x", "a"), ("q", "b")}
    assert tracked.step(("p", "gone")) is None
    assert tracked.step(("x", "a")) is None


def test_a_shared_work_is_done_on_every_path() -> None:
    """An entry counts on every path of the work; a session on both counts once."""
    known = curriculum(path("p", [step("a", works=("w",))]), path("q", [step("b", works=("w",))]))
    done = Entry(state="done", updated=NOW, sessions=(SESSION,))
    tracked = track_progress(known, Progress(entries={("q", "b"): done}))
    assert tracked.entry(("p", "a")) == done
    assert tracked.own_entry(("p", "a")) is EMPTY
    both = Progress(entries={("q", "b"): done, ("p", "a"): Entry(sessions=(SESSION,))})
    entry = track_progress(known, both).entry(("p", "a"))
    assert (entry.state, entry.minutes_spent) == ("done", 30)


def test_the_active_path_has_fallbacks() -> None:
    """It is the chosen path, else lightweight, else the first."""
    one, two = path("p", [step("a")]), path("lightweight", [step("b")])
    assert track_progress(curriculum(one, two), Progress(active="p")).active is one
    assert track_progress(curriculum(one, two), Progress(active="gone")).active is two
    assert track_progress(curriculum(one, two), Progress()).active is two
    assert track_progress(curriculum(one), Progress()).active is one


def test_the_entries_on_a_path_are_those_of_each_step() -> None:
    """`entries_on` holds what `entry` returns: own, former and shared entries."""
    first = bundled().paths[0]
    steps = [(each.id, own.id) for each in bundled().paths for own in each.steps]
    renamed = first.steps[0]._replace(aliases=("former-id",))
    phase = first.phases[0]._replace(steps=(renamed, *first.phases[0].steps[1:]))
    changed = first._replace(phases=(phase, *first.phases[1:]))
    known = bundled()._replace(paths=(changed, *bundled().paths[1:]))
    keys = [(first.id, "former-id"), (first.id, "gone"), *steps[3::2]]
    entries = {key: Entry(state="done", note=str(n)) for n, key in enumerate(keys)}
    joined = track_progress(known, Progress(entries=entries))
    for each in known.paths:
        found = joined.entries_on(each)
        for own in each.steps:
            assert found.get(own.id, EMPTY) == joined.entry((each.id, own.id))
