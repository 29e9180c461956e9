"""Keys of works, and the steps that share a work."""

import pytest

from studypath.core.curriculum import Curriculum, Deferred, Step
from studypath.core.works import (
    build_address,
    build_work_keys,
    canonicalize_address,
    group_shared_steps,
)
from tests.core.sample import path, step


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://example.org/a", "url:example.org/a"),
        ("http://www.Example.org:80/a/", "url:example.org/a"),
        ("https://example.org:443/a?utm_source=x", "url:example.org/a"),
        ("https://example.org:8080/a", "url:example.org:8080/a"),
        ("https://example.org/A", "url:example.org/A"),
        ("https://example.org/a?b=2&a=1", "url:example.org/a?a=1&b=2"),
        ("https://example.org/?one", "url:example.org?one="),
        ("https://example.org/?two", "url:example.org?two="),
        ("https://example.org/a#ch-2", "url:example.org/a#ch-2"),
        ("https://example.org:99999/a", "url:example.org/a"),
        ("https://arxiv.org/abs/1706.03762v5", "arxiv:1706.03762"),
        ("https://arxiv.org/pdf/1706.03762.pdf", "arxiv:1706.03762"),
        ("http://export.arxiv.org/abs/cs/0112017", "arxiv:cs/0112017"),
        ("https://arxiv.org/html/1706.03762/", "arxiv:1706.03762"),
        ("https://arxiv.org/list/cs.CL", "url:arxiv.org/list/cs.CL"),
        ("https://arxiv.org/abs/", "url:arxiv.org/abs"),
        ("https://doi.org/10.18653/V1/N19-1423", "doi:10.18653/v1/n19-1423"),
        ("https://dx.doi.org/10.48550/arXiv.1706.03762", "arxiv:1706.03762"),
        ("https://doi.org/", "url:doi.org"),
        ("https://youtu.be/kCc8FmEb1nY?t=3", "youtube:kCc8FmEb1nY"),
        ("https://www.youtube.com/watch?v=kCc8FmEb1nY&t=3", "youtube:kCc8FmEb1nY"),
        ("https://m.youtube.com/watch?v=kCc8FmEb1nY", "youtube:kCc8FmEb1nY"),
        ("https://youtube.com/playlist?list=PL1", "url:youtube.com/playlist?list=PL1"),
        ("https://youtu.be/", "url:youtu.be"),
        ("https://youtube.com/watch?v=a#t=9", "url:youtube.com/watch?v=a#t=9"),
    ],
)
def test_an_address_has_one_key_in_all_spellings(url: str, key: str) -> None:
    """Scheme, www, case of the host, port, query order and utm parameters do not count."""
    assert canonicalize_address(url) == key


def test_a_work_has_a_key_for_each_name() -> None:
    """An arXiv id, a DOI and an address each give a key; equal ones give one."""
    assert build_work_keys("https://a.org/x", "1706.03762v7", "10.1/AB") == (
        "arxiv:1706.03762",
        "doi:10.1/ab",
        "url:a.org/x",
    )
    assert build_work_keys("https://arxiv.org/abs/1706.03762", "1706.03762", None) == (
        "arxiv:1706.03762",
    )
    assert build_work_keys(None, "solv-int/9901001", None) == ("arxiv:solv-int/9901001",)
    assert build_work_keys(None, None, None) == ()


def test_steps_of_two_paths_with_one_key_are_shared() -> None:
    """A work on one path only is not shared; `others` leaves out steps of the same path."""
    one = path("p", [step("a", works=("u:1",)), step("b", works=("u:1",))], [step("lone")])
    two = path("q", [step("c", works=("u:2", "u:1")), step("d", works=("u:3",))])
    work = (("p", "a"), ("p", "b"), ("q", "c"))
    shared = group_shared_steps([one, two])
    assert shared == dict.fromkeys(work, work)
    assert Curriculum((one, two), (), shared).others(("p", "a")) == [("q", "c")]
    assert group_shared_steps([one]) == {}


def test_a_step_with_two_keys_joins_their_works() -> None:
    """A = B and B = C make one work on three paths, in any order of paths."""
    one, two = path("p", [step("a", works=("x",))]), path("q", [step("b", works=("x", "y"))])
    three = path("r", [step("c", works=("y",))])
    for order in ([one, two, three], [one, three, two], [two, three, one]):
        work = (("p", "a"), ("q", "b"), ("r", "c"))
        assert group_shared_steps(order) == dict.fromkeys(work, work)


@pytest.mark.parametrize(
    ("names", "address"),
    [
        (("https://example.org/a", "1706.03762", "10.1/x"), "https://example.org/a"),
        ((None, "1706.03762v5", "10.1/x"), "https://arxiv.org/abs/1706.03762v5"),
        ((None, "cs/9901001", None), "https://arxiv.org/abs/cs/9901001"),
        ((None, None, "10.1000/a<b>#c?"), "https://doi.org/10.1000/a%3Cb%3E%23c%3F"),
        ((None, None, None), None),
    ],
)
def test_a_work_is_opened_at_its_best_known_address(
    names: tuple[str | None, str | None, str | None], address: str | None
) -> None:
    """The given address, else that of the arXiv id, else that of the DOI."""
    url, arxiv, doi = names
    assert build_address(url, arxiv, doi) == address
    named = Step("a", "1.1", "A", "paper", url=url, arxiv=arxiv, doi=doi)
    assert named.address == address
    assert Deferred("a", "A", "later", url=url, arxiv=arxiv, doi=doi).address == address
