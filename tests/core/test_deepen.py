"""The concepts met so far and the papers that deepen them."""

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


def test_without_a_done_step_every_concept_is_returned() -> None:
    """They are in the order in which steps introduce them."""
    depths = build_depths(tracked(KNOWN))
    assert depths.all_concepts
    assert [each.concept.id for each in depths.concepts] == ["attention", "embeddings", "rlhf"]
    assert not any(each.introduced for each in depths.concepts)


def test_with_a_done_step_only_its_concepts_are_returned() -> None:
    """Each has the steps and deferred works of all paths that deepen it."""
    depths = build_depths(tracked(KNOWN, talk="done", post="doing"))
    assert not depths.all_concepts
    attention, embeddings = depths.concepts
    assert [each.step.id for each in attention.steps] == ["paper", "last"]
    assert [each.step.id for each in attention.introduced_by] == ["talk", "more"]
    assert attention.introduced
    assert embeddings.steps == ()
    assert [work for _, work in embeddings.deferred] == [LATER]


def test_a_done_paper_counts_as_met() -> None:
    """Who read a paper on a concept has met it, without the step that introduces it."""
    known = KNOWN._replace(paths=KNOWN.paths[1:])
    depths = build_depths(tracked(known, paper="done"))
    assert not depths.all_concepts
    assert [each.concept.id for each in depths.concepts] == ["attention"]
    assert not depths.concepts[0].introduced


def test_papers_are_listed_once_with_their_concepts() -> None:
    """A paper on two concepts is one paper; deferred works come last."""
    papers = build_depths(tracked(KNOWN)).papers
    works = [each.work for each in papers]
    names = [work.id if isinstance(work, Deferred) else work.step.id for work in works]
    assert names == ["paper", "last", "word2vec"]
    assert [concept.id for concept in papers[2].concepts] == ["embeddings"]


def test_a_work_of_two_paths_is_one_paper_of_the_active_one() -> None:
    """A work that several paths have is listed as the step of the active path."""
    known = curriculum(
        path(
            "p",
            [
                step("intro", introduces=("x",)),
                step("one", deepens=("x",), works=("arxiv:1706.03762",)),
            ],
        ),
        path("q", [step("two", deepens=("x",), works=("arxiv:1706.03762",))]),
        concepts=("x",),
    )
    (paper,) = build_depths(tracked(known)).papers
    assert paper.path.id == "p"


def test_a_concept_without_papers_is_empty() -> None:
    """A concept that no step deepens has no steps and no deferred works."""
    depth = build_depth(tracked(KNOWN, post="done"), KNOWN.concepts[2])
    assert (depth.steps, depth.deferred, depth.introduced) == ((), (), True)


def test_an_undescribed_concept_is_left_out() -> None:
    """An id that is not in the curriculum's concepts is not returned."""
    known = curriculum(path("p", [step("a", introduces=("x",))]))
    assert build_depths(tracked(known)).concepts == ()
