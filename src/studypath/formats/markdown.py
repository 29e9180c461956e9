"""Progress as a Markdown task list that GitHub and Obsidian show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from studypath.core.status import PathStatus, PhaseStatus, StepStatus
from studypath.core.text import replace_controls


def format_markdown(statuses: Sequence[PathStatus]) -> str:
    """Return a heading per path, a subheading per phase, and a task per step.

    A done step is ticked and dated, a skipped one struck out with its reason; notes stand below
    as quotations. All text is escaped: what it means in Markdown, HTML or a wiki does not count.
    """
    lines: list[str] = []
    for status in statuses:
        lines += [f"# {escape(status.path.title)}", ""]
        for phase in status.phases:
            lines += _phase(phase)
        if status.path.deferred:
            lines += ["## Left for later", ""]
            for work in status.path.deferred:
                lines.append(f"- {format_link(work.title, work.url)}: {escape(work.reason)}")
            lines.append("")
        if status.orphans:
            lines += ["## No longer on the path", ""]
            for orphan in status.orphans:
                spent = f", {orphan.minutes_spent} min" if orphan.minutes_spent else ""
                lines.append(f"- {escape(orphan.id)} ({escape(orphan.state)}{spent})")
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def escape(words: str) -> str:
    """Return words as one line of Markdown that shows them and means nothing else."""
    shown = " ".join(replace_controls(words, multiline=True).split())
    shown = _special().sub(r"\\\g<0>", shown)
    # Bare addresses would become links.
    shown = re.sub(r"(?i)\b(https?|ftp|www)(?=[:.])", r"\1\\", shown)
    # At the start of a line these would open a list, a heading or a rule.
    return re.sub(r"^([-+=]|\d{1,9}(?=[.)]))", _opened, shown)


def format_link(title: str, url: str | None) -> str:
    """Return a title that leads to its address; only http and https addresses become links."""
    if url is None or not url.lower().startswith(("http://", "https://")):
        return escape(title)
    return f"[{escape(title)}]({escape_address(url)})"


def escape_address(url: str) -> str:
    """Return an address as the target of a link: what would end it or add to it is encoded."""
    return re.sub(r"[\s<>()\[\]\\|`\"]", _percent, replace_controls(url)).replace("&", "&amp;")


def _phase(status: PhaseStatus) -> list[str]:
    phase = status.phase
    lines = [f"## {escape(phase.label)}: {escape(phase.title)}", ""]
    if not status.steps and phase.advice is not None:
        return [*lines, escape(phase.advice), ""]
    for step in status.steps:
        lines += _task(step)
    return [*lines, ""] if status.steps else lines


def _task(status: StepStatus) -> list[str]:
    entry = status.entry
    about = ", ".join(
        escape(part) for part in (*status.step.creators, str(status.step.year or "")) if part
    )
    title = format_link(status.step.title, status.step.url)
    tail = f" — {about}" if about else ""
    told = _told(status)
    if entry.state == "skipped":
        reason = f" (skipped: {escape(entry.reason)})" if entry.reason else " (skipped)"
        task = f"- [ ] ~~{title}~~{tail}{reason}"
    else:
        box = "x" if entry.state == "done" else " "
        task = f"- [{box}] {title}{tail}{told}"
    return [task, *_quotation(entry.note)]


def _told(status: StepStatus) -> str:
    entry = status.entry
    parts: list[str] = []
    if entry.state == "done":
        parts.append(f"done {entry.finished:%Y-%m-%d}" if entry.finished is not None else "done")
    if entry.state == "doing":
        parts.append("begun")
    if entry.minutes_spent:
        parts.append(f"{entry.minutes_spent} min")
    return f" ({', '.join(parts)})" if parts else ""


def _quotation(note: str | None) -> list[str]:
    """A note line by line; two spaces at the end keep its lines apart."""
    lines = note.splitlines() if note else []
    return [f"  > {shown}  " if (shown := escape(line)) else "  >" for line in lines]


def _opened(found: re.Match[str]) -> str:
    return f"\\{found[0]}" if not found[0].isdigit() else f"{found[0]}\\"


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


@cache
def _special() -> re.Pattern[str]:
    return re.compile(r"[\\`*_\[\]<>#~|$^&!@]|={2}|%%")
