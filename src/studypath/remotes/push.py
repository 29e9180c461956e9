"""Send statements to a Learning Record Store: in batches, each event once, going on after a break.

What a store has acknowledged is written down before the next batch goes out. Statement ids name
their event, so a batch whose acknowledgement was lost can be sent again without doubling it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from studypath.core.errors import SaveFailed
from studypath.core.exchange import PushResult
from studypath.remotes.errors import RemoteFailed
from studypath.remotes.lrs import Answer, Lrs
from studypath.storage.atomic import create_private_dir, write_all
from studypath.storage.lock import TIMEOUT_S, hold_lock
from studypath.storage.os_errors import describe_error
from studypath.storage.reading import read_if_there

BATCH_STATEMENTS = 500
BATCH_BYTES = 1 << 20
_LOG_LIMIT_BYTES = 256 << 20
_OK, _NO_CONTENT, _CONFLICT, _TOO_LARGE = 200, 204, 409, 413
_ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Object = dict[str, Any]


class SentLog:
    """The ids that one store has acknowledged: a file of one id a line that only grows.

    Losing it costs nothing but sending everything once more.
    """

    def __init__(self, directory: Path, endpoint: str) -> None:
        name = hashlib.sha256(endpoint.encode()).hexdigest()[:16]
        self.file = directory / f"{name}.sent"
        create_private_dir(str(directory))
        source = read_if_there(self.file, _LOG_LIMIT_BYTES)
        content = b"" if source is None else source.content
        # A line that was cut off when the power went is no id.
        self.ids = {line for line in content.split(b"\n") if _ID.fullmatch(line)}
        self._is_whole = not content or content.endswith(b"\n")

    def __contains__(self, statement_id: str) -> bool:
        return statement_id.encode() in self.ids

    def add(self, ids: Iterable[str]) -> None:
        """Add ids and bring them to disk; SaveFailed where that is not possible."""
        lines = [each.encode() for each in ids]
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
        text = b"".join(line + b"\n" for line in lines)
        try:
            fd = os.open(self.file, flags | getattr(os, "O_BINARY", 0), 0o600)
            try:
                write_all(fd, text if self._is_whole else b"\n" + text)
                os.fsync(fd)
            finally:
                os.close(fd)
        except OSError as error:
            raise SaveFailed(
                f"{self.file} was not written: {describe_error(error)}. What was sent is sent; "
                "the next push sends a part of it again, which changes nothing."
            ) from error
        self._is_whole = True
        self.ids.update(lines)


def push_statements(
    lrs: Lrs,
    statements: Iterable[Object],
    directory: Path,
    *,
    batch_statements: int = BATCH_STATEMENTS,
    lock_seconds: float = TIMEOUT_S,
    on_sent: Callable[[int], None] = lambda _: None,
) -> PushResult:
    """Send the statements that the store has not acknowledged yet.

    `directory` is the folder of what was sent; `on_sent` gets the number of statements after each
    batch. Raises RemoteFailed where the store refuses or cannot be reached: what was acknowledged
    until then stays so, and the next push goes on there. Raises Busy while another push runs.
    """
    with hold_lock(directory / "lock", lock_seconds):
        push = _Push(lrs, SentLog(directory, lrs.account.endpoint), batch_statements, on_sent)
        try:
            for batch in push.build_batches(statements):
                push.send(batch)
        except RemoteFailed as error:
            raise RemoteFailed(
                f"{error}\n{push.sent} sent, at least {push.waiting} left. "
                "Nothing is lost: push again to go on."
            ) from error
        return PushResult(lrs.account.endpoint, push.sent, push.sent_before, push.conflicts)


class _Push:
    """One push on its way, with what it has counted."""

    def __init__(self, lrs: Lrs, log: SentLog, size: int, on_sent: Callable[[int], None]) -> None:
        self.sent = self.sent_before = self.conflicts = self.waiting = 0
        self._lrs = lrs
        self._log = log
        self._size = size
        self._on_sent = on_sent

    def build_batches(self, statements: Iterable[Object]) -> Iterator[list[tuple[str, bytes]]]:
        """Yield batches of (id, JSON) that were not sent, within a number and a size."""
        batch: list[tuple[str, bytes]] = []
        size = 0
        for statement in statements:
            statement_id = str(statement["id"])
            if statement_id in self._log:
                self.sent_before += 1
                continue
            text = json.dumps(statement, ensure_ascii=True, allow_nan=False).encode()
            if batch and (len(batch) >= self._size or size + len(text) > BATCH_BYTES):
                yield batch
                batch, size = [], 0
            batch.append((statement_id, text))
            size += len(text)
        if batch:
            yield batch

    def send(self, batch: Sequence[tuple[str, bytes]]) -> None:
        """Send a batch; one that is too large, or in which one conflicts, goes in halves."""
        self.waiting = len(batch)
        content = b"[" + b",".join(text for _, text in batch) + b"]"
        answer = self._lrs.request("POST", f"{self._lrs.account.endpoint}statements", content)
        if answer.status in {_OK, _NO_CONTENT}:
            self._check(answer, {each for each, _ in batch})
            self._acknowledge(batch)
            self.sent += len(batch)
            self._on_sent(len(batch))
        elif answer.status in {_CONFLICT, _TOO_LARGE} and len(batch) > 1:
            middle = len(batch) // 2
            if answer.status == _TOO_LARGE:
                self._size = min(self._size, max(1, middle))
            self.send(batch[:middle])
            self.send(batch[middle:])
        elif answer.status == _CONFLICT:
            # The store has this event under its id, worded as an earlier release did.
            self._acknowledge(batch)
            self.conflicts += 1
            self._on_sent(1)
        else:
            raise self._lrs.refuse(answer)

    def _check(self, answer: Answer, ids: set[str]) -> None:
        """Raise RemoteFailed unless the answer is an acknowledgement as the standard has it."""
        if answer.status == _NO_CONTENT and not answer.body:
            return
        named = self._lrs.parse(answer)
        if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
            raise self._lrs.refuse_answer(answer)
        if not {each.lower() for each in named} <= ids:
            raise self._lrs.refuse_answer(answer)

    def _acknowledge(self, batch: Sequence[tuple[str, bytes]]) -> None:
        self._log.add(each for each, _ in batch)
        self.waiting = 0
