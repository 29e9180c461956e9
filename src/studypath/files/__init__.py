"""Bytes to values and back: readers, models and importers. Pure: opens no files."""
