"""Statements of the Experience API: one per event, stable, and back to the same progress."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.merge import merge_progress
from studypath.core.progress import Entry, Progress, Session
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.formats.xapi import (
    BASE,
    VERBS,
    Actor,
    build_statements,
    build_step_iri,
    format_iso_duration,
    format_statements,
)
from studypath.formats.xapi_progress import collect_progress, parse_iso_duration, read_event
from tests.core import sample
from tests.progress_samples import bundled

START = datetime(2026, 11, 20, 19, 5, tzinfo=UTC)
ADA = Actor("ada")


def day(number: int) -> datetime:
    """Return a day after the start."""
    return START + timedelta(days=number)


def with_entries(entries: dict[tuple[str, str], Entry]) -> TrackedProgress:
    """Return progress with these entries on the bundled paths."""
    return track_progress(bundled(), Progress(entries=entries))


STUDIED = with_entries(
    {
        ("paper", "bert"): Entry(
            state="done",
            started=START,
            finished=day(2),
            updated=day(2),
            note="a secret note",
            sessions=(Session(START, 50), Session(day(1), 70), Session(day(1), 70)),
        ),
        ("paper", "gpt-1"): Entry(state="skipped", updated=day(3), reason="I know it"),
        ("paper", "gpt-2"): Entry(state="doing", started=day(4), updated=day(4)),
        ("paper", "gone/step"): Entry(state="done", updated=day(5)),
    }
)


def read_back(tracked: TrackedProgress, actor: Actor = ADA, **limits: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """Return the statements as a reader of the lines gets them."""
    lines = format_statements(build_statements(tracked, actor, **limits))
    return [json.loads(line) for line in lines]


def test_every_event_is_a_statement() -> None:
    """Beginning, each session, finishing and skipping are one statement each."""
    verbs = [(s["object"]["id"].rpartition("/")[2], s["verb"]["id"]) for s in read_back(STUDIED)]
    assert verbs == [
        ("bert", VERBS["initialized"]),
        ("bert", VERBS["progressed"]),
        ("bert", VERBS["progressed"]),
        ("bert", VERBS["progressed"]),
        ("bert", VERBS["completed"]),
        ("gone%2Fstep", VERBS["completed"]),
        ("gpt-1", VERBS["skipped"]),
        ("gpt-2", VERBS["initialized"]),
    ]


def test_statement_says_who_what_when_and_how_long() -> None:
    """A session carries account, step, phase, path, ISO 8601 duration and time in UTC."""
    statement = read_back(STUDIED)[1]
    assert statement["actor"] == {
        "objectType": "Agent",
        "account": {"homePage": BASE, "name": "ada"},
    }
    assert statement["object"]["id"] == f"{BASE}path/paper/step/bert"
    assert statement["result"] == {"duration": "PT50M"}
    assert statement["timestamp"] == "2026-11-20T19:05:00Z"
    around = statement["context"]["contextActivities"]
    assert [activity["id"] for activity in around["grouping"]] == [f"{BASE}path/paper"]
    assert around["parent"][0]["id"].startswith(f"{BASE}path/paper/phase/")
    assert around["category"] == [{"objectType": "Activity", "id": BASE}]


def test_skipped_says_why() -> None:
    """A skipped step is not completed and gives its reason."""
    statement = next(s for s in read_back(STUDIED) if s["verb"]["id"] == VERBS["skipped"])
    assert statement["result"] == {"completion": False, "response": "I know it"}


def test_nothing_private_is_in_it() -> None:
    """Notes stay at home, and a mail address is named only if it was asked for."""
    text = "".join(format_statements(build_statements(STUDIED, ADA)))
    assert "secret" not in text
    assert "mbox" not in text
    mailed = read_back(STUDIED, Actor("ada", mail="ada@example.org"))[0]["actor"]
    assert mailed == {"objectType": "Agent", "mbox": "mailto:ada@example.org"}


def test_ids_are_of_the_event() -> None:
    """Ids are distinct UUIDv5s and change with nothing but learner and event."""
    ids = [s["id"] for s in read_back(STUDIED)]
    assert {UUID(each).version for each in ids} == {5}
    assert len(set(ids)) == len(ids)
    assert ids == [s["id"] for s in read_back(STUDIED)]
    assert not set(ids) & {s["id"] for s in read_back(STUDIED, Actor("bob"))}
    assert ids[0] == "40801004-76fc-590f-be8c-781f5d381735", "ids in stores must stay as they are"


def test_a_session_logged_later_begins_nothing_anew() -> None:
    """An earlier session that is logged afterwards keeps the id of the beginning."""
    key = ("paper", "gpt-2")
    one = read_back(with_entries({key: Entry(state="doing", sessions=(Session(day(4), 30),))}))
    two = read_back(
        with_entries(
            {key: Entry(state="doing", sessions=(Session(day(3), 30), Session(day(4), 30)))}
        )
    )
    assert one[0]["id"] == two[0]["id"]
    assert {s["id"] for s in one} < {s["id"] for s in two}


def test_the_same_moment_under_another_offset_is_the_same_event() -> None:
    """Two machines in two zones say one thing."""
    key = ("paper", "gpt-2")
    zone = datetime.fromisoformat("2026-11-20T20:05+01:00")
    one = read_back(with_entries({key: Entry(state="doing", sessions=(Session(START, 30),))}))
    two = read_back(with_entries({key: Entry(state="doing", sessions=(Session(zone, 30),))}))
    assert one == two


def test_since_and_path_limit_what_is_read_back() -> None:
    """Earlier events and other paths are left out; an event without a time stays."""
    verbs = [s["verb"]["display"]["en"] for s in read_back(STUDIED, since=day(3))]
    assert verbs == ["completed", "skipped", "initialized"]
    undated = with_entries({("paper", "bert"): Entry(state="done")})
    assert "timestamp" not in read_back(undated, since=day(3))[0]
    assert read_back(STUDIED, path_id="lightweight") == []


@given(st.text(), st.text(min_size=1))
def test_hostile_text_stays_text(title: str, step_id: str) -> None:
    """Whatever names hold, a line is one line of ASCII JSON, and names lead back to the step."""
    step = sample.step(step_id)._replace(title=title)
    curriculum = sample.curriculum(sample.path("p", [step]))
    tracked = track_progress(curriculum, Progress(entries={("p", step_id): Entry(state="done")}))
    try:
        lines = list(format_statements(build_statements(tracked, Actor(title or "x"))))
    except UnicodeEncodeError:
        assert re.search("[\ud800-\udfff]", step_id)
        return
    assert len(lines) == 1
    assert lines[0].isascii()
    assert lines[0][:-1].isprintable()
    event = read_event(json.loads(lines[0]))
    assert event is None or event.key == ("p", step_id)


@given(sample.progresses)
def test_statements_lead_back_to_states_and_sessions(progress: Progress) -> None:
    """What a store gives back has the same sessions, and the same states but `todo`."""
    tracked = track_progress(sample.curriculum(sample.path("p", [sample.step("a")])), progress)
    statements = [json.loads(line) for line in format_statements(build_statements(tracked, ADA))]
    # Pages may overlap, and come in any order.
    back = collect_progress([*statements, *reversed(statements)]).get("ada", Progress())
    for key, entry in progress.entries.items():
        received = back.entries.get(key, Entry())
        assert sorted(received.sessions) == sorted(entry.sessions)
        if entry.state in {"done", "skipped"}:
            assert received.state == entry.state


def test_merged_versions_say_each_event_once() -> None:
    """Two machines that merged say together what each said before, and no more."""
    key = ("paper", "bert")
    one = Progress(entries={key: Entry(state="doing", sessions=(Session(START, 30),))})
    two = Progress(entries={key: Entry(state="doing", sessions=(Session(day(1), 40),))})
    merged = track_progress(bundled(), merge_progress(one, two))
    before = {s["id"] for side in (one, two) for s in read_back(track_progress(bundled(), side))}
    assert {s["id"] for s in read_back(merged)} == before


@pytest.mark.parametrize(
    "statement",
    [
        None,
        [],
        "x",
        {},
        {"object": []},
        {"object": {"id": f"{BASE}path/p/step/a"}, "verb": {"id": VERBS["completed"]}},
        {
            "actor": {"account": {"name": "a", "homePage": "b"}},
            "object": {"id": "https://other.example/x"},
            "verb": {"id": VERBS["completed"]},
        },
        {
            "actor": {"account": {"name": "a", "homePage": "b"}},
            "object": {"id": f"{BASE}path/p/step/a%1B"},
            "verb": {"id": VERBS["completed"]},
        },
        {
            "actor": {"account": {"name": "a", "homePage": "b"}},
            "object": {"id": f"{BASE}path/p/step/a"},
            "verb": {"id": VERBS["progressed"]},
            "result": {"duration": "P9999999999Y"},
        },
    ],
)
def test_foreign_statements_are_passed_over(statement: object) -> None:
    """Statements of other programs, and malformed ones, say nothing."""
    assert read_event(statement) is None
    assert collect_progress([statement]) == {}


def test_learners_of_one_name_are_told_apart() -> None:
    """Two home pages may know an ada each."""
    statements = read_back(STUDIED) + read_back(STUDIED, Actor("ada", "https://school.example/"))
    names = list(collect_progress(statements))
    assert names == ["ada (https://school.example/)", f"ada ({BASE})"]


@given(st.integers(0, 600_000))
def test_durations_lead_back(minutes: int) -> None:
    """An ISO 8601 duration says its minutes."""
    assert parse_iso_duration(format_iso_duration(minutes)) == minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("PT90S", 2), ("P1DT2H", 1560), ("PT0.4S", 0), ("P", None), ("PT", None), ("1h", None)],
)
def test_durations_of_others_are_read(text: str, minutes: int | None) -> None:
    """Days and seconds are understood, other text is not."""
    assert parse_iso_duration(text) == minutes


def test_names_are_one_segment_each() -> None:
    """Whatever an id holds, it stays within its part of the IRI."""
    assert build_step_iri(("a/b", "c?d#e")) == f"{BASE}path/a%2Fb/step/c%3Fd%23e"
