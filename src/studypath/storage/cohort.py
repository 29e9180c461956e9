"""Read the progress of a class: a folder or files of exports and progress files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from studypath.core.cohort import Learner
from studypath.core.errors import Fault, UnusableFile
from studypath.core.progress import Progress
from studypath.storage.os_errors import describe_error
from studypath.storage.reading import read_regular

LEARNER_LIMIT_BYTES = 4 << 20
"""More than ten years of sessions need; one file must not cost the memory of a class."""

NAMES = ("progress.toml", "progress.json", "studypath.json")
"""What is looked for in the folder of one learner, in this order."""

_ENDINGS = (".toml", ".json")


class LearnerFile(NamedTuple):
    """The file of one learner; a link in a folder of strangers' files is not followed."""

    id: str
    file: Path
    is_listed: bool


def find_learner_files(places: Sequence[Path]) -> tuple[LearnerFile, ...]:
    """Return the files of a class, in order of learners.

    A file is a learner of its name, or of its folder's where it is called `progress`. In a folder
    every file that ends in .toml or .json is one, and every folder with one of NAMES in it.
    Raises UnusableFile for a folder that cannot be listed.
    """
    files: list[LearnerFile] = []
    for place in places:
        # Not `is_dir` of the path, which raises an error for a name that is too long.
        if os.path.isdir(place):  # noqa: PTH112
            files.extend(_list_folder(place))
        else:
            files.append(LearnerFile(_name_learner(place), place, is_listed=False))
    return tuple(sorted(_tell_apart(files), key=lambda each: each.id))


def read_learner(learner: LearnerFile) -> Learner:
    """Return the progress of one learner; UnusableFile where its file cannot be used."""
    if learner.is_listed and learner.file.is_symlink():
        raise _unusable(learner.file, "is a link, which is not followed in a folder of a class")
    content = read_regular(learner.file, LEARNER_LIMIT_BYTES).content
    return Learner(learner.id, _parse(learner.file, content))


def read_learners(files: Iterable[LearnerFile], faults: list[UnusableFile]) -> Iterator[Learner]:
    """Yield the learners whose file can be used, one at a time; the others' faults are added."""
    for each in files:
        try:
            yield read_learner(each)
        except UnusableFile as error:
            faults.append(error)


def _parse(file: Path, content: bytes) -> Progress:
    if file.suffix.lower() == ".json":
        from studypath.files.learner_export import parse_learner_export

        return parse_learner_export(content, str(file))
    from studypath.files.progress_version import parse_progress_version

    return parse_progress_version(content, str(file))


def _list_folder(folder: Path) -> Iterator[LearnerFile]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise _unusable(folder, f"cannot be listed: {describe_error(error)}") from error
    for entry in entries:
        file = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            inner = next((file / name for name in NAMES if (file / name).exists()), None)
            if inner is not None:
                yield LearnerFile(entry.name, inner, is_listed=True)
        elif file.suffix.lower() in _ENDINGS:
            yield LearnerFile(_name_learner(file), file, is_listed=True)


def _name_learner(file: Path) -> str:
    absolute = Path(os.path.abspath(file))  # noqa: PTH100 - links stay as the user wrote them
    return absolute.parent.name if file.name in NAMES else file.stem


def _tell_apart(files: Iterable[LearnerFile]) -> Iterator[LearnerFile]:
    """Yield the files with a number behind an id that was there before."""
    counts: dict[str, int] = {}
    for each in files:
        count = counts[each.id] = counts.get(each.id, 0) + 1
        yield each if count == 1 else each._replace(id=f"{each.id} ({count})")


def _unusable(file: Path, message: str) -> UnusableFile:
    return UnusableFile((Fault(str(file), None, "", message),))
