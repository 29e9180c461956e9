"""Curricula of other formats as paths: Markdown, plain text, BibTeX, CSL JSON, exports."""
