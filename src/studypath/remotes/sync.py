"""Keep progress in step with a git repository: fetch, merge, commit, push.

The user's own file is the truth and is read and changed through one callable. The repository is a
copy beside it: losing it loses nothing.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from studypath.core.errors import WrongUsage
from studypath.core.exchange import SyncResult, SyncStatus, count_differences
from studypath.core.merge import merge_progress
from studypath.core.progress import Progress
from studypath.core.tracked import TrackedProgress
from studypath.remotes.address import GitRemote, parse_remote
from studypath.remotes.errors import RemoteFailed
from studypath.remotes.failures import SomebodyWasFaster, Unreachable
from studypath.remotes.git import LOCAL_SECONDS, NETWORK_SECONDS, Git, find_git
from studypath.remotes.repository import (
    BRANCH,
    SEEN,
    Version,
    commit_version,
    create_remote_directory,
    fetch_branch,
    prepare_repository,
    push_commit,
    read_commit,
    read_commit_time,
    read_remote,
    read_version,
    store_remote,
)

ATTEMPTS = 40
ATTEMPTS_ON_ONE_TIP = 12
"""So many pushes are refused while the branch stays where it is only if it is locked."""

ATTEMPTS_SECONDS = 120.0
LOCK_SECONDS = 60.0
_LONGEST_PAUSE_S = 1.0


class Changed(Protocol):
    """Progress before and after a change."""

    @property
    def before(self) -> TrackedProgress:
        """The progress before it."""
        ...

    @property
    def after(self) -> TrackedProgress:
        """The progress after it."""
        ...


class Change(Protocol):
    """Change progress as one save and one undo, as the command context does."""

    def __call__(
        self, words: Sequence[str], make: Callable[[TrackedProgress], Progress], /
    ) -> Changed:
        """Apply `make` to the present progress under its lock; nothing new is not saved."""
        ...


class SyncPlace(NamedTuple):
    """Where the copy lives and how git is called.

    `directory` is a folder of its own in the data directory, `environment` the user's, `base` the
    folder that a relative remote starts from. The seconds limit each call of git.
    """

    directory: Path
    environment: Mapping[str, str]
    base: Path
    local_seconds: float = LOCAL_SECONDS
    network_seconds: float = NETWORK_SECONDS
    lock_seconds: float = LOCK_SECONDS

    def find_git(self) -> Git:
        """Return git for the copy's repository; MissingTool where it is not installed."""
        return find_git(
            self.directory / "repository",
            self.environment,
            local_seconds=self.local_seconds,
            network_seconds=self.network_seconds,
        )


def sync_progress(
    place: SyncPlace, change: Change, *, now: datetime, init: str | None = None
) -> SyncResult:
    """Exchange progress with the remote; `init` names it the first time or anew.

    Raises WrongUsage without a remote, MissingTool without git, RemoteFailed and UnusableFile
    for a remote that cannot be used, Busy and SaveFailed as any save does.
    """
    from studypath.storage.lock import hold_lock

    remote = None if init is None else parse_remote(init, place.base)
    git = place.find_git()
    with hold_lock(place.directory / "lock", place.lock_seconds):
        prepare_repository(git)
        if remote is None:
            return _exchange(git, _stored_remote(git), change, now)
        create_remote_directory(git, remote)
        check_remote(git, remote)
        store_remote(git, remote)
        return _exchange(git, remote, change, now)


def check_remote(git: Git, remote: GitRemote) -> None:
    """Raise RemoteFailed unless the remote is there and empty or holds progress."""
    commit = fetch_branch(git, remote)
    if commit is not None:
        read_version(git, commit, remote)


def read_sync_status(place: SyncPlace, progress: Progress) -> SyncStatus:
    """Return how far this machine and the remote are apart; changes neither."""
    from studypath.storage.lock import hold_lock

    git = place.find_git()
    with hold_lock(place.directory / "lock", place.lock_seconds):
        prepare_repository(git)
        remote = _stored_remote(git)
        offline: str | None = None
        try:
            commit = fetch_branch(git, remote)
        except Unreachable as error:
            offline, commit = str(error), read_commit(git, SEEN)
        version = None if commit is None else read_version(git, commit, remote)
        own = progress._replace(timer=None)
        theirs = Progress() if version is None else _parse(version, remote)
        merged = _merge(own, theirs)
        seconds = None if commit is None else read_commit_time(git, commit)
    return SyncStatus(
        remote=remote.shown,
        offline=offline,
        steps_to_send=count_differences(theirs, merged),
        steps_to_receive=count_differences(own, merged),
        last_change=None if seconds is None else datetime.fromtimestamp(seconds, UTC),
    )


def _exchange(git: Git, remote: GitRemote, change: Change, now: datetime) -> SyncResult:
    # Reading through `change` keeps one way to the user's file; nothing new is not saved.
    own = change(("sync",), lambda tracked: tracked.progress).after.progress
    sent, offline = _send(git, remote, own, now)
    merged = sent.merged
    changed = change(("sync",), lambda tracked: _receive(tracked.progress, merged))
    return SyncResult(
        remote=remote.shown,
        before=changed.before.progress,
        after=changed.after.progress,
        sent_steps=0 if offline else count_differences(sent.theirs or Progress(), merged),
        offline=offline,
        is_first=sent.theirs is None and offline is None,
        attempts=sent.attempts,
    )


class _Sent(NamedTuple):
    """Both sides as they were merged; `theirs` is None where the remote was empty."""

    theirs: Progress | None
    merged: Progress
    attempts: int


def _send(git: Git, remote: GitRemote, own: Progress, now: datetime) -> tuple[_Sent, str | None]:
    """Merge and push until nobody was faster; return that, and why the remote is out of reach."""
    deadline = time.monotonic() + ATTEMPTS_SECONDS
    attempt, tips = 1, []
    while True:
        try:
            commit = fetch_branch(git, remote)
            tips.append(commit)
            sent = _commit(git, remote, commit, own, now)._replace(attempts=attempt)
            _push_news(git, remote, commit)
        except Unreachable as error:
            return _commit(git, remote, read_commit(git, SEEN), own, now), str(error)
        except SomebodyWasFaster as error:
            if len(tips) >= ATTEMPTS_ON_ONE_TIP and len({*tips[-ATTEMPTS_ON_ONE_TIP:]}) == 1:
                raise RemoteFailed(
                    f"{error}\nIts branch did not move in between, so its repository seems locked. "
                    "If no git is at work there, remove refs/heads/main.lock in it."
                ) from error
            if attempt == ATTEMPTS or time.monotonic() > deadline:
                raise RemoteFailed(
                    f"{error}\nOther machines sent their versions {attempt} times in between. "
                    "Nothing is lost; try again."
                ) from error
            _pause(attempt)
            attempt += 1
        else:
            return sent, None


def _commit(git: Git, remote: GitRemote, commit: str | None, own: Progress, now: datetime) -> _Sent:
    """Merge the own version with the remote's of that commit, and commit both locally."""
    version = None if commit is None else read_version(git, commit, remote)
    theirs = None if version is None else _parse(version, remote)
    merged = own if theirs is None else _merge(own, theirs)
    shared = merged._replace(timer=None)
    same = version is not None and theirs == shared
    # Written by another release or by hand, it may say the same in other words.
    content = version.content if version is not None and same else _to_bytes(shared)
    commit_version(git, content, version, read_commit(git, BRANCH), now)
    return _Sent(theirs, merged, 0)


def _push_news(git: Git, remote: GitRemote, seen: str | None) -> None:
    local = read_commit(git, BRANCH)
    if local is not None and local != seen:
        push_commit(git, remote, local)


def _parse(version: Version, remote: GitRemote) -> Progress:
    from studypath.files.progress import parse_progress

    return parse_progress(version.content, f"progress.toml of {remote.shown}").progress


def _to_bytes(progress: Progress) -> bytes:
    """Return the bytes of a version, checked by reading them back."""
    from studypath.files.progress import check_round_trip, format_tables, progress_to_tables

    tables = progress_to_tables(progress)
    content = format_tables(tables)
    check_round_trip(content, tables)
    return content


def _merge(own: Progress, theirs: Progress) -> Progress:
    """Merge both versions; a running timer stays on its machine."""
    return merge_progress(own, theirs._replace(timer=None))._replace(timer=own.timer)


def _receive(own: Progress, merged: Progress) -> Progress:
    received = _merge(own, merged)
    return own if received == own else received


def _stored_remote(git: Git) -> GitRemote:
    remote = read_remote(git)
    if remote is None:
        raise WrongUsage("No remote is set. Name one once: studypath sync --init REMOTE")
    return remote


def _pause(attempt: int) -> None:
    """Wait a random time, so that machines that collided do not collide again."""
    time.sleep(random.uniform(0, min(_LONGEST_PAUSE_S, 0.05 * 2 ** min(attempt, 6))))  # noqa: S311
