"""Statements of many learners back to progress: the other direction of `formats.xapi`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import unquote

from studypath.core.curriculum import StepKey
from studypath.core.durations import MOST_MINUTES
from studypath.core.progress import Entry, Progress, Session
from studypath.core.text import has_control, replace_controls
from studypath.formats.xapi import BASE, VERBS

_LONGEST_NAME = 200
_VERB_OF = {iri: verb for verb, iri in VERBS.items()}
_STEP = re.compile(re.escape(BASE) + r"path/([^/]+)/step/([^/]+)")
_DURATION = re.compile(
    r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})(?:\.\d{1,9})?S)?)?"
)


class LearnerEvent(NamedTuple):
    """One event of a statement; `learner` is (home page, name), `minutes` those of a session."""

    statement_id: str
    learner: tuple[str, str]
    key: StepKey
    verb: str
    when: datetime | None
    minutes: int
    reason: str | None


def read_event(statement: object) -> LearnerEvent | None:
    """Return the event that a statement says; None for other programs' and malformed ones."""
    iri, verb = _text(statement, "object", "id"), _text(statement, "verb", "id")
    match = _STEP.fullmatch(iri or "")
    learner = _read_learner(statement)
    if match is None or verb not in _VERB_OF or learner is None:
        return None
    key = (unquote(match[1]), unquote(match[2]))
    if has_control(key[0] + key[1]):
        return None
    minutes = parse_iso_duration(_text(statement, "result", "duration") or "")
    if verb == VERBS["progressed"] and not minutes:
        return None
    reason = _text(statement, "result", "response")
    return LearnerEvent(
        statement_id=_text(statement, "id") or "",
        learner=learner,
        key=key,
        verb=_VERB_OF[verb],
        when=_read_time(_text(statement, "timestamp")),
        minutes=minutes or 0,
        reason=None if reason is None else replace_controls(reason, multiline=True),
    )


def collect_progress(statements: Iterable[object]) -> dict[str, Progress]:
    """Return the progress of each learner by name, in order of names; a statement counts once.

    The later one of `completed` and `skipped` decides a step's state. Two learners of one name on
    two home pages are told apart by those.
    """
    learners: dict[tuple[str, str], dict[StepKey, list[LearnerEvent]]] = {}
    seen: set[str] = set()
    for statement in statements:
        event = read_event(statement)
        if event is None or event.statement_id in seen:
            continue
        if event.statement_id:
            seen.add(event.statement_id)
        learners.setdefault(event.learner, {}).setdefault(event.key, []).append(event)
    names = [name for _, name in learners]
    progress = {}
    for (page, name), steps in sorted(learners.items(), key=lambda item: item[0][::-1]):
        shown = name if names.count(name) == 1 else f"{name} ({page})"
        entries = {key: _build_entry(events) for key, events in steps.items()}
        progress[shown] = Progress(entries=entries)
    return progress


def parse_iso_duration(text: str) -> int | None:
    """Return the whole minutes of an ISO 8601 duration, rounded; None for anything else."""
    match = _DURATION.fullmatch(text)
    if match is None or not any(match.groups()):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    total = days * 1440 + hours * 60 + minutes + round(seconds / 60)
    return total if total <= MOST_MINUTES else None


def _build_entry(events: Iterable[LearnerEvent]) -> Entry:
    started = finished = updated = None
    state, reason = "todo", None
    sessions: list[Session] = []
    for event in sorted(events, key=_order):
        if event.verb == "progressed" and event.when is not None:
            sessions.append(Session(event.when, event.minutes))
        elif event.verb == "initialized":
            started = event.when if started is None else min(started, event.when or started)
        elif event.verb == "completed":
            state, finished, updated, reason = "done", event.when, event.when, None
        elif event.verb == "skipped":
            state, finished, updated, reason = "skipped", None, event.when, event.reason
    if state == "todo":
        state = "doing"
    return Entry(
        state=state,
        started=started,
        finished=finished,
        updated=updated,
        reason=reason,
        sessions=tuple(sorted(sessions)),
    )


def _order(event: LearnerEvent) -> tuple[float, str]:
    return (0.0 if event.when is None else event.when.timestamp(), event.verb)


def _read_learner(statement: object) -> tuple[str, str] | None:
    name = _text(statement, "actor", "account", "name")
    page = _text(statement, "actor", "account", "homePage")
    if name is None or page is None:
        page, name = "mailto:", (_text(statement, "actor", "mbox") or "").removeprefix("mailto:")
    name = replace_controls(name.strip())[:_LONGEST_NAME]
    return (replace_controls(page)[:_LONGEST_NAME], name) if name else None


def _read_time(text: str | None) -> datetime | None:
    try:
        moment = None if text is None else datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo is not None else None


def _text(value: object, *keys: str) -> str | None:
    """Return the text under keys of nested objects, None where there is none."""
    inner: Any = value
    for key in keys:
        inner = inner.get(key) if isinstance(inner, Mapping) else None
    return inner if isinstance(inner, str) else None
