"""The time of now and the zone of this machine."""

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from studypath.core.errors import WrongUsage
from studypath.storage.clock import LOCAL, now

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="zones by TZ")


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Set the time zone to one whose clocks change on 29 March and 25 October 2026."""
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_now_has_whole_seconds_and_an_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's clock is believed."""
    monkeypatch.delenv("STUDYPATH_NOW", raising=False)
    assert abs(now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert (now().microsecond, now().utcoffset() is not None) == (0, True)


def test_another_now_can_be_said(berlin: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an offset it stands as it is, without one it is local time."""
    monkeypatch.setenv("STUDYPATH_NOW", "2026-11-21T18:40:00+05:30")
    assert now().isoformat() == "2026-11-21T18:40:00+05:30"
    monkeypatch.setenv("STUDYPATH_NOW", "2026-07-01T12:00")
    assert now().isoformat() == "2026-07-01T12:00:00+02:00"
    monkeypatch.setenv("STUDYPATH_NOW", "tomorrow\x1b")
    with pytest.raises(WrongUsage, match="STUDYPATH_NOW is not a time") as caught:
        now()
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("utc", "local"),
    [
        ("2026-07-01T10:00", "2026-07-01T12:00:00+02:00"),
        ("2026-12-01T10:00", "2026-12-01T11:00:00+01:00"),
        ("2026-03-29T00:59", "2026-03-29T01:59:00+01:00"),
        ("2026-03-29T01:00", "2026-03-29T03:00:00+02:00"),
        ("2026-10-25T00:30", "2026-10-25T02:30:00+02:00"),
        ("2026-10-25T01:30", "2026-10-25T02:30:00+01:00"),
    ],
)
def test_each_instant_has_its_own_local_time(berlin: None, utc: str, local: str) -> None:
    """The hour that the clocks show twice is two hours, each with its offset."""
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    there = moment.astimezone(LOCAL)
    assert there.isoformat() == local
    assert there.astimezone(UTC) == moment


def test_the_zone_names_itself(berlin: None) -> None:
    """Its name is the system's; without a time it has neither name nor offset."""
    assert datetime(2026, 7, 1, tzinfo=LOCAL).tzname() == "CEST"
    assert LOCAL.utcoffset(None) is None
    assert LOCAL.tzname(None) is None
    assert LOCAL.dst(None) is None


@pytest.mark.parametrize("zone", ["XXX-14", "XXX+12", "UTC0"])
@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_time_have_a_local_time_or_none(
    berlin: None, monkeypatch: pytest.MonkeyPatch, zone: str, year: int
) -> None:
    """Beyond the first or last year the answer is an OverflowError and nothing else."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    first = datetime(year, 1, 1, tzinfo=UTC)
    edge = first if year == 1 else first.replace(month=12, day=31, hour=23, minute=59)
    assert edge.replace(tzinfo=LOCAL).utcoffset() is not None
    with suppress(OverflowError):
        edge.astimezone(LOCAL)
