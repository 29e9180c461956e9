"""The next step of a path."""

import pytest

from studypath.core.next import find_next_step
from studypath.core.progress import Progress
from studypath.core.tracked import track_progress
from tests.core.sample import curriculum, path, step, tracked

KNOWN = curriculum(path("p", [step("a"), step("b")], [step("c")], None))
CLOSED = curriculum(path("p", [step("a"), step("b")]))
P = KNOWN.paths[0]


@pytest.mark.parametrize(
    ("a", "b", "c", "order"),
    [
        ("todo", "todo", "todo", "abc"),
        ("done", "todo", "todo", "bc"),
        ("todo", "done", "todo", "ac"),
        ("todo", "todo", "done", "ab"),
        ("skipped", "todo", "todo", "bc"),
        ("done", "skipped", "todo", "c"),
        ("doing", "todo", "todo", "abc"),
        ("todo", "doing", "todo", "bca"),
        ("todo", "todo", "doing", "cab"),
        ("todo", "doing", "doing", "bca"),
        ("doing", "done", "doing", "ac"),
        ("done", "done", "doing", "c"),
        ("done", "done", "done", ""),
        ("skipped", "done", "skipped", ""),
        ("skipped", "skipped", "skipped", ""),
    ],
)
def test_the_next_step_follows_from_the_states(a: str, b: str, c: str, order: str) -> None:
    """A step in progress is first, else the first to do; then those after it, then the rest."""
    answer = find_next_step(tracked(KNOWN, a=a, b=b, c=c), P)
    shown = [*([answer.step] if answer.step else []), *answer.then]
    assert "".join(each.step.id for each in shown) == order
    assert answer.deepen == (order == "")
    assert answer.path is P


@pytest.mark.parametrize(("count", "then"), [(1, ""), (2, "b"), (3, "bc"), (9, "bc")])
def test_count_includes_the_next_step(count: int, then: str) -> None:
    """`count` steps are returned, the next one included."""
    answer = find_next_step(tracked(KNOWN), P, count=count)
    assert "".join(each.step.id for each in answer.then) == then


def test_a_path_without_an_open_ended_phase_ends() -> None:
    """A complete path without an open-ended phase has no next step and no `deepen`."""
    answer = find_next_step(tracked(CLOSED, a="done", b="done"), CLOSED.paths[0])
    assert (answer.step, answer.then, answer.deepen) == (None, (), False)


def test_first_use_is_without_progress() -> None:
    """An entry or an active path ends the first use."""
    assert find_next_step(tracked(KNOWN), P).first_use
    assert not find_next_step(tracked(KNOWN, a="todo"), P).first_use
    assert not find_next_step(track_progress(KNOWN, Progress(active="p")), P).first_use
