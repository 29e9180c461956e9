"""Places of their own for tests of storage, and the bundled curriculum."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

from studypath.core.curriculum import Curriculum
from studypath.storage.library import library
from studypath.storage.places import Places, places

NOW = datetime(2026, 11, 21, 18, 40, tzinfo=timezone(timedelta(hours=1)))
BERT = ("paper", "bert")

OWN = """\
format = 1
[[path]]
id = "{0}"
title = "Mine"
[[path.phase]]
id = "one"
title = "One"
[[path.phase.step]]
id = "{0}-step"
title = "Step"
kind = "post"
"""


def places_in(root: Path) -> Places:
    """The three places below a directory, none of which needs to be there."""
    return places(
        {
            "STUDYPATH_DATA_DIR": str(root / "data"),
            "STUDYPATH_CONFIG_DIR": str(root / "config"),
            "STUDYPATH_CACHE_DIR": str(root / "cache"),
            "HOME": str(root),
        }
    )


def bundled(root: Path) -> Curriculum:
    """The curriculum of a home with nothing in it."""
    return library(places_in(root / "elsewhere")).curriculum
