"""The page of a class: what it says, and that it stays text."""

from __future__ import annotations

import pytest

from studypath.core.cohort import StepSummary
from studypath.core.curriculum import Estimate, Step
from studypath.report.class_charts import (
    compare_with_estimate,
    lay_out_phases,
    lay_out_stuck,
    lay_out_times,
)
from studypath.report.class_page import MOST_STUCK_OPEN, render_class_page
from studypath.report.class_sentences import (
    describe_phases,
    describe_standing,
    describe_stuck,
    describe_times,
)
from studypath.report.page import render_page
from tests.progress_samples import path_of
from tests.report.class_samples import (
    CLASS_SAMPLES,
    TODAY,
    class_of,
    dozen,
    hostile,
    large,
    make_learner,
    nobody,
)
from tests.report.samples import middle
from tests.report.test_page import read


@pytest.mark.parametrize("name", CLASS_SAMPLES)
def test_the_page_is_well_formed_and_loads_nothing(name: str) -> None:
    """Tags nest, ids are unique, and there is no script, style attribute or foreign address."""
    outline = read(render_class_page(CLASS_SAMPLES[name](), TODAY))
    tags = {tag for tag, _ in outline.tags}
    assert not tags & {"script", "img", "iframe", "object", "embed", "link", "form", "input"}
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag, attributes in outline.tags:
        assert not [key for key in attributes if key in {"style", "src"} or key.startswith("on")]
        if "href" in attributes:
            assert tag == "a"
            assert (attributes["href"] or "").startswith(("https://", "http://", "#"))
        if "aria-labelledby" in attributes:
            assert attributes["aria-labelledby"] in ids


def test_sections_answer_the_questions_of_a_teacher() -> None:
    """Standing, phases, who is stuck, time, and everyone in a table."""
    headings = [text for _, text in read(render_class_page(dozen(), TODAY)).headings]
    assert headings == [
        "Paper Path",
        "Where the class stands",
        "Learners by phase",
        "Who is stuck",
        "Every stuck learner",
        "Time against estimates",
        "All learners",
    ]


def test_it_has_the_style_and_policy_of_the_report() -> None:
    """Head and style sheet are those of the report page, so that it is replaced like one."""
    head = render_class_page(dozen(), TODAY).split("<title>")[0]
    assert head == render_page(middle()).split("<title>")[0]


def test_the_same_class_gives_the_same_text() -> None:
    """The page can be kept under version control."""
    assert render_class_page(dozen(), TODAY) == render_class_page(dozen(), TODAY)


def test_every_learner_is_in_the_table_and_who_is_stuck_with_step_and_days() -> None:
    """Names, steps and days are in the page as text."""
    page = render_class_page(dozen(), TODAY)
    for learner in dozen().learners:
        assert f'<th scope="row">{learner.id}</th>' in page
    assert '<th scope="row">Jo</th><td>1.3 Attention Is All You Need</td>' in page
    assert ">63 days<" in page or ">62 days<" in page


def test_hostile_names_and_texts_open_no_tag_and_no_link() -> None:
    """Names of files, titles and addresses stay text."""
    page = render_class_page(hostile(), TODAY)
    tags = {tag for tag, _ in read(page).tags}
    assert tags <= {tag for tag, _ in read(render_class_page(dozen(), TODAY)).tags}
    assert all(character == "\n" or ord(character) >= 32 for character in page)
    assert "\u202e" not in page


def test_a_class_without_learners_says_so() -> None:
    """There is a page, and no chart in it."""
    page = render_class_page(nobody(), TODAY)
    assert "No learner yet." in page
    assert "There are no exports or progress files of learners." in page
    assert "<svg" not in page


def test_a_thousand_learners_make_a_page_below_two_megabytes() -> None:
    """With many who are stuck, their table opens on demand."""
    cohort = large()
    page = render_class_page(cohort, TODAY)
    assert len(page.encode()) < 2_000_000
    assert sum(learner.stuck is not None for learner in cohort.learners) > MOST_STUCK_OPEN
    assert "Every stuck learner as a table" in page
    assert "begin999x" in page


def test_bars_of_phases_are_shares_of_the_class() -> None:
    """An open-ended phase has no bar."""
    bars = lay_out_phases(dozen())
    assert [bar.phase.current for bar in bars] == [3, 3, 3, 1, 0]
    assert [bar.phase.finished for bar in bars] == [9, 6, 3, 2, 2]
    assert (bars[0].current, bars[0].finished) == (25, 75)


def test_bars_of_stuck_learners_are_in_the_order_of_the_path() -> None:
    """The largest group fills the row; within it the longest comes first."""
    bars = lay_out_stuck(dozen())
    assert [(bar.step.number, bar.share) for bar in bars] == [
        ("1.3", 50),
        ("2.1", 50),
        ("3.1", 100),
    ]
    assert [learner.id for learner in bars[-1].learners] == ["Farid", "Emre"]


def test_bars_of_times_are_shares_of_the_longest() -> None:
    """A step longer than its estimate says so in a word."""
    bars = lay_out_times(dozen())
    assert max(max(bar.median, bar.high) for bar in bars) == 100
    assert all(bar.low <= bar.high for bar in bars)
    assert {bar.relation for bar in bars} == {"longer", "shorter", ""}


@pytest.mark.parametrize(
    ("minutes", "word"), [(None, ""), (59, "shorter"), (60, ""), (90, ""), (91, "longer")]
)
def test_the_relation_is_that_to_the_range(minutes: int | None, word: str) -> None:
    """Within the range of the estimate there is no word; without an estimate neither."""
    step = Step("a", "1.1", "A", "post")
    assert compare_with_estimate(StepSummary(step, Estimate(60, 90, "stated"), minutes, 3)) == word
    assert compare_with_estimate(StepSummary(step, None, minutes, 3)) == ""


def test_sentences_state_what_the_charts_show() -> None:
    """Each sentence counts what is in its chart."""
    cohort = dozen()
    assert describe_standing(cohort) == (
        "12 learners, half of them at 36% or further. 2 through the path, "
        "1 without a finished step."
    )
    assert describe_phases(cohort, lay_out_phases(cohort)) == (
        "3 of 12 are in Phase 1, Core Architecture."
    )
    assert describe_stuck(lay_out_stuck(cohort)) == (
        "4 learners show no work for 14 days or longer; the largest group, 2, before 3.1 "
        "Scaling Laws for Neural Language Models."
    )
    words = describe_times(lay_out_times(cohort))
    assert words.startswith("Of 15 steps with times and estimates, ")
    assert "took longer than estimated" in words


def test_sentences_of_small_classes() -> None:
    """One learner, nobody stuck, no time logged: the words fit."""
    path = path_of("paper")
    one = class_of(path, [make_learner(path, "Ada", 0)])
    assert describe_standing(one) == ("1 learner. 0 through the path, 1 without a finished step.")
    assert describe_phases(one, lay_out_phases(one)) == "1 of 1 is in Phase 1, Core Architecture."
    assert describe_stuck(lay_out_stuck(one)) == "Nobody has paused for 14 days or longer."
    assert describe_times(lay_out_times(one)) == "Nobody has finished a step with logged time."
    stuck = class_of(path, [make_learner(path, "Ada", 1, idle=20)])
    assert describe_stuck(lay_out_stuck(stuck)).startswith("1 learner shows no work for 14 days")
    through = class_of(path, [make_learner(path, "Ada", 15)])
    assert describe_phases(through, lay_out_phases(through)) == "Nobody is on the way."
