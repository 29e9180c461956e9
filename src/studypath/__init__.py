"""Track a curated learning path from the terminal."""

__version__ = "0.1.0"
