"""Paths, steps and concepts of a curriculum."""

from tests.core.sample import curriculum, path, step


def test_paths_and_concepts_are_found_by_id() -> None:
    """An unknown id is None."""
    known = curriculum(path("p", [step("a")]), path("q", None), concepts=("rlhf",))
    assert known.path("q") is known.paths[1]
    assert known.path("x") is None
    assert known.concept("rlhf") is known.concepts[0]
    assert known.concept("x") is None


def test_the_steps_of_a_path_are_those_of_its_phases() -> None:
    """Steps are in the order of the phases; an open-ended phase adds none."""
    one = path("p", [step("a"), step("b")], None, [step("c")])
    assert [each.id for each in one.steps] == ["a", "b", "c"]
    assert [each.number for each in one.steps] == ["1.1", "1.2", "3.1"]


def test_the_concepts_of_a_step_are_unique() -> None:
    """Those introduced come first; one that is also deepened appears once."""
    assert step("a", introduces=("x", "y"), deepens=("y", "z")).concepts == ("x", "y", "z")
