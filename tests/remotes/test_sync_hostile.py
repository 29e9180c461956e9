"""Sync against repositories, configurations and programs that mean harm or are broken."""

from __future__ import annotations

import os
import stat
import subprocess
import time
from pathlib import Path

import pytest

from studypath.core.errors import WrongUsage
from studypath.remotes.errors import MissingTool, RemoteFailed
from studypath.remotes.git import clean_environment
from tests.remotes.machines import Machine, bare, commit_file, git, remote_text

BERT = ("paper", "bert")
GPT = ("paper", "gpt-1")
PROGRESS = 'format = 1\n[paths.paper.gpt-2]\nstate = "done"\n'
HOOKS = [
    "pre-receive",
    "update",
    "post-receive",
    "post-update",
    "proc-receive",
    "push-to-checkout",
    "pre-push",
    "reference-transaction",
    "pre-commit",
    "commit-msg",
    "post-commit",
    "post-checkout",
    "post-merge",
    "pre-auto-gc",
    "fsmonitor-watchman",
    "post-index-change",
    "prepare-commit-msg",
]


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """Make an empty bare repository."""
    return bare(tmp_path / "remote.git")


@pytest.fixture
def one(tmp_path: Path) -> Machine:
    """Make a machine with some progress."""
    machine = Machine(tmp_path / "one")
    machine.done(BERT)
    return machine


def script(file: Path, text: str) -> Path:
    """Write an executable shell script."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return file


def hooks_that_mark(folder: Path, mark: Path) -> Path:
    """Write every hook there is, each leaving a mark and failing."""
    for name in HOOKS:
        script(folder / name, f'echo "$0" >> "{mark}"; exit 1')
    return folder


def test_user_configuration_does_not_break_it(tmp_path: Path, remote: Path, one: Machine) -> None:
    """Hooks, signing, editor, templates, pager and odd pushes of the user's git stay out of it."""
    mark = tmp_path / "mark"
    hooks = hooks_that_mark(tmp_path / "hooks", mark)
    broken = script(tmp_path / "broken", f'echo "$0" >> "{mark}"; exit 1')
    hooks_that_mark(tmp_path / "template" / "hooks", mark)
    (one.root / ".gitconfig").write_text(
        f"""
        [core]
            hooksPath = {hooks}
            editor = {broken}
            pager = {broken}
            fsmonitor = {broken}
            autocrlf = true
            bare = false
            worktree = {tmp_path}
        [commit]
            gpgSign = true
            template = /nowhere
        [push]
            gpgSign = true
            followTags = true
            pushOption = odd
            default = nothing
        [tag]
            gpgSign = true
        [gpg]
            program = {broken}
        [init]
            templateDir = {tmp_path / "template"}
            defaultBranch = other
        [fetch]
            prune = true
        [safe]
            bareRepository = explicit
        [user]
            useConfigOnly = true
        [diff]
            external = {broken}
        """
    )
    one.sync(remote)
    one.done(GPT)
    assert one.sync().sent_steps == 1
    assert "gpt-1" in remote_text(remote)
    assert not mark.exists()


def test_environment_of_another_repository_stays_out(
    tmp_path: Path, remote: Path, one: Machine
) -> None:
    """A sync that a git hook starts does not write to the repository of that hook."""
    other = bare(tmp_path / "other.git")
    one.environment |= {
        "GIT_DIR": str(other),
        "GIT_WORK_TREE": str(tmp_path),
        "GIT_INDEX_FILE": str(tmp_path / "index"),
        "GIT_OBJECT_DIRECTORY": str(other / "objects"),
        "GIT_NAMESPACE": "odd",
        "GIT_CONFIG_PARAMETERS": "'core.bare=maybe'",
    }
    one.sync(remote)
    assert "bert" in remote_text(remote)
    assert not git(other, "for-each-ref")
    assert not list((other / "objects").glob("??"))


def test_credentials_of_the_user_are_passed_on() -> None:
    """SSH commands, askpass programs and configured headers reach git; prompts are off."""
    user = {"GIT_SSH_COMMAND": "ssh -i key", "GIT_ASKPASS": "ask", "SSH_AUTH_SOCK": "socket"}
    user |= {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "http.extraHeader"}
    cleaned = clean_environment(user | {"GIT_DIR": "/x", "GIT_TERMINAL_PROMPT": "1"})
    assert user.items() <= cleaned.items()
    assert "GIT_DIR" not in cleaned
    assert cleaned["GIT_TERMINAL_PROMPT"] == "0"


def test_hooks_of_a_remote_folder_do_not_run(tmp_path: Path, remote: Path, one: Machine) -> None:
    """A stranger's repository on a stick runs nothing, neither by hooks nor by its settings."""
    mark = tmp_path / "mark"
    hooks_that_mark(remote / "hooks", mark)
    run = script(tmp_path / "run", f'echo "$0 $*" >> "{mark}"; cat >/dev/null')
    for setting in (
        "core.fsmonitor",
        "core.alternateRefsCommand",
        "core.sshCommand",
        "uploadpack.packObjectsHook",
        "gc.recentObjectsHook",
        "gpg.program",
        "remote.origin.uploadpack",
        "remote.origin.receivepack",
        "core.gitProxy",
        "core.pager",
        "core.editor",
        "diff.external",
        "credential.helper",
    ):
        git(remote, "config", setting, str(run))
    git(remote, "config", "core.hooksPath", str(remote / "hooks"))
    git(remote, "config", "receive.denyCurrentBranch", "updateInstead")
    alternate = bare(tmp_path / "alternate.git")
    (remote / "objects" / "info").mkdir(exist_ok=True)
    (remote / "objects" / "info" / "alternates").write_text(f"{alternate / 'objects'}\n")
    one.sync(remote)
    one.done(GPT)
    one.sync()
    two = Machine(tmp_path / "two")
    two.sync(remote)
    assert two.progress == one.progress
    assert not mark.exists(), mark.read_text()


def test_checked_out_branch_is_not_written(tmp_path: Path, one: Machine) -> None:
    """A work tree with changes of its own as the remote stays as it is, and the message helps."""
    work = tmp_path / "work"
    work.mkdir()
    git(work, "init", "--quiet", "-b", "main")
    (work / "progress.toml").write_text(PROGRESS)
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "-m", "own")
    git(work, "config", "receive.denyCurrentBranch", "updateInstead")
    (work / "progress.toml").write_text(PROGRESS + "# dirty\n")
    with pytest.raises(RemoteFailed, match="init --bare"):
        one.sync(work)
    assert (work / "progress.toml").read_text() == PROGRESS + "# dirty\n"
    assert git(work, "log", "--format=%s").split() == ["own"]


def test_linked_progress_is_not_followed(tmp_path: Path, remote: Path, one: Machine) -> None:
    """A progress.toml that is a link to a file of this machine is refused."""
    work = tmp_path / "work"
    work.mkdir()
    git(work, "clone", "--quiet", str(remote), ".")
    (work / "progress.toml").symlink_to("/etc/passwd")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "-m", "link")
    git(work, "push", "--quiet", "origin", "HEAD:main")
    before = one.places.progress.read_bytes()
    with pytest.raises(RemoteFailed, match="not a plain file"):
        one.sync(remote)
    assert one.places.progress.read_bytes() == before


def test_submodule_and_folder_are_refused(tmp_path: Path, remote: Path, one: Machine) -> None:
    """A progress.toml that is a submodule or a folder is refused; nothing is cloned."""
    work = tmp_path / "work"
    work.mkdir()
    git(work, "clone", "--quiet", str(remote), ".")
    git(work, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},progress.toml")
    git(work, "commit", "--quiet", "-m", "submodule")
    git(work, "push", "--quiet", "origin", "HEAD:main")
    with pytest.raises(RemoteFailed, match="not a plain file"):
        one.sync(remote)
    git(work, "rm", "--quiet", "--cached", "progress.toml")
    (work / "progress.toml").mkdir()
    (work / "progress.toml" / "x").write_text("x")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "-m", "folder")
    git(work, "push", "--quiet", "origin", "HEAD:main")
    with pytest.raises(RemoteFailed, match="not a plain file"):
        one.sync(remote)


def test_submodules_and_attributes_beside_it_do_nothing(
    tmp_path: Path, remote: Path, one: Machine
) -> None:
    """Filters and submodules that a repository names are neither run nor fetched."""
    mark = tmp_path / "mark"
    run = script(tmp_path / "run", f'echo "$0" >> "{mark}"; cat')
    for name in ("filter.odd.smudge", "filter.odd.clean", "diff.odd.textconv", "merge.odd.driver"):
        git(one.root, "config", "--global", name, str(run))
    work = tmp_path / "work"
    commit_file(remote, work, "progress.toml", PROGRESS)
    commit_file(remote, work, ".gitattributes", "* filter=odd diff=odd merge=odd text eol=crlf\n")
    git(work, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
    git(work, "commit", "--quiet", "-m", "submodule")
    git(work, "push", "--quiet", "origin", "HEAD:main")
    one.sync(remote)
    assert {key[1] for key in one.progress.entries} == {"bert", "gpt-2"}
    assert set(git(remote, "ls-tree", "--name-only", "main").split()) == {
        ".gitattributes",
        "progress.toml",
        "sub",
    }
    assert not mark.exists()


def test_unrelated_repository_is_refused(tmp_path: Path, remote: Path, one: Machine) -> None:
    """A repository with other content is named as such and gets nothing."""
    commit_file(remote, tmp_path / "work", "main.c", "int main;\n")
    before = git(remote, "for-each-ref")
    with pytest.raises(RemoteFailed, match=r"no progress.toml on its branch main.*empty"):
        one.sync(remote)
    git(remote, "branch", "-m", "main", "trunk")
    with pytest.raises(RemoteFailed, match="none called main"):
        one.sync(remote)
    assert git(remote, "for-each-ref").split() == before.replace("/main", "/trunk").split()
    with pytest.raises(WrongUsage, match="sync --init"):
        one.sync()


def test_large_file_is_refused(
    tmp_path: Path, remote: Path, one: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A progress file beyond the limit is not read, and one that grows while fetched is stopped."""
    text = f'format = 1\nnote = "{os.urandom(60_000).hex()}"\n'
    commit_file(remote, tmp_path / "work", "progress.toml", text)
    monkeypatch.setattr("studypath.remotes.repository.FILE_LIMIT_BYTES", 10_000)
    with pytest.raises(RemoteFailed, match="larger than"):
        one.sync(remote)
    monkeypatch.setattr("studypath.remotes.repository.FETCH_LIMIT_BYTES", 10_000)
    two = Machine(tmp_path / "two")
    with pytest.raises(RemoteFailed, match="more data than progress can be"):
        two.sync(remote)


def test_stored_remote_is_checked_again(tmp_path: Path, remote: Path, one: Machine) -> None:
    """A remote that somebody wrote into the copy's configuration cannot run a program."""
    one.sync(remote)
    mark = tmp_path / "mark"
    for text in (f"ext::sh -c 'touch {mark}'", f"--upload-pack=touch {mark}"):
        git(one.repository, "config", "studypath.remote", text)
        with pytest.raises(WrongUsage, match="refused"):
            one.sync()
    assert not mark.exists()


def test_address_rewritten_to_a_program_is_refused(
    tmp_path: Path, remote: Path, one: Machine
) -> None:
    """Even where the user's git rewrites an address, no program is run for it."""
    mark = tmp_path / "mark"
    git(one.root, "config", "--global", f"url.ext::sh -c touch% {mark} #.insteadOf", "https://odd/")
    git(one.root, "config", "--global", "protocol.ext.allow", "always")
    with pytest.raises(RemoteFailed):
        one.sync("https://odd/x")
    assert not mark.exists()


def test_git_is_missing(tmp_path: Path, one: Machine) -> None:
    """Without git only sync fails, with exit code 2 and what to do."""
    one.environment["PATH"] = str(tmp_path / "nothing")
    with pytest.raises(MissingTool, match="Install it") as missing:
        one.sync(tmp_path)
    assert missing.value.exit_code == 2


def test_git_of_a_relative_place_is_not_run(
    tmp_path: Path, one: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program called git in the current folder is not taken for git."""
    mark = tmp_path / "mark"
    script(tmp_path / "git", f'touch "{mark}"')
    monkeypatch.chdir(tmp_path)
    one.environment["PATH"] = "."
    with pytest.raises(MissingTool):
        one.sync(tmp_path / "x")
    assert not mark.exists()


def test_hanging_git_is_ended_with_its_children(tmp_path: Path, one: Machine) -> None:
    """A git that never ends, ignores being asked to, and has children is over at the limit."""
    pids = tmp_path / "pids"
    fake = 'trap "" TERM\necho $$ >> {0}\n(trap "" TERM; echo $$ >> {0}; sleep 600) &\nsleep 600'
    script(tmp_path / "bin" / "git", fake.format(pids))
    one.environment["PATH"] = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    one.seconds = 1
    began = time.monotonic()
    with pytest.raises(RemoteFailed, match="did not finish within 1 s"):
        one.sync(tmp_path / "x")
    assert time.monotonic() - began < 30
    group = int(pids.read_text().split()[0])
    listing = subprocess.run(
        ["ps", "-o", "stat=", "-g", str(group)], capture_output=True, text=True, check=False
    )
    assert not [line for line in listing.stdout.split() if not line.startswith("Z")]


def test_hanging_remote_is_as_good_as_offline(tmp_path: Path, remote: Path, one: Machine) -> None:
    """A remote that accepts the call and never answers leaves the version as a local commit."""
    one.sync(remote)
    ssh = script(tmp_path / "ssh", "exec sleep 600")
    one.environment["GIT_SSH_COMMAND"] = str(ssh)
    git(one.repository, "config", "studypath.remote", "git@host:progress.git")
    one.done(GPT)
    one.seconds = 2
    result = one.sync()
    assert result.offline == "git@host:progress.git did not answer within 2 s"
    assert "gpt-1" in git(one.repository, "cat-file", "blob", "main:progress.toml")


def test_remote_that_never_stops_talking_is_ended(
    tmp_path: Path, remote: Path, one: Machine
) -> None:
    """Endless output of a remote is cut off by size, not by patience."""
    one.sync(remote)
    ssh = script(tmp_path / "ssh", "yes 'words words words' >&2 & wait")
    one.environment["GIT_SSH_COMMAND"] = str(ssh)
    git(one.repository, "config", "studypath.remote", "git@host:progress.git")
    with pytest.raises(RemoteFailed, match="more than 4096 KiB"):
        one.sync()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ssh: Could not resolve hostname host: Name or service not known", None),
        ("ssh: connect to host host port 22: Connection refused", None),
        ("git@host: Permission denied (publickey).", "does not let you in"),
        ("Host key verification failed.", "does not let you in"),
        ("\x1b[2Jfatal: \u202eodd", "cannot be"),
    ],
)
def test_ssh_failures_are_told_apart(
    tmp_path: Path, remote: Path, one: Machine, words: str, expected: str | None
) -> None:
    """No network is offline; a refused key is an error; neither steers the terminal."""
    one.sync(remote)
    ssh = script(tmp_path / "ssh", f"cat >&2 <<'END'\n{words}\nEND\nexit 255")
    one.environment["GIT_SSH_COMMAND"] = str(ssh)
    git(one.repository, "config", "studypath.remote", "git@host:progress.git")
    if expected is None:
        assert one.sync().offline is not None
        return
    with pytest.raises(RemoteFailed, match=expected) as refused:
        one.sync()
    assert "\x1b" not in str(refused.value)
    assert "\u202e" not in str(refused.value)


def test_left_over_locks_and_half_made_repository(
    tmp_path: Path, remote: Path, one: Machine
) -> None:
    """What a killed git leaves behind does not stop the next sync."""
    one.sync(remote)
    for name in ("HEAD.lock", "config.lock", "packed-refs.lock", "refs/heads/main.lock"):
        (one.repository / name).write_text("")
    (one.repository / "HEAD").unlink()
    one.done(GPT)
    assert one.sync().sent_steps == 1
    assert "gpt-1" in remote_text(remote)


def test_damaged_copy_is_named_and_progress_is_untouched(remote: Path, one: Machine) -> None:
    """A copy that git cannot read is named with the way out, which works."""
    one.sync(remote)
    for file in (one.repository / "objects").rglob("*"):
        if file.is_file():
            file.chmod(stat.S_IRWXU)
            file.write_bytes(b"")
    before = one.places.progress.read_bytes()
    one.done(GPT)
    with pytest.raises(RemoteFailed, match="Move the folder away"):
        one.sync()
    assert "bert" in before.decode()
    one.repository.rename(one.repository.with_name("broken"))
    one.sync(remote)
    assert {key[1] for key in one.progress.entries} == {"bert", "gpt-1"}
    assert "gpt-1" in remote_text(remote)


def test_locked_remote_is_named(
    remote: Path, one: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock that a killed git left in the remote's folder is named instead of waited for."""
    monkeypatch.setattr("studypath.remotes.sync.ATTEMPTS_ON_ONE_TIP", 3)
    one.sync(remote)
    lock = remote / "refs" / "heads" / "main.lock"
    lock.touch()
    one.done(GPT)
    with pytest.raises(RemoteFailed, match=r"remove refs/heads/main\.lock"):
        one.sync()
    lock.unlink()
    assert one.sync().sent_steps == 1
