"""An answer as a person reads it: Rich renderables and plain lines. Knows neither files nor Typer."""
