"""The HTML page: Jinja2 templates and SVG charts over core values."""
