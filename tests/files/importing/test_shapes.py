"""Curricula of the shapes that people publish, each with its exact phases, steps and times."""

from __future__ import annotations

from studypath.core.curriculum import Part
from tests.files.importing.shown import imported, one_path, outline, time_of

COURSES = """\
![logo](https://example.org/logo.png)

<h3 align="center">Open Workshop</h3>
<p align="center">
  <a href="https://example.org/chat"><img alt="chat" src="https://img.shields.io/c.svg"></a>
</p>

# Contents

- [Curriculum](#curriculum)
  - [Wood](#wood)

# Community

- Join our [forum](https://forum.example.org)

# Curriculum

## Prerequisites

- [Wood](#wood) assumes that you can read a [ruler](https://example.org/ruler) without help.

## Basics

### Wood

Start here if you have never held a saw.

**Covered**:
`sawing`
`planing`

Courses | Duration | Effort | Prerequisites | Discussion
:-- | :--: | :--: | :--: | :--:
[Saws and Planes](https://example.org/saws) | 12 weeks | 10-20 hours/week | none | [chat](https://c.example.org/1)
[Joints](coursepages/joints.md) | 5 weeks | 6 hours/week | Saws and Planes | chat: [a](https://c.example.org/2)

### Metal
Courses | Duration | Effort
:-- | :--: | :--:
[Filing](https://example.org/filing) ([alt](https://example.net/filing)) | - | 5 hours/week
[Welding](https://example.org/welding)| 4 weeks | 58 hours

## Advanced

### Glass
Courses | Effort
:-- | :--:
[Blowing](https://example.org/blowing) or [Casting](https://example.org/casting) | 90 min

# Team

* **[A. Maker](https://example.org/maker)**: founder
"""


def test_tables_of_courses_with_duration_and_weekly_effort() -> None:
    """Weeks times hours a week are the estimate; chats, contents and the team are no steps."""
    result = imported(COURSES)
    (path,) = result.paths
    assert path.title == "Open Workshop"
    assert outline(path) == [
        ("Phase 1", "Wood", [("Saws and Planes", "120h-240h"), ("Joints", "30h")]),
        ("Phase 2", "Metal", [("Filing", None), ("Welding", "58h")]),
        ("Phase 3", "Glass", [("Blowing", "1h30m")]),
    ]
    saws, joints, filing, _, blowing = path.steps
    assert saws.kind == "course"
    assert joints.url is None
    assert filing.alternatives == ("https://example.net/filing",)
    assert blowing.parts == (Part("Casting", "https://example.org/casting"),)
    assert len(path.prerequisites) == 1
    assert path.phases[0].advice is not None
    assert path.phases[0].advice.startswith("Start here")
    assert [(note.line, note.message) for note in result.notes] == [
        (36, "left out an address relative to the file of Joints")
    ]
    assert [(each.line, each.text) for each in result.unplaced] == [(13, "Community"), (51, "Team")]


TASKS = """\
# Interview Plan

> I used it myself and [got hired](https://example.org/hired).

<details>
<summary>Translations:</summary>

- [Polish](translations/pl.md)
- [Turkish](https://example.org/tr)

</details>

## Table of Contents

### The Plan

- [Big O](#big-o)
    - [Arrays](#arrays)

## Big O

- Nothing to implement here, only videos and notes!
- [ ] [Notation (video)](https://www.youtube.com/watch?v=aaa)
- [x] [Growth, quickly (video)](https://www.youtube.com/watch?v=bbb)
- [ ] Two articles:
    - [Part 1](https://example.org/one)
    - [Part 2](https://example.org/two)
- [ ] [[Review] Growth in 5 minutes (video)](https://youtu.be/ccc)

## Structures

- ### Arrays
    - [ ] About arrays:
    \t- [Lecture](https://www.youtube.com/watch?v=ddd&t=30s)
    - [ ] Implement a vector:
        - [ ] push(item)
        - [ ] pop()
            - from the end
- ### Lists
    - [ ] [Talk on lists](https://example.org/talk)
        - [video](https://www.youtube.com/watch?v=eee)
    - [x] [C code](https://example.org/c)
            - only the first half
    - [(optional) Skip lists](https://example.org/skip)
    - [Growth again](https://www.youtube.com/watch?v=bbb)

---

## License

[CC](./LICENSE)
"""


def test_nested_task_lists_with_links() -> None:
    """Items that only lead to others are no steps; nested links are; nested tasks are parts."""
    result = imported(TASKS)
    (path,) = result.paths
    titles = [(phase.title, [step.title for step in phase.steps]) for phase in path.phases]
    assert titles == [
        (
            "Big O",
            [
                "Notation",
                "Growth, quickly",
                "Two articles: Part 1",
                "Two articles: Part 2",
                "[Review] Growth in 5 minutes",
            ],
        ),
        ("Structures", ["About arrays", "Implement a vector", "Talk on lists", "C code"]),
    ]
    vector, talk, code = path.steps[6:]
    assert vector.parts == (Part("push(item)"), Part("pop()"), Part("from the end"))
    assert vector.kind == "exercise"
    assert talk.alternatives == ("https://www.youtube.com/watch?v=eee",)
    assert code.focus == "only the first half"
    assert {step.kind for step in path.steps[:2]} == {"video"}
    assert [work.title for work in path.deferred] == ["Skip lists"]
    done = {key[1]: entry.state for key, entry in result.progress.items()}
    assert done == {"growth-quickly": "done", "c-code": "done"}
    assert [note.message for note in result.notes] == [
        "left out Growth again: the same work as in line 24"
    ]
    assert [each.line for each in result.unplaced] == [3, 6, 22]


REFERENCES = """\
# Paper Roadmap

> Which paper first?

Built after these guidelines:

- From old to new
- From generic to specific

# 1 Foundations

## 1.0 Book

**[0]** Doe, Jane, John Q. Public, and Ann Other. "**A book of nets**." Some Press. (2015). \
[[pdf]](https://example.org/book.pdf) **(The bible)** :star::star:

## 1.1 Survey

**[1]** Roe, Richard, et al. "**A survey of nets**." Nature 521.7553 (2014): 436-444. \
[[pdf]](https://example.org/survey.pdf) :star:

#2 Methods

## 2.1 Model

**[2]** Poe, Edgar. "Plain title in quotes." arXiv preprint arXiv:1511.05641 (2015). \
[[pdf]](https://arxiv.org/abs/1511.05641v3) **(Fast)** :star::star:

**[3]** W. Xi, J. Dr "**Parity**." ICML. 2013. [[html]](https://example.org/p) \
[[code]](https://github.com/x/p)
"""


def test_one_paragraph_per_numbered_reference() -> None:
    """The quoted text is the title; authors, year, venue and arXiv id come from the reference."""
    path = one_path(REFERENCES)
    assert path.title == "Paper Roadmap"
    assert outline(path) == [
        ("1.0", "Book", [("A book of nets", None)]),
        ("1.1", "Survey", [("A survey of nets", None)]),
        ("2.1", "Model", [("Plain title in quotes", None), ("Parity", None)]),
    ]
    book, survey, plain, parity = path.steps
    assert book.creators == ("Jane Doe", "John Q. Public", "Ann Other")
    assert (book.year, book.venue, book.focus) == (2015, "Some Press", "The bible")
    assert survey.creators == ("Richard Roe", "et al.")
    assert (survey.year, survey.venue) == (2014, "Nature")
    assert (plain.arxiv, plain.year, plain.focus) == ("1511.05641", 2015, "Fast")
    assert plain.works == ("arxiv:1511.05641",)
    assert parity.creators == ("W. Xi", "J. Dr")
    assert (parity.year, parity.venue) == (2013, "ICML")
    assert parity.alternatives == ("https://github.com/x/p",)
    assert {step.kind for step in path.steps} == {"paper"}


PARTS = """\
<div align="center">
  <p align="center">
    <a href="https://example.org/me">Follow me</a> • <a href="https://example.org/blog">Blog</a>
  </p>
</div>
<br/>

The course has two parts:

1. **Basics** are for newcomers.
2. **Research** is about building.

## 📝 Notebooks

### Tools

| Notebook | Description | Article | Notebook |
|---|---|---|---|
| 🧐 [AutoTool](https://github.com/x/auto) | Runs it for you. | | <a href="https://colab.research.google.com/drive/1"><img src="c.svg" alt="Open In Colab"></a> |
| Merge models | In one click. | [Article](https://example.org/blog/merge) | <a href="https://colab.research.google.com/drive/2"><img src="c.svg" alt="Open In Colab"></a> |

## 🧩 Basics

<details>
<summary>Toggle section</summary>

![](img/roadmap.png)

### 1. Mathematics

It is important to know some.

- **Algebra**: Vectors and matrices are everywhere in it.
- **Calculus**: Derivatives, as in [this model](https://arxiv.org/abs/2307.09288), are central.

📚 Resources:

- [The Essence of Algebra](https://www.youtube.com/playlist?list=PLx): Videos.
- [Immersive Algebra](https://example.org/ila): Another view.

---

### 2. Networks

📚 **References**:
* [nano](https://www.youtube.com/watch?v=kkk) by Ann Other: A 2h-long video. She also made one \
about [tokens](https://www.youtube.com/watch?v=zzz).
* [Training](https://arxiv.org/abs/2407.20018) by Duan et al.: A survey.
</details>

## Acknowledgements

Inspired by the [Other Roadmap](https://example.org/other).
"""  # noqa: E501


def test_parts_with_tables_of_notebooks_and_reference_lists() -> None:
    """Rows and references are steps; bullets that explain the topic are reported."""
    result = imported(PARTS, "llm.md")
    (path,) = result.paths
    assert outline(path) == [
        ("Phase 1", "Tools", [("AutoTool", None), ("Merge models", None)]),
        ("Phase 2", "Mathematics", [("The Essence of Algebra", None), ("Immersive Algebra", None)]),
        ("Phase 3", "Networks", [("nano", "2h"), ("Training", None)]),
    ]
    auto, merge, essence, _, nano, training = path.steps
    assert auto.alternatives == ("https://colab.research.google.com/drive/1",)
    assert auto.focus == "Runs it for you."
    assert merge.url == "https://example.org/blog/merge"
    assert merge.alternatives == ("https://colab.research.google.com/drive/2",)
    assert essence.kind == "video-series"
    assert nano.creators == ("Ann Other",)
    assert nano.parts == (Part("tokens", "https://www.youtube.com/watch?v=zzz"),)
    assert training.creators == ("Duan", "et al.")
    assert (training.arxiv, training.year) == ("2407.20018", 2024)
    assert [each.line for each in result.unplaced] == [3, 10, 11, 33, 34]


SYLLABUS = """\
---
layout: page
title: "Systems: Schedule"
---

# Lecture Schedule

Readings are due before the meeting.

| Week | Date | Topic | Reading | Due |
|---:|---|---|---|---|
| 1 | Aug 25 | What is a system? | | |
|  | Aug 27 | Processes | [Ng & Wu (2021), “Threads”](https://doi.org/10.1145/3418294) | HW 1 |
| 2 | Sep 1 | Memory | [Book, Ch. 1](https://example.org/1)<br/>[Book, Ch. 2](https://example.org/2) | |
|  | Sep 3 | Files | OSTEP 39–40 | |
| 3 | Sep 8 | No class | | |
"""  # noqa: E501


def test_weekly_syllabus_in_one_table() -> None:
    """Weeks that rows share are phases; the topic is the step, its readings address or parts."""
    result = imported(SYLLABUS)
    (path,) = result.paths
    assert path.title == "Systems: Schedule"
    assert outline(path) == [
        ("Phase 1", "Week 1", [("What is a system?", None), ("Processes", None)]),
        ("Phase 2", "Week 2", [("Memory", None), ("Files", None)]),
    ]
    _, processes, memory, files = path.steps
    assert (processes.url, processes.doi) == (
        "https://doi.org/10.1145/3418294",
        "10.1145/3418294",
    )
    assert memory.url is None
    assert [part.title for part in memory.parts] == ["Book, Ch. 1", "Book, Ch. 2"]
    assert files.focus == "Reading: OSTEP 39–40"
    assert [(each.line, each.reason) for each in result.unplaced] == [(16, "a row without a work")]


WEEKS = """\
# Searching

A course of three weeks, about 12 hours in total.

## Week 1: Graphs (4-5 hours)

Read closely. It is short.

### Readings
- [Chapter 1](https://example.org/1) (30 min)
- [Chapter 2](https://example.org/2), 1h15m

### Homework
- [ ] Problem set 1 (~2 hours)

## Week 2: Trees

### Readings
- [Chapter 3](https://example.org/3) (2019)
- Optional: [Chapter 4](https://example.org/4) - come back when you need balance.

### Homework
- [ ] Problem set 2

## Week 3: Rest

Read whatever you like from the list.
"""


def test_weeks_with_readings_and_homework() -> None:
    """A labelled heading is the phase, whatever headings recur below; without steps it is open."""
    path = one_path(WEEKS)
    assert outline(path) == [
        (
            "Week 1",
            "Graphs",
            [("Chapter 1", "30m"), ("Chapter 2", "1h15m"), ("Problem set 1", "2h")],
        ),
        ("Week 2", "Trees", [("Chapter 3", None), ("Problem set 2", None)]),
        ("Week 3", "Rest", []),
    ]
    assert path.estimate is not None
    assert path.estimate[:3] == (720, 720, "stated")
    first, _, last = path.phases
    assert first.id == "week-1"
    assert first.estimate is not None
    assert first.estimate[:3] == (240, 300, "stated")
    assert first.reading == "closely"
    assert last.open_ended
    assert path.steps[3].year == 2019
    (later,) = path.deferred
    assert later.title == "Chapter 4"
    assert later.revisit == "Come back when you need balance."


AWESOME = """\
# Awesome Ferns [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)

> A curated list of ferns.

## Contents

- [Books](#books)
- [Videos](#videos)

## Books

- [The Fern Book](https://example.org/fern-book/) - The official book.
- [Ferns by Example](https://example.org/by-example) — Many of them. ![](https://img.shields.io/x)
- [Fernlings](https://github.com/x/fernlings) [![build](https://img.shields.io/b.svg)](https://ci.example.org) - Small exercises (5 hours).

## Videos

- [Crust of Fern](https://www.youtube.com/playlist?list=PLq) by Jo Green - Deep dives.
- *[A talk](https://www.youtube.com/watch?v=abc)* - What it is.

### Keynotes

- [FernConf](https://www.youtube.com/watch?v=def) - Opening (2020).
- [The Fern Book](https://www.example.org/fern-book) - again.

## Contributing

Please see [CONTRIBUTING](CONTRIBUTING.md) and [this](https://example.org/contribute).

## License

[![CC0](https://example.org/cc0.png)](https://creativecommons.org/publicdomain/zero/1.0/)
"""  # noqa: E501


def test_awesome_list() -> None:
    """Categories are phases; anchors, badges, licences and repeated works make no step."""
    result = imported(AWESOME)
    (path,) = result.paths
    assert path.title == "Awesome Ferns"
    assert outline(path) == [
        (
            "Phase 1",
            "Books",
            [("The Fern Book", None), ("Ferns by Example", None), ("Fernlings", "5h")],
        ),
        ("Phase 2", "Videos", [("Crust of Fern", None), ("A talk", None), ("FernConf", None)]),
    ]
    assert path.steps[2].alternatives == ()
    assert path.steps[3].creators == ("Jo Green",)
    assert path.steps[5].year == 2020
    assert [note.line for note in result.notes] == [24]
    assert result.unplaced == ()


PLAIN = """\
Gardening
Two ways to start. Both need a spade.
Quick Path
Videos and posts. Roughly 10-15 hours total.
Step 1: See It (~2 hours)
- A. Gardener’s “Intro to Soil” (~1hr YouTube) — a tour of it all.
- Greenhands’ soil course (free, example.org/soil) — walks through compost.
- Jo Green’s blog posts (jogreen.example.io):
- “Compost” — what it is
- “Worms” — who makes it
- Plant a tree — use the spade. ~2-3 hours to finish.
Step 2: Go Deeper
Use the other list when a subject interests you. The book path below has an order.
Book Path
The classics. Roughly 40-60 hours total. In each phase the order matters.
Phase 1: Soil
Skim for intuition.
- soil-book — the base
- sand-book — read it twice
Books to Skip Initially
- old-book — superseded; come back if you restore gardens later
"""


def test_plain_text_with_bullets() -> None:
    """Short lines are headings, a bullet with a colon groups those after it that look alike."""
    result = imported(PLAIN, "gardening.txt")
    quick, book = result.paths
    assert (quick.id, book.id) == ("quick-path", "book-path")
    assert outline(quick) == [
        (
            "Step 1",
            "See It",
            [
                ("Intro to Soil", "1h"),
                ("Greenhands’ soil course", None),
                ("Compost", None),
                ("Worms", None),
                ("Plant a tree", "2h-3h"),
            ],
        ),
        ("Step 2", "Go Deeper", []),
    ]
    assert quick.phases[1].open_ended
    assert quick.phases[1].draws_on == ("book-path",)
    assert [step.creators for step in quick.steps[2:4]] == [("Jo Green",), ("Jo Green",)]
    assert quick.steps[1].url == "https://example.org/soil"
    assert quick.estimate is not None
    assert quick.estimate[:2] == (600, 900)
    assert outline(book) == [("Phase 1", "Soil", [("soil-book", None), ("sand-book", None)])]
    assert book.phases[0].reading == "skim"
    assert [(work.id, work.revisit) for work in book.deferred] == [
        ("old-book", "Come back if you restore gardens later.")
    ]
    assert result.unplaced == ()


def test_ordered_list_without_headings() -> None:
    """A list alone is one phase that is called like the file."""
    path = one_path(
        "1. Read the manual (45 min)\n2. [Try it](https://example.org/try)\n", "my-plan.md"
    )
    assert (path.id, path.title) == ("my-plan", "My plan")
    assert outline(path) == [("Phase 1", "My plan", [("Read the manual", "45m"), ("Try it", None)])]


def test_bold_lines_instead_of_headings() -> None:
    """Bold lines are phases where one heading holds all of them."""
    text = (
        "# Plan\n\n**Books**\n\n- [A](https://example.org/a)\n\n**Videos:**\n\n"
        "- [B](https://example.org/b)\n- [C](https://example.org/c)\n"
    )
    path = one_path(text)
    assert [(p.title, [s.title for s in p.steps]) for p in path.phases] == [
        ("Books", ["A"]),
        ("Videos", ["B", "C"]),
    ]


def test_paragraphs_that_are_links() -> None:
    """Lines that begin with a link are steps; a link inside a sentence is reported."""
    text = (
        "# Plan\n\n[First](https://example.org/1) - good\n[Second](https://example.org/2)\n\n"
        "You may [ask](https://example.org/ask) anybody.\n\n"
        "[Third](https://example.org/3), [Fourth](https://example.org/4)\n\n"
        "https://example.org/5\n"
    )
    result = imported(text)
    assert [step.title for step in result.paths[0].steps] == [
        "First", "Second", "Third", "Fourth", "https://example.org/5",
    ]  # fmt: skip
    assert [each.line for each in result.unplaced] == [6]


def test_html_lists_and_tables() -> None:
    """Lists, tables and headings in HTML count like those in Markdown."""
    text = (
        "# Plan\n\n<h2 id='a'>Reading</h2>\n<ul>\n<li><a href='https://example.org/1'>One</a></li>\n"
        "<li><a href='https://example.org/2'>Two</a><br>(2 hours)</li>\n</ul>\n\n"
        "<h2>Viewing</h2>\n<table><tr><th>Video</th><th>Length</th></tr>\n"
        "<tr><td><a href='https://example.org/3'>Three</a></td><td>25 min</td></tr></table>\n"
    )
    assert outline(one_path(text)) == [
        ("Phase 1", "Reading", [("One", None), ("Two", "2h")]),
        ("Phase 2", "Viewing", [("Three", "25m")]),
    ]


def test_several_top_headings_are_several_paths() -> None:
    """Headings of level one that hold phases are paths of their own; `path_id` begins their ids."""
    text = (
        "# Front\n\n## Pages\n\n- [A](https://example.org/a)\n\n## Style\n\n"
        "- [B](https://example.org/b)\n\n# Back\n\n## Data\n\n- [C](https://example.org/c)\n"
    )
    paths = imported(text, path_id="web").paths
    assert [(path.id, path.title) for path in paths] == [
        ("web-front", "Front"),
        ("web-back", "Back"),
    ]
    assert [[phase.title for phase in path.phases] for path in paths] == [
        ["Pages", "Style"],
        ["Data"],
    ]


def test_times_of_items() -> None:
    """Each form of a duration in an item gives its range."""
    forms = {
        "Tour (~2 hours)": "2h",
        "Tour (1hr)": "1h",
        "Tour, 10-15 h": "10h-15h",
        "Tour (6 weeks, 8–12 hours/week)": "48h-72h",
        "Tour - 45 min": "45m",
        "Tour (1.5 hours)": "1h30m",
        "Tour [3 h 20 min]": "3h20m",
        "Tour in 4 minutes": None,
        "Tour (watch from 15m 32s)": None,
        "Tour of 24 hours": None,
    }
    text = "".join(f"- {form}\n" for form in forms)
    assert [time_of(step) for step in one_path(text).steps] == list(forms.values())


PLAN = """\
# Frontend Plan

## Basics

1. [ ] Learn the tags
   - Spend about 2 hours
2. [x] Watch [A Crash Course](https://www.youtube.com/watch?v=xyz) (1h)
3. Read chapters 1-3 of the book
4. Make sure that you take notes while you read and watch all of this.

## Style

| # | Topic | Resource | Time | Done |
|---|-------|----------|------|------|
| 1 | Boxes | [Froggy](https://example.org/froggy) | 45 min | [x] |
| 2 | Grids | [Garden](https://example.org/garden) | 1-2h | [ ] |
| 3 | Motion | - | 30m | ✅ |

## Optional: Extras

- [Sass](https://example.org/sass)

## FAQ

- Why? Because.
"""


def test_plan_of_ones_own() -> None:
    """Short items beside tasks and links are steps; ticks in lists and tables are progress."""
    result = imported(PLAN)
    (path,) = result.paths
    assert outline(path) == [
        (
            "Phase 1",
            "Basics",
            [
                ("Learn the tags", "2h"),
                ("A Crash Course", "1h"),
                ("Read chapters 1-3 of the book", None),
            ],
        ),
        ("Phase 2", "Style", [("Boxes", "45m"), ("Grids", "1h-2h"), ("Motion", "30m")]),
    ]
    assert [work.title for work in path.deferred] == ["Sass"]
    assert {key[1] for key in result.progress} == {"a-crash-course", "boxes", "motion"}
    assert [each.line for each in result.unplaced] == [9]


CITATIONS = """\
# Papers

- Doe et al. (2017). "All you need". NeurIPS. [paper](https://arxiv.org/abs/1706.03762) \
[code](https://github.com/x/need)
- [Trees](https://arxiv.org/abs/1810.04805), Roe et al., 2018
- **GPT-0**: Models are Learners ([arXiv](https://arxiv.org/abs/2005.14165))
- [Nets](https://doi.org/10.1109/CVPR.2016.90) (2016) by Jane Doe and John Roe. Duration: 3 hours.
"""


def test_citations_in_a_list() -> None:
    """Authors before a quoted title, after a comma and after "by"; the year beside them."""
    path = one_path(CITATIONS)
    facts = [(s.title, s.creators, s.year, s.arxiv, time_of(s)) for s in path.steps]
    assert facts == [
        ("All you need", ("Doe", "et al."), 2017, "1706.03762", None),
        ("Trees", ("Roe", "et al."), 2018, "1810.04805", None),
        ("GPT-0: Models are Learners", (), 2020, "2005.14165", None),
        ("Nets", (), 2016, None, "3h"),
    ]
    assert path.steps[0].venue == "NeurIPS"
    assert path.steps[0].alternatives == ("https://github.com/x/need",)
    assert path.steps[3].doi == "10.1109/CVPR.2016.90"
    assert {step.kind for step in path.steps} == {"paper"}
