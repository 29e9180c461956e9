"""The system's error numbers in plain words: what happened, and what to do next."""

from __future__ import annotations

import errno

_WORDS: tuple[tuple[str, str, str], ...] = (
    ("ENOSPC", "the disk is full", "Free some space and try again."),
    ("EDQUOT", "your disk quota is used up", "Free some space and try again."),
    ("EFBIG", "the file would be larger than this system allows", "Look at `ulimit -f`."),
    ("EROFS", "the file system is read-only", "Make it writable or choose another place."),
    (
        "EACCES",
        "permission is denied",
        "Look at owner and mode of the file and its directory, and at programs that use it.",
    ),
    ("EPERM", "the system does not permit it", "Look at the owner and flags of the file."),
    ("EIO", "the disk reports an error", "Check the disk before you rely on it."),
    ("ENAMETOOLONG", "the name is too long", "Choose a shorter one."),
    ("ELOOP", "its links form a loop", "Remove the link or point it to a file."),
    ("ENOENT", "there is no such file or directory", "Check its name and place."),
    ("ENOTDIR", "a part of its path is not a directory", "Choose another place."),
    ("EISDIR", "it is a directory", "Move it away or choose another name."),
    ("EEXIST", "a file is in the place of a directory", "Move it away or choose another place."),
    (
        "ENOLCK",
        "the file system has no locks left",
        "Try again, or keep the data on a local disk.",
    ),
    ("EOPNOTSUPP", "the file system has no locks", "Keep the data on a local disk."),
    ("ENOTSUP", "the file system has no locks", "Keep the data on a local disk."),
    ("ENOSYS", "the file system has no locks", "Keep the data on a local disk."),
    ("ESTALE", "the network file system has lost the file", "Mount it again and try again."),
    ("ETIMEDOUT", "the file system does not answer", "Try again when it does."),
    ("EMFILE", "too many files are open", "Close some programs and try again."),
    ("ENFILE", "too many files are open", "Close some programs and try again."),
)


def describe_error(error: OSError) -> str:
    """Return what an error means, in plain words, without a full stop."""
    happened, _ = _words(error)
    return happened


def suggest_fix(error: OSError) -> str:
    """Return what to do about an error: one sentence, or ""."""
    _, advice = _words(error)
    return advice


def _words(error: OSError) -> tuple[str, str]:
    for name, happened, advice in _WORDS:
        # Not every system knows every number.
        if error.errno is not None and getattr(errno, name, None) == error.errno:
            return happened, advice
    return (error.strerror or str(error) or type(error).__name__), ""
