"""From what pydantic found to faults with file, line and key, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studypath.core.errors import Fault, UnusableFile
from studypath.core.text import find_nearest, replace_controls

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

    from studypath.files.toml import Located

FAULTS_MOST = 10

Loc = tuple[str | int, ...]

_PLAIN = {
    "missing": "is missing",
    "string_type": "must be text in quotes",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "datetime_type": "must be a date and time with an offset",
    "timezone_aware": "must have an offset from UTC, such as +01:00",
    "string_too_long": "is too long",
}


def format_key(loc: Iterable[str | int]) -> str:
    """Return a location as a dotted key: `path[1].phase[0].title`."""
    key = ""
    for part in loc:
        key += f"[{part}]" if isinstance(part, int) else f".{part}" if key else str(part)
    return replace_controls(key)


def build_fault(located: Located, file: str, loc: Loc, message: str) -> Fault:
    """Return the fault of a place in a file."""
    return Fault(file, located.line_of(loc), format_key(loc), replace_controls(message))


def build_unusable_file(faults: Sequence[Fault], advice: str = "") -> UnusableFile:
    """Return the error of a file with these faults, the first ten of them in full."""
    return UnusableFile(tuple(faults[:FAULTS_MOST]), max(0, len(faults) - FAULTS_MOST), advice)


def list_faults(
    error: ValidationError, located: Located, file: str, under: Loc = ()
) -> list[Fault]:
    """Return the faults that pydantic found below the key `under`, in the order of the file."""
    faults = [
        build_fault(located, file, (*under, *detail["loc"]), _message(detail))
        for detail in error.errors(include_url=False, include_context=True)
    ]
    return sorted(faults, key=lambda fault: fault.line or 0)


def find_unknown_keys(
    model: type[BaseModel], data: object, located: Located, file: str, loc: Loc = ()
) -> list[Fault]:
    """Return the keys of a table that the model does not know, with the nearest known one."""
    if not isinstance(data, dict):
        return []
    known: dict[str, object] = {}
    for name, field in model.model_fields.items():
        known[field.alias or name] = field.annotation
    found: list[Fault] = []
    for key, value in data.items():
        if key not in known:
            close = find_nearest(key, tuple(known), 1)
            hint = f"; did you mean {close[0]}?" if close else ""
            found.append(
                build_fault(located, file, (*loc, key), f"is not known and not read{hint}")
            )
            continue
        inner = _model_in(known[key])
        if inner is not None and isinstance(value, list):
            for index, item in enumerate(value):
                found.extend(find_unknown_keys(inner, item, located, file, (*loc, key, index)))
    return found


def _model_in(annotation: object) -> type[BaseModel] | None:
    from typing import get_args

    from pydantic import BaseModel

    for inner in get_args(annotation):
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return inner
    return None


def _message(detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind == "value_error":
        return str(detail.get("ctx", {}).get("error", detail["msg"]))
    if kind in _PLAIN:
        return _PLAIN[kind]
    message = detail["msg"]
    return message[:1].lower() + message[1:]


def format_faults(error: ValidationError) -> str:
    """Return what pydantic found as one line, without places."""
    return "; ".join(_message(detail) for detail in error.errors(include_url=False))
