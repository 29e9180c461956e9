"""A disk that is full, broken or read-only keeps the old file, and the program says so plainly."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Home
from tests.safety.commands import CHANGING, DONE, Case
from tests.safety.conftest import NOW, Forked, Ran
from tests.safety.homes import Template, brought_about, content_of, litter
from tests.safety.test_crash import has_strace, strace

READERS = (("next",), ("status", "--json"), ("list",), ("export",), ("history",))
NOBODY = 65534
QUICK = {"done", "undo", "redo", "config", "export", "plan --ics"}
cases = pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case.name, marks=[] if case.name in QUICK else [pytest.mark.slow])
        for case in CHANGING
    ],
)
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="wants root to become somebody else"
)


def refused(ran: Ran) -> None:
    """Check that a failure is one plain message and the exit code of an unusable file."""
    assert ran.code == 4, ran
    assert ran.stderr.startswith("studypath: ")
    assert "Traceback" not in ran.stderr
    assert "Fault of the program" not in ran.stderr


def readers_answer(home: Home, forked: Forked, uid: int = 0) -> None:
    """Commands that only read work on."""
    for args in READERS:
        ran = forked(home, *args, uid=uid)
        assert ran.code == 0, (args, ran)
        assert ran.stdout


@cases
@pytest.mark.parametrize(
    ("operation", "number"),
    [
        ("write", errno.ENOSPC),
        ("write", errno.EDQUOT),
        ("write", errno.EIO),
        ("fsync", errno.EIO),
        ("fsync", errno.ENOSPC),
        ("replace", errno.EIO),
        ("replace", errno.EROFS),
    ],
    ids=lambda value: value if isinstance(value, str) else errno.errorcode[value],
)
def test_an_operation_that_fails_keeps_the_old_file(
    case: Case, operation: str, number: int, home: Home, forked: Forked
) -> None:
    """ENOSPC, EDQUOT, EIO and EROFS on write, fsync or rename: old file, no litter, exit 4."""
    brought_about(case, home, forked)
    old = content_of(home.root / case.file)
    names = ["replace", "link"] if operation == "replace" and case.name != "export" else [operation]
    ran = forked(home, *case.args, fail=names, errno=number)
    if operation == "replace" and case.name == "export":
        assert ran.code in (0, 4)  # a link puts it in its place
        return
    refused(ran)
    assert content_of(home.root / case.file) == old
    assert litter(home) == []
    readers_answer(home, forked)
    assert forked(home, *case.args).code == 0


@cases
def test_each_single_failure_is_old_or_new(
    case: Case, home: Home, forked: Forked, tmp_path: Path
) -> None:
    """Whichever one operation fails with EIO, the file is whole, and exit 0 means it is the new."""
    brought_about(case, home, forked)
    file = home.root / case.file
    template = Template(home, tmp_path / "before")
    old = content_of(file)
    operations = tmp_path / "operations"
    assert forked(home, *case.args, ops=str(operations)).code == 0
    new = content_of(file)
    for number in range(1, len(operations.read_text().split()) + 1):
        template.restore()
        ran = forked(home, *case.args, fail_at=number, errno=errno.EIO)
        assert ran.code in (0, 4), (number, ran)
        assert "Traceback" not in ran.stderr
        assert content_of(file) in ((new,) if ran.code == 0 else (old, new)), number
        if content_of(file) == new and ran.code == 4:
            assert re.search("is (written|removed), but", ran.stderr), ran
        forked(home, *case.args)
        assert [each for each in litter(home) if not each.startswith("cache")] == []


@pytest.mark.slow
@pytest.mark.skipif(not has_strace(), reason="strace is not here or may not trace")
@pytest.mark.parametrize("call", ["fsync", "rename", "fchmod", "mkdir", "flock"])
@pytest.mark.parametrize("number", ["EIO", "ENOSPC", "EDQUOT", "EROFS", "EACCES"])
def test_a_system_call_that_fails_keeps_the_old_file(
    call: str, number: str, home: Home, forked: Forked, tmp_path: Path
) -> None:
    """The system itself refuses: the old file stays, nothing is left over."""
    case = CHANGING[0]
    brought_about(case, home, forked)
    assert forked(home, "note", "1.1", "before").code == 0
    old = content_of(home.progress)
    ran = strace(forked.package, home, case, tmp_path / "t", "-e", f"inject={call}:error={number}")
    if ran.code == 0:
        assert content_of(home.progress) != old
    elif (call, number) == ("flock", "EACCES"):  # so some systems say that another holds it
        assert ran.code == 5
        assert content_of(home.progress) == old
    else:
        refused(ran)
        assert content_of(home.progress) == old
    assert [each for each in litter(home) if not each.startswith("cache")] == []


@cases
def test_a_file_size_limit_is_a_full_disk(case: Case, home: Home, forked: Forked) -> None:
    """With RLIMIT_FSIZE no byte can be written: exit 4 and the old file."""
    brought_about(case, home, forked)
    old = content_of(home.root / case.file)
    ran = subprocess.run(
        ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", sys.executable, "-m", "studypath", *case.args],
        capture_output=True,
        text=True,
        env={**home.environment, "STUDYPATH_NOW": NOW},
        cwd=home.root,
        timeout=60,
        check=False,
    )
    refused(Ran(ran.returncode, ran.stdout, ran.stderr, 0, 0))
    assert "larger than this system allows" in ran.stderr
    assert content_of(home.root / case.file) == old
    assert litter(home) == []
    readers_answer(home, forked)


def small_disk(home: Home, script: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script in a mount namespace where data is a disk of 128 KiB."""
    return subprocess.run(
        ["unshare", "-m", "sh", "-eu", "-c", script],
        capture_output=True,
        text=True,
        env={
            **home.environment,
            "STUDYPATH_NOW": NOW,
            "S": f"{sys.executable} -m studypath",
            "D": str(home.data),
        },
        cwd=home.root,
        timeout=60,
        check=False,
    )


@as_root
@pytest.mark.skipif(shutil.which("unshare") is None, reason="unshare is not here")
def test_a_disk_that_fills_up_keeps_everything(home: Home) -> None:
    """A real full disk: exit 4, "the disk is full", the old file whole, reading goes on."""
    home.data.mkdir()
    ran = small_disk(
        home,
        """
        mount -t tmpfs -o size=128k,mode=700 none "$D" || exit 99
        $S done 1.1 >/dev/null
        cp "$D/progress.toml" old.toml
        dd if=/dev/zero of="$D/filler" bs=1024 2>/dev/null || true
        code=0; $S note 1.1 "$(head -c 15000 /dev/zero | tr '\\0' x)" || code=$?
        echo "exit $code"
        cmp "$D/progress.toml" old.toml && echo same
        ls -A "$D"
        $S next >/dev/null && echo read
        rm "$D/filler"
        $S note 1.1 short >/dev/null && echo written
        """,
    )
    if ran.returncode == 99:
        pytest.skip("mounting is not allowed here")
    assert "the disk is full" in ran.stderr
    said = ran.stdout.split()
    assert said[:3] == ["exit", "4", "same"]
    assert {"read", "written"} <= set(said)
    assert ".tmp" not in ran.stdout


@as_root
@pytest.mark.skipif(shutil.which("unshare") is None, reason="unshare is not here")
def test_a_disk_mounted_read_only_is_said(home: Home, forked: Forked) -> None:
    """A real read-only mount: reading works, changing exits 4 and says it."""
    assert forked(home, *DONE).code == 0
    ran = small_disk(
        home,
        """
        mount --bind "$D" "$D" && mount -o remount,ro,bind "$D" || exit 99
        $S next >/dev/null && $S status >/dev/null && echo read
        code=0; $S done 1.2 || code=$?
        echo "exit $code"
        """,
    )
    if ran.returncode == 99:
        pytest.skip("mounting is not allowed here")
    assert ran.stdout.split() == ["read", "exit", "4"]
    assert "read-only" in ran.stderr


@as_root
@cases
def test_a_directory_without_write_permission_is_said(
    case: Case, home: Home, forked: Forked
) -> None:
    """Somebody who may not write the directory reads all the same, and is told why not more."""
    brought_about(case, home, forked)
    shutil.rmtree(home.cache, ignore_errors=True)
    for each in (home.root, *home.root.rglob("*")):
        os.chown(each, NOBODY, NOBODY)
        each.chmod(0o500 if each.is_dir() else 0o400)
    home.root.parent.chmod(0o711)
    old = content_of(home.root / case.file)
    ran = forked(home, *case.args, uid=NOBODY)
    refused(ran)
    assert content_of(home.root / case.file) == old
    readers_answer(home, forked, uid=NOBODY)


@pytest.mark.parametrize("place", ["data", "config"])
def test_a_removed_directory_is_made_again(place: str, home: Home, forked: Forked) -> None:
    """Directories that went away are made anew; what was in the others is as it was."""
    assert forked(home, *DONE).code == 0
    assert forked(home, "config", "hours_per_week", "3").code == 0
    shutil.rmtree(home.root / place)
    readers_answer(home, forked)
    assert forked(home, "done", "1.2").code == 0
    assert forked(home, "config", "hours_per_week", "4").code == 0


@pytest.mark.parametrize("place", ["data", "config"])
def test_a_file_in_place_of_a_directory_is_said(place: str, home: Home, forked: Forked) -> None:
    """A file where a directory must be: changing exits 4 and names it, the file stays."""
    standing = home.root / place
    standing.write_text("mine")
    command = ("done", "1.1") if place == "data" else ("config", "hours_per_week", "3")
    ran = forked(home, *command)
    refused(ran)
    assert standing.name in ran.stderr
    assert standing.read_text() == "mine"


def test_a_directory_that_cannot_be_synced_is_tolerated(home: Home, forked: Forked) -> None:
    """A file system that cannot sync directories (EINVAL, ENOTSUP) still saves."""
    for number, name in ((errno.EINVAL, "one"), (errno.ENOTSUP, "two")):
        ran = forked(home, "note", "1.1", name, fail=["fsync of a directory"], errno=number)
        assert ran.code == 0, ran
        assert f'note = "{name}"' in home.progress.read_text()


def test_an_interrupted_command_says_so_and_changes_nothing(home: Home) -> None:
    """Ctrl-C while waiting for the lock: no traceback, the file as it was, exit not 0."""
    import fcntl

    home.data.mkdir()
    with (home.data / "progress.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = subprocess.Popen(
            [sys.executable, "-m", "studypath", "done", "1.1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=home.environment,
            cwd=home.root,
            # Whoever runs the tests in the background has it ignored, and children inherit that.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  no threads here
        )
        time.sleep(2)
        waiting.send_signal(signal.SIGINT)
        _, stderr = waiting.communicate(timeout=20)
    assert waiting.returncode not in (0, 5)
    assert "Traceback" not in stderr
    assert not home.progress.exists()
