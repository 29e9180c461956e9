"""Draw the pictures of the README from a fixed story: `make pictures`.

The answers of the program become SVG images by Rich's export. The page of `report` becomes a PNG
image by headless Chromium; the digest of the page that it shows is stored in it, so that a test can
tell without a browser whether the picture is current.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import subprocess
import sys
import zlib
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

PICTURES = Path(__file__).with_name("pictures")
STORY = PICTURES / "progress.toml"
NOW = "2026-11-22T10:00:00+00:00"
COLUMNS = 84

COMMANDS = {
    "next": ("next",),
    "status": ("status",),
    "history": ("history",),
    "deepen": ("deepen",),
}
REPORT = PICTURES / "report.png"
# The first screen of the page.
WIDTH, HEIGHT = 1000, 1250

_THEME = TerminalTheme(
    (27, 31, 36),
    (208, 215, 222),
    [(27, 31, 36), (215, 58, 73), (63, 150, 80), (191, 135, 0), (9, 105, 218), (130, 80, 223),
     (0, 135, 135), (208, 215, 222)],
)  # fmt: skip
# Without the frame of a window and without fonts from the network, which Rich's own format has.
_FORMAT = """\
<svg viewBox="0 0 {width} {height}" role="img" aria-label="COMMAND" \
xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
    font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
    font-size: {char_height}px;
    line-height: {line_height}px;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
<rect width="{width}" height="{height}" rx="8" fill="#1b1f24"/>
<text class="{unique_id}-matrix" x="9" y="26" fill="#8b949e" xml:space="preserve">$ COMMAND</text>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def draw_answer(name: str) -> str:
    """Return an answer of the program as an SVG image."""
    with TemporaryDirectory() as home:
        output = _run(Path(home), *COMMANDS[name])
    console = Console(record=True, width=COLUMNS, file=StringIO(), legacy_windows=False)
    console.print(Text.from_ansi(output))
    command = f"studypath {' '.join(COMMANDS[name])}"
    return console.export_svg(
        theme=_THEME, code_format=_FORMAT.replace("COMMAND", command), unique_id=name
    )


def build_report() -> bytes:
    """Return the page of `report`."""
    with TemporaryDirectory() as home:
        page = Path(home) / "page.html"
        _run(Path(home), "report", "-o", str(page))
        return page.read_bytes()


def draw_report(page: bytes) -> bytes:
    """Return the first screen of a page as a PNG image with the digest of the page in it."""
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"
    with TemporaryDirectory() as directory:
        source, target = Path(directory) / "page.html", Path(directory) / "page.png"
        source.write_bytes(page)
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--disable-background-networking", f"--user-data-dir={directory}/profile",
            f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={target}", source.as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)
        return _add_digest(target.read_bytes(), compute_digest(page))


def compute_digest(page: bytes) -> str:
    """Return the SHA-256 digest of a page."""
    return hashlib.sha256(page).hexdigest()


def read_digest(image: bytes) -> str | None:
    """Return the digest of the page that a PNG image shows, or None."""
    _, found, rest = image.partition(b"tEXtSource\0")
    return rest[:64].decode("ascii") if found else None


def _add_digest(image: bytes, digest: str) -> bytes:
    """Return a PNG image with a text chunk after its header, which ends at byte 33."""
    content = b"tEXtSource\0" + digest.encode("ascii")
    chunk = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
    return image[:33] + chunk + image[33:]


def _run(home: Path, *words: str) -> str:
    """Return what the program prints in colour in the story's home."""
    data = home / "data"
    if not data.exists():
        data.mkdir(mode=0o700)
        (data / "progress.toml").write_bytes(STORY.read_bytes())
    inherited = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    environment = inherited | {
        "HOME": str(home),
        "STUDYPATH_DATA_DIR": str(data),
        "STUDYPATH_CONFIG_DIR": str(home / "config"),
        "STUDYPATH_CACHE_DIR": str(home / "cache"),
        "STUDYPATH_NOW": NOW,
        "TZ": "UTC",
        "COLUMNS": str(COLUMNS),
        "FORCE_COLOR": "1",
        "TERM": "xterm-256color",
        "PYTHONUTF8": "1",
    }
    finished = subprocess.run(
        [sys.executable, "-m", "studypath", *words],
        env=environment,
        cwd=home,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return finished.stdout


def main() -> None:
    """Write every picture."""
    for name in COMMANDS:
        (PICTURES / f"{name}.svg").write_text(draw_answer(name), "utf-8", newline="\n")
    REPORT.write_bytes(draw_report(build_report()))


if __name__ == "__main__":
    main()
