"""The bundled paths hold what their author states, and tell where that is doubtful."""

import pytest

from tests.data.bundled import CONCEPTS, DATA, STEPS, WORKS, minutes, path, step, steps_with_phase

LIGHTWEIGHT = [
    ("step-1", "3blue1brown-neural-networks", 50, 75, "derived"),
    ("step-1", "karpathy-intro-to-llms", 50, 75, "stated"),
    ("step-2", "karpathy-lets-build-gpt", 100, 150, "stated"),
    ("step-3", "illustrated-transformer", 25, 40, "derived"),
    ("step-3", "weng-transformer-family", 65, 95, "derived"),
    ("step-3", "weng-prompt-engineering", 35, 55, "derived"),
    ("step-3", "rlhf-post", 40, 55, "derived"),
    ("step-3", "huyen-llmops", 35, 55, "derived"),
    ("step-4", "hf-nlp-course", 80, 120, "derived"),
    ("step-4", "peft-lora-finetune", 120, 180, "stated"),
]
PAPER = [
    ("phase-1", "seq2seq", 165, 240, "derived"),
    ("phase-1", "bahdanau-attention", 180, 270, "derived"),
    ("phase-1", "attention-is-all-you-need", 195, 285, "derived"),
    ("phase-2", "gpt-1", 120, 180, "derived"),
    ("phase-2", "bert", 120, 195, "derived"),
    ("phase-2", "gpt-2", 75, 120, "derived"),
    ("phase-3", "scaling-laws-neural-lm", 180, 270, "derived"),
    ("phase-3", "chinchilla", 165, 240, "derived"),
    ("phase-3", "gpt-3", 90, 135, "derived"),
    ("phase-4", "instructgpt", 360, 555, "derived"),
    ("phase-4", "dpo", 195, 285, "derived"),
    ("phase-4", "constitutional-ai-paper", 285, 435, "derived"),
    ("phase-5", "lora", 90, 135, "derived"),
    ("phase-5", "flash-attention-paper", 90, 120, "derived"),
    ("phase-5", "roformer-rope", 90, 135, "derived"),
]
WITHOUT_ANY_PAPER = {
    "neural-networks", "tokenization", "training-loop", "text-generation", "chain-of-thought",
    "prompt-engineering", "llmops", "evaluation", "serving",
}  # fmt: skip


def test_counts() -> None:
    """Two paths of five phases hold 10 and 15 steps, 3 works are deferred, 52 topics named."""
    assert DATA["format"] == 1
    assert [one["id"] for one in DATA["path"]] == ["lightweight", "paper"]
    assert [len(one["phase"]) for one in DATA["path"]] == [5, 5]
    assert len(steps_with_phase("lightweight")) == 10
    assert len(steps_with_phase("paper")) == 15
    assert [len(phase["step"]) for phase in path("paper")["phase"]] == [3] * 5
    assert [work["id"] for work in path("paper")["deferred"]] == [
        "word2vec", "t5", "switch-transformer",
    ]  # fmt: skip
    assert len(DATA["concept"]) == 52


@pytest.mark.parametrize(("path_id", "rows"), [("lightweight", LIGHTWEIGHT), ("paper", PAPER)])
def test_steps_in_order(path_id: str, rows: list[tuple[str, str, int, int, str]]) -> None:
    """Every step stands in its phase and place, with its estimate and the source of it."""
    assert rows == [
        (phase["id"], each["id"], *minutes(each["estimate"]), each["estimate_source"])
        for phase, each in steps_with_phase(path_id)
    ]


@pytest.mark.parametrize(
    ("path_id", "per_phase", "total"),
    [
        ("lightweight", [(100, 150), (100, 150), (200, 300), (200, 300), (0, 0)], (600, 900)),
        (
            "paper",
            [(540, 795), (315, 495), (435, 645), (840, 1275), (270, 390)],
            (2400, 3600),
        ),
    ],
)
def test_sums(path_id: str, per_phase: list[tuple[int, int]], total: tuple[int, int]) -> None:
    """The estimates sum exactly to each phase's share and to the total the author states."""
    ranges = [
        [minutes(each["estimate"]) for each in phase.get("step", [])]
        for phase in path(path_id)["phase"]
    ]
    sums = [(sum(low for low, _ in phase), sum(high for _, high in phase)) for phase in ranges]
    assert sums == per_phase
    assert (sum(low for low, _ in sums), sum(high for _, high in sums)) == total
    assert minutes(path(path_id)["estimate"]) == total


def test_stated_phase_hours() -> None:
    """Four lightweight phases carry the hours the author states, no paper phase carries any."""
    assert [phase.get("estimate") for phase in path("lightweight")["phase"]] == [
        "2h", "2h", "4h", "4h", None,
    ]  # fmt: skip
    assert not any("estimate" in phase for phase in path("paper")["phase"])


def test_concepts_without_a_paper_say_so() -> None:
    """A concept that no paper treats in depth tells the learner so in its note."""
    deepened = {name for work in WORKS for name in work.get("deepens", [])}
    assert CONCEPTS - deepened == WITHOUT_ANY_PAPER
    for concept in DATA["concept"]:
        if concept["id"] in WITHOUT_ANY_PAPER:
            assert concept["note"].startswith("No paper on these paths goes deep into ")


def test_covers_and_aliases() -> None:
    """The GPT video covers six papers for intuition; the RLHF post keeps its former id."""
    assert {each["id"]: each["covers"] for each in STEPS if "covers" in each} == {
        "karpathy-lets-build-gpt": [
            "seq2seq", "bahdanau-attention", "attention-is-all-you-need", "gpt-1", "bert", "gpt-2",
        ],
    }  # fmt: skip
    assert {each["id"]: each["aliases"] for each in STEPS if "aliases" in each} == {
        "rlhf-post": ["weng-rlhf"],
    }


def test_reading_modes() -> None:
    """Each paper phase has its way of reading, and only GPT-2 departs from its phase's."""
    modes = [phase["reading"] for phase in path("paper")["phase"]]
    assert modes == ["closely", "selectively", "ideas", "closely", "skim"]
    assert set(modes) == {"closely", "selectively", "ideas", "skim"}
    assert not any("reading" in phase for phase in path("lightweight")["phase"])
    assert {each["id"]: each["reading"] for each in STEPS if "reading" in each} == {
        "gpt-2": "skim",
    }


def test_named_focus() -> None:
    """Where the author names what to look at, the focus names it too."""
    assert "Section 3," in step("attention-is-all-you-need")["focus"]
    assert "Sections 1-2" in step("gpt-3")["focus"]
    assert "hapters 5 and 6" in step("3blue1brown-neural-networks")["focus"]


def test_open_ended_phase() -> None:
    """Only the last lightweight phase is open-ended: no steps, no hours, it draws on papers."""
    open_ended = [
        (one["id"], phase["id"])
        for one in DATA["path"]
        for phase in one["phase"]
        if phase.get("open_ended")
    ]
    assert open_ended == [("lightweight", "step-5")]
    last = path("lightweight")["phase"][-1]
    assert last["draws_on"] == ["paper"]
    assert "step" not in last


def test_prerequisites_stand_on_both_paths() -> None:
    """Both paths ask for the same four subjects and say which two are not needed."""
    for one in DATA["path"]:
        assert one["prerequisites"] == [
            "statistics", "machine learning", "linear algebra", "supervised learning",
        ]  # fmt: skip
        assert one["not_needed"] == ["deep learning", "NLP"]


def test_chapters_of_the_series() -> None:
    """The video series lists seven chapters and a short introduction; two fit the step's share."""
    parts = step("3blue1brown-neural-networks")["part"]
    titles = [part["title"] for part in parts]
    assert [title.split(":")[0] for title in titles[:7]] == [f"Chapter {n}" for n in range(1, 8)]
    assert len(parts) == 8
    low, high = minutes(step("3blue1brown-neural-networks")["estimate"])
    assert low <= sum(minutes(part["duration"])[0] for part in parts[4:6]) <= high


def test_doubtful_statements_carry_a_note() -> None:
    """Where the work differs from what the path says, the step tells the learner."""
    noted = {work["id"] for work in WORKS if "note" in work}
    assert noted >= {
        "3blue1brown-neural-networks", "karpathy-intro-to-llms", "karpathy-lets-build-gpt",
        "weng-transformer-family", "rlhf-post", "huyen-llmops", "hf-nlp-course",
        "peft-lora-finetune", "bert", "gpt-3", "instructgpt", "dpo", "constitutional-ai-paper",
        "lora", "t5",
    }  # fmt: skip
