"""`path check`: every fault at once and every warning, each with line, column and key."""

from __future__ import annotations

import pytest

from studypath.core.path_check import (
    MOST_FAULTS,
    CheckedFile,
    FaultyPaths,
    format_fault,
    require_valid,
)
from studypath.core.path_review import MOST_SUGGESTIONS
from studypath.files.curriculum import parse_paths
from studypath.files.faults import SUGGESTIONS_MOST
from studypath.files.path_check import check_paths
from studypath.formats.path_json import path_check_to_json
from tests.files.test_paths import LEAST, PHASE, STEP

LINES = LEAST.count("\n")


def check(text: str) -> CheckedFile:
    """Return the check of a text beside a path `other` with the step `bert`."""
    other = LEAST.replace('"p"', '"other"').replace('"a"', '"bert"')
    return check_paths(text.encode(), "mine.toml", parse_paths(other.encode(), "other.toml").paths)


def faults_of(text: str) -> list[str]:
    """Return the faults of a text as they are shown."""
    return [format_fault(fault) for fault in check(text).faults]


def warnings_of(text: str) -> list[str]:
    """Return the warnings about a text as they are shown, without those about addresses."""
    shown = [format_fault(warning) for warning in check(text).warnings]
    return [each for each in shown if "no address" not in each and "no estimate" not in each]


def test_faults_of_values_and_of_tables_are_named_together() -> None:
    """One run names them all, in the order of the file, with what was expected."""
    text = (
        LEAST
        + '  reading = "closly"\n  year = "2017"\n  part = [{ title = "T", duration = "soon" }]\n'
        + STEP.format("a")
        + PHASE.format("One Two")
        + "open_ended = true\n"
        + STEP.format("b")
        + 'covers = ["b"]\n'
    )
    assert faults_of(text) == [
        (
            "mine.toml:12:3: path[0].phase[0].step[0].reading: must be 'closely', 'selectively', "
            "'ideas' or 'skim'; did you mean closely?"
        ),
        "mine.toml:13:3: path[0].phase[0].step[0].year: must be a whole number",
        (
            "mine.toml:14:26: path[0].phase[0].step[0].part[0].duration: 'soon' is not a duration; "
            "write it like 45m, 2h or 1h30m"
        ),
        "mine.toml:16:1: path[0].phase[0].step[1].id: a is the id of another step",
        (
            "mine.toml:20:1: path[0].phase[1].id: an id is lower-case words with hyphens, such as "
            "one-two"
        ),
        "mine.toml:22:1: path[0].phase[1].open_ended: an open-ended phase cannot have steps",
        "mine.toml:27:1: path[0].phase[1].step[0].covers: a step cannot cover itself",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (LEAST + "  year =\n", f"mine.toml:{LINES + 1}:9: "),
        (LEAST + 'kind = "b"\n', f"mine.toml:{LINES + 1}:1: path[0].phase[0].step[0].kind: given"),
        (LEAST.replace("format = 1", "format = 2"), "mine.toml:1:1: format: is 2; this program"),
        (LEAST.replace('title = "A"\n', ""), "mine.toml:8:1: path[0].phase[0].step[0].title: is m"),
        ("", "mine.toml: format: is missing"),
    ],
)
def test_every_fault_has_its_place(text: str, shown: str) -> None:
    """Faults of syntax have a column once; what is missing has the place of its table."""
    (first, *_) = faults_of(text)
    assert first.startswith(shown)
    assert "column" not in first


def test_a_file_with_faults_names_its_unknown_keys_too() -> None:
    """Faults and warnings are told apart."""
    checked = check(LEAST + "focsu = 1\nyear = 0\n")
    assert [fault.key for fault in checked.faults] == ["path[0].phase[0].step[0].year"]
    (warning,) = checked.warnings
    assert "did you mean focus?" in warning.message


def test_the_message_names_a_thousand_faults_and_counts_the_others() -> None:
    """A file with more faults is still one message."""
    checked = check(LEAST + "".join(STEP.format(f"X{n}") for n in range(MOST_FAULTS + 7)))
    assert (len(checked.faults), checked.more_faults) == (MOST_FAULTS, 7)
    with pytest.raises(FaultyPaths) as caught:
        require_valid(checked)
    lines = str(caught.value).splitlines()
    assert (len(lines), lines[-1]) == (MOST_FAULTS + 1, "and 7 more")
    assert caught.value.exit_code == 4


def test_a_thousand_warnings_are_named_and_the_others_counted() -> None:
    """A large file full of unknown keys costs little."""
    checked = check(LEAST + "".join(f"key{n} = 1\n" for n in range(MOST_FAULTS + 7)))
    # Two more: there is no address, and no estimate.
    assert (len(checked.warnings), checked.more_warnings) == (MOST_FAULTS, 9)
    assert path_check_to_json(checked)["more_warnings"] == 9


def test_warnings_have_their_places() -> None:
    """What is legal but probably wrong is named with line and column, in the order of the file."""
    text = LEAST.replace('title = "P"\n', 'title = "P"\nestimate = "10h"\n') + (
        'estimate = "1h"\n'
        ' covers = ["bret"]\n'
        + STEP.format("b").replace('"T"', '"a"')
        + 'estimate = "1h"\n'
        + PHASE.format("two")
        + 'draws_on = ["othr"]\n'
    )
    assert warnings_of(text) == [
        "mine.toml:5:1: path[0].estimate: is 10h, but the steps of the path sum to 2h",
        (
            "mine.toml:14:2: path[0].phase[0].step[0].covers: no step has the id bret; "
            "did you mean bert?"
        ),
        "mine.toml:17:1: path[0].phase[0].step[1].title: is the title of a too",
        "mine.toml:23:1: path[0].phase[1].draws_on: no path has the id othr; did you mean other?",
    ]


def test_a_missing_address_and_missing_estimates_are_warnings() -> None:
    """They have the place of the step and of the path."""
    assert [format_fault(each) for each in check(LEAST).warnings] == [
        (
            "mine.toml:2:1: path[0]: has no estimate anywhere: no time left and no forecast can be "
            "shown"
        ),
        "mine.toml:8:1: path[0].phase[0].step[0]: a has no address; give it a url, arxiv or doi",
    ]


def test_an_id_of_a_bundled_path_is_a_fault_with_advice() -> None:
    """The place of the id, another id, and why."""
    checked = check(LEAST.replace('"p"', '"other"'))
    assert [format_fault(fault) for fault in checked.faults] == [
        "mine.toml:3:1: path[0].id: other is the id of a bundled path; did you mean my-other?"
    ]
    assert checked.advice
    assert checked.paths == ()


def test_a_cycle_with_a_bundled_path_is_a_fault_of_the_file() -> None:
    """The step of the file that closes the cycle is named."""
    other = LEAST.replace('"p"', '"other"').replace('"a"', '"b"') + 'covers = ["a"]\n'
    bundled = parse_paths(other.encode(), "other.toml").paths
    checked = check_paths(f'{LEAST}covers = ["b"]\n'.encode(), "mine.toml", bundled)
    (fault,) = checked.faults
    assert format_fault(fault).startswith("mine.toml:12:1: path[0].phase[0].step[0].covers: ")
    assert "forms a cycle" in fault.message


def test_suggestions_are_limited() -> None:
    """A file with thousands of unknown keys and references does not compare them all."""
    steps = "".join(STEP.format(f"s{n}") + 'focsu = 1\ncovers = ["bret"]\n' for n in range(300))
    hints = [
        each.message for each in check(LEAST + steps).warnings if "did you mean" in each.message
    ]
    assert sum("focus" in hint for hint in hints) == SUGGESTIONS_MOST
    assert 0 < sum("bert" in hint for hint in hints) <= MOST_SUGGESTIONS
