"""Where to go deep."""

from studypath.core.curriculum import Deferred
from studypath.core.deepen import build_depth, build_depths
from tests.core.sample import curriculum, path, step, tracked

LATER = Deferred("word2vec", "Word2vec", "older", deepens=("embeddings",))
KNOWN = curriculum(
    path(
        "p",
        [step("talk", introduces=("attention", "embeddings")), step("post", introduces=("rlhf",))],
    ),
    path("q", [step("paper", deepens=("attention",)), step("more", introduces=("attention",))]),
    path("r", [step("last", deepens=("attention",))], deferred=(LATER,)),
    concepts=("attention", "embeddings", "rlhf"),
)


def test_every_topic_is_shown_before_anything_is_done() -> None:
    """With nothing done all introduced topics are shown, in the order of the paths."""
    found = build_depths(tracked(KNOWN))
    assert found.all_topics
    assert [each.concept.id for each in found.topics] == ["attention", "embeddings", "rlhf"]
    assert not any(each.introduced for each in found.topics)


def test_only_topics_met_so_far_are_shown_later() -> None:
    """A done step brings its topics, with the papers of all paths and what is deferred."""
    found = build_depths(tracked(KNOWN, talk="done", post="doing"))
    assert not found.all_topics
    attention, embeddings = found.topics
    assert [each.step.id for each in attention.steps] == ["paper", "last"]
    assert [each.step.id for each in attention.introduced_by] == ["talk", "more"]
    assert attention.introduced
    assert embeddings.steps == ()
    assert [work for _, work in embeddings.deferred] == [LATER]


def test_a_topic_without_papers_says_so() -> None:
    """Nothing goes deep into a topic that no paper treats."""
    depth = build_depth(tracked(KNOWN, post="done"), KNOWN.concepts[2])
    assert (depth.steps, depth.deferred, depth.introduced) == ((), (), True)


def test_a_topic_that_nobody_describes_is_left_out() -> None:
    """A name without a concept is no topic."""
    known = curriculum(path("p", [step("a", introduces=("x",))]))
    assert build_depths(tracked(known)).topics == ()
