"""One bare repository that holds progress: read a version, commit one, push it.

Nothing is ever checked out: versions are read from and written to the object database, so neither
links, filters nor submodules of a remote come into effect.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from studypath.remotes.address import GitRemote, parse_remote
from studypath.remotes.errors import RemoteFailed, shorten_foreign
from studypath.remotes.failures import (
    SomebodyWasFaster,
    Unreachable,
    describe_failure,
    is_race,
)
from studypath.remotes.git import (
    OUTPUT_BYTES,
    Git,
    GitTimedOut,
    build_broken_repository,
    build_served_command,
)
from studypath.remotes.process import Finished, Limits
from studypath.storage.atomic import create_private_dir

NAME = "progress.toml"
BRANCH = "refs/heads/main"
SEEN = "refs/remotes/origin/main"
"""What the remote's branch was when it was last asked."""

FILE_LIMIT_BYTES = 64 << 20
FETCH_LIMIT_BYTES = 256 << 20
_REMOTE_KEY = "studypath.remote"
_FILE_MODES = (b"100644", b"100755")
_OBJECT_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class Version(NamedTuple):
    """A commit, the entries of its tree by name, and the progress file in it."""

    commit: str
    tree: dict[bytes, bytes]
    content: bytes


def prepare_repository(git: Git) -> None:
    """Create the repository, or repair what an earlier run left when it was killed.

    The caller holds the lock, so every lock file in the repository is a left-over.
    """
    create_private_dir(str(git.directory))
    for pattern in ("*.lock", "refs/**/*.lock", "objects/**/*.lock"):
        for file in git.directory.glob(pattern):
            with suppress(OSError):
                file.unlink()
    git.read("init", "--quiet", "--bare", "--template=", str(git.directory))


def read_remote(git: Git) -> GitRemote | None:
    """Return the remote that `--init` named, or None; what is stored is checked again."""
    finished = git.run("config", "--local", "--get", _REMOTE_KEY)
    text = finished.output.decode("utf-8", "replace").strip("\n")
    return parse_remote(text, git.directory) if finished.code == 0 and text else None


def store_remote(git: Git, remote: GitRemote) -> None:
    """Remember the remote in the repository's own configuration."""
    git.read("config", "--local", "--replace-all", _REMOTE_KEY, remote.url)


def create_remote_directory(git: Git, remote: GitRemote) -> bool:
    """Create a bare repository in a folder that is absent or empty; return whether it did."""
    folder = remote.directory
    if folder is None or not folder.parent.is_dir():
        return False
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            return False
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise RemoteFailed(f"{folder} cannot be created: {error.strerror}.") from error
    other = git._replace(directory=folder)
    other.read("init", "--quiet", "--bare", "--template=", str(folder))
    other.read("symbolic-ref", "HEAD", BRANCH)
    return True


def fetch_branch(git: Git, remote: GitRemote) -> str | None:
    """Fetch the remote's branch and return its commit; None where the remote is empty.

    Raises Unreachable, and RemoteFailed for a repository that holds something else.
    """
    wrapped = ["--upload-pack=" + build_served_command("upload-pack")] if remote.directory else []
    if remote.directory is not None and not remote.directory.exists():
        raise Unreachable(f"{remote.shown} is not there")
    finished = _call(git, remote, "ls-remote", "--heads", *wrapped, "--", remote.url)
    heads: dict[str, str] = {}
    for line in finished.output.decode("utf-8", "replace").splitlines():
        commit, _, name = line.partition("\t")
        heads[name] = commit
    wanted = heads.get(BRANCH)
    if wanted is None:
        if heads:
            raise _other_repository(remote, "it has branches, but none called main")
        return None
    if _OBJECT_ID.fullmatch(wanted) is None:
        raise RemoteFailed(f"{remote.shown} does not answer as git does.")
    if read_commit(git, SEEN) != wanted:
        _fetch(git, remote, wrapped)
    return read_commit(git, SEEN)


def read_commit(git: Git, name: str) -> str | None:
    """Return the id of the commit that a reference names, None where there is none."""
    finished = git.run("rev-parse", "--quiet", "--verify", "--end-of-options", name + "^{commit}")
    text = finished.output.decode("ascii", "replace").strip()
    return text if finished.code == 0 and _OBJECT_ID.fullmatch(text) else None


def read_version(git: Git, commit: str, remote: GitRemote) -> Version:
    """Return the version of progress in a commit; RemoteFailed unless it is a plain small file."""
    listing = git.read("ls-tree", "-z", commit)
    tree: dict[bytes, bytes] = {}
    for record in listing.split(b"\0"):
        described, _, name = record.partition(b"\t")
        if name:
            tree[name] = described
    head = tree.get(NAME.encode())
    if head is None:
        raise _other_repository(remote, f"there is no {NAME} on its branch main")
    mode, kind, blob = head.split(b" ")
    if mode not in _FILE_MODES or kind != b"blob":
        raise _other_repository(remote, f"its {NAME} is not a plain file")
    size = int(git.read("cat-file", "-s", blob.decode()))
    if size > FILE_LIMIT_BYTES:
        raise _other_repository(remote, f"its {NAME} is larger than {FILE_LIMIT_BYTES >> 20} MiB")
    limits = Limits(git.local_seconds, FILE_LIMIT_BYTES + OUTPUT_BYTES)
    finished = git.run("cat-file", "blob", blob.decode(), limits=limits)
    if finished.code:
        raise build_broken_repository(git.directory, "cat-file", finished.errors)
    return Version(commit, tree, finished.output)


def commit_version(
    git: Git, content: bytes, remote: Version | None, local: str | None, now: datetime
) -> str:
    """Commit a version of progress on top of both sides and return the commit.

    Other files on the remote's branch stay. A side that the other one includes is no parent of
    its own, and nothing new is no commit.
    """
    blob = git.read("hash-object", "-w", "-t", "blob", "--stdin", stdin=content).decode().strip()
    tree = dict(remote.tree) if remote is not None else {}
    tree[NAME.encode()] = b"100644 blob " + blob.encode()
    listing = b"".join(b"%s\t%s\0" % (head, name) for name, head in tree.items())
    tree_id = git.read("mktree", "-z", "--missing", stdin=listing).decode().strip()
    parents = _join_sides(git, remote.commit if remote else None, local)
    if len(parents) == 1 and _tree_of(git, parents[0]) == tree_id:
        commit = parents[0]
    else:
        commit = _commit(git, tree_id, parents, now)
    git.read("update-ref", "--no-deref", BRANCH, commit)
    return commit


def push_commit(git: Git, remote: GitRemote, commit: str) -> None:
    """Push a commit to the remote's branch, never by force.

    Raises SomebodyWasFaster, Unreachable, and RemoteFailed where the remote refuses.
    """
    wrapped = ["--receive-pack=" + build_served_command("receive-pack")] if remote.directory else []
    options = ("--porcelain", "--no-verify", "--no-follow-tags", "--no-signed")
    arguments = ("push", *options, *wrapped, "--", remote.url, f"{commit}:{BRANCH}")
    finished = git.run(*arguments, limits=Limits(git.network_seconds, OUTPUT_BYTES))
    if finished.code == 0:
        git.read("update-ref", SEEN, commit)
        return
    report = finished.output.decode("utf-8", "replace")
    refusals = [line for line in report.splitlines() if line.startswith("!")]
    if not refusals:
        raise describe_failure(git, remote, finished.errors)
    reason = shorten_foreign(refusals[0].rpartition("\t")[2])
    if is_race(reason):
        raise SomebodyWasFaster(f"{remote.shown}: {reason}")
    advice = ""
    if "checked out" in reason:
        advice = " Use a bare repository: git init --bare FOLDER."
    raise RemoteFailed(f"{remote.shown} refuses the new version: {reason}.{advice}")


def read_commit_time(git: Git, commit: str) -> int:
    """Return when a commit was made, in seconds since 1970."""
    text = git.read("show", "--no-patch", "--no-show-signature", "--format=%ct", commit)
    return int(text.split()[-1])


def _fetch(git: Git, remote: GitRemote, wrapped: list[str]) -> None:
    before = _size(git.directory)
    limits = Limits(
        git.network_seconds,
        OUTPUT_BYTES,
        lambda: _size(git.directory) - before > FETCH_LIMIT_BYTES,
    )
    options = ("--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head")
    where = ("--", remote.url, f"+{BRANCH}:{SEEN}")
    _call(git, remote, "fetch", *options, *wrapped, *where, limits=limits)


def _size(directory: Path) -> int:
    """Count the bytes of packs, those that are being written too."""
    total = 0
    for file in (directory / "objects" / "pack").glob("*"):
        with suppress(OSError):
            total += file.lstat().st_size
    return total


def _call(git: Git, remote: GitRemote, *arguments: str, limits: Limits | None = None) -> Finished:
    limits = limits or Limits(git.network_seconds, OUTPUT_BYTES)
    try:
        finished = git.run(*arguments, limits=limits)
    except GitTimedOut:
        msg = f"{remote.shown} did not answer within {git.network_seconds:g} s"
        raise Unreachable(msg) from None
    if finished.code:
        raise describe_failure(git, remote, finished.errors)
    return finished


def _other_repository(remote: GitRemote, reason: str) -> RemoteFailed:
    return RemoteFailed(
        f"{remote.shown} is not a repository of studypath: {reason}. Nothing was changed. "
        f"Name an empty repository: studypath sync --init REMOTE"
    )


def _join_sides(git: Git, remote: str | None, local: str | None) -> list[str]:
    if remote is None or local is None or remote == local:
        return [commit for commit in (local or remote,) if commit]
    if _is_ancestor(git, remote, local):
        return [local]
    if _is_ancestor(git, local, remote):
        return [remote]
    return [local, remote]


def _is_ancestor(git: Git, one: str, other: str) -> bool:
    finished = git.run("merge-base", "--is-ancestor", one, other)
    if finished.code not in {0, 1}:
        raise build_broken_repository(git.directory, "merge-base", finished.errors)
    return finished.code == 0


def _tree_of(git: Git, commit: str) -> str:
    name = commit + "^{tree}"
    return git.read("rev-parse", "--verify", "--end-of-options", name).decode().strip()


def _commit(git: Git, tree: str, parents: list[str], now: datetime) -> str:
    date = f"@{max(0, int(now.timestamp()))} +0000"
    options = [part for parent in parents for part in ("-p", parent)]
    arguments = ("commit-tree", "--no-gpg-sign", *options, tree)
    return git.read(*arguments, stdin=b"Sync progress\n", date=date).decode().strip()
