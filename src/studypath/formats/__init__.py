"""An answer as machines and other programs read it: JSON, CSV, Markdown. Knows no files."""
