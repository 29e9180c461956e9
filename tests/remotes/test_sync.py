"""Sync with real git: two machines, a bare repository, and everything that goes wrong."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from studypath.core.errors import UnusableFile, WrongUsage
from studypath.remotes.errors import RemoteFailed
from studypath.storage.undo import revert_command
from tests.remotes.machines import Machine, bare, commit_file, git, remote_text

BERT = ("paper", "bert")
GPT = ("paper", "gpt-1")
STEPS = (BERT, GPT, ("paper", "gpt-2"), ("lightweight", "3b1b-neural-networks"))


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """Make an empty bare repository."""
    return bare(tmp_path / "remote.git")


@pytest.fixture
def one(tmp_path: Path) -> Machine:
    """Make the first machine."""
    return Machine(tmp_path / "one")


@pytest.fixture
def two(tmp_path: Path) -> Machine:
    """Make the second machine, whose clock runs a little ahead."""
    return Machine(tmp_path / "two", ahead=timedelta(minutes=7))


def test_progress_reaches_the_other_machine(remote: Path, one: Machine, two: Machine) -> None:
    """What one machine sends, the other receives, and then both files say the same."""
    one.done(BERT)
    first = one.sync(remote)
    assert (first.is_first, first.sent_steps, first.offline) == (True, 1, None)
    second = two.sync(remote)
    assert second.received_steps
    assert second.sent_steps == 0
    assert one.progress == two.progress
    assert two.progress.entries[BERT].state == "done"


def test_a_sync_without_news_changes_nothing(remote: Path, one: Machine) -> None:
    """A second sync saves nothing, commits nothing and sends nothing."""
    one.done(BERT)
    one.sync(remote)
    before = (git(remote, "rev-parse", "main"), one.places.progress.read_bytes())
    again = one.sync()
    assert not again.received_steps
    assert (again.sent_steps, again.is_first) == (0, False)
    assert (git(remote, "rev-parse", "main"), one.places.progress.read_bytes()) == before


def test_a_sync_is_one_undo(remote: Path, one: Machine, two: Machine) -> None:
    """One undo takes back all that a sync received."""
    two.done(BERT, GPT)
    two.sync(remote)
    one.log(STEPS[3], 30)
    before = one.progress
    one.sync(remote)
    assert one.progress != before
    revert_command(one.places, one.now)
    assert one.progress == before


def test_a_running_timer_stays_on_its_machine(remote: Path, one: Machine, two: Machine) -> None:
    """A timer is not sent, and what comes in leaves the own one running."""
    from studypath.core.progress import Timer

    timer = Timer(*BERT, started=one.now)
    one.change(("start",), lambda tracked: tracked.progress._replace(timer=timer))
    one.sync(remote)
    assert "timer" not in remote_text(remote)
    two.done(GPT)
    two.sync(remote)
    one.sync()
    assert one.progress.timer == timer
    assert two.progress.timer is None


@pytest.mark.slow
def test_a_month_on_both_sides(remote: Path, one: Machine, two: Machine) -> None:
    """Thirty days of sessions, notes and states on two machines, some offline, all arrive."""
    one.sync(remote)
    two.sync(remote)
    away = remote.with_name("away.git")
    for day in range(30):
        for number, machine in enumerate((one, two)):
            machine.pass_time(hours=23, minutes=number)
            machine.log(STEPS[(day + number) % 4], 25 + number)
            if day % 7 == number:
                machine.done(STEPS[day % 4])
            if day % 5 == number:
                machine.note(STEPS[day % 4], f"day {day}, machine {number}")
            if day % 3 == 2:
                remote.rename(away)
                assert machine.sync().offline is not None
                away.rename(remote)
            elif day % 2:
                assert machine.sync().offline is None
    one.sync()
    two.sync()
    one.sync()
    assert one.progress == two.progress
    sessions = [s for entry in one.progress.entries.values() for s in entry.sessions]
    assert len(sessions) == 60
    assert sum(session.minutes for session in sessions) == 30 * 25 + 30 * 26
    git(remote, "fsck", "--strict")


def test_offline_commits_locally_and_sends_later(remote: Path, one: Machine) -> None:
    """Without the remote a sync says so, keeps a commit, and the next one sends it."""
    one.done(BERT)
    one.sync(remote)
    away = remote.rename(remote.with_name("away.git"))
    one.done(GPT)
    offline = one.sync()
    assert offline.offline == f"{remote} is not there"
    assert git(one.repository, "rev-list", "--count", "main").strip() == "2"
    away.rename(remote)
    online = one.sync()
    assert (online.offline, online.sent_steps) == (None, 1)
    assert "gpt-1" in remote_text(remote)


def test_a_forced_remote_loses_nothing(remote: Path, one: Machine, two: Machine) -> None:
    """After somebody replaced the remote's history, both sides are there again."""
    one.done(BERT)
    one.sync(remote)
    two.done(GPT)
    two.sync(remote)
    work = remote.with_name("work")
    work.mkdir()
    git(work, "init", "--quiet", "-b", "main")
    (work / "progress.toml").write_text('format = 1\n[paths.paper.gpt-2]\nstate = "doing"\n')
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "-m", "replaced")
    git(work, "push", "--quiet", "--force", str(remote), "main")
    one.sync()
    assert {key[1] for key in one.progress.entries} == {"bert", "gpt-2"}
    two.sync()
    one.sync()
    assert one.progress == two.progress
    assert {key[1] for key in one.progress.entries} == {"bert", "gpt-1", "gpt-2"}


def test_other_files_of_the_repository_stay(remote: Path, one: Machine) -> None:
    """A README and a folder on the branch are carried along."""
    one.done(BERT)
    one.sync(remote)
    commit_file(remote, remote.with_name("work"), "README.md", "mine\n")
    one.done(GPT)
    one.sync()
    names = git(remote, "ls-tree", "--name-only", "main").split()
    assert names == ["README.md", "progress.toml"]
    git(remote, "fsck", "--strict")


def test_a_hand_edited_remote_is_taken_in(remote: Path, one: Machine) -> None:
    """A progress file edited elsewhere merges, and an invalid one changes nothing."""
    one.done(BERT)
    one.sync(remote)
    work = remote.with_name("work")
    text = remote_text(remote) + '\n[paths.paper.gpt-2]\nstate = "skipped"\nreason = "later"\n'
    commit_file(remote, work, "progress.toml", text)
    one.sync()
    assert one.progress.entries["paper", "gpt-2"].reason == "later"
    commit_file(remote, work, "progress.toml", 'format = 1\n[paths.paper.bert]\nstate = "eaten"\n')
    before = one.places.progress.read_bytes()
    with pytest.raises(UnusableFile, match="state"):
        one.sync()
    assert one.places.progress.read_bytes() == before
    commit_file(remote, work, "progress.toml", "format = 99\n")
    with pytest.raises(UnusableFile, match="newer"):
        one.sync()
    assert one.places.progress.read_bytes() == before


def test_status_changes_nothing(remote: Path, one: Machine, two: Machine) -> None:
    """The status counts what would go either way and leaves both sides as they are."""
    two.done(BERT, GPT)
    two.sync(remote)
    one.sync(remote)
    one.log(STEPS[3], 40)
    two.done(STEPS[2])
    two.sync()
    before = (git(remote, "rev-parse", "main"), one.places.progress.read_bytes())
    status = one.status()
    assert (status.steps_to_send, status.steps_to_receive, status.offline) == (1, 1, None)
    assert status.last_change == two.now
    assert (git(remote, "rev-parse", "main"), one.places.progress.read_bytes()) == before
    remote.rename(remote.with_name("away.git"))
    assert one.status().offline == f"{remote} is not there"


def test_sync_without_a_remote_says_what_to_do(one: Machine) -> None:
    """The first sync needs a remote."""
    with pytest.raises(WrongUsage, match="sync --init REMOTE"):
        one.sync()


def test_init_makes_a_repository_in_an_empty_folder(
    tmp_path: Path, one: Machine, two: Machine
) -> None:
    """A folder on a stick becomes a repository that any git can clone."""
    folder = tmp_path / "stick" / "progress"
    folder.mkdir(parents=True)
    one.done(BERT)
    one.sync(folder)
    two.sync("../stick/progress")
    assert two.progress == one.progress
    clone = tmp_path / "clone"
    clone.mkdir()
    git(clone, "clone", "--quiet", str(folder), ".")
    assert (clone / "progress.toml").is_file()


def test_a_full_folder_is_no_remote(tmp_path: Path, one: Machine) -> None:
    """A folder with something else in it is refused and left as it is."""
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "cat.png").write_bytes(b"png")
    with pytest.raises(RemoteFailed):
        one.sync(folder)
    assert [file.name for file in folder.iterdir()] == ["cat.png"]
    with pytest.raises(WrongUsage, match="sync --init REMOTE"):
        one.sync()


def test_files_are_private(remote: Path, one: Machine) -> None:
    """Nobody else can look into the copy."""
    one.done(BERT)
    one.sync(remote)
    assert (one.places.data / "sync").stat().st_mode & 0o077 == 0
