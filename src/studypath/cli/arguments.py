"""Shared arguments and options, the types that parse them, and their completion."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Annotated

import typer

from studypath.core import durations
from studypath.core.curriculum import READINGS
from studypath.core.durations import InvalidDuration, parse_duration
from studypath.core.errors import WrongUsage
from studypath.core.progress import STATES
from studypath.core.settings import SETTINGS
from studypath.core.text import has_control, replace_controls

EARLIEST = date(1970, 1, 1)
LONGEST_SESSION_MINUTES = 24 * 60
MOST_COUNT = 1000
MOST_DIGITS = 5
MOST_NOTE_CHARACTERS = 20_000


def parse_minutes(text: str) -> int:
    """Return the whole minutes of a duration of at least one: `45m`, `1h30m`."""
    try:
        minutes = parse_duration(text)
    except InvalidDuration as error:
        raise _refuse_reason(error) from None
    if not minutes:
        raise _refuse(text, "is too short", "Give at least 1m.")
    return minutes


def parse_session_minutes(text: str) -> int:
    """Return the whole minutes of a session of at most a day."""
    minutes = parse_minutes(text)
    if minutes > LONGEST_SESSION_MINUTES:
        raise _refuse(text, "is longer than a day", "Log each session on its own.")
    return minutes


def parse_day(text: str, *, forward: bool = True) -> date:
    """Return a date: `2026-11-20`, `20 Nov`, `sunday`, `tomorrow`; see `core.dates`."""
    from studypath.core.dates import InvalidDate, parse_date

    try:
        day = parse_date(text, _today(), forward=forward)
    except InvalidDate as error:
        raise _refuse_reason(error) from None
    if day < EARLIEST:
        raise _refuse(text, f"is before {EARLIEST}")
    return day


def parse_past_day(text: str) -> date:
    """Return a date that is not in the future: `yesterday`, `last friday`, `3 days ago`."""
    day = parse_day(text, forward=False)
    if day > _today():
        raise _refuse(text, "is in the future", f"Today is {_today()}.")
    return day


def parse_pause(text: str) -> tuple[date, date]:
    """Return the first and the last day of a pause: `2026-12-20..2027-01-04`.

    Typer has no parser for the items of a list of pairs; `plan` calls this function.
    """
    from studypath.core import weeks
    from studypath.core.dates import InvalidDate

    try:
        return weeks.parse_pause(text, _today())
    except InvalidDate as error:
        raise _refuse_reason(error, option="'--pause'") from None


def parse_weekly_hours(text: str) -> float:
    """Return hours per week: `5`, `5h`."""
    try:
        return durations.parse_weekly_hours(text)
    except InvalidDuration as error:
        raise _refuse_reason(error) from None


def parse_time_of_day(text: str) -> time:
    """Return a time of day in whole minutes: `18:30`, `9:05`, `10pm`."""
    from studypath.core.study_days import parse_study_time

    try:
        return parse_study_time(text)
    except WrongUsage as error:
        raise _refuse_reason(error) from None


def parse_note(text: str) -> str:
    """Return a note or a reason without control characters, of a limited length."""
    if has_control(text, multiline=True):
        raise _refuse(None, "it has a control character", "Write it without.")
    if len(text) > MOST_NOTE_CHARACTERS:
        raise _refuse(None, f"it is longer than {MOST_NOTE_CHARACTERS} characters")
    return text


def parse_id(text: str) -> str:
    """Return the id of a new path; suggest one for a text that is none."""
    from studypath.files.importing.slugs import build_slug
    from studypath.files.types import check_id

    try:
        return check_id(text)
    except ValueError:
        advice = f"Use lower-case words joined by hyphens, such as {build_slug(text, 'path')}."
        raise _refuse(text, "is not an id", advice) from None


def parse_title(text: str) -> str:
    """Return a title of one line without control characters, of a limited length."""
    from studypath.files.types import check_line

    try:
        return check_line(text)
    except ValueError as error:
        raise _refuse(None, str(error)) from None


def parse_count(text: str | int) -> int:
    """Return a whole number from 1 to 1000; the default value is parsed too."""
    word = str(text).strip()
    count = int(word) if word.isdecimal() and len(word) <= MOST_DIGITS else 0
    if not 1 <= count <= MOST_COUNT:
        raise _refuse(str(text), "is not a valid number", f"Give a number from 1 to {MOST_COUNT}.")
    return count


def build_choice_parser(words: Iterable[str]) -> Callable[[str], str]:
    """Return a parser that accepts one of these words in any case."""
    choices = tuple(words)

    def parse_choice(text: str) -> str:
        word = text.strip().lower()
        if word not in choices:
            raise _refuse(text, "is not a choice", f"Choose one of: {', '.join(choices)}.")
        return word

    return parse_choice


def refuse_second_form(context: typer.Context, chosen: bool) -> bool:
    """Raise a usage error if both `--json` and `--plain` are given."""
    if chosen and (context.params.get("json") or context.params.get("plain")):
        msg = "--json and --plain exclude each other\nGive one of them."
        raise WrongUsage(msg)
    return chosen


def select_path(
    argument: str | None, option: str | None, *, everything: bool = False
) -> str | None:
    """Return the path that is named, as an argument or with `--path`.

    They must not differ, and none may be named with `--all` (`everything`).
    """
    if everything and (argument is not None or option is not None):
        msg = "--all and a path exclude each other\nGive one of them."
        raise WrongUsage(msg)
    if argument is not None and option is not None and argument != option:
        msg = f"{argument} and --path {option} differ\nGive one of them."
        raise WrongUsage(replace_controls(msg, multiline=True))
    return option if argument is None else argument


def complete_words(words: Iterable[str]) -> Callable[[str], list[str]]:
    """Return a function that completes these words."""
    choices = tuple(words)
    return lambda incomplete: [word for word in choices if word.startswith(incomplete.lower())]


def complete_step(incomplete: str) -> list[str]:
    """Complete the id of a step, those of the active path first; after `STEP#` its parts."""
    from studypath.cli import completion

    return completion.complete_step(incomplete)


def complete_path(incomplete: str) -> list[str]:
    """Complete the id of a path."""
    from studypath.cli import completion

    return completion.complete_path(incomplete)


def complete_concept(incomplete: str) -> list[str]:
    """Complete the id of a concept."""
    from studypath.cli import completion

    return completion.complete_concept(incomplete)


def complete_kind(incomplete: str) -> list[str]:
    """Complete the kind of a step."""
    from studypath.cli import completion

    return completion.complete_kind(incomplete)


def complete_any(incomplete: str) -> list[str]:
    """Complete the id of a step, a phase of the active path, a path or a concept."""
    from studypath.cli import completion

    return completion.complete_any(incomplete)


CURRENT_HELP = "The timer's step or the next one if left out."
STEP_HELP = "A step: its id, a part of it, its number (2.3) or title, or a phase (2, phase-2)."

StepsArgument = Annotated[
    list[str], typer.Argument(metavar="STEP...", help=STEP_HELP, autocompletion=complete_step)
]
PathArgument = Annotated[
    str | None,
    typer.Argument(metavar="[PATH]", help="A path, as with --path.", autocompletion=complete_path),
]
PathOption = Annotated[
    str | None,
    typer.Option(
        "--path",
        metavar="PATH",
        help="Use this path instead of the active one.",
        autocompletion=complete_path,
    ),
]
ReadOption = Annotated[
    str | None,
    typer.Option(
        "--read",
        metavar="READING",
        help=f"How you read it: {', '.join(READINGS)}.",
        parser=build_choice_parser(READINGS),
        autocompletion=complete_words(READINGS),
    ),
]
StateOption = Annotated[
    str | None,
    typer.Option(
        "--state",
        metavar="STATE",
        help=f"Only steps in this state: {', '.join(STATES)}.",
        parser=build_choice_parser(STATES),
        autocompletion=complete_words(STATES),
    ),
]
SettingArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[KEY]", help="The name of a setting.", autocompletion=complete_words(SETTINGS)
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print JSON.", callback=refuse_second_form)
]
PlainOption = Annotated[
    bool,
    typer.Option(
        "--plain",
        help="Print a line per record, separated by tabs.",
        callback=refuse_second_form,
    ),
]
NoForecastOption = Annotated[
    bool, typer.Option("--no-forecast", help="Hide estimates and remaining times.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace FILE if it exists.")]


def _refuse(
    text: str | None, what: str, advice: str = "", option: str | None = None
) -> typer.BadParameter:
    words = what if text is None else f"{text!r} {what}"
    message = replace_controls(f"{words}\n{advice}".strip(), multiline=True)
    return typer.BadParameter(message, param_hint=option)


def _refuse_reason(error: Exception, option: str | None = None) -> typer.BadParameter:
    """Return the usage error of a message that says what to write after a semicolon."""
    what, _, advice = str(error).partition("; ")
    return _refuse(None, what, f"{advice[:1].upper()}{advice[1:]}." if advice else "", option)


def _today() -> date:
    from studypath.storage import clock

    return clock.now().date()
