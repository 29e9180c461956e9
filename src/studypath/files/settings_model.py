"""The types of `config.toml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from studypath.core.errors import WrongUsage
from studypath.core.study_days import (
    format_study_days,
    format_study_time,
    parse_study_days,
    parse_study_time,
)
from studypath.files.types import Line, check_url


def _check_format(version: int) -> int:
    if version != 1:
        msg = f"is {version}; this program reads 1"
        raise ValueError(msg)
    return version


def _check_wiki(text: str) -> str:
    if "://" not in text:
        return text
    if "{id}" not in text:
        msg = "an address needs {id} in the place of the page's id"
        raise ValueError(msg)
    check_url(text.replace("{id}", "id"))
    return text


def _check_hours(hours: float) -> float:
    if isinstance(hours, bool):
        msg = "must be a number of hours"
        raise ValueError(msg)  # noqa: TRY004  pydantic collects ValueError only
    return hours


def _normalize_days(text: str) -> str:
    try:
        return format_study_days(parse_study_days(text))
    except WrongUsage as error:
        raise ValueError(str(error)) from None


def _normalize_time(text: str) -> str:
    try:
        return format_study_time(parse_study_time(text))
    except WrongUsage as error:
        raise ValueError(str(error)) from None


class SettingsModel(BaseModel):
    """The whole file; `hours_per_week` is at least a quarter and at most all hours of a week.

    `study_days` and `study_time` become `mon,wed,sat` and `19:00`, however they are written.
    """

    model_config = ConfigDict(strict=True, extra="ignore")

    format: Annotated[int, AfterValidator(_check_format)] = 1
    wiki: Annotated[Line, AfterValidator(_check_wiki)] | None = None
    hours_per_week: (
        Annotated[float, AfterValidator(_check_hours), Field(ge=0.25, le=168, allow_inf_nan=False)]
        | None
    ) = None
    forecast: bool = True
    study_days: Annotated[Line, AfterValidator(_normalize_days)] | None = None
    study_time: Annotated[Line, AfterValidator(_normalize_time)] | None = None


def find_value_fault(name: str, value: object) -> str | None:
    """Return what is wrong with a setting's value, or None."""
    from studypath.files.faults import format_faults

    try:
        SettingsModel.model_validate({name: value})
    except ValidationError as error:
        return format_faults(error)
    return None
