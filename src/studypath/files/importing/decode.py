"""From the bytes of a file to text, with limits that keep hostile files cheap."""

from __future__ import annotations

import re

from studypath.core.errors import Fault, UnusableFile
from studypath.core.text import replace_controls
from studypath.files.importing.values import Note

LIMIT_BYTES = 2 << 20

# A parser spends microseconds on each of these, and no curriculum consists of them.
_COSTLY = (("[", 8), ("<", 8), ("`", 8), ("*_~", 4))
_COSTLY_FREE = 2_000

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY_SHARE = 100


def refuse(file: str, line: int | None, message: str, advice: str = "") -> UnusableFile:
    """Return the error of a file that cannot be imported."""
    return UnusableFile(
        (Fault(replace_controls(file), line, "", replace_controls(message)),), 0, advice
    )


def decode_text(content: bytes, file: str) -> tuple[str, tuple[Note, ...]]:
    """Return the text of a file with LF line ends, and a note on each thing that was changed.

    UTF-8 is read with and without a byte order mark, UTF-16 and UTF-32 with one. Control
    characters are replaced by U+FFFD. Raises UnusableFile for a file above LIMIT_BYTES, a
    binary file and other encodings, with the line of the first byte that is not UTF-8.
    """
    if len(content) > LIMIT_BYTES:
        size = f"{len(content) / (1 << 20):.1f} MiB, more than the {LIMIT_BYTES >> 20} MiB"
        raise refuse(file, None, f"the file has {size} that are imported", "Split the file.")
    notes: list[Note] = []
    text = _decoded(content, file, notes)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Form feed and vertical tab separate pages in old text files.
    text = text.replace("\x0b", "\n").replace("\x0c", "\n")
    shown = replace_controls(text, multiline=True)
    if shown != text:
        count = shown.count("\ufffd") - text.count("\ufffd")
        notes.append(Note(None, f"{count} control or invisible characters replaced by \ufffd"))
    if not shown.strip():
        raise refuse(file, None, "the file is empty")
    return shown, tuple(notes)


def check_cost(text: str, file: str) -> None:
    """Raise UnusableFile for text that consists of markup, which costs a parser much time."""
    for characters, share in _COSTLY:
        count = sum(text.count(character) for character in characters)
        if count > _COSTLY_FREE + len(text) // share:
            shown = " or ".join(characters)
            message = f"it consists mostly of {shown}: {count} in {len(text)} characters"
            raise refuse(file, None, message, "This is not the text of a curriculum.")


def _decoded(content: bytes, file: str, notes: list[Note]) -> str:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            try:
                text = content[len(bom) :].decode(encoding)
            except UnicodeDecodeError as error:
                before = content[len(bom) : len(bom) + error.start]
                line = before.decode(encoding, "replace").count("\n") + 1
                raise refuse(
                    file, line, f"the text is not valid {encoding.upper()}", "Save it as UTF-8."
                ) from None
            if encoding != "utf-8":
                notes.append(Note(None, f"read as {encoding.upper()}"))
            return text
    controls = len(_BINARY.findall(content[:65536]))
    if b"\0" in content or controls * _BINARY_SHARE > min(len(content), 65536):
        raise refuse(file, None, "this is a binary file, not text", "Export it as Markdown first.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        raise refuse(
            file, line, f"the byte 0x{byte:02X} is not UTF-8", "Save the file as UTF-8 and repeat."
        ) from None
