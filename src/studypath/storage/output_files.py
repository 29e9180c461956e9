"""Writing an export where the user asked for it; nothing is replaced without a word."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from studypath.core.errors import SaveFailed, WrongUsage
from studypath.storage.atomic import (
    build_temporary_name,
    create_temporary,
    remove_temporary,
    sweep_temporaries,
    write_all,
)
from studypath.storage.os_errors import describe_error, suggest_fix

if TYPE_CHECKING:
    from studypath.storage.places import Places


def write_output(
    file: Path,
    content: bytes,
    *,
    force: bool,
    places: Places | None = None,  # noqa: ARG001  refuses the program's own files
) -> None:
    """Write an export; WrongUsage if the file is there and `force` is not said, else SaveFailed.

    The file is there whole or not at all: it is written beside its place and moved into it.
    """
    temporary = build_temporary_name(str(file))
    try:
        if file.is_symlink() or (file.exists() and not file.is_file()):
            msg = f"{file} is not a plain file; name another one"
            raise WrongUsage(msg)
        sweep_temporaries(str(file))
        descriptor = create_temporary(temporary)
        try:
            write_all(descriptor, content)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        _put(temporary, file, force=force)
    except FileExistsError:
        remove_temporary(temporary)
        msg = f"{file} is there already; --force replaces it"
        raise WrongUsage(msg) from None
    except OSError as error:
        remove_temporary(temporary)
        msg = f"{file} was not written: {describe_error(error)}. {suggest_fix(error)}"
        raise SaveFailed(msg.rstrip()) from error


def _put(temporary: str, file: Path, *, force: bool) -> None:
    if force:
        os.replace(temporary, file)  # noqa: PTH105  the temporary's path is text
        return
    try:
        # A link fails where the file is there, even if it came a moment ago.
        os.link(temporary, file)
    except FileExistsError:
        raise
    except OSError:
        if file.exists():
            raise FileExistsError(str(file)) from None
        os.replace(temporary, file)  # noqa: PTH105
        return
    os.unlink(temporary)  # noqa: PTH108
