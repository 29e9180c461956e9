"""The file of a new path: a commented start, or a copy of another path."""

from __future__ import annotations

from studypath.core.curriculum import Path
from studypath.files.paths_text import SCHEMA_LINE, format_paths, quote_text

_START = """\
{schema}
# A path of your own. Lines that begin with # are comments: remove the # to use a key.
# Every key and its limits: docs/format.md, or `studypath path schema`.
#
#   studypath path check {id}    names every fault with its line
#   studypath use {id}           makes it the active path

format = 1

[[path]]
id = "{id}"
title = {title}
# summary = "What the path is for."
# prerequisites = ["what you need to know before"]
# not_needed = ["what you do not need to know"]
# estimate = "10h-15h"   # for the whole path; steps without an estimate share what is left
# span = "a weekend"

# A path has one phase or more, in order.
[[path.phase]]
id = "first-phase"
title = "First phase"
# reading = "closely"   # closely, selectively, ideas or skim
# advice = "How to approach it."

# A phase has steps, in order: one video, post, paper, exercise each.
[[path.phase.step]]
id = "first-step"   # keep an id: your progress is under it; a former one goes into aliases
title = "First step"
kind = "article"    # article, video, paper, book, exercise, or a word of your own
# url = "https://example.org/first"
# creators = ["Author"]
# year = 2026
# estimate = "45m-1h"   # 45m, 2h, 1h30m, or a range
# focus = "What to look at."
# takeaway = "What to leave with."
# introduces = ["a-concept"]
# aliases = ["former-id"]

[[path.phase.step]]
id = "second-step"
title = "Second step"
kind = "exercise"

# Works to leave for later:
# [[path.deferred]]
# id = "later-work"
# title = "A work for later"
# reason = "Why it can wait."
# revisit = "When to come back to it."
"""


def format_start(path_id: str, title: str | None) -> str:
    """Return the text of a new file: a valid path of two steps, and the other keys as comments."""
    shown = quote_text(title or path_id.replace("-", " ").capitalize())
    return _START.format(schema=SCHEMA_LINE, id=path_id, title=shown)


def format_copy(path: Path, path_id: str, title: str | None) -> str:
    """Return the text of a file with a copy of a path under another id.

    Its steps keep their ids and addresses, so that works with an address are done on both paths.
    """
    copy = path._replace(id=path_id, title=title or f"{path.title} (copy)")
    return format_paths([copy], remark=f"A copy of the path {path.id}.")
