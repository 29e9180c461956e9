"""What a word on the command line means: a truth table."""

import pytest

from studypath.core.errors import AmbiguousStep, UnknownConcept, UnknownPath, UnknownStep
from studypath.core.selection import resolve_concept, resolve_path, resolve_word
from tests.core.sample import curriculum, path, step

P = path(
    "paper",
    [step("gpt-1"), step("gpt-2"), step("bert", aliases=("bert-old",))],
    None,
    [step("instruct-gpt"), step("shared-post", works=("w",))],
)
Q = path(
    "light",
    [step("lets-build"), step("shared-talk", works=("w",)), step("bert")],
    [step("courses")],
)
KNOWN = curriculum(P, Q, path("paperback", [step("novel")]), concepts=("rlhf", "rl", "attention"))


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("bert", ["paper/bert"]),
        (" BERT ", ["paper/bert"]),
        ("bert-old", ["paper/bert"]),
        ("1.2", ["paper/gpt-2"]),
        ("3.1", ["paper/instruct-gpt"]),
        ("1", ["paper/gpt-1", "paper/gpt-2", "paper/bert"]),
        ("phase-1", ["paper/gpt-1", "paper/gpt-2", "paper/bert"]),
        ("step-1", ["paper/gpt-1", "paper/gpt-2", "paper/bert"]),
        ("step-3.2", ["paper/shared-post"]),
        ("paper-3", ["paper/instruct-gpt", "paper/shared-post"]),
        ("2", []),
        ("inst", ["paper/instruct-gpt"]),
        ("ruct", ["paper/instruct-gpt"]),
        ("be", ["paper/bert"]),
        ("shared", ["paper/shared-post"]),
        ("cour", ["light/courses"]),
        ("lets-build", ["light/lets-build"]),
        ("light/bert", ["light/bert"]),
        ("light/1.1", ["light/lets-build"]),
        ("light/2", ["light/courses"]),
        ("lig/cour", ["light/courses"]),
        ("paper/1.1", ["paper/gpt-1"]),
    ],
)
def test_a_word_means_these_steps(word: str, keys: list[str]) -> None:
    """Id, former id, number, phase, beginning, part; the active path first; PATH/STEP one path.

    Numbers are of the path that is asked first: `2.1` is another path's and means nothing here.
    """
    found = resolve_word(KNOWN, P, word)
    assert ["/".join(key) for key in found.keys] == keys


def test_a_phase_is_said_to_be_one() -> None:
    """A word for a phase names it, one for a step does not."""
    assert resolve_word(KNOWN, P, "2").phase == P.phases[1]
    assert resolve_word(KNOWN, P, "1.1").phase is None


def test_the_active_path_comes_first() -> None:
    """The same id and the same number mean the active path's step."""
    assert resolve_word(KNOWN, Q, "bert").path == Q
    assert resolve_word(KNOWN, Q, "1.1").steps[0].id == "lets-build"


@pytest.mark.parametrize(
    ("word", "candidates"),
    [
        ("gpt", ("gpt-1", "gpt-2", "instruct-gpt")),
        ("pt-", ("gpt-1", "gpt-2")),
        ("t-", ("gpt-1", "gpt-2", "instruct-gpt")),
        ("u", ("instruct-gpt", "light/lets-build", "light/courses")),
    ],
)
def test_an_ambiguous_word_names_all_that_it_could_mean(
    word: str, candidates: tuple[str, ...]
) -> None:
    """Beginnings before parts; steps of other paths stand with their path."""
    with pytest.raises(AmbiguousStep) as caught:
        resolve_word(KNOWN, P, word)
    assert caught.value.nearest == candidates
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("word", ["brt", "9.9", "2.1", "", "paper/zzz", "\x1b[31m", "x" * 10_000])
def test_an_unknown_word_names_near_ids_only(word: str) -> None:
    """An unknown word raises an error without control characters and names near ids only."""
    with pytest.raises(UnknownStep) as caught:
        resolve_word(KNOWN, P, word)
    assert caught.value.nearest == (
        ("bert",) if word == "brt" else ("1.1", "3.1") if word == "2.1" else ()
    )
    assert "\x1b" not in str(caught.value)


def test_the_nearest_come_best_first() -> None:
    """A slip of the finger finds what was meant."""
    with pytest.raises(UnknownStep, match="bert") as caught:
        resolve_word(KNOWN, P, "bretr")
    assert caught.value.nearest[0] == "bert"


def test_a_path_is_found_by_id_or_beginning() -> None:
    """An exact id wins over a longer one; an ambiguous or unknown word is refused."""
    assert resolve_path(KNOWN, "paper") == P
    assert resolve_path(KNOWN, "LIG") == Q
    for word, nearest in (("pap", ("paper", "paperback")), ("nowhere", ()), ("", ())):
        with pytest.raises(UnknownPath) as caught:
            resolve_path(KNOWN, word)
        assert caught.value.nearest == nearest
    with pytest.raises(UnknownPath):
        resolve_word(KNOWN, P, "nowhere/bert")


def test_a_concept_is_found_by_id_beginning_or_part() -> None:
    """An exact id wins; a part must be of one concept only."""
    assert resolve_concept(KNOWN, "rl").id == "rl"
    assert resolve_concept(KNOWN, "rlh").id == "rlhf"
    assert resolve_concept(KNOWN, "TTEN").id == "attention"
    with pytest.raises(UnknownConcept) as caught:
        resolve_concept(KNOWN, "atention")
    assert caught.value.nearest[0] == "attention"
    with pytest.raises(UnknownConcept, match=r"no concept 'x'$"):
        resolve_concept(curriculum(P), "x")


def test_a_number_that_is_none_names_the_nearest_numbers() -> None:
    """What looks like a number is compared with the numbers of the active path."""
    with pytest.raises(UnknownStep) as raised:
        resolve_word(KNOWN, P, "9.1")
    assert "1.1" in raised.value.nearest
