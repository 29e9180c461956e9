"""The bundled paths agree with their source text, and their numbers with each other."""

from fractions import Fraction

import pytest

from tests.data.bundled import (
    CONCEPTS,
    DATA,
    STEPS,
    WORKS,
    Table,
    minutes,
    path,
    step,
    steps_with_phase,
)

# What the source text states, in its own units: hours per path, per phase, and per step.
STATED_HOURS = {"lightweight": (10, 15), "paper": (40, 60)}
STATED_PHASE_HOURS = {"step-1": 2, "step-2": 2, "step-3": 4, "step-4": 4}
STATED_STEP_HOURS = {
    "karpathy-intro-to-llms": (1, 1),
    "karpathy-lets-build-gpt": (2, 2),
    "peft-lora-finetune": (2, 3),
}

# What a page counts, compared with close reading.
READING_WEIGHT = {
    "closely": Fraction(1),
    "selectively": Fraction(2, 3),
    "ideas": Fraction(1, 2),
    "skim": Fraction(1, 3),
}
PAPER_START_MINUTES = 30


def sum_estimates(steps: list[tuple[int, int]]) -> tuple[int, int]:
    """Add up ranges."""
    return sum(low for low, _ in steps), sum(high for _, high in steps)


def reading_of(phase: Table, work: Table) -> str:
    """Return a step's way of reading: its own, else its phase's."""
    return str(work.get("reading", phase["reading"]))


def test_counts() -> None:
    """Two paths of five phases hold 10 and 15 steps; 3 works are deferred."""
    assert [each["id"] for each in DATA["path"]] == list(STATED_HOURS)
    assert [len(each["phase"]) for each in DATA["path"]] == [5, 5]
    assert [len(steps_with_phase(path_id)) for path_id in STATED_HOURS] == [10, 15]
    assert [len(each.get("deferred", [])) for each in DATA["path"]] == [0, 3]


@pytest.mark.parametrize("path_id", STATED_HOURS)
def test_estimates_sum_to_the_stated_total(path_id: str) -> None:
    """The estimates of the steps sum exactly to the hours that the source states for the path."""
    low, high = STATED_HOURS[path_id]
    assert minutes(path(path_id)["estimate"]) == (60 * low, 60 * high)
    ranges = [minutes(each["estimate"]) for _, each in steps_with_phase(path_id)]
    assert sum_estimates(ranges) == (60 * low, 60 * high)


@pytest.mark.parametrize("phase_id", STATED_PHASE_HOURS)
def test_phases_share_the_total_as_stated(phase_id: str) -> None:
    """A lightweight phase sums to its share of 10-15 h: its stated hours of the 12 stated."""
    (phase,) = (each for each in path("lightweight")["phase"] if each["id"] == phase_id)
    hours = STATED_PHASE_HOURS[phase_id]
    assert minutes(phase["estimate"]) == (60 * hours, 60 * hours)
    ranges = [minutes(each["estimate"]) for each in phase["step"]]
    whole = sum(STATED_PHASE_HOURS.values())
    low, high = STATED_HOURS["lightweight"]
    assert sum_estimates(ranges) == (60 * low * hours // whole, 60 * high * hours // whole)


def test_only_stated_phases_have_hours() -> None:
    """No phase has an estimate that the source does not state."""
    phases = [phase for each in DATA["path"] for phase in each["phase"]]
    assert {phase["id"] for phase in phases if "estimate" in phase} == set(STATED_PHASE_HOURS)


def test_only_stated_steps_are_called_stated() -> None:
    """The steps that the source gives a time for, and no others, are `stated`."""
    stated = {each["id"] for each in STEPS if each["estimate_source"] == "stated"}
    assert stated == set(STATED_STEP_HOURS)


@pytest.mark.parametrize("step_id", STATED_STEP_HOURS)
def test_stated_steps_include_the_stated_hours(step_id: str) -> None:
    """The range of a stated step contains the hours that the source states."""
    low, high = minutes(step(step_id)["estimate"])
    stated_low, stated_high = STATED_STEP_HOURS[step_id]
    assert low <= 60 * stated_low <= 60 * stated_high <= high


def test_paper_estimates_follow_their_rule() -> None:
    """A paper takes 30 minutes and its pages at the rate of its reading, to a quarter hour.

    The rate is the one at which the 15 papers take the stated 40 hours; the high end is 1.5 times
    the low one. Rounding to exact sums moves a value by less than a quarter hour.
    """
    papers = steps_with_phase("paper")
    weights = [
        READING_WEIGHT[reading_of(phase, each)] * each["pages_to_read"] for phase, each in papers
    ]
    per_page = (60 * 40 - PAPER_START_MINUTES * len(papers)) / sum(weights)
    for weight, (_, each) in zip(weights, papers, strict=True):
        low, high = minutes(each["estimate"])
        exact = PAPER_START_MINUTES + per_page * weight
        assert abs(low - exact) < 15, each["id"]
        assert abs(high - exact * 3 / 2) < 15, each["id"]
        assert low % 15 == high % 15 == 0, each["id"]


def test_paper_rules_state_their_numbers() -> None:
    """The rule of a paper's estimate names its pages to read and its way of reading."""
    for phase, each in steps_with_phase("paper"):
        rule = each["estimate_rule"]
        assert f" {each['pages_to_read']} pages" in rule, each["id"]
        assert reading_of(phase, each) in rule, each["id"]


def test_reading_times_share_the_blog_posts() -> None:
    """The five posts divide their phase by plain reading time, each to within a quarter hour."""
    times = {
        "illustrated-transformer": 20,
        "weng-transformer-family": 45,
        "weng-prompt-engineering": 21,
        "rlhf-post": 24,
        "huyen-llmops": 29,
    }
    for step_id, reading in times.items():
        low, high = minutes(step(step_id)["estimate"])
        assert abs(low - Fraction(200 * reading, sum(times.values()))) < 15
        assert abs(high - Fraction(300 * reading, sum(times.values()))) < 15
        assert f"{reading} of {sum(times.values())} minutes" in step(step_id)["estimate_rule"]


def test_concepts_without_a_paper_say_so() -> None:
    """Exactly the concepts that no work covers in depth say so first in their note."""
    deepened = {concept for work in WORKS for concept in work.get("deepens", [])}
    words = "No paper on these paths covers "
    noted = {each["id"] for each in DATA["concept"] if each.get("note", "").startswith(words)}
    assert noted == CONCEPTS - deepened


def test_covered_papers_come_in_the_order_of_their_path() -> None:
    """The GPT video covers the first six papers of the paper path, in reading order."""
    papers = [each["id"] for _, each in steps_with_phase("paper")]
    assert step("karpathy-lets-build-gpt")["covers"] == papers[:6]


def test_phases_read_as_the_source_says() -> None:
    """The phases are read closely, selectively, for ideas, closely, skimmed; GPT-2 is skimmed."""
    readings = [phase["reading"] for phase in path("paper")["phase"]]
    assert readings == ["closely", "selectively", "ideas", "closely", "skim"]
    assert [(each["id"], each["reading"]) for each in STEPS if "reading" in each] == [
        ("gpt-2", "skim")
    ]


@pytest.mark.parametrize(
    ("step_id", "words"),
    [
        ("attention-is-all-you-need", "Section 3,"),
        ("gpt-3", "Sections 1-2"),
        ("flash-attention-paper", "IO-complexity"),
        ("karpathy-lets-build-gpt", "notebook"),
    ],
)
def test_focus_names_what_the_source_names(step_id: str, words: str) -> None:
    """Where the source says what to look at, the focus says it too."""
    assert words in step(step_id)["focus"]


def test_open_ended_phase_has_no_steps() -> None:
    """A phase is open-ended exactly if it has no steps, and then it draws on another path."""
    for each in DATA["path"]:
        for phase in each["phase"]:
            assert phase.get("open_ended", False) == (not phase.get("step"))
            assert bool(phase.get("draws_on")) == (not phase.get("step"))


def test_prerequisites_are_the_same_on_both_paths() -> None:
    """Both paths assume the same knowledge, and nothing they assume is called not needed."""
    first, second = DATA["path"]
    for key in ("prerequisites", "not_needed"):
        assert first[key] == second[key]
    assert not set(first["prerequisites"]) & set(first["not_needed"])


def test_chapters_fit_as_their_notes_say() -> None:
    """The chapters that are noted to fit do fit their step's estimate, and all chapters do not."""
    series = step("3blue1brown-neural-networks")
    fitting, every = [], []
    for part in series["part"]:
        low, _ = minutes(part["duration"])
        every.append(low)
        if part.get("note", "").startswith("Fits"):
            fitting.append(low)
    low, high = minutes(series["estimate"])
    assert low <= sum(fitting) <= high < sum(every)
    assert f"({sum(fitting)}m together)" in series["note"]


@pytest.mark.parametrize(
    ("work_id", "fact"),
    [
        ("karpathy-lets-build-gpt", "1h56m"),
        ("weng-transformer-family", "Generalized Language Models"),
        ("rlhf-post", "does not exist"),
        ("hf-nlp-course", "6 to 8 hours"),
        ("peft-lora-finetune", "8B"),
        ("bert", "encoder"),
        ("instructgpt", "preference"),
        ("constitutional-ai-paper", "harmlessness only"),
        ("lora", "GPT-3 175B"),
        ("t5", "do not explain"),
    ],
)
def test_doubtful_statements_carry_the_fact(work_id: str, fact: str) -> None:
    """Where the source text is wrong or loose, the note of the work has the fact."""
    (work,) = (each for each in WORKS if each["id"] == work_id)
    assert fact in work["note"]
