"""Control characters, and the ids nearest to a word."""

import subprocess
import sys
import unicodedata
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.text import _count_edits, find_nearest, has_control, replace_controls

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
    """Characters that move, hide or reorder text are replaced by U+FFFD."""
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
def test_text_of_any_script_is_unchanged(text: str) -> None:
    """Joiners, variation selectors and letters of every script are allowed."""
    assert not has_control(text)
    assert replace_controls(text) == text


@pytest.mark.parametrize(
    "text",
    ["\x1b[31mred", "\x1b]8;;file:///etc/passwd\x07x", "\x9b31m", "title\u202ecod.exe", "a\rb"],
)
def test_terminal_sequences_lose_their_start(text: str) -> None:
    """No character remains that starts an escape sequence, a link or an override."""
    shown = replace_controls(text)
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in shown)


@given(st.text(st.characters(), max_size=40), st.booleans())
def test_visible_text_has_no_controls(text: str, multiline: bool) -> None:
    """`replace_controls` keeps the length, leaves no control character, and is idempotent."""
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
        ("doen", ()),
    ],
)
def test_nearest_ids_come_best_first(word: str, best: tuple[str, ...]) -> None:
    """Ids that contain the word come first, then those with fewer edits."""
    assert find_nearest(word, IDS)[: len(best)] == best


def test_a_transposition_is_nearer_than_another_letter() -> None:
    """`doen` means `done`, which difflib ranks like `open`."""
    assert find_nearest("doen", ["open", "next", "done", "deepen"]) == ("done",)


@pytest.mark.parametrize("word", ["nonexist", "", "q", "zzz"])
def test_nothing_near_gives_nothing(word: str) -> None:
    """An unrelated word has no nearest ids."""
    assert find_nearest(word, [*IDS, "next", "done"]) == ()


@given(st.text(max_size=12), st.lists(st.text(max_size=6), max_size=12), st.integers(1, 5))
def test_nearest_ids_are_distinct_candidates(word: str, candidates: list[str], n: int) -> None:
    """At most `n` of the candidates are returned, each once."""
    nearest = find_nearest(word, candidates, n)
    assert len(nearest) == len(set(nearest)) <= n
    assert set(nearest) <= set(candidates)


@given(st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_edits_are_the_optimal_string_alignment_distance(one: str, other: str) -> None:
    """The distance is that of the recursive definition; the limit changes larger ones only."""

    @cache
    def distance(i: int, j: int) -> int:
        if not (i and j):
            return i + j
        change = one[i - 1] != other[j - 1]
        least = min(distance(i - 1, j) + 1, distance(i, j - 1) + 1, distance(i - 1, j - 1) + change)
        if i > 1 and j > 1 and one[i - 2 : i] == other[j - 1] + other[j - 2]:
            least = min(least, distance(i - 2, j - 2) + 1)
        return least

    expected = distance(len(one), len(other))
    for limit in range(8):
        assert min(_count_edits(one, other, limit), limit + 1) == min(expected, limit + 1)


def test_a_very_long_word_is_cut() -> None:
    """A word of a million characters is compared by its first 64."""
    near = "step-17" * 9 + "x"
    assert find_nearest("step-17" * 150_000, ["step-17", near]) == (near,)


def test_import_compiles_no_pattern() -> None:
    """Importing the module leaves its pattern uncompiled."""
    code = "import studypath.core.text as t; print(t._hostile.cache_info().currsize)"
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert out.stdout.split() == ["0"]
