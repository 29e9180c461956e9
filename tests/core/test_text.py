import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.text import find_nearest, has_control, replace_controls

HOSTILE = [
    *map(chr, (*range(0x20), *range(0x7F, 0xA0))),
    *"\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e",
    *"\u2060\u2066\u2067\u2068\u2069\ufeff",
    "\ud800",
    "\udcff",
    "\udfff",
    "\U000e0000",
    "\U000e0041",
    "\U000e007f",
]


@pytest.mark.parametrize("character", HOSTILE, ids=lambda c: f"U+{ord(c):04X}")
def test_hostile_characters_are_refused_and_replaced(character: str) -> None:
    """Each character that moves, hides or reorders text is found and shown as U+FFFD."""
    text = f"a{character}b"
    assert has_control(text)
    assert replace_controls(text) == "a\ufffdb"
    allowed = character in "\n\t"
    assert has_control(text, multiline=True) is not allowed
    assert replace_controls(text, multiline=True) == (text if allowed else "a\ufffdb")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "Größe, 大文字, עברית",
        "می\u200cخواهم",
        "👩\u200d💻 ❤\ufe0f",
        "no\u00a0break",
        "soft\u00adhyphen",
        "葛\U000e0100",
        "\ufffd",
    ],
)
def test_text_of_any_script_is_kept(text: str) -> None:
    """Joiners, variation selectors and letters of every script are left alone."""
    assert not has_control(text)
    assert replace_controls(text) == text


@pytest.mark.parametrize(
    "text",
    ["\x1b[31mred", "\x1b]8;;file:///etc/passwd\x07x", "\x9b31m", "title\u202ecod.exe", "a\rb"],
)
def test_terminal_sequences_lose_their_start(text: str) -> None:
    """Nothing that begins an escape sequence, a link or an override is left in visible text."""
    shown = replace_controls(text)
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in shown)


@given(st.text(st.characters(), max_size=40), st.booleans())
def test_visible_text_has_no_controls(text: str, multiline: bool) -> None:
    """What `visible` returns passes `has_control`, has the same length, and is final."""
    shown = replace_controls(text, multiline=multiline)
    assert not has_control(shown, multiline=multiline)
    assert len(shown) == len(text)
    assert replace_controls(shown, multiline=multiline) == shown
    assert (shown == text) is not has_control(text, multiline=multiline)


IDS = ("bert", "roberta", "albert", "gpt-2", "attention", "backprop", "bertscore")


@pytest.mark.parametrize(
    ("word", "best"),
    [
        ("bert", ("bert", "bertscore", "albert")),
        ("BERT", ("bert", "bertscore", "albert")),
        ("brt", ("bert",)),
        ("atention", ("attention",)),
        ("gtp-2", ("gpt-2",)),
        ("score", ("bertscore",)),
        ("backpropagation", ("backprop",)),
    ],
)
def test_nearest_ids_come_best_first(word: str, best: tuple[str, ...]) -> None:
    """Ids that contain the word come first, then those most like it."""
    assert find_nearest(word, IDS)[: len(best)] == best


@given(st.text(max_size=12), st.lists(st.text(max_size=6), max_size=12), st.integers(1, 5))
def test_nearest_names_as_many_as_there_are(word: str, candidates: list[str], n: int) -> None:
    """The answer holds n distinct candidates, or all where there are fewer."""
    found = find_nearest(word, candidates, n)
    assert len(found) == len(set(found)) == min(n, len(set(candidates)))
    assert set(found) <= set(candidates)


def test_nearest_bears_a_word_without_end() -> None:
    """A word of a million characters among thousands of ids is compared by its beginning."""
    found = find_nearest("step-17" * 150_000, [f"step-{number}" for number in range(2_000)])
    assert found[0].startswith("step-17")


def test_import_compiles_no_pattern_and_no_difflib() -> None:
    """Importing the module loads neither difflib nor a compiled pattern."""
    code = (
        "import sys, studypath.core.text as t;"
        "print('difflib' in sys.modules, t._hostile.cache_info().currsize)"
    )
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert out.stdout.split() == ["False", "0"]
