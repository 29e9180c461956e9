"""The border: text of files becomes core values here, or a located error. pydantic lives here only."""
