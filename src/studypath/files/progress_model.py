"""The tables of `progress.toml`; keys that they do not name are kept as they are."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from studypath.core.parts import MOST_PARTS
from studypath.core.session_lines import interval_from_line, session_from_line
from studypath.core.text import has_control
from studypath.files.paths_model import Reading
from studypath.files.types import Minutes


def _check_plain(text: str) -> str:
    if has_control(text, multiline=True):
        msg = "the text holds a control character"
        raise ValueError(msg)
    return text


def _check_session(text: str) -> str:
    session = session_from_line(text)
    if not session.minutes:
        msg = "a session lasts a minute at least"
        raise ValueError(msg)
    return text


def _check_pause(text: str) -> str:
    interval_from_line(text)
    return text


# Of any length: notes grow by merging, and a saved note must be readable. The file has a limit.
Plain = Annotated[str, AfterValidator(_check_plain)]
PartNumber = Annotated[int, Field(ge=1, le=MOST_PARTS)]
SessionLine = Annotated[str, Field(max_length=80), AfterValidator(_check_session)]

PauseLine = Annotated[str, Field(max_length=80), AfterValidator(_check_pause)]


class _Table(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")


class EntryTable(_Table):
    """`[paths.PATH.STEP]`."""

    state: Literal["todo", "doing", "done", "skipped"] = "todo"
    started: AwareDatetime | None = None
    finished: AwareDatetime | None = None
    updated: AwareDatetime | None = None
    read: Reading | None = None
    reason: Plain | None = None
    note: Plain | None = None
    parts_done: list[PartNumber] = []
    sessions: list[SessionLine] = []


class TimerTable(_Table):
    """`[timer]`: a running session."""

    path: Plain
    step: Plain
    started: AwareDatetime
    paused: AwareDatetime | None = None
    rested: Minutes | None = None
    pauses: list[PauseLine] = []
    former: EntryTable | None = None


class ProgressTable(_Table):
    """The top level; `paths` holds one table per path, with one table per step."""

    format: Annotated[int, Field(ge=1)] = 1
    active: Plain | None = None
    switched: AwareDatetime | None = None
    timer: TimerTable | None = None
    paths: dict[Plain, dict[Plain, Any]] = {}


_ENTRIES = TypeAdapter(dict[str, dict[str, EntryTable]])


def find_progress_faults(data: dict[str, Any]) -> tuple[ValidationError, tuple[str, ...]] | None:
    """Return the error of a progress document and the key it is under, or None."""
    try:
        table = ProgressTable.model_validate(data)
    except ValidationError as error:
        return error, ()
    tables = {
        path_id: {step_id: entry for step_id, entry in steps.items() if isinstance(entry, dict)}
        for path_id, steps in table.paths.items()
    }
    try:
        _ENTRIES.validate_python(tables)
    except ValidationError as error:
        return error, ("paths",)
    return None
