"""Read the statements of a Learning Record Store, page by page."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import urlencode, urljoin, urlsplit

from studypath.remotes.errors import RemoteFailed
from studypath.remotes.lrs import Lrs

PAGE_STATEMENTS = 500
PAGES_MOST = 20_000
PAGE_BYTES = 32 << 20
_OK = 200


def fetch_statements(lrs: Lrs, activity: str, *, total_seconds: float = 600.0) -> Iterator[object]:
    """Yield every statement that names an activity, page by page, as they come.

    Follows `more` links within the store only. Raises RemoteFailed for pages that never end.
    """
    deadline = time.monotonic() + total_seconds
    asked = {"activity": activity, "related_activities": "true", "limit": str(PAGE_STATEMENTS)}
    url = f"{lrs.account.endpoint}statements?{urlencode(asked)}"
    seen: set[str] = set()
    while url:
        if url in seen or len(seen) >= PAGES_MOST or time.monotonic() > deadline:
            raise RemoteFailed(f"{lrs.account.endpoint} gives pages without end.")
        seen.add(url)
        answer = lrs.request("GET", url, limit_bytes=PAGE_BYTES)
        if answer.status != _OK:
            raise lrs.refuse(answer)
        page = lrs.parse(answer)
        statements = page.get("statements") if isinstance(page, dict) else None
        if not isinstance(statements, list):
            raise lrs.refuse_answer(answer)
        yield from statements
        url = _find_next_page(lrs, page.get("more"))


def _find_next_page(lrs: Lrs, more: object) -> str:
    if not isinstance(more, str) or not more:
        return ""
    url = urljoin(lrs.account.endpoint, more)
    if urlsplit(url)[:2] != urlsplit(lrs.account.endpoint)[:2]:
        # The key would go to another server.
        raise RemoteFailed(f"{lrs.account.endpoint} sends on to another server; not followed.")
    return url
