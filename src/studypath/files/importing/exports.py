"""The JSON of `export` and `status` as paths, with the progress in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from studypath.core.curriculum import (
    READINGS,
    Deferred,
    Estimate,
    Part,
    Path,
    Phase,
    Step,
    StepKey,
)
from studypath.core.durations import MOST_MINUTES
from studypath.core.instants import to_stored_time
from studypath.core.parts import MOST_PARTS
from studypath.core.progress import STATES, Entry
from studypath.core.session_lines import session_from_line
from studypath.core.works import build_work_keys
from studypath.files.importing.addresses import find_address, find_arxiv, find_doi
from studypath.files.importing.decode import refuse
from studypath.files.importing.phrases import REASON, clean_remark
from studypath.files.importing.slugs import Slugs, build_slug
from studypath.files.importing.values import ImportResult, Note

FORMAT = 1
_CREATORS_MOST = 199
_TITLE_MOST = 400
_TEXT_MOST = 4000


def import_export(
    data: Mapping[str, Any], file_name: str, *, path_id: str | None, title: str | None
) -> ImportResult:
    """Return the paths of an export with their ids, and the progress on them.

    `path_id` and `title` replace those of a single path. Raises UnusableFile for a newer format
    and for an export without a path. What an export may not hold is left out with a note.
    """
    version = data.get("format")
    if type(version) is not int or version > FORMAT:
        shown = version if type(version) is int else "missing"
        message = f"its format is {shown}; this program reads {FORMAT}"
        raise refuse(file_name, None, message, "Update the program or export again.")
    notes: list[Note] = []
    slugs = Slugs()
    tables = [table for table in data["paths"] if isinstance(table, dict)]
    paths: list[Path] = []
    progress: dict[StepKey, Entry] = {}
    stored = _table(_table(data.get("progress")).get("paths"))
    for table in tables:
        own = _text(table.get("id")) or _text(table.get("title")) or "path"
        given = slugs.give((path_id if path_id and len(tables) == 1 else None) or own, "path")
        shown = (title if len(tables) == 1 else None) or _line(table.get("title")) or own
        path = _path(table, given, shown, file_name)
        if not any(phase.steps for phase in path.phases):
            notes.append(Note(None, f"left out the path {own}: it has no steps"))
            continue
        paths.append(path)
        progress |= _progress(table, path, _table(stored.get(own)), notes)
    if not paths:
        raise refuse(file_name, None, "no path with steps in this export")
    return ImportResult(tuple(paths), progress, (), tuple(notes), "an export of studypath")


def _path(table: Mapping[str, Any], path_id: str, title: str, file_name: str) -> Path:
    slugs, phase_slugs = Slugs(), Slugs()
    phases: list[Phase] = []
    for each in _tables(table.get("phases")):
        position = len(phases) + 1
        reading = each.get("reading") if each.get("reading") in READINGS else None
        name = _line(each.get("title")) or f"Phase {position}"
        steps = tuple(
            _step(step, f"{position}.{n}", slugs, reading)
            for n, step in enumerate(_tables(each.get("steps")), 1)
        )
        phases.append(
            Phase(
                phase_slugs.give(_text(each.get("id")) or name, "phase"),
                _line(each.get("label")) or f"Phase {position}",
                name,
                position,
                steps,
                reading,
                open_ended=not steps,
            )
        )
    deferred_slugs = Slugs()
    deferred = tuple(
        Deferred(
            deferred_slugs.give(_text(each.get("id")) or "work", "work"),
            _line(each.get("title")) or "Untitled",
            _remark(each.get("reason")) or REASON,
            _remark(each.get("revisit")),
            url=_url(each.get("url")),
        )
        for each in _tables(table.get("deferred"))
    )
    estimate = _estimate(table.get("estimate"))
    return Path(path_id, title, tuple(phases), file_name, estimate=estimate, deferred=deferred)


def _step(table: Mapping[str, Any], number: str, slugs: Slugs, phase_reading: str | None) -> Step:
    url = _url(table.get("url"))
    title = _line(table.get("title")) or url or "Untitled"
    year = table.get("year")
    step_id = slugs.give(_text(table.get("id")) or title, "step")
    reading = table.get("reading")
    arxiv, doi = find_arxiv(url), find_doi(url)
    return Step(
        step_id, number, title, build_slug(_text(table.get("kind")) or "article", "work"),
        creators=_creators(table),
        year=year if type(year) is int and 1 <= year <= 9999 else None,  # noqa: PLR2004
        url=url, estimate=_estimate(table.get("estimate")),
        reading=reading if reading in READINGS else phase_reading,
        parts=_parts(table.get("parts")),
        focus=_remark(table.get("focus")), takeaway=_remark(table.get("takeaway")),
        introduces=_ids(table.get("concepts")), covers=tuple(
            each for each in _ids(table.get("covers")) if each != step_id
        ),
        works=build_work_keys(url, arxiv, doi), arxiv=arxiv, doi=doi,
    )  # fmt: skip


def _creators(table: Mapping[str, Any]) -> tuple[str, ...]:
    names = [*filter(None, map(_line, _list(table.get("creators"))))][:_CREATORS_MOST]
    return (*names, "et al.") if table.get("more_creators") is True else tuple(names)


def _parts(value: object) -> tuple[Part, ...]:
    """Return the parts of a step; one without a title keeps its number."""
    parts: list[Part] = []
    for number, table in enumerate(_tables(value)[:MOST_PARTS], 1):
        minutes = table.get("minutes")
        parts.append(
            Part(
                _line(table.get("title")) or f"Part {number}",
                _url(table.get("url")),
                minutes if type(minutes) is int and 0 < minutes <= MOST_MINUTES else None,
                _remark(table.get("note")),
            )
        )
    return tuple(parts)


def _progress(
    table: Mapping[str, Any], path: Path, stored: Mapping[str, Any], notes: list[Note]
) -> dict[StepKey, Entry]:
    """Return the entries of a path: from the stored progress, else from the states of steps."""
    progress: dict[StepKey, Entry] = {}
    tables = [
        step for phase in _tables(table.get("phases")) for step in _tables(phase.get("steps"))
    ]
    for step, shown in zip(path.steps, tables, strict=True):
        stored_entry = stored.get(_text(shown.get("id")) or "")
        try:
            entry = _entry(_table(stored_entry)) if stored_entry else _entry(shown)
        except (ValueError, TypeError, OverflowError):
            notes.append(Note(None, f"left out the progress on {step.id}: it cannot be read"))
            continue
        if entry != Entry():
            progress[(path.id, step.id)] = entry
    return progress


def _entry(table: Mapping[str, Any]) -> Entry:
    state = table.get("state", "todo")
    if state not in STATES:
        raise ValueError
    times = {key: _time(table.get(key)) for key in ("started", "finished", "updated")}
    read = table.get("read")
    return Entry(
        state=state,
        started=times["started"],
        finished=times["finished"],
        updated=times["updated"],
        read=read if read in READINGS else None,
        reason=_remark(table.get("reason")),
        note=_note(table.get("note")),
        parts_done=tuple(
            sorted(
                {
                    number
                    for number in _list(table.get("parts_done"))
                    if type(number) is int and 1 <= number <= MOST_PARTS
                }
            )
        ),
        sessions=tuple(session_from_line(str(line)) for line in _list(table.get("sessions"))),
    )


def _time(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError
    return to_stored_time(moment)


def _estimate(value: object) -> Estimate | None:
    table = _table(value)
    low, high = table.get("low_minutes"), table.get("high_minutes")
    if type(low) is not int or type(high) is not int or not 0 <= low <= high <= MOST_MINUTES:
        return None
    return Estimate(low, high, "derived" if table.get("source") == "derived" else "stated")


def _url(value: object) -> str | None:
    return find_address(value).url if isinstance(value, str) else None


def _ids(value: object) -> tuple[str, ...]:
    texts = [each for each in _list(value) if isinstance(each, str) and each.strip()]
    return tuple(dict.fromkeys(build_slug(each, "concept") for each in texts))[:200]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _line(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    line = " ".join(value.split())
    return line if len(line) <= _TITLE_MOST else line[: _TITLE_MOST - 1] + "…"


def _remark(value: object) -> str | None:
    return clean_remark(value) if isinstance(value, str) else None


def _note(value: object) -> str | None:
    return value.strip()[:_TEXT_MOST] or None if isinstance(value, str) else None


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _tables(value: object) -> list[Mapping[str, Any]]:
    return [each for each in _list(value) if isinstance(each, dict)]


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
