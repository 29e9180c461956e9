"""`show`, `deepen`, `open` and the wiki: everything known, and where it is."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, own_path
from tests.conftest import Home, Run


@pytest.mark.parametrize("columns", ["40", "80"])
def test_show_a_step(cli: Cli, columns: str) -> None:
    """`show STEP` tells how to read it, what it is, and what this learner did with it."""
    cli("done", "bert", "--time", "1h", "--read", "skim", "--note", "masks")
    said = cli("show", "bert", COLUMNS=columns).words
    for part in ("BERT:", "Jacob Devlin", "2018", "1810.04805", "selectively", "masks", "skim"):
        assert part in said
    assert "1 h in 1 session" in said


def test_show_a_phase_a_path_and_a_concept(cli: Cli) -> None:
    """`show` knows phases by number and label, paths by id, and concepts."""
    assert "Key Blog Posts" in cli("show", "3").out
    assert "Key Blog Posts" in cli("show", "step-3").out
    assert "Scaling" in cli("show", "paper/phase-3").out
    path = cli("show", "paper").words
    assert "40–60 h (stated by the author)" in path
    assert "linear algebra" in path
    assert "deep learning, NLP" in path
    concept = cli("show", "self-attention").words
    assert "attention-is-all-you-need" in concept


def test_show_names_a_number_of_the_active_path(cli: Cli) -> None:
    """The same number is another step once another path is active."""
    assert cli("show", "1.1", "--json").json["step"]["id"] == "3blue1brown-neural-networks"
    cli("use", "paper")
    assert cli("show", "1.1", "--json").json["step"]["id"] == "seq2seq"


def test_show_of_nothing_known_exits_3(cli: Cli) -> None:
    """What is no step, phase, path or concept exits 3 and names what is near, if anything is."""
    said = cli("show", "atention", code=3)
    assert "'atention'" in said.err
    assert said.err.rpartition(": ")[2].split(", ")[0].strip() == "attention"
    assert "near it" not in cli("show", "nonexist", code=3).err


@pytest.mark.parametrize("args", [("show", "word2vec"), ("done", "t5"), ("start", "word2vec")])
def test_a_work_left_for_later_is_no_step(cli: Cli, args: tuple[str, ...]) -> None:
    """A deferred work is said to be left for later, rather than unknown."""
    said = cli(*args, code=3)
    assert "leaves it for later" in said.err
    assert "status --all --path paper" in said.err


def test_deepen_is_about_what_was_introduced(cli: Cli) -> None:
    """`deepen` names the papers for the topics met so far, and whether they are done."""
    cli("done", "3.4")
    topics = cli("deepen", "--json").json["topics"]
    met = {topic["concept"]["id"] for topic in topics}
    assert "rlhf" in met
    assert all(topic["introduced"] for topic in topics)
    assert "instructgpt" in cli("deepen").out
    cli("done", "instructgpt")
    step = cli("deepen", "rlhf", "--json").json["topics"][0]["deepened_by"][0]["step"]
    assert step["state"] == "done"


def test_deepen_says_where_there_is_none(cli: Cli) -> None:
    """A topic that no paper goes deep into is said to be one."""
    assert "none on these paths" in cli("deepen", "neural-networks").words
    for topic in ((), ("attention",), ("neural-networks",)):
        assert not cli("deepen", *topic).out.endswith("\n\n")
    assert "near it" in cli("deepen", "rlfh", code=3).err


def test_open_prints_the_address(cli: Cli) -> None:
    """`open --print` prints the address of a step, of the next one, of a deferred work."""
    assert cli("open", "bert", "--print").out == "https://arxiv.org/abs/1810.04805\n"
    assert cli("open", "--print").out.startswith("https://www.youtube.com/playlist?")
    assert cli("open", "word2vec", "--print").out == "https://arxiv.org/abs/1301.3781\n"
    assert "name one" in cli("open", "3", "--print", code=2).err


def test_a_step_goes_before_a_work_left_for_later(cli: Cli, home: Home) -> None:
    """Where one path leaves for later what is a step of another, its id means the step."""
    home.paths.mkdir(parents=True)
    own = own_path(home.paths / "mine.toml")
    words = own.read_text(encoding="utf-8").replace('"alone"', '"t5"')
    own.write_text(f'{words}url = "https://example.org/t5"\n', encoding="utf-8")
    assert cli("open", "t5", "--print").out == "https://example.org/t5\n"


@pytest.fixture
def recorded(home: Home) -> Path:
    """A browser and an opener that write down what they are asked to open."""
    record, folder = home.root / "opened", home.root / "bin"
    folder.mkdir()
    for name in ("browser", "xdg-open", "open"):
        script = folder / name
        script.write_text(f'#!/bin/sh\nprintf "%s %s\\n" {name} "$1" >> "{record}"\n')
        script.chmod(0o700)
    return record


def what_opened(record: Path) -> str:
    """What was opened, as soon as it is written down."""
    for _ in range(100):
        if record.exists():
            break
        time.sleep(0.05)
    return record.read_text() if record.exists() else ""


@pytest.mark.skipif(os.name != "posix", reason="scripts of POSIX")
def test_open_reaches_the_browser(run: Run, recorded: Path) -> None:
    """`open` hands the address to the browser and prints it; --print leaves the browser alone."""
    browser = str(recorded.parent / "bin" / "browser")
    assert run("open", "bert", "--print", BROWSER=browser).returncode == 0
    assert not recorded.exists()
    said = run("open", "bert", BROWSER=browser)
    assert (said.returncode, said.stdout) == (0, "https://arxiv.org/abs/1810.04805\n")
    assert what_opened(recorded) == "browser https://arxiv.org/abs/1810.04805\n"


@pytest.mark.skipif(os.name != "posix", reason="scripts of POSIX")
def test_a_page_of_a_folder_never_reaches_a_browser(run: Run, home: Home, recorded: Path) -> None:
    """Only http and https reach a browser: a wiki's file goes to the system's opener."""
    folder = recorded.parent / "bin"
    wiki = home.root / "my notes"
    wiki.mkdir()
    (wiki / "bert.md").write_text("# BERT\n")
    run("config", "wiki", wiki)
    path = f"{folder}{os.pathsep}{home.environment['PATH']}"
    said = run("open", "bert", "--wiki", BROWSER=str(folder / "browser"), PATH=path)
    assert (said.returncode, said.stdout) == (0, f"{wiki / 'bert.md'}\n")
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    assert what_opened(recorded) == f"{opener} {wiki / 'bert.md'}\n"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "ftp://x.org/a"])
def test_no_other_address_gets_into_a_path(cli: Cli, home: Home, url: str) -> None:
    """A path with an address of another kind is left out, and named once on stderr."""
    home.paths.mkdir(parents=True)
    (home.paths / "mine.toml").write_text(
        'format = 1\n[[path]]\nid = "mine"\ntitle = "M"\n[[path.phase]]\nid = "p"\ntitle = "P"\n'
        f'[[path.phase.step]]\nid = "bad"\ntitle = "B"\nkind = "post"\nurl = "{url}"\n',
        encoding="utf-8",
    )
    said = cli("open", "bad", code=3)
    assert said.err.count("mine.toml:") == 1
    assert "url" in said.err


def test_a_wiki_folder_names_a_page_only_where_it_is(cli: Cli, home: Home) -> None:
    """`next` and `show` name the page of a folder where it exists, and only there."""
    wiki = home.root / "vault"
    wiki.mkdir()
    cli("config", "wiki", wiki)
    assert "Wiki" not in cli("next").out
    page = wiki / "3blue1brown-neural-networks.md"
    page.write_text("x")
    assert "Wiki" in cli("next", COLUMNS="200").out
    assert str(page) in cli("show", "1.1", COLUMNS="200").out
    assert cli("show", "1.1", "--json").json["details"]["wiki"] == str(page)
    assert cli("show", "1.2", "--json").json["details"]["wiki"] is None
    (wiki / "rlhf.md").write_text("x")
    assert str(wiki / "rlhf.md") in cli("show", "rlhf", COLUMNS="200").out
    assert cli("open", "1.1", "--wiki", "--print").out == f"{page}\n"
    assert cli("open", "rlhf", "--wiki", "--print").out == f"{wiki / 'rlhf.md'}\n"
    assert "bert.md" in cli("open", "bert", "--wiki", code=3).err


def test_next_in_a_process_sees_a_page_come_and_go(run: Run, home: Home) -> None:
    """An answer that was kept is made anew once the page is written or taken away."""
    wiki = home.root / "vault"
    wiki.mkdir()
    run("config", "wiki", wiki)
    page = wiki / "3blue1brown-neural-networks.md"
    assert "Wiki" not in run("next").stdout
    assert "Wiki" not in run("next").stdout
    page.write_text("x")
    assert "Wiki" in run("next").stdout
    page.unlink()
    assert "Wiki" not in run("next").stdout


def test_a_wiki_address_names_every_page(cli: Cli) -> None:
    """An address with {id} is named for every step and concept, and only printed by --print."""
    cli("config", "wiki", "https://wiki.example/{id}?v=1")
    assert "https://wiki.example/3blue1brown-neural-networks?v=1" in cli("next").out
    assert cli("open", "rlhf", "--wiki", "--print").out == "https://wiki.example/rlhf?v=1\n"
    assert "https://wiki.example/bert?v=1" in cli("show", "bert").out


def test_without_a_wiki_open_says_how_to_set_one(cli: Cli) -> None:
    """`open --wiki` without a wiki exits 2 with the command that sets one."""
    assert "studypath config wiki" in cli("open", "bert", "--wiki", code=2).err


@pytest.mark.parametrize("folder", ["~nobody-of-this-name/vault", "x" * 300, "a/b/c"])
def test_a_wiki_that_cannot_be_looked_into_keeps_nobody_from_next(cli: Cli, folder: str) -> None:
    """A folder that is not there, not named right or not to be entered is a wiki without pages."""
    cli("config", "wiki", folder)
    for args in (("next",), ("show", "bert")):
        said = cli(*args)
        assert "Wiki" not in said.out
        assert not said.err
