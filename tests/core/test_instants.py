"""Times as the progress file stores them, and times after others."""

from datetime import UTC, datetime, timedelta, timezone

from studypath.core.instants import move_past, to_stored_time
from tests.core.sample import NOW

ODD = timezone(timedelta(minutes=53, seconds=28))


def test_a_time_is_stored_as_the_file_can_hold_it() -> None:
    """Whole seconds; an offset of whole minutes stays, an odd one becomes UTC."""
    assert to_stored_time(NOW.replace(microsecond=5)).isoformat() == NOW.isoformat()
    odd = datetime(1890, 1, 1, 12, tzinfo=ODD)
    assert to_stored_time(odd) == odd
    assert to_stored_time(odd).tzinfo is UTC
    assert to_stored_time(NOW.astimezone(UTC)).tzinfo is UTC
    first = datetime.min.replace(tzinfo=ODD)
    assert to_stored_time(first).year == 1


def test_a_later_time_is_a_second_after_the_latest() -> None:
    """A moment after all others stands; one that is not is moved behind them."""
    second = timedelta(seconds=1)
    assert move_past(NOW, None) == NOW
    assert move_past(NOW, NOW - second, None) == NOW
    assert move_past(NOW, NOW) == NOW + second
    assert move_past(NOW, NOW + second, NOW - second) == NOW + 2 * second
