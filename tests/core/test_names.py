"""Names of creators, split for citation formats."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.names import Name, is_others, split_name


@pytest.mark.parametrize(
    ("creator", "name"),
    [
        ("Ashish Vaswani", Name("Vaswani", "Ashish")),
        ("Quoc V. Le", Name("Le", "Quoc V.")),
        ("Aäron van den Oord", Name("Oord", "Aäron", "van den")),
        ("Grant Sanderson (3Blue1Brown)", Name("Sanderson", "Grant")),
        ("Brown, Tom B.", Name("Brown", "Tom B.")),
        ("van Rossum, Guido", Name("Rossum", "Guido", "van")),
        ("Martin Luther King Jr.", Name("King", "Martin Luther", suffix="Jr.")),
        ("OpenAI", Name(literal="OpenAI")),
        ("Allen Institute for AI", Name(literal="Allen Institute for AI")),
        ("(anonymous)", Name(literal="(anonymous)")),
    ],
)
def test_a_name_is_split_into_its_parts(creator: str, name: Name) -> None:
    """Particles stay with the family name, remarks in parentheses go, organisations stay whole."""
    assert split_name(creator) == name


def test_a_name_that_equals_the_venue_is_an_organisation() -> None:
    """A course by Hugging Face at Hugging Face has no family name Face."""
    assert split_name("Hugging Face", "Hugging Face") == Name(literal="Hugging Face")


def test_et_al_is_no_creator() -> None:
    """`et al.` says that there are further people and names none."""
    assert is_others("et al.")
    assert is_others(" Et Al ")
    assert not is_others("Al Gore")


@given(st.text(min_size=1).filter(str.strip))
def test_no_word_of_a_name_is_lost_or_invented(creator: str) -> None:
    """The parts together hold words of the name only."""
    allowed = set(creator.replace(",", " ").split()) | set(creator.split())
    allowed |= set(creator.replace("(", " (").replace(")", ") ").split())
    assert set(" ".join(split_name(creator)).split()) <= allowed
