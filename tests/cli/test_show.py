"""`show`, `deepen`, `open` and the wiki."""

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
    """`show STEP` shows how to read it, what it is, and the user's progress."""
    cli("done", "bert", "--time", "1h", "--read", "skim", "--note", "masks")
    result = cli("show", "bert", COLUMNS=columns).words
    for part in ("BERT:", "Jacob Devlin", "2018", "1810.04805", "selectively", "masks", "skim"):
        assert part in result
    assert "1h in 1 session" in result


def test_show_a_phase_a_path_and_a_concept(cli: Cli) -> None:
    """`show` takes phases by number and label, paths by id, and concepts."""
    assert "Key Blog Posts" in cli("show", "3").out
    assert "Key Blog Posts" in cli("show", "step-3").out
    assert "Scaling" in cli("show", "paper/phase-3").out
    path = cli("show", "paper").words
    assert "40h–60h (stated by the author)" in path
    assert "linear algebra" in path
    assert "deep learning, NLP" in path
    concept = cli("show", "self-attention").words
    assert "attention-is-all-you-need" in concept


def test_addresses_and_remarks_of_parts_stand_below_their_titles(cli: Cli) -> None:
    """The parts are indented like the rest; an address is whole on one line at any width."""
    lines = cli("show", "1.1").out.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("      · 1  "))
    assert lines[first + 1].startswith(" " * 11 + "https://www.youtube.com/watch?v=")
    assert not [line for line in lines[first:] if line and not line.startswith("      ")]
    narrow = cli("show", "1.1", COLUMNS="30").out.splitlines()
    assert lines[first + 1].strip() in map(str.strip, narrow)


def test_the_name_of_a_file_is_never_broken(cli: Cli) -> None:
    """`path show` prints the file of a path on one line, at any width."""
    for columns in ("80", "60", "20"):
        lines = cli("path", "show", "paper", COLUMNS=columns).out.splitlines()
        file = next(line for line in lines if line.endswith("paths.toml")).split()[-1]
        assert Path(file).is_file()


def test_show_names_a_number_of_the_active_path(cli: Cli) -> None:
    """A number means another step once another path is active."""
    assert cli("show", "1.1", "--json").json["step"]["id"] == "3blue1brown-neural-networks"
    cli("use", "paper")
    assert cli("show", "1.1", "--json").json["step"]["id"] == "seq2seq"


def test_show_of_an_unknown_word_exits_3(cli: Cli) -> None:
    """An unknown word exits 3 and names the nearest ids."""
    result = cli("show", "atention", code=3)
    assert "'atention'" in result.err
    assert "Did you mean attention" in result.err


@pytest.mark.parametrize("args", [("show", "word2vec"), ("done", "t5"), ("start", "word2vec")])
def test_a_deferred_work_is_not_a_step(cli: Cli, args: tuple[str, ...]) -> None:
    """A deferred work exits 3 with the command that shows it."""
    result = cli(*args, code=3)
    assert "the path paper defers it" in result.err
    assert "status --all --path paper" in result.err


def test_deepen_shows_the_introduced_concepts(cli: Cli) -> None:
    """`deepen` shows the papers on the concepts met so far, and which are done."""
    cli("done", "3.4")
    topics = cli("deepen", "--json").json["topics"]
    met = {topic["concept"]["id"] for topic in topics}
    assert "rlhf" in met
    assert all(topic["introduced"] for topic in topics)
    assert "instructgpt" in cli("deepen").out
    cli("done", "instructgpt")
    step = cli("deepen", "rlhf", "--json").json["topics"][0]["deepened_by"][0]["step"]
    assert step["state"] == "done"


def test_deepen_names_concepts_without_papers(cli: Cli) -> None:
    """A concept that no paper deepens is named as such."""
    assert "none on these paths" in cli("deepen", "neural-networks").words
    for topic in ((), ("attention",), ("neural-networks",)):
        assert not cli("deepen", *topic).out.endswith("\n\n")
    assert "Did you mean rlhf?" in cli("deepen", "rlfh", code=3).err


def test_open_prints_the_address(cli: Cli) -> None:
    """`open --print` prints the address of a step, the next step, or a deferred work."""
    assert cli("open", "bert", "--print").out == "https://arxiv.org/abs/1810.04805\n"
    assert cli("open", "--print").out.startswith("https://www.youtube.com/playlist?")
    assert cli("open", "word2vec", "--print").out == "https://arxiv.org/abs/1301.3781\n"
    assert "Name one step" in cli("open", "3", "--print", code=2).err


def test_a_step_wins_over_a_deferred_work(cli: Cli, home: Home) -> None:
    """An id of a step on one path and a deferred work on another means the step."""
    home.paths.mkdir(parents=True)
    own = own_path(home.paths / "mine.toml")
    words = own.read_text(encoding="utf-8").replace('"alone"', '"t5"')
    own.write_text(f'{words}url = "https://example.org/t5"\n', encoding="utf-8")
    assert cli("open", "t5", "--print").out == "https://example.org/t5\n"


@pytest.fixture
def recorded(home: Home) -> Path:
    """Install a browser and an opener that record what they are asked to open."""
    record, folder = home.root / "opened", home.root / "bin"
    folder.mkdir()
    for name in ("browser", "xdg-open", "open"):
        script = folder / name
        script.write_text(f'#!/bin/sh\nprintf "%s %s\\n" {name} "$1" >> "{record}"\n')
        script.chmod(0o700)
    return record


def what_opened(record: Path) -> str:
    """Return what was opened, as soon as it is recorded."""
    for _ in range(100):
        if record.exists():
            break
        time.sleep(0.05)
    return record.read_text() if record.exists() else ""


@pytest.mark.skipif(os.name != "posix", reason="scripts of POSIX")
def test_open_reaches_the_browser(run: Run, recorded: Path) -> None:
    """`open` prints the address and opens it in the browser; --print only prints."""
    browser = str(recorded.parent / "bin" / "browser")
    assert run("open", "bert", "--print", BROWSER=browser).returncode == 0
    assert not recorded.exists()
    result = run("open", "bert", BROWSER=browser)
    assert (result.returncode, result.stdout) == (0, "https://arxiv.org/abs/1810.04805\n")
    assert what_opened(recorded) == "browser https://arxiv.org/abs/1810.04805\n"


@pytest.mark.skipif(os.name != "posix", reason="scripts of POSIX")
def test_a_file_never_reaches_a_browser(run: Run, home: Home, recorded: Path) -> None:
    """Only http and https reach a browser; a wiki file goes to the system's opener."""
    folder = recorded.parent / "bin"
    wiki = home.root / "my notes"
    wiki.mkdir()
    (wiki / "bert.md").write_text("# BERT\n")
    run("config", "wiki", wiki)
    path = f"{folder}{os.pathsep}{home.environment['PATH']}"
    result = run("open", "bert", "--wiki", BROWSER=str(folder / "browser"), PATH=path)
    assert (result.returncode, result.stdout) == (0, f"{wiki / 'bert.md'}\n")
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    assert what_opened(recorded) == f"{opener} {wiki / 'bert.md'}\n"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "ftp://x.org/a"])
def test_no_other_address_gets_into_a_path(cli: Cli, home: Home, url: str) -> None:
    """A path with another kind of address is left out and named once on stderr."""
    home.paths.mkdir(parents=True)
    (home.paths / "mine.toml").write_text(
        'format = 1\n[[path]]\nid = "mine"\ntitle = "M"\n[[path.phase]]\nid = "p"\ntitle = "P"\n'
        f'[[path.phase.step]]\nid = "bad"\ntitle = "B"\nkind = "post"\nurl = "{url}"\n',
        encoding="utf-8",
    )
    result = cli("open", "bad", code=3)
    assert result.err.count("mine.toml:") == 1
    assert "url" in result.err


def test_a_wiki_page_is_named_if_it_exists(cli: Cli, home: Home) -> None:
    """`next` and `show` name the page of a step only if its file exists."""
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


def test_a_cached_answer_notices_wiki_pages(run: Run, home: Home) -> None:
    """A cached answer is not used once the page is written or removed."""
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
    """An address with {id} is named for every step and concept."""
    cli("config", "wiki", "https://wiki.example/{id}?v=1")
    assert "https://wiki.example/3blue1brown-neural-networks?v=1" in cli("next").out
    assert cli("open", "rlhf", "--wiki", "--print").out == "https://wiki.example/rlhf?v=1\n"
    assert "https://wiki.example/bert?v=1" in cli("show", "bert").out


def test_without_a_wiki_open_says_how_to_set_one(cli: Cli) -> None:
    """`open --wiki` without a wiki exits 2 with the command that sets one."""
    assert "studypath config wiki" in cli("open", "bert", "--wiki", code=2).err


@pytest.mark.parametrize("folder", ["~nobody-of-this-name/vault", "x" * 300, "a/b/c"])
def test_an_unreadable_wiki_does_not_stop_next(cli: Cli, folder: str) -> None:
    """A wiki that is missing, misnamed or unreadable has no pages."""
    cli("config", "wiki", folder)
    for args in (("next",), ("show", "bert")):
        result = cli(*args)
        assert "Wiki" not in result.out
        assert not result.err


NAMED = """format = 1
[[path]]
id = "mine"
title = "Mine"
[[path.phase]]
id = "first"
title = "First"
[[path.phase.step]]
id = "preprint"
title = "Preprint"
kind = "paper"
arxiv = "2401.00001"
creators = ["Ann Lee", "et al."]
[[path.phase.step]]
id = "article"
title = "Article"
kind = "paper"
doi = "10.1000/xyz"
"""


def test_a_step_without_an_address_is_opened_by_its_id_or_doi(cli: Cli, home: Home) -> None:
    """`open`, `next` and `show` use the arXiv id or the DOI; JSON keeps what the path gives."""
    home.paths.mkdir(parents=True)
    (home.paths / "mine.toml").write_text(NAMED)
    cli("use", "mine")
    assert cli("open", "preprint", "--print").out == "https://arxiv.org/abs/2401.00001\n"
    assert cli("open", "article", "--print").out == "https://doi.org/10.1000/xyz\n"
    assert "https://arxiv.org/abs/2401.00001" in cli("next").out
    assert "https://doi.org/10.1000/xyz" in cli("show", "article").out
    assert cli("show", "article", "--json").json["step"]["url"] is None


def test_et_al_is_no_creator(cli: Cli, home: Home) -> None:
    """JSON says that there are more creators, CSL JSON names those who are known."""
    home.paths.mkdir(parents=True)
    (home.paths / "mine.toml").write_text(NAMED)
    cli("use", "mine")
    step = cli("show", "preprint", "--json").json["step"]
    assert (step["creators"], step["more_creators"]) == (["Ann Lee"], True)
    other = cli("show", "article", "--json").json["step"]
    assert (other["creators"], other["more_creators"]) == ([], False)
    work = next(
        each for each in cli("export", "mine", "-f", "csl-json").json if each["id"] == "preprint"
    )
    assert work["author"] == [{"family": "Lee", "given": "Ann"}]
    cli("export", "mine", "-o", "it.json")
    cli("path", "import", "it.json", "--id", "again")
    again = cli("show", "again/preprint", "--json").json["step"]
    assert (again["creators"], again["more_creators"]) == (["Ann Lee"], True)
