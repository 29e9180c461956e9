"""Entries and timers as tables of the progress file, and back."""

from hypothesis import given

from studypath.core.progress import Entry, Timer
from studypath.files.tables import (
    entry_from_table,
    entry_to_table,
    timer_from_table,
    timer_to_table,
)
from tests.core.sample import entries, timers


@given(entries)
def test_an_entry_is_read_back_as_written(entry: Entry) -> None:
    """The table of an entry says all of it, unknown keys included."""
    assert entry_from_table(entry_to_table(entry)) == entry


@given(timers)
def test_a_timer_is_read_back_as_written(timer: Timer) -> None:
    """The table of a timer says all of it."""
    assert timer_from_table(timer_to_table(timer)) == timer
