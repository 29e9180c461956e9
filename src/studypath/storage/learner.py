"""Keep the random account name under which progress is sent to a Learning Record Store."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from studypath.storage.reading import read_if_there
from studypath.storage.save import save_file

if TYPE_CHECKING:
    from studypath.storage.places import Places

LIMIT_BYTES = 1024


def load_learner_name(places: Places, now: datetime) -> str:
    """Return the learner's account name; the first call makes one and saves it.

    It is random, so that nothing about the user leaves the machine with it.
    """
    file = places.data / "learner"
    source = read_if_there(file, LIMIT_BYTES)
    name = source.content.decode("ascii", "replace").strip() if source is not None else ""
    if not re.fullmatch(r"[0-9a-f-]{36}", name):
        name = str(uuid4())
        save_file(file, f"{name}\n".encode(), backup_dir=None, now=now)
    return name
