"""Format what an import changed, step by step, in plain lines."""

from __future__ import annotations

from collections.abc import Sequence

from studypath.core.difference import ProgressDifference, StepDifference
from studypath.core.durations import format_duration
from studypath.core.progress import Entry, Session, Timer
from studypath.core.text import replace_controls
from studypath.core.versions import ImportResult
from studypath.views.wording import format_count, format_state, join_words

WIDEST_NAME = 40


def format_import(result: ImportResult) -> list[str]:
    """Return a line per change, then what they come to, and whether it was saved."""
    lines = format_difference(result.difference)
    count = format_count(len(result.files), "file")
    if not lines:
        return [f"nothing new in {count}: everything is already here"]
    verb = f"replaced your progress with {count}" if result.replaces else f"merged {count}"
    if result.is_dry_run:
        verb = verb.replace("replaced", "would replace").replace("merged", "would merge")
    lines += ["", f"{verb}: {_sum_up(result.difference)}"]
    if result.is_dry_run:
        lines.append("nothing was saved; leave out --dry-run to import")
    if result.backup is not None:
        lines.append(f"the version before is {replace_controls(result.backup)}")
    return lines


def format_difference(difference: ProgressDifference) -> list[str]:
    """Return a line per step that differs, then the active path, the timer and other keys."""
    rows = [("/".join(step.key), _format_step(step)) for step in difference.steps]
    if difference.active is not None:
        before, after = difference.active
        rows.append(("active path", f"{after or 'the default'} (was {before or 'the default'})"))
    if difference.timer is not None:
        rows.append(("timer", _format_timer(difference.timer[1])))
    if difference.others:
        names = join_words(".".join(key) for key in difference.others)
        rows.append(("other keys", names))
    width = min(max((len(name) for name, _ in rows), default=0), WIDEST_NAME)
    return [f"{replace_controls(name):{width}}  {replace_controls(words)}" for name, words in rows]


def _format_step(step: StepDifference) -> str:
    before, after = step.before, step.after
    if after is None:
        return f"removed (was {_describe(before)})"
    words: list[str] = []
    if before is None:
        words.append(format_state(after.state))
    elif before.state != after.state:
        words.append(f"{format_state(after.state)} (was {format_state(before.state)})")
    words += _format_sessions("+", step.sessions_added)
    words += _format_sessions("-", step.sessions_removed)
    old, new = step.notes
    if old != new:
        words.append(f"note {'added' if old is None else 'removed' if new is None else 'changed'}")
    fields = step.fields
    if fields and (not words or before is not None):
        # Of a step that is new or has another state, its times say nothing more.
        has_state = before is None or before.state != after.state
        shown = [name for name in fields if not (has_state and name in {"started", "finished"})]
        words += [join_words(shown)] if shown else []
    return ", ".join(words) or "updated"


def _describe(entry: Entry | None) -> str:
    if entry is None:
        return "absent"
    spent = f", {format_duration(entry.minutes_spent)}" if entry.sessions else ""
    return f"{format_state(entry.state)}{spent}{', with a note' if entry.note else ''}"


def _format_sessions(sign: str, sessions: Sequence[Session]) -> list[str]:
    if not sessions:
        return []
    minutes = sum(session.minutes for session in sessions)
    count = "" if len(sessions) == 1 else f" in {len(sessions)} sessions"
    return [f"{sign}{format_duration(minutes)}{count}"]


def _format_timer(timer: Timer | None) -> str:
    if timer is None:
        return "none"
    return f"{timer.path}/{timer.step} since {timer.started:%Y-%m-%d %H:%M}"


def _sum_up(difference: ProgressDifference) -> str:
    steps = difference.steps
    added = [session for step in steps for session in step.sessions_added]
    removed = [session for step in steps for session in step.sessions_removed]
    words = [format_count(len(steps), "step")] if steps else []
    for verb, sessions in (("added", added), ("removed", removed)):
        if sessions:
            spent = format_duration(sum(session.minutes for session in sessions))
            words.append(f"{format_count(len(sessions), 'session')} {verb} ({spent})")
    notes = sum(step.notes[0] != step.notes[1] for step in steps)
    if notes:
        words.append(format_count(notes, "note"))
    others = {"the active path": difference.active, "the timer": difference.timer}
    words += [name for name, changed in others.items() if changed is not None]
    return ", ".join(words) or "only keys that belong to no step"
