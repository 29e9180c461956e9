"""`done`, `skip`, `reset`, `note`: what became of a step."""

from __future__ import annotations

from typing import Annotated

import typer

from studypath.cli.arguments import StepWord, StepWords
from studypath.cli.context import Context, open_context
from studypath.cli.output import write, write_lines
from studypath.core.changes import with_done, with_note, with_reset, with_skipped
from studypath.core.curriculum import READINGS, StepKey
from studypath.core.errors import WrongUsage
from studypath.core.instants import to_stored_time
from studypath.core.progress import Progress
from studypath.core.selection import Selection
from studypath.core.tracked import TrackedProgress
from studypath.storage.clock import LOCAL
from studypath.storage.progress import ProgressChange

NOTE_MOST = 20_000


def done(
    step: StepWords,
    time: Annotated[
        str | None, typer.Option("--time", metavar="1h30m", help="How long it took you.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="When you finished: 2026-11-20.")
    ] = None,
    read: Annotated[
        str | None,
        typer.Option("--read", metavar="MODE", help="How you read it: " + ", ".join(READINGS)),
    ] = None,
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", help="A remark to keep with it.")
    ] = None,
) -> None:
    """Mark steps as done; a phase marks what is left of it.

    Example: studypath done bert --time 1h30m --note "masked LM"
    """
    from studypath.cli.dates import day, duration, finished_at
    from studypath.core.sessions import When, collect_sessions, place_session

    context = open_context()
    finished_on = day(on, context.now) if on is not None else None
    at = to_stored_time(finished_at(finished_on, context.now))
    minutes = duration(time) if time is not None else None
    _check_reading(read)
    check_text(note, "the note")
    keys = _selected(context, step)
    # A phase marks what is left of it; what was skipped is done only when it is named itself.
    named = {key for word in step if (s := context.select(word)).phase is None for key in s.keys}
    open_keys = [key for key in keys if key in named or _is_open(context, key)]
    if minutes is not None and len(open_keys) > 1:
        msg = f"--time says how long one step took, and these are {len(open_keys)}; log each"
        raise WrongUsage(msg)

    def make(tracked: TrackedProgress) -> Progress:
        left = [key for key in keys if key in named or tracked.entry(key).state != "skipped"]
        sessions = {}
        if minutes is not None:
            # Placed as by log, so that it lies beside the other sittings of that day.
            when = When(finished_on if finished_on != context.now.date() else None)
            existing = collect_sessions(tracked)
            session = place_session(minutes, when, now=context.now, tz=LOCAL, existing=existing)
            sessions = dict.fromkeys(left, session)
        # A time that is told stands for the timer's, but only with a step that it is booked to.
        timed = left if minutes is None else [k for k in left if tracked.entry(k).state != "done"]
        stopped = _with_timer_booked(tracked, timed, context, book=minutes is None)
        return with_done(
            stopped, left, at=at, now=context.now, sessions=sessions, read=read, note=note
        )

    changed = context.change(("done", *step), make)
    _say_stopped(changed, minutes)
    _say(context, changed, keys, "done")
    if not changed.anything and (time or note or read):
        write("nothing was booked or noted; use studypath log or studypath note for that\n")


def skip(
    step: StepWords,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why you leave it out.")
    ] = None,
) -> None:
    """Leave steps out of the path; they leave the total and never count as done.

    Example: studypath skip chinchilla --reason "know it from work"
    """
    context = open_context()
    check_text(reason, "the reason")
    keys = _selected(context, step, leave=("done",))
    done_already = [key[1] for key in keys if context.tracked.entry(key).state == "done"]
    if done_already:
        msg = f"{', '.join(done_already)}: done already; studypath reset comes before skip"
        raise WrongUsage(msg)
    changed = context.change(
        ("skip", *step),
        lambda tracked: with_skipped(tracked, keys, reason=reason or None, now=context.now),
    )
    _say(context, changed, keys, "skipped")
    _say_timer(changed.after, keys, context)


def reset(step: StepWords) -> None:
    """Set steps back to do; sessions and notes stay.

    Example: studypath reset bert
    """
    context = open_context()
    keys = _selected(context, step)
    changed = context.change(
        ("reset", *step), lambda tracked: with_reset(tracked, keys, now=context.now)
    )
    _say(context, changed, keys, "to do again")
    _say_timer(changed.after, keys, context)


def note(
    step: StepWord,
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT]", help="The note; without it, it is shown.")
    ] = None,
    append: Annotated[
        bool, typer.Option("--append", help="Add to the note instead of replacing it.")
    ] = False,
) -> None:
    """Keep a remark with a step, or show the one there is; an empty text takes it away.

    Example: studypath note bert "masked LM: predict what was hidden"
    """
    from studypath.core.text import replace_controls

    context = open_context()
    selection = _one(context.select(step), step)
    key = selection.keys[0]
    before = context.tracked.entry(key).note
    if text is None:
        write(f"{replace_controls(before, multiline=True)}\n" if before else "")
        if not before:
            write(f"no note yet; write one with: studypath note {selection.steps[0].id} TEXT\n")
        return
    check_text(text, "the note")
    changed = context.change(
        ("note", step), lambda tracked: with_note(tracked, key, text, append=append)
    )
    after = changed.after.entry(key).note
    if not changed.anything:
        write(f"already so  {key[1]}\n")
        return
    write_lines([f"noted  {key[1]}: {_one_line(after)}" if after else f"note removed  {key[1]}"])
    if before and not append:
        write_lines([f"it was: {_one_line(before)}"])


def _one_line(text: str) -> str:
    """A note as one line: where it has several, a stroke stands between them."""
    from studypath.core.text import replace_controls

    return " / ".join(replace_controls(line) for line in text.splitlines())


def check_text(text: str | None, what: str) -> None:
    """Refuse text that no terminal should be sent, and more of it than a remark has."""
    from studypath.core.text import has_control

    if text is None:
        return
    if has_control(text, multiline=True):
        msg = f"{what} holds a control character; write it without"
        raise WrongUsage(msg)
    if len(text) > NOTE_MOST:
        msg = f"{what} is longer than {NOTE_MOST} characters"
        raise WrongUsage(msg)


def _check_reading(read: str | None) -> None:
    if read is not None and read not in READINGS:
        msg = f"there is no reading {read!r}; there is {', '.join(READINGS)}"
        raise WrongUsage(msg)


def _is_open(context: Context, key: StepKey) -> bool:
    return context.tracked.entry(key).state not in {"done", "skipped"}


def _selected(context: Context, words: list[str], leave: tuple[str, ...] = ()) -> list[StepKey]:
    """The keys of all words together, each once; all or none: an unknown word ends the command."""
    keys: dict[StepKey, None] = {}
    for word in words:
        selection = context.select(word)
        if not selection.steps:
            msg = f"{selection.phase.label if selection.phase else word} has no steps of its own"
            raise WrongUsage(msg)
        for key in selection.keys:
            if selection.phase is None or context.tracked.entry(key).state not in leave:
                keys[key] = None
    return list(keys)


def _one(selection: Selection, word: str) -> Selection:
    if len(selection.steps) != 1:
        msg = f"{word!r} means {len(selection.steps)} steps; a note belongs to one"
        raise WrongUsage(msg)
    return selection


def _with_timer_booked(
    tracked: TrackedProgress, keys: list[StepKey], context: Context, *, book: bool
) -> TrackedProgress:
    if tracked.progress.timer is None:
        return tracked
    from studypath.cli.timing import ledger_with_timer_booked

    return ledger_with_timer_booked(tracked, keys, context.now, book=book)


def _say(context: Context, changed: ProgressChange, keys: list[StepKey], verb: str) -> None:
    from studypath.views.changes import format_change

    estimates = context.settings.forecast
    before, after = changed.before, changed.after
    write_lines(format_change(before, after, keys, verb, estimates=estimates))


def _say_stopped(changed: ProgressChange, minutes: int | None) -> None:
    """What became of a timer that `done` has stopped: booked, or stood for by the time told."""
    timer = changed.before.progress.timer
    if timer is None or changed.after.progress.timer is not None:
        return
    from studypath.core.timer import resolve_timer_key
    from studypath.views.timer import format_stopped

    key = resolve_timer_key(changed.before, timer)
    if minutes is not None:
        write_lines([f"timer stopped  {key[1]}: what was told with --time stands for it"])
        return
    booked = [s for s in changed.after.own_entry(key).sessions if s.start == timer.started]
    line = format_stopped(changed.after, key, booked[0] if booked else None, LOCAL)
    write_lines([line])


def _say_timer(tracked: TrackedProgress, keys: list[StepKey], context: Context) -> None:
    """A timer outlives `skip` and `reset`: its minutes were studied, so only `stop` ends it."""
    if tracked.progress.timer is None:
        return
    from studypath.cli.outlooks import timer_line_for

    line = timer_line_for(tracked, keys, context.now)
    if line is not None:
        write_lines([line, "studypath stop books it; studypath stop --discard does not"])
