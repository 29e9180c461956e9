"""Other versions of progress are merged, or put in place of the user's."""

import pytest
from hypothesis import given

from studypath.core.errors import WrongUsage
from studypath.core.merge import merge_progress
from studypath.core.progress import Entry, Progress, Session, Timer
from studypath.core.undo import diff_progress
from studypath.core.versions import sort_unknown_keys, take_versions
from tests.core.sample import NOW, progresses


@given(progresses, progresses, progresses)
def test_versions_are_merged_in_any_order(own: Progress, one: Progress, other: Progress) -> None:
    """Importing files together, one by one or in another order ends in the same progress."""
    together = take_versions(own, [one, other], replaces=False)
    apart = take_versions(
        take_versions(own, [other], replaces=False), [one, together], replaces=False
    )
    assert not diff_progress(together, apart)


@given(progresses, progresses, progresses)
def test_a_replacement_is_the_merge_of_the_versions(
    own: Progress, one: Progress, other: Progress
) -> None:
    """Nothing of the own progress stays."""
    own = own._replace(timer=None)
    assert take_versions(own, [one], replaces=True) is one
    assert take_versions(own, [one, other], replaces=True) == merge_progress(one, other)


def test_a_replacement_drops_no_running_timer() -> None:
    """A timer whose session is logged already is not running."""
    own = Progress(timer=Timer("p", "a", NOW))
    with pytest.raises(WrongUsage, match=r"A timer runs on p/a.*\n.*studypath stop"):
        take_versions(own, [Progress()], replaces=True)
    assert take_versions(own, [own], replaces=True) is own
    logged = own._replace(entries={("p", "a"): Entry(sessions=(Session(NOW, 5),))})
    assert take_versions(logged, [Progress()], replaces=True) == Progress()


def test_unknown_keys_are_sorted_at_every_level() -> None:
    """Two progresses that differ in the order of unknown keys alone become the same text."""
    table = {"b": [{"d": 1, "c": 2}], "a": {"z": 1, "y": 2}}
    progress = Progress(
        entries={("p", "a"): Entry(extra=table)},
        timer=Timer("p", "a", NOW, extra=table),
        extra=table,
        path_extra={"p": table, "q": {}},
    )
    text = repr({"a": {"y": 2, "z": 1}, "b": [{"c": 2, "d": 1}]})
    ordered = sort_unknown_keys(progress)
    assert ordered.timer is not None
    tables = (
        ordered.extra, ordered.timer.extra, ordered.entries["p", "a"].extra, ordered.path_extra["p"]
    )  # fmt: skip
    assert {repr(each) for each in tables} == {text}
    assert not diff_progress(progress, ordered)
