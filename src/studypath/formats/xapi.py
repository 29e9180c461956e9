"""Progress as xAPI statements, one per event, and statements back to progress.

xAPI 1.0.3 is the standard of Learning Record Stores. An event is: a step was begun
(`initialized`), a session was logged (`progressed`), a step was finished (`completed`) or skipped.
Statement ids are UUIDv5 of the event, so sending a statement twice changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from studypath.core.curriculum import Path, Phase, Step, StepKey
from studypath.core.instants import to_utc
from studypath.core.progress import Entry, Session
from studypath.core.status import find_start
from studypath.core.tracked import TrackedProgress

BASE = "https://studypath.invalid/"
"""Where all names of activities begin. `.invalid` never resolves (RFC 2606); the names are stable.

A path is `BASE path/PATH`, a phase `BASE path/PATH/phase/PHASE`, a step `BASE path/PATH/step/STEP`.
Every statement carries BASE itself as a category, so that a store can be asked for all of them.
"""

_NAMESPACE = uuid5(NAMESPACE_URL, BASE + "xapi/1")
_ADL = "http://adlnet.gov/expapi/"

VERBS = {
    "initialized": _ADL + "verbs/initialized",
    "progressed": _ADL + "verbs/progressed",
    "completed": _ADL + "verbs/completed",
    "skipped": "http://id.tincanapi.com/verb/skipped",
}

Object = dict[str, Any]


class Actor(NamedTuple):
    """Whom the statements are about: a name on a home page, or a mail address if that is asked for.

    `home_page` names the system that gave the name, as xAPI's `account` has it.
    """

    name: str
    home_page: str = BASE
    mail: str | None = None


class _Event(NamedTuple):
    """One event: when it was (None: unknown), and what belongs to its identity and its result."""

    verb: str
    when: datetime | None
    identity: tuple[str | int, ...]
    result: Object


def build_statements(
    tracked: TrackedProgress,
    actor: Actor,
    *,
    path_id: str | None = None,
    since: datetime | None = None,
) -> Iterator[Object]:
    """Yield a statement per event, step by step; of one path or of all.

    `since` leaves out the events before it; one without a time stays. Steps that no path has any
    more are in it, and a work that paths share counts where it was logged.
    """
    places = _list_places(tracked)
    for key, entry in sorted(tracked.progress.entries.items()):
        today = tracked.renamed.get(key, key)
        if path_id is not None and today[0] != path_id:
            continue
        for event in _list_events(entry):
            if since is None or event.when is None or event.when >= since:
                yield _to_statement(event, key, places.get(today), actor)


def format_statements(statements: Iterable[Object]) -> Iterator[str]:
    """Yield each statement as one line of JSON in ASCII."""
    for statement in statements:
        text = json.dumps(statement, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
        yield text.replace("\x7f", "\\u007f") + "\n"


def build_path_iri(path_id: str) -> str:
    """Return the IRI of a path."""
    return f"{BASE}path/{quote(path_id, safe='')}"


def build_phase_iri(path_id: str, phase_id: str) -> str:
    """Return the IRI of a phase."""
    return f"{build_path_iri(path_id)}/phase/{quote(phase_id, safe='')}"


def build_step_iri(key: StepKey) -> str:
    """Return the IRI of a step."""
    return f"{build_path_iri(key[0])}/step/{quote(key[1], safe='')}"


def format_iso_duration(minutes: int) -> str:
    """Return whole minutes as an ISO 8601 duration: `PT45M`, `PT2H`, `PT1H30M`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"PT{rest}M"
    return f"PT{hours}H{rest}M" if rest else f"PT{hours}H"


def format_instant(moment: datetime) -> str:
    """Return a moment in UTC as RFC 3339 has it: `2026-11-21T17:40:00Z`."""
    return to_utc(moment).isoformat().replace("+00:00", "Z")


_Place = tuple[Path, Phase, Step]


def _list_places(tracked: TrackedProgress) -> dict[StepKey, _Place]:
    return {
        (path.id, step.id): (path, phase, step)
        for path in tracked.curriculum.paths
        for phase in path.phases
        for step in phase.steps
    }


def _list_events(entry: Entry) -> Iterator[_Event]:
    start = find_start(entry)
    if start is not None:
        # A step is begun once: a session that is logged later for an earlier day is no new event.
        yield _Event("initialized", start, (), {})
    counted: dict[Session, int] = {}
    for session in entry.sessions:
        number = counted[session] = counted.get(session, 0) + 1
        duration = {"duration": format_iso_duration(session.minutes)}
        identity = (format_instant(session.start), session.minutes, number)
        yield _Event("progressed", session.start, identity, duration)
    if entry.state == "done":
        when = entry.finished or _last_start(entry) or entry.updated
        yield _Event("completed", when, _identify(when), {"completion": True})
    elif entry.state == "skipped":
        result: Object = {"completion": False}
        if entry.reason:
            result["response"] = entry.reason
        yield _Event("skipped", entry.updated, _identify(entry.updated), result)


def _last_start(entry: Entry) -> datetime | None:
    return max((session.start for session in entry.sessions), default=None)


def _identify(when: datetime | None) -> tuple[str, ...]:
    return () if when is None else (format_instant(when),)


def _to_statement(event: _Event, key: StepKey, place: _Place | None, actor: Actor) -> Object:
    who = [actor.mail] if actor.mail else [actor.home_page, actor.name]
    # A list in JSON cannot be read two ways, whatever the names hold.
    identity = json.dumps([*who, event.verb, *key, *event.identity])
    statement: Object = {
        "id": str(uuid5(_NAMESPACE, identity)),
        "actor": _to_agent(actor),
        "verb": {"id": VERBS[event.verb], "display": {"en": event.verb}},
        "object": _to_activity(build_step_iri(key), "lesson", place[2].title if place else None),
    }
    if event.result:
        statement["result"] = event.result
    statement["context"] = {
        "platform": "studypath",
        "contextActivities": {
            **({"parent": [_to_phase(place)]} if place else {}),
            "grouping": [_to_activity(build_path_iri(key[0]), "course", place and place[0].title)],
            "category": [{"objectType": "Activity", "id": BASE}],
        },
    }
    if event.when is not None:
        statement["timestamp"] = format_instant(event.when)
    return statement


def _to_agent(actor: Actor) -> Object:
    if actor.mail:
        return {"objectType": "Agent", "mbox": f"mailto:{actor.mail}"}
    account = {"homePage": actor.home_page, "name": actor.name}
    return {"objectType": "Agent", "account": account}


def _to_phase(place: _Place) -> Object:
    path, phase, _ = place
    return _to_activity(
        build_phase_iri(path.id, phase.id), "module", f"{phase.label}: {phase.title}"
    )


def _to_activity(iri: str, kind: str, title: str | None) -> Object:
    definition: Object = {"type": f"{_ADL}activities/{kind}"}
    if title:
        # The language of a title is not known: `und` (BCP 47).
        definition["name"] = {"und": title}
    return {"objectType": "Activity", "id": iri, "definition": definition}
