"""The border: from the text of a file to core values, or an error with file, line and key."""
