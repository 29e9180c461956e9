"""Completion for bash, zsh and fish: commands, options, and the ids of steps, paths, concepts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, own_path
from tests.conftest import Home, Run

SHELLS = ("bash", "zsh", "fish")
WORDS: list[tuple[str, str]] = [
    ("sta", "status"),
    ("done ber", "bert"),
    ("done atten", "attention-is-all-you-need"),
    ("done 1.1 illus", "illustrated-transformer"),
    ("done 1.1#", "1.1#8"),
    ("reset 3blue#", "3blue#1"),
    ("skip weng-t", "weng-transformer-family"),
    ("start kar", "karpathy-lets-build-gpt"),
    ("log rlhf-p", "rlhf-post"),
    ("note seq", "seq2seq"),
    ("show light", "lightweight"),
    ("show positional", "positional-encoding"),
    ("open rlhf-", "rlhf-post"),
    ("use pa", "paper"),
    ("next --path lig", "lightweight"),
    ("status pa", "paper"),
    ("list --concept self-", "self-attention"),
    ("deepen self-", "self-attention"),
    ("config ho", "hours_per_week"),
    ("path ch", "check"),
    ("done --re", "--read"),
    ("done --read sk", "skim"),
    ("list --state sk", "skipped"),
    ("list --kind pa", "paper"),
    ("export --format mark", "markdown"),
    ("history --by we", "week"),
]


def completed(cli: Cli, shell: str, line: str) -> list[str]:
    """Return the completions of a line by the protocol of a shell."""
    typed = f"studypath {line}"
    words = typed.split(" ")
    result = cli(
        code=None,
        _STUDYPATH_COMPLETE=f"complete_{shell}",
        COMP_WORDS=typed,
        COMP_CWORD=str(len(words) - 1),
        _TYPER_COMPLETE_ARGS=typed,
        _TYPER_COMPLETE_FISH_ACTION="get-args",
    )
    assert result.code == 0
    assert not result.err
    if shell == "zsh":
        return re.findall(r'^(?:.*\(\()?"([^"]*)"', result.out, re.MULTILINE)
    return [row.split("\t")[0] for row in result.out.splitlines()]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(("line", "wanted"), WORDS, ids=[line for line, _ in WORDS])
def test_words_complete(cli: Cli, shell: str, line: str, wanted: str) -> None:
    """Commands, options, settings and the ids of steps, paths and concepts complete."""
    assert wanted in completed(cli, shell, line)


@pytest.mark.parametrize("shell", SHELLS)
def test_an_empty_word_completes_to_all_steps(cli: Cli, shell: str) -> None:
    """All steps of all paths are offered, those of the active path first."""
    cli("use", "paper")
    words = completed(cli, shell, "done ")
    assert len(words) == 25
    assert words[0] == "seq2seq"


def test_steps_of_a_user_path_complete(cli: Cli, home: Home) -> None:
    """The user's own paths and their steps complete."""
    home.paths.mkdir(parents=True)
    own_path(home.paths / "mine.toml")
    assert completed(cli, "bash", "use mi") == ["mine"]
    assert completed(cli, "bash", "done alo") == ["alone"]


def test_a_broken_file_does_not_break_completion(cli: Cli, home: Home) -> None:
    """Broken progress, settings and path files leave the other completions, silently."""
    for file in (home.progress, home.config / "config.toml", home.paths / "bad.toml"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("format = \x00[", encoding="utf-8")
    for shell in SHELLS:
        assert completed(cli, shell, "done ber") == ["bert"]
        assert completed(cli, shell, "use pa") == ["paper"]
    assert home.progress.read_text(encoding="utf-8") == "format = \x00["


def test_completing_writes_nothing_but_caches(cli: Cli, home: Home) -> None:
    """Completion creates no file but caches."""
    completed(cli, "bash", "done ")
    assert {entry.name for entry in home.root.iterdir()} <= {"cache"}


@pytest.fixture
def on_path(home: Home) -> dict[str, str]:
    """Return an environment in which `studypath` is a command."""
    folder = home.root / "bin"
    folder.mkdir()
    command = folder / "studypath"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m studypath "$@"\n')
    command.chmod(0o700)
    return {**home.environment, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def script_for(run: Run, shell: str, file: Path) -> Path:
    """Write the script that `--show-completion` prints for a shell."""
    result = run("--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert result.returncode == 0
    file.write_text(result.stdout)
    return file


def in_shell(shell: str, commands: str, environment: dict[str, str]) -> list[str]:
    """Return the words that a real shell prints."""
    options = {"bash": ["--norc", "--noprofile"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
    done = subprocess.run(
        [shell, *options, "-c", commands],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.split()


@pytest.mark.skipif(not shutil.which("bash") or os.name != "posix", reason="there is no bash")
def test_the_script_works_in_bash(run: Run, home: Home, on_path: dict[str, str]) -> None:
    """The script for bash fills COMPREPLY."""
    script = script_for(run, "bash", home.root / "script")
    commands = f"""
        source {script}
        complete -p studypath >&2 || exit 1
        COMP_WORDS=(studypath done ber); COMP_CWORD=2
        _studypath_completion studypath
        printf '%s\\n' "${{COMPREPLY[@]}}"
        COMP_WORDS=(studypath use ""); COMP_CWORD=2
        _studypath_completion studypath
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    assert in_shell("bash", commands, on_path) == ["bert", "lightweight", "paper"]


@pytest.mark.skipif(not shutil.which("zsh"), reason="there is no zsh")
def test_the_script_works_in_zsh(run: Run, home: Home, on_path: dict[str, str]) -> None:
    """The script for zsh registers itself and passes the words to `_arguments`."""
    script = script_for(run, "zsh", home.root / "_studypath")
    commands = f"""
        autoload -Uz compinit && compinit -u -d {home.root}/dump
        source {script} 2>/dev/null
        compdef _studypath_completion studypath
        _arguments() {{ print -r -- "$@" }}
        words=(studypath done ber); CURRENT=3
        _studypath_completion
    """
    assert '"bert"' in " ".join(in_shell("zsh", commands, on_path))


@pytest.mark.skipif(not shutil.which("fish"), reason="there is no fish")
def test_the_script_works_in_fish(run: Run, home: Home, on_path: dict[str, str]) -> None:
    """The script for fish completes a typed line."""
    script = script_for(run, "fish", home.root / "studypath.fish")
    commands = f"source {script}; complete -C 'studypath done ber'; complete -C 'studypath use '"
    assert in_shell("fish", commands, on_path) == ["bert", "lightweight", "paper"]


def test_progress_without_a_step_completes_first(cli: Cli, home: Home) -> None:
    """`progress move` offers what can be moved before the steps, with its path if that is gone."""
    home.data.mkdir(parents=True)
    home.progress.write_text(
        'format = 1\n[paths.lightweight.old]\nstate = "done"\n[paths.gone.it]\nstate = "done"\n',
        "utf-8",
    )
    words = completed(cli, "bash", "progress move ")
    assert words[:2] == ["old", "gone/it"]
    assert "bert" in words
    assert completed(cli, "bash", "progress move old ber") == ["bert"]
    home.progress.write_text("broken", "utf-8")
    assert "bert" in completed(cli, "bash", "progress move ")
