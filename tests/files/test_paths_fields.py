"""The paths file: every field arrives in its value."""

from studypath.core.curriculum import Concept, Deferred, Estimate, Part, Path, Phase, Step
from studypath.files.path_check import check_paths
from tests.files.test_paths import LEAST, read

FULL = """\
format = 1
[[concept]]
id = "attention"
title = "Attention"
note = "In short."
[[concept]]
id = "in-context-learning"
[[path]]
id = "p"
title = "P"
summary = "S"
prerequisites = ["statistics"]
not_needed = ["deep learning"]
estimate = "10h-15h"
span = "two weeks"
[[path.phase]]
id = "one"
title = "One"
label = "Step 1"
reading = "closely"
advice = "Slowly."
estimate = "2h-3h"
[[path.phase.step]]
id = "a"
title = "A"
kind = "paper"
creators = ["X", "Y"]
year = 2017
url = "https://arxiv.org/abs/1706.03762"
alternatives = ["https://example.org/a"]
estimate = "50m-1h15m"
estimate_source = "derived"
estimate_rule = "by pages"
reading = "skim"
focus = "Section 3"
takeaway = "Weights, not words."
introduces = ["attention"]
concepts = ["rlhf", "attention"]
deepens = ["attention"]
covers = ["b"]
aliases = ["a-old"]
arxiv = "1706.03762"
doi = "10.48550/arXiv.1706.03762"
venue = "NeurIPS"
pages = 15
pages_to_read = 9
note = "Two versions."
[[path.phase.step.part]]
title = "Ch. 1"
url = "https://example.org/1"
duration = "18m"
note = "Start here."
[[path.phase.step.part]]
title = "Ch. 2"
[[path.phase.step]]
id = "b"
title = "B"
kind = "post"
[[path.phase]]
id = "two"
title = "Two"
open_ended = true
draws_on = ["p"]
[[path.deferred]]
id = "w"
title = "W"
reason = "Old."
revisit = "Later."
kind = "paper"
creators = ["Z"]
year = 2013
url = "https://example.org/w"
arxiv = "1301.3781"
doi = "10.1234/w"
venue = "ICLR"
deepens = ["embeddings"]
note = "Short."
"""


def test_the_least_is_enough() -> None:
    """An id, a title, a phase and a step with a kind are a path; the label is "Phase N"."""
    (path,) = read(LEAST).paths
    assert path == Path(
        "p",
        "P",
        (Phase("one", "Phase 1", "One", 1, (Step("a", "1.1", "A", "post"),)),),
        "mine.toml",
    )


def test_every_field_is_read() -> None:
    """Each key of docs/format.md arrives in its value."""
    found = read(FULL)
    assert [
        each for each in check_paths(FULL.encode(), "f", []).warnings if "unknown" in each.message
    ] == []
    assert found.concepts == (
        Concept("attention", "Attention", "In short."),
        Concept("in-context-learning", "In context learning"),
    )
    (path,) = found.paths
    step = Step(
        id="a",
        number="1.1",
        title="A",
        kind="paper",
        creators=("X", "Y"),
        year=2017,
        url="https://arxiv.org/abs/1706.03762",
        estimate=Estimate(50, 75, "derived", "by pages"),
        reading="skim",
        focus="Section 3",
        takeaway="Weights, not words.",
        introduces=("attention", "rlhf"),
        deepens=("attention",),
        covers=("b",),
        aliases=("a-old",),
        works=("arxiv:1706.03762",),
        alternatives=("https://example.org/a",),
        parts=(Part("Ch. 1", "https://example.org/1", 18, "Start here."), Part("Ch. 2")),
        arxiv="1706.03762",
        doi="10.48550/arXiv.1706.03762",
        venue="NeurIPS",
        pages=15,
        pages_to_read=9,
        caution="Two versions.",
    )
    # A step without a reading of its own has its phase's.
    other = Step("b", "1.2", "B", "post", reading="closely")
    stated = Estimate(120, 180, "stated")
    first = Phase("one", "Step 1", "One", 1, (step, other), "closely", "Slowly.", stated)
    second = Phase("two", "Phase 2", "Two", 2, open_ended=True, draws_on=("p",))
    work = Deferred(
        id="w",
        title="W",
        reason="Old.",
        revisit="Later.",
        kind="paper",
        creators=("Z",),
        year=2013,
        url="https://example.org/w",
        arxiv="1301.3781",
        doi="10.1234/w",
        venue="ICLR",
        deepens=("embeddings",),
        caution="Short.",
    )
    assert path == Path(
        id="p",
        title="P",
        phases=(first, second),
        file="mine.toml",
        summary="S",
        prerequisites=("statistics",),
        not_needed=("deep learning",),
        estimate=Estimate(600, 900, "stated"),
        span="two weeks",
        deferred=(work,),
    )
