"""What a word on the command line names."""

import pytest

from studypath.core.curriculum import Concept, Deferred, Path
from studypath.core.errors import (
    AmbiguousStep,
    UnknownConcept,
    UnknownPath,
    UnknownReference,
    UnknownStep,
    WrongUsage,
)
from studypath.core.material import resolve_material, resolve_page_id
from studypath.core.selection import (
    DeferredStep,
    format_suggestion,
    resolve_any,
    resolve_concept,
    resolve_path,
    resolve_step,
    resolve_steps,
    resolve_word,
)
from tests.core.sample import curriculum, path, step, tracked

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
P = P._replace(
    phases=(
        P.phases[0]._replace(aliases=("early", "phase-3", "bert-old")),
        *P.phases[1:],
    )
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
        ("early", ["paper/gpt-1", "paper/gpt-2", "paper/bert"]),
        ("phase-3", ["paper/instruct-gpt", "paper/shared-post"]),
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
    selection = resolve_word(KNOWN, P, word)
    assert ["/".join(key) for key in selection.keys] == keys


def test_a_word_for_a_phase_sets_phase() -> None:
    """Only a word for a phase sets `phase`."""
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
def test_an_ambiguous_word_names_all_candidates(word: str, candidates: tuple[str, ...]) -> None:
    """Candidates that begin with the word come first; those of other paths have their path."""
    with pytest.raises(AmbiguousStep) as caught:
        resolve_word(KNOWN, P, word)
    assert caught.value.nearest == candidates
    assert caught.value.exit_code == 3


def test_a_beginning_on_another_path_does_not_win_over_other_matches() -> None:
    """On the active path the only beginning wins; on another one all candidates are listed."""
    papers = path("paper", [step("attention-first"), step("flash-attention"), step("bert")])
    posts = path("light", [step("post")])
    known = curriculum(posts, papers)
    assert resolve_word(known, papers, "attention").steps[0].id == "attention-first"
    with pytest.raises(AmbiguousStep) as caught:
        resolve_word(known, posts, "attention")
    assert caught.value.nearest == ("paper/attention-first", "paper/flash-attention")
    for word in ("attention-first", "flash", "ber", "paper/attention"):
        assert resolve_word(known, posts, word).path == papers


def test_a_word_in_the_middle_of_an_id_of_another_path_is_not_enough() -> None:
    """`all` and `it` mark nothing on another path; its beginning or two words do."""
    papers = path("paper", [step("attention-is-all-you-need"), step("constitutional-ai")])
    posts = path("light", [step("post")])
    known = curriculum(posts, papers)
    for word, nearest in (("all", papers.steps[0]), ("it", papers.steps[1])):
        with pytest.raises(UnknownStep) as caught:
            resolve_word(known, posts, word)
        assert caught.value.nearest == (f"paper/{nearest.id}",)
    for word in ("all you need", "attention", "constit", "paper/all"):
        assert resolve_word(known, posts, word).path == papers


def test_a_title_is_a_match_of_another_path_too() -> None:
    """A part of an id on another path is not meant if a title has the word; a whole title is."""
    papers = path("paper", [step("rnn-basics"), step("other")._replace(title="An RNN tour")])
    posts = path("light", [step("post")])
    known = curriculum(posts, papers)
    with pytest.raises(AmbiguousStep) as caught:
        resolve_word(known, posts, "rnn")
    assert caught.value.nearest == ("paper/rnn-basics", "paper/other")
    assert resolve_word(known, posts, "an rnn tour").steps[0].id == "other"


@pytest.mark.parametrize("word", ["brt", "9.9", "2.1", "", "paper/zzz", "\x1b[31m", "x" * 10_000])
def test_an_unknown_word_names_near_ids_only(word: str) -> None:
    """An unknown word raises an error without control characters and names near ids only."""
    with pytest.raises(UnknownStep) as caught:
        resolve_word(KNOWN, P, word)
    assert caught.value.nearest == (
        ("bert",) if word == "brt" else ("light/2.1",) if word == "2.1" else ()
    )
    assert "\x1b" not in str(caught.value)


def test_the_nearest_come_best_first() -> None:
    """The nearest id comes first."""
    with pytest.raises(UnknownStep, match="bert") as caught:
        resolve_word(KNOWN, P, "bretr")
    assert caught.value.nearest[0] == "bert"


def test_a_path_resolves_by_id_or_beginning() -> None:
    """A whole id wins over a longer one; an ambiguous or unknown word is refused."""
    assert resolve_path(KNOWN, "paper") == P
    assert resolve_path(KNOWN, "LIG") == Q
    for word, nearest in (("pap", ("paper", "paperback")), ("nowhere", ()), ("", ())):
        with pytest.raises(UnknownPath) as caught:
            resolve_path(KNOWN, word)
        assert caught.value.nearest == nearest
    with pytest.raises(UnknownPath):
        resolve_word(KNOWN, P, "nowhere/bert")


def test_a_concept_resolves_by_id_beginning_or_part() -> None:
    """A whole id wins; a part must match one concept only."""
    assert resolve_concept(KNOWN, "rl").id == "rl"
    assert resolve_concept(KNOWN, "rlh").id == "rlhf"
    assert resolve_concept(KNOWN, "TTEN").id == "attention"
    with pytest.raises(UnknownConcept) as caught:
        resolve_concept(KNOWN, "atention")
    assert caught.value.nearest[0] == "attention"
    with pytest.raises(UnknownConcept, match=r"no concept 'x'\n"):
        resolve_concept(curriculum(P), "x")


def test_an_unknown_number_names_the_nearest_numbers() -> None:
    """A word like a number is compared with the numbers of the active path."""
    with pytest.raises(UnknownStep) as raised:
        resolve_word(KNOWN, P, "9.1")
    assert "1.1" in raised.value.nearest


def test_a_number_that_another_path_has_names_that_path() -> None:
    """A step, or a phase, that only another path has is suggested with its path."""
    longer = path("long", [step("a")], [step("b"), step("c")])
    known = curriculum(path("short", [step("d")]), longer)
    for word, close in (("2.2", "long/2.2"), ("2", "long/2"), ("1.9", "1.1")):
        with pytest.raises(UnknownStep, match=f"Did you mean {close}") as raised:
            resolve_word(known, known.paths[0], word)
        assert raised.value.nearest == (close,)
        with pytest.raises(UnknownReference, match=f"Did you mean {close}"):
            resolve_any(tracked(known, "short"), word)
    assert resolve_word(known, known.paths[0], "long/2.2").keys == (("long", "c"),)


TITLED = curriculum(
    path(
        "p",
        [
            step("vaswani", works=("w",))._replace(title="Attention Is All  You Need"),
            step("seq2seq")._replace(title="Sequence to Sequence Learning"),
            step("rnn")._replace(title="Sequence Models: an Introduction", url="https://x.org/rnn"),
        ],
        None,
        deferred=(Deferred("word2vec", "Efficient Estimation", "old", url="https://x.org/w"),),
    ),
    path("q", [step("attn", works=("w",))._replace(title="Attention is all you need")]),
    concepts=("rnn", "rlhf"),
)
TRACKED = tracked(TITLED, active="p", vaswani="done")


@pytest.mark.parametrize(
    ("word", "step_id"),
    [
        ("attention is all you need", "vaswani"),
        ("Attention-Is-All-You-Need", "vaswani"),
        ("all you", "vaswani"),
        ("SEQUENCE  TO SEQ", "seq2seq"),
        ("models: an", "rnn"),
    ],
)
def test_a_title_names_a_step(word: str, step_id: str) -> None:
    """Part of a title names its step if one work matches, in any case, with spaces or hyphens."""
    assert resolve_step(TRACKED, word) == ("p", step_id)


def test_a_title_of_several_works_is_ambiguous() -> None:
    """A word in the titles of several works names them all; the middle of a word names none."""
    with pytest.raises(AmbiguousStep) as caught:
        resolve_step(TRACKED, "sequence")
    assert caught.value.nearest == ("seq2seq", "rnn")
    for word in ("ttention", "is a ll", "1.7", ":"):
        with pytest.raises(UnknownStep):
            resolve_step(TRACKED, word)


def test_one_step_is_needed() -> None:
    """A phase is refused where one step is needed; without a word it is the next step."""
    with pytest.raises(WrongUsage, match=r"'1' means 3 steps\nName one step, such as 1\.1"):
        resolve_step(TRACKED, "1")
    assert resolve_step(TRACKED, None) == ("p", "seq2seq")
    complete = tracked(TITLED, active="p", vaswani="done", seq2seq="done", rnn="skipped")
    with pytest.raises(UnknownStep, match="is complete"):
        resolve_step(complete, None)


def test_steps_are_all_resolved_or_none() -> None:
    """Each word becomes a selection; a phase without steps is refused."""
    selections = resolve_steps(TRACKED, ["1", "rnn", "q/attn"])
    assert [len(selection.keys) for selection in selections] == [3, 1, 1]
    with pytest.raises(WrongUsage, match="Phase 2 has no steps"):
        resolve_steps(TRACKED, ["1", "2"])


def test_a_deferred_work_is_not_a_step_but_can_be_opened() -> None:
    """The id of a deferred work raises DeferredStep; its address and wiki page resolve."""
    with pytest.raises(DeferredStep, match="the path p defers it"):
        resolve_step(TRACKED, "word2vec")
    with pytest.raises(DeferredStep):
        resolve_any(TRACKED, "word2vec")
    assert resolve_material(TRACKED, "word2vec") == ("word2vec", "https://x.org/w")
    assert resolve_material(TRACKED, "rnn") == ("rnn", "https://x.org/rnn")
    assert resolve_material(TRACKED, None).id == "seq2seq"
    assert resolve_page_id(TRACKED, "word2vec") == "word2vec"


def test_any_names_steps_paths_and_concepts() -> None:
    """A step's id wins over the same id of a concept; whole ids win over parts."""
    assert not isinstance(resolve_any(TRACKED, "rnn"), Concept | Path)
    assert isinstance(resolve_any(TRACKED, "rlhf"), Concept)
    assert isinstance(resolve_any(TRACKED, "q"), Path)
    assert resolve_page_id(TRACKED, "rlhf") == "rlhf"
    with pytest.raises(UnknownReference, match="no step, phase, path or concept 'rlfh'"):
        resolve_any(TRACKED, "rlfh")


def test_a_suggestion_is_a_question() -> None:
    """One, two and three words are joined by commas and `or`."""
    assert format_suggestion(["a"]) == "Did you mean a?"
    assert format_suggestion(["a", "b"]) == "Did you mean a or b?"
    assert format_suggestion(["a", "b", "c"]) == "Did you mean a, b or c?"
