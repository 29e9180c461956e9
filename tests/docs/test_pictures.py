"""The pictures of the README are what the program draws of the fixed story."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from docs.make_pictures import (
    COMMANDS,
    HEIGHT,
    PICTURES,
    REPORT,
    WIDTH,
    build_report,
    compute_digest,
    draw_answer,
    read_digest,
)

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
MOST_BYTES = 200_000


@pytest.mark.parametrize("name", COMMANDS)
def test_a_picture_is_what_the_program_prints(name: str) -> None:
    """An SVG is the answer of the program to the story, letter by letter."""
    assert (PICTURES / f"{name}.svg").read_text("utf-8") == draw_answer(name), "run: make pictures"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_picture_is_an_image_that_loads_nothing(name: str) -> None:
    """An SVG is well-formed XML without scripts, fonts or anything else from the network."""
    text = (PICTURES / f"{name}.svg").read_text("utf-8")
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(text).iter()}
    assert tags <= {"svg", "style", "defs", "clipPath", "rect", "text", "g"}
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)


def test_the_picture_of_the_report_shows_the_page_of_today() -> None:
    """The image holds the digest of the page that the program writes of the story."""
    assert read_digest(REPORT.read_bytes()) == compute_digest(build_report()), "run: make pictures"


def test_the_picture_of_the_report_is_a_small_image() -> None:
    """It is a valid PNG image of the announced size, of at most 200 KB."""
    image = REPORT.read_bytes()
    assert len(image) < MOST_BYTES
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", image[16:24]) == (WIDTH, HEIGHT)
    place = 8
    while place < len(image):
        (length,) = struct.unpack(">I", image[place : place + 4])
        content = image[place + 4 : place + 8 + length]
        check = image[place + 8 + length : place + 12 + length]
        assert struct.pack(">I", zlib.crc32(content)) == check
        place += 12 + length


def test_the_readme_shows_every_picture() -> None:
    """Each picture is in the README with a text that says what it shows, and no other is."""
    shown = dict(re.findall(r"!\[([^\]]+)\]\((docs/pictures/[^)]+)\)", README))
    names = {f"docs/pictures/{name}.svg" for name in COMMANDS} | {"docs/pictures/report.png"}
    assert set(shown.values()) == names
    assert all(len(text) > 20 for text in shown)
