"""Serve Ralph's Learning Record Store on loopback; runs in Ralph's own environment.

Started as `python ralph_store.py PORT FOLDER KEY SECRET`. Its file-system back end appends.
"""

# mypy: disable-error-code="import-not-found"
from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Write the account and the settings, then serve until the process is ended."""
    port, folder, key, secret = sys.argv[1:]
    import bcrypt

    account = {
        "username": key,
        "hash": bcrypt.hashpw(secret.encode(), bcrypt.gensalt(4)).decode(),
        "scopes": ["all"],
        "agent": {"mbox": "mailto:teacher@example.org"},
    }
    Path(folder, "auth.json").write_text(json.dumps([account]))
    os.environ |= {
        "RALPH_APP_DIR": folder,
        "RALPH_AUTH_FILE": str(Path(folder, "auth.json")),
        "RALPH_RUNSERVER_BACKEND": "fs",
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": folder,
        "RALPH_BACKENDS__LRS__FS__DEFAULT_LRS_FILE": "statements.jsonl",
        "RALPH_SENTRY_DSN": "",
    }
    Path(folder, "statements.jsonl").touch()
    from ralph.backends.data.base import BaseOperationType
    from ralph.backends.lrs.fs import FSLRSBackend

    FSLRSBackend.default_operation_type = BaseOperationType.APPEND
    by_activity = FSLRSBackend._add_filter_by_activity

    def by_text(filters: list[Any], iri: Any, related: Any) -> None:  # noqa: ANN401  as Ralph has it
        by_activity(filters, getattr(iri, "root", iri), related)

    FSLRSBackend._add_filter_by_activity = staticmethod(by_text)
    import uvicorn
    from ralph.api import app

    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning")


if __name__ == "__main__":
    main()
