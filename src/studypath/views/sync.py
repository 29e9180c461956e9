"""What `sync` and `push` did, in plain lines."""

from __future__ import annotations

from studypath.core.difference import compare_progress
from studypath.core.exchange import PushResult, SyncResult, SyncStatus
from studypath.views.versions import format_difference
from studypath.views.wording import format_count

MOST_CHANGES = 20


def format_sync(result: SyncResult) -> list[str]:
    """Return what came in, change by change, and what went out or why nothing did."""
    lines: list[str] = []
    if result.received_steps:
        received = format_count(result.received_steps, "step")
        changes = format_difference(compare_progress(result.before, result.after))
        lines = [f"Received {received} from {result.remote}:"]
        lines += [f"  {change}" for change in changes[:MOST_CHANGES]]
        if len(changes) > MOST_CHANGES:
            lines.append(f"  and {len(changes) - MOST_CHANGES} more; see --json")
    if result.offline is not None:
        return [
            *lines,
            f"Offline: {result.offline}.",
            "Your progress is committed on this machine; the next sync sends it.",
        ]
    if result.is_first:
        lines.append(f"{result.remote} was empty and now holds your progress.")
    elif result.sent_steps:
        lines.append(f"Sent {format_count(result.sent_steps, 'step')} to {result.remote}.")
    return lines or [f"In sync with {result.remote}: nothing new on either side."]


def format_sync_status(status: SyncStatus) -> list[str]:
    """Return how far this machine and the remote are apart."""
    lines = [f"Remote: {status.remote}"]
    if status.offline is not None:
        lines.append(f"Offline: {status.offline}. What follows is from the last sync.")
    if status.last_change is None:
        lines.append("The remote is empty.")
    else:
        lines.append(f"Last change there: {status.last_change:%Y-%m-%d %H:%M} UTC")
    lines.append(f"To send: {format_count(status.steps_to_send, 'step')}")
    lines.append(f"To receive: {format_count(status.steps_to_receive, 'step')}")
    return lines


def format_push(result: PushResult) -> list[str]:
    """Return how many events went to the store, and which of them it had in other words."""
    if not result.sent and not result.conflicts:
        return [f"Nothing new for {result.endpoint}."]
    lines = [f"Sent {format_count(result.sent, 'event')} to {result.endpoint}."]
    if result.conflicts:
        count = format_count(result.conflicts, "event")
        lines.append(f"The store has {count} already, in other words; it keeps those.")
    return lines
