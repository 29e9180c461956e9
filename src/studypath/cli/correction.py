"""Edit or delete a session, for `log --edit` and `log --delete`."""

from __future__ import annotations

from studypath.cli.changed import show_doubts
from studypath.cli.context import Context
from studypath.cli.output import show_result
from studypath.core.errors import WrongUsage
from studypath.core.placing import NOT_GIVEN, When
from studypath.core.selection import resolve_step
from studypath.core.session_list import EDIT, LoggedSession, find_last_sessions, find_numbered
from studypath.core.sessions import with_edited, with_unlogged
from studypath.core.tracked import TrackedProgress
from studypath.storage.clock import LOCAL
from studypath.storage.logged_times import load_logged_times
from studypath.views.timer import format_edited, format_unlogged


def edit_session(context: Context, word: str | None, minutes: int | None, when: When) -> None:
    """Change the session with a number, or the one that was logged last, of a step or of all."""
    if minutes is None and when == NOT_GIVEN:
        msg = "Which change?\nGive a duration, --on or --at, as in: studypath log --edit bert 50m"
        raise WrongUsage(msg)
    number = int(word) if word is not None and word.isdecimal() else None
    key = resolve_step(context.tracked, word) if word is not None and number is None else None
    times = load_logged_times(context.places)

    def find(tracked: TrackedProgress) -> LoggedSession | None:
        if number is not None:
            return find_numbered(tracked, number)
        return next(iter(find_last_sessions(tracked, key, 1, times)), None)

    changed = context.change(
        (EDIT, *([word] if word else [])),
        lambda tracked: with_edited(
            tracked, find(tracked), minutes=minutes, when=when, now=context.now, tz=LOCAL
        ),
    )
    show_result(
        changed.outcome,
        view=lambda each: [format_edited(changed.after, each.before, each.after, LOCAL)],
    )
    if changed.outcome.before.session != changed.outcome.after:
        show_doubts(changed.after, changed.outcome.before.key, [changed.outcome.after])


def delete_session(context: Context, word: str | None, minutes: int | None, when: When) -> None:
    """Remove the session with a number."""
    if word is None or not word.isdecimal() or minutes is not None or when != NOT_GIVEN:
        msg = "Which session?\nGive its number in studypath history --sessions alone, as in: "
        raise WrongUsage(f"{msg}studypath log --delete 3")
    number = int(word)
    changed = context.change(
        ("log --delete", word),
        lambda tracked: with_unlogged(tracked, [find_numbered(tracked, number)], now=context.now),
    )
    show_result(
        changed.outcome, view=lambda each: format_unlogged(changed.after, each.sessions, LOCAL)
    )
