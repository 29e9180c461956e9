"""Files: bytes to values and back, or an error with file, line and key. No I/O."""
