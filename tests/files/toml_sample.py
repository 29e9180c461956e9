"""A TOML file with every way to write a table or a key, and ways to read such files."""

import pytest

from studypath.core.errors import Fault, UnusableFile
from studypath.files.toml import PATHS_LIMIT_BYTES, Located, read_toml

SAMPLE = '''\
# [comment] = "not a table"
format = 1
text = """
[not.a.table]  # "
key = 'no key'
\\""""
[path-less]  # after a header
"quoted # key" = 'a [literal] = #'
'literal.key' = "x"

[[path]]
id = "one"
size = { low = 1, high.most = 2 }

[[path.phase]]
id = "a"
[[path.phase.step]]
id = "s0"

[[path]]
id = "two"
[[path.phase]]
id = "b"
[[path.phase]]
id = "c"
[[path.phase.step]]
id = "s1"
covers = [
    "x", "y",  # ]
    # "z",
    "w",
]
[[path.phase.step]]
"\\u0075rl" = "u"
estimate.low = 1
estimate . high = [[1,
  2], [
  3]]
[ path . deep . "er" ]
when = 2026-11-21 18:40:00
'''


def read(content: bytes | str, limit_bytes: int = PATHS_LIMIT_BYTES) -> Located:
    """Return a file of paths, read."""
    if isinstance(content, str):
        content = content.encode()
    return read_toml(content, "paths.toml", limit_bytes)


def fault_of(content: bytes | str, limit_bytes: int = PATHS_LIMIT_BYTES) -> Fault:
    """Return the one fault of a file that cannot be read."""
    with pytest.raises(UnusableFile) as caught:
        read(content, limit_bytes)
    (fault,) = caught.value.faults
    return fault
