"""Turn pydantic's errors into faults with file, line and key, in plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studypath.core.errors import Fault, UnusableFile
from studypath.core.path_check import MOST_FAULTS, sort_faults
from studypath.core.text import find_nearest, replace_controls
from studypath.files.toml import format_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

    from studypath.files.toml import Located

FAULTS_MOST = 10
# Comparing a key with all others costs time.
SUGGESTIONS_MOST = 100

Loc = tuple[str | int, ...]

_WORD = re.compile(r"'([^']*)'")

# Every type of error that the models of this package can raise; a test enumerates them.
_MESSAGES = {
    "missing": "is missing",
    "string_type": "must be text in quotes",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "datetime_type": "must be a date and time with an offset",
    "timezone_aware": "must have an offset from UTC, such as +01:00",
    "literal_error": "must be {expected}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "finite_number": "must be a finite number",
    "string_too_long": "must have at most {max_length} characters",
    "too_long": "must have at most {max_length} items",
    "too_short": "must have at least {min_length} item",
    "value_error": "{error}",
}


def build_fault(located: Located, file: str, loc: Loc, message: str) -> Fault:
    """Return a fault at a location in a file."""
    line, column = located.place_of(loc)
    return Fault(file, line, format_key(loc), replace_controls(message), column)


class FaultList:
    """The faults of a file; the first MOST_FAULTS that are added are built, `more` are counted."""

    def __init__(self, located: Located, file: str) -> None:
        self.more = 0
        self._located = located
        self._file = file
        self._faults: list[Fault] = []

    def __len__(self) -> int:
        return len(self._faults) + self.more

    def add(self, loc: Loc, message: str) -> None:
        """Add a fault at a location."""
        if len(self._faults) < MOST_FAULTS:
            self._faults.append(build_fault(self._located, self._file, loc, message))
        else:
            self.more += 1

    def sort(self) -> tuple[Fault, ...]:
        """Return the faults that were built, in the order of the file."""
        return tuple(sort_faults(self._faults))


def build_unusable_file(faults: FaultList, advice: str = "") -> UnusableFile:
    """Return the error of a file with these faults; ten are shown, the rest counted."""
    return UnusableFile(faults.sort()[:FAULTS_MOST], max(0, len(faults) - FAULTS_MOST), advice)


def add_errors(faults: FaultList, error: ValidationError, under: Loc = ()) -> None:
    """Add pydantic's errors to the faults of a file; `under` prefixes their keys."""
    for detail in error.errors(include_url=False, include_context=True):
        faults.add((*under, *detail["loc"]), _message(detail))


def add_unknown_keys(faults: FaultList, model: type[BaseModel], data: object) -> None:
    """Add a fault for each key that the model does not know, the first with the nearest key."""
    for count, (loc, fields) in enumerate(_iterate_unknown_keys(model, data, ())):
        hint = suggest_word(str(loc[-1]), fields) if count < SUGGESTIONS_MOST else ""
        faults.add(loc, f"is unknown and ignored{hint}")


def _iterate_unknown_keys(
    model: type[BaseModel], data: object, loc: Loc
) -> Iterator[tuple[Loc, Iterable[str]]]:
    """Yield the location of each key that the model does not know, with the keys that it knows."""
    if not isinstance(data, dict):
        return
    fields: dict[str, object] = {}
    for name, field in model.model_fields.items():
        fields[field.alias or name] = field.annotation
    for key, value in data.items():
        if key not in fields:
            yield (*loc, key), fields
            continue
        inner = _model_in(fields[key])
        if inner is not None and isinstance(value, list):
            for index, item in enumerate(value):
                yield from _iterate_unknown_keys(inner, item, (*loc, key, index))


def _model_in(annotation: object) -> type[BaseModel] | None:
    from typing import get_args

    from pydantic import BaseModel

    for inner in get_args(annotation):
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return inner
    return None


def _message(detail: ErrorDetails) -> str:
    template = _MESSAGES.get(detail["type"], "is not valid")
    message = template.format(**detail.get("ctx", {}))
    if detail["type"] == "literal_error" and isinstance(detail["input"], str):
        message += suggest_word(detail["input"], _WORD.findall(message))
    return message


def suggest_word(word: str, words: Iterable[str]) -> str:
    """Return `; did you mean X?` with the nearest of some words, or nothing."""
    close = find_nearest(word, words, 1)
    return f"; did you mean {close[0]}?" if close else ""


def format_faults(error: ValidationError) -> str:
    """Return pydantic's errors as one line, without locations."""
    return "; ".join(_message(detail) for detail in error.errors(include_url=False))
