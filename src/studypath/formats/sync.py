"""What `sync` and `push` did, as JSON objects."""

from __future__ import annotations

from typing import Any

from studypath.core.difference import compare_progress
from studypath.core.exchange import PushResult, SyncResult, SyncStatus
from studypath.formats.json import FORMAT, time_to_json
from studypath.formats.versions import difference_to_json

Object = dict[str, Any]


def sync_to_json(result: SyncResult) -> Object:
    """Return what a sync did; `offline` is the reason, null where the remote was reached.

    `received` holds every change on this machine, as in `import`.
    """
    return {
        "format": FORMAT,
        "remote": result.remote,
        "sent_steps": result.sent_steps,
        "received_steps": result.received_steps,
        "offline": result.offline,
        "received": difference_to_json(compare_progress(result.before, result.after)),
    }


def sync_status_to_json(status: SyncStatus) -> Object:
    """Return how far this machine and the remote are apart."""
    return {
        "format": FORMAT,
        "remote": status.remote,
        "steps_to_send": status.steps_to_send,
        "steps_to_receive": status.steps_to_receive,
        "last_change": time_to_json(status.last_change),
        "offline": status.offline,
    }


def push_to_json(result: PushResult) -> Object:
    """Return what a push did."""
    return {
        "format": FORMAT,
        "store": result.endpoint,
        "sent": result.sent,
        "sent_before": result.sent_before,
        "conflicts": result.conflicts,
    }
