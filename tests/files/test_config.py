"""The config file: its types, its keys, and one changed at a time."""

import pytest

from studypath.core.errors import UnusableFile, WrongUsage
from studypath.core.settings import SETTINGS, Settings
from studypath.files.settings import format_settings, parse_settings, resolve_setting, with_setting


def read(text: str) -> Settings:
    """Return the settings of a text."""
    return parse_settings(text.encode(), "config.toml").settings


def test_settings_are_read() -> None:
    """Each key arrives; what is not said has its default."""
    assert read("") == Settings(None, None, forecast=True)
    text = 'format = 1\nwiki = "~/vault"\nhours_per_week = 5\nforecast = false\n'
    assert read(text) == Settings("~/vault", 5, forecast=False)
    assert read('wiki = "https://example.org/{id}"').wiki == "https://example.org/{id}"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("format = 2", "is 2; this program reads 1"),
        ("format = 0", "is 0; this program reads 1"),
        ("wiki = 3", "must be text"),
        ('wiki = ""', "is empty"),
        ('wiki = "a\\u001b"', "control character"),
        ('wiki = "https://example.org/"', "needs {id}"),
        ('wiki = "file:///{id}"', "http://"),
        ("hours_per_week = true", "number"),
        ('hours_per_week = "5"', "number"),
        ("hours_per_week = 0", "0.25"),
        ("hours_per_week = 169", "168"),
        ("hours_per_week = nan", "0.25"),
        ("hours_per_week = inf", "168"),
        ('forecast = "yes"', "true or false"),
        ("forecast = 1", "true or false"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(line: str, words: str) -> None:
    """File, line and key are named; types are strict and numbers bounded."""
    with pytest.raises(UnusableFile) as caught:
        read(f"\n{line}\n")
    assert str(caught.value).startswith(f"config.toml:2: {line.split(maxsplit=1)[0]}: ")
    assert words in str(caught.value)


def test_an_unknown_key_only_warns() -> None:
    """It is named with the nearest one."""
    found = parse_settings(b'wikki = "x"\n', "config.toml")
    assert "did you mean wiki?" in str(found.warnings[0])
    assert found.settings == Settings()


def test_a_setting_is_found_by_its_name() -> None:
    """Hyphens and case do not matter; an unknown one is answered with those near it."""
    assert resolve_setting("Hours-Per-Week").name == "hours_per_week"
    with pytest.raises(WrongUsage, match="wiki"):
        resolve_setting("wki")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("wiki", " ~/vault ", "~/vault"),
        ("hours_per_week", "5", 5),
        ("hours-per-week", "2.5", 2.5),
        ("forecast", "off", False),
        ("forecast", "YES", True),
    ],
)
def test_a_setting_is_changed_from_text(name: str, text: str, value: object) -> None:
    """The text of the command line becomes the type of the file; unknown keys stay."""
    changed = with_setting({"mine": 1}, name, text)
    assert changed[resolve_setting(name).name] == value
    assert changed["mine"] == 1
    assert getattr(read(format_settings(changed).decode()), resolve_setting(name).name) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("hours_per_week", text) for text in ("soon", "0", "nan", "inf", "1e400", "-5", "")),
        *(("forecast", text) for text in ("maybe", "1")),
        *(("wiki", text) for text in ("", "\x1b", "ftp://{id}", "https://x")),
    ],
)
def test_a_text_that_is_no_value_is_refused(name: str, text: str) -> None:
    """The setting is named with an example, in printable words."""
    with pytest.raises(WrongUsage) as caught:
        with_setting({}, name, text)
    assert SETTINGS[name].example in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_setting_is_taken_away() -> None:
    """Without a text the default holds again; taking away twice is no fault."""
    changed = with_setting({"wiki": "x", "mine": 1}, "wiki", None)
    assert changed == {"format": 1, "mine": 1}
    assert with_setting(changed, "wiki", None) == changed
    assert format_settings(changed).startswith(b"format = 1\n")
