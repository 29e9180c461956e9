"""Habits of published lists: what is a work, and what only explains, advertises or links it."""

from __future__ import annotations

import pytest

from studypath.core.curriculum import Part
from studypath.files.importing.curriculum import find_name
from tests.files.importing.shown import imported, one_path, outline, time_of


def titles(text: str) -> list[tuple[str, list[str]]]:
    """Each phase of the only path in a text with the titles of its steps."""
    return [(phase.title, [step.title for step in phase.steps]) for phase in one_path(text).phases]


CITED = """\
# Most Read Papers on Bees

To hear of new papers, follow my [page](https://social.example.org/bees)!

## Criteria

1. A list of **fifty papers** is suggested.

## Contents

* [Flight](#flight)
* [Dance](#dance)

*(More)*

* [Old papers](#old-papers) : before 1950

### Flight
- **How bees hover** (2015), A. Wing et al. [[pdf]](http://arxiv.org/pdf/1503.02531)
- **Hives and winds: A survey (2014)**, B. Comb and C. Wax [[pdf]](https://e.org/2.pdf):
- **Wax**, D. Honey [[pdf]](https://e.org/3.pdf)

### Dance
*Rather new papers*
- Waggling in the rain and in the dark under a moving sun (2017), Eve Nectar et al. \
[[pdf]](https://e.org/4.pdf)
- 1978: [Round dances](https://e.org/5.pdf)
- [Honey math](https://e.org/6), Fox et al. 2011
- Roe, Doe & Poe (1999). [Swarms](https://e.org/7). Nature.
"""


def test_papers_with_year_and_names_before_the_link() -> None:
    """Year and names are no part of a title; a "Contents" above deeper headings hides nothing."""
    path = one_path(CITED)
    assert titles(CITED) == [
        ("Flight", ["How bees hover", "Hives and winds: A survey", "Wax"]),
        (
            "Dance",
            [
                "Waggling in the rain and in the dark under a moving sun",
                "Round dances",
                "Honey math",
                "Swarms",
            ],
        ),
    ]
    assert [(step.creators, step.year) for step in path.steps] == [
        (("A. Wing", "et al."), 2015),
        (("B. Comb", "C. Wax"), 2014),
        (("D. Honey",), None),
        (("Eve Nectar", "et al."), 2017),
        ((), 1978),
        (("Fox", "et al."), 2011),
        (("Roe", "Doe", "Poe"), 1999),
    ]
    assert path.steps[0].arxiv == "1503.02531"


HEADINGS = """\
# Courses on Video

Some of the best courses.

## Knots and Ropes

The basics of tying.

- Bowlines
- Hitches

🔗 [Link to Course](https://youtube.com/playlist?list=k) 🔗 [Link to Materials](https://k.org/m)

## Sails (2018)

- Cloth
...

🔗 [Link to Course](https://youtube.com/playlist?list=s)

## [Masts](https://masts.example.org/)

How masts are made.
"""


def test_headings_that_name_the_works() -> None:
    """Where a section holds only the links of one work, its heading is the step."""
    (phase,) = one_path(HEADINGS).phases
    knots, sails, masts = phase.steps
    assert phase.title == "Courses on Video"
    assert (knots.title, knots.url) == ("Knots and Ropes", "https://youtube.com/playlist?list=k")
    assert knots.focus == "The basics of tying."
    assert knots.parts == (
        Part("Link to Materials", "https://k.org/m"), Part("Bowlines"), Part("Hitches"),
    )  # fmt: skip
    assert sails.title == "Sails (2018)"
    assert (masts.title, masts.url) == ("Masts", "https://masts.example.org/")


def test_lectures_in_bold_with_their_material() -> None:
    """A bold line above "video", "notebook" and the repository names the lecture."""
    text = (
        "## Sailing from Zero\n\nIt starts at the basics.\n\n---\n\n"
        "**Lecture 1: The wind**\n\nAssumes that you can swim.\n\n"
        "- [YouTube video lecture](https://youtu.be/1)\n- [Jupyter notebook files](nb/1)\n"
        "- [wind Github repo](https://github.com/e/wind)\n\n---\n\n"
        "**Lecture 2: The tide**\n\n- [YouTube video lecture](https://youtu.be/2). See below.\n\n"
        "**License**\n\nMIT\n"
    )
    path = one_path(text)
    assert titles(text) == [
        ("Sailing from Zero", ["Lecture 1: The wind", "Lecture 2: The tide"]),
    ]
    assert [step.url for step in path.steps] == ["https://youtu.be/1", "https://youtu.be/2"]
    assert Part("wind Github repo", "https://github.com/e/wind") in path.steps[0].parts


def test_material_below_a_course() -> None:
    """A course's code and its bold name are its title; lectures and syllabus are parts of it."""
    text = (
        "# Courses\n\n## Sea\n\n"
        "- [CS 61](https://e.org/61) **Buoys** *Port University* <img src='x' alt='Videos'>\n"
        "\t- Teaches what floats.\n\t- [Lecture Videos](https://e.org/v)\n"
        "\t- [Assignments](https://e.org/a)\n\t- by Ann Anchor\n"
        "- [CS 62](https://e.org/62) and [63](https://e.org/63) **Ships**\n"
        "\t- A course in the spirit of [Captain Roe](https://e.org/roe) and his friends.\n"
        "- How to stay afloat\n\t- [Video](https://youtu.be/f)\n\t- [Slides](https://e.org/s)\n"
    )
    buoys, ships, afloat = one_path(text).steps
    assert buoys.title == "CS 61: Buoys"
    assert [part.title for part in buoys.parts] == ["Lecture Videos", "Assignments"]
    assert buoys.creators == ("Ann Anchor",)
    assert ships.title == "CS 62 and 63: Ships"
    assert "Captain Roe" in (ships.focus or "")
    assert (afloat.title, afloat.url, afloat.kind) == (
        "How to stay afloat", "https://youtu.be/f", "video",
    )  # fmt: skip
    assert afloat.alternatives == ("https://e.org/s",)


def test_titles_that_say_nothing_alone() -> None:
    """Titles such as "Introduction" and "detail" begin with the name of their group."""
    text = (
        "# Plan\n\n## Trees\n\n- ### Oaks\n    - [ ] [Acorns](https://e.org/1)\n"
        "    - [ ] [Introduction](https://e.org/2)\n    - [ ] [detail](https://e.org/3)\n"
        "    - [ ] Implement:\n        - a leaf\n"
    )
    assert titles(text) == [
        ("Trees", ["Acorns", "Oaks: Introduction", "Oaks: detail", "Oaks: Implement"])
    ]


GROUPS = """\
# Baking for Beginners

|![Sketch of a loaf](loaf.png)|
|:---:|
| Loaf - _by [@baker](https://social.example.org/baker)_ |

# Content

|   | Lesson Link | Notebook | Lab |
| - | - | - | - |
| 0 | [Course Setup](https://e.org/0) | | |
| I | **Dough** | | |
| 01 | [Flour](https://e.org/1) | [Notebook](https://e.org/1.ipynb) | - |
| 02 | [Yeast](https://e.org/2) | [Rye](https://e.org/r) / [Wheat](https://e.org/w) | none |
| II | [**Ovens**](https://e.org/ovens) |
| 03 | [Heat](https://e.org/3) | | [Lab](https://e.org/lab) |
"""


def test_rows_in_bold_divide_a_table() -> None:
    """A row with one bold cell heads the rows below it; numbers and layout tables are nothing."""
    path = one_path(GROUPS)
    assert titles(GROUPS) == [
        ("Content", ["Course Setup"]), ("Dough", ["Flour", "Yeast"]), ("Ovens", ["Heat"]),
    ]  # fmt: skip
    assert [step.focus for step in path.steps] == [None] * 4
    assert [part.title for part in path.steps[2].parts] == ["Rye", "Wheat"]


GROUPED = """\
# Wool

A 12-week, 24-lesson curriculum.

## Each lesson includes:

- optional warm-up
- written lesson

| Lesson Number | Topic | Lesson Grouping | Learning Objectives | Linked Lesson | Author |
| :-: | :-: | :-: | - | :-: | :-: |
| 01 | Sheep | [Basics](b/README.md) | Tell breeds apart | [lesson](https://e.org/1) | Amy |
| 02 | Shears | [Basics](b/README.md) | Cut 🐑 | [lesson](https://e.org/2) | Amy |
| 03 | Spinning 🧶 | [Yarn](y/README.md) | Spin | [lesson](https://e.org/3) | Jen |
| 04 | Dyeing | [Yarn](y/README.md) | Dye | [lesson](https://e.org/4) | |
"""


def test_a_column_that_groups_the_rows() -> None:
    """Phases come from a grouping column; a column of equal links holds addresses, no titles."""
    path = one_path(GROUPED)
    assert titles(GROUPED) == [("Basics", ["Sheep", "Shears"]), ("Yarn", ["Spinning", "Dyeing"])]
    assert [step.url for step in path.steps] == [f"https://e.org/{n}" for n in range(1, 5)]
    assert path.steps[1].focus == "Cut"
    assert path.steps[0].creators == ("Amy",)


def test_schedule_with_descriptions_and_materials() -> None:
    """In a schedule the description is the step and the readings are its parts."""
    text = (
        "# Bridges\n\n## Schedule\n\n"
        "| Week | Date | Description | Course Materials | Events | Deadlines |\n"
        "|---|---|---|---|---|---|\n"
        "| Week 1 | Tue Jan 9 | **Arches** [[slides](https://e.org/1.pdf)] | Suggested: "
        "[Stone](https://e.org/a) <br> [Brick](https://e.org/b) | Assignment **out** | |\n"
        "| | Thu Jan 11 | **Beams** [[slides](https://e.org/2.pdf)] | | | |\n"
        "| Week 2 | Tue Jan 16 | **Cables** | [Rope](https://e.org/c) | | A1 **due** |\n"
        "| | Thu Jan 18 | No class | | | |\n"
    )
    path = one_path(text)
    assert titles(text) == [("Week 1", ["Arches", "Beams"]), ("Week 2", ["Cables"])]
    assert [part.title for part in path.steps[0].parts] == ["Stone", "Brick"]
    assert [step.focus for step in path.steps] == [None] * 3


def test_week_with_lines_of_lecture_and_homework() -> None:
    """In a week, a line such as "Homework: ..." with a link is a step; dates are no title."""
    text = (
        "# Ponds\n\n**Instructor:** Jo Roe  \n**Time:** Mon 10\n\n"
        "### Week 1 (Sep 4 - Sep 8): Water\n\n"
        "**Lecture:** What is wet? ([slides](https://e.org/s.pdf), [video](https://youtu.be/w))\n\n"
        "**Readings:**\n- [Rain](https://e.org/rain)\n\n"
        "**Homework:** [Puddles](https://e.org/hw1) (4-6 hours)\n\n"
        "### Week 2 (9/11-9/15): Fish\n\n**Readings:**\n- [Carp](https://e.org/carp)\n"
        "- Optional: [Pike](https://e.org/pike)\n"
    )
    path = one_path(text)
    assert outline(path) == [
        (
            "Week 1",
            "Water",
            [("Lecture: What is wet?", None), ("Rain", None), ("Puddles", "4h-6h")],
        ),
        ("Week 2", "Fish", [("Carp", None)]),
    ]
    assert path.summary is None
    assert [work.title for work in path.deferred] == ["Pike"]


def test_what_is_no_work_in_a_list_of_links() -> None:
    """Sentences with a link in them, badges, commands and relative pages are reported."""
    result = imported(
        "# Clay\n\n## Pots\n\n- [Coils](https://e.org/1)\n- [Wheels](https://e.org/2)\n"
        "- [Glazes](https://e.org/3)\n\n"
        "You can find an existing kiln via pages like\n[Kilns](https://e.org/k)\nor\n"
        "[Fires](https://e.org/f).\n\n"
        "### Evaluation\n\n- Submit what you have made to [POTS](POTS.md) by mail.\n"
        "- Join a club of potters near you (e.g. via [clubs](https://clubs.e.org/)).\n"
        "- Check out the [shelf](https://e.org/s) for old books that sharpen every skill of a "
        "potter.\n"
        "- Clone the pots: `https://github.com/e/pots.git` by typing it\n"
        "- Put the badge on your page!\n[![Badge](https://img.e.org/b.svg)](https://e.org/b)\n"
    )
    assert [step.title for step in result.paths[0].steps] == ["Coils", "Wheels", "Glazes"]
    assert [each.line for each in result.unplaced] == [9, 16, 17, 18, 19, 20]


@pytest.mark.parametrize(
    "heading",
    [
        "Testimonials", "Community & Support", "License and Citation", "Certificate",
        "How to Take the Course", "Who Should Join", "🤝 Contributors ✨", "What you'll learn",
        "Related lists", "Academic integrity", "Why use it?",
    ],
)  # fmt: skip
def test_headings_with_nothing_to_study(heading: str) -> None:
    """Sections about the project and its people make no phase, whatever links they hold."""
    text = f"# A\n\n## Topic\n\n- [X](https://e.org/x)\n\n## {heading}\n\n- [Y](https://e.org/y)\n"
    assert titles(text) == [("Topic", ["X"])]


def test_a_table_that_compares_is_no_list_of_works() -> None:
    """Rows of a table without a corner, and without links in most rows, are reported."""
    text = (
        "# Boats\n\n## Ways\n\n| | Live | Alone |\n|-|-|-|\n| Start | May | Any time |\n"
        "| Cost | Free | Free |\n| Sign up | [here](https://e.org/up) | - |\n\n"
        "## Units\n\n- Hulls\n- Keels\n"
    )
    result = imported(text)
    assert titles(text) == [("Units", ["Hulls", "Keels"])]
    assert [each.line for each in result.unplaced] == [7, 8, 9]


def test_everything_below_is_optional() -> None:
    """What an author says of all that follows, or of a fold, defers the works in it."""
    text = (
        "# Plan\n\n## Contents\n\n- [Now](#now)\n\n**Everything below this point is optional**\n\n"
        "- [Books](#books)\n\n## Fundamentals\n\n<details>\n<summary>Toggle (optional)</summary>\n"
        "\n### Sums\n\n- [Adding](https://e.org/add)\n\n</details>\n\n"
        "## Now\n\n- [Core](https://e.org/core)\n- [Crust](https://e.org/crust)\n\n---\n\n"
        "    Everything below this point is optional. You do not need it.\n\n"
        "## Books\n\n- [Tome](https://e.org/tome)\n"
    )
    path = one_path(text)
    assert titles(text) == [("Now", ["Core", "Crust"])]
    assert [work.title for work in path.deferred] == ["Adding", "Tome"]


def test_a_first_heading_among_several() -> None:
    """A level-one heading with steps of its own is a phase, and the document one path."""
    text = (
        "# Learn Chess\n\n## Rules\n\n- [Pawns](https://e.org/p)\n\n# Motivation\n\n"
        "- [Dream](https://e.org/d)\n\n## Openings\n\n- [Gambit](https://e.org/g)\n"
    )
    assert one_path(text).title == "Learn Chess"
    assert titles(text) == [
        ("Rules", ["Pawns"]), ("Motivation", ["Dream"]), ("Openings", ["Gambit"]),
    ]  # fmt: skip


def test_title_of_a_document_without_a_heading_for_it() -> None:
    """The picture at the top names the path, else the directory of a README."""
    text = (
        '<div align="center">\n<img src="b.png" alt="Knitting Course">\n</div>\n\n'
        "## Purl\n\n- [A](https://e.org/a)\n\n## Knit\n\n- [B](https://e.org/b)\n"
    )
    assert one_path(text, "README.md").title == "Knitting Course"
    assert find_name("old/knitting-course/README.md") == "Knitting course"
    assert find_name("README.md") == "Readme"


def test_topics_on_lines_of_their_own_are_a_list_in_advice() -> None:
    """Short lines are joined with commas; what stands below a table is no advice."""
    text = (
        "# A\n\n## B\n\n**Topics**:\n`sawing`\n`planing wood`\n\n| Course | Duration |\n|-|-|\n"
        "| [Saw](https://e.org/s) | 6 weeks, 8–12 hours/week |\n\n(*) a footnote of the table\n"
    )
    (phase,) = one_path(text).phases
    assert phase.advice == "Topics: sawing, planing wood"
    assert [time_of(step) for step in phase.steps] == ["48h-72h"]
