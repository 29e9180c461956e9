"""Export progress as a Markdown task list for GitHub and Obsidian."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from studypath.core.durations import format_duration
from studypath.core.status import PathStatus, PhaseStatus, StepStatus
from studypath.core.text import replace_controls


def format_markdown(statuses: Sequence[PathStatus]) -> str:
    """Return a heading per path, a subheading per phase, and a task per step.

    A done step is ticked and dated, a skipped one struck out with its reason, a note quoted below
    its step. Text is escaped: it means nothing in Markdown, HTML or a wiki.
    """
    lines: list[str] = []
    for status in statuses:
        lines += [f"# {escape(status.path.title)}", ""]
        for phase in status.phases:
            lines += _format_phase(phase)
        if status.path.deferred:
            lines += ["## Deferred", ""]
            for work in status.path.deferred:
                lines.append(f"- {format_link(work.title, work.url)}: {escape(work.reason)}")
            lines.append("")
        if status.orphans:
            lines += ["## No longer on the path", ""]
            for orphan in status.orphans:
                parts = _list_facts(orphan.state, None, orphan.minutes_spent)
                lines.append(f"- {escape(orphan.id)} ({escape(', '.join(parts) or orphan.state)})")
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def escape(words: str) -> str:
    """Return words as one line of Markdown that shows exactly them."""
    line = " ".join(replace_controls(words, multiline=True).split())
    line = _special().sub(r"\\\g<0>", line)
    # Bare addresses would become links.
    line = re.sub(r"(?i)\b(https?|ftp|www)(?=[:.])", r"\1\\", line)
    # At the start of a line these would open a list, a heading or a rule.
    return re.sub(r"^([-+=]|\d{1,9}(?=[.)]))", _escape_start, line)


def format_link(title: str, url: str | None) -> str:
    """Return a title as a link to its address; only http and https addresses become links."""
    if url is None or not url.lower().startswith(("http://", "https://")):
        return escape(title)
    return f"[{escape(title)}]({escape_address(url)})"


def escape_address(url: str) -> str:
    """Return an address as the target of a link, with the characters encoded that would end it."""
    return re.sub(r"[\s<>()\[\]\\|`\"]", _percent_encode, replace_controls(url)).replace(
        "&", "&amp;"
    )


def _format_phase(status: PhaseStatus) -> list[str]:
    phase = status.phase
    lines = [f"## {escape(phase.label)}: {escape(phase.title)}", ""]
    if not status.steps and phase.advice is not None:
        return [*lines, escape(phase.advice), ""]
    for step in status.steps:
        lines += _format_task(step)
    return [*lines, ""] if status.steps else lines


def _format_task(status: StepStatus) -> list[str]:
    entry = status.entry
    byline = ", ".join(
        escape(part) for part in (*status.step.creators, str(status.step.year or "")) if part
    )
    title = format_link(status.step.title, status.step.url)
    byline = f" — {byline}" if byline else ""
    if entry.state == "skipped":
        reason = f" (skipped: {escape(entry.reason)})" if entry.reason else " (skipped)"
        task = f"- [ ] ~~{title}~~{byline}{reason}"
    else:
        box = "x" if entry.state == "done" else " "
        parts = _list_facts(entry.state, entry.finished, entry.minutes_spent)
        facts = f" ({', '.join(parts)})" if parts else ""
        task = f"- [{box}] {title}{byline}{facts}"
    return [task, *_quote(entry.note)]


def _list_facts(state: str, finished: datetime | None, minutes_spent: int) -> list[str]:
    """Return a state other than `todo`, with the day it was finished, and the time spent."""
    day = f" {finished:%Y-%m-%d}" if state == "done" and finished is not None else ""
    words = {"todo": "", "doing": "in progress"}.get(state, state)
    spent = format_duration(minutes_spent) if minutes_spent else ""
    return [part for part in (words + day, spent) if part]


def _quote(note: str | None) -> list[str]:
    """Return a note as a quotation; two spaces at the end of a line break it there."""
    lines = [escape(line) for line in note.splitlines()] if note else []
    return [f"  > {line}  " if line else "  >" for line in lines]


def _escape_start(match: re.Match[str]) -> str:
    return f"\\{match[0]}" if not match[0].isdigit() else f"{match[0]}\\"


def _percent_encode(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


@cache
def _special() -> re.Pattern[str]:
    return re.compile(r"[\\`*_\[\]<>#~|$^&!@]|={2}|%%")
