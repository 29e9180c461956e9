"""Faults in plain words: no message of pydantic reaches the user unedited."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from studypath.files.faults import _MESSAGES, format_faults
from studypath.files.paths_model import PathsFile
from studypath.files.progress_model import EntryTable, ProgressTable, TimerTable
from studypath.files.settings_model import SettingsModel

MODELS: list[type[BaseModel]] = [PathsFile, EntryTable, ProgressTable, TimerTable, SettingsModel]

# The errors that each kind of node in a model's schema can raise, beside those of its limits.
ERRORS_OF: dict[str, set[str]] = {
    "model": {"model_type"},
    "model-fields": {"missing"},
    "str": {"string_type"},
    "int": {"int_type"},
    "float": {"float_type", "finite_number"},
    "bool": {"bool_type"},
    "list": {"list_type"},
    "dict": {"dict_type"},
    "datetime": {"datetime_type", "timezone_aware"},
    "literal": {"literal_error"},
    "function-after": {"value_error"},
    "nullable": set(),
    "default": set(),
    "any": set(),
    "definitions": set(),
    "definition-ref": set(),
    "model-field": set(),
}
ERROR_OF_LIMIT = {
    ("str", "max_length"): "string_too_long",
    ("list", "max_length"): "too_long",
    ("list", "min_length"): "too_short",
    ("int", "ge"): "greater_than_equal",
    ("int", "le"): "less_than_equal",
    ("float", "ge"): "greater_than_equal",
    ("float", "le"): "less_than_equal",
}
LIMITS = {"max_length", "min_length", "ge", "le", "gt", "lt", "pattern", "multiple_of"}
# What a schema holds beside other nodes; field names are keys of "fields" alone.
_NO_NODES = {"metadata", "serialization", "function", "config", "cls", "default", "expected"}


def collect_errors(node: Any) -> set[str]:  # noqa: ANN401 - a schema is any tree
    """Return the types of error that a schema can raise; fail for a kind that is not listed."""
    if isinstance(node, list | tuple):
        return set().union(*map(collect_errors, node))
    if not isinstance(node, dict):
        return set()
    errors: set[str] = set()
    kind = node.get("type")
    if isinstance(kind, str):
        errors |= ERRORS_OF[kind]
        errors |= {ERROR_OF_LIMIT[kind, limit] for limit in LIMITS & node.keys()}
    fields = node.get("fields", {})
    inner = [value for key, value in node.items() if key not in {*_NO_NODES, "fields"}]
    return errors.union(collect_errors([*inner, *fields.values()] if fields else inner))


def test_every_error_that_a_model_can_raise_has_a_message() -> None:
    """The models' own schemas name the errors; each has a message, and no message is unused."""
    errors = set().union(*(collect_errors(model.__pydantic_core_schema__) for model in MODELS))
    assert errors == _MESSAGES.keys()


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text(max_size=5)
    | st.just("a" * 4001)
    | st.datetimes()
    | st.just(datetime.fromisoformat("2026-01-01T10:00Z"))
    | st.just(date(2026, 1, 1)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
fields = sorted({name for model in MODELS for name in model.model_fields})


@given(st.dictionaries(st.sampled_from(fields), values, min_size=1, max_size=4))
def test_no_value_gives_a_message_of_pydantic(data: dict[str, object]) -> None:
    """Whatever is in a file, the message is one of this program."""
    for error in filter(None, (find_error(model, data) for model in MODELS)):
        assert {detail["type"] for detail in error.errors()} <= _MESSAGES.keys()
        assert "nput should" not in format_faults(error)


def find_error(model: type[BaseModel], data: dict[str, object]) -> ValidationError | None:
    """Return the error of the model for this data, or None."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        return error
    return None


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"hours_per_week": 0.1}, "must be at least 0.25"),
        ({"hours_per_week": 200.0}, "must be at most 168"),
        ({"hours_per_week": "x"}, "must be a number"),
        ({"forecast": 1}, "must be true or false"),
        ({"wiki": []}, "must be text in quotes"),
        ({"wiki": "https://example.org"}, "an address needs {id} in the place of the page's id"),
    ],
)
def test_a_message_says_what_the_value_must_be(data: dict[str, object], message: str) -> None:
    """In the words of the file's format."""
    with pytest.raises(ValidationError) as caught:
        SettingsModel.model_validate(data)
    assert format_faults(caught.value).startswith(message)
