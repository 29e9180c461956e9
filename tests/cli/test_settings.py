"""`config`, `where`, `use`, `path list` and `path check`."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Cli, own_path
from tests.conftest import Home

CYCLE = """\
covers = ["other"]
[[path.phase.step]]
id = "other"
title = "O"
kind = "book"
covers = ["alone"]
"""


def test_config_is_set_shown_and_unset(cli: Cli, home: Home) -> None:
    """`config KEY VALUE` sets, `config KEY` shows, `--unset` removes; each prints the old value."""
    assert "wiki = (not set)" in cli("config").out
    assert cli("config", "hours_per_week", "5").out == "set  hours_per_week = 5\n"
    assert cli("config", "hours-per-week", "7.5").out == "set  hours_per_week = 7.5\nit was: 5\n"
    assert cli("config", "hours_per_week", "7.5").out.startswith("no change  ")
    assert cli("config", "hours_per_week", "--json").json["settings"] == {"hours_per_week": 7.5}
    assert cli("config", "hours_per_week", "--unset").out.startswith("unset  hours_per_week")
    assert "hours_per_week" not in (home.config / "config.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("colour", "red"), "There is no setting"),
        (("hours_per_week", "many"), "hours_per_week"),
        (("hours_per_week", "0"), "hours_per_week"),
        (("hours_per_week", "nan"), "hours_per_week"),
        (("forecast", "maybe"), "true or false"),
        (("wiki", ""), "empty"),
        (("wiki", "https://example.org"), "{id}"),
        (("wiki", "file:///home/{id}"), "http"),
        (("wiki", "x", "--unset"), "--unset"),
        (("--unset",), "--unset"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_a_wrong_value_exits_2_and_is_not_saved(
    cli: Cli, home: Home, args: tuple[str, ...], message: str
) -> None:
    """An unknown setting or an invalid value exits 2 with advice."""
    answer = cli("config", *args, code=2)
    assert message in answer.err
    assert not (home.config / "config.toml").exists()


def test_a_wiki_directory_is_saved_as_absolute(cli: Cli, home: Home) -> None:
    """A relative wiki directory is saved as absolute; `~` and addresses stay as typed."""
    assert cli("config", "wiki", "vault").out == f"set  wiki = {home.root / 'vault'}\n"
    assert "set  wiki = ~/vault" in cli("config", "wiki", "~/vault").out


def test_unknown_settings_in_the_file_are_kept_and_named(cli: Cli, home: Home) -> None:
    """An unknown key is named on stderr and stays after a change."""
    home.config.mkdir(parents=True)
    file = home.config / "config.toml"
    file.write_text('format = 1\ncolour = "red"\n', encoding="utf-8")
    assert "config.toml:2: colour" in cli("next").err
    cli("config", "hours_per_week", "5")
    assert 'colour = "red"' in file.read_text(encoding="utf-8")


def test_a_broken_config_is_named_and_never_overwritten(cli: Cli, home: Home) -> None:
    """Broken settings are named on stderr and ignored; `config` exits 4 and leaves them."""
    home.config.mkdir(parents=True)
    file = home.config / "config.toml"
    file.write_text("format = 1\nhours_per_week = \n", encoding="utf-8")
    result = cli("next")
    assert "1.1" in result.out
    assert "config.toml:2" in result.err
    for args in (("config",), ("config", "hours_per_week", "5")):
        assert "config.toml:2" in cli(*args, code=4).err
    assert file.read_text(encoding="utf-8") == "format = 1\nhours_per_week = \n"


def test_where_names_every_place_and_what_overrides_it(cli: Cli, home: Home) -> None:
    """`where` names the three directories, their variables, and every file."""
    answer = cli("where", "--json").json
    for kind, place in (("data", home.data), ("config", home.config), ("cache", home.cache)):
        variable = f"STUDYPATH_{kind.upper()}_DIR"
        assert answer[kind] == {"path": str(place), "override": variable, "overridden": True}
        assert variable in cli("where").out
    assert answer["files"]["progress"] == str(home.progress)
    assert str(home.progress) in cli("where", COLUMNS="20").out
    elsewhere = cli("where", "--json", STUDYPATH_DATA_DIR=None).json
    assert elsewhere["data"]["overridden"] is False
    assert elsewhere["data"]["path"] != str(home.data)


def test_use_makes_a_path_the_active_one(cli: Cli) -> None:
    """`use PATH` prints the active path and its next step; a beginning of the id is enough."""
    result = cli("use", "pap").out.splitlines()
    assert result == [
        "active  paper  Paper Path",
        "next  1.1  seq2seq  Sequence to Sequence Learning with Neural Networks",
    ]
    assert cli("use", "paper").out.startswith("already active  paper")
    assert cli("status", "--json").json["path"]["id"] == "paper"
    assert "lightweight" in cli("use", "ligthweight", code=3).err


def test_path_list_shows_all_paths(cli: Cli, home: Home) -> None:
    """`path list` shows the bundled and the user's paths and marks the active one."""
    home.paths.mkdir(parents=True)
    own_path(home.paths / "mine.toml")
    cli("use", "mine")
    paths = cli("path", "list", "--json").json["paths"]
    assert [path["id"] for path in paths] == ["lightweight", "paper", "mine"]
    assert [path["active"] for path in paths] == [False, False, True]
    assert "mine" in cli("path", "list").out


def test_a_valid_file_is_summarised(cli: Cli, home: Home) -> None:
    """`path check` of a valid file exits 0 and prints a summary."""
    file = own_path(home.root / "my.toml")
    result = cli("path", "check", file)
    assert result.out == f"{file}: mine: 1 phase, 1 step, no estimates; valid\n"
    bundled = cli("where", "--json").json["files"]["bundled"]
    checked = cli("path", "check", bundled).out
    assert "lightweight: 5 phases, 10 steps, 10h–15h; valid" in checked


def test_every_fault_of_a_file_is_named(cli: Cli, home: Home) -> None:
    """`path check` exits 4 and names file, line, column and key of each fault."""
    file = home.root / "bad.toml"
    file.write_text(
        'format = 1\n[[path]]\nid = "Bad Id"\ntitle = "T"\n[[path.phase]]\nid = "p"\ntitle = "P"\n'
        '[[path.phase.step]]\nid = "a"\ntitle = "A"\nkind = "post"\nestimate = "3h-2h"\n'
        'url = "ftp://x.org"\n',
        encoding="utf-8",
    )
    result = cli("path", "check", file, code=4)
    assert not result.out
    for line, key in ((3, "id"), (12, "estimate"), (13, "url")):
        assert any(
            f"bad.toml:{line}:1: " in text and key in text for text in result.err.splitlines()
        )


@pytest.mark.parametrize(
    ("more", "line", "named"),
    [
        ('[[path.phase.step]]\nid = "alone"\ntitle = "A"\nkind = "book"\n', 13, "alone"),
        (CYCLE, None, "covers"),
        ('focus = "a\\u001b[31mb"\n', 12, "focus"),
        ('takeaway = "a\\u202eb"\n', 12, "takeaway"),
        ("year = \n", 12, ""),
    ],
    ids=["duplicate", "cycle", "escape", "bidi", "toml"],
)
def test_invalid_files_are_refused(
    cli: Cli, home: Home, more: str, line: int | None, named: str
) -> None:
    """A duplicate id, a cycle, a control character and broken TOML are refused with the line."""
    file = own_path(home.root / "bad.toml")
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    result = cli("path", "check", file, code=4)
    assert named in result.err
    assert f"bad.toml:{line}" in result.err if line else "bad.toml:" in result.err
    home.paths.mkdir(parents=True)
    file.rename(home.paths / "bad.toml")
    loaded = cli("next")
    assert "1.1" in loaded.out
    assert "bad.toml:" in loaded.err


def test_warnings_are_printed(cli: Cli, home: Home) -> None:
    """Unknown keys and unknown covers are warnings on stderr, not faults."""
    file = own_path(home.root / "my.toml")
    text = file.read_text(encoding="utf-8")
    file.write_text(text + 'colour = "red"\ncovers = ["nonsuch"]\n', encoding="utf-8")
    result = cli("path", "check", file)
    assert "colour" in result.err
    assert "nonsuch" in result.err
    assert "valid" in result.out


def test_a_path_of_the_bundled_name_is_refused(cli: Cli, home: Home) -> None:
    """A path with the id of a bundled one is refused; the bundled one works."""
    file = own_path(home.root / "my.toml")
    file.write_text(file.read_text(encoding="utf-8").replace('"mine"', '"paper"'), encoding="utf-8")
    assert "paper" in cli("path", "check", file, code=4).err


def test_a_file_that_is_not_there_exits_4(cli: Cli) -> None:
    """`path check` of a missing file exits 4 and names it."""
    assert "nowhere.toml" in cli("path", "check", "nowhere.toml", code=4).err


def test_a_setting_is_one_undo(cli: Cli) -> None:
    """`undo` restores a setting, `redo` sets it again; progress stays."""
    cli("done", "1.1")
    cli("config", "hours_per_week", "4")
    assert "undone  config hours_per_week 4" in cli("undo").out
    assert cli("config", "hours_per_week", "--json").json["settings"] == {"hours_per_week": None}
    assert cli("status", "--json").json["done"] == 1
    assert "redone  config hours_per_week 4" in cli("redo").out
    assert cli("config", "hours_per_week", "--json").json["settings"] == {"hours_per_week": 4}


def test_a_setting_that_was_changed_since_is_kept(cli: Cli, home: Home) -> None:
    """`undo` names a setting that was edited since, and leaves it."""
    cli("config", "hours_per_week", "4")
    file = home.config / "config.toml"
    file.write_text(file.read_text().replace("4", "7"))
    result = cli("undo")
    assert "not undone  config.hours_per_week" in result.out
    assert cli("config", "hours_per_week", "--json").json["settings"] == {"hours_per_week": 7}


def test_an_unknown_active_path_is_named(cli: Cli, home: Home) -> None:
    """An unknown active path is named, and the first path is used."""
    home.data.mkdir()
    home.progress.write_text('format = 1\nactive = "papre"\n')
    result = cli("next")
    assert "There is no path 'papre'; using lightweight instead" in result.err
